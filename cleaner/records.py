"""One input record, as JSON: checked, and taken apart into its text or HTML and what it gives beside it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.model import Document
from cleaner.write import dumps

GIVEN = ("id", "source", "url", "language", "crawled", "title", "authors", "published")
"""Fields of an input record that are evidence beside its `text` or `html`."""
MAX_CHARS = 10_000_000
SURROGATE = re.compile("[\ud800-\udfff]")
SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
TYPES = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", bytes: "bytes", type(None): "null"}
LONE = "lone surrogate: there is half a character, which no UTF-8 file can hold"


class BadRecordError(Exception):
    """A record that cannot be cleaned: the message is its reason in the quarantine."""


def fault(error: Exception) -> str:
    """The reason for a record that could not be cleaned though nothing is wrong with it that we know of."""
    return f"cleaning failed: {type(error).__name__}: {error}"


class Opened(NamedTuple):
    """A record ready to be cleaned: its values by our own names, and the field that held the text, or the HTML."""

    values: dict[str, Any]
    """`text` or `html`, and those of `GIVEN` that were there and of the right type."""
    source: str
    html: bool
    evidence: tuple[str, ...]
    """The input's names of `GIVEN`."""


def parsed(line: bytes) -> dict[str, Any]:
    """The JSON object of a line. Raises BadRecordError for what is none."""
    try:
        record = json.loads(line.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise BadRecordError(f"not UTF-8: byte {error.start + 1} of the line") from None
    except RecursionError:
        raise BadRecordError("not JSON: nested too deep") from None
    except ValueError as error:
        # Python has a limit, and tells programmers how to raise it.
        what = "a number has too many digits" if "integer string conversion" in str(error) else error
        raise BadRecordError(f"not JSON: {what}") from None
    if not isinstance(record, dict):
        raise BadRecordError(f"not a record: the line is {_type(record)}, not an object")
    if SURROGATE_ESCAPE.search(line) and SURROGATE.search(dumps(record)):
        raise BadRecordError(LONE)
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        # Of two values Python would lose one without a word.
        twice = next(name for name, n in Counter(name for name, _ in pairs).items() if n > 1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return made


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits} is too large a number")
    return number


def text_fields(names: Mapping[str, str]) -> list[str]:
    """The fields that may hold a record's text or HTML. With both, the text wins, unless it was the HTML's field that was named."""
    order = ("html", "text") if "html" in names and "text" not in names else ("text", "html")
    return [names.get(kind, kind) for kind in order]


def opened(record: Mapping[str, Any], names: Mapping[str, str], max_chars: int = MAX_CHARS) -> Opened:
    """Take a record apart. `names`: text, html or a given field → its name in the input. `max_chars`: the longest text or HTML taken.

    Raises BadRecordError where there is no text to clean.
    """
    fields = text_fields(names)
    source = next((name for name in fields if record.get(name) is not None), None)
    if source is None:
        raise BadRecordError(f"no text: the record has neither {fields[0]!r} nor {fields[1]!r}")
    value = record[source]
    if not isinstance(value, str):
        raise BadRecordError(f"wrong type: {source!r} is {_type(value)}, not a string")
    if len(value) > max_chars:
        raise BadRecordError(f"too long: {len(value)} characters, --max-chars is {max_chars}")
    html = source == names.get("html", "html")
    evidence = {own: names.get(own, own) for own in GIVEN}
    given = {own: v for own, name in evidence.items() if (v := _given(own, record.get(name))) is not None}
    return Opened({"html" if html else "text": value, **given}, source, html, tuple(evidence.values()))


def document(values: Mapping[str, Any], now: str | None = None) -> Document:
    """The Document of an opened record's values; `now` stands for `crawled` where there is none."""
    given = {own: values[own] for own in GIVEN if values.get(own) is not None}
    made = Document(values["text"]) if values.get("text") is not None else _read_html(values["html"])
    made = replace(made, **given | ({"authors": tuple(given["authors"])} if "authors" in given else {}))
    return made if made.crawled or not now else replace(made, crawled=now)


def _read_html(source: str) -> Document:
    # Readers of HTML are slow to load: batches of text do without.
    from cleaner.read import read_html

    return read_html(source)


def _type(value: Any) -> str:
    return TYPES.get(type(value)) or ("a number" if isinstance(value, (int, float)) else f"of type {type(value).__name__}")


def _given(name: str, value: Any) -> Any:
    """A given value as Document takes it; None where it is of the wrong type, and so no evidence."""
    if name == "authors":
        people = [value] if isinstance(value, str) else value
        return people if isinstance(people, list) and people and all(isinstance(p, str) for p in people) else None
    if name == "id" and isinstance(value, float) and value.is_integer():
        # What pandas makes of whole numbers where a row has none.
        value = int(value)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def filled(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the fields that hold something."""
    return tuple(sorted(name for name, value in record.items() if value not in (None, "", [])))
