"""What a person reads: the raw article with its edits marked, a table of reasons, a run's counts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO

from cleaner.model import Edit

RED, GREEN, DIM, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"
EDIT_WIDTH, REASON_WIDTH = 48, 72
TIDYING = ("TX10", "ST10")
"""Codes of what reading does to every text: encoding, white space, lines. All others are verdicts of rules."""
TOP_RULES, TOP_SOURCES = 12, 5
LIVE_SECONDS, PLAIN_SECONDS = 0.5, 10.0
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def diff(raw: str, edits: Sequence[Edit], color: bool = False) -> Iterator[str]:
    """The raw article, line by line: "- " before what was removed, the code behind it, "+ " before what was put in.

    Within a line that stays, [-what was removed-] and {+what was put in+} are marked. Changes of white space are not shown.
    """
    edits = [_without_shared_blanks(e) for e in edits if e.before.split() != e.after.split()]
    first = end = 0
    lines = raw.splitlines(keepends=True) or [""]
    for number, line in enumerate(lines, 1):
        start, end = end, end + len(line)
        while first < len(edits) and edits[first].end < start + (edits[first].start < edits[first].end):
            first += 1
        last = first
        while last < len(edits) and (edits[last].start < end or number == len(lines)):
            last += 1
        yield from _diff_line(line, start, edits[first:last], color)


def _without_shared_blanks(e: Edit) -> Edit:
    """White space that both ends of the change share has stayed."""
    left = right = 0
    for old, new in zip(e.before, e.after, strict=False):
        if old != new or not old.isspace():
            break
        left += 1
    for old, new in zip(reversed(e.before[left:]), reversed(e.after[left:]), strict=False):
        if old != new or not old.isspace():
            break
        right += 1
    return replace(
        e,
        start=e.start + left,
        end=e.end - right,
        before=e.before[left : len(e.before) - right],
        after=e.after[left : len(e.after) - right],
    )


def _diff_line(line: str, start: int, edits: Sequence[Edit], color: bool) -> Iterator[str]:
    inline: list[str] = []
    plain = ""
    added: list[tuple[str, Edit]] = []
    touching: list[Edit] = []
    at = 0
    for e in edits:
        s, t = max(0, e.start - start), min(len(line), e.end - start)
        # What a multi-line edit puts in stands where the edit begins.
        after = e.after.strip("\r\n") if e.start >= start else ""
        gone = line[s:t].rstrip("\r\n")
        plain += line[at:s]
        inline.append(_safe(line[at:s]))
        at = t
        if after.strip() and not line[:s].strip() and e.after.endswith("\n") and not e.before.strip():
            yield from (_changed("+", text, e, GREEN, color) for text in after.splitlines() if text.strip())
            continue
        if not gone.strip() and not after.strip():
            continue
        touching.append(e)
        if gone.strip():
            inline.append(_paint(f"[-{_seen(gone)}-]", RED, color))
        if after.strip():
            inline.append(_paint(f"{{+{_seen(after)}+}}", GREEN, color))
            added.append((after, e))
    plain += line[at:]
    inline.append(_safe(line[at:]))
    if not touching:
        yield f"  {_safe(plain.strip())}".rstrip()
    elif plain.strip():
        yield f"  {''.join(inline).strip()}" + _paint(f"  [{_codes(touching)}]", DIM, color)
    else:
        if line.strip():
            yield _paint(f"- {_safe(line.strip())}", RED, color) + _paint(f"  [{_codes(touching)}]", DIM, color)
        for text, e in added:
            yield from (_changed("+", part, e, GREEN, color) for part in text.splitlines() if part.strip())


def _changed(sign: str, text: str, edit: Edit, paint: str, color: bool) -> str:
    return _paint(f"{sign} {_safe(text.strip())}", paint, color) + _paint(f"  [{_codes([edit])}]", DIM, color)


def _codes(edits: Sequence[Edit]) -> str:
    return ", ".join(dict.fromkeys("+".join(dict.fromkeys(r.code for r in e.reasons)) for e in edits))


def _paint(text: str, paint: str, color: bool) -> str:
    return f"{paint}{text}{PLAIN}" if color else text


def _safe(text: str) -> str:
    """Control characters by name, since a terminal would obey them."""
    return CONTROL.sub(_name, text.rstrip("\r\n"))


def _seen(text: str) -> str:
    """Characters that show nothing, by name."""
    return UNSEEN.sub(_name, text)


def _name(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


def explain(edits: Sequence[Edit], skipped: Sequence[Edit], flags: Sequence[str]) -> Iterator[str]:
    """A table with a line for every reason of every edit: code, name, span, safety, what became of the text, and why.

    Below stand the edits that rules asked for and that were not made, and the article's flags.
    """
    yield from _table(("code", "name", "span", "safety", "edit", "because of"), edits)
    tidied = sum(all(r.code.startswith(TIDYING) for r in e.reasons) for e in edits)
    yield f"{len(edits)} edits: {len(edits) - tidied} by rules, {tidied} of white space and encoding"
    lost = [e for e in skipped if not e.code.startswith(TIDYING)]
    if lost:
        yield ""
        yield "not made:"
        yield from _table(("code", "name", "span", "safety", "edit", "since"), lost)
    if flags:
        yield ""
        yield f"flags: {', '.join(flags)}"


WHY_SKIPPED = {
    "covered": "an edit around it took it along",
    "lost": "a stronger edit overlaps it",
    "unsafe": "the rule is unsafe; --unsafe switches it on",
    "show": "the rule only reports",
}


def _table(header: tuple[str, ...], edits: Sequence[Edit]) -> Iterator[str]:
    rows = [header]
    for e in edits:
        change = f"{_short(e.before)!r} → {_short(e.after)!r}" if e.after else f"{_short(e.before)!r} removed"
        for r in e.reasons:
            why = (r.note if e.skipped == "show" else "") or WHY_SKIPPED.get(e.skipped, e.skipped) or r.note or r.pattern
            rows.append((r.code, r.name, f"{e.start}–{e.end}", r.safety, change, _short(_safe(why), REASON_WIDTH)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _short(text: str, width: int = EDIT_WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def run_summary(
    read: int,
    written: int,
    quarantined: int,
    seconds: float,
    codes: Mapping[str, int],
    reasons: Mapping[str, int],
    noisiest: Sequence[tuple[str, int, float]],
    quarantine: str,
) -> Iterator[str]:
    """The counts of a run: records, rules that edited most of them, sources with most noise left, why records are in `quarantine`."""
    rate = f", {read / seconds:.0f} records/s" if seconds else ""
    yield f"read {read} = written {written} + quarantined {quarantined}{rate}"
    rules = {code: n for code, n in codes.items() if not code.startswith(TIDYING)}
    if rules:
        yield f"records edited by rule: {_counts(rules, TOP_RULES)}"
    noisy = [f"{_seen(source)} {share:.1%} of {n}" for source, n, share in noisiest[:TOP_SOURCES] if share]
    if noisy:
        yield f"noise left by source: {', '.join(noisy)}"
    if quarantined:
        yield f"in {quarantine}: {_counts(reasons, len(reasons))}"


class Progress:
    """How far a run is, on a terminal in one line that changes, elsewhere in a line every ten seconds."""

    def __init__(self, stream: IO[str], share: Callable[[], float | None]) -> None:
        self._stream, self._share = stream, share
        self._live = stream.isatty()
        self._next = time.monotonic() + (0.0 if self._live else PLAIN_SECONDS)
        self._from: tuple[int, float] | None = None

    def __call__(self, read: int, quarantined: int) -> None:
        now = time.monotonic()
        # A resumed run has records that took it no time.
        self._from = self._from or (read, now)
        if now < self._next:
            return
        self._next = now + (LIVE_SECONDS if self._live else PLAIN_SECONDS)
        line = self._line(read, quarantined, now)
        self._stream.write(f"\r\x1b[K{line}" if self._live else f"{line}\n")
        self._stream.flush()

    def _line(self, read: int, quarantined: int, now: float) -> str:
        first, since = self._from or (read, now)
        parts = [f"{read:,} records"]
        rate = (read - first) / (now - since) if now > since else 0.0
        share = self._share()
        if rate:
            parts.append(f"{rate:.0f}/s")
            if share:
                parts.append(f"{_time((read / share - read) / rate)} left")
        return ", ".join([*parts, f"{quarantined:,} in quarantine"])

    def close(self) -> None:
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min" if minutes else f"{rest} s"


def _counts(counts: Mapping[str, int], top: int) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    more = [f"{len(ordered) - top} more"] if len(ordered) > top else []
    return ", ".join([f"{name} {n}" for name, n in ordered[:top]] + more)
