"""A letter that came by no mail as the bytes of one, so that its original is kept and read like any other."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTPUTF8

from gobetween.mime.compose import one_line
from gobetween.mime.letter import Letter


def plain_letter(letter: Letter) -> bytes:
    """Subject and words, as UTF-8; nothing of the header is made up."""
    message = EmailMessage(policy=SMTPUTF8)
    message["Subject"] = one_line(letter.subject)
    message.set_content(letter.text.encode("utf-8", "replace").decode(), cte="8bit")
    if letter.html:
        message.add_alternative(letter.html.encode("utf-8", "replace").decode(), subtype="html", cte="8bit")
    return message.as_bytes()
