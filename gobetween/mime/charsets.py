"""Bytes to text when the label is right, wrong, unknown or absent: nothing is lost, doubt is told."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

# What the label means in practice (encoding.spec.whatwg.org, and what mail programs of the 1990s wrote).
ALIASES = {
    "": "utf-8", "utf8": "utf-8", "utf-8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii", "646": "ascii", "iso646-us": "ascii",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "windows-1252": "cp1252", "ansi": "cp1252", "8859-1": "cp1252", "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "gb2312": "gb18030", "gbk": "gb18030",
    "gb_2312-80": "gb18030", "x-gbk": "gb18030", "euc-cn": "gb18030", "cp936": "gb18030", "ms936": "gb18030",
    "big5": "big5hkscs", "big-5": "big5hkscs", "x-big5": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "ksc5601": "cp949", "korean": "cp949", "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-2": "iso2022_jp_2", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "koi8-ru": "koi8-u", "utf-16le-bom": "utf-16", "cp-850": "cp850",
    "dos-862": "cp862", "x-windows-1252": "cp1252",
}  # fmt: skip
NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
ASCII_BASED = frozenset({"utf-8", "ascii", "cp1252", ""})
SINGLE_BYTE = frozenset({"ascii", "cp1252"})

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B]|\x1b\(J")
_ONE_BYTE = re.compile(r"cp125|iso8859|koi8|mac|cp8")
_HIGH = re.compile(rb"[\x80-\xff]")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes no other way readable become the characters of the most common Western set: never lost, never U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace").replace("\ufffd", "?"), error.end


codecs.register_error("gobetween-windows-1252", _as_windows_1252)


def decode(content: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether the label was right. Never raises; tries the label, then UTF-8, then a guess."""
    codec = _codec(charset)
    if content.isascii() and codec in ASCII_BASED:
        japanese = b"\x1b$" in content and _JAPANESE_ESCAPE.search(content)
        return content.decode("iso2022_jp_ext" if japanese else "ascii", "replace"), not japanese
    for mark, marked in _BOMS:
        if content.startswith(mark):
            return content.decode(marked, "replace"), True
    if codec in SINGLE_BYTE or not codec:
        return _decode_unsure(content, certain=codec == "cp1252")
    if codec == "utf-16" and content[:2] and content[0] == 0:
        codec = "utf-16-be"
    if _ONE_BYTE.match(codec) and _is_surely_utf8(content):
        return content.decode("utf-8"), False
    try:
        return content.decode(codec), True
    except (UnicodeError, ValueError, OverflowError):
        return _decode_lying(content, codec), False


def _decode_unsure(content: bytes, *, certain: bool) -> tuple[str, bool]:
    """No usable label, or one (ISO 8859-1) that is put on everything: valid UTF-8 is hardly ever chance."""
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    if certain:
        return content.decode("cp1252", "gobetween-windows-1252"), True
    return content.decode(_guess(content), "gobetween-windows-1252"), False


def _decode_lying(content: bytes, codec: str) -> str:
    """The label did not hold. UTF-8 with a few bad bytes stays UTF-8; other sets give way to UTF-8, then to damage."""
    if codec == "utf-8":
        guess = _guess(content) if not _mostly_utf8(content) else "utf-8"
        return content.decode(guess, "gobetween-windows-1252")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(codec, "replace")


def _is_surely_utf8(content: bytes) -> bool:
    """Valid UTF-8 with several letters beyond ASCII: a text in a set of one byte a letter never looks so by chance."""
    if content.isascii() or len(_HIGH.findall(content[:4096])) < 4:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    return text.count("\ufffd") * 2 < sum(1 for c in text if c > "\x7f")


def _guess(content: bytes) -> str:
    """Which set unlabelled bytes are in: Japanese, Chinese and Cyrillic are told by what their letters look like."""
    if _JAPANESE_ESCAPE.search(content):
        return "iso2022_jp_ext"
    sample = content[:4096]
    high = len(_HIGH.findall(sample))
    if high < 4 or high * 4 < len(sample):
        return "cp1252"
    for codec, looks_right in _GUESSES:
        if looks_right(sample.decode(codec, "replace")):
            return codec
    return "cp1252"


def _share(text: str, low: str, high: str) -> float:
    letters = sum(1 for c in text if c > "\x7f") or 1
    return sum(1 for c in text if low <= c <= high) / letters


_GUESSES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("cp932", lambda text: _share(text, "\u3040", "\u30ff") > 0.3 and "\ufffd" not in text[:-1]),
    ("koi8-r", lambda text: _share(text, "а", "я") > 0.7),
    ("cp1251", lambda text: _share(text, "а", "я") > 0.7),
    ("gb18030", lambda text: _share(text, "\u4e00", "\u9fff") > 0.7 and "\ufffd" not in text[:-1]),
)


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """The Python codec for a label, "" when there is none that makes text."""
    name = charset.strip(" \"'\t").lower()
    name = name.removeprefix("charset=").removeprefix("x-unknown").removeprefix("unknown-8bit")
    name = ALIASES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    usable = found._is_text_encoding and found.name.replace("-", "_") not in NO_CHARSETS
    return found.name if usable else ""
