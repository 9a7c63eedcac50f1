"""The doctor asks whether files can be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.cli.doctor import Examination, Line, Patient, fault, ok
from gobetween.kit.apart import Apart, Crashed, Overrun
from gobetween.policy.sight import Sight, asking

READER = "gobetween.policy.sight.answering"
TRIAL = "readable.example"


def eyes(patient: Patient) -> Iterator[Line]:
    """Does the process that looks at files start within its memory, and read a word in a picture?"""
    apart = Apart(READER, memory=patient.config.scan_memory)
    try:
        question = asking.question(_picture(), "image/png")
        sight = asking.understood(apart.ask(question, seconds=patient.config.scan_seconds))
    except (Crashed, ValueError):
        yield fault("pictures", "the process that looks at files dies", "raise GOBETWEEN_SCAN_MEMORY, or install anew")
        return
    except Overrun:
        yield fault("pictures", "one small picture takes too long", "raise GOBETWEEN_SCAN_SECONDS")
        return
    finally:
        apart.close()
    yield from _told(sight)


def _told(sight: Sight) -> Iterator[Line]:
    if any(TRIAL in seen.text for seen in sight.words):
        yield ok("pictures", "words in pictures are read")
        return
    yield fault("pictures", f"a word in a picture was not read ({sight.unread or 'nothing seen'})", "install anew")


def _picture() -> bytes:
    """A word in pixels."""
    import io  # drawn only for this examination

    from PIL import Image, ImageDraw, ImageFont

    drawn = Image.new("RGB", (400, 80), "white")
    ImageDraw.Draw(drawn).text((20, 20), TRIAL, fill="black", font=ImageFont.load_default(28))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


ALL: tuple[tuple[str, Examination], ...] = (("pictures", eyes),)
