"""Dates as people write them → ISO 8601. No zone unless the text gave one; no guess where day and month could be swapped."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, ClassVar

import regex

ISO = regex.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ](?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s*(?P<z>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
CJK = regex.compile(
    r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]?(?:\D{0,8}?(?P<H>\d{1,2})\s*[:時时시点]\s*(?P<M>\d{1,2}))?"
)
NUMERIC = regex.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
CLOCK = regex.compile(r"(?<!\d)(\d{1,2})\s?[:.h]\s?(\d\d)(?::\d\d)?(?!\d)|\d\s?[ap]\.?m\b", regex.IGNORECASE)
DOTTED_CLOCK = regex.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?=\s*(?:[ap]\.?m\b|[A-Z]{2,4}\b|Uhr\b|$))(?![.\d])")
ORDINAL = regex.compile(r"(?<=\d)(?:st|nd|rd|th)\b", regex.IGNORECASE)
MERIDIEM = regex.compile(r"\b([ap])\.\s?m\b\.?", regex.IGNORECASE)
YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

ZONES = {
    "UTC": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CT": "America/Chicago",
    "CDT": "America/Chicago",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "BST": "Europe/London",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "MESZ": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
}
"""Zone names that mean one place in news. Others (IST, CST, AST) are used in several and are left out of the result."""
DAY_FIRST = frozenset(["de", "fr", "es", "it", "pt", "nl", "da", "nb", "no", "sv", "pl", "tr", "cs", "ru", "uk"])


def parse(text: str, language: str | None = None, now: str | None = None) -> str | None:
    """The date in `text` as ISO 8601: a day, or a day and time if there is a time; None if none can be told for sure.

    `now` (ISO) supplies the year of a date without one: the last such day before it.
    """
    text = " ".join(text.split())
    for pattern in (ISO, CJK):
        match = pattern.search(text)
        if match:
            return _from_groups(match.groupdict())
    if not YEAR.search(text) and not now:
        return None
    text = DOTTED_CLOCK.sub(r"\1:\2", MERIDIEM.sub(r"\1m", ORDINAL.sub("", text)))
    day_first = language in DAY_FIRST
    numeric = NUMERIC.search(text)
    if numeric:
        first, second = int(numeric[1]), int(numeric[3])
        if numeric[2] == "." or first > 12:
            day_first = True
        elif second > 12:
            day_first = False
        elif first != second and not day_first:
            return None
    if (language or "en") == "en" or numeric:
        return _english(text, day_first, now)
    return _other(text, language or "en", now)


def _from_groups(g: dict[str, Any]) -> str | None:
    try:
        moment = datetime(int(g["y"]), int(g["m"]), int(g["d"]), int(g.get("H") or 0), int(g.get("M") or 0), int(g.get("S") or 0))
    except ValueError:
        return None
    if not g.get("H"):
        return moment.date().isoformat()
    zone = g.get("z")
    if not zone:
        return moment.isoformat()
    return moment.isoformat() + ("+00:00" if zone in ("Z", "UTC", "GMT") else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}")


def _english(text: str, day_first: bool, now: str | None) -> str | None:
    from dateutil.parser import ParserError, UnknownTimezoneWarning, parser

    class Info(parser().info.__class__):  # type: ignore[misc]
        JUMP: ClassVar[list[str]] = [*parser().info.JUMP, "on", "the", "|", "·", "•", "-", "–", "—", "uhr", "hrs", "hours", "o'clock"]

    import warnings

    results = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownTimezoneWarning)
        # What the text leaves open follows the default: two defaults tell what it said.
        for default in (datetime(2000, 1, 1), datetime(2004, 2, 2)):
            try:
                results.append(parser(Info()).parse(text, default=default, dayfirst=day_first, tzinfos=_zone, fuzzy=True))
            except (ParserError, ValueError, OverflowError, TypeError):
                return None
    one, two = results
    if (one.month, one.day) != (two.month, two.day):
        return None
    if one.year != two.year:
        moment = _latest_before(one, now)
        if moment is None:
            return None
        one = moment
    return _iso(one, text)


def _latest_before(moment: datetime, now: str | None) -> datetime | None:
    try:
        today = datetime.fromisoformat(now or "").date()
        this_year = moment.replace(year=today.year)
        return this_year if this_year.date() <= today else moment.replace(year=today.year - 1)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _named_zone(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(ZONES[name])
    except (KeyError, ZoneInfoNotFoundError):
        return None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    from dateutil.tz import tzoffset

    if offset is not None:
        return tzoffset(None, offset)
    return _named_zone(name) if name else None


def _other(text: str, language: str, now: str | None) -> str | None:
    import dateparser

    settings: dict[str, Any] = {"REQUIRE_PARTS": ["day", "month"], "PARSERS": ["absolute-time"], "PREFER_DATES_FROM": "past"}
    if now:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(now).replace(tzinfo=None)
    if not YEAR.search(text) and not now:
        return None
    try:
        moment = dateparser.parse(text, languages=[language], settings=settings)
    except (ValueError, OverflowError):
        return None
    return _iso(moment, text) if moment else None


def _iso(moment: datetime, text: str) -> str:
    return moment.isoformat() if CLOCK.search(text) else moment.date().isoformat()
