"""Encoding damage, entities, invisible characters and odd blanks, line by line: a line stays one line.

Two layers. The first is `ftfy.fix_text` on each line, with one fixed configuration, and nothing else. The second is
our own tidying of what ftfy leaves on purpose. It is taken only where ftfy would leave its outcome alone: so a second
pass changes nothing, without a loop (removing a zero-width character might otherwise put two halves of a mojibake
together that the next pass would repair).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import regex

from cleaner.model import Change

LINE_END = regex.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
# ftfy changes a line only if it holds one of these: an ampersand, a control character, something that Unicode
# normalises, or what `ftfy.badness` can find bad. All its findings need two neighbours beyond ASCII, but for C1 controls,
# Â, Ã and Œ, œ. tests/test_repair.py holds this against ftfy itself.
MAY_CHANGE = regex.compile(
    r"[&\x00-\x08\x0b-\x1f\x7f-\x9fÂÃŒœ]|[^\x00-\x7f]{2}"
    r"|[^\x00-\x7f\xa0-\u0148\u014a-\u017f\u0391-\u03a9\u03b1-\u03c9\u0410-\u044f\u2010-\u2027\u2030-\u203a€™−]"
)
TOKEN = regex.compile(r"\s+|\S+")
DIFF_TOKENS = 4000
"""Tokens of a changed line above which unequal numbers of tokens are not compared one by one: difflib is quadratic."""

BLANKS = r"[ \t\n\r\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]"
ENTITY_BLANK = r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0)\b;?"
ENTITIES = {"amp": "&", "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "ndash": "–", "mdash": "—", "hellip": "…"}
ENTITY = r"&(?P<entity>amp|quot|[lr][sd]quo|[nm]dash|hellip|#3[49]|#821[1267]|#822[01])(?:;|(?![\w=;]))"
# Joiners shape letters in these scripts and glue emoji together; elsewhere they are dirt.
JOINED = r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
ZERO = rf"[\u00ad\u200b\u2060-\u2064\ufeff]|(?<!{JOINED})[\u200c\u200d](?!{JOINED})"
MARKS = r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
RIGHT_TO_LEFT = regex.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
CONTROL = r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff]"

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
    shift = 0
    for start, end, line_end in _lines(text):
        outer = text[start:end]
        line = outer.strip()
        at = start + (len(outer) - len(outer.lstrip()) if line else 0)
        fixed, tidy = _line(line, ignore) if line else (line, [])
        if fixed != line:
            decoded += _differences(line, fixed, at)
        if line_end not in ("\n", ""):
            decoded.append(Change(end, end + len(line_end), "\n", "ST101"))
        tidied += (Change(at + shift + s, at + shift + e, after, code) for s, e, after, code in tidy)
        out += text[start:at], _applied(fixed, tidy), text[at + len(line) : end], "\n" if line_end else ""
        shift += len(fixed) - len(line) + (1 - len(line_end) if line_end else 0)
    return Repaired("".join(out), (tuple(decoded), tuple(tidied)))


def stable(line: str) -> bool:
    """Whether `repair` would leave this line, which it has seen in other pieces, as it is."""
    return not MAY_CHANGE.search(line) or _line(line, frozenset()) == (line, [])


def _line(line: str, ignore: frozenset[str]) -> tuple[str, list[Tidy]]:
    """A line without its outer white space → what ftfy makes of it, and our own repairs of that."""
    fixed = line if "TX101" in ignore or not MAY_CHANGE.search(line) else _fix(line)
    tidy = list(_found(fixed, ignore))
    after = _applied(fixed, tidy)
    again = "TX101" in ignore or not MAY_CHANGE.search(after) or _fix(after) == after
    if tidy and again and not any(_found(after, ignore)):
        return fixed, tidy
    # Left alone, the line must be what a second pass gets to see: one line, without outer white space.
    whole = fixed == fixed.strip() and not LINE_END.search(fixed)
    return (fixed, []) if whole else (line, [])


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, line end) of every line, the last one's line end empty."""
    at = 0
    for match in LINE_END.finditer(text):
        yield at, match.start(), match.group()
        at = match.end()
    yield at, len(text), ""


@cache
def _ftfy() -> Callable[[str], str]:
    # Importing ftfy costs more than cleaning a page that has no use for it.
    import ftfy

    config = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False, unescape_html=True)
    return lambda line: ftfy.fix_text(line, config)


def _fix(line: str) -> str:
    return _ftfy()(line)


def _found(line: str, ignore: frozenset[str]) -> Iterator[Tidy]:
    pattern = _patterns()[0 if RIGHT_TO_LEFT.search(line) else 1]
    for match in pattern.finditer(line):
        code, after = _replacement(match)
        if code not in ignore and after != match.group():
            yield match.start(), match.end(), after, code


@cache
def _patterns() -> tuple[Any, Any]:
    out = []
    for zero in (ZERO, f"{ZERO}|{MARKS}"):
        invisible = f"(?:{zero}|{CONTROL})"
        blank = f"(?:{BLANKS}|{ENTITY_BLANK})"
        # A run that holds a blank is one blank, whatever invisible characters stand in it.
        edge = rf"(?:\s|{blank}|{invisible})"
        out.append(
            regex.compile(
                f"(?P<edge>^{edge}++|{edge}++$)|(?P<space>{invisible}*+{blank}(?:{blank}|{invisible})*+)|(?P<zero>(?:{zero})+)|(?P<control>{CONTROL}+)|{ENTITY}"
            )
        )
    return out[0], out[1]


def _replacement(match: Any) -> tuple[str, str]:
    kind = match.lastgroup
    if kind == "edge":
        return "TX105", ""
    if kind == "zero":
        return "TX103", ""
    if kind == "control":
        return "TX104", ""
    if kind == "space":
        return ("TX102" if "&" in match.group() else "TX105"), " "
    name = match["entity"]
    return "TX102", ENTITIES[name] if name in ENTITIES else chr(int(name[1:]))


def _applied(line: str, changes: list[Tidy]) -> str:
    parts, at = [], 0
    for start, end, after, _ in changes:
        parts += line[at:start], after
        at = end
    return "".join([*parts, line[at:]])


def _differences(before: str, after: str, offset: int) -> Iterator[Change]:
    """Small changes that turn one line into the other: word by word, without what both have in common."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) == len(new):
        hunks = [(i, i + 1, i, i + 1) for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    elif len(old) > DIFF_TOKENS:
        hunks = [(0, len(old), 0, len(new))]
    else:
        hunks = [h[1:] for h in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if h[0] != "equal"]
    at = token = 0
    for i1, i2, j1, j2 in hunks:
        at += sum(map(len, old[token:i1]))
        token = i1
        a, b = "".join(old[i1:i2]), "".join(new[j1:j2])
        head = _common(a, b)
        tail = _common(a[head:][::-1], b[head:][::-1])
        start, end = offset + at + head, offset + at + len(a) - tail
        yield Change(start, end, b[head : len(b) - tail], "TX101")


def _common(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n
