"""What a regex asks of a text, so that it is tried only where it may match: literal strings, a first word, the characters at both ends.

The idea is RE2's FilteredRE2: walk the parsed expression; of a sequence any one part may stand for the whole, of
alternatives every one must be there. Text and literals are compared after `fold`. Every walk may take too much for possible,
never too little: look-arounds and anchors, which only forbid, are left out, and what is not understood may be anything.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any

# The regexes are written for the `regex` package; the standard parser shows their structure once this is gone.
CLASS = re.compile(r"\\p\{(?P<word>[LMN][a-z]?)\}|\\[pP]\{[^}]*\}|\[:\^?\w+:\]")
DIGIT = re.compile(r"\d")
CHANGING = re.compile(r"[^\x00-\xb4\xb6-\xbf\xdf-\xff\u2000-\u20ff\u3000-\ua61f\uac00-\ud7ff]")
"""Outside of ASCII, folding changes nothing in a text without one of these: neither capitals nor digits of other scripts are elsewhere."""
GROUP_NAME = re.compile(r"\(\?P?<(?![=!])[^>]*>")
FUZZY = re.compile(r"\{(?!\d*,?\d*\})")
"""`{e<=1}` and its like: text to the standard parser, inexact matching to `regex`."""
FEW = 40
"""Characters up to which a range is written out."""
MOST = 3000
"""More literals than these are no filter any more."""
EXACT = 200
"""The same for strings that are looked for one after the other."""
SETS = 4
"""Requirements that are kept of one pattern: an agency and a bracket say more than either."""
RARE = "0jqxz"
"""What tells a text apart though it is a single letter or digit."""


LONGEST = 16
"""Letters of a first word that are told apart."""
WAYS = 1000
"""First words that are followed at once, each a letter further."""
CAPITAL = re.compile(r"\\p\{Lu\}")
CAPITAL_SIGN = "\ue000"
"""A character that no pattern has, to stand for a capital."""
FIRST_WORD = re.compile(r"[^\W_]+")
PUNCTUATION = ".,:;!?…()[]'\"‘’“”„«»–—-"
"""What stands around a word without a blank."""
BLANKS = " \t\n\r\f\v"
MARKS = frozenset(BLANKS + "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~" + "“”„«»‘’‹›–—…·•©。、，！？：；」』】）")
"""Characters that are no letters, digits or marks on letters, and are told apart at the ends of a text."""
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0_")
REST = "\ufffd"
"""Stands for all other characters there."""
AFTER_MARK = "\ue002"
"""Stands for a full stop at the end that comes behind another mark: text in brackets ends so, and few sentences do."""
ANY = MARKS | LETTERS | {REST}
CATEGORIES = {
    "CATEGORY_WORD": LETTERS | {REST},
    "CATEGORY_DIGIT": frozenset("0"),
    "CATEGORY_SPACE": frozenset(BLANKS) | {REST},
}
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
NOTHING = ("AT", "ASSERT", "ASSERT_NOT")
"""Parts that take no character."""


ASCII_FOLDED = {code: "0" if chr(code).isdigit() else chr(code).lower() for code in range(128)}
BYTES_FOLDED = bytes(ord(ASCII_FOLDED.get(code, chr(code))) for code in range(256))


def fold(text: str) -> str:
    """`text` in lower case, character for character, with the letters that IGNORECASE takes for one another made one, and every digit 0."""
    if text.isascii():
        return text.translate(ASCII_FOLDED)
    if not CHANGING.search(text):
        return text.encode("utf-8", "surrogatepass").translate(BYTES_FOLDED).decode("utf-8", "surrogatepass")
    folded = text.casefold()
    if len(folded) == len(text):
        folded = folded.replace("ı", "i")
    else:
        # ß alone would grow; İ and ı are i to the regex package.
        folded = text.replace("İ", "i").replace("ı", "i").replace("ß", "\ue000").casefold().replace("\ue000", "ß")
        if len(folded) != len(text):
            lines = text.split("\n")
            return "\n".join(map(fold, lines)) if len(lines) > 1 else DIGIT.sub("0", "".join(map(_fold_one, text)))
    return DIGIT.sub("0", folded)


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


@lru_cache(maxsize=4)  # all that is asked of one pattern is asked in turn
def parsed(pattern: str) -> Any:
    """The pattern as the standard library's parse tree, names and character classes simplified; None if it cannot be read so."""
    plain = GROUP_NAME.sub("(", CLASS.sub(lambda name: r"\w" if name["word"] else r"\D", pattern))
    if FUZZY.search(plain):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re._parser.parse(plain, int(re.IGNORECASE))  # type: ignore[attr-defined]
    except (re.error, RecursionError, OverflowError):
        return None


def exact(pattern: str, case: bool) -> tuple[str, ...]:
    """Strings of which at least one is in every text that `pattern` matches, with these very capitals: AP, which many words have in small
    letters. () if none are known. `case`: the pattern tells capitals from small letters throughout."""
    tree = parsed(pattern)
    options = [] if tree is None else _options(tree, case=case)
    best = max((o for o in options if len(o) <= EXACT and all(fold(literal) != literal for literal in o)), key=_worth, default=())
    return tuple(sorted(best))


def _options(sequence: Any, run: str = "", case: bool | None = None) -> list[frozenset[str]]:
    """All requirements of the parts of a sequence, before which `run` stands: folded, or (`case` is known) what stands so in the text."""
    options: list[frozenset[str]] = []

    def close() -> None:
        nonlocal run
        if run:
            options.append(frozenset([fold(run) if case is None else run]))
        run = ""

    for op, value in sequence:
        name = str(op)
        if name == "LITERAL":
            if case is False and chr(value).casefold() != chr(value).upper():
                close()
            else:
                run += chr(value)
            continue
        if name == "SUBPATTERN" and case is not False and not value[1] and not value[2] and all(str(o) == "LITERAL" for o, _ in value[3]):
            run += "".join(chr(v) for _, v in value[3])
            continue
        before = run
        close()
        need: frozenset[str] | None = None
        if name == "SUBPATTERN":
            told = None if case is None else (case or bool(value[2] & re.IGNORECASE)) and not value[1] & re.IGNORECASE
            options += _options(value[3], before, told)
        elif name == "ATOMIC_GROUP":
            options += _options(value, before, case)
        elif name == "ASSERT":
            options += _options(value[1], case=case)
        elif name == "IN":
            need = _members(value) if case is None else None
        elif name == "BRANCH":
            need = _all(value[1], before, case)
        elif name in REPEATS and value[0] > 0:
            options += _options(value[2], case=case)
        if need:
            options.append(need)
    close()
    return [o for o in options if all(map(_telling, o))]


def _telling(literal: str) -> bool:
    """A single letter or blank is in every text; a digit, a single ideograph or symbol is not."""
    return len(literal) > 1 or literal in RARE or not (literal.isspace() or (literal.isalnum() and ord(literal) < 0x3000))


def _members(items: Any, blanks: bool = False) -> frozenset[str] | None:
    """The characters of a class, if they are few and known; with `blanks`, one stands for all kinds of them."""
    found: set[str] = set()
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            found.add(fold(chr(value)))
        elif name == "RANGE" and value[1] - value[0] < FEW:
            found.update(fold(chr(c)) for c in range(value[0], value[1] + 1))
        elif name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found.add("0")
        elif blanks and name == "CATEGORY" and str(value) == "CATEGORY_SPACE":
            found.add(" ")
        else:
            return None
    return frozenset(found)


def _all(branches: Any, run: str, case: bool | None) -> frozenset[str] | None:
    """The best requirement of every branch, behind `run`: the parser takes out what all of them begin with."""
    found: set[str] = set()
    for branch in branches:
        need = max(_options(branch, run, case), key=_worth, default=None)
        if not need:
            return None
        found |= need
    return frozenset(found)


def _worth(option: frozenset[str]) -> tuple[int, bool, int]:
    return min(min(map(len, option)), 6), "0" not in option, -len(option)


def openings(pattern: str, whole: bool) -> tuple[str, ...]:
    """The first words (FIRST_WORD) of all `fold(text)` that `pattern` matches from their start; () if they are not known.

    `by*` stands for every word that begins so. `whole`: the match goes to the text's end; if not, the last word may go on.
    """
    tree = parsed(pattern)
    if tree is None:
        return ()
    done: set[str] = set()
    left = _begun(tree, {""}, done)
    done |= left if whole else {word + "*" for word in left}
    if done & {"", "*"} or len(done) > MOST:
        return ()
    return tuple(sorted(w for w in done if not any(w[:n] + "*" in done for n in range(1, len(w) - w.endswith("*")))))


def _begun(sequence: Any, words: set[str], done: set[str]) -> set[str]:
    """The words, so far as they have come, behind a sequence; those that end in it are put into `done`."""
    for op, value in sequence:
        if not words:
            break
        name = str(op)
        if name == "LITERAL":
            words = _grown(words, frozenset([fold(chr(value))]), done)
        elif name == "IN":
            words = _grown(words, _members(value, blanks=True), done)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            words = _begun(value[3] if name == "SUBPATTERN" else value, words, done)
        elif name == "BRANCH":
            words = _few(words, len(value[1]), done)
            words = set().union(*(_begun(branch, words, done) for branch in value[1]))
        elif name in REPEATS:
            words = _repeated(value, words, done)
        elif name not in NOTHING:
            words = _grown(words, None, done)
    return words


def _repeated(repeat: Any, words: set[str], done: set[str]) -> set[str]:
    least, most, sequence = repeat
    seen: set[str] = set()
    new = words
    # It ends: what grows becomes too long, and what does not was seen.
    while new := _begun(sequence, new, done) - seen:
        seen |= new
        if most == 1:
            break
        seen = _few(seen, 1, done)
    return seen | words if least == 0 else seen


def _grown(words: set[str], characters: frozenset[str] | None, done: set[str]) -> set[str]:
    """The words with every one of the characters behind them; what is no letter ends a word, and stands before the first unnoticed."""
    out: set[str] = set()
    for c in characters or ():
        if not c.isalnum():
            done |= words - {""}
            out |= words & {""}
        elif c == "0":
            done |= {word + "0*" for word in words}
        else:
            out |= {word + c for word in words}
    return _few(out, 1, done) if characters is not None else _few(words, WAYS + 1, done)


def _few(words: set[str], ways: int, done: set[str]) -> set[str]:
    """The words, if they are not too many to be followed in so many ways, and not too long: where not, their beginnings are done."""
    if len(words) * ways > WAYS:
        done |= {word + "*" for word in words}
        return set()
    done |= {word + "*" for word in words if len(word) >= LONGEST}
    return {word for word in words if len(word) < LONGEST}


def edge(pattern: str, *, last: bool) -> str:
    """The characters, of those in ANY, with which all `fold(text)` begin (with `last`, end) that `pattern` matches there; "" if any may.

    A full stop that stands at the end behind marks alone is AFTER_MARK; see `ending`."""
    tree = parsed(pattern)
    found, empty = (ANY, True) if tree is None else _edge(tree, last)
    if not empty and last and "." in found:
        *before, (op, value) = tree
        stop = str(op) in REPEATS and value[1] == 1 and [(str(o), v) for o, v in value[2]] == [("LITERAL", ord("."))]
        marks, empty = _edge(before, last) if stop else (ANY, False)
        if marks <= MARKS - {"."} and not empty:
            found = marks | {AFTER_MARK}
    return "" if empty or found == ANY else "".join(sorted(found))


def ending(folded: str) -> str:
    """The last character of a text that is not empty, as `edge` tells it."""
    last = folded[-1]
    return AFTER_MARK if last == "." and folded[-2:-1] in MARKS else at_edge(last)


def _edge(sequence: Any, last: bool) -> tuple[frozenset[str], bool]:
    """The characters at one end of a sequence, and whether it may match nothing."""
    found: frozenset[str] = frozenset()
    for op, value in reversed(list(sequence)) if last else sequence:
        name = str(op)
        if name in NOTHING:
            continue
        characters, empty = ANY, False
        if name == "LITERAL":
            characters = frozenset([at_edge(fold(chr(value)))])
        elif name == "NOT_LITERAL":
            characters = ANY - ({chr(value)} & MARKS)
        elif name == "IN":
            characters = _class(value)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            characters, empty = _edge(value[3] if name == "SUBPATTERN" else value, last)
        elif name == "BRANCH":
            branches = [_edge(branch, last) for branch in value[1]]
            characters, empty = frozenset().union(*(c for c, _ in branches)), any(e for _, e in branches)
        elif name in REPEATS:
            characters, empty = _edge(value[2], last)
            empty = empty or value[0] == 0
        elif name != "ANY":
            empty = True
        found |= characters
        if not empty:
            return found, False
    return found, True


def capitals(pattern: str) -> bool:
    """Whether all texts that `pattern`, which tells capitals from small letters, matches from their start begin with two capitals."""
    sequence = parsed(CAPITAL.sub(CAPITAL_SIGN, pattern))
    while sequence:
        sequence = [(str(op), value) for op, value in sequence if str(op) not in NOTHING]
        if not sequence:
            return False
        name, value = sequence[0]
        if name in REPEATS and value[0] > 1:
            return [(str(op), chr(sign)) for op, sign in value[2] if str(op) == "LITERAL"] == [("LITERAL", CAPITAL_SIGN)] and len(
                value[2]
            ) == 1
        sequence = value[3] if name == "SUBPATTERN" and not value[1] else ()
    return False


def between(pattern: str) -> str:
    """Of a pattern that begins with a look-behind and a look-ahead, what is on both sides: an expression that `re` finds in every
    `fold(text)` in which the pattern matches. Of the look-behind it has the few marks at its end; "" where there are none."""
    tree = parsed(pattern)
    parts = [] if tree is None else list(tree)[:2]
    if [str(op) for op, _ in parts] != ["ASSERT", "ASSERT"] or [direction for _, (direction, _) in parts] != [-1, 1]:
        return ""
    (_, before), (_, after) = (value for _, value in parts)
    characters, empty = _edge(after, last=False)
    if empty:
        return ""
    expression = _one_of(characters)
    marks = ""
    for op, value in reversed(list(before)):
        name, optional = str(op), ""
        if name in REPEATS and value[:2] == (0, 1) and len(value[2]) == 1:
            (op, value), optional = value[2][0], "?"
            name = str(op)
        found = _edge([(op, value)], last=True)[0] if name in ("LITERAL", "IN") else ANY
        if not found <= MARKS:
            break
        marks = _one_of(found) + optional + marks
    return marks + expression if marks else ""


def _one_of(characters: frozenset[str]) -> str:
    known = "".join(sorted((ANY - characters if REST in characters else characters) - {REST}))
    return f"[{'^' * (REST in characters)}{re.escape(known)}]"


def at_edge(c: str) -> str:
    return c if c in ANY else REST


def _class(items: Any) -> frozenset[str]:
    """The characters of a class. What it excludes, and is no mark, may still be there: other letters fold to the same."""
    excludes = str(items[0][0]) == "NEGATE"
    found: frozenset[str] = frozenset()
    for op, value in items[1:] if excludes else items:
        name = str(op)
        if name == "LITERAL":
            found |= {at_edge(chr(value) if excludes else fold(chr(value)))}
        elif name == "RANGE" and value[1] - value[0] <= FEW:
            found |= {at_edge(chr(c) if excludes else fold(chr(c))) for c in range(value[0], value[1] + 1)}
        elif name == "CATEGORY" and str(value) in CATEGORIES:
            found |= CATEGORIES[str(value)]
        elif not excludes:
            return ANY
    return ANY - (found & MARKS) if excludes else found
