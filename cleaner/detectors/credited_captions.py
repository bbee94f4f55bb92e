"""Captions that are sentences or as long, each in front of its picture's credit.

A credit alone on its line says that a picture was here. A short sentence before it is the picture's caption where it is short beside
the story's paragraphs, too; so is a line that is too long for a subhead. Pages whose pictures have no captions show it: there a credit
stands behind a long paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from cleaner.detectors import Page
from cleaner.model import Block, Finding

LONG = 40
"""Words from which no caption goes."""
SENTENCE = 12
"""Words up to which a sentence is a caption's: longer ones before a credit are paragraphs as often."""
QUOTES = "\"'“”„«»‘’‚‹›「『"


def detect(page: Page, *, max_words: int = 25, share: float = 0.75) -> Iterator[Finding]:
    """`max_words` of the caption, a sentence or not; `share`: of the words of the story's middle paragraph."""
    pairs = [(page.blocks[i - 1], page.blocks[i]) for i in sorted(page.marks) if i and _is_credit(page, page.blocks[i])]
    pairs = [(before, credit) for before, credit in pairs if not page.taken(before.index)]
    if not pairs or any(before.words > LONG for before, _ in pairs):
        return
    prose = [b.words for b in page.blocks if b.prose and b.zone == "body" and not page.taken(b.index)]
    longest = min(max_words, share * median(prose)) if prose else 0.0
    for before, credit in pairs:
        if before.words <= longest and _says_what_is_there(before):
            text = before.text[before.lead :]
            yield Finding(before.index, fields={"caption": text}, note=f"stands before the credit in block {credit.index}")


def _is_credit(page: Page, block: Block) -> bool:
    """Somebody is named. What ends in a colon is a label: what it names comes behind it. A name behind © alone may have the rights of
    the whole page."""
    text = block.text[block.lead :].strip()
    rights = text.startswith("©") and not any(sign in text for sign in "/|")
    named = any("credit" in mark.fields for mark in page.marks.get(block.index, ()))
    return named and page.taken(block.index) and not text.endswith(":") and not rights


def _says_what_is_there(block: Block) -> bool:
    """A short statement of the page's own, or a line that is too long for a subhead, below which a picture may stand as well. Captions ask
    nothing, and what somebody says stands in the story."""
    text = block.text[block.lead :].rstrip()
    if text[:1] in QUOTES or text[-1:] in "?!:":
        return False
    return text[-1:] in ".…。।)" and block.words <= SENTENCE if block.stopped else block.zone == "body" and block.words > SENTENCE
