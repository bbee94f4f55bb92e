"""Every format in, every format out, and back: nothing of a record is lost, and what is bad says why."""

import errno
import gzip
import json
import os
import sys
from base64 import b64decode
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pytest
from pyarrow import parquet

from cleaner import CleanerError
from cleaner.cli import main
from cleaner.formats import Inputs, Record, plain, typed

TITLE = "Night buses return to Ostrava Street"
STORY = "The night buses run again from Monday, the town said on Friday."
RAW = f"{TITLE}\n\nShare on Facebook\n\n{STORY}"
PAGE = f"<html lang='en'><body><h1>{TITLE}</h1><p>{STORY}</p></body></html>"
RECORDS: list[dict[str, Any]] = [
    {"id": "a", "text": RAW, "n": 1},
    {"id": "b", "text": "“Naïve” — 日本\r\nline\ttab", "desk": None, "tags": ["x"]},
    {"id": "c", "html": PAGE, "big": 10**30, "deep": {"a": [1.5, None]}},
    {"id": "d", "text": "", "extra": "mine", "input": 3},
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(*args: str) -> int:
    with pytest.raises(SystemExit) as end:
        main([*args, "-q", "--workers", "0", "--max-bad", "1"] if args[0] == "run" else args)
    assert isinstance(end.value.code, int)
    return end.value.code


def lines(records: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(record.line) for record in Inputs([name])]


@pytest.mark.parametrize("out", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.csv", "out.csv.gz", "out.parquet"])
def test_records_come_back_from_every_format(folder: Path, out: str) -> None:
    (folder / "in.jsonl").write_bytes(lines(RECORDS))
    assert command("run", "in.jsonl", "-o", out) == 0
    done = read(out)
    assert [r["id"] for r in done] == ["a", "b", "c", "d"]
    assert (done[0]["title"], done[0]["body"]) == (TITLE, STORY)
    assert done[0]["measures"]["edits_by_family"] == {"SH": 1}
    assert sorted(p.name for p in folder.iterdir()) == sorted(["in.jsonl", out, f"{out}.edits.jsonl", f"{out}.quarantine.jsonl"])
    assert command("undo", out, "-o", "back.jsonl.zst") == 0
    back = read("back.jsonl.zst")
    assert back == RECORDS
    assert [list(r) for r in back] == [list(r) for r in RECORDS]


def test_packed_files_and_a_second_run_have_the_same_bytes(folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(lines(RECORDS))
    for out in ("out.jsonl.gz", "out.jsonl.zst", "out.parquet"):
        assert command("run", "in.jsonl", "-o", out) == 0
        before = (folder / out).read_bytes()
        assert command("run", "in.jsonl", "-o", out) == 0
        assert (folder / out).read_bytes() == before
    assert gzip.decompress((folder / "out.jsonl.gz").read_bytes()).count(b"\n") == 4


def test_all_inputs_at_once(folder: Path) -> None:
    (folder / "one.jsonl.gz").write_bytes(gzip.compress(lines(RECORDS[:1])) + gzip.compress(lines(RECORDS[1:2])))
    (folder / "two.csv").write_text('\ufeffid,text,desk\nc1,"A ""quoted""\nline, with comma",local\nc2,,\n', encoding="utf-8", newline="")
    parquet.write_table(pa.table({"id": ["p"], "text": [RAW], "score": [0.5]}), folder / "three.parquet")
    (folder / "pages" / "2024").mkdir(parents=True)
    (folder / "pages" / "b.html").write_text(PAGE, encoding="utf-8")
    (folder / "pages" / "2024" / "a.txt").write_bytes("Ein Café öffnet.".encode("cp1252"))
    (folder / "pages" / "notes.pdf").write_bytes(b"%PDF")
    (folder / "pages" / ".hidden.txt").write_text("no")
    (folder / "pages" / "z.txt").write_bytes(b"%PDF-1.4")
    assert command("run", "one.jsonl.gz", "two.csv", "three.parquet", "pages", "-o", "out.parquet") == 0
    done = read("out.parquet")
    assert [r["id"] for r in done] == ["a", "b", "c1", "c2", "p", "2024/a.txt", "b.html"]
    assert [r["body"] for r in done[2:]] == ['A "quoted"\n\nline, with comma', "", STORY, "Ein Café öffnet.", STORY]
    assert [(done[i]["desk"], done[i]["score"]) for i in (2, 4)] == [("local", None), (None, 0.5)]
    (bad,) = read("out.parquet.quarantine.jsonl")
    assert (bad["file"], bad["line"], bad["raw"]) == (str(Path("pages", "z.txt")), 1, "%PDF-1.4")
    assert bad["reason"] == "no text: this is a PDF, not text; give a text or HTML file, decoded or unpacked first"
    assert command("undo", "out.parquet", "-o", "back.jsonl") == 0
    assert read("back.jsonl")[2:5] == [
        {"id": "c1", "text": 'A "quoted"\nline, with comma', "desk": "local"},
        {"id": "c2", "text": "", "desk": ""},
        {"id": "p", "text": RAW, "score": 0.5},
    ]


def test_bad_rows_of_csv_are_in_quarantine_and_no_others(folder: Path) -> None:
    rows = [b"id,text\n", b"1,good\n", b"2,a,b\n", b"\n", b'3,"two\nlines"\n', b"4,\xff\n", b'5,"x"y\n', b"6,good\n", b'7,"never closed\n']
    (folder / "in.csv").write_bytes(b"".join(rows))
    assert command("run", "in.csv", "-o", "out.csv") == 0
    assert [r["id"] for r in read("out.csv")] == ["1", "3", "6"]
    bad = read("out.csv.quarantine.jsonl")
    assert [(b["line"], b["reason"].partition(":")[0]) for b in bad] == [(3, "not CSV"), (7, "not UTF-8"), (8, "not CSV"), (10, "not CSV")]
    assert (bad[0]["raw"], bad[1]["raw_base64"], bad[3]["raw"]) == ("2,a,b", "NCz/", '7,"never closed')
    assert command("undo", "out.csv", "-o", "back.csv") == 0
    assert (folder / "back.csv").read_bytes() == b'id,text\n1,good\n3,"two\nlines"\n6,good\n'


TYPED = pa.table(
    {
        "text": [RAW, RAW],
        "published": pa.array([datetime(2024, 5, 3, 10, 15), None], pa.timestamp("ns", "Europe/Berlin")),
        "day": pa.array([date(2024, 5, 3), None]),
        "price": pa.array([Decimal("1.20"), None]),
        "blob": pa.array([b"\xff\x00", None]),
        "score": pa.array([float("nan"), 2.0], pa.float32()),
        "took": pa.array([timedelta(seconds=1.5), None], pa.duration("us")),
        "kind": pa.array(["a", "b"]).dictionary_encode(),
        "deep": pa.array([[{"at": datetime(2024, 5, 3)}], []]),
        "counts": pa.array([[("x", 1)], []], pa.map_(pa.string(), pa.int32())),
        "id": pa.array([7, 8], pa.int16()),
    }
)


def test_columns_of_parquet_keep_their_types_there_and_back(folder: Path) -> None:
    parquet.write_table(TYPED, folder / "in.parquet")
    assert command("run", "in.parquet", "-o", "out.parquet") == 0
    done = parquet.read_table(folder / "out.parquet")
    assert [done.schema.field(name).type for name in ("day", "price", "blob", "score", "took", "deep", "counts")] == [
        TYPED.schema.field(name).type for name in ("day", "price", "blob", "score", "took", "deep", "counts")
    ]
    assert done["published"].to_pylist() == ["2024-05-03T12:15:00+02:00", None]
    assert command("undo", "out.parquet", "-o", "back.parquet") == 0
    back = parquet.read_table(folder / "back.parquet")
    assert str(back.to_pylist()) == str(TYPED.to_pylist())
    # Each value is in its own column: nothing had to ride beside.
    assert done["counts"].to_pylist() == [[("x", 1)], []]
    assert done["extra"].to_pylist() == [None, None]
    assert [f.type for f in back.schema if f.name != "kind"] == [f.type for f in TYPED.schema if f.name != "kind"]


def test_values_that_do_not_fit_their_column_ride_beside(folder: Path) -> None:
    parquet.write_table(pa.table({"text": [RAW], "n": [1]}), folder / "in.parquet")
    records = [{"text": RAW, "n": "many"}, {"text": RAW, "n": 2}, {"text": RAW, "n": 2.5}]
    (folder / "in.jsonl").write_bytes(lines(records))
    assert command("run", "in.parquet", "in.jsonl", "-o", "out.parquet") == 0
    assert parquet.read_table(folder / "out.parquet")["n"].to_pylist() == [1, None, 2, None]
    assert command("undo", "out.parquet", "-o", "back.jsonl") == 0
    assert read("back.jsonl") == [{"text": RAW, "n": 1}, *records]


def test_a_row_that_python_cannot_hold_is_in_quarantine_as_arrow(folder: Path) -> None:
    far = pa.array([0, 2**60, 0], pa.timestamp("us"))
    parquet.write_table(pa.table({"text": [RAW] * 3, "at": far}), folder / "in.parquet")
    assert command("run", "in.parquet", "-o", "out.parquet") == 0
    (bad,) = read("out.parquet.quarantine.jsonl")
    assert bad["line"] == 2
    assert bad["reason"].startswith("not readable: ")
    assert pa.ipc.open_stream(b64decode(bad["raw_base64"])).read_all()["at"].cast(pa.int64()).to_pylist() == [2**60]
    assert len(read("out.parquet")) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
def test_a_file_whose_name_is_no_utf_8(folder: Path) -> None:
    (folder / "pages").mkdir()
    with open(os.path.join(os.fsencode(folder), b"pages", b"caf\xe9.txt"), "wb") as file:
        file.write(STORY.encode())
    assert command("run", "pages", "-o", "out.jsonl") == 0
    assert [(r["id"], r["body"]) for r in read("out.jsonl")] == [("caf\ufffd.txt", STORY)]


@pytest.mark.parametrize("value", [float("inf"), timedelta(days=1), [b"a"], {"a": date(2024, 1, 1)}, Decimal("0.10")])
def test_plain_values_become_typed_again(value: Any) -> None:
    type = pa.scalar(value).type
    assert typed(json.loads(json.dumps(plain(value))), type) == value


def test_urls(folder: Path) -> None:
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pipe("/in/b.jsonl", lines(RECORDS[:2]))
    system.pipe("/in/a.csv", b"id,text\n1,good\n")
    assert command("run", "memory://in", "-o", "memory://out/done.parquet") == 0
    assert [r["id"] for r in read("memory://out/done.parquet")] == ["1", "a", "b"]
    assert sorted(system.ls("/out", detail=False)) == [f"/out/done.parquet{ending}" for ending in ("", ".edits.jsonl", ".quarantine.jsonl")]
    assert command("undo", "memory://out/done.parquet", "-o", "memory://back.jsonl") == 0
    assert read("memory://back.jsonl")[1:] == RECORDS[:2]
    assert [record.file for record in Inputs(["memory://in/*.csv"])] == ["memory:///in/a.csv"]


def test_a_folder_at_an_url_is_not_written_into(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "in.jsonl").write_bytes(lines(RECORDS))
    (folder / "done").mkdir()
    url = f"file://{folder}/done"
    assert command("run", "in.jsonl", "-o", url) == 2
    assert command("run", "in.jsonl", "-o", "out.jsonl", "--metrics", url) == 2
    assert command("run", "in.jsonl", "-o", "good.jsonl") == 0
    assert command("undo", "good.jsonl", "-o", url) == 2
    assert capsys.readouterr().err.splitlines() == [f"cleaner: {url}: cannot be written (Is a directory)"] * 3
    assert list((folder / "done").iterdir()) == []


def test_numbers_of_a_run_and_reports_may_go_to_urls(folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(lines(RECORDS))
    assert command("run", "in.jsonl", "-o", "out.jsonl", "--metrics", f"file://{folder}/numbers.json") == 0
    assert json.loads((folder / "numbers.json").read_bytes())["written"] == 4
    assert command("clean", "in.jsonl", "--text", "-o", f"file://{folder}/one.txt") == 0
    assert (folder / "one.txt").read_bytes().endswith(b"\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("no.jsonl", None, "no.jsonl: no such file"),
        ("cut.jsonl.gz", gzip.compress(b'{"text": "a"}\n', mtime=0)[:-9], "cut.jsonl.gz: cannot be read (Truncated compressed stream)"),
        ("no.jsonl.gz", b"no gzip at all", "no.jsonl.gz: cannot be read ("),
        ("no.parquet", b"PAR", "no.parquet: this is not Parquet ("),
        ("twice.csv", b"id,id\n", "twice.csv: the header names 'id' twice; "),
        ("latin.csv", b"\xff,id\n", "latin.csv: the header is not UTF-8; "),
        ("latin.csv", b"id,\x80text\n", "latin.csv: the header is not UTF-8; "),
        ("empty", "folder", "empty: there is no file in this folder that ends in "),
        ("nowhere://x", None, "nowhere://x: cannot be opened ("),
        ("zip://a.jsonl::file:///a.zip", None, "zip://a.jsonl::file:///a.zip: a file within an archive is neither read nor written; "),
        ("packed.jsonl", gzip.compress(b'{"text": "a"}\n', mtime=0), "packed.jsonl: this is packed with gzip; unpack it, or "),
        ("packed.jsonl", b"\x28\xb5\x2f\xfd\x04\x00", "packed.jsonl: this is packed with zstd; unpack it, or "),
        ("table.jsonl", b"PAR1\x15\x04", "table.jsonl: this is Parquet; unpack it, or name a file whose ending says so"),
        (
            "semicolons.csv",
            b"id;text\n1;a\n",
            "semicolons.csv: the header is one column, 'id;text'; separate columns by commas, not by ';'\n",
        ),
        (
            "a.tsv",
            b"id\ttext\n1\ta\n",
            "a.tsv: .tsv is no format that is read or written: JSON Lines, CSV and Parquet are, plain, .gz or .zst\n",
        ),
        ("a.jsonl.bz2", b"BZh9", "a.jsonl.bz2: .bz2 is no format that is read or written: "),
        (
            "a.jsonl",
            '{"text": "a"}\n'.encode("utf-16"),
            "a.jsonl: this is UTF-16; JSON Lines are UTF-8, and iconv -f UTF-16 -t UTF-8 makes them so",
        ),
        ("memory://nothing", None, "memory://nothing: no such file"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    folder: Path, name: str, content: bytes | str | None, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content == "folder":
        (folder / name).mkdir()
    elif isinstance(content, bytes):
        (folder / name).write_bytes(content)
    before = sorted(folder.iterdir())
    assert command("run", name, "-o", "out.jsonl") == 2
    err = capsys.readouterr().err
    assert err.startswith(f"cleaner: {message}")
    assert err.count("\n") == 1
    assert sorted(folder.iterdir()) == before


def test_the_share_that_has_been_read(folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(lines(RECORDS))
    (folder / "b.jsonl").write_bytes(lines(RECORDS))
    inputs = Inputs(["a.jsonl", "b.jsonl"])
    assert inputs.share == 0.0
    shares = [inputs.share for _ in inputs]
    assert shares[0] is not None
    assert 0 < shares[0] <= 0.5 < (shares[4] or 0) <= 1
    assert inputs.share == 1.0
    assert Inputs(["-"]).share is None


def test_a_file_of_no_format_is_refused_before_another_is_read(folder: Path) -> None:
    (folder / "a.jsonl").write_text("{}\n")
    (folder / "b.tsv").write_text("text\n")
    with pytest.raises(CleanerError, match=r"b\.tsv: \.tsv is no format that is read or written"):
        Inputs(["a.jsonl", "b.tsv"])


def test_of_a_row_with_two_faults_the_first_is_told(folder: Path) -> None:
    (folder / "in.csv").write_bytes(b"id,text\na,b,\xff\n\x80,c\n")
    assert [record.reason for record in Inputs(["in.csv"])] == ["not CSV: 3 fields, the header has 2", "not UTF-8: byte 1 of the row"]


def test_numbers_of_lines(folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf{}\n\n{}\r\n")
    assert list(Inputs(["a.jsonl"])) == [Record("a.jsonl", 1, b"{}"), Record("a.jsonl", 3, b"{}")]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can be another user")
def test_a_folder_that_cannot_be_read_is_not_passed_over(folder: Path) -> None:
    (folder / "pages" / "closed").mkdir(parents=True)
    (folder / "pages" / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "pages" / "closed").chmod(0)
    folder.chmod(0o755)
    os.seteuid(65_534)
    try:
        with pytest.raises(CleanerError, match=r"^pages/closed: cannot be read \(Permission denied\)$"):
            Inputs(["pages"])
    finally:
        os.seteuid(0)


def test_a_page_of_a_folder_that_cannot_be_read_is_one_bad_record(folder: Path) -> None:
    (folder / "pages").mkdir()
    (folder / "pages" / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "pages" / "b.html").symlink_to("nowhere.html")
    (folder / "pages" / "c.txt").symlink_to("c.txt")
    assert command("run", "pages", "-o", "out.jsonl") == 0
    assert [r["id"] for r in read("out.jsonl")] == ["a.txt"]
    bad = [json.loads(line) for line in (folder / "out.jsonl.quarantine.jsonl").read_text(encoding="utf-8").splitlines()]
    assert bad == [
        {"file": "pages/b.html", "line": 1, "reason": "cannot be read: No such file or directory", "raw": ""},
        {"file": "pages/c.txt", "line": 1, "reason": f"cannot be read: {os.strerror(errno.ELOOP)}", "raw": ""},
    ]


def test_records_of_a_folder_that_cannot_be_read_stop_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pages").mkdir()
    (folder / "pages" / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "pages" / "b.jsonl").symlink_to("nowhere.jsonl")
    assert command("run", "pages", "-o", "out.jsonl") == 2
    assert capsys.readouterr().err == "cleaner: pages/b.jsonl: no such file\n"


def test_linked_folders_are_read_and_circles_are_not(folder: Path) -> None:
    for name in ("pages", "more/deep"):
        (folder / name).mkdir(parents=True)
    (folder / "pages" / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "more" / "deep" / "b.txt").write_text(STORY, encoding="utf-8")
    (folder / "pages" / "more").symlink_to("../more")
    (folder / "more" / "back").symlink_to("../pages")
    assert [short for _, short, _ in Inputs(["pages"]).files] == ["a.txt", "more/deep/b.txt"]


def test_texts_that_are_no_strings_in_parquet_are_bad_records(folder: Path) -> None:
    table = pa.table({"html": [PAGE.encode()] * 2, "text": [None, RAW], "day": [date(2024, 5, 3)] * 2})
    parquet.write_table(table, folder / "in.parquet")
    assert command("run", "in.parquet", "-o", "out.jsonl") == 0
    (done,) = read("out.jsonl")
    assert (done["title"], b64decode(done["html"])) == (TITLE, PAGE.encode())
    (bad,) = read("out.jsonl.quarantine.jsonl")
    assert (bad["line"], bad["reason"]) == (1, "wrong type: 'html' is binary, not a string")
    assert command("run", "in.parquet", "-o", "out.jsonl", "--text-field", "day") == 0
    assert {line["reason"] for line in read("out.jsonl.quarantine.jsonl")} == {"wrong type: 'day' is date32[day], not a string"}


def test_blank_lines_above_a_header_are_none(folder: Path) -> None:
    (folder / "in.csv").write_bytes(b"\xef\xbb\xbf\n\nid,text\n1,good\n2\n")
    first, second = Inputs(["in.csv"])
    assert (first.number, json.loads(first.line)) == (4, {"id": "1", "text": "good"})
    assert (second.number, second.reason) == (5, "not CSV: 1 fields, the header has 2")


ARRAY = "this is a JSON array; a record on each line is what is read, and jq -c '.[]' writes it so"
SPREAD = "this is JSON whose records are set over several lines; a record on each line is what is read, and jq -c '.' writes it so"
MANY = [{"id": str(n), "text": RAW} for n in range(800)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps(RECORDS), ARRAY),
        (json.dumps(MANY), ARRAY),
        ("\n\ufeff" + json.dumps(RECORDS, indent=2), ARRAY),
        ("\ufeff" + json.dumps(MANY, indent="\t"), ARRAY),
        ("[" + ",\r\n".join(map(json.dumps, RECORDS)) + "]\r\n\r\n", ARRAY),
        ("[\n" + ",\n".join(map(json.dumps, MANY)) + "\n]\n", ARRAY),
        ("[\n" + "\n,".join(map(json.dumps, RECORDS)) + "\n]\n", ARRAY),
        ('[{"tags": []\n,"text": "a"}]', ARRAY),
        ("[]", ARRAY),
        (json.dumps(RECORDS[0], indent=2), SPREAD),
        ("\n".join(json.dumps(r, indent=4) for r in MANY), SPREAD),
    ],
)
def test_json_in_one_piece_is_refused(folder: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "in.json").write_text(content, encoding="utf-8", newline="")
    for args in (("run", "in.json", "-o", "out.jsonl"), ("check", "in.json")):
        assert command(*args) == 2
        assert capsys.readouterr() == ("", f"cleaner: in.json: {message}\n")
    assert [p.name for p in folder.iterdir()] == ["in.json"]


@pytest.mark.parametrize(
    "first",
    [
        *('[{"text": "a"}]', "[1, 2]", "[", "{", '{"id":', '{"id": "a",', '{"text": "broken off', '[{"text": "a"},'),
        *('[{"text": "a"}', "[]", '{"text": "a"', '{"text": ["a"', '{"text": "a"}}', '{"id": "a", "tags": ["b", {'),
        *("]", "", "a", "[" + "[" * 10_000, "[" + "9" * 100_000),
    ],
)
@pytest.mark.parametrize("more", [1, 800])
def test_a_bad_first_line_is_one_bad_record(folder: Path, first: str, more: int) -> None:
    (folder / "in.jsonl").write_bytes(first.encode() + b"\n" + lines(MANY[:more]))
    records = list(Inputs(["in.jsonl"]))
    assert [r.line for r in records] == [line for line in (first.encode(), *lines(MANY[:more]).splitlines()) if line]
    assert records[-1].number == more + 1


def test_a_table_of_ours_that_is_cut_is_refused(folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(lines(RECORDS))
    assert command("run", "in.jsonl", "-o", "out.parquet") == 0
    whole = (folder / "out.parquet").read_bytes()
    (folder / "out.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CleanerError, match="this is not Parquet"):
        read("out.parquet")


def test_a_row_of_ours_that_was_spoilt_is_a_bad_record(folder: Path) -> None:
    (folder / "in.csv").write_text("id,text,desk\n1,good,news\n2,good,news\n", encoding="utf-8")
    assert command("run", "in.csv", "-o", "out.csv") == 0
    spoilt = (folder / "out.csv").read_text(encoding="utf-8").replace("[]", "[", 1)
    (folder / "out.csv").write_text(spoilt, encoding="utf-8")
    first, second = Inputs(["out.csv"])
    assert (first.number, first.reason) == (2, "not JSON: the column 'authors', which a table of ours has in JSON")
    assert (second.number, second.reason) == (3, "")
    assert command("undo", "out.csv", "-o", "back.csv") == 2
    assert not (folder / "back.csv").exists()
