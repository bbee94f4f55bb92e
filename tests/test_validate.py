"""Suites of expectations: how they are read, and what becomes of each on a frame of measures."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cleaner import CleanerError
from cleaner.validate import Suite, load, validate

FRAME = pd.DataFrame({"row": [0, 1, 2, 3], "words": [5, 50, None, 500], "notes": [None] * 4, "signed": [1.0, 0.0, 0.0, 1.0]})


def suite(path: Path, *expectations: Any, **more: Any) -> Suite:
    path.write_text(json.dumps({"expectations": expectations} | more), encoding="utf-8")
    return load(str(path))


def between(column: str, **more: Any) -> dict[str, Any]:
    return {"type": "expect_column_values_to_be_between", "kwargs": {"column": column} | more}


def test_what_a_suite_leaves_out(tmp_path: Path) -> None:
    own = suite(
        tmp_path / "own.json",
        between("words", max_value=9),
        between("words", max_value=9) | {"id": "gx", "severity": "warning", "description": "Said by GX."},
        between("words", max_value=9)
        | {"id": "gx", "severity": "info", "meta": {"id": "ours", "severity": "critical", "sentence": "Ours."}},
        {"type": "expect_table_row_count_to_equal", "meta": None},
    )
    assert (own.name, own.built_in) == ("own", False)
    assert [(e.id, e.severity, e.sentence, e.suite) for e in own.expectations] == [
        ("column_values_to_be_between-words-1", "error", "column values to be between (column: words, max_value: 9)", "own"),
        ("gx", "warning", "Said by GX.", "own"),
        ("ours", "error", "Ours.", "own"),
        ("table_row_count_to_equal-4", "error", "table row count to equal", "own"),
    ]
    assert suite(tmp_path / "own.json", between("words"), name="mine").expectations[0].suite == "mine"


def test_the_suites_that_come_with_the_package() -> None:
    for name in ("raw", "article", "batch"):
        found = load(name)
        assert (found.name, found.built_in, found.file.name) == (name, True, f"{name}.json")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (3, "expectation 1 is no object with a `type` and `kwargs`"),
        ({"type": 3}, "expectation 1 is no object with a `type` and `kwargs`"),
        ({"type": "expect_column_to_exist", "kwargs": ["words"]}, "expectation 1 is no object with a `type` and `kwargs`"),
        (between("words") | {"meta": "x"}, "expectation 1: `meta` is 'x', not an object"),
        (between(3), "expectation 1: `column` is 3; write a name"),  # type: ignore[arg-type]
        (between(["words"]), "expectation 1: `column` is ['words']; write a name"),  # type: ignore[arg-type]
        (
            {"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": ["words", 3]}},
            "expectation 1: `column_list` is ['words', 3]; write names",
        ),
        (
            {"type": "expect_column_pair_values_to_be_equal", "kwargs": {"column_A": "words", "column_B": {}}},
            "expectation 1: `column_B` is {}; write a name",
        ),
    ],
)
def test_an_entry_that_is_no_expectation_is_refused(tmp_path: Path, entry: Any, message: str) -> None:
    with pytest.raises(CleanerError) as error:
        suite(tmp_path / "own.json", entry)
    assert str(error.value) == f"{tmp_path / 'own.json'}: {message}"


def test_what_becomes_of_expectations(tmp_path: Path) -> None:
    own = suite(
        tmp_path / "own.json",
        between("words", max_value=100),
        between("words", max_value=100, mostly=0.5),
        between("signed", min_value=0),
        {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "signed", "min_value": 0.6}},
        {"type": "expect_column_pair_values_a_to_be_greater_than_b", "kwargs": {"column_A": "words", "column_B": "signed"}},
        between("notes", max_value=9),
        {"type": "expect_column_values_to_be_null", "kwargs": {"column": "notes"}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "words"}},
        {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 4}},
    )
    found = validate(FRAME, [own]).outcomes
    assert [o.expectation for o in found] == list(own.expectations)
    assert [(o.success, o.failed, o.unexpected, o.checked, o.observed, o.note) for o in found] == [
        (False, True, (3,), 3, None, ""),
        (True, False, (3,), 3, None, ""),
        (True, False, (), 4, None, ""),
        (False, True, (), 4, 0.5, ""),
        # To GX nothing is not greater than something.
        (False, True, (2,), 4, None, ""),
        (None, False, (), 0, None, "notes is empty in all records"),
        (True, False, (), 4, None, ""),
        (False, True, (2,), 4, None, ""),
        (True, False, (), 4, 4, ""),
    ]


def test_on_no_records_only_the_table_is_looked_at(tmp_path: Path) -> None:
    own = suite(
        tmp_path / "own.json",
        {"type": "expect_column_values_to_be_null", "kwargs": {"column": "notes"}},
        {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 4}},
    )
    found = validate(FRAME.iloc[:0], [own]).outcomes
    assert [(o.success, o.note) for o in found] == [(None, "no records"), (False, "")]
    assert [o.note for o in validate(FRAME.iloc[:0], [suite(tmp_path / "own.json", between("words"))]).outcomes] == ["no records"]


def test_suites_are_validated_at_once_each_with_its_own_ids(tmp_path: Path) -> None:
    one = suite(tmp_path / "one.json", between("words", max_value=9) | {"id": "short"}, between("signed", max_value=0) | {"id": "none"})
    two = suite(tmp_path / "two.json", between("words", max_value=9) | {"id": "short"})
    found = validate(FRAME, [two, one]).outcomes
    assert [(o.expectation.suite, o.expectation.id, o.unexpected) for o in found] == [
        ("two", "short", (1, 3)),
        ("one", "short", (1, 3)),
        ("one", "none", (0, 3)),
    ]
