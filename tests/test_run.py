"""A batch: every record comes out cleaned or in quarantine with a reason, and `undo` gives the input again."""

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError
from cleaner.formats import Record, read_lines
from cleaner.parts import Streams
from cleaner.run import CHUNK, CHUNK_BYTES, Summary, Taken, Work, chunks, run, undo

CLEANER = Cleaner()
TEXT = "Night buses return to Ostrava Street\n\nShare on Facebook\n\nThe night buses run again from Monday, the town said on Friday."
PAGE = f"<html lang='en'><body><h1>Night buses return</h1><p>{TEXT.splitlines()[-1]}</p><nav>Home</nav></body></html>"


def numbered(lines: Iterable[bytes], file: str) -> Iterator[Record]:
    return read_lines(io.BytesIO(b"".join(line + b"\n" for line in lines)), file)


class Ran:
    def __init__(self, *records: Any, **options: Any) -> None:
        lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
        to = {"output": io.StringIO(), "edits": io.StringIO(), "quarantine": io.StringIO()}
        how = {name: options.pop(name) for name in ("names", "max_chars", "now") if name in options}
        self.summary: Summary = run(numbered(lines, "in.jsonl"), Work(CLEANER, **how), Streams(to), **options)
        self.out, self.edits, self.bad = ([json.loads(line) for line in f.getvalue().split("\n") if line] for f in to.values())
        out, edits = (to[what].getvalue().encode().split(b"\n")[:-1] for what in ("output", "edits"))
        self.undone = list(undo(numbered(out, "out.jsonl"), edits))

    @property
    def reason(self) -> str:
        (line,) = self.bad
        reason = line["reason"]
        assert isinstance(reason, str)
        return reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "\xff"}', "not UTF-8: byte 11 of the line"),
        (b'{"text": "a"', "not JSON: "),
        (b'{"text": "a", "n": NaN}', "not JSON: NaN is no JSON number"),
        (b'{"text": "a", "n": ' + b"9" * 5_000 + b"}", "not JSON: a number has too many digits"),
        (b'{"text": "a", "n": 1e999}', "not JSON: 1e999 is too large a number"),
        (b"[" * 100_000, "not JSON: nested too deep"),
        (b'["text"]', "not a record: the line is a list, not an object"),
        (b"null", "not a record: the line is null, not an object"),
        (b'{"id": 1}', "no text: the record has neither 'text' nor 'html'"),
        (b'{"text": "a", "text": "b"}', "not JSON: 'text' stands twice in one object"),
        (b'{"text": "a", "other": [{"x": 1, "y": 2, "x": 1}]}', "not JSON: 'x' stands twice in one object"),
        (b'{"text": null}', "no text: the record has neither 'text' nor 'html'"),
        (b'{"text": 5}', "wrong type: 'text' is a number, not a string"),
        (b'{"text": ["a"]}', "wrong type: 'text' is a list, not a string"),
        (b'{"text": "half \\ud83d a smile"}', "lone surrogate: "),
        (b'{"text": "a", "other": "\\uDC00"}', "lone surrogate: "),
        (b'{"text": "a", "\\udc00": 1}', "lone surrogate: "),
    ],
)
def test_bad_records_go_to_quarantine_with_a_reason(line: bytes, reason: str) -> None:
    ran = Ran({"text": "good"}, line, {"text": "good"})
    assert ran.reason.startswith(reason)
    assert (ran.bad[0]["file"], ran.bad[0]["line"]) == ("in.jsonl", 2)
    assert (ran.summary.read, ran.summary.written, ran.summary.quarantined) == (3, 2, 1)
    assert ran.summary.bad_share == 1 / 3
    assert len(ran.out) == len(ran.edits) == 2


def test_a_text_over_the_limit_is_a_bad_record() -> None:
    ran = Ran({"text": "four"}, {"text": "seven.."}, {"html": "<p>a</p>"}, max_chars=4)
    assert [line["reason"] for line in ran.bad] == ["too long: 7 characters, --max-chars is 4", "too long: 8 characters, --max-chars is 4"]


def test_a_fault_of_ours_does_not_stop_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Cleaner, "clean", fail)
    assert Ran({"text": TEXT}).reason == "cleaning failed: ZeroDivisionError: oops"


def test_edits_that_do_not_lead_back_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = Cleaner.clean

    def lose(self: Cleaner, document: Any, **given: Any) -> Any:
        result = clean(self, document, **given)
        object.__setattr__(result, "edits", result.edits[1:])
        return result

    monkeypatch.setattr(Cleaner, "clean", lose)
    assert Ran({"text": TEXT}).reason.startswith("cleaning failed: ")


def test_edits_of_another_text_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = Cleaner.clean
    monkeypatch.setattr(Cleaner, "clean", lambda self, _, **given: clean(self, "Another text.", **given))
    assert Ran({"text": TEXT}).reason == "cleaning failed: the edits do not lead back to the input"


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT},
        {"text": ""},
        {"text": "😀 and \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")},
        {"text": "a\r\nb\x00c\u2028d"},
        {"html": PAGE, "id": "page"},
        {"html": PAGE, "text": TEXT},
        {"html": PAGE, "text": None, "title": "Given"},
        {"text": TEXT, "id": 12, "title": 5, "authors": "Ina Wolf", "published": "2024-05-03", "x": 10**30},
    ],
)
def test_undo_gives_the_input_again(record: dict[str, Any]) -> None:
    ran = Ran(record)
    assert not ran.bad
    assert ran.undone == [record]
    assert list(ran.undone[0]) == list(record)


@given(st.lists(st.text(), max_size=3))
def test_undo_gives_any_text_again(texts: list[str]) -> None:
    records = [{"text": text} for text in texts]
    ran = Ran(*records)
    assert ran.summary.read == ran.summary.written + ran.summary.quarantined == len(records)
    assert ran.undone == [r for r in records if not any("\ud800" <= c <= "\udfff" for c in r["text"])]


def test_blank_lines_are_no_records() -> None:
    ran = Ran({"text": "a"}, b"", b"  \r", {"text": 1})
    assert ran.summary.read == 2
    assert ran.bad[0]["line"] == 4


def test_a_byte_order_mark_in_front_is_no_fault() -> None:
    assert Ran(b'\xef\xbb\xbf{"text": "a"}').out[0]["body"] == "a"


def test_an_empty_text_is_a_good_record_with_a_flag() -> None:
    ran = Ran({"text": ""})
    assert ran.out[0]["body"] == ""
    assert ran.out[0]["flags"] == ["empty-body"]
    assert ran.out[0]["status"] == "flagged"


def test_ids() -> None:
    given = ["mine", 12, 13.0, "", [1], 1.5]
    ran = Ran({"text": TEXT}, *({"text": TEXT, "id": id} for id in given))
    hashed = ran.edits[0]["raw_sha256"][:16]
    assert [r["id"] for r in ran.out] == [hashed, "mine", "12", "13", hashed, hashed, hashed]
    assert [e["id"] for e in ran.edits] == [r["id"] for r in ran.out]


def test_given_fields_win_and_pass_under_input() -> None:
    ran = Ran({"text": TEXT, "title": "Buses", "authors": ["Ina Wolf", "Ben Ahl"], "crawled": "2024-05-04", "source": "bus.example"})
    (record,) = ran.out
    assert (record["title"], record["authors"], record["crawled"], record["source"]) == (
        "Buses",
        ["Ina Wolf", "Ben Ahl"],
        "2024-05-04",
        "bus.example",
    )
    assert record["input"] == {"title": "Buses", "authors": ["Ina Wolf", "Ben Ahl"], "crawled": "2024-05-04", "source": "bus.example"}


def test_other_names() -> None:
    record = {"content": TEXT, "headline": "Buses", "url": "https://bus.example/1", "text": "not this"}
    ran = Ran(record, names={"text": "content", "title": "headline"})
    assert ran.out[0]["title"] == "Buses"
    assert ran.out[0]["text"] == "not this"
    assert ran.out[0]["input"] == {"headline": "Buses", "url": "https://bus.example/1"}
    assert ran.undone == [record]


def test_text_wins_over_html_unless_its_field_is_named() -> None:
    record = {"text": TEXT, "html": "<p>The page.</p>"}
    assert Ran(record).out[0]["title"] == "Night buses return to Ostrava Street"
    assert Ran(record).out[0]["html"] == "<p>The page.</p>"
    ran = Ran(record, names={"html": "html"})
    assert ran.out[0]["body"] == "The page."
    assert ran.out[0]["text"] == TEXT
    assert ran.undone == [record]


def test_html_keeps_page_and_readers_text_in_the_sidecar() -> None:
    ran = Ran({"html": PAGE})
    assert "html" not in ran.out[0]
    assert ran.edits[0]["html"] == PAGE
    assert ran.edits[0]["raw"].startswith("Night buses return\n\nThe night buses run again")


def test_limit() -> None:
    records = ({"text": str(n)} for n in range(5))
    assert Ran(*records, limit=2).summary.read == 2
    assert Ran({"text": "a"}, limit=0).summary.read == 0


def test_a_worker_has_enough_records_or_enough_bytes() -> None:
    few = list(numbered([b"{}"] * 40, "in.jsonl"))
    assert [len(chunk) for chunk in chunks(iter(few))] == [CHUNK, CHUNK, 40 - 2 * CHUNK]
    long = list(numbered([b"x" * (CHUNK_BYTES // 2)] * 5, "in.jsonl"))
    assert [len(chunk) for chunk in chunks(iter(long))] == [2, 2, 1]
    assert list(chunks(iter([]))) == []


def test_counts_of_parts_add_up_and_the_noisiest_source_comes_first() -> None:
    one = Summary(4, 3, 1, 1, 2.0, Counter(SH101=2), Counter({"no text": 1}), Counter({"a.example": 2, "b.example": 1}))
    one.noise = {"a.example": 0.1, "b.example": 0.5}
    two = Summary(3, 3, 0, 0, 0.5, Counter(SH101=1, AD101=1), Counter(), Counter({"a.example": 2, "c.example": 1}))
    two.noise = {"a.example": 0.3, "c.example": 0.1}
    whole = Summary()
    for part in (one, two):
        whole.add(vars(part))
    assert whole.noisiest() == [("b.example", 1, 0.5), ("a.example", 4, 0.1), ("c.example", 1, 0.1)]
    assert whole.metrics() == {
        "read": 7,
        "written": 6,
        "quarantined": 1,
        "failing": 1,
        "seconds": 2.5,
        "records_per_second": 2.8,
        "edits_by_code": {"AD101": 1, "SH101": 3},
        "quarantine_reasons": {"no text": 1},
        "sources": [
            {"source": "b.example", "records": 1, "noise_share": 0.5},
            {"source": "a.example", "records": 4, "noise_share": 0.1},
            {"source": "c.example", "records": 1, "noise_share": 0.1},
        ],
    }
    assert (whole.bad_share, Summary().bad_share, Summary().metrics()["records_per_second"]) == (1 / 7, 0.0, None)


def test_what_a_gate_fails_is_flagged_or_dropped() -> None:
    class Gate:
        def __call__(self, part: Sequence[Taken]) -> list[tuple[str, ...]]:
            return [("short",) if len(taken.record.line) < 20 else () for taken in part]

        def kept(self) -> None: ...

        def recall(self, kept: Any) -> None: ...

    records = [{"text": TEXT, "id": "a"}, {"text": ""}, 5]
    ran = Ran(*records, gate=Gate())
    assert [(r["status"], r["flags"]) for r in ran.out] == [("clean", []), ("flagged", ["empty-body", "short"])]
    assert [line["reason"] for line in ran.bad] == ["not a record: the line is a number, not an object"]
    assert (ran.summary.written, ran.summary.quarantined, ran.summary.failing) == (2, 1, 2)
    ran = Ran(*records, gate=Gate(), drop=True)
    assert [r["id"] for r in ran.out] == ["a"]
    assert [line["reason"] for line in ran.bad] == ["failed the check: short", "not a record: the line is a number, not an object"]
    assert (ran.summary.written, ran.summary.quarantined, ran.summary.reasons["failed the check"]) == (1, 2, 1)


def test_now_stands_for_crawled() -> None:
    ran = Ran({"text": TEXT}, {"text": TEXT, "crawled": "2020-01-01"}, now="2024-05-04")
    assert [r["crawled"] for r in ran.out] == ["2024-05-04", "2020-01-01"]


def test_order_and_neighbours_change_nothing() -> None:
    records = [{"text": TEXT, "id": "a"}, {"html": PAGE, "id": "b"}, {"text": TEXT.upper(), "id": "c"}]
    forth, back = Ran(*records), Ran(*reversed(records))
    assert forth.out == back.out[::-1]


@pytest.mark.parametrize(
    ("records", "edits", "message"),
    [
        ([0, 1], [0], "out.jsonl:2: there are no edits"),
        ([0], [0, 1], "out.jsonl: there are edits for more records"),
        ([1, 0], [0, 1], "out.jsonl:1: record 'b' stands beside the edits of 'a'"),
        ([b"{}"], [0], "out.jsonl:1: not a record that `cleaner run` wrote"),
        ([b"no"], [0], "out.jsonl:1: not a record"),
        ([0], [b'{"id": "a"}'], "out.jsonl:1: not a record"),
        ([0], [b"[]"], "out.jsonl:1: not a record"),
    ],
)
def test_undo_refuses_files_that_do_not_fit(records: list[Any], edits: list[Any], message: str) -> None:
    ran = Ran({"text": TEXT, "id": "a"}, {"text": TEXT, "id": "b"})

    def lines(of: list[Any], wanted: list[Any]) -> list[bytes]:
        return [w if isinstance(w, bytes) else json.dumps(of[w]).encode() for w in wanted]

    with pytest.raises(CleanerError, match=f"^{message}"):
        list(undo(numbered(lines(ran.out, records), "out.jsonl"), lines(ran.edits, edits)))
