"""The nouns every stage speaks: records without logic, which nothing changes once they are made. Positions are code points, half open
`[start, end)`.

What users hold is frozen. Blocks, marks and findings are not: that takes four times as long to make, and pages have hundreds of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Hint:
    """What HTML said about a piece of the reader's text: `role` is one of heading, title, dek, caption, time,
    byline, nav, aside, header, footer, quote, list, table, outside (not of the article)."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Document:
    """One input: the raw text and what its record gave beside it. Given values are evidence and win over guesses."""

    text: str
    id: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    crawled: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    page_title: str | None = None
    """The HTML page's own `<title>` or `og:title`: evidence of a title, not a given one."""
    page_authors: tuple[str, ...] = ()
    """Organisations that an HTML page's metadata names as its authors: who wrote it where no byline names a person."""
    hints: tuple[Hint, ...] = ()


class Change(NamedTuple):
    """A stage's own change of the text it was given: `text[start:end]` became `after`."""

    start: int
    end: int
    after: str
    code: str
    note: str = ""


@dataclass(slots=True)
class Block:
    """One line or paragraph of the segmented text, with the measures rules ask for."""

    index: int
    start: int
    end: int
    text: str
    lead: int
    """Length of a list marker such as "* " at the front of `text`; rules match what follows it."""
    zone: str
    """head, body or tail: before the first, among, after the last prose."""
    words: int
    stopped: bool
    """It ends as sentences end: with a full stop, question or exclamation mark, or one of these inside a quote."""
    prose: bool
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One regular expression of a rule, vocabulary filled in."""

    source: str
    """As the rule file writes it: what `--explain` shows."""
    regex: str
    match: str = "block"
    """block: the whole block · start, end: from its start, up to its end · inline: anywhere in it."""
    case: bool = False
    breaks: str = ""
    """In text that runs on, its match was a line of its own: alone · beside (only where it touches another such match) · empty: no."""
    replace: str | None = None
    needs: tuple[tuple[str, ...], ...] = ()
    """Sets of lower-case strings: of each, one is in every text it matches. The most telling first; empty: not known, always tried."""
    shortest: int = 0
    """Characters of the shortest text it matches."""
    opens: tuple[str, ...] = ()
    """The first words, as `literals.openings` gives them, of the texts it matches; empty: not known, or it stands anywhere in them."""
    first: str = ""
    last: str = ""
    """The characters that such texts begin and end with, as `literals.edge` gives them; empty: not known."""
    capitals: bool = False
    """All of them begin with two capitals."""
    between: str = ""
    """What stands on both sides of its beginning, as `literals.between` gives it; empty: not known."""
    exact: tuple[str, ...] = ()
    """Strings of which one is in every text it matches, with these capitals; empty: not known."""
    unless: str | None = None
    """A condition of the rule set: where it holds from the match on, the match does not count."""
    domain: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of noise or damage, as its rule files say."""

    code: str
    name: str
    summary: str
    why: str
    action: str
    role: str | None
    safety: str
    status: str
    confidence: float
    zones: frozenset[str]
    min_words: int
    max_words: int
    stage: str = "detect"
    takes: str | None = None
    """list: a header that takes the short, unterminated blocks after it; short-list: only a few of them."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Phrase key (see `rules.key`) → the phrase as its file writes it."""
    patterns: tuple[Pattern, ...] = ()
    detector: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    exceptions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Domain → phrase keys this rule leaves alone there."""


@dataclass(slots=True)
class Mark:
    """A rule's wish about (a part of) one block. Nothing has changed yet."""

    rule: str
    block: int
    start: int
    end: int
    """Span within the block's text."""
    pattern: str
    confidence: float
    after: str | None = None
    """The text to put there; None: take the span away (or only label, extract, flag it)."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    role: str | None = None
    note: str = ""
    show: bool = False
    """Not sure enough to act on: only reported, as all marks of a `show` rule are."""


@dataclass(slots=True)
class Finding:
    """What a detector found in a block: a mark without its rule. `end` None: the whole block, or all blocks up to `through`."""

    block: int
    start: int = 0
    end: int | None = None
    after: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    role: str | None = None
    note: str = ""
    confidence: float | None = None
    through: int | None = None
    show: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an edit was made: the rule and what in it matched."""

    code: str
    name: str
    pattern: str
    safety: str
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """`raw[start:end]`, which was `before`, became `after`."""

    start: int
    end: int
    before: str
    after: str
    reasons: tuple[Reason, ...]
    skipped: str = ""
    """Empty for an edit that was made; else why not: covered, lost, unsafe, show."""

    @property
    def code(self) -> str:
        return self.reasons[0].code


@dataclass(frozen=True, slots=True)
class Caption:
    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A block of the body: `body[start:end]` is a paragraph, subhead, key point, pull quote, box or correction."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article in its parts. Dates are ISO 8601 strings, without a zone unless the text gave one."""

    id: str
    source: str | None
    url: str | None
    language: str | None
    title: str | None
    dek: str | None
    authors: tuple[str, ...]
    agency: str | None
    dateline: str | None
    published: str | None
    updated: str | None
    crawled: str | None
    captions: tuple[Caption, ...]
    tags: tuple[str, ...]
    body: str
    blocks: tuple[Span, ...]
    status: str
    flags: tuple[str, ...]
    measures: Mapping[str, Any] = field(default_factory=dict)
    """Named numbers of the article, taken when they are first read."""
    cleaner_version: str = ""
    rules_hash: str = ""


class CleanerError(Exception):
    """Something a person can put right: the message says what, where and what to do. Exit code 2 on the command line."""
