#!/usr/bin/env python3
"""Make cleaner/openings/<language>.txt: which words begin sentences, and what follows them.

    pip install wordsegment names better-profanity
    python benchmarks/openings.py PAGES.jsonl.gz

Sentence openings are counted in the true bodies of the *seen* half (see benchmarks/README.md): numbers, no text of theirs. Pairs of
words come, for English, from `wordsegment` (Apache 2.0), whose counts are Peter Norvig's of the Google Web Trillion Word
Corpus; only pairs whose first word can be mistaken for another with its first letter gone are kept, and of these only pairs
that words alone would not foretell. Words that the web has far more often than wordfreq's texts are left out, and vulgar ones
(the list of `better-profanity`, MIT) unless two bodies use them. First names are those of the US Census of 1990 (public
domain), from `names` (MIT). One line a word:

    word <TAB> opening <TAB> quoted <TAB> name <TAB> left <TAB> most <TAB> next:share next:share …

All numbers are 10 × ln: `opening` and `quoted`, the share of sentences and of quotations that begin with the word; `name`, its share of first
names; `share`, that of `next` (a comma, too) among what follows the word; what is not listed there has its own frequency
times `left` (Katz's back-off), `most` at most.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import regex
from quality import Problem, half, read_lines

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = regex.compile(r"""(?:^|(?<=[.!?…]["”’»“]?\s))(["“„«‘']?)(\p{Lu}[\p{L}'’]*)(,?)""", regex.MULTILINE)
WORD = regex.compile(r"\p{L}[\p{L}'’]*")
PRIOR = 1500
"""Sentences that the general counts are worth beside those counted."""
PRIOR_QUOTED = 300
"""Quotations that all sentences are worth beside those counted."""
COMMA = 0.02
"""Share of openings that a comma follows."""
RIVAL = -6.9
"""ln of how much rarer a word may be than its rival to be mistaken for it."""
CUT = 100_000
"""wordsegment leaves out pairs seen less often."""
FORETOLD = 0.8
"""ln of how far a pair's share may be from what its words alone say for it to be left out."""
OF_THE_WEB = 2.3
"""ln of how much more often the web has a word than wordfreq for it to be the web's own."""
LANGUAGES = ("en", "de")
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


@dataclass
class Counted:
    """How often sentences and quotations begin with a word, and how often a comma follows it there."""

    sentences: Counter[str]
    quoted: Counter[str]
    commas: Counter[str]
    articles: Counter[str]
    """How many bodies hold a word."""


def openings(path: Path) -> Mapping[str, Counted]:
    """By language, what the bodies of the seen half hold."""
    from cleaner.language import guess

    counts: dict[str, Counted] = defaultdict(lambda: Counted(Counter(), Counter(), Counter(), Counter()))
    for _, row in read_lines(path):
        body = row["gold"]["body"]
        if half(row["group"]) == "seen":
            counted = counts[guess(body) or ""]
            counted.articles.update(set(map(plain, WORD.findall(body))))
            for quote, word, comma in SENTENCE.findall(body):
                counted.sentences[plain(word)] += 1
                counted.quoted[plain(word)] += bool(quote)
                counted.commas[plain(word)] += bool(comma)
    return counts


def plain(word: str) -> str:
    return word.lower().replace("’", "").replace("'", "")


def table(language: str, counted: Counted) -> list[str]:
    from cleaner.words import UNSEEN, words

    listed = words(language)
    assert listed is not None
    unigrams, starts, pairs = pairs_of(language)
    all_words = sum(unigrams.values())
    unwanted = {w for w in vulgar() if counted.articles[w] < 2}

    def wanted(word: str, frequency: float) -> bool:
        webs_own = word in unigrams and math.log(unigrams[word] / all_words) > frequency + OF_THE_WEB
        return word.isalpha() and word not in unwanted and (word in counted.articles or not webs_own)

    known = {plain(w): f for w, f in listed.frequencies.items() if wanted(plain(w), f)}
    names = names_of(language)
    sentences, quoted = counted.sentences, counted.quoted
    total, all_quoted, all_starts = sentences.total(), quoted.total(), sum(starts.values())

    def start(word: str) -> float:
        general = starts[word] / all_starts if word in starts else math.exp(known.get(word, UNSEEN) - 2.0)
        # A word that the few counted articles are about is no better an opening than others.
        return (min(sentences[word], total * general * 30 + 3) + PRIOR * general) / (total + PRIOR)

    def in_quotes(word: str) -> float:
        return (quoted[word] + PRIOR_QUOTED * start(word)) / (all_quoted + PRIOR_QUOTED)

    def mistaken(word: str) -> bool:
        """Whether another word, or what is left of it, is as likely without its first letter."""
        rest, own = word[1:], known[word]
        others = [known[c + rest] for c in listed.initials if c + rest in known and c != word[0]]
        return len(word) == 1 or any(f > own + RIVAL for f in [*others, *([known[rest]] if rest in known else [])])

    following: dict[str, Counter[str]] = defaultdict(Counter)
    for (first, second), n in pairs.items():
        if first in known and mistaken(first):
            following[first][regex.sub(r"\d+", "0", second)] += n
    listed_words = {w for w, n in sentences.items() if n >= 3 and w in known} | {w for w in {*following, *starts} if w in known}
    lines = ["# Made by benchmarks/openings.py; do not edit."]
    for word in sorted(listed_words | names.keys()):
        name = f"{tenths(names[word])}" if word in names else ""
        opening = f"{tenths(start(word))}\t{tenths(in_quotes(word))}" if word in listed_words else "\t"
        seen = following.get(word)
        left = most = pairs_listed = ""
        if seen and unigrams.get(word):
            shares = {n: c / unigrams[word] for n, c in sorted(seen.items())}
            top = math.log(3 * CUT / unigrams[word])
            told = surprising(shares, known, top)
            comma = (counted.commas[word] + 5 * COMMA) / (sentences[word] + 5)
            left, most = f"{tenths(math.exp(rest_of(shares, told, known)))}", f"{round(10 * top)}"
            pairs_listed = "".join(f" {n}:{tenths(c)}" for n, c in [(",", comma), *told.items()]) + " "
        lines.append(f"{word}\t{opening}\t{name}\t{left}\t{most}\t{pairs_listed}")
    print(f"{language}: {total} sentences, {len(lines) - 1} words", file=sys.stderr)
    return lines


def surprising(shares: Mapping[str, float], known: Mapping[str, float], most: float) -> dict[str, float]:
    """The pairs whose share the frequency of the second word does not foretell."""
    listed = {n: c for n, c in shares.items() if n in known or n == "0"}
    left = rest_of(shares, listed, known)
    foretold = {n: min(known[n] + left, most) for n in listed if n in known}
    return {n: c for n, c in listed.items() if n not in foretold or abs(math.log(c) - foretold[n]) > FORETOLD}


def rest_of(shares: Mapping[str, float], told: Mapping[str, float], known: Mapping[str, float]) -> float:
    """ln of what is left for the words that are not told, over their share of all words."""
    from cleaner.words import UNSEEN

    gone = sum(c for n, c in shares.items() if n in told or n not in known)
    return math.log(max(0.02, 1 - gone) / max(0.02, 1 - sum(math.exp(known.get(n, UNSEEN)) for n in told)))


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


def vulgar() -> set[str]:
    spec = find_spec("better_profanity")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("the vulgar words come from better-profanity: pip install better-profanity")
    return set((Path(spec.submodule_search_locations[0]) / "profanity_wordlist.txt").read_text(encoding="utf-8").split("\n"))


def names_of(language: str) -> dict[str, float]:
    """First names → their share of all, women's and men's; empty but for English."""
    if language != "en":
        return {}
    spec = find_spec("names")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("the first names come from names: pip install names")
    folder = Path(spec.submodule_search_locations[0])
    shares: Counter[str] = Counter()
    for file in ("dist.male.first", "dist.female.first"):
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            name, percent, *_ = line.split()
            shares[name.lower()] += float(percent) / 200
    return dict(shares)


def rows(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(k, n) for k, n in (line.split("\t") for line in lines)]


if __name__ == "__main__":
    sys.exit(main())
