"""QR and other codes in a picture."""

from __future__ import annotations

from PIL import Image
from zxingcpp import Barcode, BarcodeFormat, read_barcodes

from gobetween.policy.sight.picture import Frame
from gobetween.policy.sight.words import Seen

SMALL = 400
"""A picture with a longer side than this is large enough to be read as it is."""
_MATRIX = {
    BarcodeFormat.QRCode,
    BarcodeFormat.MicroQRCode,
    BarcodeFormat.RMQRCode,
    BarcodeFormat.Aztec,
    BarcodeFormat.DataMatrix,
    BarcodeFormat.PDF417,
    BarcodeFormat.MaxiCode,
}


def codes_in(frame: Frame, page: int) -> list[Seen]:
    """Their contents; of a bar code on goods or parcels only what is more than a number."""
    grey = frame.image.convert("L")
    times = 3 if max(grey.size) <= SMALL else 1
    if times > 1:
        grey = grey.resize((grey.width * times, grey.height * times), Image.Resampling.LANCZOS)
    return [
        Seen(text=code.text, box=frame.box([(x / times, y / times) for x, y in _corners(code)]), page=page)
        for code in read_barcodes(grey)
        if _tells(code)
    ]


def _tells(code: Barcode) -> bool:
    if not code.text.strip():
        return False
    return code.format in _MATRIX or any(sign in code.text for sign in ".:/@")


def _corners(code: Barcode) -> list[tuple[int, int]]:
    place = code.position
    return [(corner.x, corner.y) for corner in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
