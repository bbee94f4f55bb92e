"""Batches: records a second by workers, memory by length, kills at random moments, hostile records, and undo of real pages.

    python benchmarks/batches.py speed [--records 20000]       one worker against two
    python benchmarks/batches.py memory [--records 20000]      peak of parent and worker, for N and ten times N
    python benchmarks/batches.py kills [--records 20000] [--times 50]
    python benchmarks/batches.py hostile [--records 2000]
    python benchmarks/batches.py undo PAGES.jsonl.gz

The articles are `damage.py`'s sound batch, 2,000 of them again and again. Every program exits with 1 where what it looks at does not hold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
OWN = 2_000
ENDINGS = ("", ".edits.jsonl", ".quarantine.jsonl")
GAIN, GROWTH, MEGABYTES = 1.7, 1.3, 400.0
"""What two workers must gain, how far the peak may grow with ten times the records, and what a worker may take."""


def articles(n: int) -> Iterator[dict[str, Any]]:
    from damage import batch

    own = batch(min(n, OWN))
    for i in range(n):
        yield own[i % len(own)] | {"id": f"{i:07}"}


def write(path: Path, n: int) -> Path:
    with path.open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(r) + "\n" for r in articles(n))
    return path


def command(source: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "cleaner", "run", str(source), "-o", str(out), "-q", "--max-bad", "1", *options]


def run(source: Path, out: Path, *options: str) -> float:
    """Seconds of a whole process."""
    begun = time.perf_counter()
    subprocess.run(command(source, out, *options), cwd=ROOT, check=True)
    return time.perf_counter() - begun


def outputs(out: Path) -> list[bytes]:
    return [Path(f"{out}{ending}").read_bytes() for ending in ENDINGS]


def speed(folder: Path, records: int) -> bool:
    source = write(folder / "in.jsonl", records)
    rates = {n: records / run(source, folder / f"out{n}.jsonl", "--workers", str(n)) for n in (1, 2)}
    print(f"{records:,} records: {rates[1]:.0f}/s with one worker, {rates[2]:.0f}/s with two, {rates[2] / rates[1]:.2f} times")
    return outputs(folder / "out1.jsonl") == outputs(folder / "out2.jsonl") and rates[2] >= GAIN * rates[1]


def peaks(pid: int) -> dict[int, float]:
    """Process → megabytes of its peak memory so far, for a process and its children. Linux."""
    found: dict[int, float] = {}
    for one in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        most = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        if most:
            found[one] = int(most[0]) / 1024
    return found


def peak(folder: Path, records: int) -> tuple[float, float]:
    """Megabytes at most, of the parent and of a worker, while this many records are cleaned."""
    source = write(folder / "in.jsonl", records)
    running = subprocess.Popen(command(source, folder / "out.jsonl", "--workers", "2"), cwd=ROOT)
    most: dict[int, float] = {}
    while running.poll() is None:
        try:
            for pid, now in peaks(running.pid).items():
                most[pid] = max(now, most.get(pid, 0.0))
        except OSError:
            pass
        time.sleep(0.2)
    return most.pop(running.pid), max(most.values())


def memory(folder: Path, records: int) -> bool:
    print("| records | parent, MB | worker, MB |\n|---|---|---|")
    few, many = (peak(folder, n) for n in (records, 10 * records))
    for n, (parent, worker) in ((records, few), (10 * records, many)):
        print(f"| {n:,} | {parent:.0f} | {worker:.0f} |")
    return sum(many) <= GROWTH * sum(few) and max(many) <= MEGABYTES


def kills(folder: Path, records: int, times: int) -> bool:
    """Kill the parent, a worker, or Ctrl-C all, at random moments; the last resumed run has the bytes of one that nobody disturbed."""
    source, chance = write(folder / "in.jsonl", records), random.Random(1)
    whole = run(source, folder / "whole.jsonl.gz", "--workers", "2")
    out, done = folder / "out.jsonl.gz", Counter[str]()
    each = 1.0 + 1.2 * whole / times
    for _ in range(times):
        running = subprocess.Popen(
            command(source, out, "--workers", "2", "--resume"), cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )
        try:
            running.wait(chance.uniform(0.2, 2 * each))
            done["finished before"] += 1
        except subprocess.TimeoutExpired:
            how = chance.choice(("parent", "all", "Ctrl-C"))
            done[how] += 1
            if how == "parent":
                os.kill(running.pid, signal.SIGKILL)
            else:
                os.killpg(running.pid, signal.SIGKILL if how == "all" else signal.SIGINT)
            running.wait()
    run(source, out, "--workers", "2", "--resume")
    equal = outputs(out) == outputs(folder / "whole.jsonl.gz")
    counts = gzip.decompress(out.read_bytes()).count(b"\n") + outputs(out)[2].count(b"\n")
    print(f"{records:,} records, killed {times} times ({', '.join(f'{how} {n}' for how, n in sorted(done.items()))}): ", end="")
    print(f"{'equal' if equal else 'OTHER'} bytes, {counts:,} records out")
    return equal and counts == records


def odd(n: int, good: bytes) -> list[tuple[bytes, str]]:
    """Hostile lines, and the reason for which each is bad; good ones that only look hostile have none."""
    sentence = "The harbour board voted on Friday to close the old ferry pier. "
    long = sentence * (5_000_000 // len(sentence))
    deep = "<div>" * 5_000 + f"<p>{sentence}</p>" + "</div>" * 5_000
    good_ones = [long, "a" * 200_000, " \n" * 100_000, "(" * 20_000, "By " * 30_000, "Share on " * 20_000, "1/" * 50_000, "\u200b" * 50_000]
    return [
        (good[: len(good) // 2], "not JSON"),
        (b'{"text": NaN}', "not JSON"),
        (b"[" * 50_000, "not JSON"),
        (b'{"id": 1}', "no text"),
        (b'{"text": null, "html": null}', "no text"),
        (b'{"text": {"a": 1}}', "wrong type"),
        (b'{"text": 5}', "wrong type"),
        (b"[1, 2]", "not a record"),
        (b'{"text": "\xff\xfe"}', "not UTF-8"),
        (b'{"text": "half \\ud83d"}', "lone surrogate"),
        *((json.dumps({"id": f"odd{n}-{i}", "text": text}).encode(), "") for i, text in enumerate(good_ones)),
        (json.dumps({"id": f"odd{n}", "html": deep}).encode(), ""),
    ]


def hostile(folder: Path, records: int) -> bool:
    """A batch of which one record in twenty is bad or looks it."""
    good = [json.dumps(r).encode() for r in articles(records)]
    lines: list[tuple[bytes, str]] = [(line, "") for line in good]
    strange: list[tuple[bytes, str]] = []
    while len(strange) < records // 20:
        strange += odd(len(strange), good[len(strange)])
    # The slow ones once each: the others are the bulk.
    heavy = [one for one in strange if len(one[0]) > 150_000][:12]
    lines += [one for one in strange if len(one[0]) <= 150_000] + heavy
    random.Random(3).shuffle(lines)
    source, out = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(b"".join(line + b"\n" for line, _ in lines))
    seconds = run(source, out, "--workers", "2")
    bad = [json.loads(line) for line in outputs(out)[2].splitlines()]
    found = {b["line"]: b["reason"].partition(":")[0] for b in bad}
    meant = {n: reason for n, (_, reason) in enumerate(lines, 1) if reason}
    wrong = {n: (meant.get(n), found.get(n)) for n in meant.keys() | found.keys() if meant.get(n) != found.get(n)}
    written = outputs(out)[0].count(b"\n")
    print(f"{len(lines):,} records, {len(meant)} of them bad, in {seconds:.0f} s: {written:,} written, {len(found)} in quarantine")
    print(f"for another reason than meant: {len(wrong)} {list(wrong.items())[:3]}")
    return not wrong and written == len(lines) - len(meant)


def undo(folder: Path, pages: Path) -> bool:
    """Every page in every style, through `run` and back."""
    source, out, back = folder / "in.jsonl", folder / "out.jsonl", folder / "back.jsonl"
    with gzip.open(pages, "rt", encoding="utf-8") as f, source.open("w", encoding="utf-8") as to:
        for page in map(json.loads, f):
            for style, text in page["inputs"].items():
                to.write(json.dumps({"id": f"{page['id']}/{style}", "text": text, "group": page["group"]}) + "\n")
    run(source, out)
    subprocess.run([sys.executable, "-m", "cleaner", "undo", str(out), "-o", str(back)], cwd=ROOT, check=True)
    with source.open(encoding="utf-8") as a, back.open(encoding="utf-8") as b:
        before, after = ([json.loads(line) for line in f] for f in (a, b))
    print(f"{len(before):,} inputs, {sum(x == y for x, y in zip(before, after, strict=False)):,} come back")
    return before == after


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("speed", "memory", "kills", "hostile", "undo"))
    parser.add_argument("pages", nargs="?", type=Path)
    parser.add_argument("--records", type=int)
    parser.add_argument("--times", type=int, default=50)
    args = parser.parse_args()
    records = args.records or (2_000 if args.what == "hostile" else 20_000)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if args.what == "undo":
            if args.pages is None:
                parser.error("undo takes a file of pages")
            return 0 if undo(folder, args.pages) else 1
        if args.what == "kills":
            return 0 if kills(folder, records, args.times) else 1
        return 0 if {"speed": speed, "memory": memory, "hostile": hostile}[args.what](folder, records) else 1


if __name__ == "__main__":
    sys.exit(main())
