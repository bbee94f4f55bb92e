"""Text that stands twice: the headline again, or a paragraph said again word for word."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.detectors import Page
from cleaner.model import Block, Finding

NOT_WORD = regex.compile(r"[\W_]+")
SITE_SUFFIX = regex.compile(r"\s(?:[-–—|·•»:]|::)\s(?=[^-–—|·•»]*$)")
REFRAIN = 3
"""Copies from which a lone line is a refrain, an answer in a list or a table cell rather than an accident."""


def detect(page: Page, *, what: str, min_words: int = 3) -> Iterator[Finding]:
    """`what`: title (headline copies anywhere) or paragraph (prose, word for word); shorter ones than `min_words` are left."""
    yield from _titles(page, min_words) if what == "title" else _paragraphs(page, min_words)


def norm(text: str) -> str:
    return NOT_WORD.sub(" ", text).casefold().strip()


def headline_forms(text: str) -> set[str]:
    """A page title as written and without the site's name behind it."""
    forms = {norm(text)}
    at = [m.start() for m in SITE_SUFFIX.finditer(text)]
    if at and text[: at[-1]].count(" ") >= 3:
        forms.add(norm(text[: at[-1]]))
    return forms - {""}


def _titles(page: Page, min_words: int) -> Iterator[Finding]:
    blocks = page.blocks
    evidence = [t for t in (page.document.title, page.document.page_title) if t]
    opening = next((b for b in blocks if not page.taken(b.index)), None)
    if opening and opening.zone == "head" and not opening.stopped:
        evidence.append(opening.text)
    names = {form for title in evidence for form in headline_forms(title) if form.count(" ") + 1 >= min_words}
    if not names:
        return
    copies = [b for b in blocks if not page.taken(b.index) and b.words <= 60 and _is_copy(b, names)]
    if len(copies) < 2:
        return
    in_head = [b for b in copies if b.zone == "head"]
    shortest = min((len(norm(b.text)) for b in in_head), default=0)
    keep = next((b for b in reversed(in_head) if len(norm(b.text)) == shortest), copies[0])
    for block in copies:
        if block is not keep:
            yield Finding(block.index, note=f"the same headline as block {keep.index}")


def _is_copy(block: Block, names: set[str]) -> bool:
    text = norm(block.text[block.lead :])
    return text in names or (block.zone == "head" and not names.isdisjoint(headline_forms(block.text)))


def _paragraphs(page: Page, min_words: int) -> Iterator[Finding]:
    copies: dict[str, list[Block]] = {}
    for block in page.blocks:
        if block.words >= min_words and block.prose and not page.taken(block.index):
            copies.setdefault(norm(block.text), []).append(block)
    repeats = {b.index: same[0] for same in copies.values() for b in same[1:]}
    for same in copies.values():
        for block in same[1:]:
            in_run = block.index - 1 in repeats or block.index + 1 in repeats
            if len(same) < REFRAIN or in_run:
                yield Finding(block.index, note=f"says block {same[0].index} again")
