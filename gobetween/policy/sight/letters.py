"""Words in a picture (OCR). The models are loaded at the first picture and stay."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy
from PIL import Image

from gobetween.policy.sight.picture import Frame, within
from gobetween.policy.sight.words import Seen

LEAST = 16
"""Sides shorter than this hold no word."""
SMALL = 160
"""A picture whose longer side is shorter is doubled first."""
TILE = 960
"""Side of what the models look at in one go: in larger pieces they miss small lines beside large things."""
OVERLAP = 80
CLOSER = 1_700_000
"""Pixels of a picture that is looked at again in tiles."""
SURE = 0.85
WORD = 4
"""What is shorter may be a speck: no reason to look again upside down."""
LIKELY = 0.6
"""A line read with less certainty is noise."""


@cache
def reader() -> Any:
    """The models, on one thread. Lines go through one by one: that is faster on a processor, and takes a third of the
    memory. Upright or upside down is tried out in `words_in`: the model made for it turns good lines on their head."""
    from rapidocr import RapidOCR  # half a second and 150 MB, for the first picture only

    threads = "EngineConfig.onnxruntime."
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_preprocess_img": False,
            "Global.text_score": 0.0,
            "Det.limit_type": "max",
            "Det.limit_side_len": TILE,
            "Det.box_thresh": 0.3,
            "Rec.rec_batch_num": 1,
            f"{threads}intra_op_num_threads": 1,
            f"{threads}inter_op_num_threads": 1,
        }
    )


def words_in(frame: Frame, page: int) -> list[Seen]:
    """The lines that can be read, from top to bottom; also those that stand on their head or on their side."""
    image, times = frame.image, 1
    if min(image.size) < LEAST:
        return []
    if max(image.size) < SMALL:
        image, times = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC), 2
    lines = _lines(image)
    for part, left, top in _tiles(image):
        lines = _surest(lines, [_shifted(line, left, top, part.scale) for line in _lines(part.image)])
    if any(score < SURE and len(text) >= WORD for text, score, _ in lines):
        lines = _surest(lines, _turned(_lines(image.rotate(180)), image))
    found = [
        Seen(text=text, score=round(score, 2), page=page, box=frame.box([(x / times, y / times) for x, y in corners]))
        for text, score, corners in lines
        if score >= LIKELY
    ]
    return _in_rows(found)


Line = tuple[str, float, list[tuple[float, float]]]
"""Text, certainty, corners."""


def _lines(image: Image.Image) -> list[Line]:
    """Whatever has the shape of a line."""
    result = reader()(numpy.asarray(image)[:, :, ::-1])
    if result.boxes is None or result.txts is None:
        return []
    return [
        (text, float(score), [(float(x), float(y)) for x, y in box])
        for text, score, box in zip(result.txts, result.scores, result.boxes, strict=True)
    ]


def _tiles(image: Image.Image) -> Iterator[tuple[Frame, float, float]]:
    """The picture in overlapping pieces, each with its corner: small letters are found only from near."""
    if max(image.size) <= TILE * 1.25:
        return
    closer = within(image, CLOSER)
    scale = image.width / closer.width
    for top, bottom in _spans(closer.height):
        for left, right in _spans(closer.width):
            piece = closer.crop((left, top, right, bottom))
            yield Frame(image=piece, scale=scale), left * scale, top * scale


def _spans(length: int) -> list[tuple[int, int]]:
    """Equal pieces of a side that overlap a little."""
    count = -(-length // TILE)
    step, more = length / count, OVERLAP / 2
    return [(max(0, round(at * step - more)), min(length, round((at + 1) * step + more))) for at in range(count)]


def _shifted(line: Line, left: float, top: float, scale: float) -> Line:
    text, score, corners = line
    return text, score, [(left + x * scale, top + y * scale) for x, y in corners]


def _turned(lines: list[Line], image: Image.Image) -> list[Line]:
    """Lines of the picture upside down, with their corners in the picture upright."""
    return [(text, score, [(image.width - x, image.height - y) for x, y in corners]) for text, score, corners in lines]


def _surest(upright: list[Line], turned: list[Line]) -> list[Line]:
    """Of two readings of one place the surer one; of two sure ones the longer, for the other is a piece of it."""
    found = list(upright)
    for line in turned:
        rivals = [other for other in found if _meet(line, other) or _meet(other, line)]
        if all(_rank(other) < _rank(line) for other in rivals):
            found = [other for other in found if other not in rivals] + [line]
    return found


def _rank(line: Line) -> tuple[bool, int, float]:
    text, score, _ = line
    return score >= SURE, len(text) if score >= SURE else 0, score


def _meet(line: Line, other: Line) -> bool:
    """Whether the middle of one lies within the other."""
    across, down = (sum(corner[n] for corner in line[2]) / 4 for n in (0, 1))
    xs, ys = [corner[0] for corner in other[2]], [corner[1] for corner in other[2]]
    return min(xs) <= across <= max(xs) and min(ys) <= down <= max(ys)


def _in_rows(seen: list[Seen]) -> list[Seen]:
    """Pieces side by side are one line: what was set with wide gaps reads on."""
    rows: list[list[Seen]] = []
    for piece in sorted(seen, key=lambda each: (each.box[1] + each.box[3]) / 2):
        middle = (piece.box[1] + piece.box[3]) / 2
        if rows and rows[-1][-1].box[1] <= middle <= rows[-1][-1].box[3]:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda each: each.box[0])) for row in rows]


def _joined(row: list[Seen]) -> Seen:
    lefts, tops, rights, bottoms = zip(*(piece.box for piece in row), strict=True)
    return Seen(
        text=" ".join(piece.text for piece in row),
        box=(min(lefts), min(tops), max(rights), max(bottoms)),
        score=min(piece.score for piece in row),
        page=row[0].page,
    )
