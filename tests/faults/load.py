"""Sessions that write letters without rest and keep a list of what was acknowledged, and of nothing else."""

from __future__ import annotations

import smtplib
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from tests.journeys import letters
from tests.journeys.service import Couple, Running
from tests.policy.pictures import page, png

EVERY = 64
"""Of so many letters one has a picture."""
PICTURE = png(page("FRAGILE", size=(120, 40), height=12))
PAUSE = 0.1
"""Between two tries of a letter that was not acknowledged, seconds."""


@dataclass
class Load:
    """`sessions` threads, each with its own line; a letter is sent again, byte for byte, until it hears 250.

    `rest` is the pause between two letters of a session, seconds.
    """

    service: Running
    couples: Sequence[Couple]
    sessions: int
    book: Path
    rest: float = 0.0
    acknowledged: int = 0
    tries: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number in range(self.sessions):
            self._threads.append(threading.Thread(target=self._session, args=(number,), daemon=True))
            self._threads[-1].start()

    def stop(self, seconds: float = 60.0) -> None:
        """Every session finishes the letter it has in hand; what hears no 250 in time stays unacknowledged."""
        self._stop.set()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.1, end - time.monotonic()))

    def wait(self, count: int, seconds: float) -> bool:
        """Whether `count` letters are acknowledged within `seconds`."""
        end = time.monotonic() + seconds
        while self.acknowledged < count and time.monotonic() < end:
            time.sleep(0.02)
        return self.acknowledged >= count

    def _session(self, number: int) -> None:
        line: smtplib.SMTP | None = None
        couple = self.couples[number % len(self.couples)]
        while not self._stop.is_set():
            token = f"token{token_hex(8)}"
            raw = self._letter(couple, token)
            while True:
                line, answer = self._try(line, couple, raw)
                self.tries[answer] += 1
                if answer == "250":
                    self._note(token)
                    break
                if answer.startswith("5"):
                    self.refused.append(answer)
                    break
                if self._stop.is_set():
                    return
                time.sleep(PAUSE)
            time.sleep(self.rest)
        if line is not None:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()

    def _letter(self, couple: Couple, token: str) -> bytes:
        """Now and then one with a picture, which waits until it was looked at."""
        text, number = f"Where is {token} today?\n", f"<{token}@{couple.buyer.domain}>"
        if int(token[-2:], 16) % EVERY:
            return letters.simple(couple.buyer, couple.seller.alias, text, message_id=number)
        return letters.with_picture(couple.buyer, couple.seller.alias, text, PICTURE, message_id=number)

    def _try(self, line: smtplib.SMTP | None, couple: Couple, raw: bytes) -> tuple[smtplib.SMTP | None, str]:
        """The line to use next, and what became of the letter."""
        try:
            line = line or smtplib.SMTP(
                "127.0.0.1", self.service.smtp_port, timeout=30, local_hostname="client.example"
            )
            line.sendmail(couple.buyer.address, [couple.seller.alias], raw)
        except smtplib.SMTPRecipientsRefused as error:
            [(code, text)] = error.recipients.values()
            return self._hang_up(line), f"{code} {text.decode()}"
        except smtplib.SMTPResponseException as error:
            text = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode()
            return self._hang_up(line), f"{error.smtp_code} {text}"
        except (OSError, smtplib.SMTPException) as error:
            return self._hang_up(line), type(error).__name__
        return line, "250"

    def _hang_up(self, line: smtplib.SMTP | None) -> None:
        if line is not None:
            line.close()

    def _note(self, token: str) -> None:
        with self._lock:
            with self.book.open("a") as book:
                book.write(f"{token}\n")
            self.acknowledged += 1
