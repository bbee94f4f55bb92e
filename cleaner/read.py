"""Bytes, files and HTML → Document. A Document's text is the decoded text; for HTML, what a reader of the page sees."""

from __future__ import annotations

import codecs
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex

from cleaner.model import CleanerError, Document, Hint

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
HTML_START = regex.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", regex.I | regex.S)
HTML_NAMES = (".html", ".htm", ".xhtml")
META_CHARSET = regex.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", regex.IGNORECASE)
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
    _refuse_binary(data, name)
    if kind == "html" or (kind is None and HTML_START.match(data[:4096].removeprefix(codecs.BOM_UTF8))):
        return read_html(decode(data, declared=True))
    return Document(decode(data))


def _refuse_binary(data: bytes, name: str) -> None:
    if any(data.startswith(bom) for bom, _ in BOMS):
        return
    what = next((what for magic, what in MAGIC if data.startswith(magic)), None)
    sample = data[:GUESSED]
    if what is None and sample.count(0) * 10 > len(sample) > 0:
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
    meta = META_CHARSET.search(data[:4096]) if declared else None
    if meta:
        try:
            return data.decode((meta[1] or meta[2]).decode("ascii"), "replace")
        except LookupError:
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESSED]).best()
    encoding = best.encoding if best else "cp1252"
    return data.decode("cp1252" if encoding in ("ascii", "utf_8") else encoding, "replace")


def read_html(source: str) -> Document:
    """An HTML page → its text, a line for every block element, with hints of what elements said of it.

    Inline elements do not break words or lines. Evidence of title, date, authors and language is taken from the page's metadata.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(source, "lxml")
    writer = _Writer()
    for event, node in _walk(soup):
        writer.take(event, node)
    text, hints = writer.finished()
    return Document(text, hints=hints, **_metadata(soup))


def _walk(soup: Any) -> Iterator[tuple[str, Any]]:
    """Enter and leave every element in order, without recursion: pages are nested thousands deep."""
    from bs4.element import NavigableString, PreformattedString, Tag

    stack: list[tuple[str, Any]] = [("enter", soup)]
    while stack:
        event, node = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                yield "text", node
            continue
        if event == "leave":
            yield event, node
            continue
        if node.name in UNSEEN or node.has_attr("hidden"):
            continue
        yield "enter", node
        stack.append(("leave", node))
        stack.extend(("enter", child) for child in reversed(node.contents) if isinstance(child, (NavigableString, Tag)))


class _Writer:
    """Puts a page's text together, white space folded as browsers do, and remembers where hinted elements began."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.gap = ""
        self.pre = 0
        self.open: list[tuple[Any, int | None, str]] = []
        self.hints: list[Hint] = []

    def take(self, event: str, node: Any) -> None:
        if event == "text":
            self._text(str(node))
            return
        name = node.name
        if name == "br":
            if event == "enter":
                self._want("\n" if self.gap != "\n" else "\n\n")
            return
        if name in ("td", "th") and event == "enter" and node.find_previous_sibling(("td", "th")):
            self._want(CELL)
        elif name in BLOCKS and name not in ("td", "th"):
            self._want("\n" if name == "tr" else "\n\n")
        if name == "pre":
            self.pre += 1 if event == "enter" else -1
        role = _role(node)
        if role and event == "enter":
            self.open.append((node, None, role))
        elif role:
            _, start, _ = self.open.pop()
            if start is not None and start < self.length:
                self.hints.append(Hint(start, self.length, role))

    def _want(self, gap: str) -> None:
        """White space due before the next text: the stronger wish wins."""
        strength = ("", " ", CELL, "\n", "\n\n")
        if strength.index(gap) > strength.index(self.gap):
            self.gap = gap

    def _text(self, text: str) -> None:
        if not self.pre:
            folded = BLANK.sub(" ", text)
            if folded.startswith(" "):
                self._want(" ")
            text = folded.strip(" ")
            trailing = folded.endswith(" ") and bool(text)
        else:
            trailing = False
        if not text:
            return
        gap = self.gap if self.length else ""
        self.gap = " " if trailing else ""
        self.parts += gap, text
        self.length += len(gap)
        self.open = [(n, self.length if s is None else s, r) for n, s, r in self.open]
        self.length += len(text)

    def finished(self) -> tuple[str, tuple[Hint, ...]]:
        return "".join(self.parts), tuple(sorted(self.hints, key=lambda h: (h.start, -h.end)))


def _role(node: Any) -> str | None:
    if "author" in (node.get("rel") or ()) or node.get("itemprop") == "author":
        return "byline"
    return ROLES.get(node.name)


def _metadata(soup: Any) -> dict[str, Any]:
    """Title, date, authors, address and language as the page's head tells them."""
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if name and tag.get("content"):
            meta.setdefault(name.lower(), tag["content"].strip())
    article = _json_ld(soup)
    title = soup.find("title")
    names = [a.get("name") if isinstance(a, dict) else a for a in _listed(article.get("author"))]
    canonical = soup.find("link", rel="canonical")
    page = soup.find("html")
    language = (page.get("lang") or "") if page else ""
    headline = meta.get("og:title") or article.get("headline") or (title.get_text() if title else None)
    return {
        "page_title": " ".join(html.unescape(str(headline)).split()) if headline else None,
        "published": _text_or_none(article.get("datePublished")) or meta.get("article:published_time"),
        "authors": tuple(" ".join(n.split()) for n in names if isinstance(n, str) and n.strip() and "http" not in n),
        "url": (canonical.get("href") if canonical else None) or meta.get("og:url"),
        "language": language[:2].lower() if regex.fullmatch(r"[A-Za-z]{2}(?:[-_].*)?", language) else None,
    }


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _json_ld(soup: Any) -> dict[str, Any]:
    """The page's own NewsArticle (or other Article) in JSON-LD; empty if there is none that can be read."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        nodes = _listed(data)
        nodes += [n for d in nodes if isinstance(d, dict) for n in _listed(d.get("@graph"))]
        for node in nodes:
            if isinstance(node, dict) and any("Article" in str(kind) for kind in _listed(node.get("@type"))):
                return node
    return {}
