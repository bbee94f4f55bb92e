#!/usr/bin/env python3
"""How clean are the articles, and what does it cost? Measures the cleaner on pages whose true body is known.

    python benchmarks/quality.py benchmarks/own/pages.jsonl
    python benchmarks/quality.py PAGES.jsonl.gz --html PAGES-HTML.jsonl.gz --ledger --json out.json

See benchmarks/README.md for the file format, the measures and the public sources of the pages.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from score import (
    ZONES,
    Line,
    Taken,
    average,
    best_lines,
    bootstrap,
    measure_page,
    scored_text,
    share_of_room,
    shingles,
    trace,
    wilson,
    words_lost,
)

WHO = ("untouched", "c4", "cleaned", "best")
HALVES = ("all", "seen", "unseen")
LONG = 60
"""Words from which a true body is surely an article and not a picture's caption or a stub."""
BEGIN, END = "<!-- quality: begin -->", "<!-- quality: end -->"
Row = dict[str, Any]


class Problem(Exception):
    """A person can put it right; said in one line, exit code 2."""


def main(argv: Sequence[str] | None = None) -> int:
    args = options().parse_args(argv)
    # The checkout this file stands in is measured, whatever is installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    try:
        return run(args)
    except Problem as error:
        print(f"quality.py: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"quality.py: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("pages", metavar="PAGES", type=Path, help="JSON Lines, may be .gz: id, set, group, inputs{style: text}, gold{body, summary}")
    add("--html", metavar="FILE", type=Path, help="the same ids with their HTML; adds the style html, held against naive")
    add("--styles", metavar="A,B", help="only these input styles (truth: the true bodies as input)")
    add("--workers", metavar="N", type=int, default=2)
    add("--limit", metavar="N", type=int, help="only the first N pages of each set")
    add("--json", metavar="OUT", type=Path, help="all numbers")
    add("--readme", metavar="FILE", type=Path, help=f"put the tables between {BEGIN} and {END}")
    add("--ledger", action="store_true", help="print for every rule what it took, right and wrong, and the zones")
    add("--ledger-json", metavar="FILE", type=Path, help="write what `cleaner rules list` shows of each rule: rules/ledger.json")
    add("--languages", action="store_true", help="print F1 by the language the cleaner told")
    add("--dump", metavar="DIR", type=Path, help="write lost true lines and kept noise lines of the seen half")
    add("--floor", metavar="FILE", type=Path, help="exit 1 where F1 is under its floor or lost over it; better numbers raise the floor")
    add("--lower-floor", action="store_true", help="take today's numbers as the floor, lower ones too")
    return parser


def run(args: argparse.Namespace) -> int:
    if args.lower_floor and not args.floor:
        raise Problem("--lower-floor needs --floor FILE")
    if (args.floor or args.ledger_json) and (args.limit or args.styles):
        raise Problem("a floor or a ledger file is for all pages and styles: leave out --limit and --styles")
    rows = read_pages(args.pages, args.html, args.limit)
    styles = wanted_styles(rows, args.styles)
    started = time.perf_counter()
    pages = list(measure(rows, styles, max(1, args.workers)))
    report = {
        "pages": {"file": args.pages.name, "sha256": sha256(args.pages), "count": len(rows)},
        "versions": versions(),
        "results": results(pages),
        "truth": truths(pages),
        "languages": languages(pages),
        "ledger": ledger(pages),
        "zones": zones(pages),
    }
    print(f"{len(rows)} pages, {time.perf_counter() - started:.0f} s", file=sys.stderr)

    print("\n\n".join([full_table(report), *tables(report)]))
    if args.languages:
        print("\n" + language_table(report))
    if args.ledger:
        print("\n" + ledger_table(report) + "\n\n" + zone_table(report))
    if args.json:
        args.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if args.ledger_json:
        args.ledger_json.write_text(json.dumps(record(report, pages), indent=1) + "\n", encoding="utf-8")
    if args.dump:
        dump(args.dump, pages)
    if args.readme:
        put_in_readme(args.readme, report)
    return check_floor(args.floor, report, args.lower_floor) if args.floor else 0


# Reading


def read_lines(path: Path) -> Iterator[tuple[int, Row]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        number = 0
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise Problem(f"{path}:{number}: not a JSON object")
                    yield number, row
        except (UnicodeDecodeError, json.JSONDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise Problem(f"{path}:{number + isinstance(error, EOFError)}: {error}") from None


def read_pages(path: Path, html: Path | None, limit: int | None) -> list[Row]:
    """The rows, each with its half and, where there is HTML, `html`."""
    rows: list[Row] = []
    taken: Counter[str] = Counter()
    for number, row in read_lines(path):
        try:
            name, inputs, body, site = row["set"], row["inputs"], row["gold"]["body"], row["group"]
            row["id"] = str(row["id"])
        except (KeyError, TypeError):
            raise Problem(f"{path}:{number}: a page needs id, set, group, inputs and gold.body") from None
        if not isinstance(inputs, dict) or not all(isinstance(x, str) for x in (body, site, name, *inputs.values())):
            raise Problem(f"{path}:{number}: set, group, gold.body and each input must be strings")
        if not shingles(body):
            raise Problem(f"{path}:{number}: gold.body has no words")
        if limit is None or taken[name] < limit:
            taken[name] += 1
            rows.append(row | {"half": half(site), "inputs": with_bare(inputs)})
    if not rows:
        raise Problem(f"{path}: no pages")
    if html:
        texts = {str(row.get("id")): row.get("html") for _, row in read_lines(html)}
        for row in rows:
            if isinstance(texts.get(row["id"]), str) and "naive" in row["inputs"]:
                row["html"] = texts[row["id"]]
        if not any("html" in row for row in rows):
            raise Problem(f"{html}: has none of the pages of {path}")
    return rows


def with_bare(inputs: dict[str, str]) -> dict[str, str]:
    """The inputs, and behind naive one more: naive without its first line, the window's title."""
    out: dict[str, str] = {}
    for style, text in inputs.items():
        out[style] = text
        if style == "naive" and "\n" in text.strip():
            out["bare"] = text.strip().partition("\n")[2]
    return out


def half(site: str) -> str:
    """All pages of a site are in one half, so that a rule that learned a site's phrases shows no gain on the unseen one."""
    return "unseen" if int(hashlib.sha256(site.encode()).hexdigest(), 16) % 2 else "seen"


def wanted_styles(rows: Sequence[Row], names: str | None) -> list[str]:
    known = [*dict.fromkeys(style for row in rows for style in row["inputs"])]
    known += ["html"] * any("html" in row for row in rows) + ["truth"]
    if names is None:
        return known
    chosen = [n.strip() for n in names.split(",") if n.strip()]
    unknown = [n for n in chosen if n not in known]
    if unknown or not chosen:
        raise Problem(f"no style {', '.join(unknown) or repr(names)} here; there are {', '.join(known)}")
    return chosen


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions() -> dict[str, str]:
    from importlib.metadata import version

    from cleaner import Cleaner, __version__

    return {"cleaner": __version__, "rules": Cleaner().rules_hash, "datatrove": version("datatrove")}


# Measuring: one page with all its styles is one task


class Peer:
    """datatrove's C4QualityFilter with the rules that drop a line and without those that drop a page.

    Its ends of sentences are ASCII; typographic closing quotes are written so for it, or it would lose every
    paragraph that ends in one. Quotes are no words, so the measures do not see the difference.
    """

    QUOTES = str.maketrans("\u201d\u2019", "\"'")

    def __init__(self) -> None:
        from datatrove.data import Document
        from datatrove.pipeline.filters.c4_filters import C4QualityFilter

        self._document = Document
        self._filter = C4QualityFilter(
            filter_no_terminal_punct=True,
            min_words_per_line=3,
            min_num_sentences=-1,
            filter_lorem_ipsum=False,
            filter_curly_bracket=False,
        )

    def clean(self, text: str) -> str:
        document = self._document(text=text.translate(self.QUOTES), id="")
        self._filter.filter(document)
        return str(document.text)


_tools: dict[str, Any] = {}


def _start(styles: Sequence[str]) -> None:
    from cleaner import Cleaner

    _tools.update(cleaner=Cleaner(), peer=Peer(), styles=styles)


def measure(rows: Sequence[Row], styles: Sequence[str], workers: int) -> Iterator[Row]:
    """Every page with its numbers in every style, in the order of `rows`."""
    try:
        Peer()
    except ImportError:
        raise Problem("the C4 column needs datatrove: pip install datatrove") from None
    if workers == 1:
        _start(styles)
        yield from map(measure_row, rows)
        return
    with multiprocessing.Pool(workers, _start, (styles,)) as pool:
        yield from pool.imap(measure_row, rows, chunksize=4)


def measure_row(row: Row) -> Row:
    out: Row = {k: row[k] for k in ("id", "set", "half")} | {"styles": {}}
    for style in _tools["styles"]:
        try:
            if style == "truth":
                out["truth"] = measure_truth(row["gold"])
            elif style == "html" and "html" in row:
                from cleaner.read import read_html

                out["styles"][style] = measure_style(row["gold"], row["inputs"]["naive"], read_html(row["html"]))
            elif style in row["inputs"]:
                out["styles"][style] = measure_style(row["gold"], row["inputs"][style], row["inputs"][style])
        except Exception as error:
            error.add_note(f"on page {row['id']}, style {style}")
            raise
    return out


def measure_style(gold: Row, text: str, given: Any) -> Row:
    """`text` is what the outputs are held against; `given` is what the cleaner gets: the same text, or a Document made of HTML."""
    truth, before = shingles(gold["body"]), shingles(text)
    article, scored, lines, taken = clean_and_trace(gold, given)
    texts = {"untouched": text, "c4": _tools["peer"].clean(text), "cleaned": scored, "best": best_lines(text, gold["body"])}
    return {
        "language": article.language,
        "lines": lines,
        "taken": taken,
        **{who: measure_page(truth, before, shingles(after)) for who, after in texts.items()},
    }


def measure_truth(gold: Row) -> Row:
    body = gold["body"]
    _, scored, lines, _ = clean_and_trace(gold, body)
    return {"lines": lines, "cleaned": words_lost(body, scored), "c4": words_lost(body, _tools["peer"].clean(body))}


def clean_and_trace(gold: Row, given: Any) -> tuple[Any, str, list[Line], list[Taken]]:
    result = _tools["cleaner"].clean(given)
    article, summary = result.article, bool(gold.get("summary"))
    scored = scored_text(article.body, article.dek, summary)
    dek = 0 if summary else len(article.dek or "")
    return article, scored, *trace(gold["body"], result.document.text, result.edits, scored, len(article.title or ""), dek)


# Adding up


def groups(pages: Sequence[Row]) -> Iterator[tuple[str, str, str, list[Row]]]:
    """(set, style, half, pages), those there are."""
    for name in dict.fromkeys(p["set"] for p in pages):
        for style in dict.fromkeys(s for p in pages if p["set"] == name for s in p["styles"]):
            for part in HALVES:
                found = [p for p in pages if p["set"] == name and style in p["styles"] and part in ("all", p["half"])]
                if found:
                    yield name, style, part, found


def compare(rows: Sequence[Row]) -> Row:
    out: Row = {who: average([row[who] for row in rows]) for who in WHO}
    out["share_of_room"] = share_of_room(*(out[who]["f1"] for who in ("untouched", "cleaned", "best")))
    out["interval"] = bootstrap([row["cleaned"] for row in rows])
    return out


def results(pages: Sequence[Row]) -> Row:
    out: Row = {}
    for name, style, part, found in groups(pages):
        out.setdefault(name, {}).setdefault(style, {})[part] = compare([p["styles"][style] for p in found])
    return out


def truths(pages: Sequence[Row]) -> Row:
    """True bodies as input: share of all their words that the output lacks, share of articles with every word in its place."""
    out: Row = {}
    for name in dict.fromkeys(p["set"] for p in pages):
        for part in HALVES:
            for label, at_least in (("any length", 0), (f"{LONG} words or more", LONG)):
                found = [
                    p["truth"]
                    for p in pages
                    if p["set"] == name and part in ("all", p["half"]) and "truth" in p and p["truth"]["cleaned"][0] >= at_least
                ]
                if found:
                    row = {"articles": len(found)}
                    for who in ("cleaned", "c4"):
                        had, lost, whole = (sum(column) for column in zip(*(f[who] for f in found), strict=True))
                        row[who] = {"words_lost": lost / had, "whole": whole / len(found)}
                    out.setdefault(name, {}).setdefault(part, {})[label] = row
    return out


def languages(pages: Sequence[Row]) -> Row:
    out: Row = {}
    for name, style, part, found in groups(pages):
        if part == "all":
            by: dict[str, list[Row]] = defaultdict(list)
            for page in found:
                by[page["styles"][style]["language"] or "unknown"].append(page["styles"][style])
            out.setdefault(name, {})[style] = {
                lang: {who: average([r[who] for r in rows]) for who in WHO} for lang, rows in sorted(by.items())
            }
    return out


def ledger(pages: Sequence[Row]) -> Row:
    """Per set, half and rule: edits, those that took words, and the untrue and true words they took.

    An edit is wrong if more than half of its words are true; `precision` is the share of the others among those that took words.
    """
    out: Row = {}
    for name, style, part, found in groups(pages):
        rules = out.setdefault(name, {}).setdefault(part, {})
        for page in found:
            for t in page["styles"][style]["taken"]:
                row = rules.setdefault(t.code, {"name": t.name, "edits": 0, "took": 0, "wrong": 0, "untrue_words": 0, "true_words": 0})
                row["edits"] += 1
                row["took"] += t.words > 0
                row["wrong"] += t.true * 2 > t.words
                row["untrue_words"] += t.words - t.true
                row["true_words"] += t.true
    for parts in out.values():
        for part, rules in parts.items():
            for row in rules.values():
                row["precision"] = 1 - row["wrong"] / row["took"] if row["took"] else None
                row["interval"] = wilson(row["took"] - row["wrong"], row["took"])
            parts[part] = dict(sorted(rules.items(), key=lambda item: (-item[1]["true_words"], item[0])))
    return out


def record(report: Row, pages: Sequence[Row]) -> Row:
    """The ledger that goes with the rules: for each, over all sets and styles, the edits that took words and what they took.

    A page counts once however many styles it comes in, since they repeat its lines: it is wrong if more than half of the words
    that the rule took of it are true. `precision` is the share of the other pages.
    """
    rules: dict[str, Row] = {}
    for page in pages:
        by: dict[str, list[Taken]] = defaultdict(list)
        for t in (t for style in page["styles"].values() for t in style["taken"]):
            if t.words and not t.code.startswith("("):
                by[t.code].append(t)
        for code, found in by.items():
            words, true = sum(t.words for t in found), sum(t.true for t in found)
            row = rules.setdefault(code, {"edits": 0, "pages": 0, "wrong_pages": 0, "untrue_words": 0, "true_words": 0})
            row["edits"] += len(found)
            row["pages"] += 1
            row["wrong_pages"] += true * 2 > words
            row["untrue_words"] += words - true
            row["true_words"] += true
    for row in rules.values():
        right = row["pages"] - row["wrong_pages"]
        row["precision"] = round(right / row["pages"], 4)
        row["interval"] = [round(x, 4) for x in wilson(right, row["pages"])]
    return {"pages": report["pages"], "rules": dict(sorted(rules.items()))}


def zones(pages: Sequence[Row]) -> Row:
    """Per set, style, half and zone: noise lines and their characters, those left, and true lines lost."""
    out: Row = {}
    for name, style, part, found in groups(pages):
        rows = {z: dict.fromkeys(("noise_lines", "noise_chars", "left_lines", "left_chars", "lost_lines", "lost_chars"), 0) for z in ZONES}
        for line in (line for page in found for line in page["styles"][style]["lines"]):
            row, size = rows[line.zone], len(line.text)
            for kind, is_so in (("noise", line.noise), ("left", stays_as_noise(line)), ("lost", line.true_lost * 2 > line.words)):
                row[f"{kind}_lines"] += is_so
                row[f"{kind}_chars"] += size * is_so
        out.setdefault(name, {}).setdefault(style, {})[part] = rows
    return out


def stays_as_noise(line: Any) -> bool:
    return bool(line.noise and line.noise_kept * 2 > line.words)


# Showing


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *rows))


def f1(value: float) -> str:
    return f"{value:.3f}"


def percent(value: float, digits: int = 2) -> str:
    return f"{100 * value:.{digits}f} %"


def full_table(report: Row) -> str:
    rows = []
    for name, styles in report["results"].items():
        for style, parts in styles.items():
            for part, r in parts.items():
                for who in WHO:
                    m = r[who]
                    room = percent(r["share_of_room"], 1) if who == "cleaned" else ""
                    rows.append(
                        [name, style, part, str(m["pages"]), who]
                        + [f1(m[k]) for k in ("precision", "recall", "f1")]
                        + [percent(m["lost"]), percent(m["noise_removed"], 1), room]
                    )
    header = ["set", "input", "half", "pages", "text", "precision", "recall", "F1", "lost", "noise removed", "share of room"]
    return markdown(header, rows)


def tables(report: Row) -> list[str]:
    """The tables of README: all pages, both halves side by side, true bodies."""
    main_rows, half_rows, truth_rows = [], [], []
    for name, styles in report["results"].items():
        for style, parts in styles.items():
            r = parts["all"]
            low, high = r["interval"]["f1"]
            most = r["interval"]["lost"][1]
            main_rows.append(
                [
                    name,
                    style,
                    str(r["cleaned"]["pages"]),
                    f1(r["untouched"]["f1"]),
                    f"{f1(r['c4']['f1'])} ({percent(r['c4']['lost'], 1)})",
                    f"**{f1(r['cleaned']['f1'])}** ({f1(low)} to {f1(high)})",
                    f1(r["best"]["f1"]),
                    f"{percent(r['cleaned']['lost'])} (≤ {percent(most)})",
                    percent(r["cleaned"]["noise_removed"], 1),
                    percent(r["share_of_room"], 0),
                ]
            )
            cells = [name, style]
            for part in ("seen", "unseen"):
                if part in parts:
                    h = parts[part]
                    change = f"{f1(h['untouched']['f1'])} → {f1(h['cleaned']['f1'])}"
                    cells += [str(h["cleaned"]["pages"]), change, percent(h["cleaned"]["lost"]), percent(h["share_of_room"], 0)]
                else:
                    cells += ["0", "", "", ""]
            half_rows.append(cells)
    for name, parts in report["truth"].items():
        for label, r in parts["all"].items():
            cells = [name, label, str(r["articles"])]
            for whose, part in (("cleaned", "all"), ("c4", "all"), ("cleaned", "seen"), ("cleaned", "unseen")):
                h = parts.get(part, {}).get(label)
                cells += [percent(h[whose]["words_lost"], 3), percent(h[whose]["whole"], 1)] if h else ["", ""]
            truth_rows.append(cells)
    out = []
    if main_rows:
        header = ["set", "input", "pages", "F1 untouched", "C4 line rules (lost)", "cleaned (95 %)", "best possible", "lost (95 %)"]
        out.append(markdown([*header, "noise removed", "share of room"], main_rows))
        header = [f"{part}: {k}" for part in ("seen", "unseen") for k in ("pages", "F1", "lost", "room")]
        out.append(markdown(["set", "input", *header], half_rows))
    if truth_rows:
        header = [f"{whose}{k}" for whose in ("", "C4: ", "seen: ", "unseen: ") for k in ("words lost", "whole")]
        out.append(markdown(["true bodies of", "with", "articles", *header], truth_rows))
    return out


def language_table(report: Row) -> str:
    rows = [
        [name, style, lang, str(r["cleaned"]["pages"]), f1(r["untouched"]["f1"]), f1(r["cleaned"]["f1"]), percent(r["cleaned"]["lost"])]
        for name, styles in report["languages"].items()
        for style, langs in styles.items()
        for lang, r in langs.items()
    ]
    return markdown(["set", "input", "language", "pages", "F1 untouched", "F1 cleaned", "lost"], rows)


def ledger_table(report: Row) -> str:
    rows = []
    for name, parts in report["ledger"].items():
        for code, r in parts["all"].items():
            cells = [name, code, r["name"]]
            for part in ("seen", "unseen"):
                h = parts.get(part, {}).get(code)
                if h:
                    low, high = h["interval"]
                    right = f"{percent(h['precision'], 1)} ({100 * low:.0f} to {100 * high:.0f})" if h["took"] else ""
                    cells += [str(h["edits"]), str(h["untrue_words"]), str(h["true_words"]), right]
                else:
                    cells += ["0", "", "", ""]
            rows.append(cells)
    header = [f"{part}: {k}" for part in ("seen", "unseen") for k in ("edits", "untrue words", "true words", "right")]
    return markdown(["set", "code", "rule", *header], rows)


def zone_table(report: Row) -> str:
    rows = [
        [name, style, part, zone, *(f"{r[f'{k}_lines']} / {r[f'{k}_chars']}" for k in ("noise", "left", "lost"))]
        for name, styles in report["zones"].items()
        for style, parts in styles.items()
        for part, by_zone in parts.items()
        if part != "all"
        for zone, r in by_zone.items()
    ]
    return markdown(["set", "input", "half", "zone", "noise lines / characters", "of these left", "true lost"], rows)


def put_in_readme(path: Path, report: Row) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise Problem(f"{path}: put the lines {BEGIN} and {END} where the tables shall stand")
    p, v = report["pages"], report["versions"]
    note = (
        f"{p['count']} pages of `{p['file']}` (sha256 `{p['sha256'][:16]}…`), cleaner {v['cleaner']}, rules `{v['rules']}`, "
        f"datatrove {v['datatrove']}."
    )
    block = "\n\n".join([BEGIN, note, *tables(report), END])
    path.write_text(text[: text.index(BEGIN)] + block + text[text.index(END) + len(END) :], encoding="utf-8")


def dump(folder: Path, pages: Sequence[Row]) -> None:
    """Lines that lost true words and noise lines that stayed, for the people who write rules: of the seen half only,
    or the unseen one would be none."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[str]] = {}
    for page in pages:
        if page["half"] != "seen":
            continue
        for style, r in (page["styles"] | ({"truth": page["truth"]} if "truth" in page else {})).items():
            lost, noise = files.setdefault(f"{style}.lost.txt", []), files.setdefault(f"{style}.noise.txt", [])
            for line in r["lines"]:
                if line.true_lost or stays_as_noise(line):
                    cells = page["id"], ",".join(line.codes) or "-", line.zone, f"{line.true_lost or line.noise_kept}/{line.words}"
                    (lost if line.true_lost else noise).append("\t".join([*cells, " ".join(line.text.split())]) + "\n")
    for name, lines in files.items():
        (folder / name).write_text("".join(lines), encoding="utf-8")


# Floors


def check_floor(path: Path, report: Row, lower: bool) -> int:
    """Compare with the floors, raise those that were passed, say which were missed. 0: none missed; 1: some."""
    numbers = {
        f"{name} {style} {part}": {
            "f1": math.floor(r["cleaned"]["f1"] * 1000) / 1000,
            "lost": math.ceil(r["cleaned"]["lost"] * 1000) / 1000,
        }
        for name, styles in report["results"].items()
        for style, parts in styles.items()
        for part, r in parts.items()
    }
    numbers |= {
        f"{name} truth {part}": {"lost": math.ceil(labels["any length"]["cleaned"]["words_lost"] * 10000) / 10000}
        for name, parts in report["truth"].items()
        for part, labels in parts.items()
    }
    digest = report["pages"]["sha256"]
    floors: Row = {}
    if path.exists():
        try:
            saved = json.loads(path.read_text(encoding="utf-8"))
            floors, made_for = saved["floors"], saved["sha256"]
        except (ValueError, KeyError, TypeError):
            raise Problem(f"{path}: not a floor file; remove it, then make one with --lower-floor") from None
        if made_for != digest and not lower:
            raise Problem(f"{path}: made for other pages (sha256 {made_for[:16]}…, these are {digest[:16]}…); see --lower-floor")
    elif not lower:
        raise Problem(f"{path}: no such file; --lower-floor makes it")
    missed = []
    new: Row = {}
    for name, now in numbers.items():
        was = {} if lower else floors.get(name, {})
        new[name] = {k: (max if k == "f1" else min)(v, was.get(k, v)) for k, v in now.items()}
        missed += [f"{name}: {k} {now[k]} is worse than its floor {new[name][k]}" for k in now if now[k] != new[name][k]]
    missed += [f"{name}: has a floor and was not measured" for name in floors if name not in numbers and not lower]
    for line in missed:
        print(f"below the floor: {line}", file=sys.stderr)
    if not missed and new != floors:
        path.write_text(json.dumps({"sha256": digest, "floors": new}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"floors written to {path}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
