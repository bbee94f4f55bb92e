"""The headline of a whole page, from its blocks and what rules took them for."""

import pytest

from cleaner.headline import Headline, begins, of_page, same, stopped
from cleaner.segment import segment

STORY = (
    "The harbour board voted on Friday to close the old ferry pier for two years, after divers found its oak piles hollow.",
    "Boats to the islands will leave from the fish quay until the pier opens again in the spring of the year after next.",
)
BYLINE, DATE = "By Mara Holm", "3 May 2024"
ROLES = {BYLINE: "byline", DATE: "date", "Home": "navigation", "News": "section", "Share": "widget", "The pier at dusk": "caption"}


def found(*lines: str, story: int | None = None) -> Headline | None:
    blocks = segment("\n\n".join([*lines, *STORY])).blocks
    roles = {b.index: {ROLES[b.text]} for b in blocks if b.text in ROLES}
    first = len(lines) if story is None else story
    return of_page(blocks, range(first, first + len(STORY)), roles)


def headline(*lines: str) -> tuple[str, list[int]] | None:
    """The headline over the story and the blocks it stands in."""
    told = found(*lines)
    return told and (told.text, list(told.blocks))


TITLE = "Old ferry pier to close for two years"


def test_the_same_words_are_the_same_whatever_marks_stand_around_them() -> None:
    assert same("“We chose neither,” he said", "we chose neither he said")
    assert same("Old PIER – closed!", "old pier closed")
    assert not same("Old pier closed again", "old pier closed")
    assert not same("Old pier", "")
    assert same("…", "")
    assert begins("“Old” pier closed again", "old pier")
    assert not begins("The old pier", "old pier")


@pytest.mark.parametrize(
    ("text", "end"), [("It closed.", True), ("“It closed.”", True), ("It closes …", False), ("It closes...", False), ("Closed!", False)]
)
def test_only_a_full_stop_ends_a_sentence_here(text: str, end: bool) -> None:
    assert stopped(text) == end


def test_the_copy_next_above_the_story_is_the_headline() -> None:
    assert headline(f"{TITLE} | Harbour Post", TITLE, "Home", TITLE, BYLINE) == (TITLE, [3])
    told = found(f"{TITLE} | Harbour Post", BYLINE, *STORY, TITLE, story=2)
    assert told == Headline(TITLE, range(4, 5))


def test_a_form_of_the_windows_title_has_three_words_or_twelve_letters() -> None:
    assert headline("Pier to go | Harbour Post", "Pier to go", "What divers saw in March", BYLINE) == ("Pier to go", [1])
    assert headline("Pierverbot | Port", "Pierverbot", "What divers saw in March", BYLINE) == ("What divers saw in March", [2])
    assert headline("Hafensperrung | Port", "Hafensperrung", "What divers saw in March", BYLINE) == ("Hafensperrung", [1])


def test_a_later_part_of_the_window_is_the_headline_only_under_the_first_part() -> None:
    window = f"Harbour board news | {TITLE} - Harbour Post"
    assert headline(window, "Harbour board news", TITLE, BYLINE) == (TITLE, [2])
    assert headline(window, TITLE, "Harbour board news", BYLINE) == ("Harbour board news", [2])
    assert headline(f"{TITLE} | Harbour board news", TITLE, "Harbour board news", BYLINE) == (TITLE, [1])


def test_the_longest_beginning_that_stands_on_the_page_is_the_headline() -> None:
    long = "Old pier to close - What divers saw"
    assert headline(f"{long} - Harbour Post", long, "Old pier to close", BYLINE) == (long, [1])


def test_what_a_rule_takes_is_no_window() -> None:
    assert headline("Home", "Pier opens", BYLINE) is None


class TestWithoutTheWindow:
    """Scrapers that take a page's body leave its window's title out: the first line is a menu's."""

    SKIP = "Jump to the main content"

    def test_the_line_of_which_the_story_says_most(self) -> None:
        assert headline(self.SKIP, "Home", "Fish prices in the north", TITLE, "Share") == (TITLE, [3])
        assert headline(self.SKIP, TITLE, "Home", "The board", "Share") == (TITLE, [1])
        assert headline("Home", TITLE, "Share") == (TITLE, [1])

    def test_that_over_a_byline_before_one_that_says_as_much(self) -> None:
        lines = ("Fish boats stay at the quay", "Board may close the quay", "Share")
        assert headline(self.SKIP, *lines) == ("Board may close the quay", [2])
        assert headline(self.SKIP, lines[0], *["Share"] * 5, BYLINE, *lines[1:]) == (lines[0], [1])
        assert headline(self.SKIP, lines[0], *["Share"] * 6, BYLINE, *lines[1:]) == (lines[1], [9])

    def test_a_list_item_or_a_sentence_is_none(self) -> None:
        assert headline(self.SKIP, f"* {TITLE}", "Home") == (self.SKIP, [])
        assert headline(self.SKIP, f"{TITLE}.", "Home") == (self.SKIP, [])

    def test_one_far_above_is_none(self) -> None:
        assert headline(self.SKIP, TITLE, *["Home"] * 39) == (TITLE, [1])
        assert headline(self.SKIP, TITLE, *["Home"] * 40) == (self.SKIP, [])

    def test_two_of_its_words_are_in_the_story(self) -> None:
        assert headline(self.SKIP, "Divers lose patience", "Home") == (self.SKIP, [])
        assert headline(self.SKIP, "Divers lose the harbour", "Home") == ("Divers lose the harbour", [1])

    def test_the_line_right_over_a_dek_that_says_more(self) -> None:
        dek = "The harbour board voted on Friday after divers found that piles of oak are hollow"
        above = "Two years without islands and boats"
        assert headline(self.SKIP, "Home", above, dek, BYLINE) == (above, [2])
        assert headline(self.SKIP, "Home", "Boats to islands today", dek, BYLINE) == (dek, [3])
        assert headline(self.SKIP, "Home", "Why island ships cost more", dek, BYLINE) == (dek, [3])
        assert headline(self.SKIP, "Home", "Fish boats stay at the quay", TITLE, BYLINE) == (TITLE, [3])
        assert headline(self.SKIP, above, "Home", dek, BYLINE) == (dek, [3])

    def test_a_sites_name_that_stands_on_the_page_again_is_none(self) -> None:
        assert headline("Northern Ledger", "Home", TITLE, "Share", "Northern Ledger") == (TITLE, [2])
        assert headline("Northern Ledger", "Home", "Share", "Northern Ledger") == ("Northern Ledger", [3])
        assert headline("Nobody is going anywhere now", "Boats to the islands", "Nobody is going anywhere now") == (
            "Nobody is going anywhere now",
            [2],
        )

    def test_a_window_that_the_story_speaks_of_is_one(self) -> None:
        assert headline("Boats to the islands | Harbour Post", TITLE, "Home") == ("Boats to the islands", [])


class TestUnderABreadcrumb:
    WINDOW = "Old ferry pier stays shut | Harbour Post"
    TRAIL = ("Home", "News", "Old ferry pier stays shut")

    def test_the_line_below_that_says_much_the_same_is_the_headline(self) -> None:
        full = "Hollow piles: why the old ferry pier stays shut"
        assert headline(self.WINDOW, *self.TRAIL, full, BYLINE) == (full, [4])
        assert headline(self.WINDOW, *self.TRAIL, "Ferry", full, BYLINE) == (full, [5])

    @pytest.mark.parametrize(
        "below", ["Nobody wants to pay for new oak", "Ferry pier stays", "Share", "Ferry pier stays shut all year. It is old."]
    )
    def test_a_line_that_does_not_or_is_short_or_a_sentence_is_none(self, below: str) -> None:
        assert headline(self.WINDOW, *self.TRAIL, below, BYLINE) == (self.TRAIL[2], [3])

    def test_one_step_is_no_trail(self) -> None:
        full = "Hollow piles: why the old ferry pier stays shut"
        assert headline(self.WINDOW, "Harbour desk today", "News", self.TRAIL[2], full, BYLINE) == (self.TRAIL[2], [3])


class TestInOtherWords:
    WINDOW = "Two years without island boats | Harbour Post"

    def test_the_line_over_byline_and_date(self) -> None:
        assert headline(self.WINDOW, "Home", "News", "We chose neither", BYLINE, DATE) == ("We chose neither", [3])
        assert headline(self.WINDOW, "Home", "News", "We chose neither", "The pier at dusk", BYLINE, DATE) == ("We chose neither", [3])

    def test_a_sentence_there_is_a_dek(self) -> None:
        assert headline(self.WINDOW, "We chose it.", BYLINE, DATE) == ("Two years without island boats", [])

    def test_some_buttons_between_do_not_part_it_from_them(self) -> None:
        assert headline(self.WINDOW, "We chose neither", *["Share"] * 6, BYLINE) == ("We chose neither", [1])
        assert headline(self.WINDOW, "We chose neither", *["Share"] * 7, BYLINE) == ("Two years without island boats", [])

    def test_a_menu_between_parts_it_from_them(self) -> None:
        assert headline(self.WINDOW, "We chose neither", "Home", BYLINE, DATE) == ("Two years without island boats", [])

    def test_of_two_the_upper_where_the_lower_is_a_dek(self) -> None:
        dek = "The harbour master would not wait for the first accident"
        assert headline(self.WINDOW, "Home", "News", "We chose neither luck", dek, BYLINE) == ("We chose neither luck", [3])
        assert headline(self.WINDOW, "Home", "News", "Harbour and islands today", "We chose", BYLINE) == ("Harbour and islands today", [3])
        assert headline(self.WINDOW, "Home", "News", "Port of Varde", "We chose neither luck", BYLINE) == ("We chose neither luck", [4])

    def test_with_nothing_over_the_byline_the_line_under_it(self) -> None:
        assert headline(self.WINDOW, "Home", BYLINE, DATE, "We chose neither") == ("We chose neither", [4])

    def test_a_byline_far_above_the_story_is_not_its_own(self) -> None:
        assert headline(self.WINDOW, "We chose neither", BYLINE, *["Menu"] * 39) == ("We chose neither", [1])
        assert headline(self.WINDOW, "We chose neither", BYLINE, *["Menu"] * 40) == ("Two years without island boats", [])

    def test_a_line_that_holds_most_of_the_windows_title(self) -> None:
        assert headline(self.WINDOW, "Home", "Years without island boats", "What divers saw") == ("Years without island boats", [2])

    def test_the_line_that_shares_the_most_words(self) -> None:
        lines = ("Home", "A harbour without island boats", "Island boats", "What divers saw", "Islands without boats until the winter")
        assert headline(self.WINDOW, *lines) == ("A harbour without island boats", [2])

    def test_one_under_the_story_where_it_is_surely_the_same(self) -> None:
        told = found(self.WINDOW, "Home", *STORY, "What divers saw in March", "For two years without boats", story=2)
        assert told == Headline("For two years without boats", range(5, 6))

    def test_where_no_line_tells_it_the_window_alone_does(self) -> None:
        assert headline(self.WINDOW, "Home", "What divers saw") == ("Two years without island boats", [])


def test_a_headline_that_was_broken_into_lines_is_one() -> None:
    window = "Ferries: Old pier to close for two years - Harbour Post"
    assert headline(window, "Ferries: Old pier", "to close for two years", BYLINE) == ("Ferries: Old pier to close for two years", [1, 2])
    pieces = ("Ferries", ":", "Old pier to close", "for two years")
    assert headline(window, "Home", *pieces, BYLINE) == ("Ferries: Old pier to close for two years", [2, 3, 4, 5])
