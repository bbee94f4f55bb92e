"""Dates as people write them → ISO 8601. No zone unless the text gave one; no guess where day and month could be swapped.

Month names and units are tables of ours: dateparser takes 0.17 s to load and 1 ms a date, this reads one in 30 µs. It is loaded
only for a language that no table knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any

import regex

MONTHS = {
    "en": "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, september sept sep, october oct, "
    "november nov, december dec",
    "de": "januar jänner jan jän, februar feber feb, märz mär mrz, april apr, mai, juni jun, juli jul, august aug, september sept "
    "sep, oktober okt, november nov, dezember dez",
    "fr": "janvier janv jan, février fevrier févr fév fevr, mars, avril avr, mai, juin, juillet juil, août aout, septembre sept "
    "sep, octobre oct, novembre nov, décembre decembre déc dec",
    "es": "enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, agosto ago, septiembre setiembre sept sep "
    "set, octubre oct, noviembre nov, diciembre dic",
    "it": "gennaio gen, febbraio feb, marzo mar, aprile apr, maggio mag, giugno giu, luglio lug, agosto ago, settembre set sett, "
    "ottobre ott, novembre nov, dicembre dic",
    "pt": "janeiro jan, fevereiro fev, março mar, abril abr, maio mai, junho jun, julho jul, agosto ago, setembro set, outubro out, "
    "novembro nov, dezembro dez",
    "nl": "januari jan, februari feb, maart mrt, april apr, mei, juni jun, juli jul, augustus aug, september sept sep, oktober okt, "
    "november nov, december dec",
    "sv": "januari jan, februari feb, mars mar, april apr, maj, juni jun, juli jul, augusti aug, september sept sep, oktober okt, "
    "november nov, december dec",
    "da": "januar jan, februar feb, marts mar, april apr, maj, juni jun, juli jul, august aug, september sept sep, oktober okt, "
    "november nov, december dec",
    "no": "januar jan, februar feb, mars mar, april apr, mai, juni jun, juli jul, august aug, september sept sep, oktober okt, "
    "november nov, desember des",
    "fi": "tammikuuta tammikuu, helmikuuta helmikuu, maaliskuuta maaliskuu, huhtikuuta huhtikuu, toukokuuta toukokuu, kesäkuuta "
    "kesäkuu, heinäkuuta heinäkuu, elokuuta elokuu, syyskuuta syyskuu, lokakuuta lokakuu, marraskuuta marraskuu, joulukuuta "
    "joulukuu",
    "pl": "stycznia styczeń sty, lutego luty lut, marca marzec mar, kwietnia kwiecień kwi, maja maj, czerwca czerwiec cze, lipca "
    "lipiec lip, sierpnia sierpień sie, września wrzesień wrz, października październik paź, listopada listopad lis, grudnia "
    "grudzień gru",
    "cs": "ledna leden led, února únor úno, března březen bře, dubna duben dub, května květen kvě, června červen čvn, července "
    "červenec čvc, srpna srpen srp, září zář, října říjen říj, listopadu listopad lis, prosince prosinec pro",
    "sk": "januára január jan, februára február feb, marca marec mar, apríla apríl apr, mája máj, júna jún, júla júl, augusta "
    "august aug, septembra september sep, októbra október okt, novembra november nov, decembra december dec",
    "hu": "január jan, február febr, március márc, április ápr, május máj, június jún, július júl, augusztus aug, szeptember szept, "
    "október okt, november nov, december dec",
    "ro": "ianuarie ian, februarie feb, martie mar, aprilie apr, mai, iunie iun, iulie iul, august aug, septembrie sept sep, "
    "octombrie oct, noiembrie nov noi, decembrie dec",
    "hr": "siječnja siječanj, veljače veljača, ožujka ožujak, travnja travanj, svibnja svibanj, lipnja lipanj, srpnja srpanj, "
    "kolovoza kolovoz, rujna rujan, listopada listopad, studenoga studenog studeni, prosinca prosinac",
    "sl": "januarja januar, februarja februar, marca marec, aprila april, maja maj, junija junij, julija julij, avgusta avgust, "
    "septembra september, oktobra oktober, novembra november, decembra december",
    "lt": "sausio, vasario, kovo, balandžio, gegužės, birželio, liepos, rugpjūčio, rugsėjo, spalio, lapkričio, gruodžio",
    "tr": "ocak oca, şubat şub, mart mar, nisan nis, mayıs may, haziran haz, temmuz tem, ağustos ağu, eylül eyl, ekim eki, kasım "
    "kas, aralık ara",
    "ru": "января январь янв, февраля февраль фев февр, марта март мар, апреля апрель апр, мая май, июня июнь июн, июля июль июл, "
    "августа август авг, сентября сентябрь сен сент, октября октябрь окт, ноября ноябрь ноя нояб, декабря декабрь дек",
    "uk": "січня січень січ, лютого лютий лют, березня березень бер, квітня квітень кві квіт, травня травень тра трав, червня "
    "червень чер черв, липня липень лип, серпня серпень сер серп, вересня вересень вер, жовтня жовтень жов жовт, листопада "
    "листопад лис лист, грудня грудень гру груд",
    "bg": "януари яну, февруари фев, март, април апр, май, юни, юли, август авг, септември сеп, октомври окт, ноември ное, декември дек",
    "el": "ιανουαρίου ιανουάριος ιαν, φεβρουαρίου φεβρουάριος φεβ, μαρτίου μάρτιος μαρ, απριλίου απρίλιος απρ, μαΐου μάιος μαϊ, "
    "ιουνίου ιούνιος ιουν, ιουλίου ιούλιος ιουλ, αυγούστου αύγουστος αυγ, σεπτεμβρίου σεπτέμβριος σεπ, οκτωβρίου οκτώβριος "
    "οκτ, νοεμβρίου νοέμβριος νοε, δεκεμβρίου δεκέμβριος δεκ",
    "id": "januari jan, februari feb, maret mar, april apr, mei, juni jun, juli jul, agustus agu agt, september sep sept, oktober "
    "okt, november nov, desember des",
    "hi": "जनवरी जन, फरवरी फ़रवरी फर, मार्च, अप्रैल, मई, जून, जुलाई, अगस्त, सितंबर सितम्बर, अक्टूबर अक्तूबर, नवंबर नवम्बर, दिसंबर दिसम्बर",
    "ar": "يناير, فبراير, مارس, أبريل إبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر",
}
"""Names and short forms of the twelve months, in small letters and in the cases that dates use."""
RELATED = {"nb": "no", "nn": "no", "ms": "id", "bs": "hr"}
"""Languages that share a table."""

UNITS = {
    "en": ("second seconds sec secs s", "minute minutes min mins m", "hour hours hr hrs h", "day days d", "week weeks w"),
    "de": ("sekunde sekunden sek", "minute minuten min", "stunde stunden std", "tag tagen tage", "woche wochen"),
    "fr": ("seconde secondes s", "minute minutes min mn", "heure heures h", "jour jours", "semaine semaines"),
    "es": ("segundo segundos", "minuto minutos min", "hora horas h", "día días dia dias", "semana semanas"),
    "it": ("secondo secondi", "minuto minuti min", "ora ore h", "giorno giorni", "settimana settimane"),
    "pt": ("segundo segundos", "minuto minutos min", "hora horas h", "dia dias", "semana semanas"),
    "nl": ("seconde seconden", "minuut minuten min", "uur uren", "dag dagen", "week weken"),
    "sv": ("sekund sekunder", "minut minuter min", "timme timmar tim", "dag dagar", "vecka veckor"),
    "da": ("sekund sekunder", "minut minutter min", "time timer", "dag dage", "uge uger"),
    "no": ("sekund sekunder", "minutt minutter min", "time timer", "dag dager", "uke uker"),
    "pl": (
        "sekunda sekundy sekund sekundę",
        "minuta minuty minut minutę min",
        "godzina godziny godzin godzinę godz",
        "dzień dni",
        "tydzień tygodnie",
    ),
    "cs": ("sekundou sekundami", "minutou minutami min", "hodinou hodinami hod", "dnem dny", "týdnem týdny"),
    "tr": ("saniye sn", "dakika dk", "saat", "gün", "hafta"),
    "ru": ("секунду секунды секунд", "минуту минуты минут мин", "час часа часов ч", "день дня дней", "неделю недели недель"),
    "uk": ("секунду секунди секунд", "хвилину хвилини хвилин хв", "годину години годин год", "день дні днів", "тиждень тижні тижнів"),
    "ja": ("秒", "分", "時間", "日", "週間"),
    "zh": ("秒 秒钟 秒鐘", "分钟 分鐘", "小时 小時", "天", "周 週"),
    "ko": ("초", "분", "시간", "일", "주"),
    "hi": ("सेकंड", "मिनट", "घंटे घंटा घण्टे", "दिन", "सप्ताह हफ्ते हफ़्ते"),
}
"""Second, minute, hour, day and week, as they stand in "3 hours ago"."""
AGO = {
    "en": ("", "ago"),
    "de": ("vor", ""),
    "fr": ("il y a", ""),
    "es": ("hace", ""),
    "it": ("", "fa"),
    "pt": ("há", "atrás"),
    "nl": ("", "geleden"),
    "sv": ("för", "sedan"),
    "da": ("for", "siden"),
    "no": ("for", "siden"),
    "pl": ("", "temu"),
    "cs": ("před", ""),
    "tr": ("", "önce"),
    "ru": ("", "назад"),
    "uk": ("", "тому"),
    "ja": ("", "前"),
    "zh": ("", "前"),
    "ko": ("", "전"),
    "hi": ("", "पहले"),
}
"""What stands before and behind the length of time; with both, one is enough."""
DAYS = {
    "en": ("today", "yesterday"),
    "de": ("heute", "gestern"),
    "fr": ("aujourd[’']hui", "hier"),
    "es": ("hoy", "ayer"),
    "it": ("oggi", "ieri"),
    "pt": ("hoje", "ontem"),
    "nl": ("vandaag", "gisteren"),
    "sv": ("i ?dag", "i ?går"),
    "da": ("i dag", "i går"),
    "no": ("i dag", "i går"),
    "pl": ("dziś|dzisiaj", "wczoraj"),
    "cs": ("dnes", "včera"),
    "tr": ("bugün", "dün"),
    "ru": ("сегодня", "вчера"),
    "uk": ("сьогодні", "вчора"),
    "ja": ("今日|本日", "昨日"),
    "zh": ("今天", "昨天"),
    "ko": ("오늘", "어제"),
    "hi": ("आज",),
}
"""This day and the one before; Hindi has one word for yesterday and tomorrow."""
ONES = {
    "en": "an?|one",
    "de": "eine[mr]",
    "fr": "une?",
    "es": "una?",
    "it": "un[ao’']?",
    "pt": "uma?",
    "nl": "een",
    "sv": "ett|en",
    "da": "en|et",
    "no": "en|et",
}
"""One as a word, beside a length of time."""
SECONDS = (1, 60, 3600, 86_400, 7 * 86_400)
LONGEST = 400
"""Characters that are looked at."""

DAY_FIRST = frozenset("de fr es it pt nl da nb nn no sv fi pl tr cs sk ro hr sl ru uk bg el id hi ar he vi".split())
"""Languages that write 3/4 for the third of April."""
YEAR_FIRST = frozenset("ja ko zh hu lt".split())
"""Languages that write a short year in front: 21.1.27."""

ZONES = {
    "UTC": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "EASTERN": "America/New_York",
    "CT": "America/Chicago",
    "CDT": "America/Chicago",
    "CENTRAL": "America/Chicago",
    "MT": "America/Denver",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "MOUNTAIN": "America/Denver",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PACIFIC": "America/Los_Angeles",
    "BST": "Europe/London",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "МСК": "Europe/Moscow",
    "TSİ": "Europe/Istanbul",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
    "WIB": "Asia/Jakarta",
    "PKT": "Asia/Karachi",
    "MYT": "Asia/Kuala_Lumpur",
    "PHT": "Asia/Manila",
    "NPT": "Asia/Kathmandu",
    "TRT": "Europe/Istanbul",
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
    "WAT": "Africa/Lagos",
    "EAT": "Africa/Nairobi",
    "SAST": "Africa/Johannesburg",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "AWST": "Australia/Perth",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
"""Zone names that mean one place in news. Others (IST, CST, AST) are used in several and are left out of the result."""

YMD = regex.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)|\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?)"
)
NUMERIC = regex.compile(r"(?<![\d.:])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?![\d:])")
WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
DAY_BEFORE = regex.compile(
    r"(?<![\d:.,])(\d{1,2})(?:st|nd|rd|th|er|ste|de|e|:e|-?го|-?е|[.ºª°])*(?:[\s/-]|\b(?:de|of|di|d))*[’']?$", regex.IGNORECASE
)
DAY_AFTER = regex.compile(r"[.\s/-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])", regex.IGNORECASE)
YEAR_AFTER = regex.compile(r"[\s.,/-]*(?:(?:del?|of)\b\s*)?(?:((?:19|20)\d\d)(?![\d:])|[’'/-](\d\d)(?![\d:]))", regex.IGNORECASE)
YEAR = regex.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d:]|[.,]\d)")
CLOCK = regex.compile(
    r"(?<![\d.:])(?P<H>\d{1,2})(?:"
    r"\s?(?:[:.h]\s?(?P<M>[0-5]\d)|[時时시點点]\s?(?P<M>[0-5]?\d)\s?[分분]?)(?:[:.](?P<S>[0-5]\d)(?:[.,]\d+)?)?(?!\d)(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|\s*(?P<half>[ap])\.?\s?m\b\.?|\s?(?:h|uhr|uur|[時时시點点])(?![\p{L}\p{N}]))",
    regex.IGNORECASE,
)
HALVES = regex.compile(r"(午前|上午|오전|सुबह|सवेरे)|(午後|下午|오후|晚上|दोपहर|शाम)")
ZONE = regex.compile(
    r"[\s(,|]*(?:(?:Uhr|uur|hrs|hours|h)\b[\s(,|]*)?(?:(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<h>\d\d?):?(?P<m>[0-5]\d)?(?!\d)"
    r"|(?P<name>\p{Lu}{1,4}\b|(?:Eastern|Central|Mountain|Pacific)(?=(?: Standard| Daylight)? Time\b)))"
)


def parse(text: str, language: str | None = None, now: str | None = None, day_first: bool | None = None) -> str | None:
    """The date in `text` as ISO 8601: a day, or a day and time if there is a time; None if none can be told for sure.

    `now` (ISO) supplies the year of a date without one (the last such day before it), the base of "3 hours ago", and rules out days
    to come. `day_first` tells what 3/4 means where neither language nor `now` do; see `order`.
    """
    text = _plain(text)
    today = _moment(now)
    code = _table(language)
    found = _absolute(text, code, today, day_first)
    if found:
        day, start, end = found
        return _with_time(day, f"{text[:start]} ; {text[end:]}") if isinstance(day, date) else None
    if today and now:
        past = _relative(text, code, today, "T" in now or ":" in now)
        if past:
            return past
    known = code in MONTHS or code in YEAR_FIRST or not any(c.isdecimal() for c in text)
    return None if known else _foreign(text, code, today)


def is_counted(text: str, language: str | None = None) -> bool:
    """It holds no day and is counted from one that it does not tell: "3 hours ago", "yesterday at 10:15"."""
    code = _table(language)
    return (code in MONTHS or code in YEAR_FIRST) and _absolute(_plain(text), code, None, None) is None


def as_iso(given: str | None, language: str | None = None, now: str | None = None) -> str | None:
    """A date that a record gives ("Fri, 03 May 2024 10:15:00 GMT") as ISO 8601; one that cannot be read stays as it is."""
    return given if not given or _moment(given) else parse(given, language, now) or given


def order(texts: Iterable[str]) -> bool | None:
    """Whether the day stands first in dates such as 13/4/2021, told by those of `texts` that can be read one way only; None if none can."""
    for text in texts:
        for first, mark, second, year in NUMERIC.findall(_plain(text)):
            if len(year) == 4 and mark != "." and (int(first) > 12) != (int(second) > 12):
                return int(first) > 12
    return None


def _plain(text: str) -> str:
    """One line, with the digits of every script as ASCII."""
    text = " ".join(text.split())
    text = text[:LONGEST]
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _table(language: str | None) -> str:
    code = (language or "en").lower().split("-")[0].split("_")[0]
    return RELATED.get(code, code)


def _moment(now: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(now) if now else None
    except ValueError:
        return None


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


Found = tuple[date | None, int, int]
"""A day and where it stands; no day where one stands that cannot be told."""


def _absolute(text: str, language: str, today: datetime | None, day_first: bool | None) -> Found | None:
    if not any(c.isdecimal() for c in text):
        return None
    return _year_first(text) or _numeric(text, language, today, day_first) or _named(text, language, today)


def _year_first(text: str) -> Found | None:
    match = YMD.search(text)
    if not match:
        return None
    year, _, month, day, named_month, named_day = match.groups()
    return _day(year, month or named_month, day or named_day), *match.span()


def _numeric(text: str, language: str, today: datetime | None, day_first: bool | None) -> Found | None:
    match = NUMERIC.search(text)
    if not match:
        return None
    a, mark, b, c = match.groups()
    if len(c) == 2 and language in YEAR_FIRST:
        readings = [_day(f"20{a}" if len(a) == 2 else "0", b, c)]
    else:
        year = c if len(c) == 4 else f"20{c}"
        readings = [_day(year, b, a), _day(year, a, b)]
        if mark == "." or language in DAY_FIRST or (len(c) == 4 and day_first):
            readings = readings[:1]
        elif len(c) == 4 and day_first is False:
            readings = readings[1:]
    days = {d for d in readings if d}
    if today:
        near = today.date()
        days = {d for d in days if d <= near + timedelta(days=1)}
        days = {d for d in days if near - d <= timedelta(days=1)} or days
    return days.pop() if len(days) == 1 else None, *match.span()


def _named(text: str, language: str, today: datetime | None) -> Found | None:
    """A day beside a month's name: the language's own names go before English ones, days in front before days behind, since some
    short weekdays are short months too."""
    words = [(_fold(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]
    for code in dict.fromkeys((language, "en")):
        table = _months(code)
        named = [(table[word], start, end) for word, start, end in words if word in table]
        for month, start, end in named:
            before = DAY_BEFORE.search(text[:start])
            if before:
                year = YEAR_AFTER.match(text, end) or YEAR.search(text)
                return _named_day(before[1], month, year, before.start(1), end, today)
        for month, start, end in named:
            after = DAY_AFTER.match(text, end)
            if after:
                year = YEAR_AFTER.match(text, after.end()) or YEAR.search(text)
                return _named_day(after[1], month, year, start, after.end(), today)
    return None


def _named_day(day: str, month: int, year: Any, start: int, end: int, today: datetime | None) -> Found:
    if year:
        number = year[1] or f"20{year[2]}" if year.re is YEAR_AFTER else year[0]
        return _day(number, month, day), min(start, year.start()), max(end, year.end())
    if not today:
        return None, start, end
    # A leap day may be years back.
    this_year = (d for back in range(9) if (d := _day(today.year - back, month, day)) and d <= today.date())
    return next(this_year, None), start, end


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    groups = MONTHS.get(language, "").split(",")
    return {_fold(word): number for number, words in enumerate(groups, 1) for word in words.split()}


def _fold(word: str) -> str:
    """Small letters; Turkish has two kinds of i, and capitals that other languages' rules take for the wrong one."""
    return word.casefold().replace("i̇", "i").replace("ı", "i")


def _with_time(day: date, rest: str) -> str:
    """`rest` is the text without the day."""
    for clock in CLOCK.finditer(rest):
        hour, minute, second = int(clock["H"]), int(clock["M"] or 0), int(clock["S"] or 0)
        half = clock["half"] and clock["half"].lower()
        words = HALVES.search(rest)
        half = half or (words and ("a" if words[1] else "p"))
        if half and hour <= 12:
            hour = hour % 12 + 12 * (half == "p")
        if hour < 24:
            moment = datetime(day.year, day.month, day.day, hour, minute, second)
            return moment.replace(tzinfo=_zone(rest, clock.end())).isoformat()
    return day.isoformat()


def _zone(text: str, at: int) -> tzinfo | None:
    match = ZONE.match(text, at)
    if not match:
        return None
    if match["sign"]:
        offset = timedelta(hours=int(match["h"]), minutes=int(match["m"] or 0))
        return timezone(-offset if match["sign"] == "-" else offset) if offset < timedelta(hours=15) else None
    return _named_zone(match["name"].upper())


@lru_cache(maxsize=64)
def _named_zone(name: str) -> tzinfo | None:
    if ZONES.get(name) == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(ZONES[name])
    except (KeyError, ZoneInfoNotFoundError):
        return None


def _relative(text: str, language: str, now: datetime, exact: bool) -> str | None:
    """ "3 hours ago": to the minute if the unit is shorter than a day; `exact` tells whether `now` has a time to count from. "Yesterday,
    10:15" has a time of its own."""
    for code in dict.fromkeys((language, "en")):
        for back, words in enumerate(DAYS.get(code, ())):
            day = regex.search(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})", text, regex.IGNORECASE)
            if day:
                return _with_time(now.date() - timedelta(days=back), f"{text[: day.start()]} ; {text[day.end() :]}")
        for pattern, size in _spans(code):
            match = pattern.search(text)
            if match and (size >= SECONDS[3] or exact):
                try:
                    past = now - timedelta(seconds=size * (int(match[1]) if match[1].isdecimal() else 1))
                except OverflowError:
                    return None
                return past.date().isoformat() if size >= SECONDS[3] else past.replace(second=0, microsecond=0).isoformat()
    return None


@lru_cache(maxsize=64)
def _spans(language: str) -> list[tuple[Any, int]]:
    if language not in AGO:
        return []
    front, behind = AGO[language]
    out = []
    for words, seconds in zip(UNITS[language], SECONDS, strict=True):
        number = rf"\d{{1,3}}|(?<!\p{{L}})(?:{ONES[language]})" if language in ONES else r"\d{1,3}"
        length = rf"({number})\s*(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"
        ways = [rf"\b{front}\s+{length}(?!\p{{L}})"] * bool(front) + [rf"(?<!\d){length}\s*{behind}(?!\p{{L}})"] * bool(behind)
        out += [(regex.compile(way, regex.IGNORECASE), seconds) for way in ways]
    return out


def _foreign(text: str, language: str, today: datetime | None) -> str | None:
    import dateparser

    settings: dict[str, Any] = {"REQUIRE_PARTS": ["day", "month"], "PARSERS": ["absolute-time"], "PREFER_DATES_FROM": "past"}
    if today:
        settings["RELATIVE_BASE"] = today.replace(tzinfo=None)
    elif not YEAR.search(text):
        return None
    try:
        moment = dateparser.parse(text, languages=[language], settings=settings)
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    return moment.isoformat() if CLOCK.search(text) else moment.date().isoformat()
