"""Records ↔ JSON: nothing of an input record is lost, and what was edited comes back from the sidecar."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import CleanerError, clean
from cleaner.records import GIVEN
from cleaner.write import (
    ARTICLE_FIELDS,
    article_record,
    article_schema,
    dumps,
    edit_records,
    output_record,
    quarantine_line,
    sha256,
    sidecar,
    undo_record,
    whole_files,
)

RAW = """\
Quarry lake opens for swimmers

Published: 12 June 2023 9:05 AM
Share on Facebook

By Tilda Brook

People in Ansholt may swim in the old quarry lake from Saturday, the parish council said.

The water was tested four times in the spring and found clean."""

RECORDS = [
    {"text": RAW},
    {"text": RAW, "id": "a-1", "title": "Given", "tags": [], "score": 1.5, "nested": {"deep": [None, True, "ü"]}},
    {"body": "mine", "text": RAW, "input": {"of": "somebody"}, "measures": None, "id": 7, "authors": None},
    {"html": "<p>unused</p>", "text": RAW},
    {"text": ""},
]


def written(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    result = clean(record["text"], id=str(record["id"]) if "id" in record else None, title=record.get("title"))
    out = output_record(article_record(result.article), record, "text", GIVEN)
    line = sidecar(edit_records(result.edits), record["text"], record, "text", False, result.article.id)
    return json.loads(dumps(out)), json.loads(dumps(line))


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_comes_back_with_its_names_values_and_order(record: dict[str, Any]) -> None:
    again = undo_record(*written(record))
    assert again == record
    assert list(again) == list(record)


def test_article_fields_come_first_and_in_order() -> None:
    out, _ = written({"zone": 1, "text": RAW, "title": "Given"})
    assert list(out) == [*ARTICLE_FIELDS, "zone", "input"]


def test_evidence_and_clashing_names_pass_under_input() -> None:
    out, _ = written({"text": RAW, "title": "Given", "body": "mine", "input": 1, "desk": "local"})
    assert out["input"] == {"title": "Given", "body": "mine", "input": 1}
    assert out["desk"] == "local"
    assert out["title"] == "Given"
    assert out["body"].startswith("People in Ansholt")
    assert "text" not in out


def test_without_evidence_there_is_no_input() -> None:
    assert "input" not in written({"text": RAW, "desk": "local"})[0]


def test_the_sidecar_says_why() -> None:
    _, line = written({"text": RAW})
    codes = {reason[0]: edit for edit in line["edits"] for reason in edit["reasons"]}
    assert codes["DT101"]["before"].startswith("Published: 12 June")
    assert codes["DT101"]["reasons"][0][1] == "safe"
    assert "published_word" in codes["DT101"]["reasons"][0][2]
    for edit in line["edits"]:
        assert RAW[edit["start"] :].startswith(edit["before"])
    assert line["raw_sha256"] == sha256(RAW)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body": "Another body."}, "was changed since"),
        ({"title": None}, "was changed since"),
        ({"id": "other"}, "do not belong together"),
    ],
)
def test_undo_refuses_what_was_changed(change: dict[str, Any], message: str) -> None:
    out, line = written({"text": RAW})
    with pytest.raises(CleanerError, match=message):
        undo_record(out | change, line)


def test_undo_misses_a_lost_field() -> None:
    out, line = written({"text": RAW, "desk": "local"})
    del out["desk"]
    with pytest.raises(CleanerError, match="lacks fields of the input: desk"):
        undo_record(out, line)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from([*ARTICLE_FIELDS, "input"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
            lambda values: st.lists(values, max_size=2) | st.dictionaries(st.text(max_size=3), values, max_size=2),
            max_leaves=4,
        ),
        max_size=4,
    )
)
def test_whatever_fields_a_record_has_they_come_back(extra: dict[str, Any]) -> None:
    record = {"text": RAW} | {name: value for name, value in extra.items() if name not in ("text", "id", "title")}
    result = clean(RAW)
    out = output_record(article_record(result.article), record, "text", GIVEN)
    line = sidecar(edit_records(result.edits), RAW, record, "text", False, result.article.id)
    assert undo_record(json.loads(json.dumps(out)), json.loads(json.dumps(line))) == record


def test_schema_is_sound_and_holds_for_records() -> None:
    schema = article_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["required"] == list(ARTICLE_FIELDS)
    assert list(schema["properties"]) == [*ARTICLE_FIELDS, "input"]
    for text in (RAW, "", "Swimmers\n\n(Photo | AP)"):
        jsonschema.validate(json.loads(dumps(article_record(clean(text, authors=("Tilda Brook",)).article))), schema)
    out, _ = written({"text": RAW, "title": "Given", "desk": "local"})
    jsonschema.validate(out, schema)


def test_quarantine_keeps_the_bytes() -> None:
    assert quarantine_line("in.jsonl", 3, "bad", b'{"t": "\xc3\xbc"}') == {
        "file": "in.jsonl",
        "line": 3,
        "reason": "bad",
        "raw": '{"t": "ü"}',
    }
    assert quarantine_line("in.jsonl", 4, "bad", b"\xff\x00")["raw_base64"] == "/wA="


def test_json_has_no_infinity() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        dumps({"x": float("inf")})


def test_files_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("before")

    def stop_halfway() -> None:
        with whole_files(one, two) as (a, b):
            a.write("half")
            b.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert one.read_text() == "before"
    assert os.listdir(tmp_path) == ["one"]

    with whole_files(one, two) as (a, _):
        a.write("after")
        assert one.read_text() == "before"
    assert one.read_text() == "after"
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]


def test_a_link_stays_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with whole_files(tmp_path / "link", Path(os.devnull)) as (a, b):
        a.write("after")
        b.write("gone")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "after"
    assert not Path(os.devnull).is_file()


def test_a_pipe_that_was_closed_is_no_fault_of_the_files(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), whole_files(tmp_path / "one"):
        raise BrokenPipeError
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["no-folder/out", "file/out", "."])
def test_what_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / name
    with pytest.raises(CleanerError, match="cannot be written") as caught, whole_files(tmp_path / "good", path):
        pass
    assert str(caught.value).startswith(f"{path}: ")
    assert os.listdir(tmp_path) == ["file"]
