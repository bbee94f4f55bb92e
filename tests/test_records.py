"""One input record: what of it is text, what is evidence, and what is none."""

from typing import Any

import pytest

from cleaner.model import Document
from cleaner.records import BadRecordError, document, filled, opened, parsed


@pytest.mark.parametrize(
    ("field", "value", "taken"),
    [
        ("authors", "Ina Wolf", ["Ina Wolf"]),
        ("authors", ["Ina Wolf", "Ben Ahl"], ["Ina Wolf", "Ben Ahl"]),
        ("authors", [], None),
        ("authors", ["Ina Wolf", 5], None),
        ("authors", {"name": "Ina Wolf"}, None),
        ("id", 12, "12"),
        ("id", 0, "0"),
        ("id", True, None),
        ("id", "a", "a"),
        ("id", 1.5, None),
        ("title", "Buses", "Buses"),
        ("title", "", None),
        ("title", 5, None),
        ("published", None, None),
    ],
)
def test_evidence_is_of_the_right_type_or_none(field: str, value: Any, taken: Any) -> None:
    values = opened({"text": "a", field: value}, {}).values
    assert values == {"text": "a"} | ({} if taken is None else {field: taken})


def test_names_of_the_input() -> None:
    record = {"content": "a", "page": "<p>b</p>", "headline": "Buses", "title": "not this"}
    got = opened(record, {"text": "content", "html": "page", "title": "headline"})
    assert (got.values, got.source, got.html) == ({"text": "a", "title": "Buses"}, "content", False)
    assert got.evidence == ("id", "source", "url", "language", "crawled", "headline", "authors", "published")
    got = opened(record, {"html": "page"})
    assert (got.values, got.source, got.html) == ({"html": "<p>b</p>", "title": "not this"}, "page", True)
    assert opened({"text": None, "html": "<p>b</p>"}, {}).html
    assert opened({"text": "", "html": "<p>b</p>"}, {}).values == {"text": ""}


@pytest.mark.parametrize(
    ("value", "kind"), [(True, "a boolean"), ({}, "an object"), ([], "a list"), (1, "a number"), (1.5, "a number"), (b"a", "bytes")]
)
def test_a_text_of_another_type_is_named(value: Any, kind: str) -> None:
    with pytest.raises(BadRecordError, match=f"^wrong type: 'text' is {kind}, not a string$"):
        opened({"text": value}, {})


def test_a_text_may_be_as_long_as_the_limit() -> None:
    assert opened({"text": "four"}, {}, 4).values == {"text": "four"}
    with pytest.raises(BadRecordError, match=r"^too long: 4 characters, --max-chars is 3$"):
        opened({"text": "four"}, {}, 3)


def test_a_field_of_each_object_may_have_the_name_of_one_in_another() -> None:
    assert parsed(b'{"text": "a", "x": {"text": "b"}, "n": 1e300}') == {"text": "a", "x": {"text": "b"}, "n": 1e300}
    assert parsed(rb'{"text": "\ud83d\ude00 \\ud83d"}') == {"text": "😀 \\ud83d"}


def test_the_document_of_a_record() -> None:
    assert document({"text": "a", "authors": ["Ina Wolf"], "title": None}) == Document("a", authors=("Ina Wolf",))
    assert document({"text": "a"}, "2024-05-04") == Document("a", crawled="2024-05-04")
    assert document({"text": "a", "crawled": "2024-05-03"}, "2024-05-04") == Document("a", crawled="2024-05-03")
    assert document({"text": "", "html": "<p>b</p>"}) == Document("")
    assert document({"html": "<p>b</p>", "id": "7"}).id == "7"


def test_the_fields_that_hold_something() -> None:
    assert filled({"b": 0, "a": "x", "c": None, "d": "", "e": [], "f": {}, "g": False}) == ("a", "b", "f", "g")
