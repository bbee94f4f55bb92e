"""How a cleaned text is measured against the true body of its page.

Words are lower-cased runs of letters and digits; each CJK character is a word. The shingles of a text are its 4-word
sequences as a multiset (Broder 1997, "On the resemblance and containment of documents"). A line cut off, kept or moved
changes few shingles, a lost word changes four, and the order of words counts without an alignment.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
WORD = re.compile(rf"[{CJK}]|(?:(?![{CJK}_])\w)+")
SIZE = 4
"""Words in a shingle."""
ZONES = ("head", "middle", "tail")

Shingles = Counter[tuple[str, ...]]


def words(text: str | None) -> list[str]:
    return WORD.findall((text or "").lower())


def shingles(text: str | None) -> Shingles:
    """The 4-word sequences of `text`; a text of one to three words is one shorter sequence."""
    w = words(text)
    return Counter(tuple(w[i : i + SIZE]) for i in range(max(1, len(w) - SIZE + 1))) if w else Counter()


def measure_page(gold: Shingles, before: Shingles, after: Shingles) -> dict[str, float]:
    """One page: the shingles of the true body, of the input and of the output.

    precision: share of the output that is true · recall: share of the truth that is in the output · lost: share of
    the truth that the input had and the output lacks · noise_in, noise_out: number of untrue shingles.
    """
    had, kept = gold & before, gold & after
    return {
        "precision": kept.total() / after.total() if after else 0.0,
        "recall": kept.total() / gold.total(),
        "lost": (had.total() - (had & after).total()) / had.total() if had else 0.0,
        "noise_in": (before - gold).total(),
        "noise_out": (after - gold).total(),
    }


def average(pages: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Means over pages of precision, recall and lost; F1 of these means; noise removed of all pages' noise together."""
    precision, recall, lost = (statistics.mean(p[k] for p in pages) for k in ("precision", "recall", "lost"))
    noise = sum(p["noise_in"] for p in pages)
    return {
        "pages": len(pages),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "lost": lost,
        "noise_removed": 1 - sum(p["noise_out"] for p in pages) / noise if noise else 0.0,
    }


def share_of_room(untouched: float, cleaned: float, best: float) -> float:
    """How much of the way from the untouched input's F1 to that of the best possible line filter is closed."""
    return (cleaned - untouched) / (best - untouched) if best > untouched else 0.0


def true_lines(text: str, gold: str) -> list[bool]:
    """For each line of `text`: more than half of its shingles are true; a shorter line stands in the truth as it is."""
    true, flat, out = set(shingles(gold)), f" {' '.join(words(gold))} ", []
    for line in text.split("\n"):
        w = words(line)
        found = [tuple(w[i : i + SIZE]) in true for i in range(len(w) - SIZE + 1)]
        out.append(sum(found) > len(found) / 2 if found else bool(w) and f" {' '.join(w)} " in flat)
    return out


def best_lines(text: str, gold: str) -> str:
    """The lines that are mostly true: the most that any filter of lines can keep."""
    return "\n".join(line for line, true in zip(text.split("\n"), true_lines(text, gold), strict=True) if true)


def scored_text(body: str | None, dek: str | None, summary: bool) -> str:
    """The body; where the true body opens with the page's summary, the dek before it."""
    return "\n\n".join(p for p in (dek if summary else None, body) if p)


def bootstrap(pages: Sequence[Mapping[str, float]], resamples: int = 1000, seed: int = 0) -> dict[str, list[float]]:
    """95 % percentile intervals of F1 and lost over pages drawn with replacement (Efron 1979)."""
    import numpy as np

    values = np.array([[p["precision"], p["recall"], p["lost"]] for p in pages])
    drawn = np.random.default_rng(seed).integers(len(pages), size=(resamples, len(pages)))
    precision, recall, lost = values[drawn].mean(axis=1).T
    total = precision + recall
    f1 = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)
    return {name: np.percentile(v, [2.5, 97.5]).tolist() for name, v in (("f1", f1), ("lost", lost))}


def wilson(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share `right / n` (Wilson 1927); (0, 1) where nothing was seen."""
    if not n:
        return 0.0, 1.0
    p = right / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


REGION = "ST401"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one edit took out of the scored text: words, and how many of them the output now lacks of the truth."""

    code: str
    name: str
    words: int
    true: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input: where it stands, and what became of its words."""

    text: str
    zone: str
    words: int
    noise_kept: int
    true_lost: int
    noise: bool
    """It is not mostly true; or it has under four words and stands in the head or tail."""
    codes: tuple[str, ...] = field(default=())
    """Rules that took words of it, the one that took most first."""


def trace(gold: str, raw: str, edits: Sequence[Any], scored: str, title: int, dek: int) -> tuple[list[Line], list[Taken]]:
    """Follow every word of the raw text through the edits of a result, up to the `scored` text.

    `title`, `dek`: their lengths where they stand before the body in the result and are not scored, else 0.

    A word that is taken away counts as true where a 4-word sequence over it is in the truth, was in the input, and is
    missing from the output, each as often as it is missing: taking one of two equal paragraphs is no loss. A word
    that stays counts as noise where no sequence over it in the output is in the truth, each as often as the truth has
    it. Words that went to the title or to an unscored dek count as taken by `(title)`, `(dek)`.
    """
    tokens = [(w, m.start(), m.end()) for m in WORD.finditer(raw) for w in WORD.findall(m.group().lower())]
    edit_of, owner = _owners(tokens, edits, title, dek)
    true_lost = _true_lost(gold, scored, tokens, owner)
    noise_kept = _noise_kept(gold, tokens, owner)

    counts: dict[int, list[int]] = {i: [0, 0] for i in range(len(edits))}
    moved: dict[str, list[int]] = {}
    for i, code in enumerate(owner):
        if code is not None:
            slot = counts[edit_of[i]] if edit_of[i] >= 0 else moved.setdefault(code, [0, 0])
            slot[0] += 1
            slot[1] += true_lost[i]
    taken = [Taken(_credited(e).code, _credited(e).name, *counts[i]) for i, e in enumerate(edits)]
    taken += [Taken(code, "stands apart from the body", *slot) for code, slot in moved.items()]
    return _lines(gold, raw, tokens, owner, true_lost, noise_kept), taken


def _credited(edit: Any) -> Any:
    """The reason that an edit's words are counted for: the article's region, which spans all of its edit, else the first."""
    return next((r for r in edit.reasons if r.code == REGION), edit.reasons[0])


def _owners(tokens: Sequence[tuple[str, int, int]], edits: Sequence[Any], title: int, dek: int) -> tuple[list[int], list[str | None]]:
    """For each word the edit that touches it (-1: none) and the code that took it out of the scored text, or None."""
    body = (title + 2 if title else 0) + (dek + 2 if dek else 0)
    edit_of = [-1] * len(tokens)
    owner: list[str | None] = [None] * len(tokens)
    at = shift = 0
    left: Counter[str] = Counter(words(edits[0].after)) if edits else Counter()
    for i, (word, start, end) in enumerate(tokens):
        while at < len(edits) and edits[at].end <= start:
            shift += len(edits[at].after) - (edits[at].end - edits[at].start)
            at += 1
            left = Counter(words(edits[at].after)) if at < len(edits) else Counter()
        if at < len(edits) and edits[at].start < end:
            edit_of[i] = at
            if left[word] > 0:
                left[word] -= 1
            else:
                owner[i] = _credited(edits[at]).code
                continue
        if start + shift < body:
            owner[i], edit_of[i] = "(title)" if start + shift < title else "(dek)", -1
    return edit_of, owner


def _true_lost(gold: str, scored: str, tokens: Sequence[tuple[str, int, int]], owner: Sequence[str | None]) -> list[bool]:
    w = [t[0] for t in tokens]
    missing = (shingles(gold) & Counter(tuple(w[i : i + SIZE]) for i in range(len(w) - SIZE + 1))) - shingles(scored)
    lost = [False] * len(w)
    for i in range(len(w) - SIZE + 1):
        gone = [k for k in range(i, i + SIZE) if owner[k] is not None]
        sequence = tuple(w[i : i + SIZE])
        if gone and missing[sequence] > 0:
            missing[sequence] -= 1
            for k in gone:
                lost[k] = True
    return lost


def _noise_kept(gold: str, tokens: Sequence[tuple[str, int, int]], owner: Sequence[str | None]) -> list[bool]:
    kept = [i for i, code in enumerate(owner) if code is None]
    noise = [code is None for code in owner]
    left = shingles(gold)
    for n in range(len(kept) - SIZE + 1):
        at = kept[n : n + SIZE]
        sequence = tuple(tokens[i][0] for i in at)
        if left[sequence] > 0:
            left[sequence] -= 1
            for i in at:
                noise[i] = False
    return noise


def _lines(
    gold: str,
    raw: str,
    tokens: Sequence[tuple[str, int, int]],
    owner: Sequence[str | None],
    true_lost: Sequence[bool],
    noise_kept: Sequence[bool],
) -> list[Line]:
    """The lines that hold a word. Zones: before the first, among and after the last mostly true line; for a lost line
    before the first, among and after the last true line that stayed."""
    rows: list[tuple[str, bool, range]] = []
    position = i = 0
    for line, true in zip(raw.split("\n"), true_lines(raw, gold), strict=True):
        first = i
        position += len(line) + 1
        while i < len(tokens) and tokens[i][1] < position:
            i += 1
        rows.append((line.strip(), true, range(first, i)))
    # A word or two of the menu may stand in the body, too: only longer lines say where the body is.
    true_at = [n for n, (_, true, at) in enumerate(rows) if true and len(at) >= SIZE]
    kept_at = [n for n in true_at if sum(owner[k] is None for k in rows[n][2]) * 2 > len(rows[n][2])]

    out = []
    for n, (line, true, at) in enumerate(rows):
        if at:
            lost = sum(true_lost[k] for k in at)
            codes = Counter(code for k in at if (code := owner[k]) is not None)
            zone = _zone(n, kept_at if lost else true_at)
            noise = not true or (len(at) < SIZE and zone != "middle" and not lost)
            out.append(Line(line, zone, len(at), sum(noise_kept[k] for k in at), lost, noise, tuple(c for c, _ in codes.most_common())))
    return out


def _zone(n: int, true_at: Sequence[int]) -> str:
    if not true_at or n < true_at[0]:
        return "head"
    return "tail" if n > true_at[-1] else "middle"


def words_lost(gold: str, after: str) -> tuple[int, int, bool]:
    """A true body given as input: (words it has, words the output lacks, every word is in its place)."""
    g, a = words(gold), words(after)
    return len(g), (Counter(g) - Counter(a)).total(), g == a
