"""PostgreSQL refuses to run as root: the words that let root start it as somebody else.

Root's own folders (a home of mode 0700, a checkout inside it) are closed to that somebody. Nothing is opened for the
world: the process keeps one capability that lets it pass, and only when it needs it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNTS = ("gobetween", "nobody")
CAPABILITIES = ("", "dac_read_search", "dac_override")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who runs a program, and the words to put before its command line."""

    uid: int
    gid: int
    words: tuple[str, ...] = ()


class NoAccount(RuntimeError):
    """Root has no way to run the program as somebody else; the text says what to do."""


def account(folder: Path, program: Path) -> Account:
    """Who may run `program` on `folder`, which is (or becomes) theirs. Raises `NoAccount`."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    if not shutil.which("setpriv"):
        raise NoAccount(
            "Root cannot run PostgreSQL and setpriv is missing: install util-linux, use another user, "
            "or set DATABASE_URL."
        )
    uid, gid = _owner(folder)
    os.chown(folder, uid, gid)
    for capability in CAPABILITIES:
        words = _words(uid, gid, capability)
        if _passes(words, folder, program):
            return Account(uid=uid, gid=gid, words=words)
    raise NoAccount(
        f"User {uid} cannot reach {folder} and {program}: choose another GOBETWEEN_STATE_DIR, use another "
        "user, or set DATABASE_URL."
    )


def _owner(folder: Path) -> tuple[int, int]:
    """The owner of an existing folder stays; a new one goes to the first of `ACCOUNTS` that is there."""
    there = folder.stat()
    if there.st_uid != 0:
        return there.st_uid, there.st_gid
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise NoAccount("Root cannot run PostgreSQL and there is no user `nobody`: use another user or set DATABASE_URL.")


def _words(uid: int, gid: int, capability: str) -> tuple[str, ...]:
    plain = ("setpriv", "--pdeathsig", "INT", "--reuid", str(uid), "--regid", str(gid), "--clear-groups")
    if not capability:
        return (*plain, "--inh-caps", "-all", "--")
    kept = f"-all,+{capability}"
    # no_setuid_fixup: otherwise access(2), with which PostgreSQL looks for itself, ignores the capability
    return (
        *plain,
        "--securebits",
        "+no_setuid_fixup",
        "--inh-caps",
        kept,
        "--ambient-caps",
        kept,
        "--bounding-set",
        kept,
        "--",
    )


def _passes(words: tuple[str, ...], folder: Path, program: Path) -> bool:
    look = 'test -r "$0" && test -x "$0" && cd "$1"'
    result = subprocess.run([*words, "sh", "-c", look, program, folder], capture_output=True, cwd="/", check=False)
    return result.returncode == 0
