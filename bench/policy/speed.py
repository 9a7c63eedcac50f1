"""How fast messages are judged, beside a naive list of patterns and, where it is there, Microsoft Presidio."""

from __future__ import annotations

import io
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bench.policy import naive, shapes
from bench.policy.corpus import OWN, Message
from bench.table import show
from gobetween import policy
from gobetween.policy.sight.look import look

TEXTS, PAGES, BATCH = 120, 12, 20_000
PATIENCE = 5.0
"""Seconds that each is given for a hostile text: some patterns of the naive list grow with the square."""
SMALL, LARGE = 1_000, 30_000
PLAIN, PER_SECOND, PAGE, PICTURE, HOSTILE, START = 0.5, 2_000, 10, 2.0, 1.0, 0.5
"""Floors: ms for 1 KB, messages a second, ms for 30 KB of HTML, seconds for a picture, for 1 MB, for one `check`."""


def measure(messages: Sequence[Message], presidio: Path) -> None:
    """Measure everything on one core, one after the other; print it beside the naive list."""
    small = shapes.ordinary(messages, SMALL, TEXTS)
    pages = [shapes.page(text) for text in shapes.ordinary(messages, LARGE * 2 // 3, PAGES)]
    batch = [messages[number % len(messages)].draft for number in range(BATCH)]
    rows = [
        _row(f"1 KB, ms (floor {PLAIN})", median(small, "text"), median_naive(small), _presidio(presidio, small)),
        _row(f"30 KB of HTML, ms (floor {PAGE})", median(pages, "html"), median_naive(pages), None),
        _row(f"{BATCH} messages, ms each (floor {1000 / PER_SECOND})", batched(batch), batched_naive(batch), None),
    ]
    show("speed on one core, medians", ["", "Gobetween", "naive list", "ratio", "Presidio"], rows)
    print(f"a naive list is {naive.COUNT} patterns; ratio: how many times as long as it Gobetween takes")
    show_hostile()
    show_picture()
    show_start()


def _row(title: str, ours: float, listed: float, others: float | None) -> list[str]:
    told = "-" if others is None else f"{others:.3f}"
    return [title, f"{ours:.3f}", f"{listed:.3f}", f"{ours / listed:.1f}", told]


def judge(text: str, place: str) -> None:
    """One draft of one source under the default rulebook."""
    policy.judge(policy.Draft(sources=(policy.Source(place=place, text=text),), allowed_domains=OWN), policy.default())


def median(texts: Sequence[str], place: str) -> float:
    """Milliseconds of processor time of the median text, after others have warmed everything."""
    for text in texts:
        judge(text[1:], place)
    return statistics.median(_seconds(partial(judge, text, place)) for text in texts) * 1000


def median_naive(texts: Sequence[str]) -> float:
    return statistics.median(_seconds(partial(naive.judge, text)) for text in texts) * 1000


def _seconds(work: Callable[[], object]) -> float:
    """Processor time: other work on the machine does not count."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _within_patience(work: Callable[[], object]) -> float:
    """Seconds; no more than the patience."""
    signal.signal(signal.SIGALRM, _tired)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        return _seconds(work)
    except TimeoutError:
        return PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _tired(*_: object) -> None:
    raise TimeoutError


def batched(drafts: Sequence[policy.Draft]) -> float:
    """Milliseconds a message, over a batch of the corpus' own messages."""
    rulebook = policy.default()
    return _seconds(lambda: [policy.judge(draft, rulebook) for draft in drafts]) / len(drafts) * 1000


def batched_naive(drafts: Sequence[policy.Draft]) -> float:
    texts = ["\n".join(source.text for source in draft.sources) for draft in drafts]
    return _seconds(lambda: [naive.judge(text) for text in texts]) / len(texts) * 1000


def _presidio(python: Path, texts: Sequence[str]) -> float | None:
    """Milliseconds of the median text; None, and a loud word, where Presidio is missing."""
    script = Path(__file__).with_name("presidio.py")
    done = subprocess.run(
        [str(python), str(script)], input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(
            f"PRESIDIO IS NOT MEASURED: {python} has no presidio-analyzer; name one that has it by --presidio",
            file=sys.stderr,
        )
        return None
    return statistics.median(json.loads(done.stdout)) * 1000


def show_hostile() -> None:
    """A megabyte of each hostile shape."""
    times = []
    for name, place, text in shapes.hostile():
        works = partial(judge, text, place), partial(naive.judge, text)
        times.append((*map(_within_patience, works), name))
    rows = [
        [f"{name}{' ABOVE THE FLOOR' if ours > HOSTILE else ''}", _told(ours), _told(listed)]
        for ours, listed, name in sorted(times, reverse=True)
    ]
    title = f"{len(times)} hostile texts of 1 MB, seconds (floor {HOSTILE}), worst first"
    show(title, ["", "Gobetween", "naive list"], rows)


def _told(seconds: float) -> str:
    return f"over {PATIENCE:.0f}" if seconds >= PATIENCE else f"{seconds:.2f}"


def show_picture() -> None:
    """A picture of 800x600 with words on it, looked at in this process."""
    content = _picture()
    look(content, "image/png")
    rounds = [_seconds(lambda: look(content, "image/png")) for _ in range(5)]
    show(
        f"a picture of 800x600 with six lines, seconds (floor {PICTURE})",
        ["", "Gobetween"],
        [["looked at", f"{statistics.median(rounds):.2f}"]],
    )


def _picture() -> bytes:
    made = Image.new("RGB", (800, 600), "white")
    pen = ImageDraw.Draw(made)
    for number in range(6):
        pen.text(
            (40, 40 + number * 80), f"Line {number}: visit our shop at acme.store", "black", ImageFont.load_default(30)
        )
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def show_start() -> None:
    """What `gobetween check` takes for one message from start to end, beside a Python that only loads numpy."""
    ours = min(_process("-m", "gobetween", "check", "--jsonl") for _ in range(5))
    bare = min(_process("-c", "import numpy") for _ in range(5))
    print(f"one message by `gobetween check`: {ours:.2f} s (floor {START}), {ours / bare:.1f} times `import numpy`")


def _process(*words: str) -> float:
    """Seconds of the processor that a Python takes with one message on its standard input."""
    before = os.times()
    line = json.dumps({"id": "a", "text": "Thank you for the lamp, it is lovely."})
    subprocess.run([sys.executable, *words], input=line, capture_output=True, text=True, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
