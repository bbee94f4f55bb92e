"""Article → named numbers: what expectation suites are written on. No sentence leaves this file.

Words are runs of letters and digits; where a script sets no blanks, each character is one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import regex

from cleaner.model import Article, Edit

FAMILIES = ("AD", "AG", "BN", "BY", "CM", "CP", "DT", "EM", "LG", "NL", "NV", "PW", "RL", "SH", "ST", "TX")
HASHES = 64
"""MinHashes in a fingerprint. Sixteen bits of each are kept: enough to tell two apart, and 128 bytes an article."""
SHINGLE = 4
SEED = 20240503
LONG_PARAGRAPH = 100_000
"""Characters from which a paragraph's words are counted, not listed."""
SAMPLE = 5_000
"""Words of an article that are looked at one by one."""
END = 100
"""Characters of a text that hold its last mark."""
STEM = 5
LONG = 4
"""Letters from which a word of the title should be found again in the body, up to `STEM` of them."""

CJK = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
WORD = regex.compile(rf"[{CJK}]|[^\W_{CJK}]+(?:['’-][^\W_{CJK}]+)*")
# The same in less than half the time, for text without NOT_PLAIN: sets are what the standard library is fastest with.
NOT_PLAIN = re.compile(r"[^\x00-\xb1\xb4-\xb8\xba\xbb\xbf-\u02ff\u2010-\u203a€]")
PLAIN_LETTERS = "".join(c for c in map(chr, range(0x300)) if c.isalnum())
PLAIN_WORD = re.compile(rf"[{PLAIN_LETTERS}]++(?:['’-][{PLAIN_LETTERS}]++)*+")
ASCII = bytes(range(128))
ASCII_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
DENSE = regex.compile(f"[{CJK}]")
ADDRESS = regex.compile(r"(?:https?://|www\.)\S+")
MOJIBAKE = regex.compile(
    r"\ufffd|[\x80-\x84\x86-\x9f]|[ÃÐÑÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€|ï»¿|ã[\x80-\x83]|(?<=\p{L}{2})\?(?=\p{Ll}{2})"
)
MOJIBAKE_SIGNS = re.compile(r"[\ufffd\x80-\x84\x86-\x9fÃÐÑÂâïã]")
"""Every place of MOJIBAKE that is no question mark begins so."""
QUESTION = re.compile(r"\?(?![\s\"”’»)]|$)")
TAGS = (
    "a abbr article aside b blockquote body br button center div em embed figcaption figure font footer form h[1-6] head header hr html i "
    "iframe img input li link meta nav noscript ol p picture pre script section small source span strong style sub sup svg table tbody td "
    "th tr u ul video"
)
MARKUPS = {
    ("<",): rf"</?(?:{'|'.join(TAGS.split())})(?:\s[^<>]*)?/?>|<!--|<!\[CDATA",
    ("]]>",): r"\]\]>",
    ("&", ";"): r"&(?:[a-z]{2,8}|\#\d{2,6}|\#x[0-9a-f]{2,5});",
    ("[", "]"): r"\[/?(?:caption|gallery|embed|youtube|img|url|video|audio)\b[^\]\n]*\]",
    ("](",): r"\]\((?:https?:|/)",
    ("function", "("): r"\bfunction\s*\w*\s*\(",
    ("var", "="): r"\bvar\s+\w+\s*=",
    ("window.",): r"\bwindow\.\w",
    ("document.", "("): r"\bdocument\.\w+\(",
    ("@media",): r"@media\s*[(a-z]",
    ("{", ":"): r"\{\s*\"\w+\"\s*:",
    ("}", ";"): r"\}\s*\)\s*;|:\s*\w[^;{}\n]*;\s*\}",
}
"""What stands in all of a kind of markup → that markup."""
MARKUP = regex.compile("|".join(MARKUPS.values()), regex.IGNORECASE)
CAPITAL = regex.compile(r"\p{Lu}")
SMALL = regex.compile(r"\p{Ll}")
MARKUP_SIGNS = ("<", "&", "{", "}", "[", "function", "window.", "document.", "var")
SENTENCE_ENDS = "!?。！？\n"
"""What sentences end in beside full stops."""
OPENING = regex.compile(r"[\s\"'“”„«»‘’(\[¿¡–—-]*")
AFTER_DATELINE = regex.compile(r"(?:[^\n:–—.-]{0,40}(?:\([^)\n]{1,60}\))?)\s*[:–—.-]+\s*")
MID = regex.compile(r"\p{Ll}(?!\p{Ll}*\p{Lu})|[,;:.)\]}%]")
"""How no sentence begins. "iPhone" does begin one."""
CLOSED = regex.compile(r"""(?<!,)[.!?…;:。！？।۔؟»"'”’“)\]」』】*]\s*$""")
"""How a text ends. A comma before the closing quote promises more."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measure. `kind`: count, share (0 to 1), days, flag, text. `of`: article (in every clean record), record, batch: see `check`."""

    name: str
    kind: str
    about: str
    of: str = "article"
    optional: bool = False
    """It may be null: there is nothing to measure."""
    end: bool = False
    """What it tells of shows at the end of the body, not at its beginning."""


ARTICLE = (
    Column("raw_chars", "count", "Characters of the raw text."),
    Column("body_chars", "count", "Characters of the body."),
    Column("body_words", "count", "Words of the body."),
    Column("paragraphs", "count", "Paragraphs of the body, subheads and list lines among them."),
    Column("longest_paragraph", "count", "Words of the longest paragraph: a flattened article is one long one."),
    Column("longest_word", "count", "Letters of the longest word, addresses and hyphens aside: jammed words are long."),
    Column("title_words", "count", "Words of the headline; 0 without one."),
    Column(
        "title_support", "share", "Share of the headline's longer words that the body says too, by their first five letters.", optional=True
    ),
    Column("dek_words", "count", "Words of the dek; 0 without one."),
    Column("authors", "count", "People named as authors."),
    Column("captions", "count", "Captions and photo credits taken out of the text."),
    Column("share_removed", "share", "Share of the raw text's characters that cleaning took away."),
    Column(
        "noise_words",
        "count",
        "Words left in the body that look like page furniture: lines in runs or at the end that are no sentences and have no label.",
    ),
    Column("noise_share", "share", "`noise_words` of all words of the body."),
    Column("starts_mid", "flag", "The body begins in the middle of a sentence: with a small letter or a comma, after its dateline."),
    Column("ends_open", "flag", "The body ends without the end of a sentence, or with the mark of a cut.", end=True),
    Column("lost_initials", "count", "Paragraphs that begin with a small letter, as after a lost first letter that could not be restored."),
    Column("mojibake_left", "count", "Places with encoding damage left: replacement characters, Ã©, question marks inside words."),
    Column("markup_left", "count", "Tags, entities, short codes, scripts and styles left."),
    Column("addresses_left", "count", "Web addresses in the body."),
    Column("upper_share", "share", "Share of capitals among the letters and digits.", optional=True),
    Column("paragraphs_repeated", "count", "Paragraphs that an earlier one has said word for word."),
    Column("sentences_repeated", "count", "Sentences of at least six words that an earlier one has said word for word."),
    Column("language_agrees", "flag", "The body is in the article's language; null where that cannot be told.", optional=True),
    Column("published_parsed", "flag", "The date of publication, given or found, could be read; null where there is none.", optional=True),
    Column("age_days", "days", "Days from publication to crawl; below zero, it was published after it was crawled.", optional=True),
    Column("edits", "count", "Edits made, white space and encoding among them."),
    Column("edits_by_family", "counts", "Edits by family of rules: in a suite a column for each, `edits_TX`, `edits_SH` …"),
    Column(
        "body_hash", "text", "Hash of the body's words: equal for exact copies, whatever their case, blanks and punctuation.", optional=True
    ),
    Column("fingerprint", "text", "MinHash sketch of the body's 4-word shingles: near-copies share most of it.", optional=True),
)
"""What `measure` gives, in order."""
NAMES = tuple(c.name for c in ARTICLE)


class Measures(Mapping[str, Any]):
    """Measures that are taken when one is first asked for: whoever wants the text alone does not wait for them.

    Equal to a dict that holds the same; pickles and copies as one.
    """

    def __init__(self, take: Callable[[], Mapping[str, Any]]) -> None:
        self._take = take

    @property
    def _taken(self) -> Mapping[str, Any]:
        taken = self._take()
        # What they are taken from need not be kept with the article any longer.
        self._take = lambda: taken
        return taken

    def __getitem__(self, name: str) -> Any:
        return self._taken[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._taken)

    def __len__(self) -> int:
        return len(self._taken)

    def __repr__(self) -> str:
        return repr(self._taken)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self._taken),)


def measure(raw: str, article: Article, edits: Sequence[Edit], skipped: Sequence[Edit], agrees: bool | None) -> dict[str, Any]:
    """The measures of one article, by name; see `ARTICLE` for their units.

    `skipped`: edits that rules asked for and that were not made. `agrees`: whether the body is in the article's language; None: not known.
    """
    body = article.body
    paragraphs = [p for p in body.split("\n\n") if p]
    addresses = ADDRESS.findall(body) if "http" in body or "www." in body else []
    without = ADDRESS.sub(" ", body) if addresses else body
    plain = not NOT_PLAIN.search(_not_ascii(body))
    lengths, words = _counted(paragraphs, plain)
    total = sum(lengths)
    if addresses:
        _, words = _counted(without.split("\n\n"), plain)
    text = " ".join(words)
    said = text.casefold()
    title = _words(article.title)
    noise = _noise(article, lengths, skipped)
    removed = sum(max(0, len(e.before.strip()) - len(e.after.strip())) for e in edits)
    return {
        "raw_chars": len(raw),
        "body_chars": len(body),
        "body_words": total,
        "paragraphs": len(paragraphs),
        "longest_paragraph": max(lengths, default=0),
        "longest_word": _longest(words),
        "title_words": len(title),
        "title_support": _support(title, said),
        "dek_words": len(_words(article.dek)),
        "authors": len(article.authors),
        "captions": len(article.captions),
        "share_removed": _share(removed, len(raw.strip())) or 0.0,
        "noise_words": noise,
        "noise_share": _share(noise, total) or 0.0,
        "starts_mid": bool(paragraphs) and _starts_mid(paragraphs[0], article.dateline),
        "ends_open": _ends_open(article),
        "lost_initials": _lost_initials(article),
        "mojibake_left": _mojibake(without),
        "markup_left": _markup(body),
        "addresses_left": len(addresses),
        "upper_share": _share(_capitals(text), len(text) - text.count(" ")),
        "paragraphs_repeated": _repeated([p for p, n in zip(paragraphs, lengths, strict=True) if n >= 6]),
        "sentences_repeated": _repeated([s for s in _sentences(body) if s.count(" ") >= 5]),
        "language_agrees": agrees,
        **_dates(article),
        "edits": len(edits),
        "edits_by_family": _families(edits),
        "body_hash": hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16] if words else None,
        "fingerprint": fingerprint(said.split(" ")) if words else None,
    }


def _counted(paragraphs: Sequence[str], plain: bool) -> tuple[list[int], list[str]]:
    """Words of each paragraph, and the first `SAMPLE` of them all. `plain`: there is nothing of NOT_PLAIN."""
    lengths: list[int] = []
    words: list[str] = []
    for paragraph in paragraphs:
        if len(paragraph) > LONG_PARAGRAPH:
            found = [m.group() for m in islice(WORD.finditer(paragraph), SAMPLE)]
            lengths.append(sum(1 for _ in WORD.finditer(paragraph)))
        else:
            found = (PLAIN_WORD if plain or not NOT_PLAIN.search(paragraph) else WORD).findall(paragraph)
            lengths.append(len(found))
        if len(words) < SAMPLE:
            words += found
    return lengths, words[:SAMPLE]


def _words(text: str | None) -> list[str]:
    return WORD.findall(text) if text else []


def _longest(words: Sequence[str]) -> int:
    longest = max(words, key=len, default="")
    if "-" in longest:
        return max(map(len, "-".join([word for word in words if len(word) > STEM]).split("-")))
    return len(longest) if len(longest) > STEM else 0


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _support(title: Iterable[str], said: str) -> float | None:
    """`said`: the body's words in lower case, between blanks."""
    wanted = {w[:STEM] for w in map(str.casefold, title) if len(w) >= LONG or DENSE.match(w)}
    said = f" {said} "
    found = [stem for stem in wanted if (f" {stem}" if len(stem) == STEM else f" {stem} ") in said]
    return _share(len(found), len(wanted))


def _noise(article: Article, lengths: Sequence[int], skipped: Sequence[Edit]) -> int:
    """Lines in runs or last; and what a rule doubts but may only report. A single line between paragraphs is most often a subhead."""
    lines = [span.role == "line" for span in article.blocks]
    n = len(lines)
    noise = 0
    for i, (line, words) in enumerate(zip(lines, lengths, strict=False)):
        if line and (i == n - 1 or lines[i + 1] or (i > 0 and lines[i - 1])):
            noise += words
    doubted = (e.before.strip() for e in skipped if e.skipped == "show")
    return noise + sum(sum(1 for _ in WORD.finditer(d)) for d in doubted if d and d in article.body)


def _starts_mid(paragraph: str, dateline: str | None) -> bool:
    at = 0
    if dateline and paragraph.startswith(dateline):
        after = AFTER_DATELINE.match(paragraph, len(dateline))
        at = after.end() if after else len(dateline)
    opening = OPENING.match(paragraph, at)
    return MID.match(paragraph, opening.end() if opening else at) is not None


def _ends_open(article: Article) -> bool:
    if "unfinished" in article.flags:
        return True
    prose = next((s for s in reversed(article.blocks) if s.role != "list"), None)
    if prose is None or prose is not article.blocks[-1]:
        return False
    return not CLOSED.search(article.body, max(prose.start, prose.end - END), prose.end)


def _lost_initials(article: Article) -> int:
    paragraphs = (article.body[s.start : s.end] for s in article.blocks if s.role == "paragraph")
    return sum(SMALL.match(p) is not None and _starts_mid(p, article.dateline) for p in paragraphs)


def _mojibake(text: str) -> int:
    others = _not_ascii(text)
    damaged = (others and MOJIBAKE_SIGNS.search(others)) or ("?" in text and QUESTION.search(text))
    return len(MOJIBAKE.findall(text)) if damaged else 0


def _capitals(text: str) -> int:
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded) - len(encoded.translate(None, ASCII_CAPITALS)) + len(CAPITAL.findall(_not_ascii(text)))


def _not_ascii(text: str) -> str:
    """The characters of other kinds: few, and taken out faster than they are looked for."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")


def _markup(body: str) -> int:
    # Most bodies hold nothing that markup has, and most others brackets and ampersands that are none.
    if not any(sign in body for sign in MARKUP_SIGNS):
        return 0
    small = body.lower()
    likely = [pattern for signs, pattern in MARKUPS.items() if all(sign in small for sign in signs)]
    found = any(regex.search(pattern, body, regex.IGNORECASE) for pattern in likely)
    return len(MARKUP.findall(body)) if found else 0


def _sentences(body: str) -> Iterator[str]:
    for end in SENTENCE_ENDS:
        body = body.replace(end, ".")
    return map(str.lstrip, body.split("."))


def _repeated(texts: Sequence[str]) -> int:
    """How many of them an earlier one has said."""
    return len(texts) - len(set(texts))


def moment(date: str | None) -> datetime | None:
    """An ISO 8601 day or moment; None for anything else. Without a zone it is taken as UTC."""
    try:
        parsed = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _dates(article: Article) -> dict[str, Any]:
    published, crawled = moment(article.published), moment(article.crawled)
    found = article.published is not None or "date-unparsed" in article.flags
    return {
        "published_parsed": published is not None if found else None,
        "age_days": round((crawled - published).total_seconds() / 86_400, 2) if published and crawled else None,
    }


def _families(edits: Iterable[Edit]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for e in edits:
        for family in (e.code[:2],) if len(e.reasons) == 1 else {r.code[:2] for r in e.reasons}:
            counts[family] = counts.get(family, 0) + 1
    return dict(sorted(counts.items()))


def fingerprint(words: Sequence[str]) -> str:
    """MinHash (Broder 1997) of the words' shingles, as Base64 of 64 little-endian 16-bit numbers. Equal numbers over 64 estimate the
    share of shingles that two texts have in common."""
    import struct

    from rensa import RMinHash

    sketch = RMinHash(num_perm=HASHES, seed=SEED)
    following = zip(*(words[n:] for n in range(SHINGLE)), strict=False)
    sketch.update(list(map(" ".join, following)) or [" ".join(words)])
    return base64.b64encode(struct.pack(f"<{HASHES}H", *[h & 0xFFFF for h in sketch.digest()])).decode("ascii")


def complete(measures: Any) -> str | None:
    """What is wrong with a record's measures; None if each is there and of its type. A record cleaned by another version may lack some."""
    if not isinstance(measures, Mapping):
        return "`measures` is no object"
    for column in ARTICLE:
        value = measures.get(column.name, measures)
        if value is measures:
            return f"`measures` lacks {column.name}"
        if not (value is None and column.optional) and type(value) not in TYPES[column.kind]:
            return f"`measures`: {column.name} is no {column.kind}"
    return None


TYPES: dict[str, tuple[type, ...]] = {
    "count": (int,),
    "share": (int, float),
    "days": (int, float),
    "flag": (bool,),
    "text": (str,),
    "counts": (dict,),
}
