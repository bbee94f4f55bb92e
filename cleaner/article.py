"""Surviving blocks and captured fields → the article in its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from cleaner import bylines, dates, headline
from cleaner.detectors import whole
from cleaner.headline import Headline, norm, stopped
from cleaner.model import Block, Caption, Change, Document, Edit, Mark, Rule, Span

MAX_TITLE_WORDS = 35
PLAIN_TITLE_WORDS = 18
"""Words up to which a first line may be a headline where nothing but its wording says so."""
SMALL, TERSER = 0.4, 0.95
"""Share of function words that such a headline has at most, and what it may have of the story's share, where that is more."""
STEM = 5
"""Letters of a word that must agree: headlines inflect otherwise than the story."""
TOPIC = regex.compile(r"""(?=[\p{Lu}\p{Lo}\p{N}"„“«‘'¿¡])[^:.!?\n]*[\p{L}\p{M}\p{N}"”»’')%]\s?:\s?(?=[\p{Lu}\p{Lo}"„“«‘'¿¡])""")
"""What a headline is about, up to the colon, and after it a beginning."""
ASIDE = regex.compile(r"(?<![\w'’-])\p{Ll}[\w'’-]*")
"""A word in small letters. Labels such as "Director: Ana Sol" have few."""
MAX_DEK_WORDS = 70
WORD = regex.compile(r"\w+")
NEAR = 30
"""Blocks between the story's first paragraph and a date or byline that is surely its own."""
FIRST_PROSE = 4
"""Paragraphs of prose, a dek and a summary among them, of which the first of the story is one."""
FULL_DATE = regex.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.? \p{L}+\.? \d{4}|\p{L}+\.? \d{1,2}, \d{4}")
YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[./]\s?\d{1,2}[./]\s?\d\d(?!\d)")
DATE_LINE = 30
"""Words up to which a line that holds a date is about it."""
ABOVE, OPENING, BELOW = 4, 12, 20
"""Blocks over a headline, around a story's beginning and under its end among which its date may stand."""
NOT_DATED = frozenset({"link", "legal", "caption", "credit", "banner"})
"""Lines that hold other dates."""
LABELS = ("subhead", "key-point", "pull-quote", "box", "correction", "list")
NO_OTHER = frozenset({None, "caption", "credit", "page", "title"})
"""Roles of what takes a caption as well, or nothing."""
DATES = ("published", "updated")
HEAD_FURNITURE = ("date", "byline", "agency", "caption", "credit")


class Kept(NamedTuple):
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
        while n < len(edits) and edits[n].end <= block.start:
            n += 1
        if n == len(edits) or edits[n].start >= block.end:
            text = block.text
        elif edits[n].start <= block.start and block.end <= edits[n].end:
            text = edits[n].after
        else:
            text = _edited(block, edits, n)
        if text:
            start = at + 2 if out else 0
            at = start + len(text)
            out.append(Kept(block, text, start, at))
    return out


def _edited(block: Block, edits: Sequence[Edit], n: int) -> str:
    """The block's text after its edits, of which the `n`-th is the first."""
    parts: list[str] = []
    cursor = block.start
    while n < len(edits) and edits[n].start < block.end:
        parts += block.text[cursor - block.start : max(0, edits[n].start - block.start)], edits[n].after
        cursor = max(cursor, edits[n].end)
        n += 1
    if cursor < block.end:
        parts.append(block.text[cursor - block.start :])
    return "".join(parts)


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
    marks = [_told(m, language, document.crawled) for m in marks]
    labels = {m.block: label for m in marks if rules[m.rule].action == "label" and (label := m.role or rules[m.rule].role) in LABELS}
    whole_page = any(rules[m.rule].role == "page" for m in marks)
    title_at = _title(document, blocks, kept, labels, _furniture(marks, rules), frozenset(vocabulary.get("function_words", ())))
    headed = kept[title_at].block.index if title_at is not None and document.hints else -1
    prose = [k.block.index for k in kept if k.block.prose]
    story = next((i for i in prose if i > headed), next(iter(prose), None)) if whole_page or document.hints else None
    end = prose[-1] if prose else 0
    roles = _roles(marks, rules) if story is not None else {}
    page = headline.of_page(blocks, [i for i in prose if i >= (story or 0)], roles) if whole_page and not document.title else None
    stands = range(headed, headed + 1) if headed >= 0 else range(0)
    if page:
        stands = page.blocks if story is not None and abs(page.blocks.start - story) <= bylines.NEAR else range(0)
    anchors = None if story is None else [story, *(page.blocks if page else stands)[:1]]
    found = _captured(marks, rules, prose[:FIRST_PROSE], anchors)
    title = document.title or (kept[title_at].text if title_at is not None else None)
    title, title_at = _page_title(page, kept, title_at) or (title, title_at)
    title = _without_kicker(title, document)
    rest = [k for i, k in enumerate(kept) if i != title_at]
    dek_at = _dek(rest, marks, rules, labels) if title and (title_at is None or title_at == 0) else 0
    dek = "\n\n".join(k.text for k in rest[:dek_at]) or None
    body, spans = _body(rest[dek_at:], labels)

    flags = [m_flag for m in marks if rules[m.rule].action == "flag" for m_flag in [rules[m.rule].name]]
    now = document.crawled or next(iter(found["crawled"]), None)
    crawled = document.crawled or _date(found["crawled"], None, None, None, flags)
    if story is not None and not document.authors:
        names = _authors_found(marks, rules, vocabulary)
        page_authors = document.page_authors
        found["author"] = bylines.of_page(bylines.Page(blocks, roles, names, stands, story, end, vocabulary, page_authors))
    if whole_page and not document.published:
        others = (*found["updated"], *found["crawled"])
        dated = any("published" in m.fields and m.block <= end for m in marks if rules[m.rule].safety != "show")
        lines = [] if dated else _lines_with_date(blocks, roles, page.blocks if page else range(0), story or 0, end, language)
        found["published"][:0] = [*_window_date(blocks), *(line for line in lines if not any(other in line for other in others))]
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
        captions=_captions(marks, rules, blocks, None if story is None else range(min([story, *stands]) - NEAR, end + NEAR), vocabulary),
        tags=tuple(dict.fromkeys(t for tags in found["tag"] for t in _split_tags(tags))),
        flags=tuple(dict.fromkeys(flags)) + (() if body else ("empty-body",)),
        changes=_title_changes(title, document, kept, title_at),
    )
    return parts


def _captured(
    marks: Sequence[Mark], rules: Mapping[str, Rule], opening: Sequence[int], anchors: Sequence[int] | None
) -> dict[str, list[str]]:
    """Captured fields in order of place; each value once. A dateline is the `opening` paragraphs': what stands in capitals before a colon
    in a headline, or further down, is no place.

    On a whole page teasers have dates, too: those near the `anchors`, the story's first paragraph and the headline, come first, those over
    the story before those under its beginning, then the surest and nearest.
    """
    out: dict[str, dict[str, None]] = {name: {} for name in ("published", "updated", "crawled", "author", "agency", "dateline", "tag")}
    taken = [m for m in marks if m.fields and rules[m.rule].safety != "show"]
    for name, values in out.items():
        here = [m for m in taken if name in m.fields and (name != "dateline" or m.block in opening)]
        here.sort(key=lambda m: (m.block, m.start, -m.confidence, m.rule))
        if anchors and name != "tag":
            far = {m.block: min(abs(m.block - anchor) for anchor in anchors) for m in here}
            here = [m for m in here if far[m.block] <= NEAR] or here
            here.sort(key=lambda m: (m.block > anchors[0], -m.confidence, far[m.block]))
        values.update(dict.fromkeys(m.fields[name] for m in here))
    return {name: list(values) for name, values in out.items()}


def _told(mark: Mark, language: str | None, now: str | None) -> Mark:
    """The mark without "3 hours ago" where nobody knows of when that was said."""
    vain = {
        name
        for name in DATES
        if (text := mark.fields.get(name)) and dates.is_counted(text, language) and not (now and dates.parse(text, language, now))
    }
    return replace(mark, fields={k: v for k, v in mark.fields.items() if k not in vain}) if vain else mark


def _authors_found(marks: Sequence[Mark], rules: Mapping[str, Rule], vocabulary: Mapping[str, Sequence[str]]) -> dict[int, list[str]]:
    """What rules captured as authors, by block."""
    found: dict[int, list[str]] = {}
    for mark in sorted(marks, key=lambda m: (m.block, m.start, -m.confidence, m.rule)):
        name = mark.fields.get("author")
        if name and rules[mark.rule].safety != "show" and not bylines.is_job(name, vocabulary):
            found.setdefault(mark.block, []).append(name)
    return found


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
    has a date line or byline between it and the body, or reads as a headline; where none does, what ends in an exclamation mark is none.
    In a text without furniture a headline stands right on the story: a line over another line is the first of several subheads. A first
    line of a topic, a colon and what is said or asked of it is a headline.
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
    told = any(k.block.prose for k in kept)
    for i, k in enumerate(kept):
        # Without a story all lines stand in the head, and one that is said twice may be anything.
        if told and k.block.index and k.block.words >= 3 and k.block.zone == "head" and headline.same(k.text, window):
            return i
    if _topic_and_colon(kept):
        return 0
    for i, k in enumerate(kept):
        if k.block.prose or k.block.zone != "head" or k.block.hint in ("nav", "aside", "footer"):
            return None
        if k.block.index in labels or not 3 <= k.block.words <= MAX_TITLE_WORDS or k.block.lead or stopped(k.text):
            continue
        body = next((later for later in kept[i + 1 :] if later.block.prose), None)
        if body is None:
            return None
        name = norm(k.text)
        if any(n in furniture for n in range(k.block.index + 1, body.block.index)):
            return i
        if k.text.endswith("!"):
            # A speech or a letter begins so.
            return None
        if any(headline.begins(b.text, name) for b in blocks if b is not k.block and not b.prose):
            return i
        alone = len(kept) == len(blocks) and kept[i + 1] is not body
        reads = not alone and _reads_as_headline(k.text, "\n".join(later.text for later in kept[i + 1 : i + 8]), function_words)
        return i if reads else None
    return None


def _topic_and_colon(kept: Sequence[Kept]) -> bool:
    """The first line, right over prose, is a topic, a colon and what is said or asked of it.

    A label and its value ("Director: Ana Sol") says less; a speaker ("Ana Sol: What now?") speaks again, or is a paper in capitals; a
    clause that leads to a question ("Colleagues, I ask you: Why now?") has a comma, and other words than names.
    """
    if len(kept) < 2 or not kept[1].block.prose:
        return False
    first = kept[0]
    topic = TOPIC.match(first.text)
    if not topic or first.block.lead or first.block.words > PLAIN_TITLE_WORDS or stopped(first.text):
        return False
    if "," in topic[0] and ASIDE.search(topic[0]):
        return False
    said = first.text[topic.end() :]
    says = said.count(" ") >= 2 and (not topic[0].isupper() if said.endswith("?") else len(ASIDE.findall(said)) >= 2)
    return says and not any(k.text.startswith(topic[0]) for k in kept[1:])


def _page_title(page: Headline | None, kept: Sequence[Kept], at: int | None) -> tuple[str, int | None] | None:
    """The headline of a whole page, and the surviving block that it stands for: one of its lines, else one that says no more than it.

    None where the page does not tell it, or only its window does and a headline was found otherwise.
    """
    if page is None or (not page.blocks and at is not None):
        return None
    name = norm(page.text)
    same = [i for i, k in enumerate(kept) if headline.same(k.text, name)]
    same += [i for i, k in enumerate(kept) if k.block.index in page.blocks]
    if same:
        return page.text if len(page.blocks) > 1 else kept[same[0]].text, same[0]
    return page.text, at if at is not None and f" {norm(kept[at].text)} " in f" {name} " else None


def _without_kicker(title: str | None, document: Document) -> str | None:
    """The heading without the line over the headline, where the page's own title does without it."""
    own = document.page_title
    if not title or not own or document.title or norm(own).count(" ") < 2:
        return title
    return own if norm(title).endswith(f" {norm(own)}") else title


def _reads_as_headline(text: str, body: str, function_words: frozenset[str]) -> bool:
    """Few function words, or fewer than the story has, and what it names is in the story. Deks and first lines of a list are wordier, or
    about something else."""
    words, story = WORD.findall(text.casefold()), WORD.findall(body.casefold())
    if len(words) > PLAIN_TITLE_WORDS or words[-1] in function_words:
        return False
    if _small(words, function_words) > max(SMALL, TERSER * _small(story, function_words)):
        return False
    if headline.unspaced(text):
        pairs = headline.stems(text)
        return len(pairs & headline.stems(body)) >= 0.3 * len(pairs) > 0
    named = {w[:STEM] for w in words if w not in function_words and len(w) > 2}
    said = {w[:STEM] for w in story}
    return len(named & said) >= 0.3 * len(named) > 0


def _small(words: Sequence[str], function_words: frozenset[str]) -> float:
    return sum(w in function_words for w in words) / len(words) if words else 0.0


def _furniture(marks: Sequence[Mark], rules: Mapping[str, Rule]) -> set[int]:
    """Blocks that were a date line, byline, agency line, caption or credit."""
    return {m.block for m in marks if (m.role or rules[m.rule].role) in HEAD_FURNITURE and rules[m.rule].action in ("drop", "extract")}


def _roles(marks: Sequence[Mark], rules: Mapping[str, Rule]) -> dict[int, set[str]]:
    """What rules took blocks for, but the region's and repetition's, which take headlines as well."""
    roles: dict[int, set[str]] = {}
    for mark in marks:
        role = _role(mark, rules)
        if role and role not in ("page", "title"):
            roles.setdefault(mark.block, set()).add(role)
    return roles


def _dek(rest: Sequence[Kept], marks: Sequence[Mark], rules: Mapping[str, Rule], labels: Mapping[int, str]) -> int:
    """How many of the blocks after the headline are the dek: short prose with head furniture between it and the body.

    What opens with a dateline or had lost its initial is the story's first paragraph: deks have neither.
    """
    if any(k.block.hint == "dek" for k in rest[:1]):
        return 1
    furniture = _furniture(marks, rules)
    opening = {m.block for m in marks if "dateline" in m.fields or rules[m.rule].detector == "lost_initial"}
    for n, (k, following) in enumerate(pairwise(rest)):
        if n > 1 or k.block.words > MAX_DEK_WORDS or k.block.index in labels or k.block.index in opening or k.block.lead:
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
    """People and the agency. An agency named in a byline is no person, and a desk is none; an organisation that the page's metadata names
    beside people is no author, though it may be the agency."""
    people: dict[str, str] = {}
    agency = next(iter(found["agency"]), None)
    for lines, given in ((document.authors or found["author"], bool(document.authors)), (document.page_authors, True)):
        names = [name for line in lines for name in bylines.split(line, vocabulary, given)]
        agency = agency or next((name for name in names if bylines.is_agency(name, vocabulary)), None)
        if not people:
            for name in names:
                if not bylines.is_agency(name, vocabulary) and (document.authors or not bylines.is_desk(name, vocabulary)):
                    people.setdefault(norm(name), name)
    return tuple(people.values()), agency


def _window_date(blocks: Sequence[Block]) -> list[str]:
    """The date at the end of the window's title."""
    last = headline.SEPARATOR.split(blocks[0].text)[-1] if blocks else ""
    return [last] if FULL_DATE.fullmatch(last) else []


def _lines_with_date(
    blocks: Sequence[Block], roles: Mapping[int, Set[str]], stands: range, story: int, end: int, language: str | None
) -> Iterator[str]:
    """Lines that hold a day with its year, nearest to headline and story first; then those under the last paragraph that say more than
    a day, which teasers have."""
    near = {*range(stands.start - ABOVE, stands.stop + OPENING), *range(story - OPENING, story + OPENING)}
    near = {i for i in near if i <= end}
    for i in [*sorted(near, key=lambda i: (abs(i - story), i)), *range(end + 1, end + BELOW)]:
        if not 0 < i < len(blocks) or blocks[i].prose or blocks[i].words > DATE_LINE or roles.get(i, frozenset()) & NOT_DATED:
            continue
        text = blocks[i].text
        if YEAR.search(text) and (i in near or not FULL_DATE.fullmatch(text)) and dates.parse(text, language):
            yield text


def _captions(
    marks: Sequence[Mark],
    rules: Mapping[str, Rule],
    blocks: Sequence[Block],
    story: range | None,
    vocabulary: Mapping[str, Sequence[str]],
) -> tuple[Caption, ...]:
    """Captions with their credits; a credit alone on its line belongs to the caption before it, or stands for itself.

    `story`: the blocks of a page around its story; other stories have captions, too. What HTML alone calls a caption may be a button or a
    credit, and in pieces.
    """
    taken = [m for m in marks if ("caption" in m.fields or "credit" in m.fields) and rules[m.rule].safety != "show"]
    taken = [m for m in taken if story is None or m.block in story]
    if not taken:
        return ()
    credited = {m.block for m in taken if "caption" not in m.fields and whole(blocks[m.block], m)}
    others = {m.block for m in marks if _role(m, rules) not in NO_OTHER and blocks[m.block].words and whole(blocks[m.block], m)}
    named = {m.block for m in marks if m.fields.get("agency") or m.fields.get("author")}
    by_block: dict[int, dict[str, Any]] = {}
    for mark in sorted(taken, key=lambda m: (m.block, -m.confidence, m.rule)):
        marked = "credit" not in mark.fields and rules[mark.rule].detector is not None
        if "caption" in mark.fields and (mark.block in credited or (marked and mark.block in others)):
            continue
        slot = by_block.setdefault(mark.block, {})
        for name in ("caption", "credit"):
            if mark.fields.get(name):
                slot.setdefault(name, mark.fields[name])
    out: list[Caption] = []
    previous = -2
    for index, slot in sorted(by_block.items()):
        text, credit = slot.get("caption", ""), _credit(slot.get("credit"), vocabulary)
        before = out[-1] if out and previous == index - 1 else None
        if before and before.credit is None and (_open(before.text) or (text.startswith("(") and _open(text))):
            out[-1] = _bracketed(f"{before.text} {blocks[index].text}", vocabulary)
        elif before and before.credit is None and not text:
            out[-1] = Caption(before.text, credit)
        elif not text and index in named:
            # Alone on its line it says who wrote, and no picture's caption.
            continue
        elif credit or not any(text == known.text for known in out):
            out.append(Caption(text, credit))
        previous = index
    return tuple(dict.fromkeys(out))


def _role(mark: Mark, rules: Mapping[str, Rule]) -> str | None:
    """What a mark that takes text away takes it for."""
    return mark.role or rules[mark.rule].role if rules[mark.rule].action in ("drop", "extract") else None


def _credit(credit: str | None, vocabulary: Mapping[str, Sequence[str]]) -> str | None:
    """A credit without its label and without marks around it."""
    if not credit:
        return None
    label = _label(tuple(vocabulary.get("photo", ()))).match(credit)
    bare = credit[label.end() if label else 0 :].lstrip("=/|:·,;–—- ")
    return (bare[:-1] if bare.endswith(")") and "(" not in bare else bare) or credit


def _open(text: str) -> bool:
    return text.count("(") > text.count(")")


def _bracketed(text: str, vocabulary: Mapping[str, Sequence[str]]) -> Caption:
    """A caption whose credit stands in brackets at its end."""
    front, _, inside = text.strip().rpartition("(")
    label = _label(tuple(vocabulary.get("photo", ()))).match(inside.lstrip())
    if not label or not inside.endswith(")"):
        return Caption(text, None)
    return Caption(front.strip(), inside.lstrip()[label.end() : -1].strip() or None)


@lru_cache(maxsize=64)
def _label(words: tuple[str, ...]) -> regex.Pattern[str]:
    """One of the words that announce who took a picture, and the mark behind it."""
    return regex.compile(rf"(?:{'|'.join(map(regex.escape, words)) or 'photo'})\s*(?:[:|/–—-]|\.{{3}}|…)\s*", regex.IGNORECASE)


def _split_tags(text: str) -> list[str]:
    return [t for part in regex.split(r"[,;|•·#\n]", text) if (t := part.strip())]
