"""Surviving blocks and captured fields → the article in its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import regex

from cleaner import dates, headline
from cleaner.headline import Headline, norm, stopped
from cleaner.model import Block, Caption, Change, Document, Edit, Mark, Rule, Span

MAX_TITLE_WORDS = 35
PLAIN_TITLE_WORDS = 16
"""Words up to which a first line may be a headline where nothing but its wording says so."""
STEM = 5
"""Letters of a word that must agree: headlines inflect otherwise than the story."""
MAX_DEK_WORDS = 70
WORD = regex.compile(r"\w+")
NEAR = 30
"""Blocks between the story's first paragraph and a date or byline that is surely its own."""
BESIDE = 6
"""Blocks between two names of one byline."""
MOST_AUTHORS = 8
NAME = r"\p{Lu}[\p{L}’'-]+(?:\s+(?:\p{Lu}\.|v[oa]n|de[rnl]?|d[aio]s?|la|le|bin|al|af|el|ten|zu)){0,2}(?:\s+\p{Lu}[\p{L}’'-]+){1,2}"
"""A person's name of two words or more."""
FULL_DATE = regex.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.? \p{L}+\.? \d{4}|\p{L}+\.? \d{1,2}, \d{4}")
LABELS = ("subhead", "key-point", "pull-quote", "box", "correction", "list")
HEAD_FURNITURE = ("date", "byline", "agency", "caption", "credit")


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that survived, with its text after the edits inside it and its place in the result."""

    block: Block
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What `assemble` found: fields of the Article, and the changes that put title and dek in front."""

    title: str | None
    dek: str | None
    body: str
    blocks: tuple[Span, ...]
    authors: tuple[str, ...]
    agency: str | None
    dateline: str | None
    published: str | None
    updated: str | None
    crawled: str | None
    captions: tuple[Caption, ...]
    tags: tuple[str, ...]
    flags: tuple[str, ...]
    changes: tuple[Change, ...]


def surviving(blocks: Sequence[Block], edits: Sequence[Edit]) -> list[Kept]:
    """The blocks that the edits (on the segmented text) leave, in order."""
    out: list[Kept] = []
    at = n = 0
    for block in blocks:
        parts: list[str] = []
        cursor = block.start
        while n < len(edits) and edits[n].end <= block.start:
            n += 1
        k = n
        while k < len(edits) and edits[k].start < block.end:
            parts += block.text[cursor - block.start : max(0, edits[k].start - block.start)], edits[k].after
            cursor = max(cursor, edits[k].end)
            k += 1
        if cursor < block.end:
            parts.append(block.text[cursor - block.start :])
        text = "".join(parts)
        if text:
            start = at + 2 if out else 0
            at = start + len(text)
            out.append(Kept(block, text, start, at))
    return out


def assemble(
    document: Document,
    blocks: Sequence[Block],
    kept: Sequence[Kept],
    marks: Sequence[Mark],
    rules: Mapping[str, Rule],
    vocabulary: Mapping[str, Sequence[str]],
    language: str | None,
) -> Parts:
    """Give every surviving block its role and collect what the rules captured. Changes are on the edited text.

    `blocks` are all blocks, `kept` the surviving ones; the vocabulary is the article's language's.
    """
    labels = {m.block: label for m in marks if rules[m.rule].action == "label" and (label := m.role or rules[m.rule].role) in LABELS}
    whole_page = any(rules[m.rule].role == "page" for m in marks)
    story = next((k.block.index for k in kept if k.block.prose), None) if whole_page else None
    found = _captured(marks, rules, story)
    title_at = _title(document, blocks, kept, labels, _furniture(marks, rules), frozenset(vocabulary.get("function_words", ())))
    title = document.title or (kept[title_at].text if title_at is not None else None)
    if whole_page and not document.title:
        told = _page_title(headline.of_page(blocks, story or 0, _roles(marks, rules)), kept, title_at)
        title, title_at = told or (title, title_at)
    rest = [k for i, k in enumerate(kept) if i != title_at]
    dek_at = _dek(rest, marks, rules, labels) if title and (title_at is None or title_at == 0) else 0
    dek = "\n\n".join(k.text for k in rest[:dek_at]) or None
    body, spans = _body(rest[dek_at:], labels)

    flags = [m_flag for m in marks if rules[m.rule].action == "flag" for m_flag in [rules[m.rule].name]]
    now = document.crawled or next(iter(found["crawled"]), None)
    crawled = document.crawled or _date(found["crawled"], None, None, None, flags)
    if story is not None and not document.authors:
        found["author"] += _bare_names(blocks, marks, rules, story, vocabulary)
    if whole_page and not document.published:
        found["published"][:0] = _window_date(blocks)
    day_first = dates.order([*found["published"], *found["updated"]])
    authors, agency = _authors(document, found, vocabulary)
    parts = Parts(
        title=title,
        dek=dek,
        body=body,
        blocks=spans,
        authors=authors,
        agency=agency,
        dateline=_dateline(found["dateline"], blocks, marks),
        published=document.published or _date(found["published"], language, now, day_first, flags),
        updated=_date(found["updated"], language, now, day_first, flags),
        crawled=crawled,
        captions=_captions(marks, rules),
        tags=tuple(dict.fromkeys(t for tags in found["tag"] for t in _split_tags(tags))),
        flags=tuple(dict.fromkeys(flags)) + (() if body else ("empty-body",)),
        changes=_title_changes(title, document, kept, title_at),
    )
    return parts


def _captured(marks: Sequence[Mark], rules: Mapping[str, Rule], story: int | None) -> dict[str, list[str]]:
    """Captured fields in order of place; each value once.

    On a whole page, where `story` is the first paragraph's block, teasers have dates and authors, too: the surest and nearest date comes
    first, and of the authors those beside the nearest.
    """
    out: dict[str, dict[str, None]] = {name: {} for name in ("published", "updated", "crawled", "author", "agency", "dateline", "tag")}
    taken = [m for m in marks if rules[m.rule].safety != "show"]
    for name, values in out.items():
        here = sorted((m for m in taken if name in m.fields), key=lambda m: (m.block, m.start, -m.confidence, m.rule))
        if story is not None and name != "tag":
            here = [m for m in here if abs(m.block - story) <= NEAR] or here
            if name == "author" and here:
                nearest = min((m.block for m in here), key=lambda block: abs(block - story))
                here = [m for m in here if abs(m.block - nearest) <= BESIDE]
            else:
                here.sort(key=lambda m: (-m.confidence, abs(m.block - story)))
        values.update(dict.fromkeys(m.fields[name] for m in here))
    return {name: list(values) for name, values in out.items()}


def _dateline(found: Sequence[str], blocks: Sequence[Block], marks: Sequence[Mark]) -> str | None:
    """The first one captured, as it reads where its own first letter was put back."""
    if not found:
        return None
    dateline = found[0]
    for at in (m for m in marks if m.fields.get("dateline") == dateline):
        for m in marks:
            before = blocks[m.block].text[m.start : m.end]
            if m.block == at.block and m.after and not m.show and before and m.start < at.end and dateline.startswith(before):
                return m.after + dateline[len(before) :]
    return dateline


def _title(
    document: Document,
    blocks: Sequence[Block],
    kept: Sequence[Kept],
    labels: Mapping[int, str],
    furniture: set[int],
    function_words: frozenset[str],
) -> int | None:
    """Which surviving block is the headline; None without evidence that there is one.

    Evidence, best first: the record's own title, the page title, HTML's heading, a line above the body that the first line, a window's
    title, says as well. Else the first line before the body, if it does not end as sentences do and either stands on the page again, or
    has a date line or byline between it and the body, or reads as a headline. In a text without furniture a headline stands right on the
    story: a line over another line is the first of several subheads.
    """
    headings = [i for i, k in enumerate(kept) if k.block.hint == "title"]
    if len(headings) == 1 and not document.title:
        return headings[0]
    for name in (document.title, document.page_title):
        if name:
            wanted = norm(name)
            for i, k in enumerate(kept):
                text = norm(k.text)
                begins = text.count(" ") >= 2 and wanted.startswith(text + " ")
                if k.block.words <= MAX_TITLE_WORDS and text and (text == wanted or begins):
                    return i
    if headings:
        return headings[0]
    window = norm(blocks[0].text) if blocks else ""
    for i, k in enumerate(kept):
        if k.block.index and k.block.words >= 3 and k.block.zone == "head" and norm(k.text) == window:
            return i
    for i, k in enumerate(kept):
        if k.block.prose or k.block.zone != "head" or k.block.hint in ("nav", "aside", "footer"):
            return None
        if k.block.index in labels or not 3 <= k.block.words <= MAX_TITLE_WORDS or k.block.lead or stopped(k.text):
            continue
        body = next((later for later in kept[i + 1 :] if later.block.prose), None)
        if body is None:
            return None
        name = norm(k.text)
        again = any(norm(b.text).startswith(name) for b in blocks if b is not k.block and not b.prose)
        between = any(n in furniture for n in range(k.block.index + 1, body.block.index))
        alone = len(kept) == len(blocks) and kept[i + 1] is not body
        reads = not alone and _reads_as_headline(k.text, "\n".join(later.text for later in kept[i + 1 : i + 8]), function_words)
        return i if again or between or reads else None
    return None


def _page_title(page: Headline | None, kept: Sequence[Kept], at: int | None) -> tuple[str, int | None] | None:
    """The headline of a whole page, and the surviving block that it stands for: one of its lines, else one that says no more than it.

    None where the page does not tell it, or only its window does and a headline was found otherwise.
    """
    if page is None or (not page.blocks and at is not None):
        return None
    name = norm(page.text)
    same = [i for i, k in enumerate(kept) if norm(k.text) == name]
    same += [i for i, k in enumerate(kept) if k.block.index in page.blocks]
    if same:
        return page.text if len(page.blocks) > 1 else kept[same[0]].text, same[0]
    return page.text, at if at is not None and f" {norm(kept[at].text)} " in f" {name} " else None


def _reads_as_headline(text: str, body: str, function_words: frozenset[str]) -> bool:
    """Few function words, and what it names is in the story. Deks and first lines of a list are wordier, or about something else."""
    words = WORD.findall(text.casefold())
    small = sum(w in function_words for w in words)
    named = {w[:STEM] for w in words if w not in function_words and len(w) > 2}
    said = {w[:STEM] for w in WORD.findall(body.casefold())}
    terse = len(words) <= PLAIN_TITLE_WORDS and small <= 0.4 * len(words) and words[-1] not in function_words
    return terse and len(named & said) >= 0.3 * len(named) > 0


def _furniture(marks: Sequence[Mark], rules: Mapping[str, Rule]) -> set[int]:
    """Blocks that were a date line, byline, agency line, caption or credit."""
    return {m.block for m in marks if (m.role or rules[m.rule].role) in HEAD_FURNITURE and rules[m.rule].action in ("drop", "extract")}


def _roles(marks: Sequence[Mark], rules: Mapping[str, Rule]) -> dict[int, set[str]]:
    """What rules took blocks for, but the region's and repetition's, which take headlines as well."""
    roles: dict[int, set[str]] = {}
    for mark in marks:
        role = mark.role or rules[mark.rule].role or ""
        if rules[mark.rule].action in ("drop", "extract") and role not in ("page", "title"):
            roles.setdefault(mark.block, set()).add(role)
    return roles


def _dek(rest: Sequence[Kept], marks: Sequence[Mark], rules: Mapping[str, Rule], labels: Mapping[int, str]) -> int:
    """How many of the blocks after the headline are the dek: short prose with head furniture between it and the body."""
    if any(k.block.hint == "dek" for k in rest[:1]):
        return 1
    furniture = _furniture(marks, rules)
    for n, (k, following) in enumerate(pairwise(rest)):
        if n > 1 or k.block.words > MAX_DEK_WORDS or k.block.index in labels or k.block.lead:
            return 0
        if any(i in furniture for i in range(k.block.index + 1, following.block.index)):
            return n + 1 if all(r.block.words >= 4 for r in rest[: n + 1]) and following.block.zone != "tail" else 0
    return 0


def _body(kept: Sequence[Kept], labels: Mapping[int, str]) -> tuple[str, tuple[Span, ...]]:
    spans, at = [], 0
    for k in kept:
        role = labels.get(k.block.index, "paragraph" if k.block.prose or k.block.stopped else "line")
        spans.append(Span(role, at, at + len(k.text)))
        at += len(k.text) + 2
    return "\n\n".join(k.text for k in kept), tuple(spans)


def _title_changes(title: str | None, document: Document, kept: Sequence[Kept], at: int | None) -> tuple[Change, ...]:
    """The result begins with the title: put the record's or the page's own there, or move the headline up to the front."""
    if not title:
        return ()
    own = at is not None and kept[at].text == title
    note = "the record's title" if document.title else "the headline, put in front" if own else "the page's title"
    if at is None:
        return (Change(0, 0, title + ("\n\n" if kept else ""), "ST104", note),)
    if at == 0:
        return () if own else (Change(0, kept[0].end, title, "ST104", note),)
    gone = Change(kept[at - 1].end, kept[at].end, "", "ST104", note)
    return Change(0, 0, title + "\n\n", "ST104", note), gone


def _date(values: Iterable[str], language: str | None, now: str | None, day_first: bool | None, flags: list[str]) -> str | None:
    failed = False
    for value in values:
        moment = dates.parse(value, language, now, day_first)
        if moment:
            return moment
        failed = True
    if failed:
        flags.append("date-unparsed")
    return None


def _authors(
    document: Document, found: Mapping[str, list[str]], vocabulary: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, ...], str | None]:
    """People and the agency. An agency named in a byline is no person."""
    agencies = _norms(tuple(vocabulary.get("agencies", ()))) if document.authors or found["author"] else frozenset()
    joiner = _joiner(tuple(vocabulary.get("author_joiners", ())))
    people: dict[str, str] = {}
    agency = next(iter(found["agency"]), None)
    for names in document.authors or found["author"]:
        for name in joiner.split(names) if not document.authors else [names]:
            name = name.strip(" .,;:-–—")
            if norm(name) in agencies:
                agency = agency or name
            elif name and (document.authors or not _is_job(name, vocabulary)):
                people.setdefault(norm(name), name)
    return tuple(people.values()), agency


@lru_cache(maxsize=64)
def _norms(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(norm, names))


@lru_cache(maxsize=64)
def _joiner(words: tuple[str, ...]) -> regex.Pattern[str]:
    joiners = "|".join(regex.escape(w) for w in sorted(words, key=len, reverse=True)) or "and"
    return regex.compile(rf"\s*[,;|/•·&]\s*(?:(?:{joiners})\s+)?|\s+(?:{joiners})\s+", regex.IGNORECASE)


@lru_cache(maxsize=64)
def _names(joiners: tuple[str, ...], agencies: tuple[str, ...]) -> regex.Pattern[str]:
    """People and agencies, joined."""
    name = "|".join([NAME, *map(regex.escape, agencies or ("AP",))])
    joiner = "|".join(map(regex.escape, joiners or ("and",)))
    return regex.compile(rf"(?:{name})(?:\s*(?:,|&|/|\s(?:{joiner})\s)\s*(?:{name}))*(?:\s*,)?")


def _bare_names(
    blocks: Sequence[Block], marks: Sequence[Mark], rules: Mapping[str, Rule], story: int, vocabulary: Mapping[str, Sequence[str]]
) -> list[str]:
    """Names that stand alone beside a byline, or without one beside the date or reading time, near a story's beginning. Nothing is cut
    for them."""
    names = _names(tuple(vocabulary.get("author_joiners", ())), tuple(vocabulary.get("agencies", ())))
    openers = {w.casefold() for name in ("function_words", "sentence_openers") for w in vocabulary.get(name, ())}
    roles: dict[int, set[str | None]] = {}
    for mark in marks:
        roles.setdefault(mark.block, set()).add(mark.role or rules[mark.rule].role)

    def alone(i: int) -> bool:
        text = blocks[i].text
        free = roles.get(i, set()) <= {"page", "title", "link"} and not blocks[i].prose
        phrase = text.count(" ") > 1 and text.split()[0].casefold() in openers
        return free and names.fullmatch(text) is not None and not (text.isupper() or phrase or _is_job(text, vocabulary))

    bylines = [i for i, found in roles.items() if "byline" in found and abs(i - story) <= NEAR]
    dated = [i for i, found in roles.items() if "date" in found]
    near = [i for i in range(max(1, story - NEAR), min(story + NEAR // 2, len(blocks))) if alone(i)]
    if bylines:
        found = [min(bylines, key=lambda i: abs(i - story))]
    else:
        beside = [i for i in near if any(abs(i - j) <= BESIDE // 2 for j in dated)]
        found = [min(beside, key=lambda i: (min(abs(i - j) for j in dated), abs(i - story)))] if beside else []
    for i in near:
        if found and found[-1] < i <= found[-1] + 2:
            found.append(i)
    for i in reversed(near):
        # A longer line between is the headline, and what stands over it its kicker.
        if found and found[0] > i >= found[0] - 2 and all(b.words <= 2 for b in blocks[i + 1 : found[0]]):
            found.insert(0, i)
    # So many names are a menu's.
    return [blocks[i].text for i in found if i not in bylines] if len(found) <= MOST_AUTHORS else []


def _window_date(blocks: Sequence[Block]) -> list[str]:
    """The date at the end of the window's title."""
    last = headline.SEPARATOR.split(blocks[0].text)[-1] if blocks else ""
    return [last] if FULL_DATE.fullmatch(last) else []


def _is_job(name: str, vocabulary: Mapping[str, Sequence[str]]) -> bool:
    """It says what somebody is: "Lifestyle Writer", "Deputy Picture Director"."""
    words = name.casefold().split()
    modifiers = {w.casefold() for w in vocabulary.get("job_modifier", ())}
    jobs = {w for job in vocabulary.get("job", ()) for w in job.casefold().split()}
    return len(words) > 1 and (words[0] in modifiers or words[-1] in jobs)


def _captions(marks: Sequence[Mark], rules: Mapping[str, Rule]) -> tuple[Caption, ...]:
    """Captions with their credits; a credit alone on its line belongs to the caption before it, or stands for itself."""
    by_block: dict[int, dict[str, Any]] = {}
    for mark in sorted(marks, key=lambda m: (m.block, -m.confidence, m.rule)):
        rule = rules[mark.rule]
        if rule.safety != "show" and {"caption", "credit"} & set(mark.fields):
            slot = by_block.setdefault(mark.block, {})
            for name in ("caption", "credit"):
                if mark.fields.get(name):
                    slot.setdefault(name, mark.fields[name])
    out: list[Caption] = []
    previous = -2
    for index, slot in sorted(by_block.items()):
        if "caption" not in slot and out and previous == index - 1 and out[-1].credit is None:
            out[-1] = Caption(out[-1].text, slot["credit"])
        else:
            out.append(Caption(slot.get("caption", ""), slot.get("credit")))
        previous = index
    return tuple(dict.fromkeys(out))


def _split_tags(text: str) -> list[str]:
    return [t for part in regex.split(r"[,;|•·#\n]", text) if (t := part.strip())]
