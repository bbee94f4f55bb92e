"""Records → rows of measures → outcomes of expectation suites: what `cleaner check` does, and the gate of a batch.

A record with `measures` is clean and its measures are taken as they are; any other is raw and is cleaned first.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.formats import Record
from cleaner.measures import ARTICLE, FAMILIES, NAMES, Column, complete, moment
from cleaner.model import Article
from cleaner.pipeline import Cleaner
from cleaner.records import MAX_CHARS, BadRecordError, document, fault, filled, opened, parsed
from cleaner.run import SECONDS, Cleaned, Taken, chunks
from cleaner.validate import SEVERITIES, Outcome, Suite, Validation, load, validate
from cleaner.workers import ordered

if TYPE_CHECKING:
    import pandas as pd

    from cleaner.baseline import Comparison

MANY = 100
"""Raw records from which starting workers pays."""
SNIPPET = 90
COMMON = 0.95
"""Share of the records from which a field is one that all should have."""
MIN_OF_SOURCE = 10
"""Articles from which one can tell what languages a source writes in."""
CLEAN = b'"measures"'

RECORD = (
    Column("id", "text", "Its id, given or made.", "record"),
    Column("source", "text", "Its source as the record gives it.", "record", optional=True),
    Column("url", "text", "Its address.", "record", optional=True),
    Column("language", "text", "Its language, given or told.", "record", optional=True),
    Column("published", "text", "Its date of publication, ISO 8601.", "record", optional=True),
    Column("crawled", "text", "The date of the crawl.", "record", optional=True),
    Column("status", "text", "clean or flagged; null for a record that cannot be read.", "record", optional=True),
    Column("readable", "flag", "The record could be read; all measures of one that could not are null.", "record"),
    Column("source_fits_url", "flag", "The source is the host of its address, or a domain above it.", "record", optional=True),
    Column("crawled_parsed", "flag", "The date of the crawl is ISO 8601; null without one.", "record", optional=True),
)
BATCH = (
    Column(
        "fields_missing",
        "count",
        "Fields that 95 % of the batch's raw records fill and this one does not; null for clean records.",
        "batch",
        True,
    ),
    Column("copies", "count", "Other articles with exactly its words.", "batch", True),
    Column("near_copies", "count", "Other articles with nearly its words.", "batch", True),
    Column("duplicate", "flag", "Its own source has the article again, exactly or nearly.", "batch", True),
    Column("syndicated", "flag", "Other sources have the article, its own has it once.", "batch", True),
    Column("language_share", "share", "Share of its source's articles in its language; null under ten articles.", "batch", True),
    Column(
        "drifted_sources",
        "share",
        "Share of the sources that left their baseline, the same in every row; null without --baseline.",
        "batch",
        True,
    ),
)


class Row(NamedTuple):
    """What is kept of a record. `measures` are in the order of `NAMES`; empty for a record that cannot be read."""

    file: str
    line: int
    kind: str
    """raw, clean or bad."""
    reason: str
    id: str
    source: str | None
    url: str | None
    language: str | None
    published: str | None
    crawled: str | None
    status: str | None
    fields: tuple[str, ...]
    """Fields that hold something."""
    head: str
    tail: str
    measures: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a report says of a source."""

    name: str
    records: int
    failing: int
    """Records that a failed expectation names."""
    words: float
    """Median of the bodies."""
    noise: float
    """Mean of noise_share."""


@dataclass(frozen=True, slots=True)
class Check:
    """A finished check: its rows, their measures as a frame, and what became of every expectation."""

    rows: Sequence[Row]
    frame: pd.DataFrame
    suites: tuple[Suite, ...]
    validation: Validation
    comparison: Comparison | None
    baseline: dict[str, Any]
    """This batch's own."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.validation.outcomes

    def failed(self, fail_on: str = "info") -> list[Outcome]:
        """Failed expectations of at least that severity, the worst first."""
        least = SEVERITIES.index(fail_on)
        bad = [o for o in self.outcomes if o.failed and SEVERITIES.index(o.expectation.severity) >= least]
        return sorted(bad, key=lambda o: (-SEVERITIES.index(o.expectation.severity), -len(o.unexpected)))

    @property
    def checked(self) -> bool:
        """At least one expectation had something to look at."""
        return any(o.success is not None for o in self.outcomes)

    def success(self, fail_on: str) -> bool:
        return self.checked and bool(self.rows) and not self.failed(fail_on)

    @property
    def counts(self) -> dict[str, int]:
        kinds = Counter(row.kind for row in self.rows)
        states = Counter({True: "passed", False: "failed", None: "unchecked"}[o.success] for o in self.outcomes)
        return {
            "records": len(self.rows),
            **{kind: kinds[kind] for kind in ("raw", "clean", "bad")},
            "expectations": len(self.outcomes),
            **{state: states[state] for state in ("passed", "failed", "unchecked")},
            "errors": sum(o.failed and o.expectation.severity == "error" for o in self.outcomes),
            "warnings": sum(o.failed and o.expectation.severity == "warning" for o in self.outcomes),
        }

    def sources(self) -> list[Source]:
        """Every source, the one with the largest share of failing records first."""
        named = {row for o in self.failed("warning") for row in o.unexpected}
        rows: dict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(self.rows):
            rows[row.source or "(no source)"].append(i)
        words, noise = self.frame["body_words"], self.frame["noise_share"]
        out = [
            Source(name, len(at), len(named.intersection(at)), _number(words.iloc[at].median()), _number(noise.iloc[at].mean()))
            for name, at in rows.items()
        ]
        return sorted(out, key=lambda s: (-s.failing / s.records, -s.records, s.name))


def _number(value: float) -> float:
    return round(float(value), 4) if value == value else 0.0


# Records


def read(
    records: Iterable[Record],
    cleaner: Cleaner,
    names: Mapping[str, str] | None = None,
    max_chars: int = MAX_CHARS,
    now: str | None = None,
    workers: int = 1,
) -> Iterator[Row]:
    """Rows of records, in order; the other arguments are those of `run.Work`.

    Raw records are cleaned by `workers` processes if there are many. While they clean, this one loads what will validate.
    """
    work = _Work(cleaner, names or {}, max_chars, now)
    some = chunks(iter(records))
    raw = 0
    for chunk in some:
        raw += sum(CLEAN not in record.line for record in chunk)
        if workers > 1 and raw > MANY:
            Thread(target=_load_validator, daemon=True).start()
            for taken, made in ordered(work, chain([chunk], some), workers, SECONDS, str):
                for record, one in zip(taken, made, strict=True):
                    yield _bad(record.file, record.number, {}, one) if isinstance(one, str) else one
            return
        yield from work(chunk, lambda _: None)


@dataclass(frozen=True)
class _Work:
    cleaner: Cleaner
    names: Mapping[str, str]
    max_chars: int
    now: str | None

    def __call__(self, chunk: Sequence[Record], at: Callable[[int], None]) -> list[Row]:
        rows = []
        for i, record in enumerate(chunk):
            at(i)
            rows.append(self._row(*record))
        return rows

    def _row(self, file: str, number: int, line: bytes, reason: str) -> Row:
        if reason:
            return _bad(file, number, {}, reason)
        try:
            record = parsed(line)
        except BadRecordError as bad:
            return _bad(file, number, {}, str(bad))
        try:
            if "measures" in record:
                return _clean_row(file, number, record)
            given = opened(record, self.names, self.max_chars).values
            return row(self.cleaner.clean(document(given, self.now)).article, file, number, "raw", filled(record))
        except BadRecordError as bad:
            return _bad(file, number, record, str(bad))
        except Exception as error:
            # As in a run: whatever is wrong with one record, or with us, must not stop a batch.
            return _bad(file, number, record, fault(error))


def row(article: Article, file: str, line: int, kind: str, fields: tuple[str, ...] = ()) -> Row:
    """The row of a cleaned article."""
    a = article
    head, tail = _snippets(a.title, a.body)
    values = tuple(a.measures[name] for name in NAMES)
    return Row(file, line, kind, "", a.id, a.source, a.url, a.language, a.published, a.crawled, a.status, fields, head, tail, values)


def _clean_row(file: str, line: int, record: Mapping[str, Any]) -> Row:
    """The row of a record that `run` wrote."""
    wrong = complete(record["measures"])
    if wrong:
        raise BadRecordError(f"measures: {wrong}; clean the record again with this version")
    text = {
        name: v if isinstance(v := record.get(name), str) else None
        for name in ("source", "url", "language", "published", "crawled", "status")
    }
    body, title = record.get("body"), record.get("title")
    head, tail = _snippets(title if isinstance(title, str) else None, body if isinstance(body, str) else "")
    values = tuple(record["measures"][name] for name in NAMES)
    return Row(file, line, "clean", "", _id(record) or f"line {line}", **text, fields=(), head=head, tail=tail, measures=values)


def _bad(file: str, line: int, record: Mapping[str, Any], reason: str) -> Row:
    source = record.get("source")
    return Row(
        file,
        line,
        "bad",
        reason,
        _id(record) or f"line {line}",
        source if isinstance(source, str) else None,
        url=None,
        language=None,
        published=None,
        crawled=None,
        status=None,
        fields=(),
        head=reason[:SNIPPET],
        tail=reason[:SNIPPET],
        measures=(),
    )


def _id(record: Mapping[str, Any]) -> str | None:
    value = record.get("id")
    return str(value) if isinstance(value, (str, int)) and value != "" else None


def _snippets(title: str | None, body: str) -> tuple[str, str]:
    head = f"{title} | {body[:SNIPPET]}" if title else body[: 2 * SNIPPET]
    return " ".join(head.split())[: 2 * SNIPPET], " ".join(body[-SNIPPET:].split())


# Measures of a batch


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """A frame of all measures, one row for each record. `row` numbers them."""
    import pandas as pd

    from cleaner.duplicates import find

    blank = (None,) * len(NAMES)
    taken = dict(zip(NAMES, zip(*(r.measures or blank for r in rows), strict=True), strict=True)) if rows else dict.fromkeys(NAMES, ())
    data: dict[str, Any] = {"row": range(len(rows))}
    for name in ("id", "source", "url", "language", "published", "crawled", "status"):
        data[name] = pd.Series([getattr(r, name) for r in rows], dtype=object)
    data["readable"] = [r.kind != "bad" for r in rows]
    data["source_fits_url"] = _flags(_fits(r.source, r.url) for r in rows)
    data["crawled_parsed"] = _flags(None if r.crawled is None else moment(r.crawled) is not None for r in rows)
    for column in ARTICLE:
        if column.kind == "flag":
            data[column.name] = _flags(taken[column.name])
        elif column.kind == "counts":
            families: Sequence[Any] = taken[column.name]
            for family in FAMILIES:
                data[f"edits_{family}"] = pd.Series([None if c is None else c.get(family, 0) for c in families], dtype=float)
        else:
            data[column.name] = pd.Series(taken[column.name], dtype=object if column.kind == "text" else float)
    data["fields_missing"] = pd.Series(_missing(rows), dtype=float)
    copies = find(taken["body_hash"], taken["fingerprint"], [r.source for r in rows])
    known = [r.kind != "bad" for r in rows]
    data["copies"] = pd.Series([n if k else None for n, k in zip(copies.exact, known, strict=True)], dtype=float)
    data["near_copies"] = pd.Series([n if k else None for n, k in zip(copies.near, known, strict=True)], dtype=float)
    data["duplicate"] = _flags(d if k else None for d, k in zip(copies.duplicate, known, strict=True))
    data["syndicated"] = _flags(d if k else None for d, k in zip(copies.syndicated, known, strict=True))
    data["language_share"] = pd.Series(_language_share(rows), dtype=float)
    data["drifted_sources"] = pd.Series([None] * len(rows), dtype=float)
    return pd.DataFrame(data)


def _flags(values: Iterable[bool | None]) -> Any:
    import pandas as pd

    return pd.Series(list(values), dtype=object)


def _fits(source: str | None, url: str | None) -> bool | None:
    """Null where either is missing, or the source is no domain."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        host = None
    if not host or not source or "." not in source or " " in source:
        return None
    own = source.lower().removeprefix("www.")
    return f".{host}".endswith(f".{own}") or own.endswith(f".{host.removeprefix('www.')}")


def _missing(rows: Sequence[Row]) -> list[int | None]:
    raw = [r for r in rows if r.kind == "raw"]
    filled = Counter(name for r in raw for name in r.fields)
    common = {name for name, n in filled.items() if n >= COMMON * len(raw)}
    return [len(common.difference(r.fields)) if r.kind == "raw" else None for r in rows]


def _language_share(rows: Sequence[Row]) -> list[float | None]:
    told = Counter((r.source, r.language) for r in rows if r.language)
    articles: Counter[str | None] = Counter()
    for (source, _), n in told.items():
        articles[source] += n
    return [told[r.source, r.language] / articles[r.source] if r.language and articles[r.source] >= MIN_OF_SOURCE else None for r in rows]


def check(rows: Sequence[Row], suites: Sequence[Suite], baseline: Mapping[str, Any] | None = None) -> Check:
    """Validate the rows of a batch, all together. `baseline`: an earlier batch's, as `baseline.read` gives it."""
    from cleaner import baseline as usual

    measured = frame(rows)
    own = usual.make(measured)
    comparison = usual.compare(baseline, own) if baseline is not None else None
    if comparison and comparison.share is not None:
        measured["drifted_sources"] = comparison.share
    return Check(rows, measured, tuple(suites), validate(measured, suites), comparison, own)


class Gate:
    """What `run` asks of each part: which expectations of the suite of articles a record fails. Keeps the rows of all parts for `finish`.

    An expectation counts from severity error on, and for every record, whatever its `mostly` lets pass in a batch.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._part = 0
        self._article, self._batch = load("article"), load("batch")

    def __call__(self, part: Sequence[Taken]) -> list[tuple[str, ...]]:
        rows = [self._row(*taken) for taken in part]
        self._part = len(self.rows)
        self.rows += rows
        flags: list[list[str]] = [[] for _ in rows]
        for outcome in validate(frame(rows), [self._article]).outcomes:
            if outcome.expectation.severity == "error":
                for i in outcome.unexpected:
                    flags[i].append(outcome.expectation.id)
        return [tuple(f) for f in flags]

    def _row(self, record: Record, cleaned: Cleaned | None, reason: str) -> Row:
        if cleaned is None:
            return _bad(record.file, record.number, {}, reason)
        return _clean_row(record.file, record.number, json.loads(cleaned.record))._replace(kind="raw", fields=cleaned.fields)

    def kept(self) -> list[Row]:
        """The rows of the last part."""
        return self.rows[self._part :]

    def recall(self, kept: Iterable[Sequence[Any]]) -> None:
        """Take back the rows of a part, which have been JSON since."""
        for values in kept:
            row = Row(*values)
            self.rows.append(row._replace(fields=tuple(row.fields), measures=tuple(row.measures)))

    def finish(self) -> Check:
        """The suite of batches over the rows of all parts, the dropped ones and the bad ones among them."""
        return check(self.rows, [self._batch])


def default_suites(rows: Iterable[Row]) -> tuple[str, ...]:
    """The suite of raw records is for batches that have some."""
    return ("raw", "article", "batch") if any(r.kind != "clean" for r in rows) else ("article", "batch")


def _load_validator() -> None:
    """Great Expectations takes seconds to load."""
    import great_expectations  # noqa: F401


def column_table() -> Iterator[str]:
    """The columns a suite may be written on, as a Markdown table."""
    yield "| measure | kind | made from | meaning |"
    yield "|---|---|---|---|"
    for c in (*RECORD, *ARTICLE, *BATCH):
        if c.kind == "counts":
            yield f"| `edits_{FAMILIES[0]}` … `edits_{FAMILIES[-1]}` | count | {c.of} | {c.about.split(':')[0]}: {', '.join(FAMILIES)}. |"
        else:
            yield f"| `{c.name}` | {c.kind}{' or null' if c.optional else ''} | {c.of} | {c.about} |"
