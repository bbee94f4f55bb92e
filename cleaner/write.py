"""Results ↔ JSON records: the article record, the sidecar that takes every edit back, the quarantine's lines, whole files."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from cleaner.model import Article, CleanerError, Edit

ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)
"""Names of the article record, in order."""


def article_record(article: Article) -> dict[str, Any]:
    """The article as plain JSON values."""
    return asdict(article)


def output_record(article: Mapping[str, Any], record: Mapping[str, Any], source: str, evidence: Collection[str]) -> dict[str, Any]:
    """The article record with the input's other fields beside it, untouched.

    `source` is the input's field that held the text or HTML: it goes, since the sidecar brings it back. Fields that were read as `evidence`
    (a given title, say) and those whose name the article record needs for itself pass under `input`, with the input's values.
    """
    out = dict(article)
    hidden: dict[str, Any] = {}
    for name, value in record.items():
        if name != source:
            place = hidden if name in evidence or name in ARTICLE_FIELDS or name == "input" else out
            place[name] = value
    return out | {"input": hidden} if hidden else out


def edit_records(edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Edits as the edits file has them: each put `after` in the place of `before` at `start`.

    Its reasons are [code, safety] or, where a pattern or an algorithm's note says more, [code, safety, because].
    """
    return [
        {
            "start": e.start,
            "before": e.before,
            "after": e.after,
            "reasons": [[r.code, r.safety, *filter(None, [r.note or r.pattern])] for r in e.reasons],
        }
        for e in edits
    ]


def sidecar(edits: Sequence[Mapping[str, Any]], raw: str, record: Mapping[str, Any], source: str, html: bool, id: str) -> dict[str, Any]:
    """One line of the edits file: what `undo` needs beside the output record, and why each edit was made.

    `fields` is the order of the input's fields, `text_field` (or `html_field`) the one that is not in the output record. With HTML,
    `raw` is the reader's text, which `start` counts in, and `html` the page itself.
    """
    line: dict[str, Any] = {"id": id, "raw_sha256": sha256(raw), "html_field" if html else "text_field": source, "fields": list(record)}
    if html:
        line |= {"raw": raw, "html": record[source]}
    return line | {"edits": edits}


def undo_record(record: Mapping[str, Any], line: Mapping[str, Any]) -> dict[str, Any]:
    """The input record again, from its output record and its line of the edits file.

    Raises CleanerError where the two do not belong together or the record was changed since.
    """
    id = record["id"]
    if id != line["id"]:
        raise CleanerError(f"record {id!r} stands beside the edits of {line['id']!r}; the files do not belong together")
    raw = _undone("\n\n".join(part for part in (record["title"], record["dek"], record["body"]) if part), line["edits"])
    if sha256(raw) != line["raw_sha256"]:
        raise CleanerError(f"record {id!r} was changed since it was cleaned; undo needs its title, dek and body as they came out")
    own = {name: value for name, value in record.items() if name not in ARTICLE_FIELDS and name != "input"} | record.get("input", {})
    own |= {line["html_field"]: line["html"]} if "html_field" in line else {line["text_field"]: raw}
    gone = [name for name in line["fields"] if name not in own]
    if gone:
        raise CleanerError(f"record {id!r} lacks fields of the input: {', '.join(gone)}")
    return {name: own[name] for name in line["fields"]}


def _undone(text: str, edits: Sequence[Mapping[str, Any]]) -> str:
    parts: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit["start"] + shift
        parts += text[at:start], edit["before"]
        at = start + len(edit["after"])
        shift += len(edit["after"]) - len(edit["before"])
    return "".join((*parts, text[at:]))


def sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, as hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quarantine_line(file: str, number: int, reason: str, raw: bytes) -> dict[str, Any]:
    """One line of the quarantine: where the record stood, why it is there, and its bytes as they came."""
    line: dict[str, Any] = {"file": file, "line": number, "reason": reason}
    try:
        return line | {"raw": raw.decode("utf-8")}
    except UnicodeDecodeError:
        return line | {"raw_base64": base64.b64encode(raw).decode("ascii")}


def dumps(value: Any) -> str:
    """One line of JSON, letters as they are. Raises ValueError for what JSON has no word for, such as infinity."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[IO[str]]]:
    """Open files for text that appear under their names, in this order, only when all of them are whole; on an error none does.

    Devices and pipes are written to as they are. Raises CleanerError where a file cannot be written.
    """
    # Written beside the target, so that the final rename never crosses a file system; a link's target is replaced, not the link.
    targets = [Path(os.path.realpath(path)) for path in paths]
    parts: dict[Path, Path] = {}
    try:
        with ExitStack() as stack:
            files: list[IO[str]] = []
            for path, target in zip(paths, targets, strict=True):
                whole = target.is_file() or not target.exists()
                place = target.with_name(f".{target.name}.{os.getpid()}.part") if whole else target
                try:
                    files.append(stack.enter_context(place.open("w", encoding="utf-8", newline="\n")))
                except OSError as error:
                    raise CleanerError(f"{path}: cannot be written ({error.strerror})") from None
                if whole:
                    parts[target] = place
            yield files
        for target, part in parts.items():
            os.replace(part, target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CleanerError(f"{', '.join(map(str, paths))}: not written ({error.strerror})") from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def article_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the article record."""
    text = {"type": "string"}
    maybe = {"type": ["string", "null"]}
    place = {"type": "integer", "minimum": 0}
    moment = "ISO 8601: a day, or a day and time, with a zone only if the text gave one"
    properties: dict[str, dict[str, Any]] = {
        "id": text | {"description": "given, or the first 16 hex digits of the SHA-256 of the raw text"},
        "source": maybe | {"description": "the site it came from"},
        "url": maybe,
        "language": maybe | {"description": "ISO 639-1, given or guessed"},
        "title": maybe,
        "dek": maybe | {"description": "the line or lines under the headline"},
        "authors": _list(text) | {"description": "people; an agency is not one of them"},
        "agency": maybe,
        "dateline": maybe | {"description": "the place the body begins with; it stays in the body, too"},
        "published": maybe | {"description": moment},
        "updated": maybe | {"description": moment},
        "crawled": maybe | {"description": moment},
        "captions": _list(_object({"text": text, "credit": maybe})),
        "tags": _list(text),
        "body": text | {"description": "paragraphs joined by one blank line"},
        "blocks": _list(_object({"role": text, "start": place, "end": place})) | {"description": "spans of the body, in code points"},
        "status": {"enum": ["clean", "flagged"]},
        "flags": _list(text),
        "measures": {"type": "object", "description": "named numbers of this article"},
        "cleaner_version": text,
        "rules_hash": text | {"description": "changes with the rules and the choice of rules"},
        "input": {"type": "object", "description": "fields of the input record that were evidence or whose name the article needs"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article record of news-cleaner",
        "description": "`cleaner run` writes the input's other fields beside these.",
        "type": "object",
        "properties": properties,
        "required": list(ARTICLE_FIELDS),
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
