"""Headlines of other stories that stand between or behind the paragraphs, told by how they are set.

`capitals`: a long line in capitals within a text that is not, between paragraphs. `headlines`: a run of list items in which nearly every
word is capitalised, as English headlines are; without a bullet such lines may be subheads that follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.detectors import Page
from cleaner.model import Block, Finding

WORD = regex.compile(r"\p{L}[\p{L}’'-]*")
BULLET = regex.compile(r"[-–—]\s+")
TABLE = regex.compile(r"[|%\t]|\d[.,]\d")
LONG_WORD = 4
"""Letters from which headlines capitalise a word, whatever it is."""
MAX_WORDS = 25
SUBHEADS = 2
"""Short lines in capitals from which the article sets its own subheads so."""


def detect(page: Page, *, what: str, min_words: int) -> Iterator[Finding]:
    """`what`: capitals or headlines; lines of fewer than `min_words` words are left."""
    yield from _capitals(page, min_words) if what == "capitals" else _headlines(page, min_words)


def _open(page: Page, block: Block, min_words: int) -> bool:
    return (
        min_words <= block.words <= MAX_WORDS
        and not (block.stopped and block.text.endswith((".", "!")))
        and block.hint not in ("heading", "title", "quote", "table")
        and not page.taken(block.index)
    )


def _capitals(page: Page, min_words: int) -> Iterator[Finding]:
    lines = [b for b in page.blocks if b.text.isupper() and not page.taken(b.index) and _has_capitals(b.text)]
    if sum(3 <= b.words < min_words for b in lines) >= SUBHEADS or any(b.prose and b.text.endswith(".") for b in lines):
        return
    for block in lines:
        apart = len(WORD.findall(block.text)) >= min_words and not TABLE.search(block.text) and not block.text.endswith(":")
        if block.zone == "body" and apart and _open(page, block, min_words):
            yield Finding(block.index, note="a headline in capitals between paragraphs")


def _has_capitals(text: str) -> bool:
    """Most of its letters: scripts without capitals may hold a name that is written in them."""
    return sum(map(str.isupper, text)) * 2 > sum(map(str.isalpha, text))


def _headlines(page: Page, min_words: int) -> Iterator[Finding]:
    run: list[Block] = []
    before: Block | None = None
    for block in [*page.blocks, None]:
        if block is not None and block.zone != "head" and _open(page, block, min_words) and _title_case(block):
            run.append(block)
            continue
        if len(run) >= 2 and not (before and before.text.rstrip().endswith(":")):
            for b in run:
                yield Finding(b.index, note=f"one of {len(run)} headlines in a row")
        run = []
        before = block if block is not None and not page.taken(block.index) else before


def _title_case(block: Block) -> bool:
    """A list item: all but one of its long words are capitalised, and it has small ones or a colon, as names in a row have not."""
    text = BULLET.sub("", block.text[block.lead :], count=1)
    if not block.lead and text == block.text:
        return False
    words: Sequence[str] = WORD.findall(text)
    long = [w for w in words if len(w) >= LONG_WORD]
    small = [w for w in words if w[0].islower() and len(w) < LONG_WORD]
    capital = sum(w[0].isupper() for w in long)
    return len(long) >= 3 and capital >= max(len(long) - 1, 0.8 * len(long)) and (bool(small) or ":" in text) and not text.isupper()
