"""Records in files: JSON Lines, CSV, Parquet, folders of texts and pages. Between reading and writing each is one line of JSON."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol

from cleaner import files
from cleaner.model import CleanerError
from cleaner.write import ARTICLE_FIELDS, dumps

if TYPE_CHECKING:
    import pyarrow as pa

STANDARD = "-"
"""Standard input, where a file could be named."""
BOM = b"\xef\xbb\xbf"
PAGES = (".html", ".htm", ".xhtml")
KINDS = {".txt": "text", **dict.fromkeys(PAGES, "html"), ".csv": "csv", ".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""Ending → kind of file. Any other is taken for JSON Lines, but not looked for in folders; these here surely are none:"""
OTHERS = frozenset(
    ".tsv .xlsx .xls .ods .xml .yaml .yml .feather .arrow .avro .orc .pdf .doc .docx .zip .tar .tgz .bz2 .xz .7z .warc".split()
)
ROWS = 64
"""Rows of Parquet that are in memory at a time."""
GROUP = 64 << 20
"""Characters from which a part's rows are written as more than one row group."""
BEGINNING = 64 << 10
"""Bytes that are read ahead to tell JSON in one piece from JSON Lines."""
MAGIC = {b"\x1f\x8b": "packed with gzip", b"\x28\xb5\x2f\xfd": "packed with zstd", b"PAR1": "Parquet"}
"""What files begin with that are no JSON Lines, whatever their name."""
OWN = b"cleaner"
"""Key of a Parquet file's metadata: the fields that the input had, with their types."""
NESTED = ("authors", "captions", "tags", "blocks", "flags", "measures", "input", "extra")
"""Columns that are JSON text in CSV."""
EXTRA = "extra"
"""The column of a table for fields that no input's header told of."""


class Record(NamedTuple):
    """A record as it was read: one line of JSON or, where it is bad for a `reason`, its bytes as they stood in the file."""

    file: str
    number: int
    """Of its line, its row or, for a file that is one record, 1."""
    line: bytes
    reason: str = ""


def kind(name: str) -> str:
    ending = os.path.splitext(files.unpacked(name))[1]
    if ending in OTHERS:
        raise CleanerError(f"{name}: {ending} is no format that is read or written: JSON Lines, CSV and Parquet are, plain, .gz or .zst")
    return KINDS.get(ending, "jsonl")


class Inputs:
    """Files, folders and URLs, to be read as one stream of records.

    Raises CleanerError for what is not there. `texts`: the fields that hold a record's text or HTML, the one that wins first.
    `share` is how much of it has been read, where that can be told.
    """

    def __init__(self, names: Sequence[str], texts: Sequence[str] = ("text", "html")) -> None:
        self._texts = texts
        self.files = [file for name in names for file in _expanded(name)]
        """(name, path below the folder that it was found in, bytes) of each."""
        folders = [os.path.join(name, "") for name in names if os.path.isdir(name)]
        self._found = {name for name, *_ in self.files if name.startswith(tuple(folders))}
        for name, *_ in self.files:
            kind(name)
        self._known = all(name != STANDARD for name, _, _ in self.files)
        self._total = sum(size for *_, size in self.files)
        self._done = 0
        self._raw: IO[bytes] | None = None

    @property
    def share(self) -> float | None:
        if not self._known or not self._total:
            return None
        here = self._raw.tell() if self._raw and not self._raw.closed else 0
        return min(1.0, (self._done + here) / self._total)

    def __iter__(self) -> Iterator[Record]:
        readers: dict[str, Callable[[IO[bytes], str], Iterator[Record]]] = {
            "csv": _csv,
            "parquet": partial(_parquet, texts=self._texts),
            "jsonl": read_lines,
        }
        for name, short, size in self.files:
            read = readers.get(kind(name))
            if not read and name in self._found and (error := _closed(name)):
                # One page of a folder stops the others as little as a bad line of a file does.
                yield Record(_shown(name), 1, b"", f"cannot be read: {error.strerror}")
                continue
            try:
                with ExitStack() as stack:
                    self._raw = sys.stdin.buffer if name == STANDARD else stack.enter_context(files.open_raw(name))
                    data = files.unpack(self._raw, name)
                    shown = "<stdin>" if name == STANDARD else _shown(name)
                    yield from read(data, shown) if read else _whole(data, shown, _shown(short))
            except (OSError, EOFError, zlib.error) as error:
                raise files.explained(name, "cannot be read", error) from None
            self._done += size

    def fields(self) -> dict[str, Any]:
        """Fields that headers of tables tell of → their Arrow type, or None where all are strings. Types that differ are None."""
        found: dict[str, Any] = {}
        for name, _, _ in self.files:
            if is_table(name):
                for field, type in _header(name).items():
                    found[field] = type if found.get(field, type) == type else None
        return found


def _shown(name: str) -> str:
    """A file's name as UTF-8 can hold it."""
    return os.fsencode(name).decode("utf-8", "replace")


def _expanded(name: str) -> Iterator[tuple[str, str, int]]:
    if name == STANDARD:
        yield name, name, 0
    elif files.is_url(name):
        yield from _expanded_url(name)
    elif os.path.isdir(name):
        found = sorted(path for file in _below(name) if _wanted(path := os.path.relpath(file, name)))
        if not found:
            raise CleanerError(f"{name}: there is no file in this folder that ends in {', '.join(KINDS)}")
        for path in found:
            yield os.path.join(name, path), path.replace(os.sep, "/"), _size(os.path.join(name, path))
    else:
        if not os.path.exists(name):
            raise CleanerError(f"{name}: no such file")
        yield name, os.path.basename(name), os.path.getsize(name)


def _below(folder: str, above: Collection[str] = ()) -> Iterator[str]:
    """The files in a folder and those below. Links are followed, but not round in circles."""
    place = os.path.realpath(folder)
    if place in above:
        return
    try:
        names = os.listdir(folder)
    except OSError as error:
        raise files.explained(folder, "cannot be read", error) from None
    for file in (os.path.join(folder, name) for name in names):
        if os.path.isdir(file):
            yield from _below(file, {*above, place})
        else:
            yield file


def _size(name: str) -> int:
    try:
        return os.path.getsize(name)
    except OSError as error:
        if is_records(name):
            raise files.explained(name, "cannot be read", error) from None
        # Of a page that is told where it is read.
        return 0


def _closed(name: str) -> OSError | None:
    """Why a local file cannot be read: a link to nowhere, one that is another user's."""
    try:
        with open(name, "rb"):
            return None
    except OSError as error:
        return error


def _expanded_url(name: str) -> Iterator[tuple[str, str, int]]:
    system, path = files.remote(name)
    try:
        if "*" in path:
            base, found = path.partition("*")[0].rpartition("/")[0], sorted(system.glob(path))
        elif system.isdir(path):
            base = path.rstrip("/")
            found = sorted(file for file in system.find(path) if _wanted(file[len(base) + 1 :]))
        else:
            base, found = path.rpartition("/")[0], [path] if system.exists(path) else []
        if not found:
            raise CleanerError(f"{name}: no such file")
        for file in found:
            yield system.unstrip_protocol(file), file[len(base) :].lstrip("/"), system.size(file) or 0
    except OSError as error:
        raise files.explained(name, "cannot be read", error) from None


def _wanted(path: str) -> bool:
    """Hidden files, and those that other programs leave beside their output, are no records."""
    parts = path.replace(os.sep, "/").split("/")
    return os.path.splitext(files.unpacked(path))[1] in KINDS and not any(part.startswith((".", "_")) for part in parts)


# Reading


def read_lines(data: IO[bytes], name: str) -> Iterator[Record]:
    """Records of JSON Lines. Blank lines are no records. Raises CleanerError for a JSON array, and for records set over several lines."""
    for number, line in enumerate(_not_one_piece(data, name), 1):
        line = line.removeprefix(BOM if number == 1 else b"").rstrip(b"\r\n")
        if line and not line.isspace():
            yield Record(name, number, line)


def _not_one_piece(data: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of a file that is not JSON in one piece: of that each line would be a bad record, and none would say what is wrong."""
    lines = iter(data)
    seen = list(islice(lines, 1))
    while seen and seen[0].isspace():
        yield seen[0]
        seen = list(islice(lines, 1))
    _refuse_one_piece(seen, lines, name)
    while seen:
        # A line may be as long as a file: none is kept.
        yield seen.pop(0)
    yield from lines


def _refuse_one_piece(seen: list[bytes], lines: Iterator[bytes], name: str) -> None:
    """`seen`: the first line, if there is one; those that are looked at behind it join it."""
    first = b"".join(seen).removeprefix(BOM).strip()
    packed = next((what for magic, what in MAGIC.items() if first.startswith(magic)), None)
    if packed:
        raise CleanerError(f"{name}: this is {packed}; unpack it, or name a file whose ending says so")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CleanerError(f"{name}: this is UTF-16; JSON Lines are UTF-8, and iconv -f UTF-16 -t UTF-8 makes them so")
    if first[:1] in (b"[", b"{") and not (first[:1] == b"{" and first[-1:] == b"}"):
        size, line = 0, first
        while line and size < BEGINNING:
            line = next(lines, b"")
            seen.append(line)
            size += len(line)
        if _one_piece(first, b"".join(seen[1:]), ended=not line):
            what, how = ("a JSON array", ".[]") if first[:1] == b"[" else ("JSON whose records are set over several lines", ".")
            raise CleanerError(f"{name}: this is {what}; a record on each line is what is read, and jq -c '{how}' writes it so")


def _one_piece(first: bytes, rest: bytes, *, ended: bool) -> bool:
    """The first line and the `rest` are one array or object, or its beginning: not so where one line is bad and others are records."""
    if first[:1] == b"[" and first[-1:] == b"]" and ended and not rest.strip():
        # However long it is: an array of numbers, say, is one bad record.
        return first[1:].lstrip()[:1] in (b"{", b"]")
    begun = first.decode("utf-8", "replace")
    text = f"{begun}\n{rest.decode('utf-8', 'replace')}".rstrip()
    try:
        _, end = json.JSONDecoder(parse_int=str).raw_decode(text)
    except json.JSONDecodeError as error:
        # It breaks off where we stopped reading.
        return not ended and error.pos >= len(text)
    except RecursionError:
        return False
    return end > len(begun)


def _whole(data: IO[bytes], name: str, short: str) -> Iterator[Record]:
    """A file that is one article. Its id is its path below the folder that was named."""
    from cleaner.read import decode, refuse_binary

    content = data.read()
    html = kind(name) == "html"
    try:
        refuse_binary(content, name)
    except CleanerError as error:
        yield Record(name, 1, content, f"no text: {str(error).partition(': ')[2]}")
    else:
        record = {"id": short, "html" if html else "text": decode(content, declared=html)}
        yield Record(name, 1, dumps(record).encode("utf-8", "surrogatepass"))


class _Rows:
    """Lines of a CSV file for `csv.reader`, with the bytes of the row that it is at: invalid ones pass through."""

    def __init__(self, data: IO[bytes]) -> None:
        self._data = enumerate(data)
        self.taken: list[bytes] = []

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> str:
        number, line = next(self._data)
        line = line.removeprefix(BOM if number == 0 else b"")
        self.taken.append(line)
        return line.decode("utf-8", "surrogateescape")


def _csv(data: IO[bytes], name: str) -> Iterator[Record]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    rows = _Rows(data)
    reader = csv.reader(rows, strict=True)
    header = _csv_header(reader, name)
    ours = tuple(header[: len(ARTICLE_FIELDS)]) == ARTICLE_FIELDS
    while True:
        number = reader.line_num + 1
        rows.taken.clear()
        try:
            row = next(reader, None)
            reason = ""
        except csv.Error as error:
            row, reason = [], f"not CSV: {error}"
        raw = b"".join(rows.taken)
        if row is None:
            return
        if not reason and not row:
            continue
        if not reason and len(row) != len(header):
            reason = f"not CSV: {len(row)} fields, the header has {len(header)}"
        if not reason and any("\udc80" <= c <= "\udcff" for field in row for c in field):
            reason = f"not UTF-8: {_invalid(raw)}"
        record: dict[str, Any] = {} if reason else dict(zip(header, row, strict=True))
        if ours and not reason:
            record, reason = _revived(record)
        if reason:
            yield Record(name, number, raw.rstrip(b"\r\n"), reason)
        else:
            yield Record(name, number, dumps(record).encode())


def _csv_header(reader: Any, name: str) -> list[str]:
    try:
        # Blank lines are no rows, above the header either.
        header: list[str] = next(filter(None, reader), [])
    except csv.Error as error:
        raise CleanerError(f"{name}: the header is not CSV ({error})") from None
    if len(header) == 1 and (mark := next((mark for mark in (";", "\t", "|") if mark in header[0]), "")):
        raise CleanerError(f"{name}: the header is one column, {header[0]!r}; separate columns by commas, not by {mark!r}")
    twice = next((field for i, field in enumerate(header) if field in header[:i]), None)
    if twice is not None:
        raise CleanerError(f"{name}: the header names {twice!r} twice; give each column a name of its own")
    if any("\udc80" <= c <= "\udcff" for field in header for c in field):
        raise CleanerError(f"{name}: the header is not UTF-8; convert the file first")
    return header


def _invalid(raw: bytes) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte {error.start + 1} of the row"
    return "half a character"


def _parquet(data: IO[bytes], name: str, texts: Sequence[str]) -> Iterator[Record]:
    import pyarrow as pa
    from pyarrow import parquet

    file = _opened_parquet(parquet, data, name)
    ours = OWN in (file.schema_arrow.metadata or {})
    strange = {field.name: field.type for field in file.schema_arrow if field.name in texts and _no_string(field.type)}
    number = 0
    batches = file.iter_batches(ROWS)
    while True:
        try:
            batch = next(batches, None)
        except pa.ArrowException as error:
            raise OSError(str(error)) from None
        if batch is None:
            return
        for row, reason in _plain_rows(batch):
            number += 1
            if reason:
                yield Record(name, number, row, reason)
                continue
            text = next((field for field in texts if row.get(field) is not None), "")
            record, reason = _revived(row) if ours else (row, "")
            if text in strange:
                # As JSON it is a string: Base64, say, which would be cleaned as if it were the text.
                reason = f"wrong type: {text!r} is {strange[text]}, not a string"
            yield Record(name, number, dumps(record).encode("utf-8", "surrogatepass"), reason)


def _no_string(type: Any) -> bool:
    """Values of that type are strings only as JSON, which has none such."""
    import pyarrow as pa

    is_ = pa.types
    if is_.is_dictionary(type):
        return _no_string(type.value_type)
    binary = is_.is_binary(type) or is_.is_large_binary(type) or is_.is_fixed_size_binary(type) or is_.is_binary_view(type)
    return bool(binary or is_.is_temporal(type) or is_.is_decimal(type))


def _plain_rows(batch: pa.RecordBatch) -> Iterator[tuple[Any, str]]:
    """Rows as JSON values or, where Python has no such value, as a stream of Arrow, and why."""
    import pyarrow as pa

    try:
        rows = [{field: plain(value) for field, value in row.items()} for row in batch.to_pylist(maps_as_pydicts="strict")]
    except (ArithmeticError, KeyError, ValueError, pa.ArrowException) as error:
        if batch.num_rows > 1:
            for i in range(batch.num_rows):
                yield from _plain_rows(batch.slice(i, 1))
            return
        stream = io.BytesIO()
        with pa.ipc.new_stream(stream, batch.schema) as into:
            into.write_batch(batch)
        yield stream.getvalue(), f"not readable: {error}"
    else:
        for row in rows:
            yield row, ""


def _opened_parquet(parquet: Any, data: IO[bytes], name: str) -> Any:
    import pyarrow as pa

    try:
        return parquet.ParquetFile(data if data.seekable() else io.BytesIO(data.read()))
    except pa.ArrowInvalid as error:
        raise CleanerError(f"{name}: this is not Parquet ({error})") from None


def _header(name: str) -> dict[str, Any]:
    with files.open_raw(name) as raw:
        data = files.unpack(raw, name)
        if kind(name) == "csv":
            return dict.fromkeys(_csv_header(csv.reader(_Rows(data), strict=True), name))
        from pyarrow import parquet

        return {field.name: _written_type(field.type) for field in _opened_parquet(parquet, data, name).schema_arrow}


def _written_type(type: Any) -> Any:
    import pyarrow as pa

    return type.value_type if pa.types.is_dictionary(type) else type


def input_fields(name: str) -> dict[str, Any]:
    """Fields that the input of a Parquet file of ours had, with their types; none for other files."""
    if kind(name) != "parquet":
        return {}
    import pyarrow as pa
    from pyarrow import parquet

    with files.open_raw(name) as raw:
        kept = (_opened_parquet(parquet, files.unpack(raw, name), name).schema_arrow.metadata or {}).get(OWN)
    return {field.name: field.type for field in pa.ipc.read_schema(pa.BufferReader(kept))} if kept else {}


def _revived(record: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """A record of ours from a table, in which JSON text is JSON again and the extra fields stand beside the others; else why it is none."""
    made = dict(record)
    for name in NESTED:
        value = made.get(name)
        if isinstance(value, str) and value:
            try:
                made[name] = json.loads(value)
            except (ValueError, RecursionError):
                return made, f"not JSON: the column {name!r}, which a table of ours has in JSON"
    extra = made.pop(EXTRA, None) or {}
    if not isinstance(extra, dict):
        return made | {EXTRA: extra}, f"wrong type: the column {EXTRA!r} is no object"
    return {name: value for name, value in made.items() if name != "input" or value} | extra, ""


# JSON values ↔ those of Arrow


def plain(value: Any) -> Any:
    """A value of Arrow as JSON has it: moments as ISO 8601, bytes as Base64, decimals and numbers that are none as text."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, dict):
        return {str(plain(name)): plain(v) for name, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)


def typed(value: Any, type: Any) -> Any:
    """What `plain` made of a value of that Arrow type, as Arrow takes it."""
    import pyarrow as pa

    is_ = pa.types
    if value is None:
        return None
    if is_.is_list(type) or is_.is_large_list(type) or is_.is_fixed_size_list(type):
        return [typed(v, type.value_type) for v in value]
    if is_.is_struct(type):
        return {field.name: typed(value.get(field.name), field.type) for field in type}
    if is_.is_map(type):
        return [(typed(k, type.key_type), typed(v, type.item_type)) for k, v in value.items()]
    if is_.is_binary(type) or is_.is_large_binary(type) or is_.is_fixed_size_binary(type):
        return b64decode(value)
    if is_.is_floating(type):
        return float(value)
    if is_.is_duration(type):
        return timedelta(seconds=value)
    if is_.is_time(type):
        return time.fromisoformat(value)
    if is_.is_decimal(type):
        return Decimal(value)
    if is_.is_date(type) or is_.is_timestamp(type):
        return pa.scalar(value, pa.string()).cast(type).as_py()
    return value


# Writing


class Table(NamedTuple):
    """The columns of a table that is written: name → Arrow type, None where it holds text, or JSON of what is no text."""

    columns: Mapping[str, Any]
    rest: str | None = None
    """The column for all other fields, as JSON."""
    about: Mapping[str, Any] | None = None
    """Fields of the input, with their types: kept in Parquet, so that `undo` gives them back."""

    def row(self, record: Mapping[str, Any]) -> list[Any]:
        """The cells of a record. Where there is a column for the rest, it also takes the values that do not fit their own column."""
        more = {name: v for name, v in record.items() if name not in self.columns or (self.rest and not _fits(name, v, self.columns[name]))}
        cells = [None if name in more else _cell(record.get(name), type) for name, type in self.columns.items()]
        return [*cells, dumps(more) if more else None] if self.rest else cells

    def schema(self) -> pa.Schema:
        import pyarrow as pa

        made = pa.schema([(name, pa.string() if type is None else type) for name, type in self.columns.items()])
        if self.rest:
            made = made.append(pa.field(self.rest, pa.string()))
        if self.about is None:
            return made
        kept = pa.schema([(name, type) for name, type in self.about.items() if type is not None])
        return made.with_metadata({OWN: kept.serialize().to_pybytes()})


def article_table(inputs: Mapping[str, Any], hidden: Iterable[str], texts: Sequence[str]) -> Table:
    """The table of cleaned records whose inputs' headers tell of these fields.

    `hidden`: names of evidence, which pass under `input`. `texts`: the names of text and HTML; of two, one may pass beside.
    """
    from cleaner.arrow import ARTICLE

    hidden = {*hidden, *ARTICLE_FIELDS, "input", EXTRA}
    if not all(name in inputs for name in texts):
        hidden |= {*texts}
    beside = {name: type for name, type in inputs.items() if name not in hidden}
    return Table({**{field.name: field.type for field in ARTICLE}, "input": None, **beside}, EXTRA, inputs)


def _fits(name: str, value: Any, type: Any) -> bool:
    if value is None or name in ARTICLE_FIELDS or name == "input":
        return True
    if type is None:
        return isinstance(value, str)
    import pyarrow as pa

    try:
        return bool(plain(pa.scalar(typed(value, type), type).as_py(maps_as_pydicts="strict")) == value)
    except (pa.ArrowException, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def _cell(value: Any, type: Any) -> Any:
    if type is not None:
        return typed(value, type)
    return value if value is None or isinstance(value, str) else dumps(value)


class Writer(Protocol):
    """Takes records, one line of JSON each, and writes them as one file, or as a part of one."""

    def write(self, line: str) -> None: ...

    def close(self) -> None: ...


def writer(file: IO[bytes], name: str, table: Table | None = None, *, first: bool = True) -> Writer:
    """A writer in the format of the name's ending; `table` says what a table of CSV or Parquet holds. `first`: no part stands before it."""
    if table is None or not is_table(name):
        return _Lines(file, name)
    return _Csv(file, name, table, first) if kind(name) == "csv" else _Parquet(file, table)


class _Lines:
    def __init__(self, file: IO[bytes], name: str) -> None:
        self._stack = ExitStack()
        self._file = self._stack.enter_context(files.packed(file, name))

    def write(self, line: str) -> None:
        self._file.write(line.encode() + b"\n")

    def close(self) -> None:
        self._stack.close()


class _Csv(_Lines):
    def __init__(self, file: IO[bytes], name: str, table: Table, first: bool) -> None:
        super().__init__(file, name)
        # Lists, numbers and the like are JSON here.
        self._table = table._replace(columns={c: None if c in ARTICLE_FIELDS else t for c, t in table.columns.items()})
        if first:
            self._row([*table.columns, *filter(None, [table.rest])])

    def write(self, line: str) -> None:
        self._row(["" if cell is None else cell for cell in self._table.row(json.loads(line))])

    def _row(self, cells: Sequence[str]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerow(cells)
        self._file.write(text.getvalue().encode())


class _Parquet:
    def __init__(self, file: IO[bytes], table: Table) -> None:
        from pyarrow import parquet

        self._table, self._schema = table, table.schema()
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[list[Any]] = []
        self._size = 0

    def write(self, line: str) -> None:
        self._rows.append(self._table.row(json.loads(line)))
        self._size += len(line)
        if self._size > GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = [pa.array(values, field.type) for values, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._rows, self._size = [], 0

    def close(self) -> None:
        self._flush()
        self._writer.close()


def join(parts: Sequence[str], file: IO[bytes], name: str, table: Table | None) -> None:
    """Write the parts of a file, which `writer` made, as one."""
    if kind(name) != "parquet" or table is None:
        for part in parts:
            with files.open_raw(part) as data:
                while chunk := data.read(files.MANY):
                    file.write(chunk)
        return
    from pyarrow import parquet

    with parquet.ParquetWriter(file, table.schema(), compression="zstd") as whole:
        for part in parts:
            with files.open_raw(part) as data:
                opened = parquet.ParquetFile(data)
                for i in range(opened.num_row_groups):
                    whole.write_table(opened.read_row_group(i).cast(table.schema()))


def is_records(name: str) -> bool:
    """Files of that ending hold records, not one article."""
    return kind(name) not in ("text", "html")


def is_table(name: str) -> bool:
    """The format has columns, which must be known before the first record is written."""
    return kind(name) in ("csv", "parquet")


def write_file(records: Iterable[Mapping[str, Any]], name: str, table: Table | None) -> None:
    """Write records as one file, whole or not at all. Raises CleanerError where it cannot be written."""

    def write(file: IO[bytes]) -> None:
        into = writer(file, name, table)
        for record in records:
            into.write(dumps(record))
        into.close()

    try:
        files.write_whole(name, write)
    except OSError as error:
        raise files.explained(name, "cannot be written", error) from None


def raw_table(edits: Iterable[Record], types: Mapping[str, Any]) -> Table:
    """The table of raw records, from the lines of their edits file: every field that one of them has, in the order they come."""
    names: dict[str, Any] = {}
    for record in edits:
        try:
            fields: list[str] = json.loads(record.line)["fields"]
        except (ValueError, LookupError, TypeError):
            raise CleanerError(f"{record.file}:{record.number}: not a line of edits that `cleaner run` wrote") from None
        names |= {name: types.get(name) for name in fields if name not in names}
    return Table(names)
