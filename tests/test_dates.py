"""Dates as news pages write them."""

import pytest

from cleaner.dates import parse


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("27th January 2021 12:33 AM", "en", "2021-01-27T00:33:00"),
        ("Jan. 3, 2024 at 5:04 p.m. ET", "en", "2024-01-03T17:04:00-05:00"),
        ("July 3, 2024 at 5:04 p.m. ET", "en", "2024-07-03T17:04:00-04:00"),
        ("Tue 3 May 2024 10.15 BST", "en", "2024-05-03T10:15:00+01:00"),
        ("19 November 2019, 09:01 AM", "en", "2019-11-19T09:01:00"),
        ("10:15 am, May 3 2024", "en", "2024-05-03T10:15:00"),
        ("January 27, 2021 10:02 IST", "en", "2021-01-27T10:02:00"),
        ("2024-05-03", None, "2024-05-03"),
        ("2024-05-03T10:15:30Z", None, "2024-05-03T10:15:30+00:00"),
        ("2024-05-03 10:15:30+0200", None, "2024-05-03T10:15:30+02:00"),
        ("27.01.2021 12:33 Uhr", "de", "2021-01-27T12:33:00"),
        ("5. Mai 2024, 10.15 Uhr", "de", "2024-05-05T10:15:00"),
        ("3 mai 2024 à 10h15", "fr", "2024-05-03T10:15:00"),
        ("3 de mayo de 2024, 10:15", "es", "2024-05-03T10:15:00"),
        ("2024年5月3日 10時15分", "ja", "2024-05-03T10:15:00"),
        ("13/04/2021", "en", "2021-04-13"),
        ("04/13/2021", "en", "2021-04-13"),
        ("03/04/2021", "fr", "2021-04-03"),
    ],
)
def test_parsed(text: str, language: str | None, expected: str) -> None:
    assert parse(text, language) == expected


@pytest.mark.parametrize("text", ["03/04/2021", "May 3", "Friday", "May 2024", "31 February 2021", "2021-13-45", "", "soon"])
def test_what_cannot_be_told_for_sure_is_not_guessed(text: str) -> None:
    assert parse(text, "en") is None


def test_a_date_without_a_year_is_the_last_one_before_now() -> None:
    assert parse("May 3", "en", "2024-06-01T00:00:00") == "2024-05-03"
    assert parse("December 30, 10:15 PM", "en", "2024-01-02") == "2023-12-30T22:15:00"
