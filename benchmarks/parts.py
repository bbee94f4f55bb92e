#!/usr/bin/env python3
"""How often are headline, authors and date right? Measures the parts on pages whose true parts are known.

    python benchmarks/parts.py PAGES.jsonl.gz --html PAGES-HTML.jsonl.gz

Title: equal after case, quotes, dashes and blanks are made alike. Authors: F1 of the set of names, mean over pages; an agency, domain
or newsroom among the true authors is right if `agency` or `authors` names it, and `agency` counts only where the truth names one. Date: the
day of `published`, right in the page's zone or in UTC. Pages without a true title, authors or date are not counted for that part.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from quality import HALVES, Problem, markdown, read_pages

PARTS = ("title", "authors", "published")
STYLES = ("naive", "bare", "trafilatura", "html")
NOT_WORD = re.compile(r"[\W_]+")
Row = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    add = parser.add_argument
    add("pages", metavar="PAGES", type=Path, help="JSON Lines, may be .gz: id, set, group, inputs, gold{body, title, authors, published}")
    add("--html", metavar="FILE", type=Path, help="the same ids with their HTML; adds the style html")
    add("--styles", metavar="A,B", default=",".join(STYLES))
    add("--limit", metavar="N", type=int, help="only the first N pages of each set")
    add("--json", metavar="OUT", type=Path, help="all numbers")
    add("--dump", metavar="FILE", type=Path, help="what is wrong on pages of the seen half: style, id, part, truth, found")
    args = parser.parse_args(argv)
    # The checkout this file stands in is measured, whatever is installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    try:
        rows = [row for row in read_pages(args.pages, args.html, args.limit) if row["gold"].get("title")]
        if not rows:
            raise Problem(f"{args.pages}: no page has a true title in gold")
        pages = list(measure(rows, args.styles.split(",")))
    except Problem as error:
        print(f"parts.py: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"parts.py: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2
    report = results(pages)
    print(table(report))
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if args.dump:
        wrong = [
            "\t".join([p["style"], p["id"], part, str(p["gold"][part]), str(p["found"][part])])
            for p in pages
            for part in PARTS
            if p["half"] == "seen" and p["scores"][part] not in (None, 1)
        ]
        args.dump.write_text("".join(line + "\n" for line in wrong), encoding="utf-8")
    return 0


def measure(rows: Sequence[Row], styles: Sequence[str]) -> Iterator[Row]:
    from cleaner import Cleaner
    from cleaner.read import read_html

    cleaner = Cleaner()
    for row in rows:
        for style in styles:
            given = read_html(row["html"]) if style == "html" and "html" in row else row["inputs"].get(style)
            if given is not None:
                a = cleaner.clean(given).article
                found = {"title": a.title, "authors": list(a.authors), "agency": a.agency, "published": a.published}
                yield {k: row[k] for k in ("id", "set", "half", "gold")} | {
                    "style": style,
                    "found": found,
                    "scores": scores(row["gold"], found),
                }


def scores(gold: Row, found: Row) -> dict[str, float | None]:
    """Each part's score, 0 to 1; None where the truth has none."""
    return {
        "title": float(plain(gold["title"]) == plain(found["title"])) if gold.get("title") else None,
        "authors": authors_f1(gold["authors"], found["authors"], found["agency"]) if gold.get("authors") else None,
        "published": float(same_day(gold["published"], found["published"])) if gold.get("published") else None,
    }


def plain(text: str | None) -> str:
    """Case, quotes, dashes, blanks and the forms of one letter made alike."""
    return NOT_WORD.sub(" ", unicodedata.normalize("NFKC", (text or "").replace("\xad", ""))).casefold().strip()


def authors_f1(truth: Sequence[str], authors: Sequence[str], agency: str | None) -> float:
    true, found = {plain(n) for n in truth}, {plain(n) for n in authors}
    if plain(agency) in true:
        found.add(plain(agency))
    return 2 * len(true & found) / (len(true) + len(found))


def same_day(truth: str, found: str | None) -> bool:
    if not found:
        return False
    true, moment = datetime.fromisoformat(truth), datetime.fromisoformat(found)
    return bool({d.date() for d in in_zones(true)} & {d.date() for d in in_zones(moment)})


def in_zones(moment: datetime) -> list[datetime]:
    return [moment, moment.astimezone(UTC)] if moment.tzinfo else [moment]


def results(pages: Sequence[Row]) -> Row:
    out: Row = {}
    for style in dict.fromkeys(p["style"] for p in pages):
        for half in HALVES:
            here = [p for p in pages if p["style"] == style and half in ("all", p["half"])]
            values = {part: [v for p in here if (v := p["scores"][part]) is not None] for part in PARTS}
            out.setdefault(style, {})[half] = {part: {"pages": len(v), "right": statistics.mean(v)} for part, v in values.items() if v}
    return out


def table(report: Row) -> str:
    rows = [
        [style, half, *(f"{p[part]['right']:.3f} ({p[part]['pages']})" if part in p else "" for part in PARTS)]
        for style, halves in report.items()
        for half, p in halves.items()
    ]
    return markdown(["input", "half", "title (pages)", "authors F1", "date"], rows)


if __name__ == "__main__":
    sys.exit(main())
