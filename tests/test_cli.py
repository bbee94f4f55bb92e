"""The command: what it prints, what it exits with, and that what a person can put right is one line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cleaner.cli import main

ROOT = Path(__file__).resolve().parents[1]
TITLE = "Night buses return to Ostrava Street"
STORY = "The night buses run again from Monday, the town said on Friday."
RAW = f"{TITLE}\n\nShare on Facebook\n\n{STORY}\n"
CLEAN = f"{TITLE}\n\n{STORY}\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Typed:
    """Standard input as bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """The command in this process, in an empty folder that holds raw.txt."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")

    def command(*args: str, typed: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", Typed(typed))
        with pytest.raises(SystemExit) as stop:
            main(args)
        out, err = capfd.readouterr()
        assert isinstance(stop.value.code, int)
        return Ran(stop.value.code, out, err)

    return command


def process(folder: Path, *args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "cleaner", *args], cwd=folder, env=environment(), capture_output=True, **options)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


# clean


def test_clean_a_file(run: Callable[..., Ran]) -> None:
    assert run("clean", "raw.txt") == (0, CLEAN, "")


def test_clean_standard_input(run: Callable[..., Ran]) -> None:
    assert run("clean", "-", typed=RAW.encode()) == (0, CLEAN, "")


def test_clean_html_from_standard_input(run: Callable[..., Ran]) -> None:
    page = f"<html><body><h1>{TITLE}</h1><p>{STORY}</p></body></html>".encode()
    assert run("clean", "-", typed=page) == (0, CLEAN, "")


def test_clean_into_a_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert run("clean", "raw.txt", "-o", "out.txt") == (0, "", "")
    assert (tmp_path / "out.txt").read_bytes() == CLEAN.encode()


def test_json_is_the_article_record(run: Callable[..., Ran]) -> None:
    code, out, _ = run("clean", "raw.txt", "--json", "--source", "harbourpost.example")
    article = json.loads(out)
    assert code == 0
    assert (article["title"], article["body"], article["source"]) == (TITLE, STORY, "harbourpost.example")
    assert out.count("\n") == 1


def test_diff_shows_what_went(run: Callable[..., Ran]) -> None:
    assert run("clean", "raw.txt", "--diff") == (0, f"  {TITLE}\n\n- Share on Facebook  [SH101]\n\n  {STORY}\n", "")


def test_explain_gives_code_span_and_reason(run: Callable[..., Ran]) -> None:
    code, out, _ = run("clean", "raw.txt", "--explain")
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert ["SH101", "share-buttons", "38–57", "safe"] in [line[:4] for line in lines]
    assert out.splitlines()[-1] == "2 edits: 1 by rules, 1 of white space and encoding"


def test_a_file_of_records_is_no_article(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": STORY}) + "\n", encoding="utf-8")
    code, out, err = run("clean", "in.jsonl")
    assert (code, out) == (2, "")
    assert err.endswith("in.jsonl: this holds records; cleaner run in.jsonl -o OUT cleans them, and --text takes it for one article\n")
    assert run("clean", "in.jsonl", "--text") == (0, (tmp_path / "in.jsonl").read_text(encoding="utf-8"), "")


def test_what_is_given_wins(run: Callable[..., Ran]) -> None:
    assert run("clean", "raw.txt", "--title", "Buses are back").out == f"Buses are back\n\n{STORY}\n"


def test_select_and_ignore(run: Callable[..., Ran]) -> None:
    assert run("clean", "raw.txt", "--ignore", "SH").out == RAW
    assert run("clean", "raw.txt", "--select", "DT").out == RAW
    assert run("clean", "raw.txt", "--select", "share-buttons").out == CLEAN


def test_an_empty_file_is_an_empty_article(run: Callable[..., Ran]) -> None:
    assert run("clean", "-") == (0, "", "")


# Errors


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["clean", "nope.txt"], "cleaner: nope.txt: no such file"),
        (["clean", "."], "cleaner: .: is a folder; name a file in it"),
        (["clean", "raw.txt", "--select", "DT999"], "cleaner: no rule 'DT999'; "),
        (["clean", "raw.txt", "--ignore", "nonsense"], "cleaner: no rule 'nonsense'; "),
        (["clean", "raw.txt", "--rules", "nope"], "cleaner: nope: no such rule folder; "),
        (["clean", "raw.txt", "-o", "nope/out.txt"], "cleaner: nope/out.txt: cannot be written (No such file or directory)"),
        (["rules", "show", "nonsense"], "cleaner: no rule 'nonsense'; "),
        (["rules", "show", "dt104"], "cleaner: no rule 'dt104'; did you mean DT104?"),
        (["run", "nope.jsonl", "-o", "out.jsonl"], "cleaner: nope.jsonl: no such file"),
        (["undo", "nope.jsonl", "-o", "raw.jsonl"], "cleaner: nope.jsonl: no such file"),
        (["check", "nope.jsonl"], "cleaner: nope.jsonl: no such file"),
    ],
)
def test_what_a_person_can_put_right_is_one_line(run: Callable[..., Ran], tmp_path: Path, args: list[str], message: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["raw.txt"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["clean", "raw.txt", "--nope"], "No such option '--nope'"),
        (["nope"], "No such command 'nope'"),
        (["clean"], "Missing argument 'FILE'"),
        (["clean", "s3://crawl/a.html"], "s3://crawl/a.html: an article is read from disk or standard input; cleaner run reads URLs"),
        (["run", "raw.txt"], "Missing option '-o' / '--output'"),
        (["run", "raw.txt", "-o", "-", "--metrics", "-"], "standard output takes one of OUT and --metrics"),
        (
            ["run", "raw.txt", "-o", "-", "--edits", "-"],
            "standard output takes one of OUT and --metrics; --edits and --quarantine are files",
        ),
        (
            ["run", "raw.txt", "-o", "out.jsonl", "--quarantine", "-"],
            "standard output takes one of OUT and --metrics; --edits and --quarantine are files",
        ),
        (["undo", "out.jsonl", "-o", "raw.txt"], "raw.txt: the ending is that of one article"),
        (["undo", "-", "-o", "raw.jsonl"], "with OUT from standard input, name the file of its edits"),
    ],
)
def test_a_bad_command_line_shows_the_way(run: Callable[..., Ran], args: list[str], message: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert f"Error: {message}" in err.splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("data", "what"), [(b"\x89PNG\r\n\x1a\n", "a PNG image"), (b"PK\x03\x04", "a ZIP archive"), (b"\0\1\2\0", "a binary file")]
)
def test_what_is_no_text_is_refused(run: Callable[..., Ran], data: bytes, what: str) -> None:
    code, out, err = run("clean", "-", typed=data)
    assert (code, out) == (2, "")
    assert err.startswith(f"cleaner: <stdin>: this is {what}")
    assert err.count("\n") == 1


# A batch


def test_a_batch_and_back(run: Callable[..., Ran], tmp_path: Path) -> None:
    records = [{"id": "a", "text": RAW}, {"id": "b", "text": "\ufeff" + RAW, "n": 1}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    assert run("run", "in.jsonl", "-o", "out.jsonl", "-q") == (0, "", "")
    out = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["title"], r["body"]) for r in out] == [("a", TITLE, STORY), ("b", TITLE, STORY)]
    assert len((tmp_path / "out.jsonl.edits.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert (tmp_path / "out.jsonl.quarantine.jsonl").read_bytes() == b""
    assert run("undo", "out.jsonl", "-o", "raw.jsonl") == (0, "", "")
    assert [json.loads(line) for line in (tmp_path / "raw.jsonl").read_text(encoding="utf-8").splitlines()] == records


def test_a_batch_with_bad_records_fails_and_says_where_they_are(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": RAW}) + "\nnot json\n", encoding="utf-8")
    code, _, err = run("run", "in.jsonl", "-o", "out.jsonl")
    assert code == 1
    assert "out.jsonl.quarantine.jsonl" in err
    (bad,) = (json.loads(line) for line in (tmp_path / "out.jsonl.quarantine.jsonl").read_text(encoding="utf-8").splitlines())
    assert bad["line"] == 2
    assert run("run", "in.jsonl", "-o", "out.jsonl", "-q", "--max-bad", "0.5").code == 0


def test_a_batch_does_not_overwrite_its_input(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").touch()
    (tmp_path / "link.jsonl").symlink_to("in.jsonl")
    code, _, err = run("run", "in.jsonl", "-o", "link.jsonl")
    assert code == 2
    assert f"these must be different files: {(tmp_path / 'in.jsonl').resolve()} is there as in.jsonl and as link.jsonl" in err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["run", "in.jsonl", "-o", "out.jsonl", "--metrics", "nope/m.json"],
            "cleaner: nope/m.json: cannot be written (No such file or directory)",
        ),
        (["check", "in.jsonl", "-o", "nope/c.txt"], "cleaner: nope/c.txt: cannot be written (No such file or directory)"),
        (["check", "in.jsonl", "--write-baseline", "nope/b.json"], "cleaner: nope/b.json: cannot be written (No such file or directory)"),
        (["check", "in.jsonl", "--report", "raw.txt"], "cleaner: raw.txt: --report takes a folder, and this is none"),
        (["run", "in.jsonl", "-o", ""], "Error: Invalid value for '-o' / '--output': the name is empty"),
        (["run", "", "-o", "out.jsonl"], "Error: Invalid value for 'IN…': the name is empty"),
        (["clean", ""], "Error: Invalid value for 'FILE': the name is empty"),
        (["check", "in.jsonl", "--report", ""], "Error: Invalid value for '--report': the name is empty"),
    ],
)
def test_what_could_not_be_written_is_told_before_the_work(run: Callable[..., Ran], tmp_path: Path, args: list[str], message: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": RAW}) + "\n", encoding="utf-8")
    code, out, err = run(*args)
    assert (code, out, err.splitlines()[-1]) == (2, "", message)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "raw.txt"]


def test_check_exits_with_1_where_an_article_is_unfit(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Share on Facebook"}) + "\n", encoding="utf-8")
    code, out, _ = run("check", "in.jsonl", "--suite", "article", "--format", "json", "--workers", "1")
    assert code == 1
    assert json.loads(out)


def test_the_schema_describes_the_record(run: Callable[..., Ran]) -> None:
    code, out, _ = run("schema")
    record = json.loads(run("clean", "raw.txt", "--json").out)
    assert code == 0
    assert set(json.loads(out)["required"]) <= set(record)


# Rules


def test_rules_list(run: Callable[..., Ran]) -> None:
    code, out, _ = run("rules", "list", "--format", "json")
    codes = {rule["code"] for rule in json.loads(out)}
    assert code == 0
    assert {"DT101", "SH101", "ST101"} <= codes
    table = run("rules", "list").out
    assert all(name in table for name in codes)


def test_rules_show_takes_code_or_name(run: Callable[..., Ran]) -> None:
    page = run("rules", "show", "SH101")
    assert page.code == 0
    assert page.out.startswith("# SH101 share-buttons\n")
    assert run("rules", "show", "share-buttons") == page


def test_a_new_rule_of_ones_own_can_be_linted_and_tested(run: Callable[..., Ran], tmp_path: Path) -> None:
    new = run("rules", "new", "weather-box", "--family", "ZZ", "--rules", "own")
    assert new.code == 0
    (made,) = (tmp_path / "own").rglob("*.yaml")
    assert made.name == "ZZ101-weather-box.yaml"
    lint = run("rules", "lint", "own")
    assert lint.code == 1
    assert str(made.relative_to(tmp_path)) in lint.out
    assert run("rules", "test", "SH101").code == 0


# cleaner.toml


def test_the_folder_may_set_options(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('ignore = ["SH"]\n\n[clean]\ntitle = "Buses are back"\n', encoding="utf-8")
    assert run("clean", "raw.txt").out == f"Buses are back\n\n{TITLE}\n\nShare on Facebook\n\n{STORY}\n"
    assert run("clean", "raw.txt", "--title", TITLE, "--ignore", "DT").out == CLEAN


def test_pyproject_may_set_options_too(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.cleaner]\nignore = ["SH"]\n', encoding="utf-8")
    assert run("clean", "raw.txt").out == RAW


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nope = 1\n", "cleaner: cleaner.toml: no option 'nope'; "),
        ("[clean]\nnope = 1\n", "cleaner: cleaner.toml: `cleaner clean` has no option 'nope'; "),
        ("clean = 1\n", "cleaner: cleaner.toml: 'clean' is no table; "),
        ("ignore = [\n", "cleaner: cleaner.toml: "),
    ],
)
def test_a_bad_configuration_is_one_line(run: Callable[..., Ran], tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "cleaner.toml").write_text(content, encoding="utf-8")
    code, out, err = run("clean", "raw.txt")
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_a_pyproject_whose_tool_is_no_table_is_another_tools_affair(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = 4\n", encoding="utf-8")
    assert run("clean", "raw.txt") == (0, CLEAN, "")


# The process


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell closes the streams")
def test_closed_streams_are_empty_and_take_everything(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")
    for closed in ("raw.txt >&-", "raw.txt 2>&-", "- <&-"):
        done = subprocess.run(
            ["sh", "-c", f'"{sys.executable}" -m cleaner clean {closed}'], cwd=tmp_path, env=environment(), capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == (CLEAN.encode() if "2>" in closed else b"")


def test_the_real_command_reads_a_pipe_and_writes_utf8_whatever_the_locale(tmp_path: Path) -> None:
    raw = RAW.replace("Ostrava", "Łódź")
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "clean", "-"],
        input=raw.encode(),
        cwd=tmp_path,
        env=environment() | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (CLEAN.replace("Ostrava", "Łódź").encode(), b"")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text((json.dumps({"text": RAW}) + "\n") * 300, encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "run", "in.jsonl", "-o", "-", "-q"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="a signal stands for Ctrl-C")
@pytest.mark.parametrize("module", ["click", "regex", "pyarrow"])
def test_ctrl_c_while_modules_are_loaded(tmp_path: Path, module: str) -> None:
    (tmp_path / f"{module}.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n", encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": RAW}) + "\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    for start in ("from cleaner.__main__ import main; main()", "import runpy; runpy.run_module('cleaner', run_name='__main__')"):
        command = [sys.executable, "-c", start, "run", "in.jsonl", "-o", "-"]
        done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True)
        # click sets what follows off from the ^C of a terminal.
        assert (done.returncode, done.stdout, done.stderr.lstrip()) == (130, b"", b"cleaner: stopped\n")


def test_the_real_command_fails_with_one_line(tmp_path: Path) -> None:
    done = process(tmp_path, "clean", "nope.txt")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"cleaner: nope.txt: no such file\n")


def test_one_article_is_cleaned_without_slow_imports(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")
    main_with_imports = (
        "import sys\nfrom cleaner.cli import main\ntry: main(['clean', 'raw.txt'])\n"
        "finally: print(sorted({'pandas', 'great_expectations', 'lxml', 'trafilatura', 'bs4', 'dateparser', 'yaml'} & set(sys.modules)))"
    )
    assert process(tmp_path, "clean", "raw.txt").returncode == 0
    done = subprocess.run([sys.executable, "-c", main_with_imports], cwd=tmp_path, env=environment(), capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"
