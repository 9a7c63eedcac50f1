"""Does a file carry something that acts by itself, or pretend to be what it is not?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.attached import ending, such
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import File, Found, Label

TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "image/svg+xml", "application/javascript", "text/javascript",
     "application/x-javascript", "text/x-python", "application/x-python-code", "application/x-php", "text/x-php",
     "application/x-perl", "text/x-perl", "application/x-iso9660-image", "application/x-virtualbox-vhd",
     "application/x-shockwave-flash", "application/x-mswinurl", "application/vnd.adobe.flash.movie",
     "application/x-msaccess", "application/msaccess"}
)  # fmt: skip
ENDINGS = frozenset(
    {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "sldm", "htm", "html", "xhtml",
     "mht", "mhtml", "svg", "svgz", "shtml", "iso", "img", "vhd", "vhdx", "one", "accdb", "mdb", "swf", "py", "php",
     "pl", "xlm", "slk", "iqy"}
)  # fmt: skip
MACROS = "macroenabled"
REVERSED = ("\u202e", "\u202d", "\u2066", "\u2067")
"""Characters that turn the order of letters: `invoice\u202efdp.exe` reads `invoiceexe.pdf`."""


def find(reading: Reading) -> Iterator[Found]:
    """Each file with macros, scripts or a disguised name."""
    return such(reading, lambda file: _is_active(file) or any(mark in file.name for mark in REVERSED))


def _is_active(file: File) -> bool:
    return file.media_type in TYPES or MACROS in file.media_type.lower() or ending(file) in ENDINGS


RULE = Rule(
    id="attachment-type",
    label=Label.ATTACHMENT_TYPE,
    find=find,
    message="The file can act by itself when it is opened.",
    fix="Send it as a PDF or a picture.",
)
