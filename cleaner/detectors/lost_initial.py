"""A first letter that the scraper lost, or left apart, where a story or section begins ("resident Joe Biden", "T he mayor").

Each reading of the paragraph's beginning gets the sum of four log-probabilities: *place* (is it damaged at all), *word*
(how often sentences begin with it), *next* (how often the next word follows it) and *article* (what the story's own words
add to these). The odds of the best reading are its lead over the next best; the lead's parts stand in the finding's note.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaner.detectors import Page
from cleaner.model import Block, Finding
from cleaner.words import UNSEEN, Words, words

SOUND = regex.compile(r"""["“„«»‘'’]?\s?\p{Lu}\p{Ll}""")
"""How paragraphs begin that lost nothing."""
LOST = regex.compile(
    r"""(?P<quote>["“„«»‘]\s?|'(?=\p{L}))?"""
    r"""(?P<rest>(?:[’'](?=\p{L}{1,2}\b|\p{L}))?\p{L}[\p{L}\p{M}]*(?:[’'-][\p{L}\p{M}]+)*)(?P<gap>\s+|[^\s\p{L}]+\s*|$)(?P<next>\p{Nd}+|[\p{L}\p{M}’'-]*)"""
)
DOTTED = regex.compile(r"(?P<rest>\.(?:\p{Lu}\.)+)\s")
APART = regex.compile(r"""(?P<quote>["“„«»‘']\s?)?(?P<letter>\p{Lu})\s+(?=(?P<rest>[\p{L}’'][\p{L}\p{M}’'-]*))""")
LETTER = regex.compile(r"""(?P<quote>["“„«‘']\s?)?(?P<letter>\p{Lu})""")
BREAK = regex.compile(r"(?:[*·•#_~–—-]\s*){3,}|⁂")
POSSESSIVE = regex.compile(r"['’]s$")
UNFINISHED = regex.compile(r"""[,(“„«‘—–:;&/]$|(?:^|\s)\p{Ll}{1,3}$""")
FURNITURE = {"date", "byline", "agency", "caption", "credit"}

INTACT = -4.0
"""ln of the odds that a story begins in lower case though nothing is lost."""
GOES_ON = 0.0
"""The same where the line before touches and does not end a sentence: it may go on."""
CAPITALS = 2.0
"""The same where the first word is in capitals."""
APART_INTACT = 3.5
"""The same for a letter that stands apart and is a word."""
FROM_ARTICLE = 0.35
"""How far the story's own words are believed, of all that is known of its words."""
NAME = -3.5
"""ln of the share of sentences that begin with a name in no list."""
NAME_LETTER = -2.4
"""ln of the probability of each letter of such a name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a beginning: what stands there then, and ln of its probability in parts."""

    text: str
    place: float
    word: float
    next: float
    article: float = 0.0

    @property
    def score(self) -> float:
        return self.place + self.word + self.next + self.article


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a paragraph, taken apart: `block.text[start:end]` is `rest`, what is there of the first word."""

    block: Block
    start: int
    end: int
    rest: str
    next: str
    """The word after it; empty where punctuation stands between."""
    letter: str = ""
    """What stands apart before it."""
    alone: Block | None = None
    """The block before it, where that is the letter."""


def detect(page: Page, *, outcome: str = "restored", sure: float = 3.5, likely: float = 0.0, particles: Sequence[str] = ()) -> Iterator[Finding]:
    """`outcome`: "restored", odds (ln) of at least `sure`, or "suggested", of at least `likely`. Names begin with `particles` in lower case."""
    if all(SOUND.match(block.text, block.lead) for block in page.blocks if block.prose):
        return
    known = words(page.language) if page.language else None
    if known is None:
        return
    for block in _openings(page):
        start = _start(page, block, known)
        if start is None or (start.rest in particles and start.next[:1].isupper()):
            continue
        readings = sorted(_readings(page, start, known), key=lambda r: (-r.score, r.text))
        if len(readings) < 2 or readings[0].text == _as_it_is(start) or not readings[0].text:
            continue
        odds = _odds(readings)
        if (odds >= sure) if outcome == "restored" else (likely <= odds < sure):
            yield from _findings(start, readings, odds)


def _openings(page: Page) -> Iterator[Block]:
    """Prose that opens something: the dek, the body (after headline, byline, date, caption), what follows a subhead or a break."""
    after_prose = False
    for block in page.blocks:
        if not block.prose and BREAK.fullmatch(block.text):
            after_prose = False
        elif page.taken(block.index):
            # An ad inside a sentence opens nothing.
            after_prose = after_prose and not page.roles(block.index) & FURNITURE
        else:
            if block.prose and (not after_prose or _lone_letter(page, block)):
                yield block
            after_prose = block.prose


def _lone_letter(page: Page, block: Block) -> Block | None:
    before = page.blocks[block.index - 1] if block.index else None
    return before if before is not None and LETTER.fullmatch(before.text) else None


def _start(page: Page, block: Block, known: Words) -> Start | None:
    """None where nothing can be missing."""
    text, at = block.text, block.lead
    at = max((m.end for m in page.marks.get(block.index, ()) if m.start == 0 and m.end < len(text) and "dateline" in m.fields or _agency(m, text)), default=at)
    while at < len(text) and text[at].isspace():
        at += 1
    alone = _lone_letter(page, block)
    lone = LETTER.fullmatch(alone.text) if alone else None
    if not lone and SOUND.match(text, at):
        return None
    apart = None if lone else APART.match(text, at)
    if apart and (apart["rest"][0].islower() or apart["rest"][0] == apart["letter"] or (len(apart["rest"]) > 1 and apart["rest"].isupper())):
        lost = LOST.match(text, apart.start("rest"))
        return _taken_apart(block, lost, apart.start("letter"), apart["letter"]) if lost else None
    lost = LOST.match(text, at)
    if not lost:
        dotted = DOTTED.match(text, at)
        return Start(block, dotted.start("rest"), dotted.end("rest"), dotted["rest"], "") if dotted else None
    if lone and alone:
        if lost["quote"] or not (lost["rest"][0].islower() or lost["rest"].startswith(lone["letter"]) or lost["rest"].isupper()):
            return None
        return _taken_apart(block, lost, lost.start("rest"), lone["letter"], alone)
    rest = lost["rest"]
    if not (rest[0].islower() or rest[0] in "'’" or (rest.isupper() and (len(rest) > 1 or lost["next"].isupper()))):
        return None
    if len(rest) > 1 and rest[1] == "-":
        return None  # x-ray, e-mail
    before = page.blocks[block.index - 1] if block.index else None
    if before is not None and not page.taken(before.index) and not before.stopped and UNFINISHED.search(before.text):
        return None
    return _taken_apart(block, lost, lost.start("rest"))


def _agency(mark: object, text: str) -> bool:
    fields = getattr(mark, "fields", {})
    return "agency" in fields and getattr(mark, "start", 1) == 0 and getattr(mark, "end", 0) < len(text) // 2


def _taken_apart(block: Block, lost: regex.Match[str], start: int, letter: str = "", alone: Block | None = None) -> Start:
    following = lost["next"] if lost["gap"].isspace() else ""
    return Start(block, start, lost.end("rest"), lost["rest"], following, letter, alone)


def _as_it_is(start: Start) -> str:
    return f"{start.letter} {start.rest}" if start.letter else start.rest


def _readings(page: Page, start: Start, known: Words) -> Iterator[Reading]:
    """Every reading that is worth a thought, the text as it is among them."""
    rest = start.rest
    if start.letter:
        yield from _apart(page, start, known)
        return
    article = _Article(page, start)
    capitals = rest.isupper()
    place = CAPITALS if capitals else GOES_ON if _touches(page, start.block) else INTACT
    language = page.language or ""
    if rest[0] == ".":
        for letter, n in article.letters.items():
            yield Reading(letter + rest, 0.0, math.log(n), 0.0)
        yield Reading(rest, -1.0, 0.0, 0.0)
        return
    as_is = _Word(rest, start.next)
    likely = as_is.mid(known) if rest[0] not in "'’" else UNSEEN - 2
    if capitals and len(rest) > 1:
        likely = max(likely, NAME + NAME_LETTER * len(rest) + 1)
    yield Reading(rest, place, *article.weigh(as_is, likely, known, ""))
    letters = dict.fromkeys([*known.initials, *(c.lower() for c in article.letters)])
    for letter in letters:
        upper = _upper(letter, language)
        if len(upper) == 1:
            word = _Word(letter + rest, start.next, known)
            yield Reading(upper + rest, 0.0, *article.weigh(word, known.opening(word.head), known, letter))
    if not capitals and rest[0] not in "'’":
        for letter in known.singles:
            word = _Word(letter, rest)
            chances = known.opening(letter), known.following(letter, as_is.head)
            onward = known.following(as_is.head, as_is.tail or _plain(start.next)) if start.next or as_is.tail else 0.0
            said = article.single(letter)
            yield Reading(f"{_upper(letter, language)} {rest}", 0.0, chances[0], chances[1] + onward, said)
    # A name that nobody has heard of, whatever its letter: no reading to be made, but one to be held against.
    yield Reading("", 0.0, NAME + NAME_LETTER * len(rest), known.frequency(_plain(start.next)) if start.next else 0.0)


def _apart(page: Page, start: Start, known: Words) -> Iterator[Reading]:
    """A letter before a word: its first letter, a word of its own, or the first letter once more."""
    letter, rest, article = start.letter, start.rest, _Article(page, start)
    lower = letter.lower()
    if rest.startswith(letter) and not (rest.isupper() and article.letters.get(letter)):
        single = lower in known.singles
        whole = _Word(rest, start.next)
        # "P President", but not "A A Milne" or "X Xi".
        yield Reading(rest, 0.0, max(known.opening(whole.head), NAME + NAME_LETTER * len(rest)), 0.0)
        yield Reading(f"{letter} {rest}", 0.0, (known.opening(lower) if single else -9.0) + whole.mid(known), 0.0)
        return
    joined = _Word(lower + rest, start.next, known)
    yield Reading(letter + rest, 0.0, *article.weigh(joined, known.opening(joined.head), known, lower))
    yield Reading(letter + rest, 0.0, NAME + NAME_LETTER * len(rest), known.frequency(_plain(start.next)) if start.next else 0.0)
    two = _Word(rest, start.next)
    onward = known.following(two.head, two.tail or _plain(start.next)) if start.next or two.tail else 0.0
    single = lower in known.singles
    place = APART_INTACT if single and not start.alone else 0.0
    chance = known.opening(lower) if single else -12.0
    yield Reading(f"{letter} {rest}", place, chance, known.following(lower, two.head) + onward, article.single(lower))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as the lists have it: split at hyphens and, where they do not know it whole, at apostrophes."""

    head: str
    tail: str
    after: str

    def __init__(self, word: str, following: str, known: Words | None = None) -> None:
        word = _plain(word)
        bare = POSSESSIVE.sub("", word)
        head, tail = word, ""
        if known is None or word not in known.frequencies:
            head = bare if len(bare) > 1 else word
            cut = regex.search(r"['-]", head)
            if cut and cut.start() > 0:
                head, tail = head[: cut.start()], head[cut.end() :]
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "tail", tail)
        object.__setattr__(self, "after", "" if bare != word and head == bare else _plain(following))

    def mid(self, known: Words) -> float:
        return known.frequency(self.head)

    @property
    def next(self) -> str:
        return self.tail or self.after


class _Article:
    """What the story says elsewhere: the letters before `rest`, and which of them with the same next word."""

    def __init__(self, page: Page, start: Start) -> None:
        self.letters: dict[str, int] = {}
        self.lower: dict[str, int] = {}
        self.pairs: dict[str, int] = {}
        self.singles: dict[str, int] = {}
        rest, after = start.rest, start.next
        core = POSSESSIVE.sub("", rest)
        body = regex.escape(core)
        pattern = regex.compile(
            rf"(?<![\p{{L}}\p{{M}}])(?P<letter>\p{{L}}??)(?P<gap>\s?)(?P<rest>{body})(?![\p{{L}}\p{{M}}])(?:['’]s)?(?:\s(?P<next>[\p{{L}}\p{{M}}\p{{Nd}}’'-]+))?",
            regex.IGNORECASE if rest.isupper() or start.letter else 0,
        )
        at = start.block.start + start.start
        text = page.text
        self.size = len(text) / 6 + 20
        for match in pattern.finditer(text):
            if match.start("rest") == at or match.start() <= at < match.end("rest"):
                continue
            self._add(match, after)
        for match in pattern.finditer(page.document.title or ""):
            self._add(match, after)

    def _add(self, match: regex.Match[str], after: str) -> None:
        letter = match["letter"]
        if match["gap"]:
            if letter:
                self.singles[letter.lower()] = self.singles.get(letter.lower(), 0) + 1
            letter = ""
        where = self.letters if letter.isupper() else self.lower
        where[letter] = where.get(letter, 0) + 1
        if after and _plain(match["next"] or "") == _plain(after):
            low = letter.lower()
            self.pairs[low] = self.pairs.get(low, 0) + 1

    def weigh(self, word: _Word, opening: float, known: Words, letter: str) -> tuple[float, float, float]:
        """(word, next, article): what the language says, and what the story adds."""
        following = known.following(word.head, word.next) if word.next else 0.0
        capital, low = (self.letters.get(letter.upper(), 0) if letter else 0), self.lower.get(letter, 0)
        share = (2 * capital + 0.5 * low) / self.size
        said = math.log((1 - FROM_ARTICLE) * math.exp(opening) + FROM_ARTICLE * share) - opening
        if word.next:
            pair = self.pairs.get(letter, 0) / (capital + low + 1.0)
            said += math.log(0.5 * math.exp(following) + 0.5 * pair) - following
        return opening, following, said

    def single(self, letter: str) -> float:
        """What the story adds for a word of one letter before the rest."""
        n = self.singles.get(letter, 0)
        return math.log1p(20.0 * n)


def _touches(page: Page, block: Block) -> bool:
    """The line before, which no rule takes and which ends no sentence, touches this one in the raw text."""
    before = page.blocks[block.index - 1] if block.index else None
    if before is None or page.taken(before.index) or before.stopped:
        return False
    at = page.document.text.find(block.text[:40])
    return at > 0 and page.document.text[:at].rstrip(" \t").endswith("\n") and not regex.search(r"\n[ \t]*\r?\n[ \t]*$", page.document.text[max(0, at - 20) : at])


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").strip("'-") if word[:1] not in "'’" else word.lower().replace("’", "'")


def _upper(letter: str, language: str) -> str:
    return "İ" if letter == "i" and language in ("tr", "az") else letter.upper()


def _odds(readings: Sequence[Reading]) -> float:
    """ln of the best reading's probability against all others together; readings of the same text are one."""
    best = readings[0]
    others = [r.score for r in readings if r.text != best.text]
    same = [r.score for r in readings if r.text == best.text]
    return _sum(same) - _sum(others) if others else 99.0


def _sum(scores: Iterable[float]) -> float:
    values = list(scores)
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values))


def _findings(start: Start, readings: Sequence[Reading], odds: float) -> Iterator[Finding]:
    best = readings[0]
    second = next(r for r in readings if r.text != best.text)
    parts = " ".join(
        f"{name} {value:+.1f}"
        for name, value in (
            ("word", best.word - second.word),
            ("next", best.next - second.next),
            ("article", best.article - second.article),
            ("place", best.place - second.place),
        )
    )
    note = f"odds {odds:+.1f} over “{second.text or 'a name'}”: {parts}"
    if start.alone is not None:
        yield Finding(start.alone.index, note=note)
    yield Finding(start.block.index, start.start, start.end, best.text, note=note)
