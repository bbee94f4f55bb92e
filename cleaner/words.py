"""How frequent words are, by language, and how sentences begin; loaded on first need only.

Frequencies are wordfreq's small lists, read from its files: importing wordfreq itself takes as long as a whole
`cleaner clean`. How sentences begin is in `openings/<language>.txt`, made by benchmarks/openings.py.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

OPENINGS = Path(__file__).parent / "openings"
WITHOUT_BLANKS = {"ja", "ko", "zh"}
"""wordfreq's lists of these need a tokenizer of their own."""
ELIDING = {"fr", "it", "ca", "oc"}
ELIDED = "cdjlmnst"
"""Single letters in the lists of these that are words only before an apostrophe."""
LISTED_AS = {"no": "nb", "nn": "nb", "hr": "sh", "bs": "sh", "sr": "sh", "tl": "fil"}
UNSEEN, UNSEEN_RARE = -19.0, -21.0
"""ln of the frequency of a word that the list does not have, and of one that the list of rare words does not: their rarest
are at -13.8 and -18.4."""
COMMON_INITIAL = 10
"""Words of a list that must begin with a letter for it to be one of the language's."""
FIRST_NAME = -3.2
"""ln of the share of sentences that begin with a first and a last name."""
NUMBER = -4.6
"""ln of the share of words that a number follows."""
COMMA = -4.0
"""ln of the share of sentences with a comma behind their first word."""
APOSTROPHE = "'"
MISTAKEN = 1.5
"""ln of how much more frequent than the other one of two words is that differ by an apostrophe for both to be taken for it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language. Words are looked up in lower case, with straight apostrophes."""

    frequencies: Mapping[str, float]
    """Word → ln of its share of all words."""
    initials: str
    """Letters that words begin with, in lower case."""
    singles: tuple[str, ...]
    """Words of one letter: a, i; o, é …"""
    elides: bool
    """Words end in an apostrophe before the next: l'homme."""
    openings: Mapping[str, str]
    """Word → its line of openings/<language>.txt."""
    mistaken: Set[str]
    """Words whose letters are mostly another's, with or without its apostrophe, so that the line is that one's: im, dont, a's."""
    rarest: float
    """ln of the share of the rarest words that the list has."""
    unseen: float = UNSEEN

    def frequency(self, word: str) -> float:
        """ln of the word's share of all words."""
        return self.frequencies.get(word, self.unseen)

    def opening(self, word: str, quoted: bool = False, name: bool = False) -> float:
        """ln of the share of sentences that begin with the word: within quotation marks, as a first name before another one."""
        opening, in_quotes, among_names, *_ = self._line(word)
        # Words that open no sentence that was counted: mostly verbs, and nouns without an article.
        share = int(in_quotes if quoted else opening) / 10 if opening else self.frequency(word) - 2.0
        return math.log(math.exp(share) + math.exp(int(among_names) / 10 + FIRST_NAME)) if name and among_names else share

    def following(self, word: str, after: str, capital: bool | None = None) -> float:
        """ln of the share of `after` among what follows `word`: as counted, else what is left for words not counted there (Katz).

        Of that, words with such an ending, with a capital or without, have more or less (`capital`: None where that says nothing).
        """
        guess = COMMA if after == "," else NUMBER if after == "0" else self.frequency(after)
        *_, left, most, pairs = self._line(word)
        if not left:
            return guess
        if (counted := self._number(pairs, after.replace(APOSTROPHE, ""))) is not None:
            return counted
        case = None if capital is None else self._number(pairs, "^" if capital else "_")
        return min(guess + int(left) / 10 + (self._number(pairs, f"~{ending(after)}") or 0.0), int(most) / 10) + (case or 0.0)

    def form(self, word: str, asked: bool, parted: bool) -> float:
        """ln of how much more often than others the sentences that `word` begins are questions, and have a comma further on, or not."""
        return self._share(word, "?" if asked else ".") + self._share(word, ";" if parted else "-")

    def _share(self, word: str, mark: str) -> float:
        *_, pairs = self._line(word)
        return self._number(pairs, mark) or 0.0

    @staticmethod
    def _number(pairs: str, name: str) -> float | None:
        at = pairs.find(f" {name}:")
        return int(pairs[at + len(name) + 2 : pairs.find(" ", at + 1)]) / 10 if at >= 0 else None

    def _line(self, word: str) -> tuple[str, ...]:
        """What openings/<language>.txt has for the word."""
        line = None if word in self.mistaken else self.openings.get(word.replace(APOSTROPHE, ""))
        return _columns(line) if line and (word in self.frequencies or APOSTROPHE not in word) else ("",) * 6


def ending(word: str) -> str:
    """The last two letters of a word that has more than these; they tell its gender, number and part of speech in many languages."""
    return word[-2:] if len(word) > 3 and word.isalpha() else ""


@lru_cache(maxsize=1000)
def _columns(line: str) -> tuple[str, ...]:
    return tuple(line.split("\t"))


@cache
def words(language: str) -> Words | None:
    """The list of a language's (ISO 639-1) more frequent words; None where there is none to be used."""
    frequencies = _frequencies(language, "small")
    if not frequencies:
        return None
    counts = Counter(word[0] for word in frequencies)
    initials = "".join(sorted(c for c, n in counts.items() if c.isalpha() and c.upper() != c and n >= COMMON_INITIAL))
    letters = (w for w, f in frequencies.items() if len(w) == 1 and f > -6.95 and w.upper() != w)
    singles = tuple(sorted(c for c in letters if not (language in ELIDING and c in ELIDED)))
    spelt = [(w, w.replace(APOSTROPHE, "")) for w in frequencies if APOSTROPHE in w]
    lead = {w: frequencies[w] - frequencies[bare] for w, bare in spelt if bare in frequencies}
    mistaken = {w if more < 0 else w.replace(APOSTROPHE, "") for w, more in lead.items() if abs(more) > MISTAKEN}
    return Words(frequencies, initials, singles, language in ELIDING, _openings(language), mistaken, min(frequencies.values()))


@cache
def rare_words(language: str) -> Words | None:
    """The same with ten times as many words, which take a tenth of a second to load; None where there are none."""
    known, frequencies = words(language), _frequencies(language, "large")
    return replace(known, frequencies=frequencies, unseen=UNSEEN_RARE, rarest=min(frequencies.values())) if known and frequencies else None


def _frequencies(language: str, size: str) -> Mapping[str, float]:
    """wordfreq's list of the language, if it has one."""
    spec = find_spec("wordfreq")
    if language in WITHOUT_BLANKS or spec is None or not spec.submodule_search_locations:
        return {}
    path = Path(spec.submodule_search_locations[0]) / "data" / f"{size}_{LISTED_AS.get(language, language)}.msgpack.gz"
    if not path.is_file():
        return {}
    import msgpack

    with gzip.open(path) as file:
        # A header, then the words of each hundredth of a power of ten, the most frequent first.
        buckets = msgpack.load(file)[1:]
    return {word: -0.023026 * i for i, bucket in enumerate(buckets) for word in bucket}


def _openings(language: str) -> Mapping[str, str]:
    path = OPENINGS / f"{language}.txt"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))
