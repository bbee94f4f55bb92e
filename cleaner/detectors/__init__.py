"""Detectors: one algorithm a file, named by rules, with their parameters. No vocabulary and no codes in here.

A detector is a module with `detect(page, **params) -> Iterator[Finding]`. It reads blocks and first marks, never edits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from cleaner.model import Block, Document, Mark, Rule

NO_ROLES: Set[str] = frozenset()


@dataclass(slots=True)
class Page:
    """What a context detector may read."""

    document: Document
    text: str
    blocks: Sequence[Block]
    marks: dict[int, list[Mark]]
    """First marks by block."""
    rules: Mapping[str, Rule]
    language: str | None
    vocabulary: Mapping[str, Sequence[str]]
    beyond: Set[int] = frozenset()
    """Blocks around a whole page's story, once it is found."""
    _gone: set[int] = field(default_factory=set, init=False)
    _roles: dict[int, set[str]] = field(default_factory=dict, init=False)
    # Every detector asks for every block, so the answers stand ready.

    def __post_init__(self) -> None:
        for index, marks in self.marks.items():
            for mark in marks:
                self._note(index, mark)

    def add(self, marks: Iterable[Mark]) -> None:
        """Put more first marks to those there are."""
        for mark in marks:
            self.marks.setdefault(mark.block, []).append(mark)
            self._note(mark.block, mark)

    def _note(self, index: int, mark: Mark) -> None:
        rule = self.rules[mark.rule]
        if rule.action in ("drop", "extract") and rule.safety != "show":
            self._roles.setdefault(index, set()).add(mark.role or rule.role or "noise")
            if whole(self.blocks[index], mark):
                self._gone.add(index)

    def taken(self, index: int) -> bool:
        """A first mark of a safe rule takes the whole block away."""
        return index in self._gone

    def roles(self, index: int) -> Set[str]:
        """The roles of what first marks take away of a block, or all of it."""
        return self._roles.get(index, NO_ROLES)


def whole(block: Block, mark: Mark) -> bool:
    return mark.after is None and mark.start <= block.lead and mark.end == len(block.text)
