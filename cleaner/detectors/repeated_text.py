"""Text that stands twice: the headline again, or a paragraph said again word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

import regex

from cleaner import headline
from cleaner.detectors import Page
from cleaner.literals import PUNCTUATION
from cleaner.model import Block, Finding

SITE_SUFFIX = regex.compile(r"\s(?:[-–—|·•»:]|::)\s(?=[^-–—|·•»]*$)")
REFRAIN = 3
"""Copies, each between other text, from which a line is a refrain, an answer in a list or a table cell rather than an accident."""
GOES_ON = (",", ";")
"""How no headline ends, but an item of a list."""
HEADLINE = 6
"""Words from which a line that returns within the story is a headline all the same."""
CONTENTS = 3
"""Lines of the head that return over paragraphs, from which they are a table of its contents."""
TAIL = 60
"""Characters that hold the last word of nearly all texts."""


def detect(page: Page, *, what: str, min_words: int = 3) -> Iterator[Finding]:
    """`what`: title (headline copies anywhere) or paragraph (prose, word for word); shorter ones than `min_words` are left.

    What other rules take, or stands outside of the article, is not the copy that stays: it goes anyway.
    """
    left = [b for b in page.blocks if not page.taken(b.index)]
    beside = {b.index for b in left if b.hint == "outside" or b.index in page.beyond}
    if what == "title":
        yield from _titles(page, [b for b in left if b.index not in beside], min_words)
    else:
        yield from _paragraphs(left, beside, min_words)


norm = lru_cache(maxsize=1000)(headline.norm)


def first_word(text: str) -> str:
    """The first word of `norm(text)`, told from as little of it as will do."""
    word, blank, _ = text[:TAIL].lstrip().partition(" ")
    word = word.strip(PUNCTUATION).casefold()
    return word if blank and word.isalpha() else norm(text).partition(" ")[0]


def last_word(text: str) -> str:
    """The last word of `norm(text)`, told from as little of it as will do."""
    tail = text[-TAIL:]
    _, blank, word = tail.rstrip().rpartition(" ")
    word = word.strip(PUNCTUATION).casefold()
    if blank and word.isalpha():
        return word
    _, blank, word = norm(tail).rpartition(" ")
    return word if blank else norm(text).rpartition(" ")[2]


def headline_forms(text: str) -> set[str]:
    """A page title as written and without the site's name behind it."""
    forms = {norm(text)}
    at = [m.start() for m in SITE_SUFFIX.finditer(text)] if " " in text and headline.words(text) >= 4 else []
    if at and headline.words(text[: at[-1]]) >= 4:
        forms.add(norm(text[: at[-1]]))
    return forms - {""}


def _titles(page: Page, left: Sequence[Block], min_words: int) -> Iterator[Finding]:
    """Of what stands twice, once in the head and not as a sentence, the copy nearest to the story stays, without the site's name.

    Several lines of the head that return over paragraphs of the story are its contents, and these its subheads.
    """
    # Without a story there is no headline: what stands twice may be a list, a table or a refrain.
    if not any(b.prose for b in page.blocks):
        return
    # Most lines of a page are one or two plain words, and no headline.
    blocks = [b for b in left if b.words <= 60 and not _fewer(b.text, min_words)]
    in_head = {b.index: headline_forms(b.text) for b in blocks if b.zone == "head"}
    given = {form for t in (page.document.title, page.document.page_title) if t for form in headline_forms(t)}
    heads = (b for b in page.blocks if b.zone == "head" and b.words <= 60 and (b.index in in_head or b.index in page.beyond))
    evidence = (in_head.get(b.index) or headline_forms(b.text) for b in heads if not (b.stopped or b.text.endswith(GOES_ON)))
    names = {form for forms in (given, *evidence) for form in forms if headline.words(form) >= min_words}
    if not names:
        return
    beginnings = {name.partition(" ")[0] for name in names}
    copies: dict[str, list[Block]] = {}
    for block in blocks:
        line = block.text[block.lead :]
        forms = in_head.get(block.index) or ({norm(line)} if first_word(line) in beginnings else set())
        name = min(forms & names, key=len, default="")
        if name:
            copies.setdefault(name, []).append(block)
    before_prose = {n for n, below in enumerate(page.blocks[1:]) if below.prose}
    over_prose = {name for name, same in copies.items() if any(b.zone == "body" and b.index in before_prose for b in same)}
    within = {name for name in over_prose if any(b.zone == "head" for b in copies[name])} - given
    contents = within if len(within) >= CONTENTS else set()
    for name, same in copies.items():
        if name in contents:
            continue
        if len(same) >= REFRAIN and name.count(" ") < HEADLINE - 1 and sum(b.zone == "body" for b in same) >= REFRAIN - 1:
            continue
        above = [b for b in same if b.zone == "head"]
        keep = next((b for b in reversed(above) if norm(b.text) == name), above[-1] if above else same[0])
        keep = next((b for b in same if b.hint == "title"), keep)
        for block in same:
            if block is not keep:
                yield Finding(block.index, note=f"the same headline as block {keep.index}")


def _fewer(text: str, words: int) -> bool:
    """Surely fewer words than that, however they are told apart."""
    return text.count(" ") < words - 1 and text.replace(" ", "").isalpha() and headline.words(text) < words


def _paragraphs(left: Sequence[Block], beside: Set[int], min_words: int) -> Iterator[Finding]:
    """The first copy stays that is not `beside` the article, among the blocks that are left."""
    # Copies end in the same word; of the others nothing has to be compared.
    ends = {place: last_word(block.text) for place, block in enumerate(left) if block.prose and block.words >= min_words}
    often = Counter(ends.values())
    said = {place: norm(left[place].text) for place, end in ends.items() if often[end] > 1}
    # A copy that lost its first letter is one all the same.
    whole = {text[1:]: text for text in said.values()}
    copies: dict[str, list[int]] = {}
    for place, text in said.items():
        damaged = left[place].text[:1].islower()
        copies.setdefault(whole.get(text, text) if damaged else text, []).append(place)
    for places in copies.values():
        places.sort(key=lambda place: (left[place].index in beside, place))
    repeats = {place for places in copies.values() for place in places[1:]}
    for first, *others in copies.values():
        lone = [place for place in others if place - 1 not in repeats and place + 1 not in repeats]
        refrain = lone if 1 + len(lone) >= REFRAIN else []
        for place in others:
            if place not in refrain:
                yield Finding(left[place].index, note=f"says block {left[first].index} again")
