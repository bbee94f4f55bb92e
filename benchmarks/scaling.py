#!/usr/bin/env python3
"""Do time and memory grow with the text, and no faster? Cleans 1, 2, 4 and 8 times as much of five shapes.

    python benchmarks/scaling.py                       all shapes, up to 50 MB: some minutes
    python benchmarks/scaling.py --part 0.1 --check    a tenth of it; exit 1 where growth is too fast

Each measurement is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

TIMES = (1, 2, 4, 8)
MEGABYTE = 1_000_000
LONGEST = 900
"""Seconds after which a measurement is given up."""
SHORT = 0.5
"""Seconds up to which a measurement is repeated and the fastest taken."""
MAX_MEMORY = 20
"""Bytes of memory for each byte of input that `--check` allows, beside FIXED: small inputs pay for lazy imports."""
MAX_MEMORY_OF = {"damaged-lines": 100}
"""The same where every few characters are an edit."""
FIXED = 10 * MEGABYTE
MAX_SLOWER = 1.5
"""Times that a character may take longer in the longest text than in the shortest one."""

DAMAGE = (
    "\u200b\ufffe", "\xa0\u200b", "word &nbsp; and ", "Ã© b &amp; ", "Ð¾Ð±", "&lt;", "\t\t", "&nbsp", "\u200c\u200d", "Â ", "a  ",
)  # fmt: skip
"""What could be looked at again and again where it stands in a row."""
PEOPLE = ("Ines Harrow", "Tomas Belling", "Ada Kerrigan", "Luc Farrant", "Mina Osei", "Per Aldous", "Rosa Venn")
PLACES = ("Millbrook", "Eastquay", "Harrow Cross", "Pinehollow", "Saltmarsh", "Upper Dene", "Cold Ferry", "Larkfield", "Stonewick")
PLANS = (
    "a footbridge over the canal",
    "the new school hall",
    "a night bus to the coast",
    "the repair of the mill dam",
    "a smaller town hall",
)


def sentences() -> Iterator[str]:
    """Sentences of invented news, no two the same."""
    for n in count():
        person, place, plan = PEOPLE[n % len(PEOPLE)], PLACES[n % len(PLACES)], PLANS[n % len(PLANS)]
        yield f"The council of {place} put off its vote on {plan} after {person} counted {n + 3} letters against it."
        yield f'"We have waited since {1901 + n % 99} and can wait another month," {person} said in {place} on day {n} of the hearings.'


def article(size: int) -> Iterator[str]:
    """An article as a page leaves it, of about `size` characters."""
    yield "Home\nNews\n\nCouncil puts off its votes again\n\nBy Ines Harrow\n\nPublished: 3 May 2024 10:15 AM\n\nShare on Facebook\n\n"
    length = 0
    for n, sentence in enumerate(sentences()):
        length += len(sentence) + 1
        yield sentence + ("\n\n" if n % 3 == 2 else " ")
        if length >= size:
            break
    yield "\n\nRelated\n\nBus fares to rise in spring\n\nWhy the mill stands still\n\nFollow us on Facebook\n"


def one_line(size: int) -> Iterator[str]:
    """Prose of about `size` characters without a line break."""
    length = 0
    for sentence in sentences():
        length += len(sentence) + 1
        yield sentence + " "
        if length >= size:
            return


def damaged_lines(size: int) -> Iterator[str]:
    """A line of about `size` characters for every kind of DAMAGE, and nothing else in it."""
    for piece in DAMAGE:
        yield f"a{piece * (size // len(piece))}b\n"


def blank_lines(lines: int) -> Iterator[str]:
    """A headline and a paragraph with `lines` blank lines between them."""
    text = sentences()
    yield "Council puts off its votes again"
    for at in range(0, lines, 10_000):
        yield "\n" * min(10_000, lines - at)
    yield " ".join(next(text) for _ in range(4))


def deep_html(depth: int) -> Iterator[str]:
    """A page whose paragraph stands in `depth` nested elements."""
    text = sentences()
    yield "<html><head><title>Council puts off its votes again</title></head><body>"
    yield from ("<div>" for _ in range(depth))
    yield f"<p>{' '.join(next(text) for _ in range(4))}</p>"
    yield from ("</div>" for _ in range(depth))
    yield "</body></html>"


SHAPES = {
    "article": (article, 64_000, "characters"),
    "one-line": (one_line, 50_000_000, "characters"),
    "damaged-lines": (damaged_lines, 200_000, "characters each"),
    "blank-lines": (blank_lines, 100_000, "lines"),
    "deep-html": (deep_html, 10_000, "elements deep"),
}
"""Name → (what makes it, size at 8 times, unit)."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--shapes", metavar="A,B", default=",".join(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--part", metavar="SHARE", type=float, default=1.0, help="share of the full sizes")
    parser.add_argument(
        "--check",
        action="store_true",
        help=f"exit 1 over {MAX_MEMORY} times the input (damage: more), or {MAX_SLOWER} times slower per size",
    )
    parser.add_argument("--child", nargs=2, metavar=("SHAPE", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.child:
        print(json.dumps(child(args.child[0], Path(args.child[1]))))
        return 0
    shapes = [s.strip() for s in args.shapes.split(",")]
    unknown = [s for s in shapes if s not in SHAPES]
    if unknown or args.part <= 0:
        message = f"no shape {', '.join(unknown)}; there are {', '.join(SHAPES)}" if unknown else "--part must be over 0"
        print(f"scaling.py: {message}", file=sys.stderr)
        return 2

    print("| shape | size | input MB | seconds | time ratio | peak MB | memory over input |\n" + "|---" * 7 + "|", flush=True)
    bad = []
    for shape in shapes:
        first = None
        for times, row in measure(shape, args.part):
            if "error" in row:
                print(f"| {shape} | {row['size']} | {row['input'] / MEGABYTE:.3f} | {row['error']} | | | |", flush=True)
                bad.append(f"{shape} {row['size']}: {row['error']}")
                continue
            first = first or row
            ratio, grown = row["seconds"] / first["seconds"], row["peak"] - row["base"]
            print(
                f"| {shape} | {row['size']} | {row['input'] / MEGABYTE:.3f} | {row['seconds']:.3f} | {ratio:.2f} "
                f"| {row['peak'] / MEGABYTE:.0f} | {grown / row['input']:.1f} |",
                flush=True,
            )
            if ratio > times / TIMES[0] * MAX_SLOWER:
                bad.append(f"{shape} {row['size']}: {ratio:.1f} times the time for {times} times the text")
            if grown > FIXED + MAX_MEMORY_OF.get(shape, MAX_MEMORY) * row["input"]:
                bad.append(f"{shape} {row['size']}: memory {grown / row['input']:.1f} times the input")
    for line in bad:
        print(f"scaling.py: {line}", file=sys.stderr)
    return 1 if bad and args.check else 0


def measure(shape: str, part: float) -> Iterator[tuple[int, dict[str, Any]]]:
    make, largest, unit = SHAPES[shape]
    with tempfile.TemporaryDirectory() as folder:
        for times in TIMES:
            size = max(1, round(largest * part * times / TIMES[-1]))
            path = Path(folder) / "input"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(make(size))
            row: dict[str, Any] = {"size": f"{size:,} {unit}", "input": path.stat().st_size}
            command = [sys.executable, __file__, "--child", shape, str(path)]
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
            except subprocess.TimeoutExpired:
                row["error"] = f"over {LONGEST} s"
            else:
                last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
                row |= json.loads(done.stdout) if done.returncode == 0 else {"error": last}
            yield times, row


def child(shape: str, path: Path) -> dict[str, float]:
    """Read and clean the file. `base` is the peak before, with rules loaded and one article cleaned; memory in bytes."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from cleaner import Cleaner

    read = reader(shape)
    cleaner = Cleaner()

    def clean() -> float:
        started = time.perf_counter()
        cleaner.clean(read(path.read_text(encoding="utf-8")))
        return time.perf_counter() - started

    cleaner.clean(read("".join(deep_html(3) if shape == "deep-html" else article(8_000))))
    base = peak()
    fastest = spent = clean()
    grown = peak()
    while spent < SHORT:
        again = clean()
        fastest, spent = min(fastest, again), spent + again
    return {"seconds": fastest, "base": base, "peak": grown}


def reader(shape: str) -> Callable[[str], Any]:
    """What makes the cleaner's input of the file's text."""
    if shape != "deep-html":
        return str
    from cleaner.read import read_html

    return read_html


def peak() -> int:
    """The largest memory this process has had so far, in bytes."""
    value = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return value if sys.platform == "darwin" else value * 1024


if __name__ == "__main__":
    sys.exit(main())
