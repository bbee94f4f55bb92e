#!/usr/bin/env python3
"""How well are lost first letters put back, and is intact text left alone? Makes its cases from any file of articles.

    python benchmarks/lost_letters.py PAGES.jsonl.gz
    python benchmarks/lost_letters.py benchmarks/own/articles.jsonl
    python benchmarks/lost_letters.py ARTICLE.txt … --language it

Each of the first five paragraphs of an article is taken as its first one, with all that follow it, and damaged in every
way of `damages`; each goes through the whole of `Cleaner.clean`. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from quality import Problem, half, read_lines

OPENINGS = 5
"""Paragraphs of an article that are each taken as its first one."""
MIN_WORDS = 8
SHOWN = 40
"""Characters by which a paragraph is known again in the output."""
INITIAL = re.compile(r"""(["“„«‘']?\s?)([^\W\d_])(\S*)(\s+)(\S+)""")
DATELINES = ("WASHINGTON: ", "NEW DELHI, Jan 27 (Reuters) – ", "LONDON (AP) — ", "(CNN) — ")
OUTCOMES = ("right", "wrong", "suggested", "left")
WHO = ("cleaner", "unigram", "symspellpy")
FIRST = re.compile(r"""["“„«‘'’]?\s?[^\W\d_]+""")
RULE = "lost-first-letter"
Key = tuple[str, str, str, str]
"""Language, half, kind of damage, who."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add(
        "files",
        metavar="FILE",
        type=Path,
        nargs="+",
        help="JSON Lines with gold.body or body (may be .gz), or a plain text file an article",
    )
    add("--language", metavar="CODE", help="all articles are in this language; else a row's own, or what the cleaner guesses")
    add("--only", metavar="CODE", help="only the articles in this language")
    add("--workers", metavar="N", type=int, default=2)
    add("--half", choices=("seen", "unseen"), help="only the articles of this half")
    add("--limit", metavar="N", type=int, help="only the first N articles of each language and half")
    add("--json", metavar="OUT", type=Path, help="all counts")
    add("--mistakes", action="store_true", help="print the cases of the seen half that did not come out right")
    args = parser.parse_args(argv)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    try:
        report = run(args)
    except Problem as error:
        print(f"lost_letters.py: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"lost_letters.py: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2
    if args.json:
        args.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


# Cases


def articles(files: Sequence[Path], language: str | None) -> Iterator[tuple[str | None, str, list[str]]]:
    """(language, half, paragraphs) of every article. A text file's half is its name's, a row's that of its site."""
    for path in files:
        if not re.search(r"\.jsonl?(\.gz)?$", path.name):
            yield language, half(path.stem), paragraphs(path.read_text(encoding="utf-8"))
            continue
        for number, row in read_lines(path):
            body = row.get("gold", row).get("body")
            if not isinstance(body, str):
                raise Problem(f"{path}:{number}: an article needs gold.body or body")
            yield language or row.get("language"), half(str(row.get("group", row.get("id", "")))), paragraphs(body)


def paragraphs(body: str) -> list[str]:
    return [p.strip() for p in body.split("\n") if p.strip()]


def damages(paragraph: str, number: int) -> Iterator[tuple[str, str]]:
    """(kind, damaged paragraph): every way in which this one can lose its first letter."""
    match = INITIAL.match(paragraph)
    if not match or not match[2].isupper() or len(paragraph.split()) < MIN_WORDS:
        return
    quote, letter, rest, gap, following = match.groups()
    after = paragraph[match.end(2) :]
    if not rest:
        yield "one-letter word gone", quote + after
        yield "own line", f"{quote}{letter}\n{after.lstrip()}"
        return
    if not rest[0].isalpha() and rest[0] not in "’'":
        return
    yield "quote" if quote else "gone", quote + after
    yield "apart", f"{quote}{letter} {after}"
    yield "own line", f"{quote}{letter}\n{after}"
    if rest[0].islower():
        yield "repeated", f"{quote}{letter} {letter}{after}"
        yield "capitals", f"{quote}{rest.upper()}{gap}{following.upper()}{paragraph[match.end() :]}"
        if not quote:
            yield "dateline", DATELINES[number % len(DATELINES)] + after
            yield "break", f"* * *\n\n{after}"


def cases(paragraphs: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(kind, damaged text, intact text); kind "intact" has the same text twice."""
    for i, paragraph in enumerate(paragraphs[:OPENINGS]):
        rest = paragraphs[i + 1 :]
        intact = "\n\n".join([paragraph, *rest])
        yield "intact", intact, intact
        for kind, damaged in damages(paragraph, i):
            whole = paragraph
            if kind == "capitals":
                match = INITIAL.match(paragraph)
                assert match
                whole = paragraph[: match.end()].upper() + paragraph[match.end() :]
            before: list[str] = []
            if kind == "dateline":
                whole = DATELINES[i % len(DATELINES)] + paragraph
            elif kind == "break":
                # The damaged paragraph stands among the others, after a section break.
                before = paragraphs[max(0, i - 2) : i]
                whole = f"* * *\n\n{paragraph}"
                if not before:
                    continue
            yield kind, "\n\n".join([*before, damaged, *rest]), "\n\n".join([*before, whole, *rest])


# Measuring


class Peers:
    """What stands at hand: the most frequent word of the language that the rest can end, and symspellpy's compound correction."""

    def __init__(self) -> None:
        spec = find_spec("symspellpy")
        if spec is None or not spec.submodule_search_locations:
            raise Problem("the symspellpy column needs symspellpy: pip install symspellpy")
        from symspellpy import SymSpell

        folder = Path(spec.submodule_search_locations[0])
        self._symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        self._symspell.load_dictionary(folder / "frequency_dictionary_en_82_765.txt", 0, 1)
        self._symspell.load_bigram_dictionary(folder / "frequency_bigramdictionary_en_243_342.txt", 0, 2)

    def unigram(self, text: str, language: str) -> str | None:
        """The text with its first word completed by the letter that makes the most frequent word; None if it begins in upper case."""
        from wordfreq import zipf_frequency

        match = FIRST.match(text)
        if not match or not (match[0].lstrip("\"“„«‘'’ ")[:1].islower() or match[0].isupper()):
            return None
        word = match[0].lstrip("\"“„«‘'’ ")
        try:
            best = max("abcdefghijklmnopqrstuvwxyzàâäáåéèêíîóôöúüçñ", key=lambda c: zipf_frequency(c + word.lower(), language))
            known = zipf_frequency(best + word.lower(), language) > 0
        except (LookupError, ValueError):
            return None
        return text[: match.end() - len(word)] + best.upper() + text[match.end() - len(word) :] if known else None

    def symspell(self, text: str, language: str) -> str | None:
        """The text with its first two words corrected, capitalised as a sentence begins."""
        match = re.match(r"(\W*)(\w+\W+\w+)", text)
        if not match or language != "en":
            return None
        fixed = self._symspell.lookup_compound(match[2], max_edit_distance=2, transfer_casing=True)[0].term
        return None if fixed == match[2] else text[: match.start(2)] + fixed[:1].upper() + fixed[1:] + text[match.end() :]


_tools: dict[str, Any] = {}


def _start() -> None:
    from cleaner import Cleaner

    _tools.update(cleaner=Cleaner(), peers=Peers())


def run(args: argparse.Namespace) -> dict[str, Any]:
    _start()
    chosen: list[tuple[str, str, list[str]]] = []
    taken: Counter[tuple[str, str]] = Counter()
    for given, which, paras in articles(args.files, args.language):
        if paras and args.half in (None, which):
            language = given or _tools["cleaner"].clean("\n\n".join(paras)).article.language or "und"
            if (args.limit is None or taken[language, which] < args.limit) and args.only in (None, language):
                taken[language, which] += 1
                chosen.append((language, which, paras))
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    mistakes: list[str] = []
    with multiprocessing.Pool(args.workers, _start) as pool:
        for done, wrong in pool.imap(measure, chosen, chunksize=4):
            for key, outcome in done:
                counts[key][outcome] += 1
            mistakes += wrong
    print(table(counts, taken))
    if args.mistakes:
        print("\n" + "\n".join(mistakes))
    speed()
    return {" / ".join(key): dict(outcomes) for key, outcomes in counts.items()}


def measure(article: tuple[str, str, list[str]]) -> tuple[list[tuple[Key, str]], list[str]]:
    """All cases of one article: who did what with which kind of damage, and the cleaner's mistakes if the half is the seen one."""
    language, which, paragraphs = article
    done: list[tuple[Key, str]] = []
    mistakes: list[str] = []
    clean = cache(lambda text: _tools["cleaner"].clean(text, language=language))
    guesses = {"unigram": _tools["peers"].unigram, "symspellpy": _tools["peers"].symspell}
    for kind, damaged, intact in cases(paragraphs):
        expected, result = clean(intact), clean(damaged)
        if kind == "intact":
            outcome = "changed" if any(e.reasons[0].name == RULE for e in result.edits) else "kept"
            done += [
                ((language, which, kind, who), "kept" if guess(intact, language) is None else "changed") for who, guess in guesses.items()
            ]
        else:
            mark = opening(damaged, intact)
            outcome = judge(result, mark, expected.text) if mark in expected.text else "not scored"
        done.append(((language, which, kind, "cleaner"), outcome))
        if kind in ("gone", "quote"):
            for who, guess in guesses.items():
                said = guess(damaged, language)
                done.append(((language, which, kind, who), "left" if said is None else "right" if begins(said, intact) else "wrong"))
        if which == "seen" and outcome not in ("right", "kept"):
            notes = [e.reasons[0].note for e in (*result.edits, *result.skipped) if e.reasons[0].name == RULE]
            mistakes.append(f"{language} {kind} {outcome}: {damaged[:SHOWN]!r} for {intact[:12]!r} {' '.join(notes)}")
    return done, mistakes


def opening(damaged: str, intact: str) -> str:
    """The beginning of the paragraph that was damaged, as it should come out."""
    for a, b in zip(damaged.split("\n\n"), intact.split("\n\n"), strict=False):
        if a != b:
            return b[:SHOWN]
    return intact[:SHOWN]


def begins(said: str, intact: str) -> bool:
    """The first two words are those of the intact text, whatever the case of the second."""
    return re.findall(r"\w+", said)[:2] == re.findall(r"\w+", intact)[:2] or said[:SHOWN] == intact[:SHOWN]


def judge(result: Any, mark: str, expected: str) -> str:
    # A letter left on its own line would be a paragraph more.
    stray = {p for p in result.text.split("\n\n") if len(p) < 4} - {p for p in expected.split("\n\n") if len(p) < 4}
    if not stray and any(p.startswith(mark) for p in result.text.split("\n\n")):
        return "right"
    if any(e.reasons[0].name == RULE for e in result.edits):
        return "wrong"
    return "suggested" if any(e.reasons[0].name == RULE for e in result.skipped) else "left"


# Reporting


def table(counts: Mapping[tuple[str, str, str, str], Counter[str]], taken: Mapping[tuple[str, str], int]) -> str:
    lines = [
        "| language | half | damage | who | cases | right % | wrong % | suggested % | left % |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    intact = ["| language | half | who | intact openings | changed % |", "|---|---|---|---|---|"]
    for language, which in sorted(taken):
        mine = {k: v for k, v in counts.items() if k[:2] == (language, which)}
        kinds = list(dict.fromkeys(k[2] for k in mine if k[2] != "intact"))
        total = sum((v for k, v in mine.items() if k[2] != "intact" and k[3] == "cleaner"), Counter())
        rows = [("**all**", "cleaner", total)]
        rows += [(kind, who, mine[language, which, kind, who]) for kind in kinds for who in WHO if (language, which, kind, who) in mine]
        for kind, who, c in rows:
            n = sum(c[o] for o in OUTCOMES)
            if n:
                shares = " | ".join(f"{100 * c[o] / n:.1f}" for o in OUTCOMES)
                lines.append(f"| {language} | {which} | {kind} | {who} | {n} | {shares} |")
        for who in WHO:
            c = mine.get((language, which, "intact", who), Counter())
            if c:
                intact.append(f"| {language} | {which} | {who} | {c.total()} | {100 * c['changed'] / c.total():.2f} |")
    return "\n".join([*lines, "", *intact])


def speed() -> None:
    """What the detector alone costs on an article with and without the damage."""
    from cleaner import Cleaner
    from cleaner.detectors import lost_initial

    # One that has cleaned nothing yet: it takes the detector's function at its first article.
    cleaner = Cleaner()

    seen: list[Any] = []
    real = lost_initial.detect
    lost_initial.detect = lambda page, **params: seen.append((page, params)) or real(page, **params)
    body = "\n\n".join(
        f"The board met for the {n}th time and said that President Joana Lund would come again in the spring." for n in range(80)
    )
    try:
        for start in ("", "P"):
            seen.clear()
            cleaner.clean(
                f"{start}resident Joana Lund came to the quay on Friday and was gone by noon.\n\n{body}"
                if not start
                else f"President Joana Lund came to the quay.\n\n{body}"
            )
            best = math.inf
            for _ in range(100):
                began = time.perf_counter()
                for page, params in seen:
                    list(real(page, **params))
                best = min(best, time.perf_counter() - began)
            print(f"{'intact' if start else 'damaged'} article of {len(body):,} characters: {best * 1e6:.0f} µs, the best of 100")
    finally:
        lost_initial.detect = real


if __name__ == "__main__":
    sys.exit(main())
