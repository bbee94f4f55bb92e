"""Blocks that HTML itself calls navigation, footer, caption …: the reader's hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.detectors import Page
from cleaner.model import Finding


def detect(page: Page, *, hints: Sequence[str], prose: bool = False, field: str | None = None) -> Iterator[Finding]:
    """Blocks whose hint is one of `hints`; prose among them only with `prose`; `field` captures their text."""
    for block in page.blocks:
        if block.hint in hints and (prose or not block.prose):
            yield Finding(block.index, fields={field: block.text[block.lead :]} if field else {}, note=f"HTML marks it as {block.hint}")
