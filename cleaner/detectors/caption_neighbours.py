"""Captions that carry no mark of their own: an image's alternative text or a caption beside one that does.

In the head of an article, between furniture (date line, byline) and a marked caption or credit, a short line without a
final stop is the image's alternative text. Elsewhere it must share most of its words with the caption beside it, since
a subhead may stand before a picture too. What stands alone between a gallery's counter ("3 of 12") and a credit is that picture's caption.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.detectors import Page
from cleaner.model import Block, Finding

CAPTIONS = {"caption", "credit"}
FURNITURE = {"date", "byline", "agency", "widget", "ad", "caption", "credit"}
COUNTER = regex.compile(r"\D{0,12}\d{1,3}\s*(?:/|\p{L}{1,5}\s)\s*\d{1,3}\W*")
LONGEST = 60
"""Words up to which a caption goes in a gallery."""


def detect(page: Page, *, max_words: int = 20, overlap: float = 0.6) -> Iterator[Finding]:
    """`max_words` of the unmarked line; `overlap`: share of its words that the caption beside it says, outside the head."""
    if all(page.roles(index).isdisjoint(CAPTIONS) for index in page.marks):
        return
    for block in page.blocks:
        if _in_gallery(page, block):
            yield Finding(block.index, fields={"caption": block.text[block.lead :]}, note="between a gallery's counter and a credit")
            continue
        if block.stopped or block.words > max_words or page.taken(block.index):
            continue
        following = _caption(page, block.index + 1)
        if following is None:
            continue
        before = page.roles(block.index - 1)
        # The headline itself may stand before the caption: only a line with furniture before it is surely not one.
        in_head = block.zone == "head" and bool(before & FURNITURE) and page.taken(block.index - 1)
        if in_head or _share(block, following) >= overlap:
            yield Finding(
                block.index, fields={"caption": block.text[block.lead :]}, note=f"stands before the caption in block {following.index}"
            )


def _in_gallery(page: Page, block: Block) -> bool:
    """The only block between a counter and a credit, both known as such."""
    before = page.blocks[block.index - 1] if block.index else None
    return (
        before is not None
        and block.words <= LONGEST
        and "credit" in page.roles(block.index + 1)
        and page.taken(block.index + 1)
        and "widget" in page.roles(before.index)
        and page.taken(before.index)
        and not page.taken(block.index)
        and COUNTER.fullmatch(before.text) is not None
    )


def _caption(page: Page, index: int) -> Block | None:
    return page.blocks[index] if page.roles(index) & CAPTIONS else None


def _share(block: Block, other: Block) -> float:
    words = set(block.text.casefold().split())
    return len(words & set(other.text.casefold().split())) / len(words) if block.zone != "head" and len(words) >= 3 else 0.0
