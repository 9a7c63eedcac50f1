"""Is a file a program?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.attached import ending, such
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

TYPES = frozenset(
    {"application/x-msdownload", "application/vnd.microsoft.portable-executable", "application/x-dosexec",
     "application/x-exe", "application/x-executable", "application/x-elf", "application/x-sharedlib",
     "application/x-object", "application/x-pie-executable", "application/x-mach-binary", "application/x-msi",
     "application/x-ms-installer", "application/x-ms-shortcut", "application/hta", "application/java-archive",
     "application/x-java-archive", "application/vnd.android.package-archive", "application/x-sh",
     "application/x-shellscript", "text/x-shellscript", "application/x-bat", "application/x-msdos-program",
     "application/x-powershell", "application/x-apple-diskimage", "application/vbscript", "text/vbscript",
     "application/x-java-applet", "application/wasm", "application/x-ms-application",
     "application/vnd.ms-cab-compressed", "application/x-debian-package", "application/x-rpm"}
)  # fmt: skip
ENDINGS = frozenset(
    {"exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "mst", "dll", "cpl", "ocx", "sys", "hta", "js", "jse",
     "vbs", "vbe", "ws", "wsf", "wsh", "ps1", "psm1", "sh", "bash", "jar", "apk", "ipa", "app", "command", "dmg",
     "pkg", "deb", "rpm", "lnk", "url", "reg", "chm", "scf", "xll", "gadget", "appx", "msix"}
)  # fmt: skip


def find(reading: Reading) -> Iterator[Found]:
    """Each file whose content or name makes it one."""
    return such(reading, lambda file: file.media_type in TYPES or ending(file) in ENDINGS)


RULE = Rule(
    id="attachment-executable",
    label=Label.ATTACHMENT_TYPE,
    find=find,
    message="The file is a program.",
    fix="Leave it out: programs are not passed on.",
)
