"""What may be left out when a block is asked for: nothing that could match, and no phrase."""

import pytest

from cleaner import Cleaner, clean
from cleaner.detect import SIZES, ZONES, Engine, _in_zone, _may_be_capitals, _of_size
from cleaner.literals import fold
from cleaner.segment import count_words

ENGINES = {lang: Cleaner()._engine(lang, None) for lang in ("en", "de", "fr", "ja", "ru", "tr")}
LINES = (
    "By Ann Bee and Kofi Oro, Harbour Post, March 3, 2021 10:15 GMT",
    "Published: 3 March 2021 | Updated 4 March 2021, 09:30",
    "Von Anna Biene, 3. März 2021, 10.15 Uhr",
    "Photo: Ann Bee/AP",
    "A ferry at the old pier (Photo by Ann Bee/Getty Images)",
    "Share this: Facebook Twitter WhatsApp Email",
    "“The pier will not hold another winter” – Kofi Oro, engineer",
    "Read more: The harbour board votes on the pier",
    "Image 1 of 23",
    "HARBOUR TOWN (AP) — The board voted on Friday.",
    "【港町＝春子】フェリーは3月3日に止まる。",
    "© 2021 Harbour Post. All rights reserved.",
)
WORDS = "the board of the harbour voted on friday to close its old ferry pier for two winters".split()


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("more", [0, *(n + by for n in SIZES for by in (-12, 0, 1))])
def test_every_pattern_that_matches_is_among_the_possible(engine: Engine, more: int) -> None:
    filler = " ".join((WORDS * 9)[:more])
    for line in LINES:
        for text in {line, f"{line} {filler}.".strip(), f"{filler} {line}".strip()}:
            words = count_words(text)
            for zone in ZONES:
                possible = {id(pattern) for _, pattern in engine.alone.possible(fold(text), zone, words, 0, _may_be_capitals(text))}
                for rule, pattern in engine.patterns:
                    wanted = _in_zone(rule, zone) and _of_size(rule, words, pattern.match == "block")
                    if wanted and engine._search(rule, pattern, text, {}):
                        assert id(pattern) in possible, (rule.code, pattern.source, text)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_every_phrase_may_be_one(engine: Engine) -> None:
    assert engine.phrases
    for phrase in engine.phrases:
        assert engine.may_be_phrase(phrase)
        assert engine.may_be_phrase(f"  *** {phrase.replace(' ', ', ').replace('#', '1,234.5')} …")


def test_a_long_sentence_is_no_phrase() -> None:
    assert not ENGINES["en"].may_be_phrase("Harbour engineers had warned since March that its timber would not carry a crowd.")


@pytest.mark.parametrize(
    ("tail", "stays"),
    [
        ("Team\nPoints\nSaltmarsh\n12\nLarkfield\n9\nStonewick\n0", True),
        ("Team\nShare on Facebook\nWon\nLost\nSaltmarsh\n6\n2\nLarkfield\n4\n0", True),
        ("1\nSaltmarsh\n2\nLarkfield\n3\nStonewick", True),
        ("Share\n12\nTweet\n3\nComments\n0", False),
        ("1\n2\n3\n4\nNext", False),
        ("0\nSaltmarsh\n0\nLarkfield\n0", False),
    ],
)
def test_the_numbers_of_a_table_are_no_counters(tail: str, stays: bool) -> None:
    story = "The harbour board voted on Friday to close the old ferry pier for two winters, as engineers had asked since March."
    result = clean(f"{story}\n\n{tail}")
    numbers = [line for line in tail.split("\n") if line.isdigit()]
    assert [line for line in result.text.split("\n\n") if line.isdigit()] == (numbers if stays else [])
    assert [e.before for e in result.skipped if e.code == "SH103"] == (numbers if stays else [])
    assert clean(result.text).text == result.text
