"""The headline of a whole page: what the window's title, the first line, says of it, and the line above the story where it stands. Where
the first line is no such title, of the lines above the story the one of which that says most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import regex

from cleaner.model import Block

MOST_WORDS = 35
WORD = regex.compile(r"\w+")
NOT_WORD = regex.compile(r"[\W_]+")
BLANK = regex.compile(r"\s+")
SEPARATOR = regex.compile(r"\s+(?:[-–—|·•»«]|::|--)\s+|\s*\|\s*")
"""What stands between a page's title, its section and the site's name."""
PAIRED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")
DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
STEM = 5
"""Letters of a word that must agree: headlines inflect otherwise than the window's title."""
ALIKE, SURELY_ALIKE = 0.25, 0.5
"""Share of its words from which a line above the story, or one anywhere, says the same as the window's title."""
TRAIL = 0.3
"""The same for the line under a breadcrumb that ends in the window's title."""
OVER_BYLINE = 0.25
"""What standing over the byline counts for, in such shares."""
ABOVE = 40
"""Blocks above the story among which its headline is looked for."""
PIECES = 4
"""Lines over which a scraper may have spread a headline."""
CHARS, WORDS = 12, 3
"""A form of the window's title of fewer characters and words is a site's name or a section."""
HEADLINE = 5
"""Words of a headline under such a breadcrumb: shorter lines are kickers."""
SENTENCE = 15
"""Words from which a line that asks or shouts is the story's rather than its headline."""
OVER = frozenset({"byline", "date", "agency"})
"""What stands between a headline and its story and nowhere in a menu."""
BESIDE = OVER | {"caption", "credit", "widget", "embed"}
"""What stands there, too, and around other lines."""
LISTED = frozenset({"link"})
"""What a list above a story may take of its head by mistake."""
TOLD = 2
"""Words of a headline that its story says at least."""
UNDER = 6
"""Blocks under a headline among which byline and date stand."""
SURE, PLACE = 1.5, 0.05
"""What standing over these counts for, in words that the story says, and what each block between a line and the story takes."""
NEXT = 8
"""Blocks between a headline and the byline under it."""


@dataclass(frozen=True, slots=True)
class Headline:
    """`text`, and the blocks that it stands in; none where only the window tells it."""

    text: str
    blocks: range


def words(text: str) -> int:
    """How many blanks part, and one more; in scripts without blanks, one for three characters."""
    return _dense(text) // 3 if unspaced(text) else text.count(" ") + 1


def unspaced(text: str) -> bool:
    """It is in a script that sets no blanks between words; a Korean headline may hold a sign of one."""
    return _dense(text) > len(text) // 3


def _dense(text: str) -> int:
    return 0 if text.isascii() or not DENSE.search(text) else len(DENSE.findall(text))


def norm(text: str) -> str:
    if text.replace(" ", "").isalpha():
        return " ".join(text.casefold().split())
    return NOT_WORD.sub(" ", text).casefold().strip()


def same(text: str, name: str) -> bool:
    """Whether `norm(text)` is `name`."""
    return _may_begin(text, name) and norm(text) == name


def begins(text: str, name: str) -> bool:
    """Whether `norm(text)` begins with `name`."""
    return _may_begin(text, name) and norm(text).startswith(name)


def _may_begin(text: str, name: str) -> bool:
    """The first letter of most lines of a page tells that they do not begin with a name."""
    return not name or _letter(text) in ("", name[0])


def stopped(text: str) -> bool:
    """It ends in a full stop; headlines may ask or shout."""
    return text.rstrip("\"'”’»“)").endswith((".", "。", "।")) and not text.endswith("...")


def of_page(blocks: Sequence[Block], prose: Sequence[int], roles: Mapping[int, Set[str]]) -> Headline | None:
    """The headline of a page; None where nothing tells it.

    `prose` are the blocks of prose that are left, `roles` are what rules took blocks for. Where the text begins with the window's title,
    that ends in sections and the site's name: its longest beginning that stands on the page again is the headline. Without such a copy it
    is the line above the story that says much the same, or the line that dek, byline and date stand under. Where the first line is
    something else, for the story says nothing of it, it is the line above the story of which that says most.
    """
    first = prose[0] if prose else 0
    story = _story(blocks, first)
    window = "" if roles.get(0) else blocks[0].text
    forms = [(form, begins) for form, begins in _forms(window) if len(norm(form)) >= CHARS or len(norm(form).split()) >= WORDS]
    lines = _by_letter(blocks[1:])
    found = _standing([f for f, begins in forms if begins], blocks, lines, story)
    later = _standing([f for f, begins in forms if not begins], blocks, lines, story)
    if later and (not found or later.blocks.start > found.blocks.start) and _longest_part(window, later.text):
        found = later
    if found is None or words(found.text) < HEADLINE:
        said = frozenset().union(*(stems(blocks[i].text) for i in prose))
        line = over_story(blocks, story, said, roles, lambda b: stems(b.text)) if len(stems(window) & said) < TOLD else None
        if line is not None:
            line = _over_dek(line, blocks, said, roles)
            return Headline(line.text, range(line.index, line.index + 1))
    if found:
        return _under_trail(found, blocks, roles)
    if not forms:
        return None
    longest = max(SEPARATOR.split(window), key=len)
    return _alike(window[: window.index(longest) + len(longest)], blocks, story, roles)


def _under_trail(found: Headline, blocks: Sequence[Block], roles: Mapping[int, Set[str]]) -> Headline:
    """The line under the last step of a breadcrumb, which is the window’s title, if it says much the same. Two steps make one sure."""
    at = found.blocks.start
    trail = all(roles.get(i, frozenset()) & {"navigation", "section"} for i in range(max(1, at - 2), at))
    if not trail or len(found.blocks) > 1:
        return found
    wanted = stems(found.text)
    below = blocks[at + 1 : at + 1 + PIECES]
    if any(norm(b.text) in norm(found.text) for b in below if b.words > 1):
        return found
    line = max(_lines(blocks, at + 1, at + PIECES, roles), key=lambda b: _shared(b.text, wanted), default=None)
    if line is None or line.words < HEADLINE or _shared(line.text, wanted) < TRAIL:
        return found
    return Headline(line.text, range(line.index, line.index + 1))


def _story(blocks: Sequence[Block], first: int) -> int:
    """The first prose that is no headline: those ask and shout, and sentences are long or end in a full stop."""
    rest = (b.index for b in blocks[first:] if b.prose and (b.words >= SENTENCE or stopped(b.text)))
    return next(rest, first)


def _forms(window: str) -> Iterator[tuple[str, bool]]:
    """The window's title from one separator to another, longest first, and whether it is a beginning of it."""
    edges = [(0, 0), *((m.start(), m.end()) for m in SEPARATOR.finditer(window)), (len(window), len(window))]
    pieces = [(edges[i][1], edges[j][0]) for i in range(len(edges)) for j in range(i + 1, len(edges))]
    for start, end in sorted(pieces, key=lambda piece: (piece[0] > 0, piece[0] - piece[1])):
        yield window[start:end].strip(), start == 0


def _longest_part(window: str, form: str) -> bool:
    """A section or a site's name is shorter than the headline before it."""
    return len(form) >= max(len(part) for part in SEPARATOR.split(window))


def _by_letter(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """The blocks by their first letter in lower case; those that begin with none, under ""."""
    found: dict[str, list[Block]] = {}
    for block in blocks:
        found.setdefault(_letter(block.text), []).append(block)
    return found


def _letter(text: str) -> str:
    return text[0].casefold()[0] if text[:1].isalpha() else ""


def _standing(forms: Sequence[str], blocks: Sequence[Block], lines: Mapping[str, Sequence[Block]], story: int) -> Headline | None:
    """The first of the forms that stands on the page as a line, or spread over some, where it is next to the story."""
    for form in forms:
        name = norm(form)
        word = max(name.split(), key=len, default="")
        near = [*lines.get(name[:1], ()), *lines.get("", ())]
        places = [range(b.index, b.index + 1) for b in near if word in b.text.casefold() and norm(b.text) == name]
        close = any(story - ABOVE <= p.start <= story for p in places)
        places += [] if close else _spread(form, blocks, lines.get(_letter(form), ()))
        if places:
            place = min(places, key=lambda p: (p.start > story, abs(p.start - story)))
            return Headline(blocks[place.start].text if len(place) == 1 else form, place)
    return None


def _spread(form: str, blocks: Sequence[Block], lines: Sequence[Block]) -> Iterator[range]:
    """Where one of the lines and those after it together are the form, mark for mark."""
    wanted = BLANK.sub("", form)
    for block in lines:
        text = BLANK.sub("", block.text)
        end = block.index + 1
        while len(text) < len(wanted) and end < min(len(blocks), block.index + PIECES):
            text += BLANK.sub("", blocks[end].text)
            end += 1
        if text == wanted:
            yield range(block.index, end)


def _alike(title: str, blocks: Sequence[Block], story: int, roles: Mapping[int, Set[str]]) -> Headline | None:
    """The headline where no line says just what the window's title does: a line that says the greater part of it, else the line above the
    story that shares the most words with it, and the sooner if it stands over byline and date."""
    name, wanted = norm(title), stems(title)
    free = [b for b in blocks[1:] if b.words >= WORDS and roles.get(b.index, LISTED) <= LISTED]
    long = (b for b in free if 2 * len(b.text.casefold()) >= len(name))
    parts = [b for b in long if 2 * len(n := norm(b.text)) >= len(name) and n in name]
    over = _over_byline(blocks, story, roles)
    lines = [*_lines(blocks, max(1, story - ABOVE), story, roles), *([over] if over else [])]
    part = min(parts, key=lambda b: (b.index > story, abs(b.index - story)), default=None)
    line = part or max(lines, key=lambda b: (_shared(b.text, wanted) + OVER_BYLINE * (b is over), b.index), default=None)
    if line is None or not (part or line is over or _shared(line.text, wanted) > ALIKE):
        line = max(_lines(blocks, 1, len(blocks), roles), key=lambda b: _shared(b.text, wanted), default=None)
        if line is None or _shared(line.text, wanted) < SURELY_ALIKE:
            return Headline(title, range(0))
    return Headline(line.text, range(line.index, line.index + 1))


def _lines(blocks: Sequence[Block], start: int, end: int, roles: Mapping[int, Set[str]]) -> Iterator[Block]:
    """Lines that may be a headline: no rule took them for something else, and they are no sentences of a story."""
    for block in blocks[start:end]:
        if WORDS <= block.words <= MOST_WORDS and roles.get(block.index, LISTED) <= LISTED and not stopped(block.text):
            yield block


def _over_dek(line: Block, blocks: Sequence[Block], said: Set[str], roles: Mapping[int, Set[str]]) -> Block:
    """The line right over this one, if that is as long as deks are and the story speaks of both."""
    above = next(_lines(blocks, max(0, line.index - 1), line.index, roles), None)
    if above is None or line.words < SENTENCE or roles.get(above.index):
        return line
    return above if HEADLINE <= above.words < line.words and len(stems(above.text) & said) >= TOLD else line


def over_story(
    blocks: Sequence[Block], story: int, said: Set[str], roles: Mapping[int, Set[str]], words: Callable[[Block], Set[str]]
) -> Block | None:
    """The line above a story that is likeliest to be its headline: the story says much of what it says, and it stands near and over a
    byline or date.

    `story` is its first block, `said` are the words of its paragraphs, `words` gives those of a block.
    """
    best, found = float("-inf"), None
    for block in _lines(blocks, max(0, story - ABOVE), story + 1, roles):
        own = words(block)
        same = len(own & said)
        if same < TOLD or block.lead or (block.prose and block.words >= SENTENCE):
            continue
        over = any(OVER & roles.get(i, frozenset()) for i in range(block.index + 1, block.index + 1 + UNDER))
        worth = same * same / len(own) + SURE * over - PLACE * (story - block.index)
        if worth > best:
            best, found = worth, block
    return found


def _over_byline(blocks: Sequence[Block], story: int, roles: Mapping[int, Set[str]]) -> Block | None:
    """The line that stands over the story's byline and date, and over its dek; with nothing over these, the line under them."""
    anchors = [i for i in range(max(1, story - ABOVE), min(story + 2, len(blocks))) if OVER & roles.get(i, frozenset())]
    if not anchors:
        return None
    last = anchors[-1]
    first = next(i for i in anchors if all(j in anchors or roles.get(j, frozenset()) <= BESIDE for j in range(i, last)))
    above = list(_display(blocks, range(first - 1, max(0, first - NEXT), -1), roles))
    if above:
        dek = len(above) > 1 and (above[0].prose or above[0].words >= above[1].words) and above[1].words > WORDS
        return above[1] if dek else above[0] if not stopped(above[0].text) else None
    return next(_display(blocks, range(last + 1, story), roles), None)


def _display(blocks: Sequence[Block], indexes: Sequence[int], roles: Mapping[int, Set[str]]) -> Iterator[Block]:
    """The lines of some words that come before something else than what stands around a headline."""
    for i in indexes:
        taken = roles.get(i, frozenset())
        if taken - BESIDE:
            return
        if not taken and blocks[i].words >= WORDS:
            yield blocks[i]


def stems(text: str) -> set[str]:
    """The longer words; of scripts without blanks or with short words, pairs of neighbours."""
    words = WORD.findall(text.casefold())
    return {w[:STEM] for w in words if len(w) > 3 and not PAIRED.match(w)} | {
        w[i : i + 2] for w in words if PAIRED.match(w) for i in range(len(w) - 1)
    }


def _shared(text: str, wanted: Set[str]) -> float:
    """How much of both is in both (Dice 1945), from 0 to 1; one word alone may be chance."""
    own = stems(text)
    same = len(own & wanted)
    return 2 * same / (len(own) + len(wanted)) if same >= 2 else 0.0
