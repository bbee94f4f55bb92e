"""Who wrote a page, from its blocks: names told by their place, and what looks like one."""

import pytest

from cleaner.bylines import Page, is_job, of_page, split
from cleaner.segment import segment

STORY = (
    "The harbour board voted on Friday to close the old ferry pier for two years, after divers found its oak piles hollow.",
    "Boats to the islands will leave from the fish quay until the pier opens again in the spring, Henrik Dahl told the board.",
    "Nobody who stood on the quay that night has been back since, and the two oldest boats have been for sale from March on.",
)
TITLE = "Old ferry pier to close for two years"
DATE = "3 May 2024"
VOCABULARY = {
    "by": ("By", "Written by"),
    "byline_label": ("About the author",),
    "author_joiners": ("and", "with"),
    "agencies": ("Reuters", "AP", "Harbour News Agency"),
    "job": ("reporter", "bureau chief"),
    "job_modifier": ("Senior", "Deputy"),
    "staff": ("Staff Writer", "Newsdesk"),
    "navigation": ("Most popular", "Weather"),
    "sentence_openers": ("will",),
    "read_more": ("Read more",),
}
ROLES = {
    DATE: "date",
    "Home": "navigation",
    "Share": "widget",
    "Read more": "link",
    "The pier at dusk": "caption",
    "Story Highlights": "subhead",
}


def authors(*head: str, tail: tuple[str, ...] = (), title: bool = True, above: tuple[str, ...] = (), named: str = "") -> list[str]:
    """The names on a page: `above` the headline, under it (`head`), and under the story (`tail`). A rule took `named` for a name."""
    lines = ["Harbour Post", *above, *[TITLE] * title, *head]
    blocks = segment("\n\n".join([*lines, *STORY, *tail])).blocks
    roles = {b.index: {ROLES[b.text]} for b in blocks if b.text in ROLES}
    told = {b.index: [b.text.removeprefix("By ")] for b in blocks if b.text.startswith("By ") or b.text == named}
    roles |= {i: {"byline"} for i in told}
    at = 1 + len(above)
    stands = range(at, at + 1) if title else range(0)
    return of_page(Page(blocks, roles, told, stands, len(lines), len(lines) + len(STORY) - 1, VOCABULARY))


class TestCue:
    def test_what_it_announces_stands_below(self) -> None:
        assert authors("Written by:", "Mara Holm", DATE) == ["Mara Holm"]
        assert authors("By/About the author", "Mara Holm", "and", "Jonas Lund", DATE) == ["Mara Holm", "Jonas Lund"]
        assert authors("By", "Mara Holm", "Senior Harbour Reporter", "12", "Jonas Lund") == ["Mara Holm", "Jonas Lund"]

    def test_more_than_two_lines_between_part_two_names(self) -> None:
        assert authors("By", "Mara Holm", "12", ",", "•", "Jonas Lund") == ["Mara Holm"]
        assert authors("By", "Mara Holm", "12", ",", "Jonas Lund", "12", "Ines Varga") == ["Mara Holm", "Jonas Lund", "Ines Varga"]

    def test_a_few_words_under_it_are_a_newsroom(self) -> None:
        assert authors("By", "Harbour desk") == ["Harbour desk"]
        assert authors("By", "harbour desk") == []
        assert authors("By", "The whole harbour desk here") == []
        assert authors("By", "Varde", DATE) == ["Varde"]
        assert authors("By", "Varde") == []
        assert authors("By", "Mara Holm, reporting from the old quay of Varde") == []
        assert authors("By", "Mara Holm and Jonas Lund, Varde") == ["Mara Holm and Jonas Lund, Varde"]

    def test_two_places_are_no_cue(self) -> None:
        assert authors("Varde/Saltmarsh", "Mara Holm", title=False) == []

    def test_at_the_end_of_the_page_it_announces_nobody(self) -> None:
        assert authors(tail=("By",)) == []


class TestByline:
    def test_those_near_the_story_win(self) -> None:
        assert authors("By Mara Holm", tail=(*["Weather"] * 40, "By Otto Quill")) == ["Mara Holm"]
        assert authors(tail=(*["Weather"] * 40, "By Otto Quill")) == ["Otto Quill"]
        assert authors(tail=(*["Weather"] * 40, "By Otto Quill", *["Weather"] * 10, "By Ines Varga")) == ["Otto Quill"]

    def test_a_name_under_the_headline_wins_over_a_byline_under_the_story(self) -> None:
        assert authors("Mara Holm", tail=("Weather", "By Otto Quill")) == ["Otto Quill"]
        assert authors("Mara Holm", tail=("Weather", "Weather", "By Otto Quill")) == ["Mara Holm"]

    def test_a_name_that_a_rule_found_must_stand_where_bylines_do(self) -> None:
        assert authors("Mara Holm", named="Mara Holm") == ["Mara Holm"]
        assert authors("Mara Holm", "Jonas Lund", named="Jonas Lund") == ["Mara Holm", "Jonas Lund"]
        assert authors("Mara Holm", named="Mara Holm", title=False) == []
        assert authors("Most Popular", named="Most Popular") == []
        assert authors("Read Twice", named="Read Twice") == []

    def test_those_a_few_blocks_apart_are_one(self) -> None:
        assert authors("By Mara Holm", *["Share"] * 5, "By Jonas Lund") == ["Mara Holm", "Jonas Lund"]
        assert authors("By Mara Holm", *["Share"] * 6, "By Jonas Lund") == ["Jonas Lund"]
        assert authors("By Mara Holm", "By Mara Holm") == ["Mara Holm"]

    def test_the_lines_below_go_on_with_it(self) -> None:
        assert authors("By Mara Holm", "and", "Jonas Lund", DATE) == ["Mara Holm", "Jonas Lund"]

    def test_more_than_eight_are_no_byline(self) -> None:
        names = [f"Mara Hol{c}" for c in "abcdefghi"]
        assert authors("By", *names[:8]) == names[:8]
        assert authors("By", *names) == []


class TestNameAlone:
    @pytest.mark.parametrize(
        ("head", "names"),
        [
            (("Mara Holm",), ["Mara Holm"]),
            (("Mara Holm", DATE), ["Mara Holm"]),
            (("Mara Holm", "Jonas Lund", DATE), ["Mara Holm", "Jonas Lund"]),
            (("Share", "Mara Holm", DATE), ["Mara Holm"]),
            (("A dek without a stop that says what the winter will be like", "Mara Holm"), ["Mara Holm"]),
            (("MARA HOLM", DATE), []),
            (("REUTERS", DATE), ["REUTERS"]),
            (("Reuters and Mara Holm", DATE), ["Reuters and Mara Holm"]),
            (("Mara Holm", "Jonas Lund", "Ines Varga", "Otto Quill", DATE), []),
            (("Henrik Dahl",), []),
            (("Most Popular", DATE), []),
            (("Ferry Pier", DATE), []),
            (("Story Highlights", DATE), []),
            (("Read Twice", DATE), []),
            (("Deputy Director", DATE), []),
            (("Will Henry Holm", DATE), []),
            (("Will Holm", DATE), ["Will Holm"]),
        ],
    )
    def test_under_the_headline_or_beside_the_date(self, head: tuple[str, ...], names: list[str]) -> None:
        assert authors(*head) == names

    def test_with_no_headline_the_date_tells(self) -> None:
        assert authors("Mara Holm", DATE, title=False) == ["Mara Holm"]
        assert authors(DATE, "Mara Holm", title=False) == ["Mara Holm"]
        assert authors("Mara Holm", "Varde", DATE, title=False) == ["Mara Holm"]
        assert authors("Mara Holm", "Share", title=False) == []

    def test_under_the_story_only_some_blocks_from_its_beginning(self) -> None:
        assert authors(title=False, tail=(*["Weather"] * 11, "Mara Holm", DATE)) == ["Mara Holm"]
        assert authors(title=False, tail=(*["Weather"] * 12, "Mara Holm", DATE)) == []

    def test_over_the_headline_only_beside_the_date(self) -> None:
        assert authors(above=("Mara Holm", DATE)) == ["Mara Holm"]
        assert authors(above=("Mara Holm", "Home")) == []
        assert authors(above=("Mara Holm", DATE, *["Home"] * 4)) == []

    def test_a_job_and_a_note_below_the_story_speak_for_it(self) -> None:
        assert authors("Mara Holm", "Senior Harbour Reporter", title=False) == []
        assert authors("Mara Holm", "Senior Harbour Reporter", title=False, tail=("Weather", "Weather", "Weather", "Mara Holm")) == [
            "Mara Holm"
        ]

    def test_more_than_two_sentences_over_it_are_the_story(self) -> None:
        dek = "The harbour master would not wait for the first accident or for the money."
        assert authors(dek, dek, "Mara Holm") == ["Mara Holm"]
        assert authors(dek, dek, dek, "Mara Holm") == []


class TestSigned:
    def test_a_name_under_the_last_paragraph(self) -> None:
        assert authors(tail=("Mara Holm", "Weather")) == ["Mara Holm"]
        assert authors(tail=("Share", "Mara Holm")) == ["Mara Holm"]
        assert authors(tail=("Share", "Share", "Mara Holm")) == []
        assert authors(tail=("What comes next", "Mara Holm")) == ["Mara Holm"]
        assert authors(tail=("HP-Newsdesk",)) == ["HP-Newsdesk"]
        assert authors(tail=("HP-Writer",)) == ["HP-Writer"]
        assert authors(tail=("Newsdesk of the Post",)) == ["Newsdesk of the Post"]
        assert authors(tail=("Newsdesk of the Harbour Post",)) == []
        assert authors(tail=("Newsdesk",)) == []
        assert authors(tail=("Most Popular",)) == []
        assert authors(tail=("Henrik Dahl",)) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mara Holm", ["Mara Holm"]),
        ("by Mara Holm and Jonas Lund", ["Mara Holm", "Jonas Lund"]),
        ("Mara Holm, Jonas Lund; Ines Varga", ["Mara Holm", "Jonas Lund", "Ines Varga"]),
        ("Mara Holm, Varde", ["Mara Holm"]),
        ("Mara Holm, Reuters", ["Mara Holm", "Reuters"]),
        ("Mara Holm, Senior Reporter", ["Mara Holm"]),
        ("Mara Holm12", ["Mara Holm"]),
        ("BY MARA HOLM FOR THE COURIER", ["MARA HOLM"]),
        ("Mara Holm and Jonas Lund, Special to The Courier", ["Mara Holm", "Jonas Lund"]),
        ("Mara Forthe", ["Mara Forthe"]),
        ("Holm", ["Holm"]),
        ("Mara Byholm", ["Mara Byholm"]),
    ],
)
def test_the_names_of_a_line(line: str, names: list[str]) -> None:
    assert split(line, VOCABULARY) == names


def test_names_are_told_apart_without_any_vocabulary() -> None:
    assert split("Mara Holm, Jonas Lund and Ines Varga", {}) == ["Mara Holm", "Jonas Lund", "Ines Varga"]


@pytest.mark.parametrize(
    ("name", "job"),
    [
        ("Reporter", True),
        ("Harbour reporter", True),
        ("Varde Bureau Chief", True),
        ("Senior Something", True),
        ("Senior", False),
        ("Mara Holm", False),
        ("One of the oldest harbour reporter", False),
        ("", False),
    ],
)
def test_a_job_ends_in_one_or_begins_as_one(name: str, job: bool) -> None:
    assert is_job(name, VOCABULARY) == job
