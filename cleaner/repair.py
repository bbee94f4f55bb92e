"""Encoding damage, entities, invisible characters and odd blanks, line by line: a line stays one line.

Two layers. The first is `ftfy.fix_text` on each line, with one fixed configuration, and nothing else. The second is
our own tidying of what ftfy leaves on purpose. It is taken only where ftfy would leave its outcome alone: so a second
pass changes nothing, without a loop (removing a zero-width character might otherwise put two halves of a mojibake
together that the next pass would repair).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice, pairwise
from typing import Any
from unicodedata import is_normalized

import regex

from cleaner.model import Change

# U+0085 within Latin-1 mojibake is a byte of a letter ("Ã\x85" is Å, "Ñ\x85" is х), not the end of a line.
LINE_END = regex.compile(r"\r\n|[\r\n\u2028\u2029]|(?<![\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\x85")

# What makes ftfy change a line is an entity, a control character or surrogate, a line that is not in NFC, or what
# `ftfy.badness` finds bad: Â or Ã before a blank, œ before no letter, a C1 control, or two neighbours of its some 450
# characters. Harmless neighbours are two letters, unless a capital follows a small one, and what stands beside an
# apostrophe, a dash, U+00A0 or inside quotes. tests/test_repair.py holds this against ftfy itself.
SUSPECTS = (
    r"[\xa0-\u017f\u0192\u02c6-\u02dd\u0384-\u03ce\u0401-\u045f\u0490\u0491\u2013-\u203a\u2044\u20a7\u20ac\u2116\u2122"
    r"\u2202-\u2265\u2310\u2502-\u2593\u25ca\uf8ff\ufb01\ufb02\ufffd]"
)
LETTER = r"(?:\p{Lu}|(?![ƒµ])\p{Ll})"
HARMLESS = (
    r"(?![ÂÃÎÐØÙ])"
    rf"(?:(?!\p{{Ll}}\p{{Lu}}){LETTER}{{2}}|[‘“„«¿¡]{LETTER}|{LETTER}[”»](?![^ .,;:!?)])|[‘“”]{{2}}|[’–—…·\xa0].|.[’–—…·\xa0])"
)
ASCII_TRIGGER = regex.compile(r"&#?[0-9A-Za-z]{1,24};|[\x00-\x08\x0b-\x1f\x7f]")
TRIGGER = regex.compile(
    rf"{ASCII_TRIGGER.pattern}|[\x80-\x9f\u2028\u2029\u206a-\u206f\ud800-\udfff\ufeff\ufff9-\ufffc]"
    rf"|[ÂÃ] |[Œœ](?![A-Za-z])|(?!{HARMLESS}){SUSPECTS}{{2}}"
)
WHITE = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and c not in "\x85\xa0")
"""Outer white space. At the end of a line U+0085 and U+00A0 may be half a letter ("voilÃ\xa0")."""
TOKEN = regex.compile(r"[A-Za-z0-9]{1,40}|\s{1,40}|\S")
REACH = 32
"""Tokens within which two versions of a line are expected to go on alike after a difference."""

ODD = r"\n\t\r\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f"
BLANK = regex.compile(rf"[ {ODD}&]")
ENTITY_BLANK = r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0)\b;?"
ENTITIES = {"amp": "&", "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "ndash": "–", "mdash": "—", "hellip": "…"}
ENTITY = r"&(?P<entity>amp|quot|[lr][sd]quo|[nm]dash|hellip|#3[49]|#821[1267]|#822[01])(?:;|(?![\w=;]))"
# Joiners shape letters in these scripts and glue emoji together; elsewhere they are dirt.
JOINED = r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
JOINER = rf"(?<!{JOINED})[\u200c\u200d](?!{JOINED})"
ZERO = r"\u00ad\u200b\u2060-\u2064\ufeff"
MARKS = r"\u200e\u200f\u202a-\u202e\u2066-\u2069"
CONTROL = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff"
UNTIDY = regex.compile(rf"  |[&{ODD}{ZERO}{MARKS}{CONTROL}\u200c\u200d]")
CONTROLS = regex.compile(rf"[{CONTROL}]")
# All that TRIGGER and UNTIDY can match in a line, but for two blanks, begins so, and most lines have nothing of it. The standard
# library is fastest where one set of characters stands in front.
BAD = rf"&{ODD[2:]}{ZERO}{MARKS}{CONTROL}\u200c\u200d\x80-\x9f\u206a-\u206f\ud800-\udfff\ufffcŒœ"
SUSPICIOUS = re.compile(rf"[{BAD}{SUSPECTS[1:-1]}](?:(?<=[{BAD}])|{SUSPECTS}|(?<=[ÂÃ]) )")
ODD_ENDS = ("\r", "\x85", "\u2028", "\u2029")
RIGHT_TO_LEFT = regex.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

Tidy = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Repaired:
    text: str
    layers: tuple[tuple[Change, ...], ...]
    """Each layer's positions are those of the text the layer before it left; the first one's, the raw text's."""


def repair(text: str, ignore: frozenset[str] = frozenset()) -> Repaired:
    """Repair `text` line by line; `ignore` names codes (TX101–TX105) that are not wanted."""
    decoded: list[Change] = []
    tidied: list[Change] = []
    out: list[str] = []
    done = shift = 0
    odd = any(end in text for end in ODD_ENDS) or not is_normalized("NFC", text)
    for start, end, line_end in _lines(text) if odd else _suspect_lines(text):
        outer = text[start:end]
        line = _core(outer)
        at = start + (len(outer) - len(outer.lstrip()) if line else 0)
        fixed, tidy = _line(line, ignore) if line else (line, [])
        if fixed != line:
            decoded += _differences(line, fixed, at)
        if line_end not in ("\n", ""):
            decoded.append(Change(end, end + len(line_end), "\n", "ST101"))
        tidied += (Change(at + shift + s, at + shift + e, after, code) for s, e, after, code in tidy)
        out += text[done:at], _applied(fixed, tidy), text[at + len(line) : end], "\n" if line_end else ""
        done = end + len(line_end)
        shift += len(fixed) - len(line) + (1 - len(line_end) if line_end else 0)
    out.append(text[done:])
    return Repaired("".join(out), (tuple(decoded), tuple(tidied)))


def stable(line: str) -> bool:
    """Whether `repair` would leave this line, which it has seen in other pieces, as it is."""
    return not may_change(line) or _line(line, frozenset()) == (line, [])


def may_change(line: str) -> bool:
    """Whether ftfy could change this line, which holds no line break; False is certain."""
    if line.isascii():
        return ASCII_TRIGGER.search(line) is not None
    found = SUSPICIOUS.search(line)
    return (found is not None and TRIGGER.search(line, found.start()) is not None) or not is_normalized("NFC", line)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, line end) of every line, the last one's line end empty."""
    at = 0
    for match in LINE_END.finditer(text):
        yield at, match.start(), match.group()
        at = match.end()
    yield at, len(text), ""


def _suspect_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Those lines that hold what is suspicious, of a text whose lines all end in newlines."""
    match, blanks = SUSPICIOUS.search(text), text.find("  ")
    while match or blanks >= 0:
        place = match.start() if match and not 0 <= blanks < match.start() else blanks
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        if end < 0:
            yield start, len(text), ""
            return
        yield start, end, "\n"
        if match and match.start() < end:
            match = SUSPICIOUS.search(text, end)
        if 0 <= blanks < end:
            blanks = text.find("  ", end)


def _core(outer: str) -> str:
    """A line without its outer white space, which belongs to segment."""
    return outer.lstrip().rstrip(WHITE)


def _line(line: str, ignore: frozenset[str]) -> tuple[str, list[Tidy]]:
    """A line without its outer white space → what ftfy makes of it, and our own repairs of that."""
    fixed = line if "TX101" in ignore else _fix(line)
    tidy = list(_found(fixed, ignore))
    if not tidy and fixed == line:
        return line, []
    # What a second pass gets to see of the outcome must be one line that comes out of it unchanged.
    after = _applied(fixed, tidy)
    seen = _core(after)
    if not LINE_END.search(after) and ("TX101" in ignore or _fix(seen) == seen) and not any(_found(seen, ignore)):
        return fixed, tidy
    whole = _core(fixed) == fixed and not LINE_END.search(fixed)
    return (fixed, []) if whole else (line, [])


def _fix(line: str) -> str:
    return _ftfy()(line) if may_change(line) else line


@cache
def _ftfy() -> Callable[[str], str]:
    # Importing ftfy costs more than cleaning a page that has no use for it.
    import ftfy

    config = ftfy.TextFixerConfig(
        uncurl_quotes=False,
        fix_character_width=False,
        fix_latin_ligatures=False,
        unescape_html=True,
        # Pieces of a fixed length would be cut elsewhere in a second pass.
        max_decode_length=sys.maxsize,
    )
    return lambda line: ftfy.fix_text(line, config)


def _found(line: str, ignore: frozenset[str]) -> Iterator[Tidy]:
    if not UNTIDY.search(line):
        return
    for match in _pattern(RIGHT_TO_LEFT.search(line) is not None).finditer(line):
        (start, end), name = match.span(), match["entity"]
        if name:
            found = [(start, end, ENTITIES.get(name) or chr(int(name[1:])), "TX102")]
        else:
            found = _run(match.group(), start, at_edge=start == 0 or end == len(line))
        yield from (tidy for tidy in found if tidy[3] not in ignore)


def _run(run: str, start: int, at_edge: bool) -> list[Tidy]:
    """A run that holds a blank becomes one, whatever invisible characters stand in it; at a line's edge it goes."""
    if BLANK.search(run):
        after = "" if at_edge else " "
        return [(start, start + len(run), after, "TX102" if "&" in run else "TX105")] if run != after else []
    found = []
    for control, part in groupby(run, key=lambda c: CONTROLS.match(c) is not None):
        end = start + sum(1 for _ in part)
        found.append((start, end, "", "TX104" if control else "TX103"))
        start = end
    return found


@cache
def _pattern(right_to_left: bool) -> Any:
    """Runs of odd blanks and invisible characters, and entities. Direction marks are dirt where nothing runs to the left."""
    odd = ODD + ZERO + CONTROL + ("" if right_to_left else MARKS)
    # A plain blank before an ordinary character is what most blanks are: told apart by one look ahead.
    return regex.compile(rf"(?! [^ &{odd}\u200c\u200d])(?:[ {odd}]|{JOINER}|{ENTITY_BLANK})++|{ENTITY}")


def _applied(line: str, changes: list[Tidy]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, after, _ in changes:
        parts += line[at:start], after
        at = end
    return "".join([*parts, line[at:]])


def _differences(before: str, after: str, offset: int) -> Iterator[Change]:
    """Small changes that turn one line into the other, from left to right: difflib would be quadratic, and lines may be long."""
    i = j = 0
    while True:
        same = _common(before, after, i, j)
        i, j = i + same, j + same
        if i == len(before) and j == len(after):
            return
        old, new = _window(before, i), _window(after, j)
        x, y = _next_alike(old, new)
        a, b = "".join(old[:x]), "".join(new[:y])
        tail = _common(a[::-1], b[::-1])
        yield Change(offset + i, offset + i + len(a) - tail, b[: len(b) - tail], "TX101")
        i, j = i + len(a), j + len(b)


def _window(text: str, at: int) -> list[str]:
    tokens = [m.group() for m in islice(TOKEN.finditer(text, at), REACH)]
    return tokens if len(tokens) == REACH else [*tokens, "", ""]


def _next_alike(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many tokens to go in each: until the next two are the same, or up to the next blank in both if that comes first."""
    x, y = (next((n for n, token in enumerate(tokens) if n and token.isspace()), len(tokens)) for tokens in (old, new))
    places = {pair: y for y, pair in reversed([*enumerate(pairwise(new))])}
    alike = min(((x + places[pair], x, places[pair]) for x, pair in enumerate(pairwise(old)) if pair in places), default=None)
    if alike and (alike[1] <= x or alike[2] <= y):
        return alike[1:]
    return x, y


def _common(a: str, b: str, i: int = 0, j: int = 0) -> int:
    """The length of what `a` from `i` and `b` from `j` begin with."""
    n, step = 0, 4096
    while step:
        piece = a[i + n : i + n + step]
        if len(piece) == step and b.startswith(piece, j + n):
            n += step
        else:
            step //= 2
    return n
