"""All rules together, on whole articles of invented sites."""

from pathlib import Path

import pytest

from cleaner import clean
from fixtures import clean_text, cleaned, derived, fixtures, name

FAMILIES = "AD AG BN BY CM CP DT EM LG NL NV PW RL SH ST TX".split()
every_fixture = pytest.mark.parametrize("fixture", fixtures(), ids=name)


@every_fixture
def test_the_clean_article_comes_out(fixture: Path) -> None:
    assert cleaned(fixture).text == clean_text(fixture)


@every_fixture
def test_fields_and_edits_are_as_recorded(fixture: Path) -> None:
    for file, content in derived(cleaned(fixture)).items():
        assert content == (fixture / file).read_text(encoding="utf-8"), f"read the change, then `python tests/fixtures.py --write` ({file})"


@every_fixture
def test_undo_gives_the_raw_text(fixture: Path) -> None:
    result = cleaned(fixture)
    assert result.undo() == result.document.text


@every_fixture
def test_a_second_pass_changes_nothing(fixture: Path) -> None:
    text = cleaned(fixture).text
    assert clean(text).text == text


def test_every_family_has_made_an_edit_or_a_label() -> None:
    recorded = "".join((fixture / "edits.json").read_text(encoding="utf-8") for fixture in fixtures())
    assert [family for family in FAMILIES if f'"{family}' not in recorded] == []


def test_a_sound_article_comes_through_untouched() -> None:
    (sound,) = (f for f in fixtures() if name(f).startswith("sloughreview.example/"))
    result = cleaned(sound)
    assert result.text == result.document.text.strip()
    assert {e.code for e in result.edits} == {"ST101"}


def test_three_languages_and_a_page_are_among_them() -> None:
    articles = [cleaned(f).article for f in fixtures()]
    assert len({a.language for a in articles}) >= 3
    assert [f for f in fixtures() if (f / "raw.html").exists()]
