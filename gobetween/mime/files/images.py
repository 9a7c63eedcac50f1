"""Pictures without their metadata: bytes of the picture itself are kept as they are wherever that is possible."""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zlib

from PIL import Image, ImageOps

from gobetween.mime.files.effort import PER_MEGASAMPLE, Effort
from gobetween.mime.files.spoilt import Spoilt

MAX_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
logging.getLogger("PIL").setLevel(logging.CRITICAL)

_JPEG_ALONE = frozenset([0x01, *range(0xD0, 0xD8)])
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs acTL fcTL fdAT hIST cICP".split())
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_ORIENTATION = 0x0112


def stripped(content: bytes, kind: str, effort: Effort) -> tuple[bytes, str]:
    """The picture without metadata and its media type; raises `Spoilt`."""
    try:
        if kind in ("bmp", "tiff"):
            return _drawn_anew(content, "PNG", effort), "image/png"
        kept, turned = _STRIPPERS[kind](content)
        orientation = _orientation(content) if turned else 0
        if orientation in (0, 1):
            return kept, f"image/{kind}"
        return _turned(content, kept, kind, orientation, effort), f"image/{kind}"
    except (IndexError, struct.error) as error:
        raise Spoilt("unreadable") from error


def _turned(content: bytes, kept: bytes, kind: str, orientation: int, effort: Effort) -> bytes:
    """Turned for good; a photo for which there is no time is shown upright by the one tag that says how to turn it."""
    try:
        return _drawn_anew(content, kind.upper(), effort)
    except Spoilt as spoilt:
        if kind != "jpeg" or str(spoilt) != "too-long-to-check" or not 1 < orientation < 9:
            raise
    at = 4 + struct.unpack(">H", kept[4:6])[0] if kept[2:4] == b"\xff\xe0" else 2
    tag = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return kept[:at] + b"\xff\xe1" + struct.pack(">H", len(tag) + 2) + tag + kept[at:]


def _jpeg(content: bytes) -> tuple[bytes, bool]:
    out = [b"\xff\xd8"]
    at, exif, sized = 2, False, False
    while at < len(content):
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            break
        marker = content[at + 1]
        if marker in (0xFF, 0x00):
            at += 1
            continue
        if marker == 0xD9:
            out.append(b"\xff\xd9")
            break
        if marker in _JPEG_ALONE:
            at += 2
            continue
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        segment = content[at : at + 2 + length]
        exif = exif or (marker == 0xE1 and segment[4:8] == b"Exif")
        if marker in _JPEG_FRAMES:
            _check_pixels(*struct.unpack(">HH", segment[5:9]))
            sized = True
        if _jpeg_keeps(marker, segment):
            out.append(segment)
        at += 2 + length
        if marker == 0xDA:
            end = _scan_end(content, at)
            out.append(content[at:end])
            at = end
    if not sized:
        raise Spoilt("unreadable")
    return b"".join(out), exif


def _jpeg_keeps(marker: int, segment: bytes) -> bool:
    if marker == 0xE2:
        return segment[4:15] == b"ICC_PROFILE"
    if marker == 0xE0:
        return segment[4:8] == b"JFIF"
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _scan_end(content: bytes, at: int) -> int:
    """Where entropy-coded bytes end: the next marker that is neither stuffing nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        following = content[at + 1]
        if following != 0 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _png(content: bytes) -> tuple[bytes, bool]:
    out = [content[:8]]
    at, exif = 8, False
    while at + 12 <= len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        name = content[at + 4 : at + 8]
        if name == b"IHDR":
            _check_pixels(*struct.unpack(">II", content[at + 8 : at + 16]))
        exif = exif or name == b"eXIf"
        if name in _PNG_KEPT:
            out.append(_png_chunk(name, content[at : at + 12 + length]))
        at += 12 + length
        if name == b"IEND":
            break
    if len(out) < 3:
        raise Spoilt("unreadable")
    return b"".join(out), exif


def _png_chunk(name: bytes, chunk: bytes) -> bytes:
    """A chunk as it is; a colour profile loses its free-text name."""
    if name != b"iCCP":
        return chunk
    profile = chunk[8:-4]
    renamed = b"icc" + profile[profile.index(b"\x00") :] if b"\x00" in profile[:80] else profile
    body = name + renamed
    return struct.pack(">I", len(renamed)) + body + struct.pack(">I", zlib.crc32(body))


def _gif(content: bytes) -> tuple[bytes, bool]:
    width, height, flags = struct.unpack("<HHB", content[6:11])
    _check_pixels(height, width)
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    out = [content[:at]]
    while at < len(content):
        start, block = at, content[at]
        if block == 0x3B:
            break
        if block == 0x21:
            label = content[at + 1]
            at = _gif_blocks_end(content, at + 2)
            application = content[start + 3 : start + 14]
            if label == 0xF9 or (label == 0xFF and application in (b"NETSCAPE2.0", b"ANIMEXTS1.0")):
                out.append(content[start:at])
        elif block == 0x2C:
            local = content[at + 9]
            at += 10 + (3 << ((local & 7) + 1) if local & 0x80 else 0)
            at = _gif_blocks_end(content, at + 1)
            out.append(content[start:at])
        else:
            break
    return b"".join([*out, b"\x3b"]), False


def _gif_blocks_end(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _webp(content: bytes) -> tuple[bytes, bool]:
    end = min(8 + struct.unpack("<I", content[4:8])[0], len(content))
    out: list[bytes] = []
    at, exif = 12, False
    while at + 8 <= end:
        name = content[at : at + 4]
        length = struct.unpack("<I", content[at + 4 : at + 8])[0]
        chunk = content[at : at + 8 + length + (length & 1)]
        exif = exif or name == b"EXIF"
        if name == b"VP8X":
            width, height = (int.from_bytes(chunk[n : n + 3], "little") + 1 for n in (12, 15))
            _check_pixels(height, width)
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if name in _WEBP_KEPT:
            out.append(chunk)
        at += 8 + length + (length & 1)
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body, exif


_STRIPPERS = {"jpeg": _jpeg, "png": _png, "gif": _gif, "webp": _webp}


def _check_pixels(height: int, width: int) -> None:
    if height * width > MAX_PIXELS:
        raise Spoilt("pixel-bomb")


def _orientation(content: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as picture:
                return int(picture.getexif().get(_ORIENTATION, 0))
    except Exception:  # Pillow raises many kinds on spoilt metadata: without it there is nothing to honour
        return 0


def _drawn_anew(content: bytes, target: str, effort: Effort) -> bytes:
    """Decoded and encoded again, turned upright."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                _check_pixels(picture.height, picture.width)
                samples = picture.height * picture.width * (len(picture.getbands()) if picture.mode != "1" else 1 / 8)
                effort.spend(PER_MEGASAMPLE[target] * samples / 1e6)
                profile = picture.info.get("icc_profile")
                upright = ImageOps.exif_transpose(picture)
                upright.info = {}
                if target == "JPEG" and upright.mode not in ("L", "RGB", "CMYK"):
                    upright = upright.convert("RGB")
                if target == "PNG" and upright.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
                    upright = upright.convert("RGB")
                out = io.BytesIO()
                upright.save(
                    out, target, **({"quality": 90} if target != "PNG" else {"compress_level": 1}), icc_profile=profile
                )
                return out.getvalue()
    except Spoilt:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Spoilt("pixel-bomb") from error
    except Exception as error:  # Pillow raises many kinds on spoilt pictures: all mean the same here
        raise Spoilt("unreadable") from error
