"""Whatever line breaks a scraper left, the same words give the same blocks."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edits import apply
from cleaner.model import Hint
from cleaner.segment import Cues, count_words, segment

FUNCTION_WORDS = frozenset(["the", "a", "of", "in", "to", "and", "for", "with", "on", "at", "by", "from", "that", "it", "is", "was", "as"])
CUES = Cues(lambda line: line in ("Advertisement", "By Mara Holm"), lambda text: (), FUNCTION_WORDS)

PARAGRAPHS = [
    "The harbour board voted on Friday to close the old ferry pier for at least two years while a five-year survey of its piles goes.",
    "Engineers had warned since March that the timber under the eastern walkway, laid before the war, would not carry a winter crowd.",
    "“We would rather close it too early than one day too late,” said Ines Varga, who chairs the board.",
]


def texts(raw: str, cues: Cues = CUES) -> list[str]:
    return [b.text for b in segment(raw, cues).blocks]


def test_paragraphs_between_blank_lines_stay() -> None:
    assert texts("\n\n".join(PARAGRAPHS)) == PARAGRAPHS


def test_lines_are_paragraphs() -> None:
    assert texts("\n".join(PARAGRAPHS)) == PARAGRAPHS


@pytest.mark.parametrize("width", [60, 72, 80])
def test_hard_wraps_are_undone(width: int) -> None:
    assert texts("\n\n".join(textwrap.fill(p, width) for p in PARAGRAPHS)) == PARAGRAPHS


def test_a_hyphen_at_a_wrap_keeps_its_word_together() -> None:
    wrapped = "The two towns agreed on Monday to extend their five-\nyear plan for the river, which had been due to\nend soon."
    assert texts(wrapped)[0].startswith("The two towns agreed on Monday to extend their five-year plan")


HARBOUR_JA = [
    "古い桟橋、二冬にわたり閉鎖へ",
    "港湾委員会は金曜日、木材が腐っているとして古い桟橋を閉鎖することを決めた。",
    "潜水士は委員会に対し、杭のうち七本が中まで空洞になっていると報告した。",
    "島へ向かう船は春まで魚市場の岸壁から出るという。",
]


def test_short_paragraphs_of_a_script_without_blanks_are_not_wrapped() -> None:
    assert texts("\n".join(HARBOUR_JA)) == HARBOUR_JA


def test_wrapped_lines_of_a_script_without_blanks_are_joined_without_one() -> None:
    whole = "".join(HARBOUR_JA[1:] * 2)
    assert texts("\n".join(whole[i : i + 34] for i in range(0, len(whole), 34))) == [whole]


@pytest.mark.parametrize("quoted", ["»Ingen skal vente på færgen,« sagde Lene Birk.", "”Ingen ska behöva vänta”, sade Lene Birk."])
def test_a_quotation_mark_that_opens_is_not_set_behind_the_sentence_before(quoted: str) -> None:
    before, after = "The board said so on Friday.", "Nobody else was asked."
    assert f"{before} {quoted}" in " ".join(texts(f"{before}\n{quoted}\n{after}"))


def test_short_lines_that_could_have_been_longer_are_not_wrapped() -> None:
    poem = "The river runs\nPast every door\nIt takes the boats\nIt takes the shore"
    assert texts(poem) == poem.split("\n")


def test_inline_links_on_their_own_lines_are_joined() -> None:
    raw = (
        "The board said on Friday that\nthe harbour survey\n, published in March, was\nclear enough\n.\n"
        "Ines Varga\nsaid it would not wait for another winter.\nRead by few, the survey was the work of\nLund Engineers\nand two divers."
    )
    assert texts(raw) == [
        "The board said on Friday that the harbour survey, published in March, was clear enough.",
        "Ines Varga said it would not wait for another winter.",
        "Read by few, the survey was the work of Lund Engineers and two divers.",
    ]


def test_known_noise_joins_nothing() -> None:
    raw = "The board said on Friday that it would\nAdvertisement\nclose the pier for the winter."
    assert texts(raw) == ["The board said on Friday that it would", "Advertisement", "close the pier for the winter."]


def test_a_paragraph_that_lost_its_first_letter_does_not_join_the_byline() -> None:
    assert texts("By Mara Holm\nhe harbour board voted on Friday to close the pier.") == [
        "By Mara Holm",
        "he harbour board voted on Friday to close the pier.",
    ]


def test_lines_apart_by_a_blank_line_are_never_joined() -> None:
    assert texts("The board said that\n\nthe pier") == ["The board said that", "the pier"]


def test_menu_lines_stay_apart() -> None:
    menu = "Home\nWorld\nSport\nOpinion\nSign in"
    assert texts(menu) == menu.split("\n")


def test_a_flattened_article_is_split_where_furniture_stood() -> None:
    flat = "Old pier to close for two winters after survey of piles The board says it has no choice. Published: 3 May 2024 " + " ".join(
        PARAGRAPHS
    )
    start = flat.index("Published")
    cues = Cues(lambda line: False, lambda text: [start, start + len("Published: 3 May 2024 ")], FUNCTION_WORDS)
    assert texts(flat, cues) == [
        "Old pier to close for two winters after survey of piles",
        "The board says it has no choice.",
        "Published: 3 May 2024",
        " ".join(PARAGRAPHS),
    ]


def test_furniture_at_the_end_of_a_long_flattened_article_is_split_off_and_the_middle_is_left() -> None:
    flat = " ".join([*PARAGRAPHS * 20, "Share", "Print", "Most read"])
    middle = flat.index("Engineers", len(flat) // 2)
    ends = [flat.index(word) for word in ("Share", "Print", "Most read")]

    def breaks(text: str) -> list[int]:
        """Where the words of the end begin, and the paragraph in the middle."""
        words = [flat[at:] for at in (*ends, middle)]
        return sorted(text.index(word[: len(text)]) for word in words if word[: len(text)] in text) if text in flat else []

    blocks = texts(flat, Cues(lambda line: False, breaks, FUNCTION_WORDS))
    assert blocks == [" ".join(PARAGRAPHS * 20), "Share", "Print", "Most read"]


def test_lines_that_together_are_not_stable_stay_apart() -> None:
    raw = "The board said on Friday that\nthe pier\n, its oldest, was\nsafe.\n\nEngineers had warned of\nthe timber under it."
    cues = Cues(CUES.furniture, CUES.breaks, FUNCTION_WORDS, lambda line: "oldest" not in line)
    assert texts(raw) == ["The board said on Friday that the pier, its oldest, was safe.", "Engineers had warned of the timber under it."]
    assert texts(raw, cues) == [*raw.split("\n")[:4], "Engineers had warned of the timber under it."]


def test_a_flattened_article_whose_pieces_are_not_stable_stays_whole() -> None:
    flat = "Share " + " ".join(PARAGRAPHS)
    for stable, pieces in ((True, ["Share", " ".join(PARAGRAPHS)]), (False, [flat])):
        cues = Cues(lambda line: False, lambda text: [6] * text.startswith("Share"), FUNCTION_WORDS, lambda line, s=stable: s)
        assert texts(flat, cues) == pieces


def test_zones_and_measures() -> None:
    raw = "\n\n".join(
        ["Menu", "Pier to close", "Divers found rot in every second pile of the pier.", "3 May 2024", *PARAGRAPHS, "Share", "Print"]
    )
    blocks = segment(raw).blocks
    assert [b.zone for b in blocks] == ["head"] * 4 + ["body"] * 3 + ["tail"] * 2
    assert [b.prose for b in blocks] == [False, False, True, False, True, True, True, False, False]
    assert [b.words for b in blocks[:4]] == [1, 3, 10, 3]
    assert [b.stopped for b in blocks[:4]] == [False, False, True, False]


def test_a_list_marker_is_not_part_of_what_rules_match() -> None:
    block = segment("  * Share this").blocks[0]
    assert (block.text, block.lead, block.text[block.lead :]) == ("* Share this", 2, "Share this")


def test_hints_name_their_blocks() -> None:
    raw = "Pier to close\n\nThe pier at dusk.\n\n" + PARAGRAPHS[0]
    start = raw.index("The pier at")
    assert [b.hint for b in segment(raw, hints=[Hint(start, start + 17, "caption")]).blocks] == [None, "caption", None]


@pytest.mark.parametrize(
    ("line", "stopped"),
    [
        ("The pier is closed.", True),
        ("“The pier is closed.”", True),
        ("The pier is closed (for now).", True),
        ("(The pier is closed.)", True),
        ("The pier is closed.[3] [12]", True),
        ("The pier (closed)", False),
        ("The “pier”", False),
        ("The pier [12]", False),
        ("The pier is closed:", False),
    ],
)
def test_a_line_is_stopped_where_a_sentence_ends(line: str, stopped: bool) -> None:
    assert segment(line).blocks[0].stopped == stopped


@pytest.mark.parametrize(("text", "words"), [("two words", 2), ("— 3 %", 1), ("港湾委員会は古い桟橋を閉鎖する", 7), ("", 0)])
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text("ab A.,\n -\u00e9\u3042", max_size=200))
def test_no_character_is_lost_and_a_second_pass_changes_nothing(raw: str) -> None:
    once = segment(raw, CUES)
    text = raw
    for layer in once.layers:
        text = apply(text, layer)
    assert text == once.text
    assert "".join(once.text.split()) == "".join(raw.split())
    assert "\n\n".join(b.text for b in once.blocks) == once.text
    again = segment(once.text, CUES)
    assert again.text == once.text
    assert [b.text for b in again.blocks] == [b.text for b in once.blocks]
