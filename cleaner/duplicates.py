"""Which articles of a batch are copies of one another: word for word by their hash, nearly by their MinHash sketch.

The sketch's 64 numbers are cut into 16 bands of four. Articles that agree in a whole band are compared, which finds 99 % of the pairs that
share 0.7 of their shingles (Leskovec, Rajaraman and Ullman: Mining of Massive Datasets, chapter 3).
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

SIMILAR = 0.7
"""Estimated share of common shingles from which two articles are near-copies."""


@dataclass(frozen=True, slots=True)
class Copies:
    """For each article, in order. All of a group are named, so that the order of the batch does not matter."""

    exact: list[int]
    """Other articles with the same words."""
    near: list[int]
    """Other articles of its group with nearly the same words."""
    duplicate: list[bool]
    """Its own source has it again."""
    syndicated: list[bool]
    """Other sources have it, its own has it once."""


def find(hashes: Sequence[str | None], fingerprints: Sequence[str | None], sources: Sequence[str | None]) -> Copies:
    """`hashes` and `fingerprints` as `measures` makes them, None for an article without words, which is nobody's copy."""
    first: dict[str, int] = {}
    for i, h in enumerate(hashes):
        if h is not None:
            first.setdefault(h, i)
    leaders = [i for h, i in first.items() if fingerprints[i] is not None]
    groups = _Groups(len(hashes))
    for a, b in _near([fingerprints[i] or "" for i in leaders]):
        groups.join(leaders[a], leaders[b])
    for i, h in enumerate(hashes):
        if h is not None:
            groups.join(first[h], i)

    of = [groups.of(i) for i in range(len(hashes))]
    size = Counter(of)
    in_source = Counter(zip(of, sources, strict=True))
    alike = Counter(h for h in hashes if h is not None)
    exact = [alike[h] - 1 if h is not None else 0 for h in hashes]
    return Copies(
        exact,
        near=[size[g] - 1 - n for g, n in zip(of, exact, strict=True)],
        duplicate=[in_source[pair] > 1 for pair in zip(of, sources, strict=True)],
        syndicated=[size[g] > 1 == in_source[g, s] for g, s in zip(of, sources, strict=True)],
    )


def _near(fingerprints: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of near-copies: enough of them to tell the groups."""
    if not fingerprints:
        return
    sketches = np.frombuffer(b"".join(map(base64.b64decode, fingerprints)), dtype="<u2").reshape(len(fingerprints), -1)
    # Four numbers of 16 bits, read as one of 64, are a band's key.
    for band in np.ascontiguousarray(sketches).view("<u8").T:
        order = np.argsort(band, kind="stable")
        same = np.flatnonzero(band[order[1:]] == band[order[:-1]])
        if not len(same):
            continue
        # Within a run of equal keys each is held against its neighbour and against the run's first.
        starts = np.flatnonzero(np.r_[True, band[order[1:]] != band[order[:-1]]])
        begin = starts[np.searchsorted(starts, same + 1, side="right") - 1]
        for left in (order[same], order[begin]):
            right = order[same + 1]
            close = (sketches[left] == sketches[right]).mean(axis=1) >= SIMILAR
            yield from zip(left[close].tolist(), right[close].tolist(), strict=True)


class _Groups:
    """Disjoint sets, by path halving (Tarjan and van Leeuwen 1984)."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def of(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = i = self.parent[self.parent[i]]
        return i

    def join(self, a: int, b: int) -> None:
        a, b = self.of(a), self.of(b)
        self.parent[max(a, b)] = min(a, b)
