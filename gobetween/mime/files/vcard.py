"""Contact cards: a hidden party's own card is left out, any other is masked."""

from __future__ import annotations

import re

from gobetween.mime.files.spoilt import Spoilt
from gobetween.mime.files.text import charset_of, masked_bytes
from gobetween.mime.masking import Masker

_CODED = re.compile(r"(?im)^[^:\r\n]*ENCODING=(?:QUOTED-PRINTABLE|B|BASE64)[^:\r\n]*:")
_TELLING = re.compile(r"(?im)^(?:item\d+\.)?(?:EMAIL|FN|N|NICKNAME|ORG|URL|IMPP|UID)[;:][^\r\n]*")


def cleaned(content: bytes, *, masker: Masker) -> bytes:
    """The card with everything hidden masked; raises `Spoilt("contact-card")` when it is a hidden party's card."""
    text = re.sub(r"\r?\n[ \t]", "", content.decode(charset_of(content), "replace"))
    if any(masker.finds(line[0].replace(";", " ").replace(":", " : ")) for line in _TELLING.finditer(text)):
        raise Spoilt("contact-card")
    if _CODED.search(text):
        raise Spoilt("unreadable")
    return masked_bytes(text.encode("utf-8", "replace"), masker=masker, place="attachment")
