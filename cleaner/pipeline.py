"""The path of an article: read → repair → segment → detect → settle → assemble, one stage after the other; measure when it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from cleaner import dates, language
from cleaner.article import assemble, surviving
from cleaner.detect import Engine, detect
from cleaner.edits import Trail, from_changes, moved, settle, undo
from cleaner.measures import Measures, measure
from cleaner.model import Article, Document, Edit
from cleaner.repair import repair, stable
from cleaner.rules import Library
from cleaner.segment import Cues, segment
from cleaner.version import __version__


@dataclass(frozen=True, slots=True)
class Result:
    """A cleaned article and every edit that led from the raw text to `text`."""

    document: Document
    article: Article
    text: str
    """Title, dek and body, those there are, joined by one blank line."""
    edits: tuple[Edit, ...]
    """Sorted, disjoint spans of the raw text."""
    skipped: tuple[Edit, ...]
    """Edits asked for and not made, each with its reason in `skipped`."""

    def undo(self) -> str:
        """The raw text, rebuilt from `text` and `edits`."""
        return undo(self.text, self.edits)


class Cleaner:
    """Rules chosen and made ready once; cleans any number of articles. Immutable, safe across threads and processes.

    `select`, `ignore`, `unsafe`: rule codes, names or code prefixes ("CP", "CP1"). Empty `select` takes every safe rule;
    `unsafe` rules act only when named there. `rules`: further rule folders. Raises CleanerError for an unknown rule or a bad rule file.
    """

    def __init__(
        self,
        select: str | Sequence[str] = (),
        ignore: str | Sequence[str] = (),
        rules: str | Path | Sequence[str | Path] = (),
        unsafe: str | Sequence[str] = (),
    ) -> None:
        # A string is a sequence, too: of "CP" every rule would be meant that begins with a C or a P.
        codes = [[named] if isinstance(named, str) else named for named in (select, ignore, unsafe)]
        folders = [rules] if isinstance(rules, (str, Path)) else rules
        self.__setstate__(Library.open([Path(d) for d in folders], *codes))

    @classmethod
    def of(cls, library: Library) -> Cleaner:
        """A cleaner with rules that are read and chosen already."""
        cleaner = cls.__new__(cls)
        cleaner.__setstate__(library)
        return cleaner

    def __getstate__(self) -> Library:
        return self._library

    def __setstate__(self, library: Library) -> None:
        self._library = library
        self._ignored = library.ignored
        self._engines: dict[tuple[str | None, str | None], Engine] = {}

    @property
    def rules_hash(self) -> str:
        """16 hex digits that change with the rules and the choice of rules."""
        return self._library.hash

    def _engine(self, lang: str | None, source: str | None) -> Engine:
        name = (lang, source if source in self._library.index["sources"] else None)
        engine = self._engines.get(name)
        if engine is None:
            engine = self._engines[name] = Engine(self._library.ruleset(lang, source))
        return engine

    def clean(self, text: str | Document, **given: Any) -> Result:
        """Clean one article: its raw text, or a Document from `cleaner.read`; `given` are Document's fields (title, crawled, …)."""
        if not isinstance(text, (str, Document)):
            raise TypeError(f"clean takes a text or a Document, not {type(text).__name__}; cleaner.read makes Documents of bytes and files")
        document = Document(text, **given) if isinstance(text, str) else replace(text, **given) if given else text
        trail = Trail(document.text)

        repaired = repair(trail.raw, self._ignored)
        told = document.language or language.guess(repaired.text)
        lang = language.primary(told)
        document = _in_form(document, lang)
        engine = self._engine(lang, document.source)
        rules = engine.ruleset.rules
        for layer in repaired.layers:
            trail.add(from_changes(trail.text, layer, rules))

        timeouts: list[str] = []
        furniture, breaks = partial(engine.furniture, timeouts=timeouts), partial(engine.breaks, timeouts=timeouts)
        cues = Cues(furniture, breaks, self._library.function_words.get(lang or "", frozenset()), stable)
        segmented = segment(trail.text, cues, moved(document.hints, trail.edits), trail.raw)
        for layer in segmented.layers:
            trail.add(from_changes(trail.text, layer, rules))

        marks, flags = detect(engine, document, segmented.text, segmented.blocks, timeouts)
        settled, skipped = settle(segmented.text, segmented.blocks, marks, rules)
        trail.add(settled, skipped)

        kept = surviving(segmented.blocks, settled)
        parts = assemble(document, segmented.blocks, kept, marks, rules, engine.ruleset.vocabulary, lang)
        trail.add(from_changes(trail.text, parts.changes, rules))

        flags = [*parts.flags, *flags]
        bare = Article(
            id=document.id or hashlib.sha256(trail.raw.encode("utf-8", "surrogatepass")).hexdigest()[:16],
            source=document.source,
            url=document.url,
            language=told,
            title=parts.title,
            dek=parts.dek,
            authors=parts.authors,
            agency=parts.agency,
            dateline=parts.dateline,
            published=parts.published,
            updated=parts.updated,
            crawled=parts.crawled,
            captions=parts.captions,
            tags=parts.tags,
            body=parts.body,
            blocks=parts.blocks,
            status="flagged" if flags else "clean",
            flags=tuple(flags),
            cleaner_version=__version__,
            rules_hash=self.rules_hash,
        )
        made, not_made = tuple(trail.edits), tuple(trail.skipped)

        def measured() -> Mapping[str, Any]:
            spoken = language.guess(bare.body) if document.language else lang
            return measure(document.text, bare, made, not_made, spoken == lang if spoken else None)

        return Result(document, replace(bare, measures=Measures(measured)), trail.text, made, not_made)


def _in_form(document: Document, lang: str | None) -> Document:
    """The document with its given fields as they can be used: scraped ones hold line breaks, and blank ones are no evidence."""
    crawled = dates.as_iso(document.crawled, lang)
    published = dates.as_iso(document.published, lang, crawled)
    title = " ".join(document.title.split()) or None if document.title else None
    people = [document.authors] if isinstance(document.authors, str) else document.authors
    authors = tuple(name for name in people if name.strip())
    if (published, crawled, title, authors) == (document.published, document.crawled, document.title, document.authors):
        return document
    return replace(document, published=published, crawled=crawled, title=title, authors=authors)


_default: Mapping[str, Cleaner] = {}


def clean(text: str | Document, **given: Any) -> Result:
    """Clean one article with the default rules. See `Cleaner.clean`."""
    global _default
    if not _default:
        _default = {"default": Cleaner()}
    return _default["default"].clean(text, **given)
