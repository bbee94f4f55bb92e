"""A first letter that the scraper lost, or left apart, where a story or section begins ("resident Joe Biden", "T he mayor").

Each reading of the paragraph's beginning gets the sum of four log-probabilities: *place* (is it damaged at all), *word*
(how often sentences begin with it), *next* (how often the next word follows it) and *article* (what the story's own words
add to these). The odds of the best reading are against all others together; the parts by which it leads the next best
stand in the finding's note.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from cleaner.detectors import Page
from cleaner.model import Block, Finding
from cleaner.words import ELIDED, ELIDING, Words, rare_words, words

QUOTE = r"""(?P<quote>["“„«»‘]\s?|'(?=\p{Lu}?\s?\p{L}{2}))?"""
SPACED = ("“ ", '" ')
"""Quotation marks that no blank should follow."""
SOUND = regex.compile(r"""["“„«»‘'’]?\s?\p{Lu}\p{Ll}""")
"""How paragraphs begin that lost nothing."""
REST = r"(?P<rest>[’']?\p{L}[\p{L}\p{M}]*(?:[’'-][\p{L}\p{M}]+)*)(?P<gap>\s+|[^\s\p{L}]+\s*|$)(?P<next>[$€£]?\p{Nd}+|[\p{L}\p{M}’'-]*)"
LOST = regex.compile(QUOTE + REST)
LOST_ELIDED = regex.compile(r"(?P<quote>(?!))?(?=['’]\p{L}{2})(?!['’]\p{Lu}\p{Ll}* )" + REST)
DOTTED = regex.compile(r"(?P<rest>\.(?:\p{Lu}\.)+)(?=\s)")
APART = regex.compile(QUOTE + r"(?P<letter>\p{Lu})\s+(?=[\p{L}’'])")
LETTER = regex.compile(r"""(?P<quote>["“„«»‘']\s?)?(?P<letter>\p{Lu})""")
BREAK = regex.compile(r"(?:[*·•#_~–—-]\s*){3,}|⁂")
BREAK_STARTS = frozenset("*·•#_~–—-⁂")
SENTENCE = regex.compile(r"([^.!?…\n]*+)([.!?…]?)")
POSSESSIVES = ("'s", "’s")
UNFINISHED = regex.compile(r"""[,(“„«‘—–:;&/]$|(?:^|\s)\p{Ll}{1,3}$""")
FURNITURE = {"date", "byline", "agency", "caption", "credit"}

INTACT = -4.0
"""ln of the odds that a story begins in lower case though nothing is lost."""
GOES_ON = 0.0
"""The same where the line before touches and does not end a sentence: it may go on."""
INDENTED = -7.0
"""The same where a single blank stands before it, as if a word of one letter had gone."""
WORD_GONE = 2.0
"""ln of how much likelier a word of one letter is gone there than elsewhere."""
CAPITALS, SMALL_CAPITALS = 2.0, -0.5
"""The same where the first word is in capitals, and where the second is, too."""
REPEATED_CAPITALS = -4.0
"""ln of how rare a letter is that is repeated before a word in capitals."""
APART_INTACT = 6.0
"""The same for a letter that stands apart and is a word."""
FROM_ARTICLE = 0.35
"""How far the story's own words are believed, of all that is known of its words."""
SMALL = 0.5
"""How far words of the story in small letters count as words that begin sentences."""
BEYOND = 2.0
"""Standard deviations by which a word must be more frequent in the story than in the language to be one of its own."""
NAME = -4.5
"""ln of the share of sentences that begin with a name in no list."""
NAME_LETTER = -2.5
"""ln of the probability of each letter of such a name."""
POSSESSED = -3.0
"""ln of the share of names and nouns that begin a sentence with a possessive s."""
SHORTENED = -2.0
"""ln of how rare it is that an apostrophe went with the letter ("m convinced")."""
LABEL = -3.0
"""ln of how rare a letter is that stands as a label before a story; twice that if it is a word."""
SHORT = {"", "t", "e", "hat", "here", "et", "ho", "he"}
"""What is left of it's, that's …, whose s is no possessive."""
RARE = -11.5
"""ln of the share of sentences below which the best reading is so rare that the rarer words, too, are looked at."""
NO_WORD = -12.0
"""ln of the probability that a single letter is a word where the list has none."""
NO_LETTER = "#"
"""Looked up for letters that are no words: in no list."""
HEADLINE = 8
"""Words from which a line before the first prose may be a paragraph."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a beginning: what stands there then, and ln of its probability in parts. No text: some name nobody knows."""

    text: str
    place: float
    word: float
    next: float
    article: float = 0.0
    form: float = 0.0

    @property
    def score(self) -> float:
        return self.place + self.word + self.next + self.article + self.form


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a paragraph: `block.text[start:end]` is what is there of its first word, the letter apart and the blank included."""

    block: Block
    start: int
    end: int
    rest: str
    next: str = ""
    """The word after it, or the punctuation."""
    letter: str = ""
    """What stands apart before it."""
    alone: Block | None = None
    """The block before it, where that holds the letter."""
    quote: str = ""
    """The quotation mark before the letter in that block."""
    quoted: bool = False
    blank: bool = False
    """A quotation mark and a blank stand before it."""

    @property
    def capitals(self) -> bool:
        return _bare(self.rest).isupper()

    @property
    def named(self) -> bool:
        """What follows may be a name's second word."""
        return self.next[:1].isupper() and not self.next.isupper()

    @property
    def form(self) -> tuple[bool, bool]:
        """Whether the sentence is a question, and whether it has a comma further on than behind the first word."""
        sentence = SENTENCE.match(self.block.text, min(self.end + 1, len(self.block.text)))
        return (sentence[2] == "?", "," in sentence[1]) if sentence else (False, False)

    @property
    def as_it_is(self) -> str:
        return f"{self.letter} {self.rest}" if self.letter else self.rest


def detect(
    page: Page, *, sure: float = 1.5, sure_untold: float = 3.0, likely: float = 0.0, particles: Sequence[str] = ()
) -> Iterator[Finding]:
    """Odds (ln) of at least `sure` put a letter back, of at least `likely` only show it.

    `sure_untold` is `sure` for languages without a table of how sentences begin. Names may begin with `particles` in lower case.
    """
    if not _any_damage(page.blocks):
        return
    known = words(page.language) if page.language else None
    if known is None:
        return
    enough = sure if known.openings else sure_untold
    for start in (start for block in _openings(page) for start in _starts(page, block)):
        if start.rest in particles and start.next[:1].isupper():
            continue
        readings = sorted(_readings(page, start, known), key=lambda r: (-r.score, r.text))
        if (not readings[0].text or readings[0].word < RARE) and (rare := rare_words(page.language)):
            readings = sorted(_readings(page, start, rare), key=lambda r: (-r.score, r.text))
        odds = _odds(readings)
        if odds >= likely and readings[0].text and (readings[0].text != start.as_it_is or start.alone):
            yield from _findings(start, readings, odds, show=odds < enough)


# Where a letter may be missing


def _any_damage(blocks: Sequence[Block]) -> bool:
    """Nearly all articles end here: every paragraph that might open something begins as it should."""
    within = prose = False
    for block in blocks:
        if block.prose or (not prose and block.words >= HEADLINE):
            if not within and not SOUND.match(block.text, block.lead):
                return True
        elif len(block.text) <= 3 and LETTER.fullmatch(block.text):
            return True
        within = block.prose
        prose = prose or within
    return False


def _openings(page: Page) -> Iterator[Block]:
    """What opens something: the dek, the body (after headline, byline, date, caption), what follows a subhead, a break or a lone letter."""
    after_prose = prose = False
    for block in page.blocks:
        if block.text[0] in BREAK_STARTS and BREAK.fullmatch(block.text):
            after_prose = False
        elif page.taken(block.index):
            # An ad inside a sentence opens nothing.
            after_prose = after_prose and not page.roles(block.index) & FURNITURE
        else:
            opens = block.prose or (not prose and block.words >= HEADLINE)
            if opens and (not after_prose or _lone_letter(page, block)):
                yield block
            after_prose = block.prose
            prose = prose or block.prose


def _lone_letter(page: Page, block: Block) -> Block | None:
    """The letter before the paragraph. What is taken between the two does not part them, and one that stands there several times is none:
    a second pass finds nothing between them, and one letter less."""
    letter = _before(page, block)
    if letter is None or not LETTER.fullmatch(letter.text):
        return None
    other = _before(page, letter)
    return None if other is not None and other.text == letter.text else letter


def _before(page: Page, block: Block) -> Block | None:
    """The block before it that is not taken, or that may be its first letter."""
    before = (page.blocks[i] for i in range(block.index - 1, -1, -1))
    return next((b for b in before if LETTER.fullmatch(b.text) or not page.taken(b.index)), None)


def _starts(page: Page, block: Block) -> Iterator[Start]:
    """The beginnings that may be damaged: the paragraph's, and what follows its dateline."""
    text = block.text
    first = 0 if text[:2] == "o " and text[2:3].islower() else block.lead  # no bullet, but what is left of "To"
    labels = [m.end for m in page.marks.get(block.index, ()) if m.start <= block.lead and {"dateline", "agency"} & m.fields.keys()]
    for at in sorted({first, *labels}):
        while at < len(text) and text[at].isspace():
            at += 1
        if at < len(text) and (start := _start_at(page, block, at, at <= block.lead)):
            yield start


def _start_at(page: Page, block: Block, at: int, first: bool) -> Start | None:
    text = block.text
    alone = _lone_letter(page, block) if first else None
    lone = LETTER.fullmatch(alone.text) if alone else None
    if alone and lone:
        lost = _lost_at(page, text, at)
        if lost is None or lost["quote"]:
            return None
        return _of(block, lost, lost.start("rest"), lone["letter"], alone, lone["quote"] or "")
    if SOUND.match(text, at):
        return None
    apart = APART.match(text, at)
    lost = _lost_at(page, text, apart.end() if apart else at)
    if lost is None:
        dotted = DOTTED.match(text, at)
        return Start(block, dotted.start(), dotted.end(), dotted["rest"]) if dotted else None
    rest = lost["rest"]
    if apart:
        belongs = rest[0].islower() or rest[0] in "'’" or rest.startswith(apart["letter"]) or rest.isupper()
        return _of(block, lost, apart.start("letter"), apart["letter"]) if belongs else None
    if not (rest[0].islower() or rest[0] in "'’" or (rest.isupper() and len(rest) > 1)) or rest[1:2] == "-":
        return None  # among them x-ray, e-mail
    before = page.blocks[block.index - 1] if block.index else None
    if before is not None and not page.taken(before.index) and not before.stopped and UNFINISHED.search(before.text):
        return None
    # A quotation mark and a blank: the blank goes, too.
    return _of(block, lost, lost.start("rest") - (lost["quote"] in SPACED))


def _lost_at(page: Page, text: str, at: int) -> regex.Match[str] | None:
    """LOST, where an apostrophe is no quotation mark if words end in one: what is left of "L'image"."""
    return (LOST_ELIDED.match(text, at) if page.language in ELIDING else None) or LOST.match(text, at)


def _of(block: Block, lost: regex.Match[str], start: int, letter: str = "", alone: Block | None = None, quote: str = "") -> Start:
    following = lost["next"] if lost["gap"].isspace() else lost["gap"][:1]
    mark = lost["quote"] or quote
    return Start(block, start, lost.end("rest"), lost["rest"], following, letter, alone, quote, bool(mark), mark in SPACED)


def _line_before(page: Page, start: Start) -> str:
    """What the raw text has before the paragraph, as far as it tells how it was set."""
    raw = page.document.text
    at = raw.find(start.block.text[:40])
    return raw[max(0, at - 40) : at] if at > 0 else ""


def _place(page: Page, start: Start) -> float:
    """ln of the odds that the text is as it should be, by its place."""
    if start.capitals:
        return SMALL_CAPITALS if start.next.isupper() and len(start.next) > 1 else CAPITALS
    set_before = _line_before(page, start)
    if start.blank or regex.search(r"(?:^|\n)[ \xa0]$", set_before):
        return INDENTED
    before = page.blocks[start.block.index - 1] if start.block.index else None
    open_line = before is not None and not page.taken(before.index) and not before.stopped
    return GOES_ON if open_line and regex.search(r"[^\s][ \t]*\r?\n[ \t]*$", set_before) else INTACT


# How it can be read


def _readings(page: Page, start: Start, known: Words) -> Iterator[Reading]:
    """Every reading that is worth a thought, the text as it is among them."""
    article = _Article(page, start)
    if start.rest[0] == ".":
        yield from (Reading(letter + start.rest, 0.0, math.log(n), 0.0) for letter, n in article.capital.items())
        yield Reading(start.rest, -2.0, 0.0, 0.0)
    elif start.letter:
        yield from _apart(start, known, article)
        if start.capitals and not start.alone and (len(start.rest) > 1 or start.rest.lower() in known.singles):
            # "N CASE of fire"
            lost = replace(start, end=start.start + 1, rest=start.letter, next=start.rest, letter="")
            then = _Word(start.rest, start.next, known).following(known)
            for reading in _lost(lost, known, _Article(page, lost), page.language, f" {start.rest}"):
                yield replace(reading, next=reading.next + then)
    else:
        place = _place(page, start)
        yield Reading(start.rest, place, *_as_it_is(start, known, article))
        yield from _lost(start, known, article, page.language, word_gone=WORD_GONE if place == INDENTED else 0.0)


def _as_it_is(start: Start, known: Words, article: _Article) -> tuple[float, float, float]:
    word = _Word(start.rest, start.next, known)
    chance = known.frequency(word.head) if start.rest[0] not in "'’" else known.unseen - 2
    if start.capitals:
        chance = max(chance, NAME + NAME_LETTER * len(start.rest) + 1)
    return article.weigh(word, chance, known, "")


def _lost(
    start: Start, known: Words, article: _Article, language: str | None, onward: str = "", word_gone: float = 0.0
) -> Iterator[Reading]:
    """The rest with every letter before it, and with every word of one letter (`word_gone`: ln of how much likelier that is here)."""
    rest, form = start.rest, start.form
    elided = known.elides and rest[0] in "'’"
    for letter in ELIDED if elided else dict.fromkeys([*known.initials, *(c.lower() for c in article.capital)]):
        upper = _upper(letter, language)
        if len(upper) == 1:
            word = _Word(letter + rest, start.next, known)
            chance = known.opening(word.head, start.quoted, start.named) + word.cost
            yield Reading(upper + rest + onward, 0.0, *article.weigh(word, chance, known, letter), known.form(word.head, *form))
    if not start.capitals and rest[0] not in "'’":
        word = _Word(rest, start.next, known)
        then = word.following(known)
        for letter in known.singles:
            upper, chance = _upper(letter, language), known.opening(letter, start.quoted)
            yield Reading(
                f"{upper} {rest}",
                word_gone,
                chance,
                known.following(letter, word.head) + then,
                article.single(letter),
                known.form(letter, *form),
            )
            if (short := f"{letter}'{rest}") in known.frequencies:
                word = _Word(short, start.next, known)
                after = word.following(known)
                yield Reading(f"{upper}’{rest}", SHORTENED, known.opening(short, start.quoted), after, 0.0, known.form(short, *form))
    yield Reading("", 0.0, NAME + NAME_LETTER * len(rest), _after_name(start, known))


def _apart(start: Start, known: Words, article: _Article) -> Iterator[Reading]:
    """A letter before a word: its first letter, a word of its own, or the first letter once more."""
    letter, rest, lower = start.letter, start.rest, start.letter.lower()
    single = lower in known.singles
    alone = known.opening(lower, start.quoted) if single else NO_WORD
    word = _Word(rest, start.next, known)
    then = word.following(known)
    # Before "A few weeks ago" any letter is more likely a label than the A's beginning.
    intact = single or (start.capitals and rest.lower() in known.singles)
    place = APART_INTACT if intact and not start.alone and not rest.startswith(letter) else 0.0
    yield Reading(f"{letter} {rest}", place, alone, known.following(lower, word.head) + then, article.single(lower))
    if rest.startswith(letter):
        place = REPEATED_CAPITALS if start.capitals else 0.0
        yield Reading(rest, place, max(known.opening(word.head), NAME + NAME_LETTER * len(rest)), then)
    if rest[0].islower() or rest[0] in "'’" or start.capitals:
        joined = _Word(lower + rest, start.next, known)
        yield Reading(letter + rest, 0.0, *article.weigh(joined, known.opening(joined.head, start.quoted) + joined.cost, known, lower))
        yield Reading(letter + rest, 0.0, NAME + NAME_LETTER * (len(rest) + 1), _after_name(start, known))
    elif start.alone:
        # A letter on a line of its own before a paragraph that has its own beginning: a label, an icon.
        yield Reading("", 2 * LABEL if single else LABEL, known.opening(word.head), then)


def _after_name(start: Start, known: Words) -> float:
    """How often the next word follows a name nobody knows (ln)."""
    return _following(known, "", start.next) - (0.0 if start.named else 1.5)


def _following(known: Words, word: str, after: str, capital: bool | None = None) -> float:
    """ln of how often `after` follows `word`; punctuation but a comma says nothing."""
    return known.following(word, after, capital) if after[:1].isalnum() or after[:1] in ("'", ",") else 0.0


class _Word:
    """A word as the lists have it: without possessive s, and split at hyphens and, where they do not know it whole, at apostrophes."""

    __slots__ = ("capital", "cost", "free", "head", "next")

    def __init__(self, word: str, following: str, known: Words) -> None:
        word = _plain(word)
        self.head, self.next = word, _bare(_plain(following)) if following[-1:].isalnum() else following
        if self.next[-1:].isdecimal():
            self.next = "0"
        elif self.next not in known.frequencies:
            self.next = self.next[: _cut(self.next, known) or None]
        self.capital = following[:1].isupper() if following[:1].isalpha() and not following[1:2].isupper() else None
        self.cost, self.free = 0.0, False
        """ln of how rare what was cut off is; whether the next word follows that."""
        if len(word) == 1 and word.isalpha() and word not in known.singles:
            # In the lists it is what is left of words that were cut at their apostrophes, or the letter's name.
            self.head = NO_LETTER
        if word in known.frequencies:
            return
        bare = _bare(word)
        if bare != word and len(bare) > 1:
            # A frequent word's would be in the list.
            self.head, self.cost, self.free = bare, min(POSSESSED, known.rarest - known.frequency(bare)), True
        if cut := _cut(self.head, known):
            self.head, self.next, self.free = self.head[:cut], self.head[cut + 1 :], False

    def following(self, known: Words) -> float:
        return _following(known, "" if self.free else self.head, self.next, self.capital)


def _cut(word: str, known: Words) -> int:
    """Where the first part of a word with a hyphen, or an elided one, ends; else 0."""
    ends = "-'" if known.elides else "-"
    return next((i for i, c in enumerate(word) if i and c in ends), 0)


class _Article:
    """What the story says elsewhere: the letters before the rest, those that have the same next word, and the words of one letter."""

    def __init__(self, page: Page, start: Start) -> None:
        self.capital: dict[str, int] = {}
        self.small: dict[str, int] = {}
        self.pairs: dict[str, int] = {}
        self.singles: dict[str, int] = {}
        text = page.text if page.document.title is None else f"{page.text}\n{page.document.title}"
        self.size = len(text) / 6 + 20
        core, after = start.rest if start.rest[:-2].lower() in SHORT else _bare(start.rest), _bare(start.next)
        folded = text
        if start.capitals and len(lower := text.lower()) == len(text):
            # Elsewhere it stands in small letters.
            folded, core, after = lower, core.lower(), after.lower()
        own = range(start.block.start + start.start, start.block.start + start.end)
        at = folded.find(core)
        while at >= 0:
            end = at + len(core)
            if at not in own and not text[end : end + 1].isalpha():
                self._add(text, at, folded[end : end + len(after) + 4], after)
            at = folded.find(core, at + 1)

    def _add(self, text: str, at: int, onward: str, after: str) -> None:
        before = text[max(0, at - 3) : at]
        letter = before[-1:] if before[-1:].isalpha() else ""
        if letter and before[-2:-1].isalpha():
            return
        if before[-1:].isspace() and before[-2:-1].isalpha() and not before[-3:-2].isalpha():
            single = before[-2].lower()
            self.singles[single] = self.singles.get(single, 0) + 1
        kind = self.capital if letter.isupper() else self.small
        kind[letter.upper()] = kind.get(letter.upper(), 0) + 1
        if onward[:2] in ("'s", "’s"):
            onward = onward[2:]
        if after and onward[:1].isspace() and onward.startswith(after, 1) and not onward[1 + len(after) :][:1].isalpha():
            self.pairs[letter.upper()] = self.pairs.get(letter.upper(), 0) + 1

    def weigh(self, word: _Word, opening: float, known: Words, letter: str) -> tuple[float, float, float]:
        """(word, next, article): what the language says of a word, and what the story adds."""
        following = word.following(known)
        upper = letter.upper()
        capital, small = self.capital.get(upper, 0), self.small.get(upper, 0)
        often = self.size * math.exp(known.frequency(word.head))
        beyond = max(0.0, small - often - BEYOND * math.sqrt(often))
        said = _mixed(opening, (2 * capital + SMALL * beyond) / self.size)
        if word.next and (pairs := self.pairs.get(upper, 0)):
            # That it does not have a pair says nothing.
            said += _mixed(following, pairs / (capital + small + 1))
        return opening, following, said

    def single(self, letter: str) -> float:
        """What the story adds for a word of one letter before the rest."""
        return math.log1p(10.0 * self.singles.get(letter, 0))


def _mixed(chance: float, share: float) -> float:
    """What a share in the story adds to the language's chance (ln)."""
    return math.log((1 - FROM_ARTICLE) + FROM_ARTICLE * share / math.exp(chance)) if share else math.log(1 - FROM_ARTICLE)


def _bare(word: str) -> str:
    """Without a possessive s."""
    return word[:-2] if word.endswith(POSSESSIVES) else word


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").rstrip("'-")


def _upper(letter: str, language: str | None) -> str:
    return "İ" if letter == "i" and language in ("tr", "az") else letter.upper()


# Which of them it is


def _odds(readings: Sequence[Reading]) -> float:
    """ln of the best reading's probability against all others together; readings of the same text are one."""
    best = readings[0].text
    others = [r.score for r in readings if r.text != best]
    return _sum(r.score for r in readings if r.text == best) - _sum(others) if others else 0.0


def _sum(scores: Iterable[float]) -> float:
    values = list(scores)
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values))


def _findings(start: Start, readings: Sequence[Reading], odds: float, show: bool) -> Iterator[Finding]:
    best = readings[0]
    other = next(r for r in readings if r.text != best.text)
    parts = (
        ("word", best.word - other.word),
        ("next", best.next - other.next),
        ("article", best.article - other.article),
        ("form", best.form - other.form),
        ("place", best.place - other.place),
    )
    said = " ".join(f"{name} {value:+.1f}" for name, value in parts if abs(value) >= 0.05)
    note = f"odds {odds:+.1f}, then “{other.text or '(a name)'}”: {said}"
    if start.alone is not None:
        yield Finding(start.alone.index, note=note, show=show)
    yield Finding(start.block.index, start.start, start.end, start.quote + best.text, note=note, show=show)
