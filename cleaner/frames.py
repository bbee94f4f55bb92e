"""pandas: a frame of raw texts → a frame of articles with the same index. Importing this gives every frame `df.cleaner`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa

from cleaner.arrow import ARTICLE, CLEANED, RAW, clean_batch
from cleaner.model import CleanerError
from cleaner.pipeline import Cleaner
from cleaner.records import GIVEN, LONE, MAX_CHARS, SURROGATE, BadRecordError, opened

BATCH = 1_000
"""Rows that are cleaned at a time."""
DATES = ("published", "updated", "crawled")


def clean_frame(
    df: pd.DataFrame,
    *,
    text: str = "text",
    html: str = "html",
    cleaner: Cleaner | None = None,
    edits: bool = False,
    now: str | None = None,
    max_chars: int = MAX_CHARS,
    **names: str,
) -> pd.DataFrame:
    """The articles of a frame, row for row and with its index: the columns of the article record, then `reason`.

    `text`, `html`: the columns that hold them; a row's text wins over its HTML. `names`: other columns' names for what is given of
    an article (title="headline"). A row that cannot be cleaned says why in `reason`, in the words of the quarantine, and has no article:
    one without text, with what is no string, or longer than `max_chars`. Lists are lists; dates are moments in UTC, which is taken for
    their zone where they have none. `edits` adds a column of each article's edits, as in the edits file of `cleaner run`.
    `now` stands for `crawled` where a row has none. Raises CleanerError for columns that are not there.
    """
    unknown = [name for name in names if name not in GIVEN]
    if unknown:
        raise CleanerError(f"clean_frame: {unknown[0]!r} is not given of an article; these are: {', '.join(GIVEN)}")
    all_names = {"text": text, "html": html, **names}
    missing = [name for name in names.values() if name not in df.columns]
    if missing or not {text, html} & {*df.columns}:
        raise CleanerError(f"clean_frame: no column {(missing or [text])[0]!r}; the frame has {', '.join(map(str, df.columns))}")
    wanted = {name for name in (all_names.get(own, own) for own in ("text", "html", *GIVEN)) if name in df.columns}
    if not all(isinstance(df[name], pd.Series) for name in wanted):
        raise CleanerError("clean_frame: two columns have the same name; give each a name of its own")
    ready = cleaner or Cleaner()
    batches = [clean_batch(b, ready, now=now, max_chars=max_chars) for b in _batches(df[sorted(wanted)], all_names, max_chars)]
    table = pa.Table.from_batches(batches, CLEANED)
    columns = [*ARTICLE.names, "reason", *(["edits"] if edits else [])]
    return pd.DataFrame({name: _column(table, name, df.index) for name in columns}, index=df.index)


def _batches(df: pd.DataFrame, names: dict[str, str], max_chars: int) -> Iterator[pa.RecordBatch]:
    texts = (names["text"], names["html"])
    for start in range(0, len(df), BATCH):
        some = df.iloc[start : start + BATCH]
        columns = {name: [_plain(value, dates=name not in texts) for value in some[name]] for name in df.columns}
        rows = [_row({name: values[i] for name, values in columns.items()}, names, max_chars) for i in range(len(some))]
        yield pa.RecordBatch.from_pylist(rows, RAW)


def _row(record: dict[str, Any], names: dict[str, str], max_chars: int) -> dict[str, Any]:
    try:
        values = opened(record, names, max_chars).values
    except BadRecordError as bad:
        return {"reason": str(bad)}
    strings = [s for value in values.values() for s in (value if isinstance(value, list) else [value])]
    return {"reason": LONE} if any(map(SURROGATE.search, strings)) else values


def _plain(value: Any, *, dates: bool) -> Any:
    """A cell as JSON would have it; None where nothing is. `dates`: moments are wanted, and become text."""
    if value is None or isinstance(value, (str, bool, list, tuple, dict)):
        return list(value) if isinstance(value, tuple) else value
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), dates=dates)
    if value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.isoformat() if dates and hasattr(value, "isoformat") else value


def _column(table: pa.Table, name: str, index: pd.Index) -> pd.Series:
    column = table.column(name)
    if pa.types.is_string(column.type):
        series = column.to_pandas().set_axis(index)
        return pd.to_datetime(series, utc=True, format="ISO8601", errors="coerce") if name in DATES else series
    return pd.Series(column.to_pylist(maps_as_pydicts="strict"), index=index, dtype=object, name=name)


@pd.api.extensions.register_dataframe_accessor("cleaner")
class FrameCleaner:
    """`df.cleaner.clean(…)` is `clean_frame(df, …)`."""

    def __init__(self, df: pd.DataFrame) -> None:
        self._df = df

    def clean(self, **options: Any) -> pd.DataFrame:
        """The frame's articles; see `clean_frame`."""
        return clean_frame(self._df, **options)
