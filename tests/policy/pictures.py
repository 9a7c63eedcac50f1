"""Pictures for stories: drawn with the font that comes with Pillow, codes by the library that also reads them."""

from __future__ import annotations

import io
from typing import Any

import numpy
from PIL import Image, ImageDraw, ImageFont
from zxingcpp import BarcodeFormat, create_barcode


def page(
    *lines: str, size: tuple[int, int] = (800, 600), height: int = 28, ink: Any = "black", ground: Any = "white"
) -> Image.Image:
    """Lines of text on a plain ground."""
    made = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(made)
    for number, line in enumerate(lines):
        pen.text(
            (size[0] // 25, size[1] // 10 + number * height * 1.7), line, fill=ink, font=ImageFont.load_default(height)
        )
    return made


def code(text: str, *, side: int = 200, kind: Any = BarcodeFormat.QRCode) -> Image.Image:
    """A code with its quiet zone."""
    drawn = Image.fromarray(numpy.array(create_barcode(text, kind).to_image(scale=8))).convert("RGB")
    return drawn.resize((side, round(side * drawn.height / drawn.width)), Image.Resampling.LANCZOS)


def on_page(small: Image.Image, *, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """A picture in the middle of a larger white one."""
    made = Image.new("RGB", size, "white")
    made.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return made


def photo(size: tuple[int, int] = (800, 600), *, seed: int = 7) -> Image.Image:
    """Something like a photo: soft light and coloured things, no letters."""
    field = numpy.random.default_rng(seed).integers(0, 255, (9, 12, 3), dtype=numpy.uint8)
    return Image.fromarray(field).resize(size, Image.Resampling.BICUBIC)


def noise(size: tuple[int, int]) -> Image.Image:
    """The worst that can be looked at."""
    return Image.fromarray(numpy.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), dtype=numpy.uint8))


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def png(picture: Image.Image) -> bytes:
    return saved(picture, "PNG")


def jpeg(picture: Image.Image, *, quality: int = 85) -> bytes:
    return saved(picture, "JPEG", quality=quality)
