"""Mail programs that hand over a letter: Python's own, swaks, msmtp."""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

Client = Callable[[int, bytes, str, str], None]
"""Takes port, letter, envelope sender and recipient; raises when the letter was not taken."""


def by_python(port: int, raw: bytes, sender: str, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60, local_hostname="client.example") as client:
        client.sendmail(sender, [to], raw, mail_options=["BODY=8BITMIME"])


def by_swaks(port: int, raw: bytes, sender: str, to: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".eml") as letter:
        Path(letter.name).write_bytes(raw.replace(b"\r\n", b"\n"))
        words = ["--server", "127.0.0.1", "--port", str(port), "--helo", "client.example", "--from", sender, "--to", to]
        _run(["swaks", *words, "--data", f"@{letter.name}", "--hide-all"])


def by_msmtp(port: int, raw: bytes, sender: str, to: str) -> None:
    words = ["--file=/dev/null", "--host=127.0.0.1", f"--port={port}", "--auth=off", "--tls=off", f"--from={sender}"]
    kept = ["--set-from-header=off", "--set-date-header=off", "--set-msgid-header=off", "--remove-bcc-headers=off"]
    _run(["msmtp", *words, *kept, "--domain=client.example", "--", to], raw.replace(b"\r\n", b"\n"))


def _run(words: list[str], given: bytes = b"") -> None:
    done = subprocess.run(words, input=given, capture_output=True, timeout=60)
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")[-2000:]


CLIENTS: dict[str, Client] = {"python": by_python, "swaks": by_swaks, "msmtp": by_msmtp}


def params() -> list[object]:
    """Every client as a parameter; one that is not installed says so loudly."""
    return [pytest.param(name, marks=_marks(name)) for name in CLIENTS]


def _marks(name: str) -> list[pytest.MarkDecorator]:
    if name == "python":
        return []
    missing = pytest.mark.skipif(not shutil.which(name), reason=f"NO {name.upper()}: this client was not tried")
    return [pytest.mark.peer, missing]
