"""`gobetween verify`: proves that nothing on record was touched since it was noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from gobetween.cli import roles
from gobetween.kit.problems import Problem


def verify(
    marketplace: Annotated[str, typer.Option(help="Only this one; all without it.")] = "",
    kept: Annotated[str, typer.Option(help="A digest printed earlier: the chain must lead through it.")] = "",
) -> None:
    """Prove the journal unbroken, or name its first broken entry and end with 1."""
    digest = _hex(kept)
    with roles.world():
        from gobetween.journal import reads as journal  # models load only after Django

        names = _names(marketplace)
        broken = bool(kept) and not any(journal.has_digest(name, digest) for name in names)
        if broken:
            print("BROKEN: no entry bears the digest that was kept")
        for name in names:
            proof = journal.verify(name, digests=digests)
            if isinstance(proof, journal.Broken):
                broken = True
                print(f"{name}: BROKEN at entry {proof.number}: {proof.why}")
            else:
                print(f"{name}: unbroken, {proof.count} entries, digest {proof.digest}")
    raise typer.Exit(1 if broken else 0)


def _names(wanted: str) -> list[str]:
    """Every marketplace there is or was: one whose journal is gone as a whole shows with no entries."""
    from gobetween.journal import reads as journal  # models load only after Django
    from gobetween.marketplace import reads

    names = {each.pk for each in reads.marketplaces()} | set(journal.marketplaces())
    if wanted and wanted not in names:
        raise Problem(f"There is no marketplace {wanted}.")
    return [wanted] if wanted else sorted(names)


def _hex(kept: str) -> bytes:
    if not re.fullmatch(r"([0-9a-f]{64})?", kept):
        raise Problem("A digest has 64 of 0-9 and a-f.")
    return bytes.fromhex(kept)


def digests(subjects: Sequence[str]) -> Mapping[str, str]:
    """The digests of messages as they stand on record now, by their subject in the journal."""
    from gobetween.conversations.models import Attachment, Message  # models load only after Django
    from gobetween.conversations.reads import content_digest

    numbers = {int(number): subject for subject in subjects if (number := subject.removeprefix("message:")).isdigit()}
    files: dict[int, list[str]] = {}
    attached = Attachment.objects.filter(message__in=numbers).order_by("message", "position")
    for message, sha256 in attached.values_list("message", "sha256"):
        files.setdefault(message, []).append(sha256)
    rows = Message.objects.filter(pk__in=numbers).values_list("pk", "subject", "text", "html", "quoted_text")
    return {
        numbers[number]: content_digest(
            subject=subject, text=text, html=html, quoted_text=quoted, files=files.get(number, ())
        )
        for number, subject, text, html, quoted in rows.iterator()
    }
