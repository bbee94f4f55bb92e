"""One Arrow batch of raw records → one Arrow batch of articles: what `cleaner run`, pandas and other engines share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from cleaner.measures import ARTICLE as MEASURES
from cleaner.pipeline import Cleaner
from cleaner.records import GIVEN, MAX_CHARS, BadRecordError, document, fault, opened
from cleaner.write import article_record, edit_records

TEXT, TEXTS, NUMBER = pa.string(), pa.list_(pa.string()), pa.int64()
KINDS = {
    "count": NUMBER,
    "share": pa.float64(),
    "days": pa.float64(),
    "flag": pa.bool_(),
    "text": TEXT,
    "counts": pa.map_(TEXT, NUMBER),
}
"""Kind of a measure → its type."""

RAW = pa.schema([("text", TEXT), ("html", TEXT), *((name, TEXTS if name == "authors" else TEXT) for name in GIVEN), ("reason", TEXT)])
"""Columns that `clean_batch` looks at. `reason`: why a record cannot be cleaned, where that is known already."""
ARTICLE = pa.schema(
    [
        ("id", TEXT),
        ("source", TEXT),
        ("url", TEXT),
        ("language", TEXT),
        ("title", TEXT),
        ("dek", TEXT),
        ("authors", TEXTS),
        ("agency", TEXT),
        ("dateline", TEXT),
        ("published", TEXT),
        ("updated", TEXT),
        ("crawled", TEXT),
        ("captions", pa.list_(pa.struct([("text", TEXT), ("credit", TEXT)]))),
        ("tags", TEXTS),
        ("body", TEXT),
        ("blocks", pa.list_(pa.struct([("role", TEXT), ("start", NUMBER), ("end", NUMBER)]))),
        ("status", TEXT),
        ("flags", TEXTS),
        ("measures", pa.struct([(c.name, KINDS[c.kind]) for c in MEASURES])),
        ("cleaner_version", TEXT),
        ("rules_hash", TEXT),
    ]
)
"""The article record."""
EDITS = pa.list_(pa.struct([("start", NUMBER), ("before", TEXT), ("after", TEXT), ("reasons", pa.list_(TEXTS))]))
CLEANED = pa.schema([*ARTICLE, ("edits", EDITS), ("raw", TEXT), ("reason", TEXT)])
"""What `clean_batch` gives: the article record, its edits as in the edits file, the text they start from, and why there is no article."""


def clean_batch(
    batch: pa.RecordBatch,
    cleaner: Cleaner,
    *,
    now: str | None = None,
    max_chars: int = MAX_CHARS,
    at: Callable[[int], None] | None = None,
) -> pa.RecordBatch:
    """Clean every row; row n of the result, whose schema is `CLEANED`, belongs to row n of `batch`.

    `batch`: any of the columns of `RAW`; others are not looked at. A row that cannot be cleaned has a `reason`, and all else in it is null.
    `now` stands for `crawled` where a row has none. `max_chars`: the longest text or HTML taken. `at` is told of each row before its turn.
    """
    columns = {name: batch.column(name).to_pylist() for name in RAW.names if name in batch.schema.names}
    rows: list[dict[str, Any]] = []
    for i in range(batch.num_rows):
        if at:
            at(i)
        rows.append(_row({name: values[i] for name, values in columns.items()}, cleaner, now, max_chars))
    try:
        return pa.RecordBatch.from_pylist(rows, CLEANED)
    except (pa.ArrowException, ValueError, TypeError) as error:
        if len(rows) == 1:
            return pa.RecordBatch.from_pylist([{"reason": fault(error)}], CLEANED)
        # One row has what Arrow cannot hold; the others must not suffer.
        return pa.concat_batches([_alone(row) for row in rows])


def _alone(row: dict[str, Any]) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist([row], CLEANED)
    except (pa.ArrowException, ValueError, TypeError) as error:
        return pa.RecordBatch.from_pylist([{"reason": fault(error)}], CLEANED)


def _row(values: dict[str, Any], cleaner: Cleaner, now: str | None, max_chars: int) -> dict[str, Any]:
    if values.get("reason"):
        return {"reason": values["reason"]}
    try:
        result = cleaner.clean(document(opened(values, {}, max_chars).values, now))
        # Measures are taken here: what goes wrong there must not stop a batch either.
        record = article_record(result.article)
    except BadRecordError as bad:
        return {"reason": str(bad)}
    except Exception as error:
        # Whatever is wrong with one record, or with us, must not stop a batch.
        return {"reason": fault(error)}
    record["measures"]["edits_by_family"] = list(record["measures"]["edits_by_family"].items())
    return record | {"edits": edit_records(result.edits), "raw": result.document.text}


def rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows of a batch, or of a table, as plain values; maps are dicts."""
    made: list[dict[str, Any]] = batch.to_pylist(maps_as_pydicts="strict")
    return made
