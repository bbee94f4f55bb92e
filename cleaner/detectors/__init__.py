"""Detectors: one algorithm a file, named by rules, with their parameters. No vocabulary and no codes in here.

A detector is a module with `detect(page, **params) -> Iterator[Finding]`. It reads blocks and first marks, never edits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.model import Block, Document, Mark, Rule


@dataclass(frozen=True, slots=True)
class Page:
    """What a context detector may read."""

    document: Document
    text: str
    blocks: Sequence[Block]
    marks: Mapping[int, Sequence[Mark]]
    """First marks by block."""
    rules: Mapping[str, Rule]
    language: str | None
    vocabulary: Mapping[str, Sequence[str]]
    known: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """Whether a block was taken when it had so many marks."""

    def taken(self, index: int) -> bool:
        """A first mark of a safe rule takes the whole block away."""
        marks = self.marks.get(index)
        if not marks:
            return False
        # Every detector asks for every block: the answer holds until a mark is added.
        known = self.known.get(index)
        if known is None or known[0] != len(marks):
            taken = any(self.role(m) is not None and whole(self.blocks[index], m) for m in marks)
            known = self.known[index] = len(marks), taken
        return known[1]

    def role(self, mark: Mark) -> str | None:
        """The role of what a mark takes away; None for marks that leave the text."""
        rule = self.rules[mark.rule]
        takes = rule.action in ("drop", "extract") and rule.safety != "show"
        return (mark.role or rule.role or "noise") if takes else None

    def roles(self, index: int) -> set[str]:
        marks = self.marks.get(index)
        return {role for m in marks if (role := self.role(m))} if marks else set()


def whole(block: Block, mark: Mark) -> bool:
    return mark.after is None and mark.start <= block.lead and mark.end == len(block.text)
