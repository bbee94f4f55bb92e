"""A first letter that the scraper lost from a paragraph ("resident Joe Biden"), usually a drop cap.

Evidence, in this order: the restored word and the word after it stand together elsewhere in the article; or the rest is
no word while exactly one restored word is a frequent one (frequencies: wordfreq).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import regex

from cleaner.detectors import Page
from cleaner.model import Block, Finding

START = regex.compile(r"""(?P<quote>["“„«‘']?)(?P<first>\p{Ll}[\p{L}]*)(?P<gap>\s+)(?P<next>[\p{L}][\p{L}'’-]*)""")
APART = regex.compile(r"""(?P<quote>["“„«‘']?)(?P<letter>\p{Lu})\s(?P<first>\p{Ll}\p{L}*)\s+(?P<next>[\p{L}][\p{L}'’-]*)""")
TOKEN = regex.compile(r"[\p{L}][\p{L}'’-]*")
FURNITURE = {"date", "byline", "agency", "caption", "credit"}
LETTER_IS_WORD = 6.0
KNOWN_WORD = 3.0
"""Frequencies (zipf) from which a single letter is a word of its own, and a joined word is known at all."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def detect(page: Page, *, min_zipf: float = 4.5, lead: float = 1.5, rest_zipf: float = 3.0) -> Iterator[Finding]:
    """`min_zipf`: frequency (log10 per thousand million words) of a restored word without other evidence; `lead`: how much more frequent
    than the next candidate; `rest_zipf`: the rest must be rarer than this."""
    for block in _openings(page):
        at = max((m.end for m in page.marks.get(block.index, ()) if m.fields.get("dateline") and m.start == 0), default=block.lead)
        while at < len(block.text) and block.text[at].isspace():
            at += 1
        apart, lost = APART.match(block.text, at), START.match(block.text, at)
        if not apart and not lost:
            continue
        pairs = _pairs(page, block, at)
        if apart:
            if _belongs(pairs, apart["letter"], apart["first"], apart["next"], _zipf(page.language or "en")):
                whole = apart["letter"] + apart["first"]
                yield Finding(block.index, apart.start("letter"), apart.end("first"), whole, note="the letter stood apart from its word")
            continue
        assert lost is not None
        found = _restored(pairs, lost["first"], lost["next"], page.language or "en", min_zipf, lead, rest_zipf)
        if found:
            word, why = found
            yield Finding(block.index, lost.start("first"), lost.end("first"), word, note=why)


def _openings(page: Page) -> Iterator[Block]:
    """Paragraphs that open something: the dek, the body (after headline, byline, date, caption), what follows a subhead."""
    after_prose = False
    for block in page.blocks:
        if page.taken(block.index):
            # An ad inside a sentence opens nothing.
            after_prose = after_prose and not page.roles(block.index) & FURNITURE
            continue
        if block.prose and not after_prose:
            yield block
        after_prose = block.prose


def _pairs(page: Page, opening: Block, at: int) -> set[tuple[str, str]]:
    """Words that follow one another somewhere in the article, as written and in lower case, but for those at `at`."""
    out: set[tuple[str, str]] = set()
    for block in page.blocks:
        words = TOKEN.findall(block.text) if block is not opening else TOKEN.findall(block.text, pos=at)[1:]
        out.update(pairwise(words))
    return out | {(a.lower(), b.lower()) for a, b in out}


def _said(pairs: set[tuple[str, str]], word: str, following: str) -> bool:
    return (word, following) in pairs or (word.lower(), following.lower()) in pairs


def _zipf(language: str) -> Callable[[str], float]:
    """How frequent a word is: log10 of its count in a thousand million words; 0 where it or the language is not known."""
    from wordfreq import zipf_frequency

    def zipf(word: str) -> float:
        try:
            return zipf_frequency(word, language, wordlist="small")
        except (LookupError, ImportError):
            # Korean, Japanese and Chinese need a tokenizer of their own, and lose no letters this way.
            return 0.0

    return zipf


def _belongs(pairs: set[tuple[str, str]], letter: str, rest: str, following: str, zipf: Callable[[str], float]) -> bool:
    """Whether a letter that stands apart begins the word after it: not in "V čem", "A team" unless the article says the joined word."""
    if _said(pairs, letter + rest, following) and not _said(pairs, letter, rest):
        return True
    return zipf(letter) < LETTER_IS_WORD and zipf(letter + rest) >= KNOWN_WORD and zipf(letter + rest) > zipf(rest) - 1


def _restored(
    pairs: set[tuple[str, str]], rest: str, following: str, language: str, min_zipf: float, lead: float, rest_zipf: float
) -> tuple[str, str] | None:
    zipf = _zipf(language)
    if (rest, following) in pairs:
        return None
    candidates = [letter + rest for letter in LETTERS]
    named = [w for w in candidates if (w.capitalize(), following) in pairs]
    said = named or [w for w in candidates if (w, following.lower()) in pairs]
    said = [w for w in said if zipf(w) >= 2.0 or named]
    if len(said) == 1:
        return said[0].capitalize(), f"“{said[0].capitalize()} {following}” stands elsewhere in the article"
    if zipf(rest) >= rest_zipf:
        return None
    ranked = sorted(((zipf(w), w) for w in candidates), reverse=True)
    if ranked[0][0] >= min_zipf and ranked[0][0] - ranked[1][0] >= lead:
        return ranked[0][1].capitalize(), f"“{rest}” is no common word, “{ranked[0][1]}” is the only common one it can be the rest of"
    return None
