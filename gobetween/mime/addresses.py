"""Address fields: mailboxes out of anything people and programs write there, each token read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gobetween.mime.letter import Mailbox
from gobetween.mime.words import clean, decoded_words, raw_text

# Encoded words are tokens before they are decoded, so what they hide can never become an address (cpython #121284).
_TOKEN = re.compile(
    r'(?P<word>=\?[^?\s]{0,60}\?[bBqQ]\?[^?]{0,1000}\?=)|(?P<quoted>"(?:[^"\\]|\\.)*"?)|(?P<angle><[^<>]*>|<[^<>,;]*)'
    r"|(?P<comment>[()])|(?P<stop>[,;])|(?P<colon>:)|(?P<space>\s+)|(?P<atom>=?[^\s\"<>(),;:=]*)|(?P<rest>.)",
    re.S,
)
# What nine of ten fields are: one mailbox in plain ASCII. Saves the tokens, changes nothing.
_SIMPLE = re.compile(
    rb"(?:\"([A-Za-z0-9 ._&+-]{1,80})\" ?|([A-Za-z0-9 _&-]{1,80}) )?(<)?"
    rb"([A-Za-z0-9_+.-]{1,64}@[A-Za-z0-9.-]{1,255})(?(3)>)"
)
_ESCAPE = re.compile(r"\\(.)", re.S)
_ROUTE = re.compile(r"^@[^:]*:")
_ADDRESS = re.compile(
    r"""^(?:"(?:[^"\\]|\\.){1,128}"|[^\s"<>(),:;@\\]{1,128})@(?:[^\s"<>(),:;@\\\[\]]{1,255}|\[[^\s\[\]<>]{1,64}\])$"""
)
_SPELT = re.compile(r"\s*([\w.+-]{1,64})\s+at\s+((?:[\w-]{1,63}\.){1,6}[A-Za-z][\w-]{1,62})\s*", re.I)
"""`bea at home.example`, as archives of mailing lists write it."""
_MOST = 2000  # mailboxes of one field that are read
_ENOUGH = 64 * 1024  # bytes of one field that are read


def mailboxes(fields: Iterable[bytes]) -> tuple[Mailbox, ...]:
    """All mailboxes of all fields of one name, in order. What is no address is left out, never guessed."""
    found: list[Mailbox] = []
    for value in fields:
        simple = _SIMPLE.fullmatch(value)
        if simple:
            found.append(Mailbox(name=(simple[1] or simple[2] or b"").decode().strip(), address=simple[4].decode()))
            continue
        found += _Reader().read(raw_text(value[:_ENOUGH]))
    return tuple(found)


def is_address(text: str) -> bool:
    """One local part, one `@`, one domain; quoted local parts, literals and non-ASCII (RFC 6531) included."""
    return bool(_ADDRESS.match(text)) and text.isprintable()


@dataclass(slots=True)
class _Reader:
    """One pass over the tokens; `phrase`, `angle` and what stood `before` it belong to the mailbox being read."""

    found: list[Mailbox] = field(default_factory=list)
    phrase: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    angle: str = ""
    before: str = ""
    depth: int = 0

    def read(self, text: str) -> list[Mailbox]:
        for token in _TOKEN.finditer(text):
            if len(self.found) >= _MOST:
                break
            kind, content = token.lastgroup or "", token[0]
            if kind == "quoted" and (len(content) < 2 or content[-1] != '"'):
                return self.read(content.replace('"', " "))  # never closed: the quote means nothing
            if kind == "comment":
                self.depth = max(self.depth + (1 if content == "(" else -1), 0)
            elif self.depth:
                self.comment.append(content)
            else:
                self.take(kind, content)
        self.finish(last=True)
        return self.found

    def take(self, kind: str, content: str) -> None:
        if kind == "angle":
            self.take_angle(content)
        elif kind == "stop":
            self.finish(last=content == ";")
        elif kind == "colon":
            self.take_colon()
        elif kind == "space":
            self.phrase.append(" ")
        elif content:
            self.phrase.append(content)

    def take_angle(self, content: str) -> None:
        spelt = _SPELT.fullmatch(content.strip("<>"))
        inner = f"{spelt[1]}@{spelt[2]}" if spelt else _ROUTE.sub("", "".join(content.strip("<> \t").split()))
        if inner[:7].lower() == "mailto:":
            inner = inner[7:]
        if self.angle and inner:
            self.finish(last=False)
        self.angle, self.before = inner or self.angle, self.before or "".join(self.phrase).strip()

    def take_colon(self) -> None:
        """The end of a group's name (`Team: a@b;`); a colon inside a bare `mailto:` or a name goes with the name."""
        if "@" not in "".join(self.phrase):
            self.phrase.clear()

    def finish(self, *, last: bool) -> None:
        """Close the current mailbox. A piece without address before a comma is the first half of `Smith, John <…>`."""
        phrase = "".join(self.phrase).strip()
        address, name = self.angle, self.before or phrase
        if not address:
            address, name = _bare_address(phrase)
        if is_address(address):
            self.found.append(Mailbox(name=_name(name) or _name("".join(self.comment)), address=address))
        elif phrase and not self.angle and not last and "@" not in phrase:
            self.phrase = [phrase, ", "]
            return
        self.phrase, self.comment, self.angle, self.before = [], [], "", ""


def _bare_address(phrase: str) -> tuple[str, str]:
    """`John Doe a@b.c` or `a@b.c` or `"odd one"@b.c` without brackets: (address, what is left as name)."""
    if "=?" not in phrase and is_address(phrase):
        return phrase, ""
    spelt = _SPELT.fullmatch(phrase)
    if spelt:
        return f"{spelt[1]}@{spelt[2]}", ""
    words = [word for word in phrase.split() if not word.startswith("=?")]
    addresses = [word.strip("'\"") for word in words if "@" in word]
    if len(addresses) != 1 or (phrase.startswith('"') and phrase.endswith('"') and " " in phrase):
        return "", phrase
    return addresses[0], " ".join(word for word in phrase.split() if "@" not in word or word.startswith("=?"))


def _name(phrase: str) -> str:
    """The display name a person meant: unquoted, decoded, without the quotes around quotes of some programs."""
    pieces = []
    for token in _TOKEN.finditer(phrase):
        text = token[0]
        pieces.append(_ESCAPE.sub(r"\1", text[1:].removesuffix('"')) if token.lastgroup == "quoted" else text)
    name = clean(decoded_words(" ".join("".join(pieces).split())))
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else name
