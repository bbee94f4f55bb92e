"""How long does `cleaner check` take, and how much memory: raw articles as a whole process, and the validation of many measures alone.

    python benchmarks/checking.py [--articles 1000] [--measures 100000] [--check]

The articles are `damage.py`'s sound batch. The measures are those of 2,000 of them again and again, each with a hash and sketch of its own.
Other work on the machine shows in the seconds, not in those of processors. Peak memory is the kernel's (`getrusage`): of
the process, and by how much reading the measures and then validating them raised it.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
OWN = 2_000
RAW_SECONDS, SECONDS, MEGABYTES = 8.0, 15.0, 600.0
"""What `--check` allows: raw articles, and the validation of measures."""


def megabytes(who: int = resource.RUSAGE_SELF) -> float:
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def raw(articles: int, folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of all processors and peak megabytes of a whole `cleaner check` of raw articles."""
    from damage import batch

    path = folder / "raw.jsonl"
    with path.open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(r) + "\n" for r in batch(articles))
    used, begun = processor(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "cleaner", "check", str(path)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begun
    return seconds, processor(resource.RUSAGE_CHILDREN) - used, megabytes(resource.RUSAGE_CHILDREN)


def lines(n: int) -> Iterator[str]:
    """Clean records without their texts, which no expectation looks at."""
    from damage import batch

    from cleaner.pipeline import Cleaner

    cleaner, rng, own = Cleaner(), random.Random(1), []
    for record in batch(min(n, OWN)):
        given = {k: record[k] for k in ("source", "language", "crawled", "published", "title")}
        own.append((record, dict(cleaner.clean(record["text"], **given).article.measures)))
    for i in range(n):
        record, measures = own[i % len(own)]
        sketch = base64.b64encode(rng.randbytes(128)).decode("ascii")
        fields = {k: record[k] for k in ("source", "url", "language", "crawled", "published", "title")}
        alone = {"body_hash": f"{i:016x}", "fingerprint": sketch}
        yield json.dumps({"id": str(i), **fields, "status": "clean", "body": "", "measures": measures | alone}) + "\n"


def inside(path: Path) -> None:
    """Read the measures of a file, then validate them; prints seconds and megabytes of each as JSON."""
    from cleaner.check import check, read
    from cleaner.formats import Inputs
    from cleaner.pipeline import Cleaner
    from cleaner.validate import load

    empty, begun = megabytes(), (time.perf_counter(), time.process_time())
    rows = list(read(Inputs([str(path)]), Cleaner()))
    loaded, between = megabytes(), (time.perf_counter(), time.process_time())
    done = check(rows, [load("article"), load("batch")])
    end = (time.perf_counter(), time.process_time())
    assert done.success("warning"), "the batch is sound"
    read_in, validated = ([b - a for a, b in zip(*pair, strict=True)] for pair in ((begun, between), (between, end)))
    print(json.dumps({"read": [*read_in, loaded - empty], "validate": [*validated, megabytes() - loaded], "peak": megabytes()}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", metavar="N", type=int, default=1_000)
    parser.add_argument("--measures", metavar="N", type=int, default=100_000)
    parser.add_argument("--check", action="store_true", help="exit 1 where it takes more than the project promises")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the measures there and stop")
    parser.add_argument("--inside", metavar="FILE", type=Path, help="read and validate the measures there and stop")
    args = parser.parse_args()
    if args.write:
        with args.write.open("w", encoding="utf-8") as f:
            f.writelines(lines(args.measures))
        return 0
    if args.inside:
        inside(args.inside)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
        print("| what | seconds | of processors | MB |\n|---|---|---|---|")
        seconds, used, peak = raw(args.articles, folder)
        print(f"| `cleaner check` of {args.articles:,} raw articles, whole process | {seconds:.1f} | {used:.1f} | {peak:.0f} |", flush=True)
        good = seconds <= RAW_SECONDS
        # A process begins with its parent's peak memory: this one stays small.
        path = str(folder / "clean.jsonl")
        subprocess.run([sys.executable, __file__, "--measures", str(args.measures), "--write", path], check=True)
        before, begun = processor(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, __file__, "--inside", path]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        whole, used = time.perf_counter() - begun, processor(resource.RUSAGE_CHILDREN) - before
    for what in ("read", "validate"):
        seconds, used_by, grown = found[what]
        print(f"| {what} the measures of {args.measures:,} | {seconds:.1f} | {used_by:.1f} | +{grown:.0f} |")
    print(f"| both, whole process | {whole:.1f} | {used:.1f} | {found['peak']:.0f} |")
    good &= seconds <= SECONDS and grown <= MEGABYTES
    return 0 if good or not args.check else 1


if __name__ == "__main__":
    sys.exit(main())
