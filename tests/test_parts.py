"""A run that is stopped, wherever that happens, goes on and leaves the bytes of one that was not; nothing half-written is ever shown."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import pytest
from pyarrow import parquet

from cleaner import run as batch
from cleaner.cli import main

ROOT = Path(__file__).resolve().parents[1]
STORY = "The night buses run again from Monday, the town said on Friday."
RECORDS: list[Any] = [
    {"id": str(n), "source": f"paper-{n % 3}.example", "text": f"Bus {n} returns\n\nShare on Facebook\n\n{STORY}"} if n % 7 else 5
    for n in range(60)
]
PART = 7
TIMES = 6

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`cleaner run in.jsonl` in this process, in parts of seven records: exit code and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "PART", PART)
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in RECORDS), encoding="utf-8")

    def run(*args: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            main(["run", "in.jsonl", "--workers", "0", "--max-bad", "1", *args])
        assert isinstance(end.value.code, int)
        return end.value.code, capsys.readouterr().err

    return run


def outputs(name: str) -> list[bytes]:
    return [Path(f"{name}{ending}").read_bytes() for ending in ("", ".edits.jsonl", ".quarantine.jsonl")]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, type[BaseException]], None]:
    """Lets a run fail at its nth record."""
    real = batch.Work.__call__

    def stop(after: int, error: type[BaseException] = KeyboardInterrupt) -> None:
        def work(self: batch.Work, records: Any, at: Any) -> Any:
            if any(record.number > after for record in records):
                raise error
            return real(self, records, at)

        monkeypatch.setattr(batch.Work, "__call__", work if after >= 0 else real)
        monkeypatch.setattr(batch, "CHUNK", 2)

    return stop


@pytest.mark.parametrize(
    ("out", "after"), [("out.jsonl", 2), ("out.jsonl.gz", 14), ("out.jsonl.zst", 33), ("out.csv", 33), ("out.parquet", 33)]
)
def test_a_stopped_run_goes_on_to_the_same_bytes(command: Command, stopped: Any, tmp_path: Path, out: str, after: int) -> None:
    assert command("-o", out, "-q")[0] == 0
    whole = outputs(out)
    for path in tmp_path.glob("out*"):
        path.unlink()
    stopped(after)
    code, err = command("-o", out, "-q")
    assert (code, err) == (130, "cleaner: stopped; the same command with --resume goes on\n")
    assert [p.name for p in tmp_path.glob("out*")] == ([f"{out}.parts"] if after >= PART else [])
    stopped(-1)
    code, err = command("-o", out, "--resume")
    assert code == 0
    assert "read 60 = written 51 + quarantined 9" in err
    assert "SH101 51" in err
    assert outputs(out) == whole
    assert sorted(p.name for p in tmp_path.glob("out*")) == sorted([out, f"{out}.edits.jsonl", f"{out}.quarantine.jsonl"])


def test_parts_that_are_done_are_not_done_again(command: Command, stopped: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(30)
    command("-o", "out.jsonl")
    cleaned: list[int] = []
    stopped(-1)
    real = batch.Work.__call__

    def noted(self: batch.Work, records: Any, at: Any) -> Any:
        cleaned.extend(record.number for record in records)
        return real(self, records, at)

    monkeypatch.setattr(batch.Work, "__call__", noted)
    assert command("-o", "out.jsonl", "--resume")[0] == 0
    assert cleaned == [*range(29, 61)]


def test_without_resume_a_run_begins_anew_and_replaces_what_is_there(command: Command, stopped: Any, tmp_path: Path) -> None:
    stopped(30)
    command("-o", "out.jsonl")
    stopped(-1)
    (tmp_path / "out.jsonl").write_text("old")
    assert command("-o", "out.jsonl", "--limit", "3")[0] == 0
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert not (tmp_path / "out.jsonl.parts").exists()


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--ignore", "SH"], "rules is not"),
        (["--now", "2024-05-04"], "--now is not"),
        (["--title-field", "headline", "--max-chars", "9"], "--max-chars, field names are not"),
        (["--edits", "other.jsonl"], "outputs is not"),
    ],
)
def test_a_run_with_other_options_is_not_resumed(command: Command, stopped: Any, tmp_path: Path, options: list[str], what: str) -> None:
    stopped(30)
    command("-o", "out.jsonl")
    stopped(-1)
    code, err = command("-o", "out.jsonl", "--resume", *options)
    assert code == 2
    assert err == f"cleaner: --resume: {what} what this run began with; put that back, or run without --resume to begin anew\n"
    assert not (tmp_path / "out.jsonl").exists()
    assert command("-o", "out.jsonl", "--resume", "-q", "--max-bad", "0.5") == (0, "")


@pytest.mark.parametrize("part", ["plan.json", "000001.json"])
def test_parts_that_are_spoilt_are_not_gone_on_with(command: Command, stopped: Any, tmp_path: Path, part: str) -> None:
    stopped(30)
    command("-o", "out.jsonl")
    stopped(-1)
    (tmp_path / "out.jsonl.parts" / part).write_text("{")
    assert command("-o", "out.jsonl", "--resume") == (
        2,
        f"cleaner: out.jsonl.parts/{part}: this is not what a run left there; run without --resume to begin anew\n",
    )
    assert command("-o", "out.jsonl", "-q") == (0, "")


def test_a_run_over_another_input_is_not_resumed(command: Command, stopped: Any, tmp_path: Path) -> None:
    stopped(30)
    command("-o", "out.jsonl")
    stopped(-1)
    text = (tmp_path / "in.jsonl").read_text(encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(text.replace("Bus 15 ", "Bus 51 "), encoding="utf-8")
    code, err = command("-o", "out.jsonl", "--resume")
    assert code == 2
    assert "the input has changed, records 15 to 21 are not what they were" in err


def test_a_gate_remembers_the_parts_that_are_done(command: Command, stopped: Any) -> None:
    checked = ["--check", "--drop-flagged", "-o", "out.jsonl"]
    first = command(*checked)
    whole = outputs("out.jsonl")
    stopped(30)
    command(*checked)
    stopped(-1)
    again = command(*checked, "--resume")
    assert outputs("out.jsonl") == whole

    def said(err: str) -> list[str]:
        """All but the rate, and how far a run is, which one that takes long says now and then."""
        return [line for line in err.splitlines() if not re.match(r"read \d|[\d,]+ records, .* in quarantine$", line)]

    assert (again[0], said(again[1])) == (first[0], said(first[1]))


def test_nothing_to_resume_is_a_new_run(command: Command) -> None:
    assert command("-o", "out.jsonl", "--resume", "-q") == (0, "")


@pytest.mark.parametrize("target", ["-", os.devnull])
def test_what_is_no_file_cannot_be_resumed(command: Command, target: str) -> None:
    code, err = command("-o", target, "--resume")
    assert code == 2
    assert "--resume goes on with a file" in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "out.txt"], "out.txt: the ending is that of one article"),
        (["-o", "out.jsonl", "--edits", "edits.csv"], "edits.csv: the edits file is JSON Lines"),
        (["-o", "-", "--edits", "edits.jsonl.gz"], "edits.jsonl.gz: where OUT is no file, the others are local ones and not packed"),
        (["-o", "-", "--quarantine", "memory://bad"], "memory://bad: where OUT is no file"),
        (["-o", "pipe.csv"], "pipe.csv: a device or a pipe takes JSON Lines, not a table"),
    ],
)
def test_names_that_cannot_be_meant(command: Command, tmp_path: Path, options: list[str], message: str) -> None:
    os.mkfifo("pipe.csv")
    code, err = command(*options)
    assert code == 2
    assert f"Error: {message}" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "pipe.csv"]


def test_pipes_are_written_to_and_stay_what_they_are(command: Command, tmp_path: Path) -> None:
    os.mkfifo("bad")
    with Path("in.jsonl").open("a", encoding="utf-8") as f:
        f.write("[]\n")
    reader = subprocess.Popen(["cat", "bad"], stdout=subprocess.PIPE, text=True)
    assert command("-o", "out.jsonl", "--quarantine", "bad", "--max-bad", "1", "-q") == (0, "")
    assert "not a record: the line is a list" in reader.communicate(timeout=60)[0]
    assert Path("bad").is_fifo()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad", "in.jsonl", "out.jsonl", "out.jsonl.edits.jsonl"]


def test_beside_a_device_or_a_pipe_nothing_is_written(command: Command, tmp_path: Path) -> None:
    os.mkfifo("out")
    Path("null").symlink_to(os.devnull)
    reader = subprocess.Popen(["cat", "out"], stdout=subprocess.PIPE, text=True)
    code, err = command("-o", "out", "-q")
    assert (code, {json.loads(line)["raw"] for line in err.splitlines()}) == (0, {"5"})
    good = [r["id"] for r in RECORDS if r != 5]
    assert [json.loads(line)["id"] for line in reader.communicate(timeout=60)[0].splitlines()] == good
    code, err = command("-o", "null")
    assert (code, err.splitlines()[-1]) == (0, "in quarantine (above): not a record 9")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "null", "out"]
    assert command("-o", "null", "--edits", "edits.jsonl", "--quarantine", "bad.jsonl", "-q") == (0, "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.jsonl", "edits.jsonl", "in.jsonl", "null", "out"]


def test_packed_edits_lead_back(command: Command) -> None:
    assert command("-o", "out.jsonl", "--edits", "edits.jsonl.zst", "-q") == (0, "")
    with pytest.raises(SystemExit):
        main(["undo", "out.jsonl", "--edits", "edits.jsonl.zst", "-o", "raw.csv"])
    assert Path("raw.csv").read_text(encoding="utf-8").startswith('id,source,text\n1,paper-1.example,"Bus 1 returns\n\nShare on')


def test_a_dry_run_counts_and_writes_nothing(command: Command, tmp_path: Path) -> None:
    code, err = command("-o", "out.jsonl", "--dry-run", "--metrics", "metrics.json")
    assert code == 0
    assert err.startswith("read 60 = written 51 + quarantined 9")
    assert "in quarantine: not a record 9" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "metrics.json"]
    metrics = json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))
    assert (metrics["read"], metrics["written"], metrics["quarantined"]) == (60, 51, 9)
    assert metrics["edits_by_code"]["SH101"] == 51
    assert metrics["quarantine_reasons"] == {"not a record": 9}
    assert metrics["sources"][0] == {"source": "paper-0.example", "records": 17, "noise_share": 0.0}


def test_no_records_are_an_output_without_any(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("")
    for out in ("out.jsonl", "out.csv", "out.parquet"):
        assert command("-o", out, "-q") == (0, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("id,source,url,")
    assert parquet.read_table(tmp_path / "out.parquet").num_rows == 0


def test_parts_at_a_url(command: Command, stopped: Any) -> None:
    system = fsspec.filesystem("memory")
    system.store.clear()
    stopped(30)
    assert command("-o", "memory://done/out.jsonl.gz")[0] == 130
    assert system.exists("/done/out.jsonl.gz.parts/000003.json")
    stopped(-1)
    assert command("-o", "memory://done/out.jsonl.gz", "--resume", "-q") == (0, "")
    assert command("-o", "out.jsonl.gz", "-q") == (0, "")
    assert system.cat("/done/out.jsonl.gz") == Path("out.jsonl.gz").read_bytes()
    assert sorted(system.find("/done")) == [f"/done/out.jsonl.gz{e}" for e in ("", ".edits.jsonl", ".quarantine.jsonl")]


# What cannot be written


@pytest.mark.parametrize("out", ["no-folder/out.jsonl", "in.jsonl/out.jsonl", "folder"])
def test_what_cannot_be_written_is_one_line_at_once(command: Command, stopped: Any, tmp_path: Path, out: str) -> None:
    (tmp_path / "folder").mkdir()
    stopped(0)
    for args in (["-o", out], ["-o", "out.jsonl", "--quarantine", out]):
        code, err = command(*args)
        assert code == 2
        assert err.startswith(f"cleaner: {out}: cannot be written (")
        assert err.count("\n") == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "in.jsonl"]


def process(folder: Path, *args: str, **options: Any) -> subprocess.Popen[bytes]:
    """The command in a process group of its own, with parts of seven records."""
    code = f"import sys; from cleaner import run, cli; run.PART = {PART}; run.CHUNK = 2; cli.main(sys.argv[1:])"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, "run", "in.jsonl", "--max-bad", "1", *args],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **options,
    )


@pytest.mark.skipif(os.name != "posix", reason="limits on files are POSIX")
def test_a_full_disk_is_one_line_and_the_run_goes_on_later(command: Command, tmp_path: Path) -> None:
    command("-o", "out.jsonl", "-q")
    whole = outputs("out.jsonl")
    for path in tmp_path.glob("out*"):
        path.unlink()

    def tight() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    with process(tmp_path, "-o", "out.jsonl", "--workers", "0", preexec_fn=tight) as done:
        _, err = done.communicate()
    assert done.returncode == 2
    assert (
        err.decode() == "cleaner: out.jsonl: not written (File too large); the parts that are done are kept: --resume goes on with them\n"
    )
    assert [p.name for p in tmp_path.glob("out*")] == ["out.jsonl.parts"]
    assert command("-o", "out.jsonl", "--resume", "-q") == (0, "")
    assert outputs("out.jsonl") == whole


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has a device that is always full")
def test_a_device_that_is_full_is_one_line(command: Command) -> None:
    code, err = command("-o", "/dev/full", "--edits", "edits.jsonl", "--quarantine", "bad.jsonl")
    assert (code, err) == (2, "cleaner: edits.jsonl, bad.jsonl, /dev/full: not written (No space left on device)\n")
    assert not Path("edits.jsonl").exists()


# Kills


@pytest.mark.skipif(os.name != "posix", reason="processes are killed")
def test_kills_at_random_moments_leave_the_bytes_of_an_undisturbed_run(command: Command, tmp_path: Path) -> None:
    command("-o", "out.parquet", "-q")
    whole = outputs("out.parquet")
    for path in tmp_path.glob("out*"):
        path.unlink()
    chance = random.Random(5)
    for _ in range(TIMES):
        running = process(tmp_path, "-o", "out.parquet", "--resume", "-q", "--workers", "2")
        try:
            running.wait(timeout=chance.uniform(0.5, 2.5))
        except subprocess.TimeoutExpired:
            # The parent only: its workers have to find out.
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
        assert running.stderr
        running.stderr.close()
    with process(tmp_path, "-o", "out.parquet", "--resume", "--workers", "2") as last:
        _, err = last.communicate()
    assert last.returncode == 0, err
    assert b"read 60 = written 51 + quarantined 9" in err
    assert outputs("out.parquet") == whole
    assert [p.name for p in tmp_path.glob("out*.parts")] == []


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C goes to a group of processes")
def test_ctrl_c_says_how_to_go_on(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in RECORDS * 20), encoding="utf-8")
    running = process(tmp_path, "-o", "out.jsonl", "--workers", "2")
    for _ in range(600):
        if (tmp_path / "out.jsonl.parts" / "000002.json").exists():
            break
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, err.decode()) == (130, "cleaner: stopped; the same command with --resume goes on\n")
    # Its workers, and what looks after them, are going.
    for _ in range(200):
        if not alive(running.pid):
            break
        time.sleep(0.05)
    assert not alive(running.pid)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
