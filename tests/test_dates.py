"""Dates as news pages write them."""

from zoneinfo import ZoneInfo

import pytest
import regex

from cleaner import dates
from cleaner.dates import order, parse
from cleaner.rules import Library


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("22nd March 2023 12:07 AM", "en", "2023-03-22T00:07:00"),
        ("Jan. 3, 2024 at 5:04 p.m. ET", "en", "2024-01-03T17:04:00-05:00"),
        ("July 3, 2024 at 5:04 p.m. ET", "en", "2024-07-03T17:04:00-04:00"),
        ("Tue 3 May 2024 10.15 BST", "en", "2024-05-03T10:15:00+01:00"),
        ("19 November 2019, 09:01 AM", "en", "2019-11-19T09:01:00"),
        ("10:15 am, May 3 2024", "en", "2024-05-03T10:15:00"),
        ("10 AM, May 3 2024", "en", "2024-05-03T10:00:00"),
        ("12 p.m. on May 3, 2024", "en", "2024-05-03T12:00:00"),
        ("May 3, 2024 10:15 Eastern Daylight Time", "en", "2024-05-03T10:15:00-04:00"),
        ("May 3, 2024 10:15 Central European Time", "en", "2024-05-03T10:15:00"),
        ("January 27, 2021 10:02 IST", "en", "2021-01-27T10:02:00"),
        ("January 27, 2021 10:02 GMT+5:30", "en", "2021-01-27T10:02:00+05:30"),
        ("27-Jan-21", "en", "2021-01-27"),
        ("Wednesday 27th of January 2021", "en", "2021-01-27"),
        ("2024-05-03", None, "2024-05-03"),
        ("2024-05-03T10:15:30Z", None, "2024-05-03T10:15:30+00:00"),
        ("2024-05-03T10:15:30.250Z", None, "2024-05-03T10:15:30+00:00"),
        ("2024-05-03 10:15:30+0200", None, "2024-05-03T10:15:30+02:00"),
        ("2024-05-03 10:15 -05:00", None, "2024-05-03T10:15:00-05:00"),
        ("2024/5/3", "en", "2024-05-03"),
        ("27.01.2021 12:33 Uhr", "de", "2021-01-27T12:33:00"),
        ("27. Januar 2021, 12:33 Uhr", "de", "2021-01-27T12:33:00"),
        ("5. Mai 2024, 10.15 Uhr", "de", "2024-05-05T10:15:00"),
        ("Mi., 5. Jän. 2022, 10 Uhr", "de", "2022-01-05T10:00:00"),
        ("27.01.21, 12:33 Uhr MEZ", "de", "2021-01-27T12:33:00+01:00"),
        ("27 janvier 2021 à 12h33", "fr", "2021-01-27T12:33:00"),
        ("le 1er août 2021 à 9 h 05", "fr", "2021-08-01T09:05:00"),
        ("3 mai 2024 et 10:15", "fr", "2024-05-03T10:15:00"),
        ("mar. 27 janv. 2026", "fr", "2026-01-27"),
        ("27 de enero de 2021, 12:33", "es", "2021-01-27T12:33:00"),
        ("mar, 26 ene 2021 12:33 p. m.", "es", "2021-01-26T12:33:00"),
        ("27 gennaio 2021 alle ore 12.33", "it", "2021-01-27T12:33:00"),
        ("27 de janeiro de 2021 às 12h33", "pt", "2021-01-27T12:33:00"),
        ("27 out 2021", "pt", "2021-10-27"),
        ("27 januari 2021 om 12.33 uur", "nl", "2021-01-27T12:33:00"),
        ("27. januar 2021 kl. 12.33", "da", "2021-01-27T12:33:00"),
        ("27. des. 2021 kl. 12:33", "no", "2021-12-27T12:33:00"),
        ("27. des. 2021 kl. 12:33", "nb", "2021-12-27T12:33:00"),
        ("27 januari 2021 kl 12.33", "sv", "2021-01-27T12:33:00"),
        ("27 stycznia 2021, godz. 12:33", "pl", "2021-01-27T12:33:00"),
        ("27 KASIM 2021", "tr", "2021-11-27"),
        ("27 Ocak 2021 - 12:33", "tr", "2021-01-27T12:33:00"),
        ("27. ledna 2021 12:33", "cs", "2021-01-27T12:33:00"),
        ("27. 1. 2021 12:33", "cs", "2021-01-27T12:33:00"),
        ("27 января 2021 г., 12:33 МСК", "ru", "2021-01-27T12:33:00+03:00"),
        ("27 січня 2021 р. о 12:33", "uk", "2021-01-27T12:33:00"),
        ("२७ जनवरी 2021, शाम ५:३३ बजे", "hi", "2021-01-27T17:33:00"),
        ("2024年5月3日 10時15分", "ja", "2024-05-03T10:15:00"),
        ("2021年1月27日 午後0時33分", "ja", "2021-01-27T12:33:00"),
        ("2021年01月27日下午3:05", "zh", "2021-01-27T15:05:00"),
        ("2021. 1. 27. 오전 12:33", "ko", "2021-01-27T00:33:00"),
        ("2021-01-27 오후 12:33", "ko", "2021-01-27T12:33:00"),
        ("2021년 1월 27일 9시 5분", "ko", "2021-01-27T09:05:00"),
        ("21.01.27 12:33", "ko", "2021-01-27T12:33:00"),
        ("2021. január 27., 12:33", "hu", "2021-01-27T12:33:00"),
        ("27 Januari 2021 12:33 WIB", "id", "2021-01-27T12:33:00+07:00"),
        ("27 tháng 1 năm 2021", "vi", "2021-01-27"),
        ("13/04/2021", "en", "2021-04-13"),
        ("04/13/2021", "en", "2021-04-13"),
        ("03/04/2021", "fr", "2021-04-03"),
        ("3 May 2024 10:15", "de", "2024-05-03T10:15:00"),
        ("3 May 2024 23:59", "en", "2024-05-03T23:59:00"),
        ("3. Mai 2024, 24.00 Uhr", "de", "2024-05-03"),
        ("3 May 2024 15:05 AM", "en", "2024-05-03T15:05:00"),
        ("2024-05-03 10:15 +14:00", None, "2024-05-03T10:15:00+14:00"),
        ("2024-05-03 10:15 +15:00", None, "2024-05-03T10:15:00"),
        ("27 de janeiro de 2021", "pt-BR", "2021-01-27"),
        ("27 de janeiro de 2021", "pt_BR", "2021-01-27"),
        ("3 de maig de 2019", "ca", "2019-05-03"),
    ],
)
def test_parsed(text: str, language: str | None, expected: str) -> None:
    assert parse(text, language) == expected


@pytest.mark.parametrize(
    "text", ["03/04/2021", "03/04/21", "May 3", "Friday", "May 2024", "31 February 2021", "2021-13-45", "", "soon", "3 hours ago", "12:33"]
)
def test_what_cannot_be_told_for_sure_is_not_guessed(text: str) -> None:
    assert parse(text, "en") is None


def test_a_date_without_a_year_is_the_last_one_before_now() -> None:
    assert parse("May 3", "en", "2024-06-01T00:00:00") == "2024-05-03"
    assert parse("December 30, 10:15 PM", "en", "2024-01-02") == "2023-12-30T22:15:00"
    assert parse("29. Februar", "de", "2023-03-01") == "2020-02-29"
    assert parse("3 de maig", "ca", "2019-06-01") == "2019-05-03"
    assert parse("3 de maig", "ca") is None


def test_day_and_month_that_could_be_swapped_need_a_witness() -> None:
    assert parse("03/04/2021", "en", day_first=True) == "2021-04-03"
    assert parse("03/04/2021", "en", day_first=False) == "2021-03-04"
    assert parse("03/04/2021", "en", "2021-03-10") == "2021-03-04", "the third of April was to come"
    assert parse("03/04/2021", "en", "2021-04-03T10:15:00") == "2021-04-03", "it was crawled that day"
    assert parse("03/04/2021", "en", "2021-09-01") is None
    assert parse("03/04/21", "en", day_first=True) is None, "the year may stand in front"
    assert parse("03/04/21", "en", day_first=False) is None


def test_other_dates_of_the_article_tell_the_order() -> None:
    assert order(["03/04/2021", "Updated 15/04/2021"]) is True
    assert order(["04/15/2021, 10:15"]) is False
    assert order(["03/04/2021", "15.04.2021", "2021-04-15"]) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3 hours ago", "en", "2024-05-03T07:15:00+02:00"),
        ("vor 3 Stunden", "de", "2024-05-03T07:15:00+02:00"),
        ("vor 20 Min.", "de", "2024-05-03T09:55:00+02:00"),
        ("il y a 2 jours", "fr", "2024-05-01"),
        ("hace 3 horas", "es", "2024-05-03T07:15:00+02:00"),
        ("3 ore fa", "it", "2024-05-03T07:15:00+02:00"),
        ("há 2 dias", "pt", "2024-05-01"),
        ("2 dagen geleden", "nl", "2024-05-01"),
        ("for 3 timer siden", "da", "2024-05-03T07:15:00+02:00"),
        ("för 2 dagar sedan", "sv", "2024-05-01"),
        ("2 dni temu", "pl", "2024-05-01"),
        ("2 gün önce", "tr", "2024-05-01"),
        ("před 2 dny", "cs", "2024-05-01"),
        ("3 часа назад", "ru", "2024-05-03T07:15:00+02:00"),
        ("2 дні тому", "uk", "2024-05-01"),
        ("3時間前", "ja", "2024-05-03T07:15:00+02:00"),
        ("2天前", "zh", "2024-05-01"),
        ("3시간 전", "ko", "2024-05-03T07:15:00+02:00"),
        ("2 दिन पहले", "hi", "2024-05-01"),
        ("3 hours ago", "tr", "2024-05-03T07:15:00+02:00"),
        ("3 hours ago", "fi", "2024-05-03T07:15:00+02:00"),
        ("1 week ago", "en", "2024-04-26"),
        ("an hour ago", "en", "2024-05-03T09:15:00+02:00"),
        ("5m ago", "en", "2024-05-03T10:10:00+02:00"),
        ("vor einer Stunde", "de", "2024-05-03T09:15:00+02:00"),
        ("Yesterday at 5:30 PM", "en", "2024-05-02T17:30:00"),
        ("Heute, 08:15 Uhr", "de", "2024-05-03T08:15:00"),
        ("hier à 10h15", "fr", "2024-05-02T10:15:00"),
        ("igår 10.15", "sv", "2024-05-02T10:15:00"),
        ("昨日 10:15", "ja", "2024-05-02T10:15:00"),
    ],
)
def test_lengths_of_time_count_back_from_now(text: str, language: str, expected: str) -> None:
    assert parse(text, language, "2024-05-03T10:15:30+02:00") == expected


def test_hours_before_a_day_without_a_time_may_be_the_day_before() -> None:
    assert parse("3 hours ago", "en", "2024-05-03") is None
    assert parse("3 days ago", "en", "2024-05-03") == "2024-04-30"
    assert parse("3 hours ago", "en", "2024-05-03 10:15") == "2024-05-03T07:15:00"
    assert parse("3 hours ago", "en", "20240503T101500") == "2024-05-03T07:15:00"


def test_days_before_there_were_any_are_none() -> None:
    assert parse("999 weeks ago", "en", "0005-05-03") is None


@pytest.mark.parametrize("language", ["ca", "xx"])
def test_what_no_table_and_no_dateparser_knows_is_none(language: str) -> None:
    assert parse("3 xyz 2019", language) is None


def test_every_zone_is_a_place_that_there_is() -> None:
    # One that is not would only leave the zone out of the result.
    assert all(ZoneInfo(place).key == place for place in dates.ZONES.values())


def test_every_month_of_the_rules_vocabulary_parses_and_every_language_has_twelve() -> None:
    for language, vocabulary in Library.open().files().vocabulary.items():
        for word in vocabulary.get("months", ()):
            assert parse(f"9 {word} 2021", language), f"{language}: {word}"
            assert parse(f"9 {word.upper()}. 2021", language) == parse(f"9 {word} 2021", language)
    for language, groups in dates.MONTHS.items():
        assert len(groups.split(",")) == 12, language
        words = groups.replace(",", " ").split()
        assert len(words) == len(set(words)), language
        assert not regex.search(r"[^\p{L}\p{M}]", "".join(words)), language
