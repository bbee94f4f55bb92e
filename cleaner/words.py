"""How frequent words are, by language, and how sentences begin; loaded on first need only.

Frequencies are wordfreq's small lists, read from its files: importing wordfreq itself takes as long as a whole
`cleaner clean`. How sentences begin is in `openings/<language>.txt`, made by benchmarks/openings.py.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex

OPENINGS = Path(__file__).parent / "openings"
WITHOUT_BLANKS = {"ja", "ko", "zh"}
"""wordfreq's lists of these need a tokenizer of their own."""
LISTED_AS = {"no": "nb", "nn": "nb", "hr": "sh", "bs": "sh", "sr": "sh", "tl": "fil"}
UNSEEN = -19.0
"""ln of the frequency of a word that a list does not have; the rarest that it has is at -13.8."""
COMMON_INITIAL = 10
"""Words of a list that must begin with a letter for it to be one of the language's."""
DIGITS = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language. Words are looked up in lower case, with straight apostrophes."""

    frequencies: Mapping[str, float]
    """Word → ln of its share of all words."""
    initials: str
    """Letters that words begin with, in lower case."""
    singles: tuple[str, ...]
    """Words of one letter: a, i; o, é …"""
    openings: Mapping[str, str]
    """Word → its line of openings/<language>.txt."""

    def frequency(self, word: str) -> float:
        """ln of the word's share of all words."""
        return self.frequencies.get(word, UNSEEN)

    def opening(self, word: str) -> float:
        """ln of the share of sentences that begin with the word."""
        line = self.openings.get(word.replace("'", ""))
        start = line.split("\t", 1)[0] if line else ""
        # Words that open no sentence that was counted: mostly names, verbs and nouns without an article.
        return int(start) / 10 if start else self.frequency(word) - 2.0

    def following(self, word: str, after: str) -> float:
        """ln of the share of `after` among the words that follow `word`: counted, or else guessed from its frequency."""
        after = DIGITS.sub("0", after)
        guess = self.frequency(after)
        line = self.openings.get(word.replace("'", ""))
        if not line:
            return guess
        _, floor, pairs = line.split("\t")
        if not floor:
            return guess
        plain = after.replace("'", "")
        at = pairs.find(f" {plain}:")
        if at < 0:
            # Not counted there: rarer than what was kept.
            return min(guess - 1.0, int(floor) / 10)
        end = pairs.find(" ", at + 1)
        return int(pairs[pairs.index(":", at) + 1 : end if end > 0 else None]) / 10


@cache
def words(language: str) -> Words | None:
    """The word list of a language (ISO 639-1); None where there is none to be used."""
    spec = find_spec("wordfreq")
    if language in WITHOUT_BLANKS or spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "data" / f"small_{LISTED_AS.get(language, language)}.msgpack.gz"
    if not path.is_file():
        return None
    import msgpack

    with gzip.open(path) as file:
        # A header, then the words of each hundredth of a power of ten, the most frequent first.
        buckets = msgpack.load(file)[1:]
    frequencies = {word: -0.023026 * i for i, bucket in enumerate(buckets) for word in bucket}
    counts = Counter(word[0] for word in frequencies)
    initials = "".join(sorted(c for c, n in counts.items() if c.isalpha() and c.upper() != c and n >= COMMON_INITIAL))
    singles = tuple(c for c in initials if frequencies.get(c, UNSEEN) > -6.95)
    return Words(frequencies, initials, singles, _openings(language))


def _openings(language: str) -> Mapping[str, str]:
    path = OPENINGS / f"{language}.txt"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))
