"""Blocks → marks: what the rules wish, in two fixed passes. Nothing is changed here.

First every rule sees each block alone: phrases by look-up, patterns where one of their literals stands in the text.
Headers take their lists, and what is said twice goes. A walk up from the end asks again where nothing that stays comes
after a block. Then the other context detectors read blocks and first marks.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import import_module
from itertools import groupby, takewhile
from time import thread_time
from typing import Any

import ahocorasick_rs

from cleaner.detectors import Page, whole
from cleaner.headline import norm
from cleaner.literals import AFTER_MARK, ANY, FIRST_WORD, PUNCTUATION, REST, ending
from cleaner.model import Block, Document, Finding, Mark, Pattern, Rule
from cleaner.rules import RuleSet, beginning, fold, key

log = logging.getLogger("cleaner")

TIMEOUT = 0.5
"""Seconds a pattern may take on one block, and on each million characters of it more."""
OWN = 0.9
"""Share of that time that the thread must have had itself; clocks differ a little."""
LIST_LINE = 25
"""Words up to which an unterminated line after a "Related" header is one of its links."""
LIST_LENGTH = 40
SHORT_LIST = 6
"""Lines that a small box holds; under its label more are a list of the story."""
LINE, LINES = 80, 20_000
"""Characters up to which a line, and how many of them, an engine remembers: some MB at most."""
NUMBER = re.compile(r"[-+–−]?\d[\d.,:]*%?")
CELL_WORDS = 4
"""Words up to which a line may be a cell of a table."""
LEAST_NUMBERS, LEAST_CELLS = 3, 2
"""Numbers, and other cells, that a table has at least."""
OPENING = 14
"""Blocks from the first paragraph among which a lone date is still the article's."""
DEKS = 2
"""Sentences that may stand alone in the head, each with other lines after it."""
FIRST = ("repeated_text",)
"""Detectors whose marks count among the first: a paragraph said again, last of all, does not keep what stands before it in the body."""
END = "end"
"""The zone of a block after which nothing stays. Rules name it beside head, body and tail."""
ZONES = ("head", "body", "tail", END)
ANYWHERE = ""
"""No zone in particular."""
BEGINNING = 30
"""Characters that hold the first two words of nearly all lines."""
SIZES = (30, 60, 90)
"""Words up to which blocks are asked for the same patterns."""
MANY = 20
"""Literals of a need from which it takes longer to look for them than to try the pattern."""
SLICE = 100_000
"""Characters that are searched at a time: all hits are in memory at once."""
COMMON = frozenset((*".,-:'’\"“”", "0", "00", "000", "0000", "an", "en", "er", "in", "is", "it", "on", "or", "th", "the", "and", "for"))
"""What nearly every text has: to find them all takes longer than to ask whether one is there."""
OFTEN = (1.0, 0.03, 0.05, 0.01, 0.003, 0.001)
"""How often a line of prose holds a literal of no, one, two … characters, roughly: a rare sign, then letters in any word."""
SELDOM = 0.5
"""Literals of which a line holds so many are not searched for."""
FIRST_WORDS = 20_000
"""How many first words a prefilter remembers."""


class Prefilter:
    """Tells which patterns could match in a text, each pattern with its rule and in their order; of `whole` ones, those that could
    match it from its start, or to its end, as their `match` says.

    A set of patterns is a number with a bit for each. Zone and size, the first word and the characters at both ends leave few of them;
    of these, only those stay of whose most telling need a literal is in the text, and which have all their other needs, too. Each of
    these is in every text that a pattern matches (see `literals`), so none that matches is left out.
    """

    def __init__(self, patterns: Sequence[tuple[Rule, Pattern]], *, whole: bool = True) -> None:
        self.patterns = patterns
        self.whole = whole
        self.everywhere = (1 << len(patterns)) - 1
        self.limits = sorted({n for rule, _ in patterns for n in (rule.min_words, rule.max_words + 1)})
        sizes = [self._of_size(words) for words in (0, *self.limits)]
        zones = {zone: _bits(i for i, (rule, _) in enumerate(patterns) if _in_zone(rule, zone)) for zone in ZONES}
        self.scopes = {zone: [here & size for size in sizes] for zone, here in zones.items()}
        """The patterns of a zone, for each of the sizes that `limits` part."""
        self.firsts = _by_character([p.first for _, p in patterns])
        self.lasts = _by_character([p.last for _, p in patterns])
        self.small = _bits(i for i, (_, p) in enumerate(patterns) if not p.capitals)
        self.openings: dict[str, int] = {}
        """First words, `by*` among them → the patterns of texts that begin so."""
        for i, (_, p) in enumerate(patterns):
            for word in p.opens:
                self.openings[word] = self.openings.get(word, 0) | 1 << i
        self.unopened = _bits(i for i, (_, p) in enumerate(patterns) if not p.opens)
        self.begun = sorted({len(word) - 1 for word in self.openings if word[-1] == "*"})
        self.words: dict[str, int] = {}
        """First words that were met → the patterns that they leave."""
        self.always = self.once = 0
        """The patterns that no literal is searched for, and those for which one of a single need is."""
        self.literals: dict[str, tuple[int, int]] = {}
        """The literals that are searched for → the patterns whose most telling need, and those whose second, has it."""
        self.checks: list[tuple[int, Any, list[tuple[str, ...]]]] = []
        """Of each pattern the least size, the search for what it stands between, and the needs that are looked for last."""
        for i, (_, p) in enumerate(patterns):
            needs = sorted(p.needs, key=_frequency)
            # Where first words are known, few patterns are left when literals are asked for: those are looked for one by one.
            searched = [] if whole and p.opens else [need for need in needs[:2] if _frequency(need) < SELDOM]
            self.always |= (not searched) << i
            self.once |= (len(searched) < 2) << i
            for nth, need in enumerate(searched):
                needs.remove(need)
                for literal in need:
                    of = list(self.literals.get(literal, (0, 0)))
                    of[nth] |= 1 << i
                    self.literals[literal] = of[0], of[1]
            between = re.compile(p.between).search if p.between else None
            self.checks.append((p.shortest, between, [need for need in needs if len(need) <= MANY]))
        self.searched = self.everywhere & ~self.always
        self.longest = max(map(len, self.literals), default=0)
        self.searches: dict[int, Any] = {}
        """The searches for literals that were made, by the size of texts they are for: most patterns are for short lines."""

    def possible(
        self, folded: str, zone: str = ANYWHERE, words: int = 0, lead: int = 0, capitals: bool = True
    ) -> list[tuple[Rule, Pattern]]:
        """The patterns that could match in a text of so many words in that zone; the text as `fold` makes it, from `lead` on.

        `capitals`: it may begin with two capitals.
        """
        left = self.everywhere
        if zone:
            left = self.scopes[zone][bisect_right(self.limits, words)]
        if self.whole and folded:
            left &= self.firsts.get(folded[lead : lead + 1], self.firsts[REST]) & self.lasts[ending(folded)]
            begins = FIRST_WORD.search(folded, lead)
            word = begins.group() if begins else ""
            opened = self.words.get(word)
            left &= self._opened(word) if opened is None else opened
            if not capitals:
                left &= self.small
        if left & self.searched:
            left &= self._found(folded, bisect_left(SIZES, words) if zone else 0)
        found = []
        while left:
            i = left.bit_length() - 1
            left ^= 1 << i
            least, between, needs = self.checks[i]
            if least > len(folded) or (between and not between(folded)):
                continue
            for need in needs:
                if not _holds(folded, need):
                    break
            else:
                found.append(self.patterns[i])
        return found[::-1]

    def _opened(self, word: str) -> int:
        """The patterns that this first word leaves."""
        opened = self.unopened | self.openings.get(word, 0)
        for size in self.begun:
            if size <= len(word):
                opened |= self.openings.get(f"{word[:size]}*", 0)
        if len(self.words) >= FIRST_WORDS:
            self.words.clear()
        self.words[word] = opened
        return opened

    def _found(self, folded: str, size: int) -> int:
        """The patterns of whose two most telling needs a literal is in the text, or for which none is searched."""
        search = self.searches.get(size)
        if search is None:
            here = self._of_size(SIZES[size - 1] + 1, longer=True) if size else self.everywhere
            literals = [literal for literal, (first, second) in self.literals.items() if (first | second) & here]
            search = self.searches[size] = ahocorasick_rs.AhoCorasick(literals or ["\0\0"], store_patterns=True).find_matches_as_strings
        first, second = self.always, self.once
        for start in range(0, len(folded), SLICE):
            for literal in set(search(folded[start : start + SLICE + self.longest], overlapping=True)):
                has_first, has_second = self.literals[literal]
                first |= has_first
                second |= has_second
        return first & second

    def _of_size(self, words: int, longer: bool = False) -> int:
        """The patterns for texts of so many words, or (`longer`) of so many and more."""
        return _bits(
            i
            for i, (rule, p) in enumerate(self.patterns)
            if (longer or rule.min_words <= words) and (p.match != "block" or words <= rule.max_words)
        )


def _may_be_capitals(line: str) -> bool:
    """Whether a line's first two characters may be capitals. Python may not know the newest ones of other scripts."""
    return line[:2].isupper() or not line[:2].isascii()


def _bits(places: Iterable[int]) -> int:
    return sum(1 << i for i in places)


def _by_character(edges: Sequence[str]) -> dict[str, int]:
    """For every character at an edge the patterns that it leaves."""
    unknown = _bits(i for i, edge in enumerate(edges) if not edge)
    found = dict.fromkeys((*ANY, AFTER_MARK), unknown)
    for i, edge in enumerate(edges):
        for c in edge + AFTER_MARK * ("." in edge):
            found[c] |= 1 << i
    return found


def _frequency(need: tuple[str, ...]) -> float:
    """How many of its literals a line of prose holds, roughly."""
    return sum(1.0 if literal in COMMON else OFTEN[min(len(literal), len(OFTEN) - 1)] for literal in need)


def _holds(text: str, need: tuple[str, ...]) -> bool:
    for literal in need:  # noqa: SIM110 — a generator takes three times as long
        if literal in text:
            return True
    return False


@dataclass(frozen=True)
class Engine:
    """A rule set made ready to run. What is built on first use is built the same by every thread."""

    ruleset: RuleSet
    lines: dict[tuple[str, str], tuple[Mark, ...]] = field(default_factory=dict, repr=False, compare=False)
    """What the rules of a zone wished of short lines: the pages of a site repeat theirs."""

    @cached_property
    def phrases(self) -> dict[str, list[tuple[Rule, str]]]:
        table: dict[str, list[tuple[Rule, str]]] = {}
        for rule in self.ruleset.rules.values():
            for phrase, written in rule.phrases.items():
                table.setdefault(phrase, []).append((rule, written))
        return table

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first words of all phrases."""
        return frozenset(begun.partition(" ")[0] for begun in self.ruleset.beginnings)

    def may_be_phrase(self, line: str) -> bool:
        """Whether a line's key may be a phrase's: for long ones their beginning tells."""
        words = line.split(None, 2)
        if len(words) > 1:
            # Of letters only, these are the key's first words as they stand.
            first = words[0].strip(PUNCTUATION).casefold()
            if first.isalpha():
                if first not in self.first_words:
                    return False
                second = words[1].strip(PUNCTUATION).casefold()
                if second.isalpha():
                    return f"{first} {second}" in self.ruleset.beginnings
        at = line.find(" ", BEGINNING)
        begun = beginning(key(line[:at])) if at >= 0 else ""
        return " " not in begun or begun in self.ruleset.beginnings

    @cached_property
    def patterns(self) -> list[tuple[Rule, Pattern]]:
        return [(rule, p) for rule in self.ruleset.rules.values() for p in rule.patterns]

    @cached_property
    def detectors(self) -> list[tuple[Rule, Any]]:
        return self._detectors(first=False)

    @cached_property
    def first_detectors(self) -> list[tuple[Rule, Any]]:
        return self._detectors(first=True)

    def _detectors(self, first: bool) -> list[tuple[Rule, Any]]:
        """The rules that have a detector among the first ones, or among the others, each with its function."""
        rules = [rule for rule in self.ruleset.rules.values() if rule.detector and (rule.detector in FIRST) is first]
        return [(rule, import_module(f"cleaner.detectors.{rule.detector}").detect) for rule in rules]

    @cached_property
    def dated(self) -> bool:
        """Some patterns hold on days of one site only, so the same line may be noise in one document and not in the next."""
        return any(pattern.domain for _, pattern in self.patterns)

    @cached_property
    def alone(self) -> Prefilter:
        """The patterns as they are asked of a block."""
        return Prefilter(self.patterns)

    @cached_property
    def in_story(self) -> Prefilter:
        """The patterns that take whole lines, wherever they stand."""
        return Prefilter([(r, p) for r, p in self.patterns if p.match == "block" and _in_zone(r, "body") and not p.domain])

    @cached_property
    def breaking(self) -> dict[str, Prefilter]:
        """The patterns whose matches were lines of their own in text that runs on, by how they break it."""
        return {how: Prefilter([(r, p) for r, p in self.patterns if p.breaks == how], whole=False) for how in ("alone", "beside")}

    def furniture(self, line: str, timeouts: list[str]) -> bool:
        """The whole line is known noise, and would be inside the story too. Rules that run out of time are added to `timeouts`."""
        line = line.strip()
        if any(_in_zone(rule, "body") for rule, _ in self.phrases.get(key(line), ())):
            return True
        possible = self.in_story.possible(fold(line), capitals=_may_be_capitals(line))
        return any(self._search(rule, pattern, line, timeouts) for rule, pattern in possible)

    def breaks(self, text: str, timeouts: list[str]) -> list[int]:
        """Where, in text that runs on, something begins or ends that stood on a line of its own; `timeouts` as for `furniture`.

        Of overlapping matches the longest counts. What might be prose as well, such as a byline, must touch a break found without it.
        """
        folded = fold(text)
        found = list(self._breaks("alone", text, folded, timeouts))
        if not found:
            return []
        taken: list[tuple[int, int, bool, bool]] = []
        for piece in sorted(found, key=_longest):
            if _free(piece, taken):
                taken.append(piece)
        waiting = sorted(self._breaks("beside", text, folded, timeouts), key=_longest)
        edges = {at for piece in taken for at in _edges(text, piece)}
        while beside := next((p for p in waiting if _free(p, taken) and edges.intersection(_edges(text, p))), None):
            taken.append(beside)
            edges.update(_edges(text, beside))
        return sorted(edges)

    def _breaks(self, how: str, text: str, folded: str, timeouts: list[str]) -> Iterator[tuple[int, int, bool, bool]]:
        """(start, end, it breaks before, it breaks behind) of every match that words do not run into."""
        for rule, pattern in self.breaking[how].possible(folded):
            before = pattern.match in ("block", "start")
            behind = pattern.match in ("block", "end") or rule.action in ("drop", "extract")
            try:
                matches = in_time(TIMEOUT, partial(_everywhere, self.ruleset.compiled(pattern), text))
            except TimeoutError:
                log.warning("rule %s: pattern %r took over %.1f s and was skipped", rule.code, pattern.source, TIMEOUT)
                timeouts.append(rule.code)
                continue
            for match in matches:
                start, end = match.start(), match.start() + len(match.group().rstrip())
                alone = (start == 0 or not text[start - 1].isalnum()) and (end == len(text) or not text[end].isalnum())
                if alone and not self._barred(pattern, text[start:end]):
                    yield start, end, before, behind

    def _search(self, rule: Rule, pattern: Pattern, text: str, timeouts: list[str]) -> list[Any]:
        """The pattern's matches that count; none, and the rule among `timeouts`, where it took too long."""
        if pattern.exact and not _holds(text, pattern.exact):
            return []
        compiled = self.ruleset.compiled(pattern)
        limit = TIMEOUT * (1 + len(text) / 1_000_000)
        try:
            found = _matches(compiled, pattern, text, limit)
        except TimeoutError:
            try:
                found = in_time(limit, partial(_matches, compiled, pattern, text))
            except TimeoutError:
                if rule.code not in timeouts:
                    log.warning("rule %s: pattern %r took over %.1f s on a block and was skipped there", rule.code, pattern.source, limit)
                timeouts.append(rule.code)
                return []
        return [m for m in found if not self._barred(pattern, text[m.start() :])] if found and pattern.unless else found

    def _barred(self, pattern: Pattern, text: str) -> bool:
        """Whether what the pattern's `unless` names stands in the text."""
        condition = self.ruleset.conditions.get(pattern.unless) if pattern.unless else None
        return condition is not None and self.ruleset.compiled(condition).search(text) is not None


def _everywhere(compiled: Any, text: str, seconds: float) -> list[Any]:
    return list(compiled.finditer(text, timeout=seconds))


def _matches(compiled: Any, pattern: Pattern, text: str, seconds: float) -> list[Any]:
    """Where the pattern matches, as it is to be matched."""
    if pattern.match == "inline":
        return [m for m in compiled.finditer(text, timeout=seconds) if m.end() > m.start() or pattern.replace]
    if pattern.match == "block":
        found = compiled.fullmatch(text, timeout=seconds)
    elif pattern.match == "start":
        found = compiled.match(text, timeout=seconds)
    else:
        found = next((m for m in compiled.finditer(text, timeout=seconds) if m.end() == len(text)), None)
    return [found] if found else []


def in_time(limit: float, look: Callable[[float], list[Any]]) -> list[Any]:
    """What `look` finds, given the seconds that it may take. Raises TimeoutError over `limit` seconds of this thread.

    `regex` counts the processor's time of all threads of the process, and what a pattern finds must not hang on what others do.
    """
    seconds = limit
    while True:
        began = thread_time()
        try:
            return look(seconds)
        except TimeoutError:
            if thread_time() - began >= OWN * limit:
                raise
            seconds *= 2


@dataclass(frozen=True, slots=True)
class _Run:
    """The rules on their way through one document."""

    engine: Engine
    document: Document
    folded: str
    """Its text as `fold` makes it: place for place the same."""
    timeouts: list[str]
    """The rules that ran out of time, each time anew."""
    headline: int | None = None
    """The block that an HTML page itself calls its title: it may say what menus and links say."""


def detect(engine: Engine, document: Document, text: str, blocks: Sequence[Block], timeouts: list[str]) -> tuple[list[Mark], list[str]]:
    """All rules' wishes about the blocks, and flags of the run: a rule that ran out of time, here or (`timeouts`) before."""
    run = _Run(engine, document, fold(text), timeouts, _headline(document, blocks))
    page = Page(document, text, blocks, {}, engine.ruleset.rules, engine.ruleset.language, engine.ruleset.vocabulary)
    for marks in _alone(run, blocks):
        page.add(marks)
    page.add([*_lists(page), *_context(engine, page, first=True)])
    _from_the_end(run, page)
    found = [m for index in sorted(page.marks) for m in page.marks[index]]
    context = _context(engine, page, first=False)
    beyond = _beyond_the_story(page, context)
    if beyond:
        found = _copies_again(engine, page, found, beyond)
    found += context
    found += _around_the_story(run, page, beyond)
    cells = _cells(page, found, beyond)
    found = [replace(m, show=True) if m.block in cells and whole(blocks[m.block], m) else m for m in found] if cells else found
    return found, [f"timeout-{code}" for code in sorted(set(run.timeouts))]


def _headline(document: Document, blocks: Sequence[Block]) -> int | None:
    """The heading that says what the page's head calls its title, or a beginning of it; None where several say it."""
    name = norm(document.page_title or "")
    said = [b.index for b in blocks if b.hint == "title" and (text := norm(b.text)) and (name == text or name.startswith(text + " "))]
    return said[0] if len(said) == 1 else None


def _context(engine: Engine, page: Page, *, first: bool) -> list[Mark]:
    """The marks of the detectors that count among the first ones, or of all others."""
    return [
        mark
        for rule, find in (engine.first_detectors if first else engine.detectors)
        for mark in _bound(rule, page.blocks, find(page, **rule.params))
    ]


def _beyond_the_story(page: Page, context: Sequence[Mark]) -> set[int]:
    """The blocks that go with what stands around a whole page's story."""
    spans = [(page.blocks[m.block].start, page.blocks[m.block].start + m.end) for m in context if page.rules[m.rule].role == "page"]
    return {b.index for b in page.blocks for start, end in spans if start <= b.start < end}


def _copies_again(engine: Engine, page: Page, found: list[Mark], beyond: set[int]) -> list[Mark]:
    """Ask the first detectors once more, where a story was found: of two copies, the one beyond it goes with what is around it."""
    repeats = {rule.code for rule, _ in engine.first_detectors}
    if not any(m.rule in repeats and m.block not in beyond for m in found):
        return found
    others: dict[int, list[Mark]] = {}
    for mark in found:
        if mark.rule not in repeats:
            others.setdefault(mark.block, []).append(mark)
    story = Page(page.document, page.text, page.blocks, others, page.rules, page.language, page.vocabulary, beyond)
    return [*(m for marks in others.values() for m in marks), *_context(engine, story, first=True)]


def _cells(page: Page, marks: Sequence[Mark], beyond: set[int]) -> set[int]:
    """Bare numbers that a rule takes one by one, for a counter, though they are cells of a table: they take turns with short lines that
    stay, a third of them at least are numbers, and these differ. What goes does not part them, as it will not for a second pass."""
    takes = {m.block for m in marks if not m.show and _removes(page.rules[m.rule]) and whole(page.blocks[m.block], m)}
    asked = {i for i in takes if NUMBER.fullmatch(page.blocks[i].text)} - beyond
    if len(asked) < LEAST_NUMBERS:
        return set()
    found: set[int] = set()
    left = (b for b in page.blocks if b.index in asked or b.index not in takes | beyond)
    for cell, run in groupby(left, key=_may_be_cell):
        cells = list(run)
        numbers = [b for b in cells if NUMBER.fullmatch(b.text)]
        others = len(cells) - len(numbers)
        if cell and len(numbers) >= LEAST_NUMBERS and LEAST_CELLS <= others <= 2 * len(numbers) and len({b.text for b in numbers}) > 1:
            found.update(b.index for b in numbers)
    return found & asked


def _removes(rule: Rule) -> bool:
    return rule.action in ("drop", "extract") and rule.safety != "show"


def _may_be_cell(block: Block) -> bool:
    return block.words <= CELL_WORDS and not (block.prose or block.stopped)


def _from_the_end(run: _Run, page: Page) -> None:
    """Ask again, from the last block upwards, as long as no prose that stays comes after: such a block stands in the tail, and at the
    end if nothing at all that stays comes after it. So a second pass, which sees the tail without what went, finds no more."""
    at_end = True
    for block in reversed(page.blocks):
        if not page.taken(block.index):
            zones = [z for z, here in (("tail", not block.prose and block.zone == "body"), (END, at_end)) if here]
            for zone in zones:
                page.add(*_alone(run, [block], zone))
        if not page.taken(block.index):
            at_end = False
            if block.prose:
                return


def _around_the_story(run: _Run, page: Page, beyond: set[int]) -> Iterator[Mark]:
    """Ask again where a whole page's story was found: what stands before its first two paragraphs in a row stands in the head, whatever
    sentences a menu holds; a lone date among its first lines, too. So a second pass, which sees the story alone, finds no more."""
    if not beyond:
        return
    story = [b for b in page.blocks if b.index not in beyond]
    at = [i for i, b in enumerate(story) if b.prose]
    if not at:
        return
    first = next((i for i in at if i + 1 < len(story) and story[i + 1].prose), at[0])
    if sum(i < first for i in at) > DEKS:
        first = at[0]
    again = [b for b in page.blocks[: story[first].index + OPENING] if b.zone != "head" and not b.prose and not page.taken(b.index)]
    dates = []
    for block, marks in zip(again, _alone(run, again, "head"), strict=True):
        if block.index < story[first].index:
            yield from marks
        else:
            dates += [m for m in marks if page.rules[m.rule].role == "date" and m.fields]
    if len(dates) == 1:
        yield from dates


def _alone(run: _Run, blocks: Sequence[Block], zone: str = "") -> Iterator[Sequence[Mark]]:
    """What the rules of one zone, or of each block's own, wish of the blocks, whatever stands around them."""
    engine = run.engine
    names = [(block.text, zone or block.zone) for block in blocks]
    found: dict[tuple[str, str], tuple[Mark, ...] | None] = {name: engine.lines.get(name) for name in names}
    asked = {name: block for name, block in zip(names, blocks, strict=True) if found[name] is None}
    # One after the other, while the processor has the prefilter at hand: that halves its time.
    possible = [_possible(run, block, where) for (_, where), block in asked.items()]
    for (name, block), patterns in zip(asked.items(), possible, strict=True):
        late = len(run.timeouts)
        found[name] = marks = _asked(run, block, name[1], patterns)
        if len(block.text) <= LINE and not engine.dated and len(run.timeouts) == late:
            if len(engine.lines) >= LINES:
                engine.lines.clear()
            engine.lines[name] = marks
    for name, block in zip(names, blocks, strict=True):
        known = found[name]
        if known and block.index == run.headline:
            known = tuple(m for m in known if not (_removes(engine.ruleset.rules[m.rule]) and whole(block, m)))
        yield [m if m.block == block.index else _at(block.index, m) for m in known] if known else ()


def _possible(run: _Run, block: Block, zone: str) -> list[tuple[Rule, Pattern]]:
    folded = run.folded[block.start : block.end]
    capitals = _may_be_capitals(block.text[block.lead : block.lead + 2])
    return run.engine.alone.possible(folded, zone, block.words, block.lead, capitals)


def _at(block: int, m: Mark) -> Mark:
    """The same mark on another block."""
    return Mark(m.rule, block, m.start, m.end, m.pattern, m.confidence, m.after, m.fields, m.role, m.note, m.show)


def _asked(run: _Run, block: Block, zone: str, possible: Iterable[tuple[Rule, Pattern]]) -> tuple[Mark, ...]:
    """What phrases and the possible patterns wish of a block."""
    engine, document = run.engine, run.document
    line = block.text[block.lead :]
    marks = []
    name = key(line) if len(line) < 400 and engine.may_be_phrase(line) else ""
    for rule, written in engine.phrases.get(name, ()) if name else ():
        if _in_zone(rule, zone) and _of_size(rule, block.words) and not _excepted(rule, document, name):
            marks.append(Mark(rule.code, block.index, 0, len(block.text), written, rule.confidence))
    for rule, pattern in possible:
        if pattern.domain is not None and not _on_site(pattern, document):
            continue
        for match in engine._search(rule, pattern, line, run.timeouts):
            if _excepted(rule, document, name):
                continue
            start, end = match.span()
            start, end = (start + block.lead if start else 0), end + block.lead
            after = match.expand(pattern.replace) if rule.action == "replace" and pattern.replace is not None else None
            fields = {k: v.strip() for k, v in match.groupdict().items() if v and v.strip()}
            marks.append(Mark(rule.code, block.index, start, end, pattern.source, rule.confidence, after, fields))
    return tuple(marks)


def _longest(piece: tuple[int, int, bool, bool]) -> tuple[int, int]:
    return piece[0] - piece[1], piece[0]


def _free(piece: tuple[int, int, bool, bool], taken: Iterable[tuple[int, int, bool, bool]]) -> bool:
    return not any(piece[0] < end and start < piece[1] for start, end, *_ in taken)


def _edges(text: str, piece: tuple[int, int, bool, bool]) -> list[int]:
    """Where the text goes on in front of and behind a piece that breaks it."""
    start, end, before, behind = piece
    following = end + len(text[end : end + 200]) - len(text[end : end + 200].lstrip())
    return [start] * before + [following] * behind


def _in_zone(rule: Rule, zone: str) -> bool:
    return zone in rule.zones if rule.zones else zone != END


def _of_size(rule: Rule, words: int, whole: bool = True) -> bool:
    return rule.min_words <= words and (not whole or words <= rule.max_words)


def _on_site(pattern: Pattern, document: Document) -> bool:
    day = (document.crawled or "")[:10]
    return pattern.domain == document.source and not (
        (pattern.since and day and day < pattern.since) or (pattern.until and day and day > pattern.until)
    )


def _excepted(rule: Rule, document: Document, name: str) -> bool:
    return bool(rule.exceptions) and name in rule.exceptions.get(document.source or "", ())


def _lists(page: Page) -> Iterator[Mark]:
    """A header such as "Related" takes the short, unterminated lines after it, up to a real paragraph."""
    for index in sorted(page.marks):
        for mark in page.marks[index]:
            rule = page.rules[mark.rule]
            if not rule.takes or not whole(page.blocks[index], mark):
                continue
            lines = list(takewhile(_links, page.blocks[index + 1 : index + 1 + LIST_LENGTH]))
            if rule.takes == "short-list" and len(lines) > SHORT_LIST:
                continue
            note = f"in the list under “{page.blocks[index].text}”"
            for block in lines:
                yield Mark(rule.code, block.index, 0, len(block.text), mark.pattern, rule.confidence, role=rule.role, note=note)


def _links(block: Block) -> bool:
    return not (block.prose or block.stopped or block.words > LIST_LINE or block.hint in ("title", "dek"))


def _bound(rule: Rule, blocks: Sequence[Block], findings: Iterable[Finding]) -> Iterator[Mark]:
    for f in findings:
        block = blocks[f.block]
        if f.through is not None or (_in_zone(rule, block.zone) and _of_size(rule, block.words, whole=f.end is None)):
            end = (blocks[f.block if f.through is None else f.through].end - block.start) if f.end is None else f.end
            confidence = rule.confidence if f.confidence is None else f.confidence
            pattern = rule.detector or ""
            yield Mark(rule.code, f.block, f.start, end, pattern, confidence, f.after, f.fields, f.role, f.note, f.show)
