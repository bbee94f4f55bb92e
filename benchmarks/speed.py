#!/usr/bin/env python3
"""How long does an article take, next to other tools on the same texts? One process, one core, one run.

    python benchmarks/speed.py benchmarks/own/pages.jsonl
    python benchmarks/speed.py PAGES.jsonl.gz --html PAGES-HTML.jsonl.gz [--limit 60] [--rounds 5] [--check]

Milliseconds of processor time for one text, the mean over the texts of each input, from the fastest of some rounds. The tools
take turns within a round, so that a busy machine slows them all. See benchmarks/README.md for what each of them does.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from quality import Peer, Problem, markdown, read_pages

CLEANER, FTFY, C4 = "cleaner", "ftfy", "C4"
WHOLE_PAGES = ("naive", "blocks", "layout")
"""Inputs that hold the whole page; all others are what an extractor left of it."""
BARS = {True: {FTFY: 2.0, C4: 0.35}, False: {FTFY: 4.0, C4: 0.8}}
"""How many times as fast as these the cleaner is to be, on whole pages and on extractors' outputs."""
ROUND = 20
"""Texts that a tool gets in a row before it is the next one's turn."""

Tool = Callable[[Any], object]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    add = parser.add_argument
    add("pages", metavar="PAGES", type=Path, help="JSON Lines, may be .gz: id, set, group, inputs{style: text}, gold{body}")
    add("--html", metavar="FILE", type=Path, help="the same ids with their HTML; adds trafilatura, which reads that")
    add("--styles", metavar="A,B", help="only these inputs")
    add("--limit", metavar="N", type=int, help="only the first N pages of each set")
    add("--rounds", metavar="N", type=int, default=5)
    add("--json", metavar="OUT", type=Path, help="all numbers")
    add("--check", action="store_true", help="exit 1 where the cleaner is under its bars: " + "; ".join(map(bars, BARS)))
    args = parser.parse_args(argv)
    # The checkout this file stands in is measured, whatever is installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    try:
        if args.rounds < 1:
            raise Problem("--rounds must be 1 or more")
        rows = read_pages(args.pages, args.html, args.limit)
        styles = args.styles.split(",") if args.styles else list(dict.fromkeys(s for row in rows for s in row["inputs"]))
        report = {style: measure(rows, style, args.rounds) for style in styles}
    except Problem as error:
        print(f"speed.py: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"speed.py: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2
    print(table(report))
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    slow = [
        f"{style}: {times(r, peer):.2f} × {peer}"
        for style, r in report.items()
        for peer, bar in bar_of(style).items()
        if times(r, peer) < bar
    ]
    if args.check and slow:
        print(f"speed.py: too slow: {', '.join(slow)}", file=sys.stderr)
        return 1
    return 0


def tools() -> tuple[Callable[[], None], dict[str, Tool]]:
    """What makes the cleaner forget the texts it has seen; and name → what a tool does with one text, all of it that is lazy included."""
    try:
        logging.disable(logging.WARNING)  # clean-text warns of a package it would like
        import cleantext
        import ftfy
        import orjson

        peer = Peer()
    except ImportError as error:
        raise Problem(f"{error.name} is missing: pip install 'news-cleaner[bench]'") from None
    from cleaner import Cleaner, words
    from cleaner.detectors import repeated_text

    cleaner = Cleaner()

    def clean(text: str) -> object:
        result = cleaner.clean(text)
        return result.article.body, dict(result.article.measures), result.edits

    def forget() -> None:
        """No text may gain from having been cleaned in the round before."""
        for engine in cleaner._engines.values():
            engine.lines.clear()
            engine.alone.words.clear()
            engine.in_story.words.clear()
        repeated_text.norm.cache_clear()
        words._columns.cache_clear()

    return forget, {
        CLEANER: clean,
        FTFY: ftfy.fix_text,
        C4: peer.clean,
        "clean-text": cleantext.clean,
        "orjson": lambda text: orjson.loads(orjson.dumps(text)),
    }


def measure(rows: Sequence[dict[str, Any]], style: str, rounds: int) -> dict[str, float]:
    """Means over the pages that have the input: characters, lines, and ms by tool."""
    pages = [row for row in rows if style in row["inputs"]]
    if not pages:
        raise Problem(f"no page has the input {style}")
    texts = [row["inputs"][style] for row in pages]
    forget, by_name = tools()
    work: dict[str, tuple[Tool, Sequence[str]]] = {name: (tool, texts) for name, tool in by_name.items()}
    if html := [row["html"] for row in pages if "html" in row]:
        import trafilatura

        work["trafilatura"] = trafilatura.extract, html
    best: dict[str, list[float]] = {name: [float("inf")] * len(given) for name, (_, given) in work.items()}
    for _ in range(rounds + 1):  # the first one compiles the rules
        forget()
        for start in range(0, len(texts), ROUND):
            for name, (tool, given) in work.items():
                for i, text in enumerate(given[start : start + ROUND], start):
                    begun = time.process_time()
                    tool(text)
                    best[name][i] = min(best[name][i], time.process_time() - begun)
    means = {name: 1000 * statistics.mean(seconds) for name, seconds in best.items()}
    return {
        "pages": len(pages),
        "chars": statistics.mean(map(len, texts)),
        "lines": statistics.mean(text.count("\n") + 1 for text in texts),
        **means,
    }


def times(result: dict[str, float], peer: str) -> float:
    """How many times as fast as `peer` the cleaner is."""
    return result[peer] / result[CLEANER]


def bar_of(style: str) -> dict[str, float]:
    return BARS[style in WHOLE_PAGES]


def bars(whole: bool) -> str:
    return f"{'whole pages' if whole else 'extractors’ outputs'} " + ", ".join(f"{bar} × {peer}" for peer, bar in BARS[whole].items())


def table(report: dict[str, dict[str, float]]) -> str:
    names = list(dict.fromkeys(name for r in report.values() for name in r if name not in ("pages", "chars", "lines")))
    rows = [
        [style, f"{r['pages']:.0f}", f"{r['chars'] / 1000:.1f}", f"{r['lines']:.0f}"]
        + [f"{r[name]:.{2 if r[name] >= 0.1 else 3}f}" if name in r else "" for name in names]
        + [f"{times(r, peer):.2f}" for peer in (FTFY, C4)]
        for style, r in report.items()
    ]
    return markdown(["input", "texts", "kB", "lines", *(f"{name} ms" for name in names), f"cleaner × {FTFY}", f"cleaner × {C4}"], rows)


if __name__ == "__main__":
    sys.exit(main())
