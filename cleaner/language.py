"""Which language an article is in: by script, then by its commonest words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import regex

SCRIPTS = (
    ("ja", regex.compile(r"[\u3040-\u30ff]")),
    ("ko", regex.compile(r"[\uac00-\ud7af]")),
    ("hi", regex.compile(r"[\u0900-\u097f]")),
    ("zh", regex.compile(r"[\u4e00-\u9fff]")),
)
UKRAINIAN = regex.compile(r"[іїєґ]")
RUSSIAN = regex.compile(r"[ыэъё]")
CYRILLIC = regex.compile(r"[а-яё]")
WORDS = regex.compile(r"\p{L}+")
SAMPLE = 20_000
MIN_HITS = 3


def guess(text: str, function_words: Mapping[str, frozenset[str]]) -> str | None:
    """ISO 639-1 code of the language whose function words make up most of the text; None if too few are there."""
    sample = text[:SAMPLE].lower()
    if not sample.isascii():
        for code, script in SCRIPTS:
            if len(script.findall(sample)) * 5 > len(sample):
                return code
        if len(CYRILLIC.findall(sample)) * 3 > len(sample):
            return "uk" if len(UKRAINIAN.findall(sample)) > len(RUSSIAN.findall(sample)) else "ru"
    counts = Counter(WORDS.findall(sample))
    scores = {code: sum(counts[w] for w in words) for code, words in function_words.items()}
    best = max(sorted(scores), key=lambda code: scores[code], default=None)
    return best if best is not None and scores[best] >= MIN_HITS else None
