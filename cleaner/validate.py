"""Expectation suites: read them, and validate a frame of measures with Great Expectations.

GX is imported in `validate` only. Where it is silent, this module is not: an unknown type, a missing column, an expectation that
could look at nothing, an exception inside an expectation.
"""

from __future__ import annotations

import difflib
import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.model import CleanerError

if TYPE_CHECKING:
    import pandas as pd

_HERE = Path(__file__).parent
SUITES_DIR = next(
    (d for d in (_HERE / "_data" / "expectations", _HERE.parent / "expectations") if d.is_dir()), _HERE / "_data" / "expectations"
)
"""The suites that come with the package: inside it when installed from a wheel, beside it in a checkout."""
BUILT_IN = ("raw", "article", "batch")
SEVERITIES = ("info", "warning", "error")
"""Least first. GX calls the last one critical."""
ON_NULLS = (
    "expect_column_values_to_be_null",
    "expect_column_values_to_not_be_null",
    "expect_column_proportion_of_non_null_values_to_be_between",
    "expect_column_to_exist",
)
"""Types that have something to say of a column without values."""
COLUMN_KEYS = ("column", "column_A", "column_B", "column_list")
ROW = "row"
"""The frame's column that tells rows apart: ids may be repeated."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation as its suite writes it."""

    id: str
    suite: str
    severity: str
    sentence: str
    type: str
    kwargs: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        names = [self.kwargs.get(key) for key in COLUMN_KEYS]
        return tuple(n for name in names if name is not None for n in (name if isinstance(name, list) else [name]))


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    file: Path
    expectations: tuple[Expectation, ...]

    @property
    def built_in(self) -> bool:
        return self.file.parent == SUITES_DIR


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an expectation. `success` None: there was nothing it could look at, and `note` says why."""

    expectation: Expectation
    success: bool | None
    unexpected: tuple[int, ...] = ()
    """Rows that do not meet it, whatever its `mostly` lets pass."""
    checked: int = 0
    observed: Any = None
    """The number an expectation on the whole column looked at."""
    note: str = ""

    @property
    def failed(self) -> bool:
        return self.success is False


@dataclass(frozen=True, slots=True)
class Validation:
    outcomes: tuple[Outcome, ...]
    """In the order of the suites."""
    native: Any = field(repr=False, default=None)
    """GX's own context, for Data Docs."""


def load(name: str) -> Suite:
    """A suite by name (raw, article, batch) or by its file. Raises CleanerError for a file that is no suite."""
    path = SUITES_DIR / f"{name}.json" if name in BUILT_IN else Path(name)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CleanerError(f"{name}: no such suite; give {', '.join(BUILT_IN)} or a suite's JSON file") from None
    except OSError as error:
        raise CleanerError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise CleanerError(f"{path}: this is not JSON: {error}") from None
    entries = raw.get("expectations") if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not entries:
        raise CleanerError(
            f'{path}: the suite has no expectations; a GX 1.x suite is {{"name": …, "expectations": [{{"type", "kwargs"}}, …]}}'
        )
    suite = Suite(str(raw.get("name") or path.stem), path, tuple(_entries(path, str(raw.get("name") or path.stem), entries)))
    ids = [e.id for e in suite.expectations]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise CleanerError(f"{path}: two expectations have the id {twice!r}; give each its own in meta.id")
    return suite


def _entries(path: Path, suite: str, entries: Sequence[Any]) -> Iterator[Expectation]:
    for number, entry in enumerate(entries, 1):
        if not (isinstance(entry, dict) and isinstance(entry.get("type"), str) and isinstance(entry.get("kwargs", {}), dict)):
            raise CleanerError(f"{path}: expectation {number} is no object with a `type` and `kwargs`")
        kwargs = entry.get("kwargs", {})
        meta = entry.get("meta") or {}
        if not isinstance(meta, dict):
            raise CleanerError(f"{path}: expectation {number}: `meta` is {meta!r}, not an object")
        for key in COLUMN_KEYS:
            named = kwargs.get(key)
            names = named if isinstance(named, list) and key == "column_list" else [named]
            if named is not None and not all(isinstance(name, str) for name in names):
                raise CleanerError(
                    f"{path}: expectation {number}: `{key}` is {named!r}; write {'names' if key == 'column_list' else 'a name'}"
                )
        column = kwargs.get("column")
        id = str(meta.get("id") or entry.get("id") or "-".join(filter(None, [entry["type"].removeprefix("expect_"), column, str(number)])))
        severity = meta.get("severity") or entry.get("severity") or "error"
        severity = "error" if severity == "critical" else severity
        if severity not in SEVERITIES:
            raise CleanerError(f"{path}: expectation {id}: severity is {', '.join(SEVERITIES)}, not {severity!r}")
        said = meta.get("sentence") or entry.get("description") or _sentence(entry["type"], kwargs)
        yield Expectation(id, suite, severity, str(said), entry["type"], kwargs)


def _sentence(type: str, kwargs: Mapping[str, Any]) -> str:
    what = type.removeprefix("expect_").replace("_", " ")
    return f"{what} ({', '.join(f'{k}: {v}' for k, v in kwargs.items())})" if kwargs else what


def validate(frame: pd.DataFrame, suites: Sequence[Suite]) -> Validation:
    """Validate the frame, once, against all suites. Its column `row` tells rows apart.

    Raises CleanerError for what is wrong with a suite: a type GX does not know, arguments it does not take, a column that is not there, and
    an exception inside an expectation of a user's suite.
    """
    wanted = [e for suite in suites for e in suite.expectations]
    files = {id(e): suite for suite in suites for e in suite.expectations}
    for e in wanted:
        _columns_there(e, files[id(e)], frame.columns)
    idle = {i: note for i, e in enumerate(wanted) if (note := _nothing_to_look_at(e, frame))}
    native, results = _run(frame, {i: (e, files[id(e)]) for i, e in enumerate(wanted) if i not in idle})
    outcomes = [
        Outcome(e, None, note=idle[i]) if i in idle else _outcome(e, files[id(e)], results[i], len(frame)) for i, e in enumerate(wanted)
    ]
    return Validation(tuple(outcomes), native)


def _columns_there(e: Expectation, suite: Suite, columns: Collection[str]) -> None:
    for name in e.columns:
        if name not in columns:
            near = difflib.get_close_matches(name, list(columns), 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise CleanerError(f"{suite.file}: expectation {e.id}: no measure {name!r}; {hint}`cleaner check --measures` lists them")


def _nothing_to_look_at(e: Expectation, frame: pd.DataFrame) -> str:
    """GX calls an expectation on no rows, or on nulls alone, met."""
    if e.columns and not len(frame):
        return "no records"
    if e.columns and e.type not in ON_NULLS and all(frame[name].isna().all() for name in e.columns):
        return f"{', '.join(e.columns)} is empty in all records"
    return ""


def _run(frame: pd.DataFrame, wanted: Mapping[int, tuple[Expectation, Suite]]) -> tuple[Any, dict[int, Any]]:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # It reports by its logger what is raised or told here.
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    built = [_built(e, suite, i) for i, (e, suite) in wanted.items()]
    if not built:
        return context, {}
    suite = gx.ExpectationSuite(name="news-cleaner", expectations=built)
    if len(suite.expectations) != len(built):
        raise RuntimeError(f"{len(built)} expectations went into GX's suite and {len(suite.expectations)} are in it")
    definition = context.data_sources.add_pandas("measures").add_dataframe_asset("measures").add_batch_definition_whole_dataframe("batch")
    validation = definition.get_batch({"dataframe": frame}).validate(
        suite,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [ROW],
            # Without these it would copy the values and the rows.
            "exclude_unexpected_values": True,
            "include_unexpected_rows": False,
            "return_unexpected_index_query": False,
        },
    )
    return (context, suite, definition), {_place(r): r for r in validation.results}


def _place(result: Any) -> int:
    """GX's results are not in the order of the suite."""
    return int(result.expectation_config.meta["place"])


def _built(e: Expectation, suite: Suite, place: int) -> Any:
    import great_expectations.expectations as gxe

    known = {name.lower(): name for name in dir(gxe) if name.startswith("Expect")}
    name = known.get(e.type.replace("_", "").lower())
    if name is None:
        near = difflib.get_close_matches(e.type.replace("_", "").lower(), list(known), 1)
        hint = f"; did you mean {_snake(known[near[0]])}?" if near else ""
        raise CleanerError(f"{suite.file}: expectation {e.id}: Great Expectations has no {e.type!r}{hint}")
    kind = getattr(gxe, name)
    # Since GX 1.5; Data Docs show it.
    severity = {"severity": "critical" if e.severity == "error" else e.severity} if "severity" in kind.__fields__ else {}
    try:
        return kind(**e.kwargs, **severity, meta={"id": e.id, "place": place}, description=e.sentence)
    except (TypeError, ValueError) as error:
        what = "; ".join(f"{'.'.join(map(str, d['loc']))}: {d['msg']}" for d in error.errors()) if hasattr(error, "errors") else str(error)
        raise CleanerError(f"{suite.file}: expectation {e.id}: {what.replace('__root__: ', '')}") from None


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _outcome(e: Expectation, suite: Suite, result: Any, rows: int) -> Outcome:
    raised = _raised(result.exception_info or {})
    if raised:
        message = f"expectation {e.id} of suite {suite.name} could not be evaluated: {raised}"
        if suite.built_in:
            raise RuntimeError(message)
        raise CleanerError(f"{suite.file}: {message}")
    found = result.result
    unexpected = tuple(sorted(_rows(found.get("unexpected_index_list") or ())))
    checked = found.get("element_count", rows) - (found.get("missing_count") or 0)
    return Outcome(e, bool(result.success), unexpected, checked, found.get("observed_value"))


def _raised(info: Mapping[str, Any]) -> str:
    """The first exception in what GX calls `exception_info`: of the expectation itself, or of each metric it needs."""
    for part in (info, *info.values()):
        if isinstance(part, Mapping) and part.get("raised_exception"):
            return str(part.get("exception_message") or "an exception without a message").strip().splitlines()[0]
    return ""


def _rows(index: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """GX lists rows as [{"row": 3}, …] or, with pandas, as [{"row": [3, …]}]."""
    for entry in index:
        value = entry[ROW]
        yield from (int(v) for v in value) if isinstance(value, list) else [int(value)]


def data_docs(validation: Validation, frame: pd.DataFrame, folder: Path) -> Path:
    """GX's own pages of a validation. They load their styles from the network, unlike our report. Returns their index."""
    context, suite, definition = validation.native
    from great_expectations.checkpoint.actions import UpdateDataDocsAction

    site = {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    import great_expectations as gx

    context.add_data_docs_site("news-cleaner", site)
    context.suites.add(suite)
    wanted = context.validation_definitions.add(gx.ValidationDefinition(name="news-cleaner", data=definition, suite=suite))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="news-cleaner",
            validation_definitions=[wanted],
            actions=[UpdateDataDocsAction(name="docs", site_names=["news-cleaner"])],
            result_format={"result_format": "SUMMARY"},
        )
    )
    checkpoint.run({"dataframe": frame})
    return folder / "index.html"
