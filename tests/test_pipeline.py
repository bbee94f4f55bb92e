"""An article through all stages: whatever shape the scraper gave it, the same article comes out."""

import logging
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, CleanerError, clean
from cleaner.detect import in_time
from cleaner.model import Article, Caption
from cleaner.pipeline import Result
from cleaner.read import read_html

TITLE = "Governor Mara Lindqvist, in first call with ferry chief, presses on night boats, fares"
DEK = "Unlike the governor before her, Mara Lindqvist has not held out hope for a 'fresh start' with the firm but wants to settle quarrels."
BODY = (
    "ASHFORD: Governor Mara Lindqvist had her first call with ferry chief Oren Dahl on Tuesday, raising the cut of the night boats "
    "while pressing him on the long-delayed rise of fares, two officials of the county said.",
    "Lindqvist has looked to set herself apart from the warm words that her predecessor, Pell Marsh, had for the firm.",
    "But she also wanted to leave room for an agreement, telling Dahl that both sides should sign a five-year contract before it runs "
    "out in March, according to the officials, who were not allowed to speak about it.",
    "Unlike the governor before her, Lindqvist has not held out hope for a “fresh start” with the firm but wants to settle quarrels one "
    "by one, without giving way on the night boats.",
    "A note on the call from the firm was not at hand.",
    "“I find that we can both gain from it,” Lindqvist said, “and I make it clear that we care about the night boats.”",
)
HEAD = (
    " date 2022-02-08 LOCAL NEWS WEATHER TRAFFIC",
    TITLE,
    DEK,
    "Published: 8th February 2022 12:33 AM  |   Last Updated: 8th February 2022 12:36 AM",
    "Candidate for governor Mara Lindqvist",
    "Governor Mara Lindqvist (Photo | AP)",
    "By Associated Press",
)
DAMAGED = BODY[0].replace("Governor", "overnor", 1)
PARTS = [*HEAD, DAMAGED, *BODY[1:]]


def linked(part: str) -> str:
    """What `get_text` with line breaks makes of a paragraph with links in it."""
    for name in ("Oren Dahl", "Pell Marsh"):
        part = part.replace(f" {name}", f"\n{name}", 1).replace(f"{name} ", f"{name}\n", 1).replace(f"{name},", f"{name}\n,", 1)
    return part


SHAPES = {
    "paragraphs": "\n\n".join(PARTS),
    "lines": "\n".join(PARTS),
    "windows lines": "\r\n".join(PARTS),
    "links on their own lines": "\n".join(map(linked, PARTS)),
    "wrapped paragraphs": "\n\n".join(textwrap.fill(part, 72) for part in PARTS),
    "wrapped as a whole": textwrap.fill(" ".join(PARTS), 72),
    "flattened": " ".join(" ".join(PARTS).split()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_article(shape: str) -> None:
    result = clean(SHAPES[shape])
    a = result.article
    assert (a.title, a.dek) == (TITLE, DEK)
    assert a.body.split() == " ".join(BODY).split()
    assert (a.published, a.updated, a.crawled) == ("2022-02-08T00:33:00", "2022-02-08T00:36:00", "2022-02-08")
    assert (a.agency, a.authors, a.dateline) == ("Associated Press", (), "ASHFORD")
    assert (a.status, a.flags) == ("clean", ())
    if shape in ("flattened", "wrapped as a whole"):
        # What the input lost need not come back: the alternative text and the caption have run into one.
        assert a.captions == (Caption(f"{HEAD[4]} Governor Mara Lindqvist", "AP"),)
    else:
        assert a.captions == (Caption(HEAD[4]), Caption("Governor Mara Lindqvist", "AP"))
        assert a.body == "\n\n".join(BODY)
    assert result.undo() == SHAPES[shape]


def test_every_removed_line_has_its_code() -> None:
    result = clean(SHAPES["paragraphs"])
    codes = {line: {r.code[:2] for e in result.edits if line in e.before for r in e.reasons} for line in HEAD[3:]}
    assert codes == {HEAD[3]: {"DT"}, HEAD[4]: {"CP"}, HEAD[5]: {"CP"}, HEAD[6]: {"AG", "BY"}}
    assert [(e.before, e.after) for e in result.edits if e.code.startswith("TX2")] == [("overnor", "Governor")]


STORY = (
    "Night buses return to Ostrava Street\n\nBy Ada Kerrigan | 3 May 2024\n\nShare on Facebook\n\n"
    "The night buses run again from Monday, the town said on Friday after a winter without them."
)
BUSES = "The night buses run again from Monday, the town said on Friday after a winter without them."


def test_what_is_given_wins_over_what_the_text_says() -> None:
    result = clean(
        STORY,
        title="Buses are back",
        authors=("Mina Osei",),
        published="2024-05-04",
        crawled="2024-05-05",
        id="7",
        source="harbourpost.example",
    )
    a = result.article
    assert (a.title, a.authors, a.published, a.crawled) == ("Buses are back", ("Mina Osei",), "2024-05-04", "2024-05-05")
    assert (a.id, a.source) == ("7", "harbourpost.example")
    assert result.text.startswith("Buses are back\n\n")
    assert result.text.endswith(BUSES)
    assert result.undo() == STORY


def test_what_is_not_given_is_read() -> None:
    a = clean(STORY).article
    assert (a.title, a.authors, a.published, a.body) == ("Night buses return to Ostrava Street", ("Ada Kerrigan",), "2024-05-03", BUSES)


def test_a_given_title_that_the_text_has_is_no_edit() -> None:
    result = clean(STORY, title="Night buses return to Ostrava Street")
    assert result.text == f"Night buses return to Ostrava Street\n\n{BUSES}"
    assert not any(r.code == "ST104" for e in result.edits for r in e.reasons)


def test_a_given_title_that_is_all_of_the_text() -> None:
    result = clean(BUSES, title=BUSES)
    assert (result.text, result.article.title, result.undo()) == (BUSES, BUSES, BUSES)


def test_given_fields_are_one_line_and_blank_ones_are_not_given() -> None:
    result = clean(STORY, title="\n  Buses\n are back\u00a0", authors=(" ", "Mina Osei"))
    assert (result.article.title, result.article.authors) == ("Buses are back", ("Mina Osei",))
    assert result.text == f"Buses are back\n\n{BUSES}"
    blank = clean(STORY, title=" \n", authors=("", "  "))
    assert (blank.article.title, blank.article.authors) == ("Night buses return to Ostrava Street", ("Ada Kerrigan",))
    assert clean(BUSES, title=" ").text == BUSES


def test_one_name_may_be_given_as_a_string() -> None:
    assert clean(STORY, authors="Mina Osei").article.authors == ("Mina Osei",)
    for option in ("select", "ignore", "unsafe"):
        assert Cleaner(**{option: "CP"}).rules_hash == Cleaner(**{option: ["CP"]}).rules_hash
    with pytest.raises(CleanerError, match=r"^nope: no such rule folder"):
        Cleaner(rules="nope")


@pytest.mark.parametrize("text", [None, b"bytes", 5])
def test_what_is_no_text_is_named(text: Any) -> None:
    with pytest.raises(TypeError, match=r"^clean takes a text or a Document, not (NoneType|bytes|int); "):
        clean(text)


def families(result: Result) -> set[str]:
    return {r.code[:2] for e in result.edits for r in e.reasons} - {"ST", "TX"}


def test_select_takes_only_what_it_names() -> None:
    result = Cleaner(select=["SH"]).clean(STORY)
    assert families(result) == {"SH"}
    assert "By Ada Kerrigan | 3 May 2024" in result.text


def test_ignore_leaves_what_it_names() -> None:
    result = Cleaner(ignore=["SH"]).clean(STORY)
    assert "Share on Facebook" in result.text
    assert "By Ada Kerrigan" not in result.text


def test_names_serve_as_codes_do() -> None:
    by_code = next(r for e in clean(STORY).edits if e.before.startswith("Share") for r in e.reasons)
    assert Cleaner(select=[by_code.name]).clean(STORY) == Cleaner(select=[by_code.code]).clean(STORY)


@pytest.mark.parametrize(
    ("given", "language", "iso"),
    [
        ("Fri, 03 May 2024 10:15:00 GMT", "en", "2024-05-03T10:15:00+00:00"),
        ("3. Mai 2024, 10:15 Uhr", "de", "2024-05-03T10:15:00"),
        ("2024-05-03", "en", "2024-05-03"),
        ("2024-05-03T10:15:00Z", "en", "2024-05-03T10:15:00Z"),
        ("3/5/2024", "en", "3/5/2024"),
        ("the day before", "en", "the day before"),
    ],
)
def test_a_given_date_is_iso_8601_where_it_can_be_read(given: str, language: str, iso: str) -> None:
    article = clean(STORY, published=given, crawled=given, language=language).article
    assert (article.published, article.crawled) == (iso, iso)


@pytest.mark.parametrize("option", ["select", "ignore", "unsafe"])
def test_a_rule_that_is_not_there_is_refused(option: str) -> None:
    with pytest.raises(CleanerError, match="no rule 'nonsense'"):
        Cleaner(**{option: ["nonsense"]})


RULE = r"""
code: ZZ101
name: weather-box
summary: A line about the weather.
why: Pages say it beside every story, whatever the story is.
action: drop
safety: %s
confidence: 0.9
patterns:
  - {match: block, pattern: %s}
examples:
  - text: "Weather today: rain\n\n{BUSES}"
    clean: "{BUSES}"
  - text: "Weather today: sun\n\n{BUSES}"
    clean: "{BUSES}"
  - {keep: The weather was bad.}
  - {keep: Nobody spoke of the weather.}
"""


def folder(tmp_path: Path, pattern: str, safety: str = "safe") -> Path:
    (tmp_path / "general").mkdir()
    (tmp_path / "general" / "ZZ101-weather-box.yaml").write_text(RULE.replace("{BUSES}", BUSES) % (safety, pattern), encoding="utf-8")
    return tmp_path


def test_an_unsafe_rule_acts_only_where_it_is_named(tmp_path: Path) -> None:
    rules = [folder(tmp_path, "'Weather today: .+'", "unsafe")]
    text = f"Weather today: rain\n\n{BUSES}"
    assert Cleaner(rules=rules).clean(text).text == text
    assert Cleaner(rules=rules, unsafe=["ZZ101"]).clean(text).text == BUSES


def test_a_pattern_that_hangs_is_named_and_skipped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cleaner = Cleaner(rules=[folder(tmp_path, "'(x|xx)+y[^y]'")])
    long = "x" * 60 + "y"
    with caplog.at_level(logging.WARNING, "cleaner"):
        result = cleaner.clean(f"{STORY}\n\n{long}")
    assert [m for m in caplog.messages if "ZZ101" in m and "was skipped" in m]
    assert result.text == f"{clean(STORY).text}\n\n{long}"
    assert result.article.flags == ("timeout-ZZ101",)
    assert result.article.status == "flagged"


def test_a_pattern_that_hangs_while_lines_are_told_apart_is_flagged_too(tmp_path: Path) -> None:
    rules = [folder(tmp_path, "'(x|xx)+y[^y]', breaks: true")]
    flat = f"{BUSES} {BUSES} {BUSES} {BUSES}"
    assert Cleaner(rules=rules).clean(f"{flat} {'x' * 60}yy {flat}").article.flags == ("timeout-ZZ101",)


def test_what_a_line_lost_to_the_clock_is_not_remembered(tmp_path: Path) -> None:
    cleaner = Cleaner(rules=[folder(tmp_path, "'(x|xx)+y[^y]'")])
    first, second = "x" * 60 + "y", "x" * 61 + "y"
    assert cleaner.clean(f"{STORY}\n\n{first}\n\n{second}").article.flags == ("timeout-ZZ101",)
    assert cleaner.clean(f"{STORY}\n\n{second}").article.flags == ("timeout-ZZ101",)


def test_time_that_other_threads_took_is_not_the_patterns() -> None:
    given = []

    def look(seconds: float) -> list[str]:
        given.append(seconds)
        if len(given) < 3:
            raise TimeoutError
        return ["found"]

    assert in_time(0.5, look) == ["found"]
    assert given == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("raw", ["", "\n" * 100_000, "\x00", "\ufeff", " \t\r\n"])
def test_nothing_comes_of_nothing_and_is_flagged(raw: str) -> None:
    result = clean(raw)
    assert (result.text, result.article.body, result.article.flags) == ("", "", ("empty-body",))
    assert result.undo() == raw


def test_one_long_line_is_no_trouble() -> None:
    raw = BUSES.replace(" ", "\u00a0", 1) + " " + f"{BUSES} " * 10_000
    result = clean(raw)
    assert result.text == " ".join([BUSES] * 10_001)
    assert result.undo() == raw


def test_a_cleaner_is_not_changed_by_what_it_cleans() -> None:
    cleaner = Cleaner()
    first: Article = cleaner.clean(STORY).article
    cleaner.clean("Die Nachtbusse fahren ab Montag wieder, teilte die Stadt am Freitag nach einem Winter ohne sie mit.", source="a.example")
    assert cleaner.clean(STORY).article == first
    assert replace(first, title=None) != first


MENU = "Home News Politics Business Weather Sport Culture Travel Jobs Archive Contact Newsletters Subscribe Search".split()
FOOT = ["Privacy policy", "Terms of use", "Cookie settings", "Advertise with us", "Log in", "Subscribe", "Follow us", "All rights reserved"]
PIER = [
    "The harbour board voted on Friday to close the old ferry pier for two years, after divers found its oak piles hollow.",
    "Boats to the islands will leave from the fish quay until the pier opens again in the spring of the year after next.",
    "“We could have waited for the first accident, or for the money,” the harbour master told the board. “We chose neither.”",
]


def whole_page(window: str, *head: str) -> str:
    """What `get_text` leaves of a page: the window's title, menus, what stands over the story, the story, a list, the footer."""
    menu = [*MENU, "Readers of the paper may now send their questions to the editor by post.", "1 May 2024", *MENU]
    return "\n".join([window, *menu, *head, *PIER, "More from the harbour", "2 May 2024", "By Otto Quill", *MENU, *FOOT])


def test_a_paragraph_that_a_teaser_above_the_story_quotes_stays_in_the_story() -> None:
    text = "\n".join([PIER_WINDOW, *MENU, PIER[1], *MENU, "1 May 2024", *MENU, PIER_TITLE, "By Mara Holm", *PIER, *FOOT])
    result = clean(text)
    assert any(r.code == "ST401" for e in result.edits for r in e.reasons)
    assert result.article.body.count(PIER[1]) == 1


@pytest.mark.parametrize(
    ("window", "headline"),
    [
        ("Old ferry pier to close for two years - Harbour - Harbour Post", "Old ferry pier to close for two years"),
        ("Harbour board: Old ferry pier to close for two years | Harbour Post", "Old ferry pier to close for two years"),
        ("Pier of the old ferry shut for two years | Harbour Post", "Old ferry pier to close for two years"),
        (
            "Harbour: Two years without boats | Old ferry pier to close for two years - Harbour Post",
            "Old ferry pier to close for two years",
        ),
    ],
)
def test_the_title_of_a_whole_page_is_the_headline_that_the_window_names(window: str, headline: str) -> None:
    result = clean(whole_page(window, headline, "Share"))
    assert result.article.title == headline
    assert result.undo() == result.document.text


@pytest.mark.parametrize(
    ("window", "head", "headline"),
    [
        # The window says it in other words, and a dek stands under the headline.
        (
            "Two years without island boats | Harbour Post",
            ["“We chose neither money nor luck”", "A week beside the master of the harbour", "By Mara Holm", "3 May 2024"],
            "“We chose neither money nor luck”",
        ),
        # A list of teasers stands between the menu and the headline.
        (
            "Why the old ferry pier has to close now | Harbour Post",
            ["Fish quay to close for the old ferry", "Last boats to the islands", "Old ferry pier must close", "Mara Holm", "3 May 2024"],
            "Old ferry pier must close",
        ),
        # The scraper broke the headline into its elements.
        (
            "Ferries: Old pier to close for two years - Harbour Post",
            ["Ferries", ":", "Old pier to close for two years", "By Mara Holm", "3 May 2024"],
            "Ferries: Old pier to close for two years",
        ),
        # The section is said before the headline.
        (
            "Harbour - Old ferry pier to close for two years - Harbour Post",
            ["Harbour", "Old ferry pier to close for two years", "By Mara Holm", "3 May 2024"],
            "Old ferry pier to close for two years",
        ),
    ],
)
def test_the_title_of_a_whole_page_stands_over_its_byline(window: str, head: list[str], headline: str) -> None:
    result = clean(whole_page(window, *head))
    assert result.article.title == headline
    assert result.text.startswith(headline + "\n\n")
    assert result.undo() == result.document.text


@pytest.mark.parametrize(
    "first",
    [
        "Ferry pier of Port Varde: Why does it have to close?",
        "Old ferry pier: The board of the port votes on Friday",
        "Pier, Quay, Boats: So many ways to close a harbour",
    ],
)
def test_a_topic_a_colon_and_what_is_said_of_it_are_a_headline(first: str) -> None:
    result = clean("\n".join([first, *PIER]))
    assert (result.article.title, result.article.body) == (first, "\n\n".join(PIER))


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Director: Ana Sol and Otto Quill", ""),
        ("Dear colleagues, I ask you once more: Why does it have to close?", ""),
        ("HP: What did the divers see under the old ferry pier?", ""),
        ("Ana Sol: Why does the old ferry pier have to close?", "Ana Sol: And what happens to the boats in winter?"),
    ],
)
def test_a_label_a_clause_or_a_speaker_before_a_colon_is_no_headline(first: str, later: str) -> None:
    text = "\n\n".join(filter(None, [first, *PIER, later]))
    result = clean(text)
    assert (result.article.title, result.article.body) == (None, text)


MUELLE = [
    "La junta del puerto decidió el viernes cerrar durante dos años el viejo muelle del transbordador, después de que los buzos hallaran "
    "huecos sus pilotes de roble.",
    "Los barcos a las islas saldrán del muelle de pescadores hasta que el viejo vuelva a abrir en la primavera del año que viene.",
]


@pytest.mark.parametrize(
    ("first", "story"),
    [
        ("Harbour board votes to close hollow old ferry pier, islands to get boats from fish quay for years", PIER),
        # Spanish says with "el", "de", "la" what English says without: the story tells how much of that is usual.
        ("Port Varde cierra el viejo muelle del transbordador y manda los barcos a otro muelle de pescadores", MUELLE),
    ],
)
def test_a_long_first_line_that_names_what_the_story_does_is_a_headline(first: str, story: list[str]) -> None:
    result = clean("\n".join([first, *story]))
    assert (result.article.title, result.article.body) == (first, "\n\n".join(story))
    assert result.undo() == result.document.text


@pytest.mark.parametrize(
    ("first", "story"),
    [
        # Wordier than the story, as a dek may be; and longer than headlines are.
        ("It was all that the board could do for the old ferry pier and the boats to the islands", PIER),
        ("Harbour board votes to close hollow old ferry pier, islands get boats from fish quay for two whole years until spring", PIER),
        ("Es lo que la junta del puerto ha de hacer por el muelle y por los barcos", MUELLE),
    ],
)
def test_a_wordy_first_line_stays_in_the_body(first: str, story: list[str]) -> None:
    result = clean("\n".join([first, *story]))
    assert (result.article.title, result.article.body) == (None, "\n\n".join([first, *story]))


def test_lines_without_a_story_have_no_headline() -> None:
    result = clean("Old ferry pier to close for two years\n\nWhat the divers saw under it")
    assert (result.article.title, result.text) == (None, "Old ferry pier to close for two years\n\nWhat the divers saw under it")
    refrain = "Round by round\n\nSaltmarsh 3\n\nRound by round"
    assert (clean(refrain).article.title, clean(refrain).text) == (None, refrain)


def test_a_line_that_a_paragraph_begins_with_is_no_headline_for_that() -> None:
    line = "What it is that we know of it so far"
    text = "\n\n".join([line, f"{line} was told to the board on Friday by divers, who had looked at the piles since March.", *PIER])
    assert (clean(text).article.title, clean(text).text) == (None, text)


def test_a_headline_that_stands_twice_is_told_from_the_line_between() -> None:
    title = "Old ferry pier to close for two years"
    result = clean("\n".join([title, "Back to the overview", "By", "Mara Holm", "published on 3 May 2024", title, *PIER]))
    assert result.article.title == title


@pytest.mark.parametrize(("alone", "labels"), [(1, False), (2, False), (3, True)])
def test_section_labels_between_deks_go_those_among_the_storys_sentences_stay(alone: int, labels: bool) -> None:
    sentences = [
        "The board of the port calls it the hardest vote in ten years.",
        "Boats will leave from the fish quay on Monday morning.",
        "Divers found the oak piles of the pier hollow in March.",
    ][:alone]
    head = [line for sentence in sentences for line in (sentence, "Politics")]
    title = "Old ferry pier to close for two years"
    article = clean(whole_page(f"{title} - Harbour Post", title, *head)).article
    assert article.body == "\n\n".join([*(head if labels else sentences), *PIER])


def test_a_window_alone_tells_the_title_without_the_site() -> None:
    result = clean(whole_page("Old ferry pier to close for two years | Harbour Post", "Share"))
    assert result.text.startswith("Old ferry pier to close for two years\n\nThe harbour board voted")
    assert clean(result.text).text == result.text


def test_date_and_bare_name_next_to_the_story_win_over_those_of_teasers() -> None:
    page = whole_page(
        "Old ferry pier to close for two years | Harbour Post", "Old ferry pier to close for two years", "Mara Holm", "3 May 2024"
    )
    article = clean(page).article
    assert (article.published, article.authors) == ("2024-05-03", ("Mara Holm",))


def test_the_date_at_the_end_of_the_window_is_the_articles() -> None:
    page = whole_page("Old ferry pier to close for two years – Harbour Post – 03.05.2024", "Old ferry pier to close for two years")
    assert clean(page).article.published == "2024-05-03"


def test_an_author_has_no_cue_and_no_count() -> None:
    assert clean("\n".join(["Old ferry pier to close", *PIER]), authors=("By MARA HOLM, AP Sports Writer",)).article.authors == (
        "MARA HOLM",
    )
    assert clean(whole_page(PIER_WINDOW, PIER_TITLE, "By", "Mara Holm0", "3 May 2024")).article.authors == ("Mara Holm",)


@pytest.mark.parametrize("kicker", ["Northern Harbour Quays", "The Ferry Board"])
def test_a_kicker_over_the_headline_is_no_author(kicker: str) -> None:
    headline = "Old ferry pier to close for two years"
    page = whole_page(f"{headline} | Harbour Post", kicker, headline, "By Mara Holm", "3 May 2024")
    assert clean(page).article.authors == ("Mara Holm",)


PIER_TITLE = "Old ferry pier to close for two years"
PIER_WINDOW = f"{PIER_TITLE} | Harbour Post"


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (
            ["By", "Mara Holm", "12", ",", "Jonas van der Lund", "&", "Ines Varga", "3 May 2024"],
            ("Mara Holm", "Jonas van der Lund", "Ines Varga"),
        ),
        (["By", "Mara Holm", "Harbour Reporter", "Jonas Lund", "Harbour Reporter", "3 May 2024"], ("Mara Holm", "Jonas Lund")),
        (["By", "Mara Holm and Jonas Lund, Varde", "3 May 2024"], ("Mara Holm", "Jonas Lund")),
        (["By", "HP Staff", "3 May 2024"], ("HP Staff",)),
        (["Mara Holm", "Deputy Harbour Director", "3 May 2024"], ("Mara Holm",)),
        (["A dek without a stop says what the winter will be like", "Mara Holm", "Share"], ("Mara Holm",)),
        (["Share", "Mara J Holm", "Varde", "-", "3 May 2024"], ("Mara J Holm",)),
        (["3 May 2024", ",", "Mara Holm", "The pier on Friday"], ("Mara Holm",)),
        (["Reuters, Mara Holm", "3 May 2024"], ("Mara Holm",)),
        (["By Mara Holm, Varde", "3 May 2024"], ("Mara Holm",)),
        # Menus, sections, places and jobs look like names.
        (["By Deputy Director", "3 May 2024"], ("Otto Quill",)),
        (["Most Popular", "3 May 2024"], ("Otto Quill",)),
        (["Story Highlights", "3 May 2024"], ("Otto Quill",)),
        (["Older Quays", "Mara Holm", "3 May 2024"], ("Mara Holm",)),
        (["Coast Guide", "Ferry Guide", "Island Guide", "Quay Guide", "3 May 2024"], ("Otto Quill",)),
    ],
)
def test_authors_of_a_whole_page_stand_where_bylines_do(head: list[str], authors: tuple[str, ...]) -> None:
    assert clean(whole_page(PIER_WINDOW, PIER_TITLE, *head)).article.authors == authors


def test_what_stands_in_capitals_before_a_colon_is_a_dateline_only_where_the_story_begins() -> None:
    warning = "NOTICE: What is written in the comments is not read by the board of the port, which has a box for letters."
    more = [f"The board heard {n} ferry firms on Friday, and none of them had a boat for the winter." for n in ("two", "three")]
    assert clean("\n".join(["PORT VARDE: " + PIER[0], *PIER[1:], *more, warning])).article.dateline == "PORT VARDE"
    assert clean("\n".join([*PIER, *more, warning])).article.dateline is None
    assert clean(whole_page("HARBOUR: Old ferry pier to close for two years", "Share")).article.dateline is None


def test_a_prompt_between_bylines_is_no_author() -> None:
    result = clean(whole_page(PIER_WINDOW, PIER_TITLE, "Get Deals Delivered", "Mara Holm", "3 May 2024"))
    assert result.article.authors == ("Mara Holm",)


def test_whom_the_story_is_about_is_no_author() -> None:
    told = "Henrik Dahl, who has sailed from the pier for forty years, said that he would not wait for the spring of any year."
    page = whole_page(PIER_WINDOW, PIER_TITLE, "Henrik Dahl", "3 May 2024", *PIER, told)
    assert "Henrik Dahl" not in clean(page).article.authors


@pytest.mark.parametrize(("line", "authors"), [("Mara Holm", ("Mara Holm",)), ("HP-Newsdesk", ("HP-Newsdesk",))])
def test_a_name_under_the_last_paragraph_signs_it(line: str, authors: tuple[str, ...]) -> None:
    page = "\n".join([PIER_WINDOW, *MENU, PIER_TITLE, "3 May 2024", *PIER, line, "More from the harbour", *MENU, *FOOT])
    assert clean(page).article.authors == authors


@pytest.mark.parametrize(
    ("given", "authors", "agency"),
    [
        ("Mara Holm, Jonas van der Lund and Ines Varga", ("Mara Holm", "Jonas van der Lund", "Ines Varga"), None),
        ("Mara Holm and Jonas Lund, Reuters", ("Mara Holm", "Jonas Lund"), "Reuters"),
        ("Mara Holm (mho)", ("Mara Holm",), None),
        ("Holm, Mara", ("Holm, Mara",), None),
        ("Quay and Rope", ("Quay and Rope",), None),
    ],
)
def test_one_given_author_may_be_several(given: str, authors: tuple[str, ...], agency: str | None) -> None:
    article = clean(STORY, authors=(given,)).article
    assert (article.authors, article.agency) == (authors, agency)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Mara Holm By Mara Holm", ("Mara Holm",)),
        ("By Mara Holm By Jonas Lund", ("Mara Holm", "Jonas Lund")),
        ("Di Anna di Marco", ("Anna di Marco",)),
    ],
)
def test_a_byline_that_stands_twice_is_one(line: str, authors: tuple[str, ...]) -> None:
    language = "it" if line.startswith("Di") else "en"
    assert clean("\n\n".join(["Old ferry pier to close", line, *PIER]), language=language).article.authors == authors


@pytest.mark.parametrize("line", ["By Agencies", "By News Agencies", "Von Agenturen"])
def test_a_desk_is_no_author(line: str) -> None:
    language = "de" if line.startswith("Von") else "en"
    article = clean("\n\n".join(["Old ferry pier to close", line, *PIER]), language=language).article
    assert (article.authors, article.body) == ((), "\n\n".join(PIER))


@pytest.mark.parametrize(
    ("opening", "dek"),
    [
        ("The board gave way on Tuesday after a winter of talks that nobody on the quay had expected.", True),
        ("PORT VARDE: The board gave way on Tuesday after a winter of talks that nobody on the quay had expected.", False),
        ("he board gave way on Tuesday after a winter of talks that nobody on the quay had expected.", False),
    ],
)
def test_what_opens_a_story_is_no_dek(opening: str, dek: bool) -> None:
    article = clean("\n\n".join(["Old ferry pier to close for two winters", opening, "By Mara Holm", *PIER])).article
    whole = opening if dek or opening[0].isupper() else f"T{opening}"
    assert (article.dek, article.body.startswith(whole)) == ((whole, False) if dek else (None, True))


@pytest.mark.parametrize(
    ("head", "tail", "day"),
    [
        # A line that says more than a date; a bare one under the story is a teaser's.
        (["Filed under harbour news on 3 May 2024"], ["9 May 2024"], "2024-05-03"),
        ([], ["9 May 2024", "Harbour desk, 3 May 2024, 10.05; mho"], "2024-05-03"),
        # What was updated is not what was published.
        (["Updated: 4 May 2024"], [], None),
        # The day over the story, not the one under its first lines.
        (["3 May 2024"], ["9 May 2024"], "2024-05-03"),
    ],
)
def test_the_day_of_a_whole_page(head: list[str], tail: list[str], day: str | None) -> None:
    page = "\n".join([PIER_WINDOW, *MENU, PIER_TITLE, *head, *PIER, *tail, *MENU, *FOOT])
    article = clean(page).article
    assert (article.published or "")[:10] == (day or "")
    assert article.flags == ()


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("2 days ago", "2024-05-01", None),
        ("Posted 4 hours ago | Updated an hour ago", "2024-05-03T06:15:00", "2024-05-03T09:15:00"),
        ("Yesterday at 5:30 PM", "2024-05-02T17:30:00", None),
        ("May 2, 2024 2:15 PM · Updated 3 hours ago", "2024-05-02T14:15:00", "2024-05-03T07:15:00"),
    ],
)
def test_how_long_ago_is_a_date_where_the_page_was_fetched_is_told(line: str, published: str, updated: str | None) -> None:
    text = "\n\n".join(["Old ferry pier to close for two winters", "By Mara Holm", line, *PIER])
    article = clean(text, crawled="2024-05-03T10:15:30").article
    assert (article.published, article.updated, article.flags) == (published, updated, ())
    untold = clean(text).article
    assert (untold.body, "date-unparsed" in untold.flags) == ("\n\n".join(PIER), False)


@pytest.mark.parametrize(("line", "agency"), [("PAP", "PAP"), ("Reuters", "Reuters")])
def test_an_agency_alone_under_the_headline_is_no_credit_of_a_picture(line: str, agency: str) -> None:
    article = clean("\n\n".join(["Old ferry pier to close for two winters", line, "3 May 2024", *PIER]), language="pl").article
    assert (article.agency, article.captions, article.published) == (agency, (), "2024-05-03")


PIER_JA = [
    "港湾委員会は金曜日、木材が腐っているとして古い桟橋を二冬にわたり閉鎖することを決めた。",
    "潜水士は委員会に対し、杭のうち七本が中まで空洞になっていると報告した。",
    "島へ向かう船は、春まで魚市場の岸壁から出るという。",
]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["古い桟橋、二冬にわたり閉鎖へ"], "古い桟橋、二冬にわたり閉鎖へ"),
        (["古い桟橋、二冬にわたり閉鎖へ | 港新報", "社会", "古い桟橋、二冬にわたり閉鎖へ", "2024年5月3日"], "古い桟橋、二冬にわたり閉鎖へ"),
        # Of something else.
        (["本日の運勢と星占いの一覧"], None),
    ],
)
@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_a_headline_in_a_script_without_blanks(head: list[str], title: str | None, separator: str) -> None:
    article = clean(separator.join([*head, *PIER_JA])).article
    assert article.title == title
    assert article.body.endswith("\n\n".join(PIER_JA))


def test_the_headline_stands_under_the_breadcrumb_that_ends_in_the_windows_title() -> None:
    headline = "Hollow piles: why the old ferry pier stays shut until spring"
    page = whole_page(
        "Old ferry pier stays shut | Harbour Post", "Home", "News", "Old ferry pier stays shut", headline, "By Mara Holm", "3 May 2024"
    )
    assert clean(page).article.title == headline


def test_a_heading_loses_the_kicker_that_the_pages_title_does_without() -> None:
    head = f'<html><head><meta property="og:title" content="{PIER_TITLE}"></head><body><main><h1>Harbour: {PIER_TITLE}</h1>'
    result = clean(read_html(head + "".join(f"<p>{p}</p>" for p in PIER) + "</main></body></html>"))
    assert result.article.title == PIER_TITLE
    assert result.undo() == result.document.text
