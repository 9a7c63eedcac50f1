"""Every answer of the dialogue, with its enhanced status code (RFC 3463, RFC 2034)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Then(Enum):
    """What the connection does after an answer."""

    GO_ON = auto()
    DATA = auto()
    TLS = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply, line end included, and what follows it. `reason` counts and logs a refusal."""

    line: bytes
    then: Then = Then.GO_ON
    reason: str = ""

    @property
    def accepted(self) -> bool:
        return self.line[:1] in b"23"


def answer(text: str, then: Then = Then.GO_ON, *, reason: str = "") -> Answer:
    """An answer of one line; what is not printable ASCII is replaced, so no text can forge a second line."""
    clean = "".join(char if " " <= char <= "~" else "?" for char in text[:500])
    return Answer(clean.encode() + b"\r\n", then, reason)


OK = answer("250 2.0.0 ok")
SENDER_OK = answer("250 2.1.0 sender ok")
RECIPIENT_OK = answer("250 2.1.5 recipient ok")
TAKEN = answer("250 2.0.0 taken")
GO_AHEAD = answer("354 end with a dot on a line of its own", Then.DATA)
READY_FOR_TLS = answer("220 2.0.0 ready to start TLS", Then.TLS)
BYE = answer("221 2.0.0 bye", Then.CLOSE)
HELP = answer("214 2.0.0 EHLO HELO LHLO MAIL RCPT DATA RSET NOOP VRFY STARTTLS QUIT")
CANNOT_VERIFY = answer("252 2.5.2 send some mail, it will be tried")

UNKNOWN_COMMAND = answer("500 5.5.2 command not recognised", reason="unknown-command")
COMMAND_TOO_LONG = answer("500 5.5.2 command line too long", reason="command-too-long")
ENDLESS_COMMAND = answer("500 5.5.2 command line too long", Then.CLOSE, reason="command-too-long")
BARE_COMMAND = answer("500 5.5.2 a command ends with CR LF, nothing else", Then.CLOSE, reason="bare-line-end")
SYNTAX = answer("501 5.5.4 syntax error in the arguments", reason="syntax")
NO_ARGUMENT = answer("501 5.5.4 this command takes no argument", reason="syntax")
BAD_SENDER = answer("501 5.1.7 sender address not understood", reason="syntax")
BAD_RECIPIENT = answer("501 5.1.3 recipient address not understood", reason="syntax")
NOT_HERE = answer("502 5.5.1 command not offered", reason="not-offered")
GREET_FIRST = answer("503 5.5.1 greet first", reason="sequence")
MAIL_FIRST = answer("503 5.5.1 MAIL first", reason="sequence")
RCPT_FIRST = answer("503 5.5.1 no valid recipient yet", reason="sequence")
ALREADY = answer("503 5.5.1 sender already given", reason="sequence")
WRONG_GREETING_LMTP = answer("500 5.5.1 this is LMTP, say LHLO", reason="sequence")
WRONG_GREETING_SMTP = answer("500 5.5.1 this is SMTP, say EHLO", reason="sequence")
BAD_PARAMETER = answer("555 5.5.4 parameter not recognised", reason="parameter")
NEEDS_SMTPUTF8 = answer("553 5.6.7 an address beyond ASCII needs SMTPUTF8", reason="needs-smtputf8")
TLS_ON_ALREADY = answer("503 5.5.1 TLS is on already", reason="sequence")
TLS_NOT_OFFERED = answer("502 5.7.0 TLS is not offered", reason="not-offered")
TLS_INJECTION = answer("554 5.5.0 nothing may follow STARTTLS before the handshake", Then.CLOSE, reason="tls-injection")

NO_SUCH_ADDRESS = answer("550 5.1.1 no such address", reason="no-such-address")
TOO_MANY_RECIPIENTS = answer("452 4.5.3 too many recipients", reason="too-many-recipients")
TOO_BIG = answer("552 5.3.4 letter too big", reason="too-big")
LINE_TOO_LONG = answer("554 5.6.0 a line of the letter is too long", reason="line-too-long")
BARE_LINE_ENDS = answer(
    "550 5.6.11 lines end with CR LF: this letter holds a lone CR or LF", Then.CLOSE, reason="bare-line-end"
)
NO_ROOM = answer("452 4.3.1 no room for this letter now, try again later", reason="no-room")
NOT_STORED = answer("451 4.3.0 not stored now, please send it again", reason="not-stored")

TOO_MANY_FROM_YOU = answer("421 4.7.0 too many connections from your address", Then.CLOSE, reason="too-many-from-one")
TOO_MANY = answer("421 4.3.2 too many connections, try again later", Then.CLOSE, reason="too-many-connections")
TOO_MANY_ERRORS = answer("421 4.7.0 too many errors", Then.CLOSE, reason="too-many-errors")
TOO_MANY_UNKNOWN = answer("421 4.7.0 too many unknown recipients", Then.CLOSE, reason="too-many-unknown")
IDLE = answer("421 4.4.2 silent too long", Then.CLOSE, reason="idle")
OVERTIME = answer("421 4.4.2 session too long", Then.CLOSE, reason="overtime")
GOING_DOWN = answer("421 4.3.2 going down, try again soon", Then.CLOSE, reason="going-down")
