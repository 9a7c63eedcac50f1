"""Words in pictures, codes however they are shown, and what does not fit is named instead of passed over."""

from __future__ import annotations

import io
import struct
import time
import zlib
from typing import Any

import pytest
from PIL import Image, ImageFilter, ImageOps
from zxingcpp import BarcodeFormat

from gobetween.policy.sight import Seen, Sight, asking, sees, sources_of
from gobetween.policy.sight.answering import answer
from gobetween.policy.sight.look import look
from tests.policy.pictures import code, jpeg, noise, on_page, page, photo, png, saved

ADDRESS = "www.sams-lamps.example"
LINK = "https://wa.me/4155552671"


def words(content: bytes, kind: str = "image/png") -> str:
    return "\n".join(seen.text for seen in look(content, kind).words)


def codes(picture: Image.Image) -> list[str]:
    return [seen.text for seen in look(png(picture), "image/png").codes]


@pytest.mark.parametrize("angle", [0, 8, 90, 180, 270])
def test_an_address_is_read_however_the_picture_lies(angle: int) -> None:
    drawn = page(f"Visit {ADDRESS} today").rotate(angle, expand=True, fillcolor="white")
    assert ADDRESS in words(png(drawn))


@pytest.mark.parametrize(
    ("ink", "ground"),
    [("white", "black"), ("white", "#c00000"), ("#b8b8b8", "white"), ("#202060", "#303030"), ("yellow", "#806000")],
)
def test_an_address_is_read_in_any_colours(ink: str, ground: str) -> None:
    assert ADDRESS in words(png(page(f"Visit {ADDRESS} today", ink=ink, ground=ground)))


def test_a_small_logo_shows_its_address() -> None:
    assert "sams-lamps.com" in words(png(page("sams-lamps.com", size=(120, 40), height=12)))


@pytest.mark.parametrize(("size", "height"), [((2000, 1500), 20), ((4000, 3000), 36), ((800, 5000), 20)])
def test_a_small_line_in_a_large_picture_is_found(size: tuple[int, int], height: int) -> None:
    large = photo(size)
    large.paste(page(ADDRESS, size=(height * 20, height * 3), height=height), (size[0] // 8, size[1] * 2 // 3))
    assert ADDRESS in words(jpeg(large), "image/jpeg")


def test_a_poor_copy_shows_its_address() -> None:
    assert ADDRESS in words(jpeg(page(f"Visit {ADDRESS}"), quality=10), "image/jpeg")


@pytest.mark.parametrize("ink", ["black", "white"])
def test_letters_on_nothing_are_read(ink: str) -> None:
    clear = Image.new("RGBA", (400, 80), (0, 0, 0, 0))
    stamp = page(ADDRESS, size=(400, 80), ink="white", ground="black").convert("L")
    clear.paste(Image.new("RGBA", clear.size, ink), mask=stamp)
    assert ADDRESS in words(png(clear))


def test_letters_are_read_in_every_kind_of_picture() -> None:
    drawn = page(f"Visit {ADDRESS}", size=(500, 200))
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"):
        assert ADDRESS in words(saved(drawn, kind), f"image/{kind.lower()}")
    assert ADDRESS in words(png(drawn.convert("CMYK").convert("L")))
    assert ADDRESS in words(png(drawn.convert("P")))


def test_a_later_frame_of_an_animation_is_seen() -> None:
    frames = [page("Hello", size=(400, 120)), page(ADDRESS, size=(400, 120))]
    moving = saved(frames[0], "GIF", save_all=True, append_images=[frames[0], frames[1]])
    shown = look(moving, "image/gif")
    assert any(ADDRESS in seen.text and seen.page > 0 for seen in shown.words)


def test_where_a_line_stands_is_told_in_pixels_of_the_original() -> None:
    large = page(ADDRESS, size=(800, 600)).resize((4800, 3600))
    [seen] = look(jpeg(large), "image/jpeg").words
    left, top, right, bottom = seen.box
    assert 100 < left < 260 and 300 < top < 460
    assert right - left > 1500 and 100 < bottom - top < 300


def test_lines_come_from_top_to_bottom_and_pieces_of_one_line_together() -> None:
    drawn = page("Leave us a", "Thank you")
    drawn.paste(page("5 star review", size=(300, 60)).crop((0, 0, 300, 46)), (420, 54))
    assert words(png(drawn)).split("\n") == ["Leave us a 5 star review", "Thank you"]


def test_a_photo_and_a_plain_logo_say_nothing() -> None:
    assert look(jpeg(photo()), "image/jpeg") == Sight()
    assert look(png(Image.new("RGB", (120, 60), "red")), "image/png") == Sight()
    assert look(png(Image.new("RGBA", (1, 1), (0, 0, 0, 0))), "image/png") == Sight()


SHOWN: dict[str, Any] = {
    "plain": lambda drawn: on_page(drawn),
    "turned a quarter": lambda drawn: on_page(drawn).rotate(90, expand=True),
    "turned a little": lambda drawn: on_page(drawn).rotate(33, fillcolor="white"),
    "inverted": lambda drawn: ImageOps.invert(on_page(drawn)),
    "mirrored": lambda drawn: ImageOps.mirror(on_page(drawn)),
    "small": lambda drawn: on_page(drawn.resize((60, 60), Image.Resampling.LANCZOS)),
    "alone and small": lambda drawn: drawn.resize((60, 60), Image.Resampling.LANCZOS),
    "blurred": lambda drawn: on_page(drawn).filter(ImageFilter.GaussianBlur(2)),
    "low contrast": lambda drawn: Image.blend(on_page(drawn), Image.new("RGB", (800, 600), "#808080"), 0.8),
    "a poor copy": lambda drawn: Image.open(io.BytesIO(jpeg(on_page(drawn), quality=10))),
    "on a photo": lambda drawn: _onto(photo(), drawn),
    "in a large photo": lambda drawn: _onto(photo((4000, 3000)), drawn.resize((400, 400))),
}


def _onto(ground: Image.Image, drawn: Image.Image) -> Image.Image:
    ground.paste(drawn, (ground.width // 3, ground.height // 3))
    return ground


@pytest.mark.parametrize("how", SHOWN)
def test_a_qr_code_is_read_however_it_is_shown(how: str) -> None:
    assert codes(SHOWN[how](code(LINK))) == [LINK]


@pytest.mark.parametrize("kind", [BarcodeFormat.Aztec, BarcodeFormat.DataMatrix, BarcodeFormat.PDF417])
def test_other_codes_that_hold_text_are_read(kind: Any) -> None:
    assert codes(on_page(code(LINK, kind=kind))) == [LINK]


def test_the_number_on_goods_and_parcels_is_no_text() -> None:
    for text, kind in (("4006381333931", BarcodeFormat.EAN13), ("1Z999AA10123456784", BarcodeFormat.Code128)):
        assert codes(on_page(code(text, side=400, kind=kind))) == []


def test_an_address_in_a_bar_code_is_text() -> None:
    assert codes(on_page(code("sams-lamps.example", side=500, kind=BarcodeFormat.Code128))) == ["sams-lamps.example"]


def bomb(width: int, height: int) -> bytes:
    """A PNG of one colour: few bytes, many pixels."""
    row = b"\0" + b"\0" * (width // 8)
    packed = zlib.compressobj(9)
    body = b"".join(packed.compress(row) for _ in range(height)) + packed.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    content = bomb(12_000, 12_000)
    begin = time.thread_time()
    assert look(content, "image/png").unread == "too-large"
    assert time.thread_time() - begin < 0.1


def test_what_is_no_picture_is_named_unreadable() -> None:
    assert look(b"\xff\xd8\xff\xe0 not a picture", "image/jpeg").unread == "unreadable"
    assert look(png(page("Hello"))[:900], "image/png").unread == "unreadable"


def test_noise_of_many_pixels_comes_to_an_end_without_an_address() -> None:
    seen = look(jpeg(noise((3000, 2000))), "image/jpeg")
    assert not seen.codes
    assert all(ADDRESS not in each.text for each in seen.words)


def test_sources_are_named_by_the_files_position() -> None:
    sight = Sight(
        words=(Seen(text="one", box=(0, 0, 1, 1)), Seen(text="two", box=(0, 2, 1, 3))),
        codes=(Seen(text=LINK, box=(0, 0, 9, 9)),),
        text="page",
    )
    assert [(source.place, source.text) for source in sources_of(3, sight)] == [
        ("picture:3", "one\ntwo"),
        ("code:3", LINK),
        ("file-text:3", "page"),
    ]
    assert sources_of(0, Sight()) == ()


def test_a_question_in_bytes_gets_the_same_answer() -> None:
    content = png(on_page(code(LINK)))
    assert asking.understood(answer(asking.question(content, "image/png"))) == look(content, "image/png")


def test_every_kind_that_may_be_sent_has_a_reader() -> None:
    assert all(map(sees, ("image/webp", "application/pdf", "text/csv", "application/msword", "message/rfc822")))
    assert not sees("audio/mpeg")
