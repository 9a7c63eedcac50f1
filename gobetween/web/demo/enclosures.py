"""Files that the people of Lumen Market send along, made when they are needed."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

TEXTS = {
    "assembly.txt": """Table lamp Halo: changing the shade

1. Pull the plug and let the bulb cool down.
2. Loosen the three screws by half a turn each, then lift the shade off.
3. Set the new shade on the ring. It must rest flat on all three felt pads.
4. Tighten the screws by hand and then by a quarter turn.
""",
    "invoice-2043.txt": """Kumo Tea                                   Invoice 2043

For: Baker Studio
Order: 302-1802661-9974852

1 cast iron teapot, 0.6 l                       69.00 EUR
Tax included (19 %)                             11.02 EUR
Paid through Lumen Market
""",
}
SCALE = 2


def text(name: str) -> bytes:
    """A small text file."""
    return TEXTS[name].encode()


def add_picture(mail: EmailMessage, name: str) -> None:
    """Turn a plain mail into one with HTML and a picture in the middle of it."""
    plain = mail.get_content()
    shown = escape(plain).replace("\n", "<br>\n")
    mail.add_alternative(f'<div>{shown}<p><img src="cid:{name}@client" alt="{name}"></p></div>', subtype="html")
    html = list(mail.iter_parts())[1]
    html.add_related(lamp(), "image", "png", cid=f"<{name}@client>", filename=f"{name}.png", disposition="inline")


def lamp() -> bytes:
    """A table lamp at dusk with a crack in its shade."""
    size = (480 * SCALE, 320 * SCALE)
    picture = _dusk(size)
    _glow(picture)
    pen = ImageDraw.Draw(picture)
    _shape(pen, [(0, 262, 480, 320)], "#4a3b38")
    _shape(pen, [(232, 176, 248, 262)], "#b08d57")
    pen.ellipse(_scaled(196, 252, 284, 272), fill="#b08d57")
    pen.polygon(
        [(190 * SCALE, 84 * SCALE), (290 * SCALE, 84 * SCALE), (330 * SCALE, 184 * SCALE), (150 * SCALE, 184 * SCALE)],
        fill="#fff3d6",
    )
    crack = [(296, 184), (288, 166), (294, 154), (282, 138), (287, 126), (279, 114)]
    pen.line([(x * SCALE, y * SCALE) for x, y in crack], fill="#6b5540", width=2 * SCALE)
    pen.line([(288 * SCALE, 166 * SCALE), (276 * SCALE, 158 * SCALE)], fill="#6b5540", width=SCALE)
    kept = BytesIO()
    picture.resize((480, 320), Image.Resampling.LANCZOS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _dusk(size: tuple[int, int]) -> Image.Image:
    slope = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, "#8d6f7d"), Image.new("RGB", size, "#2f3350"), slope)


def _glow(picture: Image.Image) -> None:
    light = Image.new("L", picture.size, 0)
    ImageDraw.Draw(light).ellipse(_scaled(110, 60, 370, 300), fill=150)
    light = light.filter(ImageFilter.GaussianBlur(48 * SCALE))
    picture.paste(Image.new("RGB", picture.size, "#ffce7a"), mask=light)


def _shape(pen: ImageDraw.ImageDraw, boxes: list[tuple[int, int, int, int]], colour: str) -> None:
    for box in boxes:
        pen.rectangle(_scaled(*box), fill=colour)


def _scaled(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE
