"""The embedded server: made once, started often, killed at will, never two on one folder."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from gobetween.kit import postgres, processes


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder under a home that is closed to others."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return home / "state"


def _count(url: str) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS visit (id int)")
        connection.execute("INSERT INTO visit VALUES (1)")
        [number] = connection.execute("SELECT count(*) FROM visit").fetchone() or [0]
    return int(number)


def test_it_keeps_what_was_written_across_starts(state: Path) -> None:
    with postgres.running(state, durable=False) as url:
        assert _count(url) == 1
    with postgres.running(state, durable=False) as url:
        assert _count(url) == 2


def test_it_answers_on_no_network_address(state: Path) -> None:
    with postgres.running(state, durable=False) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)


def test_it_recovers_when_its_postmaster_is_killed_and_backends_live_on(state: Path) -> None:
    with postgres.claimed(state):
        server = postgres.prepare(state)
        first = postgres.start(server)
        postgres.wait(server, first)
        postgres.ensure_database(state)
        _count(postgres.url(state))
        os.kill(first, signal.SIGKILL)
        os.waitpid(first, 0)
        second = postgres.start(server)
        postgres.wait(server, second)
        assert _count(postgres.url(state)) == 2
        postgres.stop(second)
        assert postgres.leftovers(server) == {}


def test_it_dies_with_the_process_that_runs_it_and_starts_again_beside_the_corpse(state: Path) -> None:
    def hold() -> None:
        with postgres.running(state) as url:
            _count(url)
            (state / "up").touch()
            time.sleep(60)

    holder = processes.fork(hold, name="holder")
    while not (state / "up").exists():
        time.sleep(0.01)
    os.kill(holder, signal.SIGKILL)
    with postgres.running(state) as url:  # the holder is not even reaped yet
        assert _count(url) == 2
    os.waitpid(holder, 0)


def test_a_second_claim_names_the_first_and_says_what_to_do(state: Path) -> None:
    with (
        postgres.claimed(state),
        pytest.raises(postgres.CannotStart, match=rf"Process {os.getpid()} .* GOBETWEEN_STATE_DIR"),
        postgres.claimed(state, patience=0.1),
    ):
        pass


def test_a_command_uses_the_server_that_runs(state: Path) -> None:
    with postgres.running(state, durable=False) as first, postgres.running(state, durable=False) as second:
        assert first == second
        assert _count(second) == 1


def test_a_deep_folder_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    with postgres.running(deep, durable=False) as url:
        assert _count(url) == 1


def test_a_folder_with_something_else_in_it_is_left_alone(state: Path) -> None:
    (state / "postgres").mkdir(parents=True)
    (state / "postgres" / "letter.txt").write_text("dear")
    with pytest.raises(postgres.CannotStart, match="move it away"), postgres.running(state):
        pass
    assert (state / "postgres" / "letter.txt").read_text() == "dear"


def test_a_file_in_the_way_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(postgres.CannotStart, match="cannot be used"), postgres.running(tmp_path / "state"):
        pass


def test_an_initialisation_that_was_killed_half_way_is_begun_anew(state: Path) -> None:
    (state / "postgres.new" / "base").mkdir(parents=True)
    with postgres.running(state, durable=False) as url:
        assert _count(url) == 1


def test_its_log_shows_no_values(state: Path) -> None:
    with postgres.running(state, durable=False) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (address text UNIQUE)")
        connection.execute("INSERT INTO person VALUES (%s)", ["bea@home.example"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES (%s)", ["bea@home.example"])
    assert "bea@home.example" not in (state / "log" / "postgres.log").read_text()
