"""How well messages are judged: per label, per language, per kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bench.policy.corpus import LABELS, Message
from bench.table import show
from gobetween import policy

Judge = Callable[[policy.Draft], policy.Verdict]
CAUGHT, PASSED = 0.95, 0.98
"""What the project asks of messages that nobody saw."""


@dataclass(slots=True)
class Score:
    """What became of messages. A message is stopped when its outcome is graver than advice; a label is found when a
    finding graver than advice carries it."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    stopped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, message: Message, verdict: policy.Verdict) -> None:
        """Count one message."""
        grave = {finding.label for finding in verdict.findings if finding.outcome > policy.Outcome.ADVISE}
        found = {str(label) for label in grave} & set(LABELS)
        self.right.update(found & message.labels)
        self.wrong.update(found - message.labels)
        self.missed.update(message.labels - found)
        side = "clean" if message.clean else "violating"
        for group in ("all", f"language {message.language}", f"kind {message.kind}"):
            self.groups[group, side] += 1
            self.stopped[group, side] += verdict.outcome > policy.Outcome.ADVISE

    def precision(self, label: str) -> float:
        return self.right[label] / max(1, self.right[label] + self.wrong[label])

    def recall(self, label: str) -> float:
        return self.right[label] / max(1, self.right[label] + self.missed[label])

    def f1(self, label: str) -> float:
        return 2 * self.right[label] / max(1, 2 * self.right[label] + self.wrong[label] + self.missed[label])

    @property
    def macro_f1(self) -> float:
        return sum(map(self.f1, LABELS)) / len(LABELS)

    def caught(self, group: str = "all") -> float:
        return self.stopped[group, "violating"] / max(1, self.groups[group, "violating"])

    def passed(self, group: str = "all") -> float:
        return 1 - self.stopped[group, "clean"] / max(1, self.groups[group, "clean"])


def score(messages: Sequence[Message], judge: Judge) -> Score:
    """Judge every message and count."""
    found = Score()
    for message in messages:
        found.add(message, judge(message.draft))
    return found


def rules_alone(draft: policy.Draft) -> policy.Verdict:
    """The default rulebook without the second opinion."""
    return policy.judge(draft, _WITHOUT)


_ALL = policy.default()
_WITHOUT = replace(_ALL, rows=tuple(row for row in _ALL.rows if row.rule != "second-opinion"))


def with_model(draft: policy.Draft) -> policy.Verdict:
    """The default rulebook as it comes."""
    return policy.judge(draft, _ALL)


def tell(title: str, found: Score) -> None:
    """Print one measurement."""
    rows = [
        [
            label,
            str(found.right[label] + found.missed[label]),
            f"{found.precision(label):.3f}",
            f"{found.recall(label):.3f}",
            f"{found.f1(label):.3f}",
        ]
        for label in LABELS
    ]
    show(f"{title}: macro-F1 {found.macro_f1:.3f}", ["label", "messages", "precision", "recall", "F1"], rows)
    groups = sorted({group for group, _ in found.groups}, key=lambda group: (group != "all", group))
    show(
        f"{title}: asked for are {CAUGHT:.2f} caught and {PASSED:.2f} clean passed",
        ["", "violating", "caught", "clean", "passed"],
        [_row(found, group) for group in groups],
    )


def _row(found: Score, group: str) -> list[str]:
    violating, clean = found.groups[group, "violating"], found.groups[group, "clean"]
    return [
        group,
        str(violating),
        f"{found.caught(group):.3f}" if violating else "-",
        str(clean),
        f"{found.passed(group):.3f}" if clean else "-",
    ]


def compare(title: str, columns: Sequence[tuple[str, Score]]) -> None:
    """Print several measurements of the same messages side by side."""
    rows = [
        ["macro-F1", *(f"{found.macro_f1:.3f}" for _, found in columns)],
        ["violating caught", *(f"{found.caught():.3f}" for _, found in columns)],
        ["clean passed", *(f"{found.passed():.3f}" for _, found in columns)],
        *([f"F1 {label}", *(f"{found.f1(label):.3f}" for _, found in columns)] for label in LABELS),
    ]
    show(title, ["", *(name for name, _ in columns)], rows)
