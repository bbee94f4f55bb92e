"""Captions that are sentences or as long, each in front of its picture's credit.

A credit alone on its line says that a picture was here. A sentence before it is the picture's caption where it is short beside the
story's paragraphs; so is a line that is too long for a subhead. Pages whose pictures have no captions show it: there a credit stands
behind a long paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from cleaner.detectors import Page
from cleaner.model import Block, Finding

LONG = 40
"""Words from which no caption goes."""
LONGEST_SUBHEAD = 12
"""Words up to which a line without a full stop may be a subhead: the picture comes below it."""
QUOTES = "\"'“”„«»‘’‚‹›「『"


def detect(page: Page, *, max_words: int = 25, head_words: int = 12, share: float = 0.75) -> Iterator[Finding]:
    """`max_words` of the caption; `head_words` where a dek may stand; `share`: of the words of the story's middle paragraph."""
    pairs = [(page.blocks[i - 1], page.blocks[i]) for i in sorted(page.marks) if i and _is_credit(page, page.blocks[i])]
    pairs = [(before, credit) for before, credit in pairs if not page.taken(before.index)]
    if not pairs or any(before.words > LONG for before, _ in pairs):
        return
    prose = [b.words for b in page.blocks if b.prose and b.zone == "body" and not page.taken(b.index)]
    longest = min(max_words, share * median(prose)) if prose else 0.0
    for before, credit in pairs:
        if _says_what_is_there(before) and before.words <= (min(longest, head_words) if before.zone == "head" else longest):
            text = before.text[before.lead :]
            yield Finding(before.index, fields={"caption": text}, note=f"stands before the credit in block {credit.index}")


def _is_credit(page: Page, block: Block) -> bool:
    """What ends in a colon is a label: what it names comes behind it. A name behind © alone may have the rights of the whole page."""
    text = block.text[block.lead :].strip()
    rights = text.startswith("©") and not any(sign in text for sign in "/|")
    return "credit" in page.roles(block.index) and page.taken(block.index) and not text.endswith(":") and not rights


def _says_what_is_there(block: Block) -> bool:
    """A statement of the page's own, no subhead: captions ask nothing, and what somebody says stands in the story."""
    text = block.text[block.lead :].rstrip()
    if text[:1] in QUOTES or text[-1:] in "?!:":
        return False
    return text[-1:] in ".…。।)" if block.stopped else block.words > LONGEST_SUBHEAD
