"""Lines → blocks: one block a paragraph, headline, caption or stray label, whatever line breaks the scraper left.

Inputs come as paragraphs between blank lines, as lines, with every inline link on a line of its own, hard-wrapped, or
as one flattened line. Blocks are joined by one blank line, so a second pass finds every block alone between blank
lines and joins nothing: that is why joining looks only at lines that touch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import regex

from cleaner.model import Block, Change, Hint

STOPPED = regex.compile(r"""[.!?…。！？।۔؟](?:["'”’»“)\]」』]|\s*\[\d+\])*$""")
STOPS = frozenset(".!?…。！？।۔؟")
STOPPED_ENDS = frozenset("\"'”’»“)]」』")
"""The other characters that what STOPPED matches may end with: few lines of a page have one."""
CLOSING = regex.compile(r"""[,.;:!?)\]}’”»%…、。，」』]|'s\b""")
OPENING = regex.compile(r"”\p{L}[^”]*”|»\p{L}[^»]*«")
"""What Danish and Swedish put in quotation marks that close elsewhere."""
CLOSING_STARTS = frozenset(",.;:!?)]}’”»%…、。，」』'")
ENDING = regex.compile(r"""[.,;:!?)\]}’”»%…、。，」』"']{1,4}""")
"""What an inline element at the end of a sentence leaves on a line of its own."""
ENDING_STARTS = CLOSING_STARTS | {'"'}
LEAD = regex.compile(r"(?:[*+•▪◦●■‣·»›>]|o(?=\s\S))\s+")
LEAD_STARTS = frozenset("*+•▪◦●■‣·»›>o")
LINE_END = regex.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
ODD_ENDS = ("\r", "\x85", "\u2028", "\u2029")
"""What may end a line beside a newline."""
NO_BLANKS = r"[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]"
"""Characters of Chinese and Japanese, which set no blanks: a line may be wrapped between any two, but not before a closing mark."""
CHUNK = regex.compile(rf"[ \t\n]*(?:{NO_BLANKS}[、。，．！？：；）」』】〉》]*|[^ \t\n—-]*(?:—|-|$|(?=[ \t\n])))")
UNBROKEN = regex.compile(NO_BLANKS)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
WORD = regex.compile(r"[^\W_]")
SEPARATOR = regex.compile(r"\s+[-–—|·•»:]+\s+|\s*\|\s*")
SENTENCE_END = regex.compile(r"""[.!?…]["'”’»)]*\s+["'“‘«(]*\p{Lu}|[。！？।]""")

WRAP = range(30, 131)
"""Columns at which texts are wrapped by hand, by mail programs or by html2text."""
FLAT_WORDS = 40
"""A single line of fewer words may well be a headline or a short paragraph: nothing is split in it."""
HEAD_CHARS, TAIL_CHARS = 3000, 1500
"""Where a flattened article's furniture stands; the prose between is never split."""
LONG = 100_000
"""Characters of a block above which its words are estimated by its blanks."""
SHORT_LINE = 8
"""Words up to which a line may be the text of a link within a sentence."""


@dataclass(frozen=True, slots=True)
class Segmented:
    text: str
    blocks: tuple[Block, ...]
    layers: tuple[tuple[Change, ...], ...]
    """What was changed, in turn: each layer's positions are those of the text the layer before it left."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What segment has to know of the vocabulary: `furniture(line)` tells whether a whole line is known noise,
    `breaks(text)` yields the positions where something that stood on its own line begins or ends,
    `function_words` are the article's language's. `stable(line)` tells whether repair leaves a line alone: lines are
    joined and split only where it does, since a second pass repairs them as they then are."""

    furniture: Callable[[str], bool]
    breaks: Callable[[str], Iterable[int]]
    function_words: frozenset[str] = frozenset()
    stable: Callable[[str], bool] = lambda line: True


NO_CUES = Cues(lambda line: False, lambda text: ())


def segment(text: str, cues: Cues = NO_CUES, hints: Sequence[Hint] = (), raw: str | None = None) -> Segmented:
    """Split repaired `text` into blocks and say what that changed.

    `hints` are spans of `text`; `raw` is what it was before the repair, with as many lines: where a line was wrapped
    shows in its width before blanks were folded. No character is lost: the layers' changes turn `text` into the result's text exactly.
    """
    lines, texts = _lines(text)
    sizes = _sizes(text if raw is None else raw)
    width = _wrap_width(lines, sizes)
    joins = _wrapped_joins(lines, texts, sizes, width) if width else _inline_joins(lines, texts, cues)
    if any(join is not None for join in joins):
        joins = _stable_joins(texts, joins, cues)
    changes: list[Change] = []
    out: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    origins: list[int] = []
    at = length = 0
    for (start, end, _, _), line, join in zip(lines, texts, joins, strict=True):
        before = join if join is not None else "\n\n" if out else ""
        if text[at:start] != before:
            changes.append(Change(at, start, before, "ST101" if join is None else "ST102"))
        out += before, line
        length += len(before)
        if join is None:
            begins.append(length)
            origins.append(start)
        else:
            ends.pop()
        length += end - start
        ends.append(length)
        at = end
    if at < len(text):
        changes.append(Change(at, len(text), "", "ST101"))
    spans = list(zip(begins, ends, strict=True))
    joined = "".join(out)

    hinted = _hint_roles(hints, origins)
    cuts = [_lost_breaks(joined[start:end], cues, n == 0) if end - start > FLAT_WORDS else [] for n, (start, end) in enumerate(spans)]
    if any(cuts):
        joined, second, spans, hinted = _cut(joined, spans, hinted, cuts)
        return Segmented(joined, _blocks(joined, spans, hinted), (tuple(changes), second))
    return Segmented(joined, _blocks(joined, spans, hinted), (tuple(changes),))


def _stable_joins(texts: Sequence[str], joins: Sequence[str | None], cues: Cues) -> list[str | None]:
    """The joins without those of lines that together are not stable."""
    out = list(joins)
    end = 0
    for i, join in enumerate(joins):
        if join is not None and i >= end:
            end = next((n for n in range(i, len(joins)) if joins[n] is None), len(joins))
            if not cues.stable(texts[i - 1] + "".join((joins[n] or "") + texts[n] for n in range(i, end))):
                out[i:end] = [None] * (end - i)
    return out


def _lines(text: str) -> tuple[list[tuple[int, int, bool, int]], list[str]]:
    """(start, end, touches, number) of each line that is not blank, without its outer white space, and these lines themselves.

    `touches`: no blank line before it."""
    places, lines = [], []
    at, touches = 0, False
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        if stripped:
            start = at if len(stripped) == len(line) else text.index(stripped, at)
            places.append((start, start + len(stripped), touches, number))
            lines.append(stripped)
        touches = bool(stripped)
        at += len(line) + 1
    return places, lines


def _sizes(raw: str) -> list[tuple[int, int]]:
    """(width, first chunk) of every line of a text that may be wrapped; the chunk is what a wrapper may not break: a word, up to its
    hyphen."""
    lines = LINE_END.split(raw) if any(end in raw for end in ODD_ENDS) else raw.split("\n")
    if any(len(line) >= WRAP.stop and len(line.strip()) >= WRAP.stop for line in lines):
        return []
    out = []
    for line in map(str.strip, lines):
        chunk = CHUNK.match(line)
        out.append((len(line), chunk.end() if chunk else 0))
    return out


def _wrap_width(lines: list[tuple[int, int, bool, int]], sizes: list[tuple[int, int]]) -> int:
    """The column at which the text is hard-wrapped; 0 if it is not.

    A line is wrapped where the next word would not have fitted. In a wrapped text nearly every line that touches the
    next is; in lists, menus and poems few are.
    """
    width = max((size for size, _ in sizes), default=0)
    if width not in WRAP:
        return 0
    touching = [n for *_, touches, n in lines if touches]
    full = sum(_full(sizes, n, width) for n in touching)
    return width if len(touching) >= 3 and full >= 0.7 * len(touching) else 0


def _full(sizes: list[tuple[int, int]], number: int, width: int) -> bool:
    """The line before `number` had no room for what that line begins with."""
    return sizes[number - 1][0] + 1 + sizes[number][1] > width


def _wrapped_joins(
    lines: list[tuple[int, int, bool, int]], texts: Sequence[str], sizes: list[tuple[int, int]], width: int
) -> list[str | None]:
    joins: list[str | None] = [None] * len(lines)
    for i, (_, _, touches, number) in enumerate(lines):
        if touches and _full(sizes, number, width):
            joins[i] = _glue(texts[i - 1][-2:], texts[i][0])
    return joins


def _inline_joins(lines: list[tuple[int, int, bool, int]], texts: Sequence[str], cues: Cues) -> list[str | None]:
    """Join lines that an inline element broke: the next one goes on in lower case or with a comma or stop, or the line
    ends where no sentence or label ends. A line that is known noise joins nothing."""
    joins: list[str | None] = [None] * len(lines)
    if not any(touches for _, _, touches, _ in lines):
        return joins
    titles: set[str] | None = None
    asked: dict[str, bool] = {}

    def furniture(line: str) -> bool:
        nonlocal titles
        if line not in asked:
            titles = _titles(texts) if titles is None else titles
            asked[line] = len(line) < 200 and (line in titles or cues.furniture(line))
        return asked[line]

    stops = _stopped(texts)
    closes = [line[0] in CLOSING_STARTS and CLOSING.match(line) is not None for line in texts]
    goes_on = [line[0].islower() and (len(line) == 1 or not line[1].isupper()) for line in texts]
    for i in range(1, len(lines)):
        if not lines[i][2]:
            continue
        line, after = texts[i - 1], texts[i]
        ending = after[0] in ENDING_STARTS and len(after) <= 4 and ENDING.fullmatch(after) is not None
        closing = ending or closes[i]
        if stops[i - 1] and not closing:
            continue
        if closing:
            wanted = _inside(line, joins[i - 1]) or (len(after) > 1 and line[-1].isalnum() and after.count(" ") >= 3)
        elif goes_on[i]:
            wanted = _inside(line, joins[i - 1]) or _open_end(line, cues) or (after.count(" ") >= 3 and line[0].isupper() and len(line) > 1)
        elif _open_end(line, cues):
            wanted = line.count(" ") >= 2 or _inside(line, joins[i - 1])
        else:
            wanted = (
                i + 1 < len(lines)
                and lines[i + 1][2]
                and (goes_on[i + 1] or closes[i + 1])
                and not stops[i]
                and line[-1].isalnum()
                and line[-1].islower()
                and after.count(" ") < SHORT_LINE
                and _inside(line, joins[i - 1])
            )
        # Alone such a line is noise, behind an open one it is its end.
        if wanted and not furniture(line) and (ending or not furniture(after)):
            joins[i] = "" if closing and not after.startswith("…") and not OPENING.match(after) else _glue(line[-2:], after[0])
    return joins


def _inside(line: str, join: str | None) -> bool:
    """The line is no label: it goes on from another one, or has some words."""
    return join is not None or line.count(" ") >= 5


def _stopped(texts: Iterable[str]) -> list[bool]:
    """Of each line whether it ends as sentences end."""
    return [text[-1:] in STOPS or (text[-1:] in STOPPED_ENDS and STOPPED.search(text[-12:]) is not None) for text in texts]


def _titles(lines: Sequence[str]) -> set[str]:
    """Lines of five words or more that stand again, and what the first line says with or without what its separators cut off: headlines."""
    forms = {lines[0][: m.start()].rstrip() for m in SEPARATOR.finditer(lines[0])} | {lines[0]}
    return {form for form in forms if form.count(" ") >= 2 and form in lines[1:]} | {
        line for line, n in Counter(lines).items() if n > 1 and line.count(" ") >= 4
    }


def _glue(end: str, following: str) -> str:
    """What stands between two joined lines: nothing where the first broke behind the hyphen of a word, or in a script without blanks, else
    a blank."""
    if UNBROKEN.match(end[-1:]) and UNBROKEN.match(following):
        return ""
    return "" if len(end) == 2 and end[1] in "-—" and end[0].isalnum() and following.isalnum() else " "


def _open_end(line: str, cues: Cues) -> bool:
    """The line ends in a comma, an opening bracket or quote, or a word that no label or sentence ends in."""
    if " " not in line:
        return False
    if line[-1] in ",(“„«—–":
        return True
    word = line.rsplit(None, 1)[-1]
    return word in cues.function_words and word.islower()


def _lost_breaks(text: str, cues: Cues, opens: bool) -> list[int]:
    """Positions in a block where a new one begins: furniture runs on into it. `opens`: it is the first block, and may hold the title.

    A window moves on from the last break found, and one at the end moves back, so that no piece has any breaks left.
    """
    if text.count(" ") + 1 < FLAT_WORDS:
        return []
    cuts: set[int] = set()
    at = 0
    while found := _breaks(text, at, at + HEAD_CHARS, cues):
        cuts.update(found)
        at = found[-1]
    head, tail = at, len(text)
    while found := _breaks(text, max(head + HEAD_CHARS, tail - TAIL_CHARS), tail, cues):
        cuts.update(found)
        tail = found[0]
    if not cuts:
        return []
    if opens:
        for start, end in pairwise([0, *sorted(c for c in cuts if c <= head)]):
            cuts.update(_capital_after_small(text, start, end, cues.function_words))
    edges = [0, *sorted(cuts), len(text)]
    return edges[1:-1] if all(cues.stable(text[a:b].strip()) for a, b in pairwise(edges)) else []


def _breaks(text: str, start: int, end: int, cues: Cues) -> list[int]:
    found = cues.breaks(text[start:end]) if start < len(text) else ()
    return [start + c for c in found if 0 < c < min(end, len(text)) - start and text[start + c - 1].isspace()]


def _capital_after_small(text: str, start: int, end: int, function_words: frozenset[str]) -> Iterable[int]:
    """ "… arms treaty Unlike his …": a capitalised function word after a word in lower case begins a lost line."""
    before = ""
    for match in regex.finditer(r"\S+", text, pos=start, endpos=end):
        word = match.group()
        if word[0].isupper() and word.lower() in function_words and before.islower() and before[-1].isalnum():
            yield match.start()
        before = word


def _cut(
    joined: str, spans: Sequence[tuple[int, int]], hints: Sequence[str | None], cuts: Sequence[list[int]]
) -> tuple[str, tuple[Change, ...], list[tuple[int, int]], list[str | None]]:
    """Put the lost breaks back: the white space before each cut becomes a blank line."""
    changes: list[Change] = []
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for (start, end), within in zip(spans, cuts, strict=True):
        for first, last in pairwise([start, *(start + c for c in within), end]):
            text = joined[first:last].rstrip()
            if last < end:
                changes.append(Change(first + len(text), last, "\n\n", "ST103"))
            parts.append(text)
            pieces.append((length, length + len(text)))
            length += len(text) + 2
    return "\n\n".join(parts), tuple(changes), pieces, [h for h, within in zip(hints, cuts, strict=True) for _ in range(len(within) + 1)]


def _hint_roles(hints: Sequence[Hint], origins: list[int]) -> list[str | None]:
    """The innermost hint on each block's first character: the shortest of those that are open there, of equals the later."""
    if not hints:
        return [None] * len(origins)
    roles: list[str | None] = []
    waiting = sorted(enumerate(hints), key=lambda item: item[1].start, reverse=True)
    opened: list[tuple[int, int, int]] = []
    for at in origins:
        while waiting and waiting[-1][1].start <= at:
            n, hint = waiting.pop()
            heappush(opened, (hint.end - hint.start, -n, hint.end))
        while opened and opened[0][2] <= at:
            heappop(opened)
        roles.append(hints[-opened[0][1]].role if opened else None)
    return roles


def count_words(text: str) -> int:
    """Words between blanks that hold a letter or digit; in scripts without blanks, one for two characters."""
    size = len(text)
    # Each of these characters takes three bytes.
    if not text.isascii() and len(text.encode("utf-8", "surrogatepass")) > size + 2 * (size // 3):
        dense = len(CJK.findall(text))
        if dense > size // 3:
            return max(1, dense // 2)
    if size > LONG:
        return text.count(" ") + 1
    words = text.split()
    return len(words) - len([w for w in words if not (w[0].isalpha() or w.isalnum() or WORD.search(w))])


def is_prose(text: str, words: int, stopped: bool) -> bool:
    """A sentence or more: long enough and stopped, or so long with sentence ends within that a stop may be missing."""
    return words >= 8 if stopped else words >= 25 and SENTENCE_END.search(text) is not None


def _blocks(text: str, spans: list[tuple[int, int]], hints: list[str | None]) -> tuple[Block, ...]:
    texts = [text[start:end] for start, end in spans]
    words = [count_words(block) for block in texts]
    stops = _stopped(texts)
    prose = [is_prose(*measured) for measured in zip(texts, words, stops, strict=True)]
    first, last = _prose_bounds([p and hint != "outside" for p, hint in zip(prose, hints, strict=True)])
    out = []
    for i, (start, end) in enumerate(spans):
        block = texts[i]
        lead = LEAD.match(block) if block[:1] in LEAD_STARTS else None
        zone = "head" if i < first else "tail" if i > last else "body"
        out.append(Block(i, start, end, block, lead.end() if lead else 0, zone, words[i], stops[i], prose[i], hints[i]))
    return tuple(out)


def _prose_bounds(prose: list[bool]) -> tuple[int, int]:
    """(first, last) block of the body.

    A dek is prose in the head: up to two prose blocks that stand alone, each with furniture after it, do not begin the body.
    """
    at = [i for i, p in enumerate(prose) if p]
    if not at:
        return len(prose), len(prose)
    first = next((i for i in at if i + 1 < len(prose) and prose[i + 1]), at[0])
    if sum(i < first for i in at) > 2:
        first = at[0]
    return first, at[-1]
