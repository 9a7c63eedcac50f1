"""From the bytes of a picture to frames that can be looked at: decoded no larger than needed, on a plain ground."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
from PIL import Image, ImageOps, ImageStat

from gobetween.policy.sight.words import Unread

MOST_PIXELS = 25_000_000
"""Of a picture as it is decoded; JPEG decodes to a fraction when it is larger."""
LOOKED_AT = 4_000_000
"""Pixels of what is looked at: letters of a 12-megapixel photo are still ten pixels high."""
SIDE, LONGEST = 2000, 8000
FRAMES = 4
"""Frames of an animation that are looked at, evenly spread."""
FLAT = 128
"""A picture with less between its darkest and lightest pixel is stretched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture to look at (RGB) and how many pixels of the original one of its pixels stands for."""

    image: Image.Image
    scale: float = 1.0

    def box(self, points: list[tuple[float, float]]) -> tuple[int, int, int, int]:
        """The upright box around points of the frame, in pixels of the original."""
        across, down = [point[0] * self.scale for point in points], [point[1] * self.scale for point in points]
        return round(min(across)), round(min(down)), round(max(across)), round(max(down))


def frames(content: bytes) -> Iterator[Frame]:
    """The frames worth a look; nothing for a picture of one colour. Raises `Unread`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as opened:
                yield from _frames(opened)
    except Unread:
        raise
    except Image.DecompressionBombError:
        raise Unread("too-large") from None
    except Exception as fault:  # Pillow raises many kinds on spoilt pictures: all mean the same here
        raise Unread("unreadable") from fault


def _frames(opened: Image.Image) -> Iterator[Frame]:
    width = opened.width
    opened.draft("RGB", (SIDE, SIDE))
    if opened.width * opened.height > MOST_PIXELS:
        raise Unread("too-large")
    count = getattr(opened, "n_frames", 1)
    for number in sorted({round(step * (count - 1) / max(FRAMES - 1, 1)) for step in range(FRAMES)}):
        if number:
            opened.seek(number)
        plain = _plain(opened)
        plain = within(plain, LOOKED_AT)
        if (low_high := _range(plain)) is None:
            continue
        if low_high[1] - low_high[0] < FLAT:
            plain = ImageOps.autocontrast(plain)
        yield Frame(image=plain, scale=width / plain.width)


def within(image: Image.Image, pixels: int) -> Image.Image:
    """The picture, made smaller when it has more pixels than that or is longer than can be looked at."""
    shrunk = min(1.0, (pixels / (image.width * image.height)) ** 0.5, LONGEST / max(image.size))
    if shrunk == 1.0:
        return image
    size = max(1, round(image.width * shrunk)), max(1, round(image.height * shrunk))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _plain(opened: Image.Image) -> Image.Image:
    """RGB; what is transparent gets the ground on which the rest stands out."""
    if "A" not in opened.getbands() and "transparency" not in opened.info:
        return opened.convert("RGB")
    clear = opened.convert("RGBA")
    alpha = clear.getchannel("A")
    shown = alpha.point(lambda value: 255 if value > 64 else 0)
    light = ImageStat.Stat(clear.convert("L"), shown).mean[0] if shown.getbbox() else 0.0
    ground = Image.new("RGB", clear.size, "black" if light > 127 else "white")
    ground.paste(clear, mask=alpha)
    return ground


def _range(plain: Image.Image) -> tuple[int, int] | None:
    """Darkest and lightest value; nothing when all is one colour."""
    extremes = numpy.asarray(plain).reshape(-1, 3)
    lows, highs = extremes.min(axis=0), extremes.max(axis=0)
    return None if (lows == highs).all() else (int(lows.min()), int(highs.max()))
