"""A batch: JSON Lines in; cleaned records, the edits beside them and the quarantine out. No record is lost on the way."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, Any, NamedTuple

from cleaner.model import Article, CleanerError, Document
from cleaner.pipeline import Cleaner
from cleaner.write import dumps, output_record, quarantine_line, sidecar, undo_record

GIVEN = ("id", "source", "url", "language", "crawled", "title", "authors", "published")
"""Fields of an input record that are evidence beside its `text` or `html`."""
SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
BOM = b"\xef\xbb\xbf"
PART = 1_000
"""Records that a gate is shown at a time: it costs about as much for one as for all of these."""


class BadRecordError(Exception):
    """A record that cannot be cleaned: the message is its reason in the quarantine."""


@dataclass
class Summary:
    """The counts of a run: `read` = `written` + `quarantined`."""

    read: int = 0
    written: int = 0
    quarantined: int = 0
    seconds: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    """Rule code → records that it edited."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Reason, up to its first colon → records in quarantine for it."""
    failing: int = 0
    """Records that the gate flagged or, if it drops them, put in quarantine."""

    @property
    def bad_share(self) -> float:
        return self.quarantined / self.read if self.read else 0.0


class Cleaned(NamedTuple):
    """A record's lines of the output and of the edits file, its article, the codes of its edits, the input's fields that held something."""

    record: str
    edits: str
    article: Article
    codes: frozenset[str]
    fields: tuple[str, ...]


class Taken(NamedTuple):
    """A record of the input and what became of it: cleaned, or bad for a reason."""

    number: int
    line: bytes
    cleaned: Cleaned | None
    reason: str = ""


Gate = Callable[[Sequence[Taken]], Sequence[tuple[str, ...]]]
"""Looks at records in order, a part at a time; gives for each the ids of what it fails, for its `flags`."""


def run(
    lines: Iterable[bytes],
    file: str,
    cleaner: Cleaner,
    out: IO[str],
    edits: IO[str] | None,
    quarantine: IO[str],
    *,
    names: Mapping[str, str] | None = None,
    max_chars: int = 10_000_000,
    limit: int | None = None,
    now: str | None = None,
    gate: Gate | None = None,
    drop: bool = False,
) -> Summary:
    """Clean records one after the other; `file` is the input's name in the quarantine. Blank lines are no records.

    `names`: text, html or a given field → its name in the input. `max_chars`: the longest text or HTML taken. `limit`: records to read.
    `now` stands for `crawled` where a record has none. What fails the `gate` is flagged or, with `drop`, goes to the quarantine.
    """
    summary = Summary()
    begun = time.monotonic()
    taken = islice(_taken(lines, cleaner, names or {}, max_chars, now), limit)
    for part in iter(lambda: list(islice(taken, PART if gate else 1)), []):
        for (number, line, cleaned, reason), failed in zip(part, gate(part) if gate else [()] * len(part), strict=True):
            summary.read += 1
            summary.failing += bool(failed)
            if cleaned and failed and drop:
                reason = f"failed the check: {', '.join(failed)}"
            elif cleaned:
                out.write((_flagged(cleaned.record, failed) if failed else cleaned.record) + "\n")
                if edits:
                    edits.write(cleaned.edits + "\n")
                summary.written += 1
                summary.codes.update(cleaned.codes)
                continue
            quarantine.write(dumps(quarantine_line(file, number, reason, line)) + "\n")
            summary.quarantined += 1
            summary.reasons[reason.partition(":")[0]] += 1
    summary.seconds = time.monotonic() - begun
    return summary


def _flagged(line: str, flags: Sequence[str]) -> str:
    record = json.loads(line)
    return dumps(record | {"status": "flagged", "flags": [*record["flags"], *flags]})


def _taken(lines: Iterable[bytes], cleaner: Cleaner, names: Mapping[str, str], max_chars: int, now: str | None) -> Iterator[Taken]:
    for number, line in enumerate(lines, 1):
        line = line.removeprefix(BOM if number == 1 else b"").rstrip(b"\r\n")
        if not line.strip():
            continue
        try:
            yield Taken(number, line, _clean(line, cleaner, names, max_chars, now))
        except BadRecordError as bad:
            yield Taken(number, line, None, str(bad))
        except Exception as error:
            # Whatever is wrong with one record, or with us, must not stop a batch.
            yield Taken(number, line, None, f"cleaning failed: {type(error).__name__}: {error}")


class Opened(NamedTuple):
    """A record ready to be cleaned: its document, the field that held the text, whether that was HTML, and the names of the evidence."""

    document: Document
    source: str
    html: bool
    evidence: tuple[str, ...]


def opened(record: Mapping[str, Any], names: Mapping[str, str], max_chars: int, now: str | None) -> Opened:
    """The Document of an input record; see `run` for the arguments. Raises BadRecordError where there is no text to clean."""
    # With both, the text wins, unless it was the HTML's field that was named.
    order = ("html", "text") if "html" in names and "text" not in names else ("text", "html")
    fields = [names.get(kind, kind) for kind in order]
    source = next((name for name in fields if record.get(name) is not None), None)
    if source is None:
        raise BadRecordError(f"no text: the record has neither {fields[0]!r} nor {fields[1]!r}")
    html = source == names.get("html", "html")
    value = record[source]
    if not isinstance(value, str):
        raise BadRecordError(f"wrong type: {source!r} is {_type(value)}, not a string")
    if len(value) > max_chars:
        raise BadRecordError(f"too long: {len(value)} characters, --max-chars is {max_chars}")

    evidence = {own: names.get(own, own) for own in GIVEN}
    given = {own: v for own, name in evidence.items() if (v := _given(own, record.get(name))) is not None}
    document = replace(_read_html(value) if html else Document(value), **given)
    if now and not document.crawled:
        document = replace(document, crawled=now)
    return Opened(document, source, html, tuple(evidence.values()))


def _clean(line: bytes, cleaner: Cleaner, names: Mapping[str, str], max_chars: int, now: str | None) -> Cleaned:
    record = parsed(line)
    document, source, html, evidence = opened(record, names, max_chars, now)
    result = cleaner.clean(document)

    written = output_record(result.article, record, source, evidence)
    beside = sidecar(result.edits, result.document.text, record, source, html, result.article.id)
    if undo_record(written, beside) != record:
        raise ValueError("the edits do not lead back to the input")
    codes = frozenset(reason.code for edit in result.edits for reason in edit.reasons)
    return Cleaned(dumps(written), dumps(beside), result.article, codes, filled(record))


def filled(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the fields that hold something."""
    return tuple(sorted(name for name, value in record.items() if value not in (None, "", [])))


def _read_html(source: str) -> Document:
    # Beautiful Soup is slow to load: batches of text do without.
    from cleaner.read import read_html

    return read_html(source)


def parsed(line: bytes) -> dict[str, Any]:
    """The JSON object of a line. Raises BadRecordError for what is none."""
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise BadRecordError(f"not UTF-8: byte {error.start + 1} of the line") from None
    except RecursionError:
        raise BadRecordError("not JSON: nested too deep") from None
    except ValueError as error:
        raise BadRecordError(f"not JSON: {error}") from None
    if not isinstance(record, dict):
        raise BadRecordError(f"not a record: the line is {_type(record)}, not an object")
    if SURROGATE_ESCAPE.search(line):
        try:
            dumps(record).encode("utf-8")
        except UnicodeEncodeError:
            raise BadRecordError("lone surrogate: an escape stands for half a character, which no UTF-8 file can hold") from None
    return record


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits} is too large a number")
    return number


def _type(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}.get(type(value), "a number")


def _given(name: str, value: Any) -> Any:
    """A given value as Document takes it; None where it is of the wrong type, and so no evidence."""
    if name == "authors":
        people = [value] if isinstance(value, str) else value
        return tuple(people) if isinstance(people, list) and people and all(isinstance(p, str) for p in people) else None
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def undo(records: Iterable[bytes], edits: Iterable[bytes], file: str) -> Iterator[dict[str, Any]]:
    """The input records again, from what `run` wrote; `file` is the records' name in messages.

    Raises CleanerError where a record and its edits do not fit, or there are more of one than of the other.
    """
    left, right = enumerate(records, 1), iter(edits)
    for number, record in left:
        beside = next(right, None)
        if beside is None:
            raise CleanerError(f"{file}:{number}: there are no edits for this record; the files do not belong together")
        try:
            yield undo_record(json.loads(record), json.loads(beside))
        except CleanerError as error:
            raise CleanerError(f"{file}:{number}: {error}") from None
        except (ValueError, LookupError, TypeError, AttributeError):
            raise CleanerError(f"{file}:{number}: not a record that `cleaner run` wrote, or not its line of edits") from None
    if next(right, None) is not None:
        raise CleanerError(f"{file}: there are edits for more records than it holds; the files do not belong together")
