"""`gobetween preview`: what the other party would receive, byte for byte, and everything masked, dropped or refused.

Needs no database, settings or network: one pass over any number of letters, in a stable order.
"""

from __future__ import annotations

import json
import os
import re
import sys
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Annotated

import typer

from gobetween import policy
from gobetween.actions.masks import apply_masks, sources_of
from gobetween.mime.addresses import mailboxes
from gobetween.mime.letter import Clean, Hidden, Letter, Mailbox, Unreadable
from gobetween.mime.parse import parse
from gobetween.mime.relay import Relayed, pass_on

DOMAIN = "marketplace.example"
_ALIAS_KEY = b"aliases of a preview"
"""Not a secret: a preview's aliases only need to look like aliases and to be the same each time."""

_MBOX_LINE = re.compile(rb"(?:\A|(?<=\n))From \S+ [^\n]{0,40}\d{4}[^\n]{0,10}\r?\n")
_MAX_FILE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The parties named on the command line; None where the letter's own header decides."""

    author: Mailbox | None = None
    reader: Mailbox | None = None


def preview(
    paths: Annotated[list[Path], typer.Argument(help="Letters, or folders of letters (searched to the bottom).")],
    author: Annotated[str, typer.Option("--from", help="The author's real address, hidden in the copy.")] = "",
    reader: Annotated[str, typer.Option("--to", help="The reader's real address, hidden in the copy.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="Write each copy to a file of its own in this folder.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line a letter instead of the copies.")] = False,
) -> None:
    """Show what the other party would receive, and name all that was masked, dropped or refused."""
    pair = Pair(author=_named(author), reader=_named(reader))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    for number, (name, raw) in enumerate(letters(paths, besides=out), start=1):
        relayed = relayed_copy(raw, pair, now)
        written = _write(relayed, out, number)
        if jsonl:
            sys.stdout.write(as_line(name, relayed, written) + "\n")
        else:
            _show(name, relayed, written)
    sys.stdout.flush()


def letters(paths: Sequence[Path], *, besides: Path | None = None) -> Iterator[tuple[str, bytes | None]]:
    """(name, bytes) of every letter, None for a file that cannot be read; folders in the order of their names."""
    for path in paths:
        for file in _files(path, besides):
            yield from _letters_in(file)


def relayed_copy(raw: bytes | None, pair: Pair, now: datetime) -> Relayed:
    """One letter's fate; whatever goes wrong with it is its own affair, never the next letter's."""
    if raw is None:
        return Relayed(outcome="refused", reason="file-unreadable")
    try:
        letter = parse(raw)
        if isinstance(letter, Unreadable):
            return Relayed(outcome="refused", reason=letter.reason)
        return pass_on(
            letter,
            hidden_extra=_hidden(pair, letter),
            alias_from=_alias(pair.author or next(iter(letter.from_), None), "from"),
            alias_to=_alias(pair.reader or next(iter(letter.to), None), "to"),
            now=now,
            judged=_judged,
        )
    except Exception:  # a fault in one letter must not end a run over thousands; its text could name somebody
        return Relayed(outcome="refused", reason="unexpected-fault")


def _judged(cleaned: Clean) -> Clean:
    """What the default rulebook masks in anybody's letter: contact data."""
    domain = frozenset({DOMAIN})
    draft = policy.Draft(
        sources=sources_of(cleaned),
        direction=policy.Direction.TO_SELLER,
        language=cleaned.language,
        allowed_domains=domain,
    )
    return apply_masks(cleaned, policy.judge(draft, policy.default()))[0]


def as_line(name: str, relayed: Relayed, written: Path | None) -> str:
    """The JSON of one letter."""
    return json.dumps(
        {
            "file": name,
            "outcome": relayed.outcome,
            "reason": relayed.reason,
            "masked": [asdict(mask) for mask in relayed.masked],
            "dropped": [asdict(drop) for drop in relayed.dropped],
            "out": str(written) if written else "",
        },
        ensure_ascii=True,
    )


def _named(option: str) -> Mailbox | None:
    boxes = mailboxes([option.encode("utf-8", "surrogateescape")]) if option.strip() else ()
    if option.strip() and not boxes:
        raise typer.BadParameter("not an e-mail address")
    return boxes[0] if boxes else None


def _hidden(pair: Pair, letter: Letter) -> Hidden:
    """The named parties, with the display names the letter gives them anywhere in its header."""
    named = [box for box in (pair.author, pair.reader) if box is not None]
    addresses = {box.address.lower() for box in named}
    known = (box for box in (*letter.to, *letter.cc) if box.address.lower() in addresses)
    return Hidden(
        addresses=frozenset(box.address for box in named),
        names=frozenset(box.name for box in (*named, *known) if box.name),
    )


def _alias(party: Mailbox | None, side: str) -> Mailbox:
    """Sixteen characters that look like an alias, always the same for the same address."""
    address = party.address.lower() if party else side
    digest = blake2b(address.encode("utf-8", "replace"), key=_ALIAS_KEY, digest_size=10).digest()
    return Mailbox(address=f"{b32encode(digest).decode('ascii').lower()}@{DOMAIN}")


def _files(path: Path, besides: Path | None) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    excluded = besides.resolve() if besides else None
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if (Path(folder) / name).resolve() != excluded)
        for name in sorted(files):
            file = Path(folder) / name
            if file.is_file():
                yield file


def _letters_in(file: Path) -> Iterator[tuple[str, bytes | None]]:
    try:
        raw = file.read_bytes() if file.stat().st_size <= _MAX_FILE else None
    except OSError:
        raw = None
    if raw is None or file.suffix.lower() not in (".mbox", ".mbx"):
        yield str(file), raw
        return
    starts = [match.end() for match in _MBOX_LINE.finditer(raw)] or [0]
    ends = [*[match.start() for match in _MBOX_LINE.finditer(raw)][1:], len(raw)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield f"{file}#{number}", raw[start:end]


def _write(relayed: Relayed, out: Path | None, number: int) -> Path | None:
    if out is None or relayed.outcome != "relayed":
        return None
    path = out / f"{number:06d}.eml"
    path.write_bytes(relayed.raw)
    return path


def _show(name: str, relayed: Relayed, written: Path | None) -> None:
    reason = f" ({relayed.reason})" if relayed.reason else ""
    lines = [f"== {name}: {relayed.outcome}{reason}" + (f" -> {written}" if written else "")]
    lines += [f"   masked  {mask.kind} in {mask.place}: {mask.count}" for mask in relayed.masked]
    lines += [f"   dropped {drop.what}: {drop.reason}" for drop in relayed.dropped]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if relayed.raw:
        sys.stdout.buffer.write(b"\n" + relayed.raw + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    typer.run(preview)
