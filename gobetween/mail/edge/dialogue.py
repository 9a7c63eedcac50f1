"""The SMTP and LMTP dialogue (RFC 5321, RFC 2033): a line in, an answer out. No socket, no clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from gobetween.kit.config import Config
from gobetween.mail.admission import Recipient
from gobetween.mail.edge import commands, replies
from gobetween.mail.edge.replies import Answer

MOST_ERRORS = 10
PATIENT_UNKNOWN = 5
"""Unknown recipients answered at once; those after them wait `UNKNOWN_SECONDS` each."""
MOST_UNKNOWN = 20
UNKNOWN_SECONDS = 1.0

Find = Callable[[str], Recipient | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What all dialogues of one listener share."""

    config: Config
    find: Find
    lmtp: bool = False
    offers_tls: bool = False


class Dialogue:
    """Where one session stands. The connection clears the transaction once its letter is answered."""

    __slots__ = ("_errors", "_manners", "_smtputf8", "_unknown", "helo", "mail_from", "recipients", "tls")

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._errors = 0
        self._unknown = 0
        self.tls = False
        self.helo = ""
        self.forget()

    def forget(self) -> None:
        """Drop the transaction, keep the session."""
        self.mail_from: str | None = None
        self.recipients: list[Recipient] = []
        self._smtputf8 = False

    def begin_tls(self) -> None:
        """Nothing said in the clear counts any more (RFC 3207, section 4.2)."""
        self.tls = True
        self.helo = ""
        self.forget()

    def delay(self, said: Answer) -> float:
        """Seconds to wait before saying `said`: who guesses addresses is slowed, a mail server in front is not."""
        if said is not replies.NO_SUCH_ADDRESS or self._unknown <= PATIENT_UNKNOWN or self._manners.lmtp:
            return 0.0
        return UNKNOWN_SECONDS

    def hear(self, line: bytes) -> Answer:
        """The answer to one command line, given without its CRLF."""
        said = self._obey(line)
        if said.reason and said is not replies.NO_SUCH_ADDRESS and not said.reason.startswith("too-"):
            self._errors += 1
            if self._errors > MOST_ERRORS:
                return replies.TOO_MANY_ERRORS
        return said

    def _obey(self, line: bytes) -> Answer:
        parts = commands.split(line)
        if parts is None:
            return replies.SYNTAX
        verb, argument = parts
        if len(line) + 2 > commands.LONGEST_COMMAND and verb not in _WITH_PARAMETERS:
            return replies.COMMAND_TOO_LONG
        command = _COMMANDS.get(verb)
        if command is None:
            return replies.UNKNOWN_COMMAND
        return command(self, argument)

    def _ehlo(self, name: str) -> Answer:
        if self._manners.lmtp:
            return replies.WRONG_GREETING_LMTP
        return self._greet(name)

    def _lhlo(self, name: str) -> Answer:
        if not self._manners.lmtp:
            return replies.WRONG_GREETING_SMTP
        return self._greet(name)

    def _helo(self, name: str) -> Answer:
        said = self._ehlo(name)
        if not said.accepted:
            return said
        return Answer(b"250 " + self._manners.config.hostname.encode() + b"\r\n")

    def _greet(self, name: str) -> Answer:
        name = name.strip()
        if not name or not name.isprintable() or " " in name or len(name) > 255:
            return replies.SYNTAX
        self.helo = name
        self.forget()
        config = self._manners.config
        return _welcome(config.hostname, config.max_size, self._manners.offers_tls and not self.tls)

    def _mail(self, argument: str) -> Answer:
        if not self.helo:
            return replies.GREET_FIRST
        if self.mail_from is not None:
            return replies.ALREADY
        said = commands.sender(argument)
        if isinstance(said, Answer):
            return said
        if said.size > self._manners.config.max_size:
            return replies.TOO_BIG
        self.mail_from, self._smtputf8 = said.path, said.smtputf8
        return replies.SENDER_OK

    def _rcpt(self, argument: str) -> Answer:
        if self.mail_from is None:
            return replies.MAIL_FIRST
        if len(self.recipients) >= self._manners.config.max_recipients:
            return replies.TOO_MANY_RECIPIENTS
        address = commands.recipient(argument, smtputf8=self._smtputf8)
        if isinstance(address, Answer):
            return address
        found = self._manners.find(address)
        if found is None:
            return self._no_such_address()
        self.recipients.append(found)
        return replies.RECIPIENT_OK

    def _no_such_address(self) -> Answer:
        self._unknown += 1
        is_guessing = self._unknown > MOST_UNKNOWN and not self._manners.lmtp
        return replies.TOO_MANY_UNKNOWN if is_guessing else replies.NO_SUCH_ADDRESS

    def _data(self, argument: str) -> Answer:
        if argument:
            return replies.NO_ARGUMENT
        if self.mail_from is None:
            return replies.MAIL_FIRST
        return replies.GO_AHEAD if self.recipients else replies.RCPT_FIRST

    def _rset(self, argument: str) -> Answer:
        if argument:
            return replies.NO_ARGUMENT
        self.forget()
        return replies.OK

    def _starttls(self, argument: str) -> Answer:
        if argument:
            return replies.NO_ARGUMENT
        if self.tls:
            return replies.TLS_ON_ALREADY
        return replies.READY_FOR_TLS if self._manners.offers_tls else replies.TLS_NOT_OFFERED

    def _noop(self, _: str) -> Answer:
        return replies.OK

    def _vrfy(self, argument: str) -> Answer:
        return replies.CANNOT_VERIFY if argument else replies.SYNTAX

    def _help(self, _: str) -> Answer:
        return replies.HELP

    def _quit(self, argument: str) -> Answer:
        return replies.NO_ARGUMENT if argument else replies.BYE

    def _not_here(self, _: str) -> Answer:
        return replies.NOT_HERE


@lru_cache
def _welcome(hostname: str, max_size: int, starttls: bool) -> Answer:
    offered = [hostname, *OFFERED, *(["STARTTLS"] if starttls else []), f"SIZE {max_size}"]
    lines = [f"250-{each}\r\n" for each in offered[:-1]]
    return Answer(("".join(lines) + f"250 {offered[-1]}\r\n").encode())


OFFERED = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
_WITH_PARAMETERS = frozenset({b"MAIL", b"RCPT"})
_COMMANDS: dict[bytes, Callable[[Dialogue, str], Answer]] = {
    b"EHLO": Dialogue._ehlo,
    b"HELO": Dialogue._helo,
    b"LHLO": Dialogue._lhlo,
    b"MAIL": Dialogue._mail,
    b"RCPT": Dialogue._rcpt,
    b"DATA": Dialogue._data,
    b"RSET": Dialogue._rset,
    b"NOOP": Dialogue._noop,
    b"VRFY": Dialogue._vrfy,
    b"HELP": Dialogue._help,
    b"QUIT": Dialogue._quit,
    b"STARTTLS": Dialogue._starttls,
    b"EXPN": Dialogue._not_here,
    b"TURN": Dialogue._not_here,
    b"AUTH": Dialogue._not_here,
    b"BDAT": Dialogue._not_here,
    b"ETRN": Dialogue._not_here,
}
