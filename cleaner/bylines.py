"""Who wrote the article of a whole page: names whose place, not whose wording, tells that they are a byline. Nothing is cut for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleaner.headline import norm, same
from cleaner.model import Block

IN_NAMES = ("af", "av", "di")
"""Cues of bylines that stand in names, too."""
PARTICLES = ("von", "van", "de")
"""Cues that names hold behind their first word only."""
NEAR = 30
"""Blocks between the story's first paragraph and a byline or date that is surely its own."""
TOGETHER = 6
"""Blocks between two bylines that are one, broken."""
STEPS = 2
"""Lines without a name that a byline may hold between two names: a job, a counter, a button."""
DEKS = 2
"""Sentences over a name under the headline, of a dek and a caption; more are the story."""
UNDER = 8
"""Blocks between a headline and the name under it."""
BESIDE = 3
"""Blocks between a name and the date of the article."""
ABOVE = 4
"""Blocks over a headline among which a name may stand."""
BELOW = 2
"""Blocks around the last paragraph, and under the first, among which a byline stands."""
MOST_AUTHORS, MOST_ALONE = 8, 3
"""More names are a menu's, and so are fewer without a cue."""
OPENING = 15
"""Paragraphs that name whom a story is about."""
SHORT = 60
"""Characters that hold a cue or a job."""
ENOUGH = 2
"""Votes that make a name an author."""
LINE = 5
"""Words of a dek or a caption at least; a menu's lines are shorter."""
NEWSROOM = 4
"""Words of a newsroom's name under the cue of a byline."""
PART = r"\p{Lu}[\p{L}\p{M}’'‘-]*[\p{L}\p{M}]"
SMALL = r"\p{Lu}\.?|v[oa]n|de[rnl]?|d[aiou]s?|la|le|bin|ibn|al|af|av|el|ten|ter|zu|zur|dos"
NAME = rf"(?:\p{{Lu}}\.[ -]?){{0,2}}{PART}(?:\s+(?:{SMALL})){{0,2}}(?:\s+{PART}){{0,2}}(?:\s+(?:{SMALL})){{0,2}}\s+{PART}"
"""A person's name of two words or more."""
SHORTHAND = regex.compile(r"\s+\(\p{Ll}{2,5}\.?\)$")
"""How a paper signs for somebody, behind the name."""
PERSON = regex.compile(NAME)
PAPER = regex.compile(r",?\s+(?:special\s+(?:to|for)|for)\s+the\s+\p{Lu}.*", regex.IGNORECASE)
"""The paper that somebody wrote it for; a line in capitals hides it from the rules."""
COUNT = regex.compile(r"(?<=\p{Ll}{2})\d{1,2}(?=\s*(?:,|$))")
"""A footnote, or how many comments there are, stuck to a name."""
PLACE = regex.compile(rf"\s*{PART}(?:[ -]{PART})?")
WORD = regex.compile(r"[\p{L}\p{M}’']+")
MARKS = regex.compile(r"[\W\d_]*")
FREE = frozenset({"page", "title", "link", "agency"})
"""What may have taken a byline by mistake, too: the region, repetition, the list above it, the agency beside a name."""
MENU = tuple(
    "navigation section related read_also read_more advertisement button banner account gallery player subscribe share piece".split()
)
"""Vocabulary of what stands around articles."""
SENTENCES = ("function_words", "sentence_openers")
"""Vocabulary of what sentences begin with; names of two words may, too ("Will Holm")."""
PROMPTS = ("subscribe", "follow", "read_more", "read_also", "related", "next_previous", "key_points")
"""Vocabulary of prompts and labels: no name begins as they do."""
AROUND = frozenset({"date", "byline", "agency", "caption", "credit", "widget", "embed"})
"""What stands between a headline and its story."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page when its authors are looked for.

    `roles`: what rules took blocks for; `authors`: the names that rules found, by block; `headline`: the blocks it stands in, none where
    it is not known; `story`, `end`: the first and the last block of prose that is left; `organisations`: whom the page's metadata calls
    its authors.
    """

    blocks: Sequence[Block]
    roles: Mapping[int, Set[str]]
    authors: Mapping[int, Sequence[str]]
    headline: range
    story: int
    end: int
    vocabulary: Mapping[str, Sequence[str]]
    organisations: Sequence[str] = ()


def of_page(page: Page) -> list[str]:
    """The lines that name the authors, by the best evidence there is: a byline near the story; a name under the headline or beside the
    date; a name that signs the last paragraph; a byline elsewhere. Against an organisation that the metadata names only the first counts,
    and only a person."""
    cues = _cues(tuple(page.vocabulary.get("by", ())), tuple(page.vocabulary.get("byline_label", ())))
    told = [i for i, block in enumerate(page.blocks) if i in page.authors or _announces(block.text, cues)]
    bylines = {i: found for i in told if (found := _byline(page, i))}
    near = [i for i in bylines if page.story - NEAR <= i <= min(page.story + NEAR, page.end + BELOW)]
    if near:
        nearest = min(near, key=lambda i: abs(i - page.story))
        found = [name for i in near if abs(i - nearest) <= TOGETHER for name in bylines[i]]
        if page.organisations and not any(_is_person(page, name) for line in found for name in split(line, page.vocabulary)):
            return []
    elif page.organisations:
        return []
    else:
        found = _alone(page) or _signed(page)
    if not found and bylines:
        found = bylines[min(bylines, key=lambda i: min(abs(i - page.story), abs(i - page.end)))]
    found = list(dict.fromkeys(found))
    return found if len(found) <= MOST_AUTHORS else []


def _announces(text: str, cues: Set[str]) -> bool:
    """It is a cue and nothing else: what it announces stands below."""
    if len(text) > SHORT:
        return False
    text = text.rstrip(" :").casefold()
    return text in cues or ("/" in text and all(part in cues for part in text.split("/")))


def _byline(page: Page, at: int) -> list[str]:
    """The names that a rule found in a block, or that the cue there announces, with those on the lines below."""
    if names := page.authors.get(at):
        below = _names(page, at + 1)
        if page.blocks[at].text not in names:
            return [*names, *below]
        found = [*_names(page, at - 1, -1), *names, *below]
        text = page.blocks[at].text
        sure = len(found) <= MOST_ALONE and _votes(page, at) >= ENOUGH and not (_is_common(page, text) or _opens_otherwise(page, text))
        return found if sure else []
    if at + 1 == len(page.blocks):
        return []
    return _names(page, at + 1) or [page.blocks[at + 1].text] * _is_credit(page, at + 1)


@lru_cache(maxsize=64)
def _cues(*lists: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for words in lists for word in words)


def _names(page: Page, at: int, step: int = 1) -> list[str]:
    """Names on the lines from `at` on, downwards or upwards; between two may stand what is no line of its own."""
    found: list[str] = []
    skipped = 0
    while 0 < at < len(page.blocks) and skipped <= STEPS:
        if _is_name(page, at) or page.authors.get(at):
            found += page.authors.get(at) or [page.blocks[at].text]
            skipped = 0
        elif _between(page, at):
            skipped += 1
        else:
            break
        at += step
    return found[::step]


def _between(page: Page, at: int) -> bool:
    text = page.blocks[at].text
    joiners = {word.casefold() for word in page.vocabulary.get("author_joiners", ())}
    return MARKS.fullmatch(text) is not None or text.casefold() in joiners or is_job(text, page.vocabulary)


def _is_name(page: Page, at: int) -> bool:
    """People or agencies and nothing else, that no rule took for something else."""
    block = page.blocks[at]
    if block.prose or block.words > NEWSROOM * MOST_AUTHORS or not page.roles.get(at, FREE) <= FREE:
        return False
    if block.text.isupper():
        return is_agency(block.text, page.vocabulary)
    if not _pattern(page).fullmatch(block.text) or is_job(block.text, page.vocabulary):
        return False
    return not _opens_otherwise(page, block.text)


def _opens_otherwise(page: Page, name: str) -> bool:
    """It begins as prompts, labels and sentences do."""
    words = name.casefold().split()
    lists = (*PROMPTS, *SENTENCES) if len(words) > 2 else PROMPTS
    return words[0] in _first_words(*(tuple(page.vocabulary.get(key, ())) for key in lists))


def split(line: str, vocabulary: Mapping[str, Sequence[str]], given: bool = False) -> list[str]:
    """The names that a byline joins, without cue, jobs and places. One that was `given` may hold what looks like a joiner: it is one name
    unless all that it would fall into are people, agencies and jobs."""
    # A page with its byline twice leaves "By Mara Holm By Mara Holm".
    cues = tuple(w for w in vocabulary.get("by", ()) if w.casefold() not in IN_NAMES)
    words = (*vocabulary.get("author_joiners", ()), *(w for w in cues if w.casefold() not in PARTICLES))
    line = COUNT.sub("", _cue(cues).sub("", line))
    if not given:
        line = PAPER.sub("", line)
    parts = [part for p in _joiner(words).split(line) if (part := p.strip(" .,;:-–—"))]
    if given:
        whole = " ".join(line.split())
        sure = len(parts) > 1 and all(PERSON.fullmatch(p) or is_agency(p, vocabulary) or is_job(p, vocabulary) for p in parts)
        if not sure:
            return [SHORTHAND.sub("", whole)]
    full = any(" " in part for part in parts)
    # Beside full names a word is the place they write from, or their paper.
    places = {p for p in parts if full and " " not in p and not is_agency(p, vocabulary)}
    return [p for p in parts if p not in places and not is_job(p, vocabulary)]


def is_agency(name: str, vocabulary: Mapping[str, Sequence[str]]) -> bool:
    return norm(name) in _norms(tuple(vocabulary.get("agencies", ())))


def is_desk(name: str, vocabulary: Mapping[str, Sequence[str]]) -> bool:
    return norm(name) in _norms(tuple(vocabulary.get("staff", ())))


@lru_cache(maxsize=64)
def _cue(words: tuple[str, ...]) -> regex.Pattern[str]:
    cues = "|".join(regex.escape(w) for w in sorted(words, key=len, reverse=True)) or "by"
    return regex.compile(rf"^\s*(?i:{cues})\s*:?\s+(?=\p{{Lu}})")


@lru_cache(maxsize=64)
def _joiner(words: tuple[str, ...]) -> regex.Pattern[str]:
    joiners = "|".join(regex.escape(w) for w in sorted(words, key=len, reverse=True)) or "and"
    return regex.compile(rf"\s*[,;|/•·&]\s*(?:(?:{joiners})\s+)?|\s+(?:{joiners})\s+", regex.IGNORECASE)


@lru_cache(maxsize=64)
def _norms(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(norm, names))


def _pattern(page: Page) -> regex.Pattern[str]:
    return _people(tuple(page.vocabulary.get("author_joiners", ())), tuple(page.vocabulary.get("agencies", ())))


@lru_cache(maxsize=64)
def _people(joiners: tuple[str, ...], agencies: tuple[str, ...]) -> regex.Pattern[str]:
    """People and agencies, joined."""
    name = "|".join([NAME, *map(regex.escape, agencies or ("AP",))])
    joiner = "|".join(map(regex.escape, joiners or ("and",)))
    return regex.compile(rf"(?:{name})(?:\s*(?:,|&|/|\s(?:{joiner})\s)\s*(?:{name}))*(?:\s*,)?")


def _is_credit(page: Page, at: int) -> bool:
    """Under the cue of a byline: names and a place, or a few words that begin with a capital; one alone stands over the date."""
    block = page.blocks[at]
    if block.prose or not page.roles.get(at, FREE) <= FREE | {"byline"} or block.text[0].islower():
        return False
    names, _, place = block.text.rpartition(",")
    if place and _pattern(page).fullmatch(names) and PLACE.fullmatch(place):
        return True
    return block.words <= NEWSROOM and (block.words > 1 or "date" in page.roles.get(at + 1, ()))


def _is_newsroom(page: Page, at: int) -> bool:
    """What a paper calls its desk, with its own name: "IN-Redaktion", "Harbour Post Staff"."""
    words = page.blocks[at].text.casefold().replace("-", " ").split()
    staff = {word.casefold().split()[-1] for word in page.vocabulary.get("staff", ())}
    return 1 < len(words) <= NEWSROOM and page.roles.get(at, FREE) <= FREE and (words[-1] in staff or words[0] in staff)


def _alone(page: Page) -> list[str]:
    """Names that stand alone near the story's beginning, where a byline stands."""
    first = page.headline.start - ABOVE if page.headline else page.story - NEAR
    last = max(page.story + NEAR // 2, page.headline.stop + UNDER)
    votes = {i: _votes(page, i) for i in range(max(1, first), min(last, len(page.blocks))) if _is_name(page, i)}
    sure = [i for i, n in votes.items() if n >= ENOUGH and not _is_common(page, page.blocks[i].text)]
    if not sure:
        return []
    best = max(sure, key=lambda i: (votes[i], -abs(i - page.story)))
    found = [*_names(page, best - 1, -1), *_names(page, best)]
    return found if len(found) <= MOST_ALONE else []


def _is_common(page: Page, name: str) -> bool:
    """All its words stand in small letters elsewhere on the page, or are words of menus: "Most Popular" is nobody."""
    left = _unlike_menus(page, name)
    text = "\n".join(b.text for b in page.blocks)
    return not left or (all(word in text for word in left) and left <= set(WORD.findall(text)))


def _unlike_menus(page: Page, name: str) -> set[str]:
    """Its words that no menu has."""
    return {w.casefold() for w in WORD.findall(name)} - _menu_words(*(tuple(page.vocabulary.get(name, ())) for name in MENU))


@lru_cache(maxsize=64)
def _first_words(*lists: Iterable[str]) -> frozenset[str]:
    return frozenset(line.split()[0].casefold() for lines in lists for line in lines)


@lru_cache(maxsize=64)
def _menu_words(*lists: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for words in lists for line in words for word in WORD.findall(line))


def _votes(page: Page, at: int) -> int:
    """How much speaks for a name's being the author's. Who is named in the story is whom it is about."""
    name = norm(page.blocks[at].text)
    prose = [b for b in page.blocks[page.story : page.end + 1] if b.prose][:OPENING]
    word = max(name.split(), key=len, default="")
    named = [*page.blocks[page.headline.start : page.headline.stop], *prose]
    told = any(word in b.text.casefold() and f" {name} " in f" {norm(b.text)} " for b in named)
    gap = at - page.headline.stop if page.headline else -1
    under = 0 <= gap <= BELOW or (0 <= gap <= UNDER and _only_around(page, page.headline.stop, at))
    under = under and sum(b.prose for b in page.blocks[page.headline.stop : at]) <= DEKS
    dated = _dated(page, at)
    job = at + 1 < len(page.blocks) and is_job(page.blocks[at + 1].text, page.vocabulary)
    again = any(same(b.text, name) for b in page.blocks[page.end + 1 :])
    return 2 * under + 2 * dated + job + again - 3 * told


def _dated(page: Page, at: int) -> bool:
    """A date stands beside, on either side; before one below, a place or a section may stand."""
    dates = [i for i in range(at - BESIDE, at + BESIDE + 1) if "date" in page.roles.get(i, ())]
    place = at + 1 + (at + 1 < len(page.blocks) and page.blocks[at + 1].words <= 2)
    return any(_only_around(page, place, i) if i > at else _only_around(page, i + 1, at) for i in dates)


def _only_around(page: Page, start: int, end: int) -> bool:
    """Between two blocks stands only what stands between headline and story."""
    for block in page.blocks[start:end]:
        if block.index in page.headline:
            return False
        roles = page.roles.get(block.index, FREE) - FREE
        if not (block.prose or block.words >= LINE or roles & AROUND or _is_name(page, block.index) or _between(page, block.index)):
            return False
    return True


def _signed(page: Page) -> list[str]:
    """Names around the last paragraph, where they sign. HTML knows what is no paragraph: there these are links."""
    if any(b.hint for b in page.blocks):
        return []
    for i in range(max(1, page.end - BELOW), min(page.end + 1 + BELOW, len(page.blocks))):
        names = _names(page, i) or [page.blocks[i].text] * _is_newsroom(page, i)
        if names and not page.roles.get(i) and _votes(page, i) >= 0 and _unlike_menus(page, page.blocks[i].text):
            return names
    return []


def _is_person(page: Page, name: str) -> bool:
    """Two words or more, none of them a newsroom's or one of the organisations' names."""
    others = {w for organisation in page.organisations for w in norm(organisation).split()}
    others.update(line.casefold().split()[-1] for key in ("press_word", "staff") for line in page.vocabulary.get(key, ()))
    return PERSON.fullmatch(name) is not None and not others & set(norm(name).split())


def is_job(name: str, vocabulary: Mapping[str, Sequence[str]]) -> bool:
    """It says what somebody is: "Lifestyle Writer", "Deputy Picture Director"."""
    words = name[:SHORT].casefold().split()
    if not words or len(words) > NEWSROOM + 1:
        return False
    modifiers, jobs = _jobs(tuple(vocabulary.get("job_modifier", ())), tuple(vocabulary.get("job", ())))
    return words[-1] in jobs or (len(words) > 1 and words[0] in modifiers)


@lru_cache(maxsize=64)
def _jobs(modifiers: tuple[str, ...], jobs: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(w.casefold() for w in modifiers), frozenset(job.casefold().split()[-1] for job in jobs)
