#!/usr/bin/env python3
"""What does starting cost, and where? Whole processes, from the call to the end, on one article.

    python benchmarks/startup.py FILE [--runs 20] [--max-seconds 0.35]

`python -c pass` is the floor that Python itself sets; `--help` shows the command line alone. Below, the modules whose
import takes longest, by package, as `python -X importtime` tells them.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMPORT_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)")
TOP = 15


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("file", metavar="FILE", type=Path, help="an article to clean")
    parser.add_argument("--runs", metavar="N", type=int, default=20)
    parser.add_argument("--max-seconds", metavar="S", type=float, help="exit 1 where the median of cleaning is over it")
    args = parser.parse_args(argv)
    if not args.file.is_file() or args.runs < 1:
        print(f"startup.py: {args.file}: no such file" if args.runs > 0 else "startup.py: --runs must be 1 or more", file=sys.stderr)
        return 2

    python = [sys.executable]
    commands = {
        "python -c pass": [*python, "-c", "pass"],
        "import cleaner": [*python, "-c", "import cleaner"],
        "cleaner --help": [*python, "-m", "cleaner", "--help"],
        f"cleaner clean {args.file.name}": [*python, "-m", "cleaner", "clean", str(args.file)],
    }
    print("| command | median ms | min ms |\n|---|---|---|")
    median = 0.0
    for name, command in commands.items():
        try:
            times = [run(command) for _ in range(args.runs + 1)][1:]  # the first one fills caches
        except subprocess.CalledProcessError as error:
            print(f"startup.py: {name}: {(error.stderr.strip().splitlines() or [str(error)])[-1]}", file=sys.stderr)
            return 2
        median = statistics.median(times)
        print(f"| `{name}` | {1000 * median:.0f} | {1000 * min(times):.0f} |", flush=True)

    print(f"\n| package | import ms, of `{name}` | modules |\n|---|---|---|")
    for package, microseconds, modules in imports([*python, "-X", "importtime", *command[1:]])[:TOP]:
        print(f"| {package} | {microseconds / 1000:.1f} | {modules} |")
    if args.max_seconds is not None and median > args.max_seconds:
        print(f"startup.py: {median:.3f} s is over {args.max_seconds} s", file=sys.stderr)
        return 1
    return 0


def environment() -> dict[str, str]:
    """This checkout is measured, whatever is installed."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}


def run(command: Sequence[str]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    return time.perf_counter() - started


def imports(command: Sequence[str]) -> list[tuple[str, int, int]]:
    """(package, microseconds its own modules took, modules), slowest first; the standard library is one package."""
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    spent: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for match in IMPORT_LINE.finditer(done.stderr):
        package = match[4].split(".")[0]
        package = "(standard library)" if package in sys.stdlib_module_names else package
        spent[package] += int(match[1])
        modules[package] += 1
    return [(package, microseconds, modules[package]) for package, microseconds in spent.most_common()]


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        # A reader that has seen enough, such as head, is no fault.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
