#!/usr/bin/env python3
"""Make cleaner/openings/<language>.txt: which words begin sentences, and what follows them.

    pip install wordsegment
    python benchmarks/openings.py PAGES.jsonl.gz

Sentence openings are counted in the true bodies of the *seen* half (see benchmarks/README.md): numbers, no text of theirs. Pairs of
words come, for English, from `wordsegment` (Apache 2.0), whose counts are Peter Norvig's of the Google Web Trillion Word
Corpus; only pairs whose first word can be mistaken for another with its first letter gone are kept. One line a word:

    word <TAB> opening <TAB> left <TAB> most <TAB> next:share next:share …

All numbers are 10 × ln: `opening`, the share of sentences that begin with the word; `share`, that of `next` among the words after it; a
word not listed there has its own frequency times `left`, `most` at most (Katz's back-off).
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import regex
from quality import Problem, half, read_lines

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = regex.compile(r"""(?:^|(?<=[.!?…]["”’»“]?\s))["“„«‘']?(\p{Lu}[\p{L}'’]*)""", regex.MULTILINE)
PRIOR = 1500
"""Sentences that the general counts are worth beside those counted."""
RIVAL = -6.9
"""ln of how much rarer a word may be than its rival to be mistaken for it."""
CUT = 100_000
"""wordsegment leaves out pairs seen less often."""
LANGUAGES = ("en", "de", "es", "fr")
"""Those with enough sentences in the pages; others go by the frequencies of words alone."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pages", metavar="PAGES", type=Path, help="JSON Lines, may be .gz: group, gold{body}")
    args = parser.parse_args(argv)
    sys.path.insert(0, str(ROOT))
    try:
        counts = openings(args.pages)
        for language in LANGUAGES:
            lines = table(language, counts[language])
            (ROOT / "cleaner" / "openings" / f"{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    except (Problem, OSError) as error:
        print(f"openings.py: {error}", file=sys.stderr)
        return 2
    return 0


def openings(path: Path) -> Mapping[str, Counter[str]]:
    """Language → how often a word begins a sentence in bodies of the seen half."""
    from cleaner.language import guess

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, row in read_lines(path):
        body = row["gold"]["body"]
        if half(row["group"]) == "seen":
            counts[guess(body) or ""].update(plain(w) for w in SENTENCE.findall(body))
    return counts


def plain(word: str) -> str:
    return word.lower().replace("’", "").replace("'", "")


def table(language: str, counted: Counter[str]) -> list[str]:
    from cleaner.words import UNSEEN, words

    listed = words(language)
    assert listed is not None
    known = {plain(w): f for w, f in listed.frequencies.items() if plain(w).isalpha()}
    unigrams, starts, pairs = pairs_of(language)
    total, all_starts, all_words = counted.total(), sum(starts.values()), sum(unigrams.values())

    def start(word: str) -> float:
        general = starts[word] / all_starts if word in starts else math.exp(known.get(word, UNSEEN) - 2.0)
        return (min(counted[word], total * general * 30 + 3) + PRIOR * general) / (total + PRIOR)

    def mistaken(word: str) -> bool:
        """Whether another word, or what is left of it, is as likely without its first letter."""
        rest, own = word[1:], known[word]
        others = [known[c + rest] for c in listed.initials if c + rest in known and c != word[0]]
        return len(word) == 1 or any(f > own + RIVAL for f in [*others, *([known[rest]] if rest in known else [])])

    following: dict[str, Counter[str]] = defaultdict(Counter)
    for (first, second), n in pairs.items():
        if first in known and mistaken(first):
            following[first][regex.sub(r"\d+", "0", second)] += n
    lines = ["# Made by benchmarks/openings.py; do not edit."]
    for word in sorted({w for w, n in counted.items() if n >= 3 and w in known} | set(following) | {w for w in starts if w in known}):
        seen = following.get(word)
        if not seen or not unigrams.get(word):
            lines.append(f"{word}\t{tenths(start(word))}\t\t\t")
            continue
        shares = {n: c / unigrams[word] for n, c in sorted(seen.items())}
        left = max(0.02, 1 - sum(shares.values())) / max(0.02, 1 - sum(math.exp(known.get(n, UNSEEN)) for n in shares))
        listed_pairs = "".join(f" {n}:{tenths(c)}" for n, c in shares.items() if n in known or n == "0")
        lines.append(f"{word}\t{tenths(start(word))}\t{tenths(left)}\t{tenths(0.4 * CUT / unigrams[word])}\t{listed_pairs} ")
    print(f"{language}: {total} sentences, {len(lines) - 1} words, {all_words:.3g} words in pairs", file=sys.stderr)
    return lines


def tenths(share: float) -> int:
    return round(10 * math.log(share))


def pairs_of(language: str) -> tuple[Mapping[str, float], Mapping[str, float], Mapping[tuple[str, str], float]]:
    """Counts of words, of words after the mark of a sentence's begin, and of pairs; empty but for English."""
    if language != "en":
        return {}, {}, {}
    spec = find_spec("wordsegment")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("the pairs of English come from wordsegment: pip install wordsegment")
    folder = Path(spec.submodule_search_locations[0])
    unigrams = {w: float(n) for w, n in rows(folder / "unigrams.txt")}
    both = {tuple(k.split(" ")): float(n) for k, n in rows(folder / "bigrams.txt")}
    starts = {b: n for (a, b), n in both.items() if a == "<s>"}
    return unigrams, starts, {(a, b): n for (a, b), n in both.items() if a != "<s>"}


def rows(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(k, n) for k, n in (line.split("\t") for line in lines)]


if __name__ == "__main__":
    sys.exit(main())
