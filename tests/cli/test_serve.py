"""The whole tree of processes, started as an operator starts it: up, killed, healed, ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gobetween.kit import postgres, processes

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
ROLES = {"postgres", "gb-edge", "gb-post", "gb-courier", "gb-web", "gb-mailroom", "gb-metrics"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(found: Callable[[], Any], seconds: float = SECONDS) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def _environment(state: Path) -> dict[str, str]:
    ports = {name: str(_free_port()) for name in ("WEB", "SMTP", "METRICS", "MAILROOM")}
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(state),
        "PYTHONPATH": str(ROOT),
        "GOBETWEEN_STATE_DIR": str(state / "state"),
        **{f"GOBETWEEN_{name}_PORT": port for name, port in ports.items()},
    }


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gobetween", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A running demo, its environment and what it prints."""

    process: subprocess.Popen[str]
    environment: dict[str, str]
    output: Path

    def answer(self, path: str, port: str = "WEB") -> tuple[int, str]:
        url = f"http://127.0.0.1:{self.environment[f'GOBETWEEN_{port}_PORT']}{path}"
        try:
            visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with visitor.open(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def children(self) -> dict[str, int]:
        """The pids of the roles by the names the kernel knows."""
        text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {name: int(pid) for pid in text.split() if (name := _name(int(pid)))}

    def tree(self) -> list[int]:
        """This process and everything below it."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += map(int, task.read_text().split())
        return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() if processes.alive(pid) else ""
    except OSError:
        return ""


def _start(folder: Path) -> Demo:
    environment = _environment(folder)
    output = folder / "output"
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gobetween", "demo"], env=environment, stdout=out, stderr=out, text=True
        )
    demo = Demo(process=process, environment=environment, output=output)
    _until(lambda: "Ctrl-C ends everything" in output.read_text() or process.poll() is not None)
    assert process.poll() is None, output.read_text()
    return demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for the stories that leave it well."""
    started = _start(tmp_path_factory.mktemp("demo"))
    yield started
    started.process.send_signal(signal.SIGINT)
    started.process.wait(timeout=20)


def test_it_prints_where_to_go_and_what_to_try(demo: Demo) -> None:
    said = demo.output.read_text()
    port = demo.environment["GOBETWEEN_WEB_PORT"]
    assert said.count(f"http://127.0.0.1:{port}/enter/") == 3
    assert "swaks --server" in said
    assert "curl smtp://" in said
    assert demo.environment["GOBETWEEN_STATE_DIR"] + "/demo" in said


def test_its_log_in_links_let_in(demo: Demo) -> None:
    links = [word for word in demo.output.read_text().split() if "/enter/" in word]
    assert [demo.answer("/enter/" + link.partition("/enter/")[2])[0] for link in links] == [200, 200, 200]


def test_it_is_alive_and_ready(demo: Demo) -> None:
    assert demo.answer("/healthz") == (200, "ok\n")
    status, body = demo.answer("/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "database": "ok", "migrations": "ok", "intake": "ok"})


def test_prometheus_reads_the_queues(demo: Demo) -> None:
    status, body = demo.answer("/metrics", "METRICS")
    assert status == 200
    assert "gobetween_database_up 1.0" in body
    assert 'gobetween_oldest_waiting_seconds{queue="delivery"}' in body
    assert "gobetween_letters_in_total" in body


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_killed_role_comes_back_and_the_service_heals(demo: Demo, role: str) -> None:
    _until(lambda: set(demo.children()) >= ROLES)
    killed = demo.children()[role]
    os.kill(killed, signal.SIGKILL)
    _until(lambda: demo.children().get(role, killed) != killed, seconds=10.0)
    _until(lambda: demo.answer("/readyz")[0] == 200, seconds=20.0)
    _until(lambda: _greets(demo.environment["GOBETWEEN_SMTP_PORT"]), seconds=20.0)


def _greets(port: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", int(port)), timeout=2) as session:
            return session.recv(100).startswith(b"220")
    except OSError:
        return False


def test_many_visitors_leave_no_connection_behind(demo: Demo) -> None:
    with ThreadPoolExecutor(8) as visitors:
        seen = list(visitors.map(lambda _: demo.answer("/readyz")[0], range(80)))
    assert seen == [200] * 80
    with psycopg.connect(postgres.url(Path(demo.environment["GOBETWEEN_STATE_DIR"]) / "demo")) as connection:
        [open_ones] = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'gobetween'").fetchone()
    assert open_ones < 15


def test_the_doctor_finds_a_running_demo_well(demo: Demo) -> None:
    found = _run(demo.environment, "doctor", "--demo")
    assert found.returncode == 0, found.stdout
    assert "takes an alias of ours and refuses a made-up one" in found.stdout


def test_a_second_one_on_the_same_state_says_so(demo: Demo) -> None:
    second = _run(demo.environment, "demo")
    assert second.returncode == 2
    assert f"Process {demo.process.pid} already runs on" in second.stderr
    assert "GOBETWEEN_STATE_DIR" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("port", ["WEB", "SMTP", "MAILROOM", "METRICS"])
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, port: str) -> None:
    environment = _environment(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment[f"GOBETWEEN_{port}_PORT"])))
        taken.listen()
        refused = _run(environment, "demo")
    assert refused.returncode == 2
    [sentence] = refused.stderr.strip().splitlines()
    assert f"Port {environment[f'GOBETWEEN_{port}_PORT']} on 127.0.0.1" in sentence
    assert f"GOBETWEEN_{port}_PORT" in sentence


def test_every_wrong_setting_is_said_at_once(tmp_path: Path) -> None:
    wrong = {"GOBETWEEN_LOG_FORMAT": "xml", "GOBETWEEN_POST_BATCH": "0", "GOBETWEEN_HOSTNAME": "no host"}
    refused = _run({**_environment(tmp_path), **wrong}, "serve")
    assert refused.returncode == 2
    assert [word for word in ("E004", "E006", "E010") if word not in refused.stderr] == []


def test_a_role_alone_says_that_there_is_no_database(tmp_path: Path) -> None:
    refused = _run(_environment(tmp_path), "serve", "--role", "edge")
    assert refused.returncode == 2
    assert "DATABASE_URL" in refused.stderr


def test_an_unknown_role_is_named(tmp_path: Path) -> None:
    refused = _run(_environment(tmp_path), "serve", "--role", "juggler")
    assert refused.returncode == 2
    assert "juggler" in refused.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -9)])
def test_nothing_is_left_running(tmp_path: Path, number: signal.Signals, code: int) -> None:
    demo = _start(tmp_path)
    everything = demo.tree()
    assert len(everything) > len(ROLES)
    begun = time.monotonic()
    demo.process.send_signal(number)
    assert demo.process.wait(timeout=20) == code
    _until(lambda: not any(map(processes.alive, everything)), seconds=15.0)
    assert time.monotonic() - begun < (10.0 if code == 0 else 15.0)


def test_the_help_needs_no_django() -> None:
    asked = "import sys; from gobetween.cli.app import app; app(['--help'], standalone_mode=False)"
    code = f"{asked}; sys.exit(any(name in sys.modules for name in ('django', 'psycopg', 'cryptography')))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert "preview" in shown.stdout
