"""The run of blocks that is the story, where the text is that of a whole page: menus stand before it, lists after it.

Every block has a score for standing inside the story or after it, every place one for being its first or last block; the
story is the run with the highest sum. That is a linear-chain model with the states before, inside and after (Lafferty et
al. 2001, "Conditional random fields"), on the measures that jusText (Pomikálek 2011) and CETD (Sun et al. 2011) use on
HTML: length, sentence ends and their density, and beside them the words of the headline and of the longest prose. The
weights are the rule's parameters, fitted by benchmarks/fit_region.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from copy import copy
from functools import cached_property
from itertools import accumulate, chain, compress, groupby
from operator import mul

from cleaner.detectors import Page
from cleaner.headline import TOLD, over_story
from cleaner.model import Finding

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+|\w+")
LONG_WORD = re.compile(r"\w{3,}")
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
OPEN_STARTS = frozenset(",.;:!?)]}’”»%…、。，」』")
CUT = re.compile(r"(?:…|\.\.\.)[\])]?\s*$")
"""The end of a teaser that breaks off."""
NUMBER = re.compile(r"\d+")
STEM = 6
"""Letters of a word that must agree."""
LONG = 60
"""Words from which a paragraph counts no more."""
GAP = 20
"""Blocks from which a distance to prose counts no more."""
NEAR = 10
FAR = 30
NOT_PROSE, CUE = -5.0, -12.0
"""What a block that is no prose, and a cue that something else begins, take from a run of prose."""
GAP_COST = -40.0
"""The most that all blocks between two paragraphs take: a story goes on after a box of any length."""
HEADLINE_WORDS = 3
SAME = 0.8
"""Share of the headline's words from which a block says it."""
TITLED = ("core", "headlines", "headed", "said", "features")
"""What hangs on the headline and is kept once it is told."""
BESIDE = 8
"""Blocks to either side whose cues count for a block."""
LEAST_CORE = 40
"""Words of the longest run of prose under which a page may have no story to find."""
LEAST_KEPT = 0.5
"""Share of that run's words that a region must keep to be believed."""
CUES = {
    "navigation": {"navigation", "section", "banner"},
    "links": {"link", "tags"},
    "comments": {"comment"},
    "prompts": {"newsletter", "app", "paywall", "ad"},
    "legal": {"legal"},
    "widgets": {"widget", "embed"},
    "head": {"date", "byline", "agency"},
    "captions": {"caption", "credit"},
    "author": {"author-box"},
}
FURNITURE = frozenset().union(*(CUES[name] for name in ("navigation", "links", "comments", "prompts", "legal", "widgets", "author")))
ENDINGS = frozenset().union(*(CUES[name] for name in ("links", "comments", "prompts", "legal", "author")))
"""Cues that stand after a story far more often than in it."""

Features = dict[str, list[float]]


def detect(
    page: Page,
    *,
    inside: Mapping[str, float],
    after: Mapping[str, float],
    start: Mapping[str, float],
    end: Mapping[str, float],
    furniture: int = 8,
    short_lines: int = 20,
) -> Iterator[Finding]:
    """What stands before and after the story, in one finding each, but for the headline.

    `inside`, `after`: weights of a block's features in these states; `start`, `end`: of those of the story's first and last block.
    `furniture`, `short_lines`: how many blocks that other rules take for what stands around a story, and how many unfinished lines of
    up to four words, make a text a whole page. Where HTML's hints tell what is outside of the article, nothing is left to find.
    """
    if any(b.hint == "outside" for b in page.blocks) or not whole_page(page, furniture, short_lines):
        return
    found = story(View(page), inside, after, start, end)
    if found is None:
        return
    view, first, last = found
    first = view.under_headline(first)
    edges = [(0, first - 1), (last + 1, len(page.blocks) - 1)]
    headline = view.headline(first)
    if headline is not None and first not in view.headlines:
        edges[:1] = [(0, headline - 1), (headline + 1, first - 1)]
    for begin, through in edges:
        if begin <= through:
            where = "before" if through < first else "after"
            lines = "1 block" if begin == through else f"{through - begin + 1} blocks"
            yield Finding(begin, through=through, note=f"{lines} {where} the story, which is blocks {first} to {last}")


def whole_page(page: Page, furniture: int, short_lines: int) -> bool:
    """An extractor's output has few short lines, and a story that holds a long list has no menus; a page has both."""
    short = sum(b.words <= 4 and not b.stopped for b in page.blocks)
    if short < short_lines:
        return False
    return sum(page.taken(i) and not FURNITURE.isdisjoint(page.roles(i)) for i in page.marks) >= furniture


def story(
    view: View, inside: Mapping[str, float], after: Mapping[str, float], start: Mapping[str, float], end: Mapping[str, float]
) -> tuple[View, int, int] | None:
    """First and last block of the run with the highest score, and the reading of the page that has it. None where nothing is sure enough
    to cut by."""
    best, found = float("-inf"), None
    for reading in view.readings():
        scores = [weighted(f, weights) for f, weights in zip(reading.features, (inside, after, start, end), strict=True)]
        run = settled(reading, *scores)
        if run and (worth := score(*run, *scores)) > best:
            best, found = worth, (reading, *run)
    return found


def settled(
    view: View, inside: Sequence[float], after: Sequence[float], start: Sequence[float], end: Sequence[float]
) -> tuple[int, int] | None:
    """The best run, if it meets the longest run of prose and keeps much: a line taken for the headline, or a teaser with its words, may
    draw it away from the story. Else the best one that holds that prose, or none if there is little prose on the page at all."""
    first, last = best_run(inside, after, start, end, view.headed)
    begin, through = view.core
    core = view.prose_words(begin, through)
    if first <= through and last >= begin and view.prose_words(first, last) >= LEAST_KEPT * core:
        return first, last
    return best_run(inside, after, start, end, through, begin) if core >= LEAST_CORE else None


def weighted(features: Features, weights: Mapping[str, float]) -> list[float]:
    """The sum of the features, each by its weight. Most are 0 on most blocks, and many on all."""
    total = [0.0] * len(next(iter(features.values())))
    for name, weight in weights.items():
        if weight:
            values = features[name]
            for i in compress(range(len(total)), values):
                total[i] += weight * values[i]
    return total


def score(first: int, last: int, inside: Sequence[float], after: Sequence[float], start: Sequence[float], end: Sequence[float]) -> float:
    """What speaks for the run from `first` to `last`."""
    return start[first] + sum(inside[first : last + 1]) + end[last] + sum(after[last + 1 :])


def best_run(
    inside: Sequence[float],
    after: Sequence[float],
    start: Sequence[float],
    end: Sequence[float],
    least: int = 0,
    most: int | None = None,
) -> tuple[int, int]:
    """(first, last) of the highest score; `last` is at least `least`, `first` at most `most`."""
    upto = list(accumulate(inside))
    rest = [*list(accumulate(reversed(after)))[::-1][1:], 0.0]
    best = opening = float("-inf")
    first = found_first = found_last = 0
    for i, total in enumerate(upto):
        begun = start[i] - total + inside[i]
        if begun > opening and (most is None or i <= most):
            opening, first = begun, i
        if i >= least and opening + total + end[i] + rest[i] > best:
            best, found_first, found_last = opening + total + end[i] + rest[i], first, i
    return found_first, found_last


class View:
    """The measures of a page's blocks. Lists run parallel to the blocks."""

    def __init__(self, page: Page) -> None:
        self.blocks = page.blocks
        self.size = len(page.blocks)
        self.function_words = frozenset(page.vocabulary.get("function_words", ()))
        self.taken = [page.taken(b.index) for b in page.blocks]
        self.roles = [page.roles(b.index) if taken else set() for b, taken in zip(page.blocks, self.taken, strict=True)]
        self.with_roles = [(i, own) for i, own in enumerate(self.roles) if own]
        contents = {text: self._content(text) for text in {b.text for b in page.blocks}}
        self.words = [contents[b.text] for b in page.blocks]
        self.known = page.document.title or page.document.page_title
        title = self.known or next((b.text for b in page.blocks if b.words >= HEADLINE_WORDS), "")
        self._entitle(self._content(title))
        self.prose = [1.0 if b.prose else 0.0 for b in self.blocks]
        beside = zip(_shifted(self.prose, -1), self.prose, _shifted(self.prose, 1), strict=True)
        self.alone = [0.0 if before or behind else here for before, here, behind in beside]
        self.cues = {name: self._having(roles) for name, roles in CUES.items()}
        self.ending = self._having(ENDINGS)

    def _entitle(self, words: frozenset[str]) -> None:
        """Take them for the headline's."""
        self.title_words = words
        self.title = [_shared(w, words) if b.words >= HEADLINE_WORDS else 0.0 for b, w in zip(self.blocks, self.words, strict=True)]

    def readings(self) -> Iterator[View]:
        """The page under the headline that its first line tells; where the longest prose says nothing of that one, for the window's title
        is not in the text, also under the line above it that is likeliest to be the headline."""
        yield self
        first, last = self.core
        paragraphs = [i for i in range(first, last + 1) if self.prose[i] and self.words[i] != self.title_words]
        said = frozenset().union(*(self.words[i] for i in paragraphs))
        if self.known or not paragraphs or len(self.title_words & said) >= TOLD:
            return
        line = over_story(self.blocks, paragraphs[0], said, dict(self.with_roles), lambda b: self.words[b.index])
        if line is not None:
            reading = copy(self)
            for name in TITLED:
                vars(reading).pop(name, None)
            reading._entitle(self.words[line.index])
            yield reading

    def _having(self, roles: Set[str]) -> list[float]:
        """1 for the blocks that have one of the roles."""
        found = [0.0] * self.size
        for i, own in self.with_roles:
            if not roles.isdisjoint(own):
                found[i] = 1.0
        return found

    def _content(self, text: str) -> frozenset[str]:
        """The beginnings of its content words; of scripts without blanks, pairs of letters."""
        text = text.lower()
        if text.isascii() or not DENSE.search(text):
            return frozenset([word[:STEM] for word in LONG_WORD.findall(text) if word not in self.function_words])
        found: set[str] = set()
        for word in WORD.findall(text):
            if DENSE.match(word):
                found.update(word[i : i + 2] for i in range(len(word) - 1))
            elif len(word) > 2 and word not in self.function_words:
                found.add(word[:STEM])
        return frozenset(found)

    @cached_property
    def core(self) -> tuple[int, int]:
        """The longest run of prose that few other lines and no cue interrupt; prose that speaks of the headline counts more."""
        best, total, begun, found, gap = float("-inf"), 0.0, 0, (0, 0), 0.0
        for i, block in enumerate(self.blocks):
            if total <= 0:
                total, begun, gap = 0.0, i, 0.0
            value = min(block.words, LONG) * (0.5 + self.title[i] - 0.3 * self.alone[i]) if block.prose else NOT_PROSE
            value += CUE * self.ending[i]
            value = max(value, GAP_COST - gap) if value < 0 else value
            gap = gap + value if value <= 0 else 0.0
            total += value
            if total > best:
                best, found = total, (begun, i)
        return found

    def prose_words(self, first: int, last: int) -> int:
        """Words of prose in these blocks that no other rule takes; of long paragraphs, the first."""
        return sum(min(b.words, LONG) for b in self.blocks[first : last + 1] if b.prose and not self.taken[b.index])

    @cached_property
    def headlines(self) -> list[int]:
        """Blocks that say the headline and little else; the first block may be the window's title."""
        size = len(self.title_words)
        return [i for i in range(1, self.size) if self.title[i] >= SAME and 0.5 * size <= len(self.words[i]) <= 2 * size]

    @cached_property
    def headed(self) -> int:
        """The first block that says the headline, if it comes before the core's end: no story ends above it. Else 0."""
        first = self.headlines[0] if self.headlines else 0
        return first if first <= self.core[1] else 0

    @cached_property
    def said(self) -> list[float]:
        """Share of a block's content words that prose of the core says, too."""
        first, last = self.core
        counts = Counter(chain.from_iterable(self.words[i] for i in range(first, last + 1) if self.prose[i]))
        said, again = counts.keys(), {w for w, n in counts.items() if n > 1}
        out = []
        for i, words in enumerate(self.words):
            others = again if first <= i <= last and self.prose[i] else said
            out.append(len(words & others) / len(words) if words else 0.0)
        return out

    def under_headline(self, first: int) -> int:
        """Where a story begins that the run from `first` on holds: at its headline, if only lines stand over that."""
        prose = next((i for i in range(first, self.size) if self.prose[i] and not self.taken[i]), self.size)
        return next((i for i in self.headlines if first < i < prose), first)

    def headline(self, first: int) -> int | None:
        """The last block before the story that says the headline, short and with no other use."""
        return next((i for i in reversed(self.headlines) if i < first and not self.blocks[i].prose and not self.roles[i]), None)

    def _below_headline(self) -> list[float]:
        """Blocks down from the last one that said the headline, as a share of GAP; where none did above, 1, and 0 if none does at all."""
        said = [0.0] * self.size
        for i in self.headlines:
            said[i] = 1.0
        return _distance(said, 0) if self.headlines else said

    @cached_property
    def features(self) -> tuple[Features, Features, Features, Features]:
        """Of each block inside, after, as the first and as the last of the story."""
        blocks, prose, title, said = self.blocks, self.prose, self.title, self.said
        first, last = self.core
        long = [min(b.words, LONG) / GAP if b.prose else 0.0 for b in blocks]
        other = [1 - p for p in prose]
        stopped = [1.0 if b.stopped else 0.0 for b in blocks]
        short = [1.0 if b.words <= 3 else 0.0 for b in blocks]
        taken = [1.0 if roles else 0.0 for roles in self.roles]
        folded = [b.text.casefold() for b in blocks]
        counts = Counter(folded)
        copies = [counts[text] for text in folded]
        again = [1.0 if n > 1 else 0.0 for n in copies]
        core = [0.0] * first + [1.0] * (last + 1 - first) + [0.0] * (self.size - last - 1)
        away = [min(i, FAR) / FAR for i in range(first, 0, -1)] + [0.0] * (last + 1 - first)
        away += [min(i, FAR) / FAR for i in range(1, self.size - last)]
        tails = [b.text[-8:] for b in blocks]
        cut = [1.0 if ("…" in tail or "..." in tail) and CUT.search(tail) else 0.0 for tail in tails]
        dated = [1.0 if b.words <= 8 and not b.prose and len(NUMBER.findall(b.text)) >= 2 else 0.0 for b in blocks]
        behind = _distance(prose)
        ahead = _distance(prose[::-1])[::-1]
        cued = self._having(FURNITURE)
        lines = [0.0 if b.prose else min(b.words, FAR) / NEAR for b in blocks]
        inside = {
            "block": [1.0] * self.size,
            "prose": prose,
            "length": long,
            "length-said": _times(long, said),
            "prose-said": _times(prose, said),
            "prose-title": _times(prose, title),
            "line-length": lines,
            "lines-around": _times(other, _around(lines, BESIDE)),
            "cues-around": _times(other, _around(cued, BESIDE)),
            "line-stopped": _times(other, stopped),
            "line-said": _times(other, said),
            "short": short,
            "goes-on": [1.0 if b.text[0] in OPEN_STARTS or b.text[0].islower() else 0.0 for b in blocks],
            "alone": self.alone,
            "cut": cut,
            "dated": dated,
            "gap": _gaps(prose),
            "again": again,
            "refrain": [1.0 if n > 2 else 0.0 for n in copies],
            "around": _around(long, NEAR),
            "to-prose": ahead,
            "core": core,
            "away": away,
            "above-headline": [1.0] * self.headed + [0.0] * (self.size - self.headed),
            "taken": taken,
            **self.cues,
        }
        after = {
            "alone": self.alone,
            "cut": cut,
            "dated": dated,
            "prose": prose,
            "length-said": inside["length-said"],
            "prose-title": inside["prose-title"],
            "cue": self.ending,
        }
        start = {
            "title": title,
            "headline": [1.0 if t > SAME else 0.0 for t in title],
            "below-headline": self._below_headline(),
            "prose": prose,
            "prose-before": _shifted(prose, -1),
            "prose-next": _shifted(prose, 1),
            "head-before": _shifted(self.cues["head"], -1),
            "taken": taken,
            "short": short,
            "to-prose": ahead,
            "core": core,
            "away": away,
        }
        end = {
            "prose": prose,
            "stopped": stopped,
            "taken": taken,
            "cue-next": _shifted(self.ending, 1),
            "cue-second": _shifted(self.ending, 2),
            "cues-soon": _soon(cued, BESIDE),
            "prose-next": _shifted(prose, 1),
            "again-next": _shifted(again, 1),
            "since-prose": behind,
            "alone": self.alone,
            "cut": cut,
            "dated-soon": [1.0 if n else 0.0 for n in _soon(dated, 3)],
            "core": core,
            "away": away,
            "last": [0.0] * (self.size - 1) + [1.0],
        }
        return inside, after, start, end


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / min(len(words), len(others)) if words and others else 0.0


def _times(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return list(map(mul, one, other))


def _shifted(values: Sequence[float], by: int) -> list[float]:
    """The value of the block `by` places on."""
    size = len(values)
    return [*values[by:], *[0.0] * by][:size] if by >= 0 else [*[0.0] * -by, *values][:size]


def _distance(marked: Sequence[float], least: int = 1) -> list[float]:
    """Blocks back to the last marked one, as a share of GAP; of a marked block to itself with `least` 0, to the one before it with 1."""
    out, since = [], GAP
    for m in marked:
        if m and not least:
            since = 0
        out.append(since / GAP)
        since = 1 if m else since + (since < GAP)
    return out


def _gaps(prose: Sequence[float]) -> list[float]:
    """For each block that is no prose, how many such blocks stand together, as a share of GAP."""
    out: list[float] = []
    for is_prose, run in groupby(prose):
        length = sum(1 for _ in run)
        out += [0.0 if is_prose else min(length, GAP) / GAP] * length
    return out


def _around(values: Sequence[float], reach: int) -> list[float]:
    """Mean over the blocks up to `reach` places off."""
    sums = [0.0, *accumulate(values)]
    last = [sums[-1]] * reach
    return [
        (upto - before) / (2 * reach + 1) for before, upto in zip(chain([0.0] * reach, sums), chain(sums[reach + 1 :], last), strict=False)
    ][: len(values)]


def _soon(values: Sequence[float], reach: int) -> list[float]:
    """Mean over the next `reach` blocks, what is behind the last one taken for 0."""
    sums = [0.0, *accumulate(values)]
    last = [sums[-1]] * reach
    return [(upto - before) / reach for before, upto in zip(sums[1:], chain(sums[reach + 1 :], last), strict=False)]
