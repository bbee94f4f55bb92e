"""A batch: records in; cleaned records, the edits beside them and the quarantine out. No record is lost on the way."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from cleaner.arrow import ARTICLE, RAW, clean_batch, rows
from cleaner.formats import Record
from cleaner.model import CleanerError
from cleaner.parts import Sink
from cleaner.pipeline import Cleaner
from cleaner.records import MAX_CHARS, BadRecordError, Opened, fault, filled, opened, parsed
from cleaner.workers import ordered
from cleaner.write import dumps, output_record, quarantine_line, sidecar, undo_record

PART = 1_000
"""Records of a part: what is lost at most when a run is killed, and what a gate is shown at a time."""
CHUNK, CHUNK_BYTES = 16, 256 << 10
"""Records, and bytes, from which a worker has enough for once."""
SECONDS = 60.0
"""What a record may take."""


@dataclass
class Summary:
    """The counts of a run, or of a part of it: `read` = `written` + `quarantined`."""

    read: int = 0
    written: int = 0
    quarantined: int = 0
    failing: int = 0
    """Records that the gate flagged or, if it drops them, put in quarantine."""
    seconds: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    """Rule code → records that it edited."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Reason, up to its first colon → records in quarantine for it."""
    sources: Counter[str] = field(default_factory=Counter)
    """Source → records written."""
    noise: dict[str, float] = field(default_factory=dict)
    """Source → the sum of its records' `noise_share`."""

    @property
    def bad_share(self) -> float:
        return self.quarantined / self.read if self.read else 0.0

    def add(self, part: Mapping[str, Any]) -> None:
        """Add the counts of a part, as `vars` gives them."""
        for name in ("read", "written", "quarantined", "failing", "seconds"):
            setattr(self, name, getattr(self, name) + part[name])
        for name in ("codes", "reasons", "sources"):
            getattr(self, name).update(part[name])
        for source, share in part["noise"].items():
            self.noise[source] = self.noise.get(source, 0.0) + share

    def noisiest(self) -> list[tuple[str, int, float]]:
        """(source, records, mean `noise_share`), the noisiest first."""
        shares = [(source, n, round(self.noise[source] / n, 4)) for source, n in self.sources.items()]
        return sorted(shares, key=lambda s: (-s[2], -s[1], s[0]))

    def metrics(self) -> dict[str, Any]:
        """All of it as JSON values."""
        rate = round(self.read / self.seconds, 2) if self.seconds else None
        counts = {name: getattr(self, name) for name in ("read", "written", "quarantined", "failing")}
        sources = [{"source": source, "records": n, "noise_share": share} for source, n, share in self.noisiest()]
        more = {"edits_by_code": dict(sorted(self.codes.items())), "quarantine_reasons": dict(sorted(self.reasons.items()))}
        return {**counts, "seconds": round(self.seconds, 3), "records_per_second": rate, **more, "sources": sources}


class Cleaned(NamedTuple):
    """A record's lines of the output and of the edits file, the codes of its edits, and the input's fields that held something."""

    record: str
    edits: str
    codes: frozenset[str]
    source: str | None
    noise: float
    fields: tuple[str, ...]


class Taken(NamedTuple):
    """A record of the input and what became of it: cleaned, or bad for a reason."""

    record: Record
    cleaned: Cleaned | None
    reason: str = ""


class Gate(Protocol):
    """Looks at records in order, a part at a time; gives for each the ids of what it fails, for its `flags`."""

    def __call__(self, part: Sequence[Taken]) -> Sequence[tuple[str, ...]]: ...

    def kept(self) -> Any:
        """What it must remember of the last part, as JSON."""

    def recall(self, kept: Any) -> None:
        """Remember what it kept of a part that an earlier run committed."""


@dataclass(frozen=True)
class Work:
    """What is done with records, in this process or a worker. `names`: text, html or a given field → its name in the input.

    `max_chars`: the longest text or HTML taken. `now` stands for `crawled` where a record has none.
    """

    cleaner: Cleaner
    names: Mapping[str, str] = field(default_factory=dict)
    max_chars: int = MAX_CHARS
    now: str | None = None

    def __call__(self, records: Sequence[Record], at: Callable[[int], None]) -> list[Cleaned | str]:
        """For each record its lines, or why there are none."""
        taken = [self._opened(record) for record in records]
        values = [{"reason": t} if isinstance(t, str) else t[1].values for t in taken]
        batch = pa.RecordBatch.from_pylist(values, RAW)
        cleaned = rows(clean_batch(batch, self.cleaner, now=self.now, max_chars=self.max_chars, at=at))
        return [t if isinstance(t, str) else _joined(row, *t) for t, row in zip(taken, cleaned, strict=True)]

    def _opened(self, record: Record) -> tuple[dict[str, Any], Opened] | str:
        if record.reason:
            return record.reason
        try:
            made = parsed(record.line)
            return made, opened(made, self.names, self.max_chars)
        except BadRecordError as bad:
            return str(bad)


def _joined(row: Mapping[str, Any], record: Mapping[str, Any], given: Opened) -> Cleaned | str:
    if row["reason"]:
        reason: str = row["reason"]
        return reason
    try:
        written = output_record({name: row[name] for name in ARTICLE.names}, record, given.source, given.evidence)
        beside = sidecar(row["edits"], row["raw"], record, given.source, given.html, row["id"])
        if undo_record(written, beside) != record:
            return "cleaning failed: the edits do not lead back to the input"
        lines = dumps(written), dumps(beside)
    except (CleanerError, ValueError, RecursionError) as error:
        return fault(error)
    codes = frozenset(reason[0] for edit in row["edits"] for reason in edit["reasons"])
    return Cleaned(*lines, codes, row["source"], row["measures"]["noise_share"], filled(record))


def run(
    records: Iterable[Record],
    work: Work,
    sink: Sink,
    *,
    workers: int = 0,
    seconds: float = SECONDS,
    limit: int | None = None,
    gate: Gate | None = None,
    drop: bool = False,
    progress: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """Clean records, in `workers` processes or in this one, and write them in order; goes on behind the parts that the sink has already.

    `limit`: records to read. What fails the `gate` is flagged or, with `drop`, goes to the quarantine. `seconds`: what a record may take
    in a worker. Raises CleanerError where the records of a finished part are not what they were.
    """
    whole = Summary()
    stream = islice(records, limit)
    for n, done in enumerate(list(sink.done)):
        if done:
            _skip(stream, done, n)
            whole.add(done["counts"])
            if gate:
                gate.recall(done["gate"])
    begun = time.monotonic()
    part, digest = Summary(), blake2b(digest_size=16)
    taken = _taken(stream, work, workers, seconds)
    for some in iter(lambda: list(islice(taken, PART if gate else 1)), []):
        for one, failed in zip(some, gate(some) if gate else [()] * len(some), strict=True):
            _hash(digest, one.record)
            _put(one, failed, drop, sink, part)
        if part.read == PART:
            _commit(sink, part, digest, gate, begun, whole)
            part, digest, begun = Summary(), blake2b(digest_size=16), time.monotonic()
        progress(_sum(whole, part, begun))
    if part.read:
        _commit(sink, part, digest, gate, begun, whole)
    return whole


def _taken(stream: Iterator[Record], work: Work, workers: int, seconds: float) -> Iterator[Taken]:
    for records, results in ordered(work, chunks(stream), workers, seconds, str):
        for record, result in zip(records, results, strict=True):
            yield Taken(record, None, result) if isinstance(result, str) else Taken(record, result)


def chunks(stream: Iterator[Record]) -> Iterator[list[Record]]:
    """The records, as many together as a worker is given."""
    chunk: list[Record] = []
    size = 0
    for record in stream:
        chunk.append(record)
        size += len(record.line)
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _put(taken: Taken, failed: Sequence[str], drop: bool, sink: Sink, part: Summary) -> None:
    record, cleaned, reason = taken
    part.read += 1
    part.failing += bool(failed)
    if cleaned and not (failed and drop):
        sink.write("output", _flagged(cleaned.record, failed) if failed else cleaned.record)
        sink.write("edits", cleaned.edits)
        part.written += 1
        part.codes.update(cleaned.codes)
        if cleaned.source:
            part.sources[cleaned.source] += 1
            part.noise[cleaned.source] = part.noise.get(cleaned.source, 0.0) + cleaned.noise
        return
    reason = reason or f"failed the check: {', '.join(failed)}"
    sink.write("quarantine", dumps(quarantine_line(record.file, record.number, reason, record.line)))
    part.quarantined += 1
    part.reasons[reason.partition(":")[0]] += 1


def _flagged(line: str, flags: Sequence[str]) -> str:
    record = json.loads(line)
    return dumps(record | {"status": "flagged", "flags": [*record["flags"], *flags]})


def _commit(sink: Sink, part: Summary, digest: Any, gate: Gate | None, begun: float, whole: Summary) -> None:
    part.seconds = time.monotonic() - begun
    counts = vars(part)
    sink.commit({"counts": counts, "records": digest.hexdigest(), "gate": gate.kept() if gate else None})
    whole.add(counts)


def _sum(whole: Summary, part: Summary, begun: float) -> Summary:
    return Summary(whole.read + part.read, 0, whole.quarantined + part.quarantined, 0, whole.seconds + time.monotonic() - begun)


def _hash(digest: Any, record: Record) -> None:
    digest.update(f"{len(record.line)} {record.number} {record.file}\n".encode("utf-8", "surrogateescape"))
    digest.update(record.line)


def _skip(stream: Iterator[Record], done: Mapping[str, Any], part: int) -> None:
    digest = blake2b(digest_size=16)
    for record in islice(stream, done["counts"]["read"]):
        _hash(digest, record)
    if digest.hexdigest() != done["records"]:
        where = f"records {part * PART + 1} to {part * PART + done['counts']['read']}"
        raise CleanerError(f"--resume: the input has changed, {where} are not what they were; run without --resume to begin anew")


def undo(records: Iterable[Record], edits: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The input records again, from what `run` wrote.

    Raises CleanerError where a record and its edits do not fit, or there are more of one than of the other.
    """
    right = iter(edits)
    file = ""
    for file, number, line, reason in records:
        beside = next(right, None)
        if beside is None:
            raise CleanerError(f"{file}:{number}: there are no edits for this record; the files do not belong together")
        try:
            if reason:
                raise ValueError(reason)
            yield undo_record(json.loads(line), json.loads(beside))
        except CleanerError as error:
            raise CleanerError(f"{file}:{number}: {error}") from None
        except (ValueError, LookupError, TypeError, AttributeError):
            raise CleanerError(f"{file}:{number}: not a record that `cleaner run` wrote, or not its line of edits") from None
    if next(right, None) is not None:
        raise CleanerError(f"{file or 'the output'}: there are edits for more records than it holds; the files do not belong together")
