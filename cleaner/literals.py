"""Which literal strings a regex needs, so that it is tried only on text that holds one of them.

The idea is RE2's FilteredRE2: walk the parsed expression; of a sequence any one part may stand for the whole, of
alternatives every one must be there. Text and literals are compared after `fold`.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

# The regexes are written for the `regex` package; the standard parser shows their structure once this is gone.
CLASS = re.compile(r"\\[pP]\{[^}]*\}|\[:\^?\w+:\]")
DIGIT = re.compile(r"\d")
GROUP_NAME = re.compile(r"\(\?P?<(?![=!])[^>]*>")
FUZZY = re.compile(r"\{(?!\d*,?\d*\})")
"""`{e<=1}` and its like: text to the standard parser, inexact matching to `regex`."""
FEW = 40
"""Characters up to which a range is written out."""
MOST = 3000
"""More literals than these are no filter any more."""
SETS = 4
"""Requirements that are kept of one pattern: an agency and a bracket say more than either."""
RARE = "0jqxz"
"""What tells a text apart though it is a single letter or digit."""


ASCII_FOLDED = {code: "0" if chr(code).isdigit() else chr(code).lower() for code in range(128)}


def fold(text: str) -> str:
    """`text` in lower case, character for character, with the letters that IGNORECASE takes for one another made one, and every digit 0."""
    if text.isascii():
        return text.translate(ASCII_FOLDED)
    text = DIGIT.sub("0", text)
    # ß alone would grow; İ and ı are i to the regex package.
    folded = text.replace("İ", "i").replace("ı", "i").replace("ß", "\ue000").casefold().replace("\ue000", "ß")
    return folded if len(folded) == len(text) else "".join(map(_fold_one, text))


def _fold_one(c: str) -> str:
    if c in "İı":
        return "i"
    folded = c.casefold() if len(c.casefold()) == 1 else c.lower()
    return folded if len(folded) == 1 else c


def literals(pattern: str) -> tuple[str, ...]:
    """Folded strings of which at least one is in `fold(text)` whenever `pattern` matches in `text`; () if that is not known."""
    return next(iter(needs(pattern)), ())


def needs(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Sets of such strings, the most telling first: of each of them one is in the text."""
    tree = parsed(pattern)
    options = () if tree is None else {o for o in _options(tree) if len(o) <= MOST}
    best = sorted(options, key=lambda o: (_worth(o), sorted(o)), reverse=True)[:SETS]
    return tuple(tuple(sorted(o)) for o in best)


def shortest(pattern: str) -> int:
    """Characters of the shortest text that `pattern` matches, as far as that is known."""
    tree = parsed(pattern)
    return 0 if tree is None else int(tree.getwidth()[0])


def parsed(pattern: str) -> Any:
    """The pattern as the standard library's parse tree, names and character classes simplified; None if it cannot be read so."""
    plain = GROUP_NAME.sub("(", CLASS.sub(r"\\w", pattern))
    if FUZZY.search(plain):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re._parser.parse(plain, re.IGNORECASE)  # type: ignore[attr-defined]
    except (re.error, RecursionError, OverflowError):
        return None


def _needed(sequence: Any) -> frozenset[str] | None:
    """The best requirement among the parts of a sequence."""
    return max(_options(sequence), key=_worth, default=None)


def _options(sequence: Any) -> list[frozenset[str]]:
    """All requirements of the parts of a sequence."""
    options: list[frozenset[str]] = []
    run = ""

    def close() -> None:
        nonlocal run
        if run:
            options.append(frozenset([fold(run)]))
        run = ""

    for op, value in sequence:
        name = str(op)
        if name == "LITERAL":
            run += chr(value)
            continue
        if name == "SUBPATTERN" and all(str(o) == "LITERAL" for o, _ in value[3]) and not value[1] and not value[2]:
            run += "".join(chr(v) for _, v in value[3])
            continue
        close()
        need: frozenset[str] | None = None
        if name == "SUBPATTERN":
            options += _options(value[3])
        elif name == "ATOMIC_GROUP":
            options += _options(value)
        elif name == "ASSERT":
            options += _options(value[1])
        elif name == "IN":
            need = _members(value)
        elif name == "BRANCH":
            need = _all(value[1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
            options += _options(value[2])
        if need:
            options.append(need)
    close()
    return [o for o in options if all(map(_telling, o))]


def _telling(literal: str) -> bool:
    """A single letter or blank is in every text; a digit, a single ideograph or symbol is not."""
    return len(literal) > 1 or literal in RARE or not (literal.isspace() or (literal.isalnum() and ord(literal) < 0x3000))


def _members(items: Any) -> frozenset[str] | None:
    """The characters of a class, if they are few and known."""
    found: set[str] = set()
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            found.add(fold(chr(value)))
        elif name == "RANGE" and value[1] - value[0] < FEW:
            found.update(fold(chr(c)) for c in range(value[0], value[1] + 1))
        elif name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found.add("0")
        else:
            return None
    return frozenset(found)


def _all(branches: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for branch in branches:
        need = _needed(branch)
        if not need:
            return None
        found |= need
    return frozenset(found)


def _worth(option: frozenset[str]) -> tuple[int, bool, int]:
    return min(min(map(len, option)), 6), "0" not in option, -len(option)
