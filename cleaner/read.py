"""Bytes, files and HTML → Document. A Document's text is the decoded text; for HTML, what a reader of the page sees."""

from __future__ import annotations

import codecs
import html
import json
import logging
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import regex

from cleaner import dates
from cleaner.model import CleanerError, Document, Hint

log = logging.getLogger("cleaner")

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a SQLite database"),
)
CONTROLS = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.05
"""Share of control characters above which bytes are no text; random bytes have a tenth."""
HTML_START = regex.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", regex.I | regex.S)
HTML_NAMES = (".html", ".htm", ".xhtml")
GUESSED = 200_000
"""Bytes from which the encoding is guessed."""

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul "
    "button label".split()
)
UNSEEN = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video select datalist textarea head title meta link".split()
)
ROLES = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "figcaption": "caption",
    "time": "time",
    "nav": "nav",
    "aside": "aside",
    "header": "header",
    "footer": "footer",
    "blockquote": "quote",
    "li": "list",
    "table": "table",
    "address": "byline",
}
BLANK = regex.compile(r"[ \t\n\r\f]+")
CELL = "\t"
WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]|\w+")
RUN = 4
"""Words in a row that tell a line of the article from another with the same words."""
STOP = regex.compile(r"""[.!?…。！？।۔؟]["'”’»“)\]」』]*\s*$""")
LEAST_SENTENCE = 8
"""Words from which a line that ends as a sentence does is one."""
LEAST_PARAGRAPH = 150
"""Characters from which a line is a paragraph, whatever it ends with."""
APART = frozenset("nav aside footer figure figcaption form button label address".split())
"""Elements beside a story rather than in it."""
LEAST_PART = 120
SECOND_PART = 0.4
"""Words, and share of the article's words, from which other paragraphs of one element are a part of it."""
DEK_LINES = 14
"""Lines behind the headline among which a dek is looked for: byline, date and buttons may come first."""
LONGEST_DEK = 40
"""Words up to which a sentence between headline and story is a dek: a longer one is the story's first paragraph."""
PARAGRAPHS = frozenset("p pre li ul ol dl dt dd blockquote h2 h3 h4 h5 h6 header summary".split())
"""Elements that hold a paragraph, a list or a quotation of a story and not all of it."""
LISTED_HEADS, UNDER_HEAD = 3, 3
"""Linked headings over its paragraphs from which a story is a list of things with links, and how many lines each of them has on average at
most."""
LEAST_KICKER = 4
"""Characters of what stands over a headline in its element."""
ENDS = frozenset('.:!?…"”»’)')
"""Marks behind which the next element of a heading begins anew."""
SUBHEADS = frozenset("h2 h3 h4 h5 h6".split())
HEADINGS = SUBHEADS | {"h1"}
HEADS = SUBHEADS | {"summary"}
"""What heads the paragraphs under it."""
MOST_LOST = 0.25
"""Share of its usual text below which trafilatura's precise one is not believed."""
MOST_COPIES = 100
"""Copies of a line in the article that are told apart by what stands around them."""
MAX_DEPTH = 500
"""Elements within elements up to which trafilatura is asked."""
MAX_PAGE = 3_000_000
"""Characters of HTML up to which trafilatura is asked."""


def read_path(path: str | Path, *, kind: str | None = None) -> Document:
    """Read one file. `kind`: text or html; None guesses by the file's ending and its beginning.

    Raises CleanerError for a file that is not there, cannot be read, or holds no text.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise CleanerError(f"{path}: is a folder; name a file in it") from None
    except FileNotFoundError:
        raise CleanerError(f"{path}: no such file") from None
    except OSError as error:
        raise CleanerError(f"{path}: cannot be read ({error.strerror})") from None
    if kind is None and path.suffix.lower() in HTML_NAMES:
        kind = "html"
    return read_bytes(data, kind=kind, name=str(path))


def read_bytes(data: bytes, *, kind: str | None = None, name: str = "<stdin>") -> Document:
    """Read one text or HTML page from its bytes; `name` is for messages. Raises CleanerError for what is no text."""
    refuse_binary(data, name)
    if kind == "html" or (kind is None and HTML_START.match(data[:4096].removeprefix(codecs.BOM_UTF8))):
        return read_html(decode(data, declared=True))
    return Document(decode(data))


def refuse_binary(data: bytes, name: str) -> None:
    if any(data.startswith(bom) for bom, _ in BOMS):
        return
    what = next((what for magic, what in MAGIC if data.startswith(magic)), None)
    sample = data[:GUESSED]
    if what is None and len(CONTROLS.findall(sample)) > MOST_CONTROLS * len(sample):
        what = "a binary file"
    if what:
        raise CleanerError(f"{name}: this is {what}, not text; give a text or HTML file, decoded or unpacked first")


def decode(data: bytes, *, declared: bool = False) -> str:
    """Bytes → text: byte order mark, UTF-8, then (`declared`) what HTML says of itself, then a guess. Never fails."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        from bs4.dammit import EncodingDetector

        # Names of no encoding, and of some that cannot decode.
        with suppress(LookupError, ValueError):
            return data.decode(EncodingDetector.find_declared_encoding(data, is_html=True) or "unknown", "replace")
    from charset_normalizer import from_bytes

    found = list(from_bytes(data[:GUESSED]))
    # Neighbours such as cp1250 fit Western text as well: among equals the commonest of the old encodings is meant.
    equal = {m.encoding for m in found if (m.chaos, m.coherence) == (found[0].chaos, found[0].coherence)}
    encoding = "cp1252" if not found or "cp1252" in equal else found[0].encoding
    return data.decode("cp1252" if encoding in ("ascii", "utf_8") else encoding, "replace")


def read_html(source: str) -> Document:
    """An HTML page → its text, a line for every block element, with hints of what elements said of it.

    The text is the whole page; inline elements do not break words or lines. Lines that are not of the article are hinted `outside`, so
    that a rule takes them away and says so. Title, dek, date, authors and language in the page's metadata are evidence. Never fails: what
    cannot be parsed is read as far as it goes.
    """
    page = parse(source)
    text, hints = page.finished()
    about = _metadata(page)
    outside = _outside(page, text, hints, *_extracted(source, page.deepest))
    # The innermost hint counts: a date or a name that a line begins with does not make the line one of the article.
    begun = {h.start for h in outside if h.role == "outside"}
    hints = tuple(h for h in hints if h.role not in ("time", "byline") or h.start not in begun)
    return Document(text, hints=hints + outside, **about)


def parse(source: str) -> _Page:
    """Feed a page through libxml2 without building a tree: trees have a depth limit beyond which text is lost."""
    from lxml import etree

    page = _Page()
    parser = etree.HTMLParser(target=page, huge_tree=True, encoding="utf-8", remove_pis=True)
    # libxml2 refuses surrogates and may stop at a NUL.
    parser.feed(source.replace("\0", "\ufffd").encode("utf-8", "replace") or b"<html>")
    with suppress(etree.ParserError):
        parser.close()
    return page


class _Place(NamedTuple):
    """Where a block element stands."""

    parent: int
    """The element around it: paragraphs of one story share it."""
    path: int
    """The names and classes of all elements around its text: paragraphs of one story share them, wherever they stand."""
    block: str
    """Its name."""
    holder: int
    """The block element around it that is no list or quotation: a story's paragraphs and the items of its lists share it."""
    element: int
    """Itself: lines that only <br> parts share it."""


@dataclass(slots=True)
class _Line:
    """A line of the page's text: `text[start:end]`, and what the elements around it tell. The first names are those of its `_Place`."""

    parent: int
    path: int
    block: str
    holder: int
    element: int
    start: int
    aside: int
    """The outermost <aside> around it; 0 if it stands in none, or in another part beside a story, too."""
    quotation: int
    """The outermost <blockquote> around it, or 0."""
    apart: bool
    """It is in a figure, a menu, a form or another part that stands beside a story."""
    end: int = 0
    linked: int = 0
    """Characters in links."""


class _Page:
    """libxml2's events → the page's text, white space folded as browsers do, the spans of hinted elements, and what its head says."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.gap = ""
        self.pre = 0
        self.deepest = 0
        self.open: list[tuple[str, str | None, int | None]] = []
        self.waiting = 0
        self.unseen = 0
        self.caught: list[str] | None = None
        self.first_cell = True
        self.cell_lines = 0
        self.closed = self.parted = False
        """The last event was an inline element's end; another one began there."""
        self.hints: list[Hint] = []
        self.lines: list[_Line] = []
        self.elements = 0
        self.inside = [0]
        self.paths: dict[tuple[int, str, str], int] = {}
        self.places = [_Place(0, 0, "body", 0, 0)]
        self.links = 0
        self.apart = 0
        self.asides: list[int] = []
        self.quotations: list[int] = []
        self.title: str | None = None
        self.meta: dict[str, str] = {}
        self.canonical: str | None = None
        self.language = ""
        self.scripts: list[str] = []

    def start(self, name: str, attributes: Any) -> None:
        role = _role(name, attributes)
        self.open.append((name, role, None))
        self.elements += 1
        self.parted, self.closed = self.closed or self.parted, False
        if name in BLOCKS:
            around = self.places[-1]
            path = self.paths.setdefault((around.path, name, attributes.get("class") or ""), len(self.paths) + 1)
            holder = around.holder if around.block in PARAGRAPHS else around.element
            self.places.append(_Place(self.inside[-1], path, name, holder, self.elements))
        self.inside.append(self.elements)
        self.links += name == "a"
        self.apart += name in APART
        if name == "aside":
            self.asides.append(self.elements)
        elif name == "blockquote":
            self.quotations.append(self.elements)
        self.deepest = max(self.deepest, len(self.open))
        if name in UNSEEN and name != "title":
            self._about(name, attributes)
        if self.unseen or name in UNSEEN:
            self.unseen += 1
            if (name == "script" and attributes.get("type") == "application/ld+json") or (name == "title" and self.title is None):
                self.caught = []
            return
        if name == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        if role:
            self.waiting += 1
        self._break(name, entering=True)

    def end(self, name: str) -> None:
        _, role, start = self.open.pop()
        self.inside.pop()
        self.closed = name not in BLOCKS
        if name in BLOCKS:
            self.places.pop()
        self.links -= name == "a"
        self.apart -= name in APART
        if name == "aside":
            self.asides.pop()
        elif name == "blockquote":
            self.quotations.pop()
        if self.unseen:
            self.unseen -= 1
            if self.caught is not None and name in ("script", "title"):
                caught, self.caught = "".join(self.caught), None
                if name == "script":
                    self.scripts.append(caught)
                elif self.title is None:
                    self.title = caught
            return
        if role and start is None:
            self.waiting -= 1
        elif role and start is not None and start < self.length:
            self.hints.append(Hint(start, self.length, role))
        self._break(name, entering=False)

    def data(self, text: str) -> None:
        if self.caught is not None:
            self.caught.append(text)
        elif not self.unseen:
            self._text(text)

    def comment(self, text: str) -> None:
        """Comments are no text."""

    def close(self) -> _Page:
        return self

    def _about(self, name: str, attributes: Any) -> None:
        if name == "meta":
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            if key and attributes.get("content"):
                self.meta.setdefault(key.lower(), attributes["content"].strip())
        elif name == "link" and (attributes.get("rel") or "").lower() == "canonical":
            self.canonical = self.canonical or attributes.get("href")

    def _break(self, name: str, entering: bool) -> None:
        if name == "br":
            if entering:
                self._want("\n" if self.gap != "\n" else "\n\n")
        elif name in ("td", "th"):
            # A cell of several lines is a column of the page and no figure of a table: the next one's first line is not its last.
            if entering:
                if not self.first_cell:
                    self._want(CELL if len(self.lines) <= self.cell_lines + 1 else "\n\n")
                self.cell_lines = len(self.lines)
            self.first_cell = False
        elif name in BLOCKS:
            self._want("\n" if name == "tr" else "\n\n")
            self.first_cell = self.first_cell or name in ("tr", "table")
        if name == "pre":
            self.pre += 1 if entering else -1

    def _want(self, gap: str) -> None:
        """White space due before the next text: the stronger wish wins."""
        strength = ("", " ", CELL, "\n", "\n\n")
        if strength.index(gap) > strength.index(self.gap):
            self.gap = gap

    def _text(self, text: str) -> None:
        trailing = False
        if not self.pre:
            folded = BLANK.sub(" ", text)
            if folded.startswith(" "):
                self._want(" ")
            text = folded.strip(" ")
            trailing = folded.endswith(" ") and bool(text)
        if not text:
            return
        if self.parted and not self.gap and self.places[-1].block in HEADINGS and self._jammed(text):
            self.gap = " "
        self.closed = self.parted = False
        gap = self.gap if self.length else ""
        self.gap = " " if trailing else ""
        if "\n" in gap or not self.lines:
            aside = self.asides[0] if self.apart == len(self.asides) > 0 else 0
            quotation = self.quotations[0] if self.quotations else 0
            self.lines.append(_Line(*self.places[-1], self.length + len(gap), aside, quotation, self.apart > 0))
        self.parts += gap, text
        self.length += len(gap)
        if self.waiting:
            self._begin()
        self.length += len(text)
        self.lines[-1].end = self.length
        self.lines[-1].linked += len(text) if self.links else 0

    def _jammed(self, text: str) -> bool:
        """A heading's elements that stand side by side, such as kicker and headline, are lines of their own on the screen: what begins the
        second one is no word's rest, and few letters before it are a word's beginning ("Mac", "i")."""
        before = self.parts[-1] if self.parts else ""
        if len(before) < LEAST_KICKER or not (before[-1].isalnum() or before[-1] in ENDS):
            return False
        return text[0].isupper() and (before[-1].islower() or text[1:2].islower())

    def _begin(self) -> None:
        """The hinted elements that had no text yet begin here; they are the innermost."""
        for i in range(len(self.open) - 1, -1, -1):
            name, role, start = self.open[i]
            if role and start is None:
                self.open[i] = name, role, self.length
                self.waiting -= 1
                if not self.waiting:
                    return

    def finished(self) -> tuple[str, tuple[Hint, ...]]:
        return "".join(self.parts), tuple(sorted(self.hints, key=lambda h: (h.start, -h.end)))


def _role(name: str, attributes: Any) -> str | None:
    if "author" in (attributes.get("rel") or "").split() or attributes.get("itemprop") == "author":
        return "byline"
    return ROLES.get(name)


def _extracted(source: str, deepest: int) -> tuple[str, str]:
    """The article's text as trafilatura finds it with its precision setting and without; both empty if it finds none.

    It builds a tree and works by recursion: pages nested deeper than `MAX_DEPTH` or longer than `MAX_PAGE` characters are left to rules.
    """
    if deepest > MAX_DEPTH or len(source) > MAX_PAGE:
        return "", ""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        precise, usual = (trafilatura.extract(source, include_comments=False, favor_precision=p) or "" for p in (True, False))
    except Exception as error:
        # An extractor that fails costs the page nothing: the rules read all of it.
        log.info("trafilatura failed (%s: %s); the whole page is read", type(error).__name__, error)
        return "", ""
    return (precise if len(_words(precise)) > MOST_LOST * len(_words(usual)) else usual), usual


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.casefold()))


def _outside(page: _Page, text: str, hints: Sequence[Hint], article: str, usual: str) -> tuple[Hint, ...]:
    """A hint for each line that is not of the article or a caption, one for the headline and one for the dek.

    `article` is what the extractor takes for the article, `usual` what it takes for it with less care: prose in there is believed, too. No
    hints if it found no article.
    """
    lines = page.lines
    words = [_words(text[line.start : line.end]) for line in lines]
    often = Counter(words)
    sentence = [often[w] == 1 and not line.apart and _is_sentence(line, text, len(w)) for line, w in zip(lines, words, strict=True)]
    prose = [s and not _is_link(line) for line, s in zip(lines, sentence, strict=True)]
    inside = _in_article(words, article)
    if True not in inside:
        return ()
    headline = _headline(lines, words, _opening(inside, prose), _titles(page))
    own = words[headline] if headline is not None else ()
    near = _near(inside, [n for n, line in enumerate(lines) if line.block == "h1" and words[n] != own])
    prose = [p and n for p, n in zip(prose, near, strict=True)]
    inside = [i or (u and p) for i, u, p in zip(inside, _in_article(words, usual), prose, strict=True)]
    if headline is not None:
        _with_lead(lines, inside, prose, headline, _dek(words, inside, prose, headline, _descriptions(page)))
    _with_siblings(lines, inside, prose)
    _with_linked(lines, inside, sentence)
    _with_second_part(lines, words, inside, prose)
    _with_subheads(lines, inside)
    _with_short_lines(lines, inside, prose)
    _with_boxes(lines, words, inside, text)
    _with_quotations(lines, words, inside)
    for n in range(headline or 0):
        inside[n] = inside[n] and prose[n]
    if headline is not None:
        for n in _above_story(inside, headline):
            inside[n] = prose[n] and len(words[n]) > LONGEST_DEK
    captions = sorted((h.start, h.end) for h in hints if h.role == "caption")
    reach = [0, *accumulate((end for _, end in captions), max)]
    begun = [start for start, _ in captions]
    roles = {n: "outside" for n, i in enumerate(inside) if not i and reach[bisect_right(begun, lines[n].start)] <= lines[n].start}
    if headline is not None:
        roles[headline] = "title"
        dek = _dek(words, inside, prose, headline, _descriptions(page))
        if dek is not None:
            roles[dek] = "dek"
            for n in _beside_dek(lines, dek):
                roles.pop(n, None)
    return tuple(Hint(lines[n].start, lines[n].end, role) for n, role in sorted(roles.items()))


def _in_article(lines: Sequence[tuple[str, ...]], text: str) -> list[bool]:
    """Which lines of a page, as words, are lines of the article's text.

    A line may stand on the page again as a teaser or in a list of contents, so equal lines are paired in order (Ratcliff and Metzener
    1988). What the extractor joined or split is left over: lines with most of their 4-word runs in there are of the article too.
    """
    article = [w for line in text.split("\n") if (w := _words(line))]
    found = [False] * len(lines)
    left = set(range(len(article)))
    # Each copy would be held against each: what the article says so often is of it wherever it stands.
    often = {words for words, n in Counter(article).items() if n > MOST_COPIES}
    for at, other, size in _matching(lines, [words if words not in often else None for words in article]):
        found[at : at + size] = [True] * size
        left.difference_update(range(other, other + size))
    runs = {article[n][i : i + RUN] for n in left for i in range(len(article[n]) - RUN + 1)}
    for n, words in enumerate(lines):
        own = [words[i : i + RUN] in runs for i in range(len(words) - RUN + 1)]
        found[n] = found[n] or words in often or sum(own) * 2 > len(own)
    return found


def _matching(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """(place in one, place in other, length) of what both say: the longest run that they share, the earliest of equals, then those in front
    of it and behind it. As `difflib` finds them, which looks at everything again for each: too slow for a page of thousands of figures."""
    places: dict[Hashable, list[int]] = {}
    for j, item in enumerate(other):
        places.setdefault(item, []).append(j)
    runs: list[tuple[int, int, int]] = []
    begun: dict[int, int] = {}
    for i in range(len(one) + 1):
        before, begun = begun, {j: begun.get(j - 1, i) for j in (places.get(one[i], ()) if i < len(one) else ())}
        runs += ((start - i, start, j + 1 - i + start) for j, start in before.items() if j + 1 not in begun)
    heapify(runs)
    found = [(0, 0, 0), (len(one), len(other), 0)]
    while runs:
        size, i, j = heappop(runs)
        behind = bisect_right(found, (i, len(other), 0))
        (i_before, j_before, length), (i_behind, j_behind, _) = found[behind - 1], found[behind]
        # Of a run that reaches into others' places what lies between them is left, and waits until it is the longest.
        cut = max(i_before + length - i, j_before + length - j, 0)
        end = min(i_behind - i, j_behind - j, -size)
        if cut or end < -size:
            if cut < end:
                heappush(runs, (cut - end, i + cut, j + cut))
        else:
            insort(found, (i, j, -size))
    return found


def _is_sentence(line: _Line, text: str, words: int) -> bool:
    """A sentence, or what is too long for anything else; prose if it is no link and in no part beside the story."""
    stopped = STOP.search(text[max(line.start, line.end - 12) : line.end]) is not None
    return words >= LEAST_SENTENCE if stopped else line.end - line.start >= LEAST_PARAGRAPH


def _is_link(line: _Line) -> bool:
    return line.linked * 2 >= line.end - line.start


def _headline(lines: Sequence[_Line], words: Sequence[tuple[str, ...]], story: int, titles: Sequence[str]) -> int | None:
    """The line that is the headline: what the page's head calls its title, in a heading if there; else the last heading before it."""
    named = {w for title in titles if len(w := _words(title)) >= 3}
    said = [n for n, w in enumerate(words) if len(w) >= 3 and (w in named or any(name[: len(w)] == w for name in named))]
    before = [n for n in range(story, -1, -1) if not lines[n].apart]
    return next(
        chain(
            (n for n in said if lines[n].block == "h1" and not lines[n].apart),
            (n for n in said if lines[n].block in SUBHEADS and not lines[n].apart and not _is_link(lines[n]) and n <= story),
            (n for n in before if lines[n].block == "h1"),
            (n for n in said if lines[n].block == "h1"),
            (n for n in before if n in said and not _is_link(lines[n])),
            (n for n in before if lines[n].block == "h2" and not _is_link(lines[n])),
        ),
        None,
    )


def _near(inside: Sequence[bool], headlines: Sequence[int]) -> list[bool]:
    """Which lines have no other headline between them and the nearest line of the article: pages go on with the next story."""
    own = [n for n, i in enumerate(inside) if i]
    near = []
    for n in range(len(inside)):
        at = bisect_left(own, n)
        closest = min(own[max(at - 1, 0) : at + 1], key=lambda other: abs(other - n))
        near.append(bisect_right(headlines, min(n, closest)) == bisect_right(headlines, max(n, closest)))
    return near


def _with_lead(lines: Sequence[_Line], inside: list[bool], prose: Sequence[bool], headline: int, dek: int | None) -> None:
    """Sentences between the dek and the story's first paragraph are its beginning, which may stand in an element of its own: those that are
    a <p>, or several in elements alike."""
    over = _above_story(inside, headline)
    told = [i and p for i, p in zip(inside, prose, strict=True)]
    found = [n for n in _above_story(told, headline) if prose[n] and (n not in over or (dek is not None and n > dek))]
    alike = Counter(lines[n].path for n in found)
    for n in found:
        inside[n] = inside[n] or lines[n].block == "p" or alike[lines[n].path] >= 2


def _with_siblings(lines: Sequence[_Line], inside: list[bool], prose: Sequence[bool]) -> None:
    """A paragraph that stands beside two of the article's paragraphs in one element, or in elements such as three of them stand in, is of
    the article; so is a sentence in a list or a quotation among its lines."""
    own = [line for line, i, p in zip(lines, inside, prose, strict=True) if i and p]
    beside, alike = Counter(line.parent for line in own), Counter(line.path for line in own)
    parted = {line.element for line in own}
    first, last = _ends(inside)
    for n, line in enumerate(lines):
        item = line.block in ("li", "dd", "blockquote") and first < n < last
        # A paragraph may have no element of its own: only <br> part it from the next, or it stands bare between others.
        bare = line.element in parted or beside[line.element] >= 2
        among = bare or beside[line.parent] >= 2 or (alike[line.path] >= 3 and line.block == "p")
        inside[n] = inside[n] or (prose[n] and (item or among))


def _with_linked(lines: Sequence[_Line], inside: list[bool], sentence: Sequence[bool]) -> None:
    """A sentence that is mostly a link is the story's where it is a paragraph between two of the article's and in elements such as three
    of them stand in: links elsewhere are teasers."""
    alike = Counter(line.path for line, i, s in zip(lines, inside, sentence, strict=True) if i and s and line.block == "p")
    first, last = _ends(inside)
    for n in range(first, last):
        inside[n] = inside[n] or (sentence[n] and alike[lines[n].path] >= 3)


def _with_second_part(lines: Sequence[_Line], words: Sequence[tuple[str, ...]], inside: list[bool], prose: Sequence[bool]) -> None:
    """Three paragraphs or more in one element, with nearly as much text as the article, are a part of it that the extractor overlooked; so
    are such in elements like those around one of its own."""
    size = sum(len(w) for w, i in zip(words, inside, strict=True) if i)
    known = {line.path for line, i, p in zip(lines, inside, prose, strict=True) if i and p}
    beside: dict[int, list[int]] = {}
    alike: dict[int, list[int]] = {}
    for n, line in enumerate(lines):
        if prose[n] and not inside[n]:
            beside.setdefault(line.parent, []).append(n)
            if line.path in known:
                alike.setdefault(line.path, []).append(n)
    # The extractor may have found no more than a teaser: a part that is longer than that need not be long.
    least = max(SECOND_PART * size, min(LEAST_PART, size))
    for part, needed in chain(((p, least) for p in beside.values()), ((p, SECOND_PART * size) for p in alike.values())):
        if len(part) >= 3 and sum(len(words[n]) for n in part) >= needed:
            for n in part:
                inside[n] = True


def _with_subheads(lines: Sequence[_Line], inside: list[bool]) -> None:
    """A heading among the article's lines that stands right over one or beside two of them in one element, or in elements such as another
    of its headings stands in; one with a link only if it is one of several alike, all of them over the article's lines."""
    beside = Counter(line.parent for line, i in zip(lines, inside, strict=True) if i)
    alike = {line.path for line, i in zip(lines, inside, strict=True) if i and line.block in SUBHEADS}
    first, last = _ends(inside)
    over = [lines[n].path for n in range(first, last) if lines[n].block in HEADS and not inside[n] and inside[n + 1]]
    under = {lines[n].path for n in range(first, last) if lines[n].block in HEADS and not inside[n] and not inside[n + 1]}
    # The heads of a list that is the story may lead to what they are about. Teasers are few beside its paragraphs, or have none under them.
    enough = max(LISTED_HEADS, sum(inside) / UNDER_HEAD)
    listed = {path for path, times in Counter(over).items() if times >= enough} - under
    for n in range(first, last):
        line = lines[n]
        if line.block in HEADS and not line.apart and (not _is_link(line) or line.path in listed):
            heads = inside[n + 1] and (lines[n + 1].holder == line.holder or line.path in listed)
            inside[n] = inside[n] or heads or beside[line.parent] >= 2 or line.path in alike


def _with_short_lines(lines: Sequence[_Line], inside: list[bool], prose: Sequence[bool]) -> None:
    """A line that is no link is of the article, however short, where it stands among two of its paragraphs in one element, in a list or a
    quotation there, or between its lines in elements such as three of its paragraphs stand in."""
    own = [line for line, i, p in zip(lines, inside, prose, strict=True) if i and p]
    held = Counter(at for line in own for at in {line.element, line.holder if line.block in PARAGRAPHS else line.element})
    alike = Counter(line.path for line in own)
    # Over the first paragraph they are bylines and dates.
    first, last = _opening(inside, prose), _ends(inside)[1]
    for n in range(first, last):
        line = lines[n]
        among = held[line.element] >= 2 or (line.block in PARAGRAPHS and held[line.holder] >= 2) or alike[line.path] >= 3
        inside[n] = inside[n] or (among and not line.apart and not line.linked)


def _with_boxes(lines: Sequence[_Line], words: Sequence[tuple[str, ...]], inside: list[bool], text: str) -> None:
    """An <aside> between the article's lines that says two sentences or more and has no link is a box of the story."""
    first, last = _ends(inside)
    boxes: dict[int, list[int]] = {}
    for n in range(first, last):
        if lines[n].aside:
            boxes.setdefault(lines[n].aside, []).append(n)
    for box in boxes.values():
        # Lines missing in between are of a form or a figure in it.
        whole = len(box) == box[-1] - box[0] + 1 and not any(lines[n].linked for n in box)
        if whole and sum(_is_sentence(lines[n], text, len(words[n])) for n in box) >= 2:
            for n in box:
                inside[n] = True


def _with_quotations(lines: Sequence[_Line], words: Sequence[tuple[str, ...]], inside: list[bool]) -> None:
    """A <blockquote> between the article's lines is what it quotes, such as a post with its writer's name, if most of it is no link."""
    first, last = _ends(inside)
    quotations: dict[int, list[int]] = {}
    for n in range(first, last):
        if lines[n].quotation and not lines[n].apart:
            quotations.setdefault(lines[n].quotation, []).append(n)
    for quotation in quotations.values():
        said = sum(lines[n].end - lines[n].start for n in quotation)
        if sum(len(words[n]) for n in quotation) >= LEAST_SENTENCE and 2 * sum(lines[n].linked for n in quotation) < said:
            for n in quotation:
                inside[n] = True


def _opening(inside: Sequence[bool], prose: Sequence[bool]) -> int:
    """The article's first paragraph, or its first line if it has none."""
    return next((n for n, (i, p) in enumerate(zip(inside, prose, strict=True)) if i and p), inside.index(True))


def _ends(inside: Sequence[bool]) -> tuple[int, int]:
    """The article's first line and its last."""
    return inside.index(True), len(inside) - 1 - inside[::-1].index(True)


def _above_story(inside: Sequence[bool], headline: int) -> list[int]:
    """The lines between the headline and the story."""
    return list(takewhile(lambda n: not inside[n], range(headline + 1, min(headline + DEK_LINES, len(inside)))))


def _dek(
    words: Sequence[tuple[str, ...]], inside: Sequence[bool], prose: Sequence[bool], headline: int, descriptions: Sequence[str]
) -> int | None:
    """The line under the headline most of which stands in the page's description in its metadata; else the first sentence there before the
    story."""
    below = _above_story(inside, headline)
    for description in map(_words, descriptions):
        said = {description[i : i + RUN] for i in range(len(description) - RUN + 1)}
        for n in below:
            own = [words[n][i : i + RUN] for i in range(len(words[n]) - RUN + 1)]
            if own and sum(run in said for run in own) * 2 > len(own):
                return n
    return next((n for n in below if prose[n]), None)


def _beside_dek(lines: Sequence[_Line], dek: int) -> list[int]:
    """The paragraphs right behind the dek in one element with it: it has several."""

    def beside(n: int) -> bool:
        line = lines[n]
        return line.block == "p" and line.parent == lines[dek].parent and not (line.apart or _is_link(line))

    return list(takewhile(beside, range(dek + 1, len(lines)))) if lines[dek].block == "p" else []


def _titles(page: _Page) -> list[str]:
    """What the page's head calls its title, best first."""
    found = page.meta.get("og:title"), _json_ld(page.scripts).get("headline"), page.meta.get("twitter:title"), page.title
    return [" ".join(html.unescape(t).split()) for t in found if isinstance(t, str) and t.strip()]


def _descriptions(page: _Page) -> list[str]:
    found = [page.meta.get(name) for name in ("og:description", "description", "twitter:description")]
    return [html.unescape(d).rstrip(" .…") for d in (*found, _json_ld(page.scripts).get("description")) if isinstance(d, str)]


def _metadata(page: _Page) -> dict[str, Any]:
    """Title, date, authors, address and language as the page's head tells them."""
    meta, article = page.meta, _json_ld(page.scripts)
    authors = _listed(article.get("author"))
    organisations = [a for a in authors if _is_organisation(a)]
    titles = _titles(page)
    times = article.get("datePublished"), meta.get("article:published_time"), meta.get("datepublished")
    return {
        "page_title": titles[0] if titles else None,
        "published": next((d for t in times if isinstance(t, str) and (d := _moment(t))), None),
        "authors": _names([a for a in authors if a not in organisations]),
        "page_authors": _names(organisations),
        "url": page.canonical or meta.get("og:url"),
        "language": page.language[:2].lower() if regex.fullmatch(r"[A-Za-z]{2}(?:[-_].*)?", page.language) else None,
    }


def _is_organisation(author: Any) -> bool:
    return isinstance(author, dict) and any("Organization" in str(kind) for kind in _listed(author.get("@type")))


def _names(authors: Sequence[Any]) -> tuple[str, ...]:
    names = [a.get("name") if isinstance(a, dict) else a for a in authors]
    return tuple(" ".join(n.split()) for n in names if isinstance(n, str) and n.strip() and "http" not in n)


def _moment(text: str) -> str | None:
    """The date as ISO 8601; what is none, is no evidence."""
    with suppress(ValueError):
        return datetime.fromisoformat(text.strip()).isoformat()
    return dates.parse(text)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _json_ld(scripts: list[str]) -> dict[str, Any]:
    """The page's own NewsArticle (or other Article) in JSON-LD; empty if there is none that can be read."""
    for script in scripts:
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        nodes = _listed(data)
        nodes += [n for d in nodes if isinstance(d, dict) for n in _listed(d.get("@graph"))]
        for node in nodes:
            if isinstance(node, dict) and any("Article" in str(kind) for kind in _listed(node.get("@type"))):
                return node
    return {}
