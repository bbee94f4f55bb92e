"""What is known of a language's words: how often they are there, begin a sentence, and follow one another."""

import math

import pytest

from cleaner.words import Words as Known
from cleaner.words import ending, rare_words, words

# Columns of a line: ln × 10 of how often it begins a sentence, within quotation marks, as a first name; what is left for
# words not counted behind it, the most that one of these gets, and those counted.
OPENINGS = {
    "the": "-19\t-22\t\t-26\t-113\t ,:-115 0:-41 harbour:-82 its:-95 ~ur:5 ^:-2 _:1 ?:10 .:-3 ;:4 -:-1 ",
    "its": "-45\t-35\t\t\t\t ?:20 ",
    "mara": "\t\t-100\t\t\t",
    "im": "-50\t-40\t\t\t\t",
}
KNOWN = Known({"the": -3.0, "harbour": -9.0, "it's": -6.0, "a": -3.7}, "ah", ("a",), False, OPENINGS, {"im"}, -13.8)


def test_how_often_a_word_is_there() -> None:
    assert (KNOWN.frequency("harbour"), KNOWN.frequency("quay")) == (-9.0, -19.0)


def test_how_often_a_sentence_begins_with_it() -> None:
    assert (KNOWN.opening("the"), KNOWN.opening("the", quoted=True)) == (-1.9, -2.2)
    # What opens none that was counted is a little rarer there than elsewhere.
    assert (KNOWN.opening("harbour"), KNOWN.opening("quay")) == (-11.0, -21.0)


def test_a_first_name_begins_more_before_another_name() -> None:
    assert KNOWN.opening("mara") == -21.0
    assert KNOWN.opening("mara", name=True) == pytest.approx(math.log(math.exp(-21.0) + math.exp(-13.2)))
    assert KNOWN.opening("the", name=True) == -1.9


def test_a_line_is_not_that_of_a_word_spelt_so_but_for_its_apostrophe() -> None:
    assert KNOWN.opening("it's") == -4.5
    assert KNOWN.opening("it's", quoted=True) == -3.5
    assert KNOWN.opening("th'e") == -21.0
    assert KNOWN.opening("im") == -21.0


@pytest.mark.parametrize(
    ("after", "capital", "chance"),
    [
        ("harbour", None, -8.2),
        ("it's", True, -9.5),
        (",", None, -11.5),
        ("0", None, -4.1),
        # Not counted: its share of what is left, by its ending and its capital, but never more than the rarest counted.
        ("labour", None, -19.0 - 2.6 + 0.5),
        ("new", None, -19.0 - 2.6),
        ("quay", None, -19.0 - 2.6),
        ("quay", True, -19.0 - 2.6 - 0.2),
        ("quay", False, -19.0 - 2.6 + 0.1),
        ("a", None, -11.3),
        ("a", False, -11.2),
    ],
)
def test_what_follows_a_word_that_was_counted(after: str, capital: bool | None, chance: float) -> None:
    assert KNOWN.following("the", after, capital) == pytest.approx(chance)


@pytest.mark.parametrize(("after", "chance"), [("harbour", -9.0), ("quay", -19.0), (",", -4.0), ("0", -4.6)])
def test_behind_one_that_was_not_it_is_as_frequent_as_anywhere(after: str, chance: float) -> None:
    assert KNOWN.following("harbour", after) == KNOWN.following("mara", after, True) == chance


def test_questions_and_commas() -> None:
    forms = [KNOWN.form("the", asked, parted) for asked in (True, False) for parted in (True, False)]
    assert forms == pytest.approx([1.4, 0.9, 0.1, -0.4])
    assert (KNOWN.form("it's", True, True), KNOWN.form("it's", False, False), KNOWN.form("quay", True, True)) == (2.0, 0.0, 0.0)


def test_endings_are_two_letters_of_four_or_more() -> None:
    assert [ending(word) for word in ("harbour", "quay", "new", "", "1234", "co-op")] == ["ur", "ay", "", "", "", ""]


@pytest.mark.parametrize(
    ("language", "singles"),
    [
        ("en", "ai"),
        ("de", ""),
        ("fr", "ayà"),
        ("it", "aeioè"),
        ("es", "aoy"),
        ("pt", "aeoàé"),
        ("ru", "авгикосуя"),
        ("ja", None),
        ("xx", None),
    ],
)
def test_words_of_one_letter(language: str, singles: str | None) -> None:
    known = words(language)
    assert (known and "".join(known.singles)) == singles


def test_letters_that_words_begin_with() -> None:
    english, french = words("en"), words("fr")
    assert english
    assert french
    assert english.initials == "abcdefghijklmnopqrstuvwxyz"
    assert set(french.initials) - set(english.initials) == {"â", "é"}
    assert (english.elides, french.elides) == (False, True)


def test_of_two_that_an_apostrophe_tells_apart_the_rarer_one_is_mistaken() -> None:
    english = words("en")
    assert english
    spelt = ("dont", "don't", "ill", "i'll", "its", "it's", "a's")
    assert [word for word in spelt if word in english.mistaken] == ["dont", "ill", "a's"]


def test_related_languages_share_a_list() -> None:
    bokmaal, nynorsk = words("no"), words("nn")
    assert bokmaal
    assert nynorsk
    assert bokmaal.frequencies == nynorsk.frequencies


def test_rarer_words_are_known_beside_the_same_openings() -> None:
    known, rare = words("en"), rare_words("en")
    assert known
    assert rare
    assert len(rare.frequencies) > 5 * len(known.frequencies)
    assert rare.openings == known.openings
    assert rare.unseen < rare.rarest < known.rarest < known.frequency("quay") + 2
    assert rare.rarest == min(rare.frequencies.values())
    assert (rare_words("ja"), rare_words("xx")) == (None, None)
