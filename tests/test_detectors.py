"""Each detector alone, on pages built by hand: what it finds, and what looks alike and must stay."""

import pytest

from cleaner import clean
from cleaner.detectors import (
    Page,
    article_region,
    caption_neighbours,
    credited_captions,
    html_hint,
    lost_initial,
    masthead,
    repeated_text,
    split_byline,
    teaser_lines,
)
from cleaner.model import Document, Finding, Hint, Mark, Rule
from cleaner.segment import segment

BODY = (
    "The harbour board voted on Friday to close the old ferry pier for two winters.\n\n"
    "Engineers had warned since March that its timber would not carry another crowd."
)


def page(raw: str, roles: dict[str, str] | None = None, fields: dict[str, dict[str, str]] | None = None, **given: object) -> Page:
    """`roles`: block text → role of a mark that takes it; `fields`: block text → fields of a label at its front."""
    segmented = segment(raw, hints=given.pop("hints", ()))  # type: ignore[arg-type]
    rules: dict[str, Rule] = {}
    marks: dict[int, list[Mark]] = {}
    for block in segmented.blocks:
        role = (roles or {}).get(block.text)
        if role:
            rules[role] = Rule(role, role, "", "", "drop", role, "safe", "stable", 0.9, frozenset(), 0, 40)
            marks.setdefault(block.index, []).append(Mark(role, block.index, 0, len(block.text), "p", 0.9))
        captured = (fields or {}).get(block.text)
        if captured:
            rules["label"] = Rule("label", "label", "", "", "label", "paragraph", "safe", "stable", 0.9, frozenset(), 0, 40)
            end = len(captured["dateline"]) + 2
            marks.setdefault(block.index, []).append(Mark("label", block.index, 0, end, "p", 0.9, fields=captured))
    return Page(Document(raw, **given), segmented.text, segmented.blocks, marks, rules, "en", {})  # type: ignore[arg-type]


def taken(found: Page, findings: list[Finding]) -> list[str]:
    return [found.blocks[f.block].text for f in findings]


class TestPage:
    @pytest.mark.parametrize(
        ("action", "safety", "start", "end", "after", "taken", "roles"),
        [
            ("drop", "safe", 0, 6, None, True, {"link"}),
            ("extract", "safe", 0, 6, None, True, {"link"}),
            ("drop", "unsafe", 0, 6, None, True, {"link"}),
            ("drop", "safe", 2, 6, None, True, {"link"}),
            ("drop", "safe", 3, 6, None, False, {"link"}),
            ("drop", "safe", 0, 5, None, False, {"link"}),
            ("drop", "safe", 0, 6, "", False, {"link"}),
            ("drop", "show", 0, 6, None, False, set()),
            ("label", "safe", 0, 6, None, False, set()),
            ("replace", "safe", 0, 6, None, False, set()),
        ],
    )
    def test_what_a_mark_takes(
        self, action: str, safety: str, start: int, end: int, after: str | None, taken: bool, roles: set[str]
    ) -> None:
        blocks = segment(f"* Menu\n\n{BODY}").blocks
        assert (blocks[0].text, blocks[0].lead) == ("* Menu", 2)
        rules = {"a": Rule("a", "a", "", "", action, "link", safety, "stable", 0.9, frozenset(), 0, 40)}
        mark = Mark("a", 0, start, end, "p", 0.9, after)
        given = Page(Document(""), "", blocks, {0: [mark]}, rules, "en", {})
        added = Page(Document(""), "", blocks, {}, rules, "en", {})
        added.add([mark])
        for p in (given, added):
            assert (p.taken(0), p.roles(0), p.marks) == (taken, roles, {0: [mark]})
            assert (p.taken(1), p.roles(1)) == (False, set())

    def test_a_marks_own_role_goes_before_its_rules_and_what_has_none_is_noise(self) -> None:
        blocks = segment(f"* Menu\n\n{BODY}").blocks
        rules = {
            code: Rule(code, code, "", "", "drop", role, "safe", "stable", 0.9, frozenset(), 0, 40)
            for code, role in [("a", "link"), ("b", None)]
        }
        p = Page(Document(""), "", blocks, {}, rules, "en", {})
        p.add([Mark("a", 0, 0, 6, "p", 0.9, role="date"), Mark("b", 0, 0, 6, "p", 0.9)])
        assert p.roles(0) == {"date", "noise"}


class TestRepeatedTitle:
    def find(self, raw: str, **given: object) -> list[str]:
        p = page(raw, **given)
        return taken(p, list(repeated_text.detect(p, what="title")))

    def test_the_copy_next_to_the_story_stays(self) -> None:
        raw = f"Old pier to close for two winters - Harbour Post\n\nMenu\n\nOld pier to close for two winters\n\n{BODY}"
        assert self.find(raw) == ["Old pier to close for two winters - Harbour Post"]

    def test_of_equal_copies_above_it_too(self) -> None:
        p = page(f"Old pier to close\n\nMenu\n\nOld pier to close\n\n{BODY}")
        assert [(f.block, f.note) for f in repeated_text.detect(p, what="title")] == [(0, "the same headline as block 2")]

    def test_a_copy_after_the_story_goes(self) -> None:
        assert self.find(f"Old pier to close\n\n{BODY}\n\nOld pier to close") == ["Old pier to close"]

        assert self.find(f"Old pier to close\n\nMenu\n\n{BODY}\n\nOld pier to close") == ["Old pier to close"]

    def test_a_given_title_names_the_copies(self) -> None:
        raw = f"Harbour\n\nOld pier to close\n\n{BODY}\n\nOld pier to close!"
        assert self.find(raw, title="Old pier to close") == ["Old pier to close!"]

    def test_an_item_of_a_list_is_no_headline(self) -> None:
        raw = f"Old pier to close\n\n- by boat to the old quay,\n\n- on foot\n\n{BODY}\n\nBy boat to the old quay"
        assert self.find(raw) == []

    def test_lines_that_are_not_the_headline_stay(self) -> None:
        assert self.find(f"Old pier to close\n\n{BODY}\n\nNo boat, no bread\n\n{BODY} More.\n\nNo boat, no bread") == []

    def test_lines_above_that_head_paragraphs_below_are_its_contents(self) -> None:
        heads = ["Why the pier has to close", "Where the boats leave from", "Who will pay for it"]
        told = [f"{BODY} It was the {n} vote." for n in ("first", "second", "third")]
        for n, gone in ((3, []), (2, heads[:2])):
            story = [part for pair in zip(heads[:n], told, strict=False) for part in pair]
            assert self.find("\n\n".join(["Old pier to close", *heads[:n], BODY, *story])) == gone

    def test_a_short_line_that_returns_within_the_story_is_a_refrain(self) -> None:
        parts = [p for n in ("first", "second", "third") for p in (f"{BODY} It was the {n} vote.", "No more boats")]
        assert self.find("\n\n".join(["No more boats", *parts])) == []
        assert self.find("\n\n".join(["No more boats", *parts[:2]])) == ["No more boats"]


class TestRepeatedParagraph:
    def find(self, raw: str) -> list[Finding]:
        return list(repeated_text.detect(page(raw), what="paragraph", min_words=8))

    def test_the_second_copy_goes(self) -> None:
        first = BODY.split("\n\n")[0]
        found = self.find(f"{BODY}\n\nA third paragraph says that nothing else was decided that day.\n\n{first}")
        assert [(f.block, f.note) for f in found] == [(3, "says block 0 again")]

    def test_a_refrain_stays(self) -> None:
        refrain = "And the sea, they say, gives back no more than it was given."
        verses = [f"The {n} winter came and took another boat from the old stone quay." for n in ("first", "second", "third")]
        assert self.find("\n\n".join(f"{v}\n\n{refrain}" for v in verses)) == []

    def test_paragraphs_that_are_repeated_together_are_no_refrain(self) -> None:
        verses = [f"The {n} winter came and took another boat from the old stone quay." for n in ("first", "second", "third")]
        found = self.find("\n\n".join(f"{v}\n\n{BODY}" for v in verses))
        assert [f.block for f in found] == [4, 7, 5, 8]

    def test_a_copy_that_lost_its_first_letter_goes(self) -> None:
        first = BODY.split("\n\n")[0]
        assert [f.block for f in self.find(f"{BODY}\n\n{first[1:]}")] == [2]
        assert [f.block for f in self.find(f"{BODY}\n\n{first[1:].capitalize()}")] == []

    def test_a_dek_whose_words_return_within_a_paragraph_stays(self) -> None:
        dek = "Engineers had warned since March that its timber would not carry a crowd."
        assert self.find(f"{dek}\n\nBy Mara Holm\n\n{BODY}") == []

    def test_the_copy_outside_of_the_article_goes_though_it_stands_first(self) -> None:
        first = BODY.split("\n\n")[0]
        p = page(f"{first}\n\n{BODY}", hints=[Hint(0, len(first), "outside")])
        assert [(f.block, f.note) for f in repeated_text.detect(p, what="paragraph")] == [(0, "says block 1 again")]


class TestCaptionNeighbours:
    CAPTION = "The ferry pier in March (Photo: Lene Birk)"

    def find(self, raw: str, roles: dict[str, str]) -> list[str]:
        p = page(raw, roles)
        return taken(p, list(caption_neighbours.detect(p)))

    def test_alternative_text_between_date_line_and_caption(self) -> None:
        raw = f"Old pier to close\n\n3 May 2024\n\nempty wooden ferry pier\n\n{self.CAPTION}\n\n{BODY}"
        assert self.find(raw, {"3 May 2024": "date", self.CAPTION: "caption"}) == ["empty wooden ferry pier"]

    def test_a_headline_before_the_caption_stays(self) -> None:
        assert self.find(f"Old pier to close\n\n{self.CAPTION}\n\n{BODY}", {self.CAPTION: "caption"}) == []
        raw = f"Home\n\nOld pier to close\n\n{self.CAPTION}\n\n{BODY}"
        assert self.find(raw, {"Home": "navigation", self.CAPTION: "caption"}) == []

    def test_what_stands_between_a_counter_and_a_credit_is_a_caption(self) -> None:
        line, counter, credit = "The harbour board looks at the old pier.", "3 of 12", "Lene Birk"
        roles = {counter: "widget", credit: "credit"}
        assert self.find("\n\n".join([BODY, counter, line, credit]), roles) == [line]
        assert self.find("\n\n".join([BODY, counter, line, credit]), roles | {line: "link"}) == []
        assert self.find("\n\n".join([BODY, counter, line, credit]), {credit: "credit"}) == []
        assert self.find("\n\n".join([BODY, counter, line, line, credit]), roles) == []
        assert self.find("\n\n".join([BODY, counter, " ".join([line] * 8), credit]), roles) == []
        assert self.find("\n\n".join([BODY, "Share", line, credit]), {"Share": "widget", credit: "credit"}) == []

    def test_a_line_of_two_words_is_no_copy_of_the_caption(self) -> None:
        raw = f"{BODY}\n\nFerry pier\n\n{self.CAPTION}\n\n{BODY} More."
        assert self.find(raw, {self.CAPTION: "caption"}) == []

    def test_a_sentence_or_a_line_over_another_one_is_no_alternative_text(self) -> None:
        for lines in (["The ferry pier stands empty.", self.CAPTION], ["empty wooden ferry pier", "in March", self.CAPTION]):
            raw = "\n\n".join(["Old pier to close", "3 May 2024", *lines, BODY])
            assert self.find(raw, {"3 May 2024": "date", self.CAPTION: "caption"}) == []

    def test_a_subhead_before_a_picture_stays(self) -> None:
        raw = f"{BODY}\n\nWhat comes next\n\n{self.CAPTION}\n\n{BODY} More."
        assert self.find(raw, {self.CAPTION: "caption"}) == []

    def test_a_line_that_the_caption_says_again_goes(self) -> None:
        raw = f"{BODY}\n\nFerry pier in March\n\n{self.CAPTION}\n\n{BODY} More."
        assert self.find(raw, {self.CAPTION: "caption"}) == ["Ferry pier in March"]


class TestTeaserLines:
    def find(self, line: str) -> list[str]:
        p = page(f"{BODY}\n\n{line}\n\n{BODY} More.")
        return taken(p, list(teaser_lines.detect(p, what="capitals", min_words=8)))

    def test_a_headline_in_capitals_goes(self) -> None:
        line = "FERRY FIRM TO SELL TWO BOATS BEFORE WINTER AFTER RECORD LOSS"
        assert self.find(line) == [line]

    def test_what_somebody_shouts_stays(self) -> None:
        assert self.find("SEE YOU ON THE PIER, THE FUTURE OF OUR HARBOUR IS AT STAKE!") == []

    def test_a_line_of_a_script_without_capitals_stays_whatever_name_is_in_it(self) -> None:
        assert self.find("هیئت بندر درباره بستن اسکله قدیمی NOAA در روز جمعه رای داد و کسی نیامد") == []
        assert self.find("बंदरगाह बोर्ड ने NOAA की चेतावनी के बाद पुराना घाट बंद करने का फैसला किया") == []

    def test_capitals_that_are_subheads_a_table_a_label_or_the_whole_text_stay(self) -> None:
        line = "FERRY FIRM TO SELL TWO BOATS BEFORE WINTER AFTER RECORD LOSS"
        more = ["WHAT COMES NEXT", BODY, "WHO WILL PAY", BODY]
        for lines in (
            [BODY, line, *more],
            [BODY, f"{line}:", BODY],
            [BODY, f"{line} | 3.5 | 2.5", BODY],
            [line, BODY],
            [BODY, line],
            [BODY.upper(), line, BODY],
        ):
            p = page("\n\n".join(lines))
            assert taken(p, list(teaser_lines.detect(p, what="capitals", min_words=8))) == []

    @pytest.mark.parametrize(
        ("lines", "gone"),
        [
            (["* Ferry Firm to Sell Two Boats", "* Mill Lane Dam to Open in June"], True),
            (["– Ferry Firm to Sell Two Boats", "– Mill Lane Dam to Open in June"], True),
            (["* Ferry Firm: Boats Sold", "* Mill Dam: Flood Over"], True),
            (["* Ferry Firm to Sell Two Boats"], False),
            (["* Ferry Firm to Sell Two Boats", "* Mill lane dam to open in June"], False),
            (["Ferry Firm to Sell Two Boats", "Mill Lane Dam to Open in June"], False),
            (["* Mara Holm Jonas Lund Ines Varga", "* Ada Kerrigan Mina Osei Rosa Venn"], False),
            (["The board will hear:", "* Ferry Firm to Sell Two Boats", "* Mill Lane Dam to Open in June"], False),
            (["* Ferry Firm to Sell Two Boats.", "* Mill Lane Dam to Open in June!"], False),
            (["* FERRY FIRM TO SELL TWO BOATS", "* MILL LANE DAM TO OPEN IN JUNE"], False),
        ],
    )
    def test_items_in_a_row_that_are_set_as_headlines_go(self, lines: list[str], gone: bool) -> None:
        p = page("\n\n".join([BODY, *lines, f"{BODY} More."]))
        assert taken(p, list(teaser_lines.detect(p, what="headlines", min_words=4))) == (lines if gone else [])


class TestMasthead:
    def find(self, *lines: str, source: str | None = "www.harbourpost.example") -> list[str]:
        p = page("\n\n".join(lines), source=source)
        return taken(p, list(masthead.detect(p)))

    def test_the_sites_name_in_head_and_tail_goes(self) -> None:
        names = ["Harbour Post", "THE HARBOUR POST", "www.harbourpost.example", "harbourpost.example"]
        for name in names:
            assert self.find(name, BODY, f"{name}!") == [name, f"{name}!"]
        assert self.find("Harbour Post", BODY, source="HarbourPost.example") == ["Harbour Post"]

    def test_in_the_story_or_of_another_site_or_short_it_stays(self) -> None:
        assert self.find(BODY, "Harbour Post", BODY) == []
        assert self.find("Harbour Post", BODY, source=None) == []
        assert self.find("Harbour Post today", BODY) == []
        assert self.find("Abc", BODY, source="abc.example") == []
        assert self.find("Abcd", BODY, source="abcd.example") == ["Abcd"]


class TestSplitByline:
    def find(self, *lines: str) -> list[tuple[str, str | None]]:
        p = page("\n\n".join(lines), {"3 May 2024": "date", "Home": "navigation"})
        p.vocabulary = {"by": ("By", "Written by")}
        return [(p.blocks[f.block].text, (f.fields or {}).get("author")) for f in split_byline.detect(p)]

    def test_a_cue_and_the_name_below(self) -> None:
        for cue in ("By", "Written by:"):
            assert self.find("Old pier to close", cue, "Mara van der Holm", BODY) == [
                (cue, None),
                ("Mara van der Holm", "Mara van der Holm"),
            ]
            assert self.find(BODY, cue, "Mara Holm") == [(cue, None), ("Mara Holm", "Mara Holm")]
            assert self.find(BODY, cue, "Mara Holm", BODY) == [(cue, None), ("Mara Holm", "Mara Holm")]

    def test_what_is_no_cue_or_no_name(self) -> None:
        for lines in (
            ["Over", "Mara Holm"],
            ["By", "the board"],
            ["By", "Mara"],
            ["By", "* Mara Holm"],
            ["By", "Mara Holm Of The Harbour Desk"],
        ):
            assert self.find("Old pier to close", *lines, BODY) == []
        assert self.find("Old pier to close", BODY, "By") == []

    def test_a_link_within_a_sentence_is_no_byline(self) -> None:
        assert self.find(BODY, "by", "Mara Holm", BODY) == []
        unfinished = f"{BODY.partition('.')[0]}. It was the second vote in a year, and the report that led to it had been written"
        assert self.find(BODY, unfinished, "By", "Mara Holm", BODY) == []
        assert (
            self.find(BODY, "By", "Mara Holm", "who wrote it on Friday, and the board of the harbour had the old pier closed.", BODY) == []
        )

    def test_a_name_between_headline_and_date(self) -> None:
        assert self.find("Old pier to close", "Mara Holm", "3 May 2024", BODY) == [("Mara Holm", "Mara Holm")]
        for head in (["Mara Holm", "3 May 2024"], ["Old pier", "Mara Holm", "3 May 2024"], ["Old pier to close", "Mara Holm", "Home"]):
            assert self.find(*head, BODY) == []
        assert self.find("Old pier to close", BODY, "Mara Holm", "3 May 2024") == []


class TestCreditedCaptions:
    CREDIT = "Lene Birk/Getty Images"
    WARNED = "Engineers had warned since March that its timber was rotten and would not last another storm, the harbour master told them."
    LONG = (
        "The harbour board voted on Friday to close the old ferry pier for two winters, after divers had found rot in sixty of its ninety "
        "piles, and in some of them so much of it that a screwdriver went in to the handle without force."
    )
    CAPTION = "Divers look for rot under the pier."

    def find(self, raw: str) -> list[str]:
        p = page(raw, dict.fromkeys((self.CREDIT, "© Lene Birk", "Photo:"), "credit"))
        for mark in (mark for marks in p.marks.values() for mark in marks):
            mark.fields["credit"] = "Lene Birk"
        return taken(p, list(credited_captions.detect(p)))

    def test_a_short_sentence_before_a_credit_is_its_caption(self) -> None:
        assert self.find(f"{self.LONG}\n\n{self.CAPTION}\n\n{self.CREDIT}\n\n{self.WARNED}") == [self.CAPTION]

    def test_a_line_too_long_for_a_subhead_is_a_caption(self) -> None:
        line = "A diver of the harbour board with a lamp under the old ferry pier in March"
        assert self.find(f"{self.LONG}\n\n{line}\n\n{self.CREDIT}\n\n{self.WARNED}") == [line]

    def test_what_somebody_says_asks_or_heads_stays_and_so_does_a_longer_sentence(self) -> None:
        paragraph = "Nobody who stood on the pier that night has been back to it since then."
        for line in ("“We have waited long enough,” she said.", "What comes next?", "What comes next", paragraph):
            assert self.find(f"{self.LONG}\n\n{line}\n\n{self.CREDIT}\n\n{self.WARNED}") == []

    def test_a_short_paragraph_among_short_ones_stays(self) -> None:
        told = "The board told nobody of it until the day after the vote."
        assert self.find(f"{BODY}\n\n{told}\n\n{self.CREDIT}\n\nIts two oldest boats have been for sale since last March.") == []

    def test_where_a_credit_stands_behind_a_long_paragraph_pictures_have_no_captions(self) -> None:
        raw = f"{self.LONG}\n\n{self.CREDIT}\n\n{self.WARNED}\n\n{self.CAPTION}\n\n{self.CREDIT}\n\n{self.WARNED} Nobody listened."
        assert self.find(raw) == []

    def test_a_label_or_a_name_with_rights_is_no_credit_of_the_line_before(self) -> None:
        for line in ("Photo:", "© Lene Birk"):
            assert self.find(f"{self.LONG}\n\n{self.CAPTION}\n\n{line}\n\n{self.WARNED}") == []

    def test_a_dek_before_the_first_credit_stays(self) -> None:
        dek = "Sixty of its ninety piles are rotten, and nobody knows who will pay for new ones."
        raw = f"Old pier to close\n\n{dek}\n\n{self.CREDIT}\n\n{self.LONG}\n\n{self.LONG}"
        assert self.find(raw) == []


class TestHtmlHint:
    def test_navigation_goes_and_prose_in_it_stays(self) -> None:
        raw = f"Home\n\n{BODY}"
        p = page(raw, hints=[Hint(0, len(raw), "nav")])
        found = list(html_hint.detect(p, hints=["nav"]))
        assert taken(p, found) == ["Home"]
        assert [(f.note, f.fields) for f in found] == [("HTML marks it as nav", {})]

    def test_a_caption_is_captured(self) -> None:
        raw = f"The pier at dusk.\n\n{BODY}"
        p = page(raw, hints=[Hint(0, 17, "caption")])
        assert [f.fields for f in html_hint.detect(p, hints=["caption"], prose=True, field="caption")] == [{"caption": "The pier at dusk."}]


class TestLostInitial:
    def find(self, opening: str, rest: str = BODY, title: str = "President Joana Lund visits the old pier", **more: object) -> list[str]:
        raw = f"{title}\n\n{opening}\n\n{rest}"
        p = page(raw, **more)  # type: ignore[arg-type]
        return [p.blocks[f.block].text[f.start : f.end] + ">" + (f.after or "") for f in lost_initial.detect(p)]

    def test_a_pair_of_words_said_elsewhere_tells_the_letter(self) -> None:
        assert self.find("resident Joana Lund came to the pier on Friday to see the damage.") == ["resident>President"]

    def test_after_a_dateline(self) -> None:
        text = "PORT VARDE: resident Joana Lund came to the pier on Friday to see the damage."
        assert self.find(text, fields={text: {"dateline": "PORT VARDE"}}) == ["resident>President"]

    def test_the_rest_of_one_frequent_word(self) -> None:
        assert self.find("overnment engineers came to the pier on Friday to see the damage.") == ["overnment>Government"]

    def test_a_letter_apart(self) -> None:
        assert self.find("G overnment engineers came to the pier on Friday to see the damage.") == ["G overnment>Government"]

    def test_words_that_rightly_begin_low_stay(self) -> None:
        for opening in (
            "iPhone owners queued on the pier for hours on Friday.",
            "de Blasio came to the pier on Friday to see it.",
            "The pier is old and closed.",
        ):
            assert self.find(opening) == []

    def test_a_paragraph_in_the_middle_is_not_looked_at(self) -> None:
        assert self.find("The pier is old and it has been closed.", rest="overnment engineers came to see it on a cold Friday.") == []


def test_the_tail_grows_as_what_follows_it_goes() -> None:
    """A line above a note on the writer stands in the tail once the note has gone, in the first pass as in the second."""
    story = "The harbour board voted on Friday to close the old ferry pier."
    note = "Mara Holm is a reporter at the Harbour Post, where she covers the coast."
    result = clean(f"{story}\n\nSource: Coastal Review\n\n{note}")
    assert result.text == story
    assert clean(f"{story}\n\n{note}\n\nIts timber was rotten, the engineers had said since March.").text.count(note) == 1


def test_a_header_in_a_list_of_links_takes_no_list_of_its_own() -> None:
    story = "The harbour board voted on Friday to close the old ferry pier."
    headers = "\n\n".join(["Most read", "Related stories", "Trending", "Ferry firm to sell two boats"] * 9)
    assert clean(f"{story}\n\n{headers}").text == story


class TestArticleRegion:
    def view(self, raw: str, **given: object) -> article_region.View:
        return article_region.View(page(raw, **given))

    def test_the_best_run(self) -> None:
        nothing = [0.0] * 5
        inside = [-1.0, 2.0, -1.0, 2.0, -3.0]
        assert article_region.best_run(inside, nothing, nothing, nothing) == (1, 3)
        assert article_region.best_run(inside, [0.0, 0.0, 2.5, 0.0, 0.0], nothing, nothing) == (1, 1)
        assert article_region.best_run(inside, nothing, [5.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0, 0.0]) == (0, 2)

    def test_it_ends_at_the_least_block_or_a_later_one(self) -> None:
        nothing = [0.0] * 4
        assert article_region.best_run([3.0, -1.0, -1.0, 1.0], nothing, nothing, nothing, 2) == (0, 3)
        assert article_region.best_run([3.0, -9.0, -1.0, 1.0], nothing, nothing, nothing, 2) == (3, 3)

    def test_the_headline_above_the_story(self) -> None:
        head = "Old pier to shut in June - Harbour Post\n\nMenu\n\nWeather\n\n"
        below = f"Old pier to shut in June\n\n{BODY}"
        assert self.view(head + below).headed == 3
        # One that only a list after the story repeats says nothing of where it begins.
        assert self.view(f"{head}{BODY}\n\nMost read\n\nOld pier to shut in June").headed == 0
        assert self.view(f"{head}{BODY}").headlines == []

    def test_the_core_is_the_longest_prose(self) -> None:
        prompt = "Please accept our cookies so that we can show you the whole page."
        assert self.view("\n\n".join(["Harbour", prompt, *["Menu"] * 9, BODY, "Imprint"])).core == (11, 12)

    def test_the_core_goes_on_after_a_box_of_any_length(self) -> None:
        dry = "Divers had found in March that half of its oak piles were hollow, and that the iron bands of the others had rusted."
        rest = [dry.replace("March", month) for month in ("April", "May", "June", "July")]
        lines = [BODY, dry, "Read also", *["Crane to be repainted"] * 12, *rest, "Imprint"]
        roles = {"Read also": "link", "Crane to be repainted": "link"}
        assert article_region.View(page("\n\n".join(["Menu", *lines]), roles)).core == (1, 20)

    def test_a_run_that_misses_the_longest_prose_is_not_believed(self) -> None:
        dry = "Divers had found in March that half of its oak piles were hollow, and that the iron bands of the others had rusted."
        found = self.view("\n\n".join(["Menu", "Forecast for the harbour", "Weather", BODY, dry, "Imprint"]))
        nothing = [0.0] * found.size
        drawn = [-1.0, 9.0, -1.0, -1.0, 1.0, 1.0, -1.0]
        assert found.core == (3, 5)
        assert article_region.best_run(drawn, nothing, nothing, [0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0]) == (1, 1)
        assert article_region.settled(found, drawn, nothing, nothing, [0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0]) == (1, 5)

    def test_with_little_prose_nothing_is_cut(self) -> None:
        found = self.view("Menu\n\nRound 1: Harbour\n\nRound 2: Mill Road\n\nAll rights to these tables are reserved by the league.")
        assert article_region.settled(found, [0.0, 1.0, 1.0, -9.0], *[[0.0] * 4] * 3) is None

    PAGE = (
        "Old pier to shut in June - Harbour Post",
        "Menu",
        "Menu",
        "Old pier to shut in June",
        *BODY.split("\n\n"),
        "Menu",
        "Read more about the pier…",
        "3 May 2024 10:15",
        "Nobody has said in March how long the friday boat will be gone.",
        "Imprint",
    )

    def test_words_of_prose_are_those_that_nothing_takes(self) -> None:
        long = " ".join(["The board voted on Friday,"] * 20) + " and that was it."
        found = article_region.View(page("\n\n".join([*self.PAGE, long]), {self.PAGE[4]: "caption"}))
        assert (found.prose_words(0, 3), found.prose_words(0, 5), found.prose_words(9, 11)) == (0, 13, 13 + article_region.LONG)

    def test_what_the_features_of_the_blocks_are(self) -> None:
        found = self.view("\n\n".join(self.PAGE))
        assert found.core == (4, 5)
        inside, _, start, end = found.features
        assert inside["prose"] == [0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0]
        assert inside["core"] == [0] * 4 + [1] * 2 + [0] * 5
        assert [round(30 * v) for v in inside["away"]] == [4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5]
        assert inside["short"] == [0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]
        assert inside["again"] == inside["refrain"] == [0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0]
        assert inside["cut"] == [0] * 7 + [1, 0, 0, 0]
        assert inside["dated"] == [0] * 8 + [1, 0, 0]
        assert inside["alone"] == [0] * 9 + [1, 0]
        assert [round(20 * v) for v in inside["gap"]] == [4] * 4 + [0, 0] + [3] * 3 + [0, 1]
        assert inside["above-headline"] == [1, 1, 1] + [0] * 8
        assert start["headline"] == [1, 0, 0, 1] + [0] * 7
        assert start["prose-next"] == [0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0]
        assert end["last"] == [0] * 10 + [1]

    def test_a_whole_page_has_short_lines_and_furniture(self) -> None:
        def of(short: int, furniture: int, role: str = "link") -> bool:
            lines = [BODY, *["Crane to be repainted"] * furniture, *["Saltmarsh"] * (short - furniture)]
            return article_region.whole_page(page("\n\n".join(lines), {"Crane to be repainted": role}), 8, 20)

        assert of(20, 8)
        assert not of(19, 8)
        assert not of(20, 7)
        assert not of(20, 8, "caption")

    def test_the_last_line_above_the_story_that_says_the_headline(self) -> None:
        found = self.view("\n\n".join(self.PAGE))
        assert (found.headline(4), found.headline(3)) == (3, None)
        assert article_region.View(page("\n\n".join(self.PAGE), {self.PAGE[3]: "caption"})).headline(4) is None

    def test_what_the_story_says_too(self) -> None:
        found = self.view("\n\n".join(self.PAGE))
        # Of "read", "more", "about" and "pier" the story has one; of its own paragraphs count the words that it says again.
        assert found.words[7] == {"read", "more", "about", "the", "pier"}
        assert found.said[7] == 2 / 5
        assert found.said[1] == 0
        assert found.said[9] * len(found.words[9]) == len({"march", "the", "friday"})
        assert found.said[4] == found.said[5] == 0

    def test_words_of_scripts_without_blanks_are_pairs_of_letters(self) -> None:
        found = self.view("港の桟橋を閉鎖\n\nNews from Varde 桟橋")
        assert found.words == [{"港の", "の桟", "桟橋", "橋を", "を閉", "閉鎖"}, {"news", "from", "varde", "桟橋"}]

    def test_where_nothing_is_sure_enough_nothing_is_found(self) -> None:
        lines = ["Menu", "Round 1: Harbour", *["Crane to be repainted"] * 20, "All rights to these tables are reserved by the league."]
        p = page("\n\n".join(lines), {"Crane to be repainted": "link"})
        weights = {"inside": {"block": 1.0, "prose": -9.0}, "after": {"alone": 0.0}, "start": {"title": 0.0}, "end": {"prose": 0.0}}
        assert list(article_region.detect(p, **weights)) == []

    def test_a_page_is_also_read_under_the_line_above_its_prose_where_its_first_line_is_no_headline(self) -> None:
        lines = ["Jump to the main content", "Menu", "Old pier to shut on Friday", "3 May 2024", BODY, "Imprint"]

        def titles(first: str, **given: object) -> list[set[str]]:
            return [set(view.title_words) for view in self.view("\n\n".join([first, *lines[1:]]), **given).readings()]

        headline = {"old", "pier", "shut", "friday"}
        assert titles(lines[0]) == [{"jump", "the", "main", "conten"}, headline]
        assert titles("Old pier shuts - Harbour Post") == [{"old", "pier", "shuts", "harbou", "post"}]
        assert titles(lines[0], title="Jump to content") == [{"jump", "conten"}]
        # A first line that is prose speaks of itself.
        prompt = "Cookies help keep this page free, please accept all of them today."
        assert len(list(self.view("\n\n".join(["Old pier to shut on Friday", BODY])).readings())) == 1
        view = self.view("\n\n".join([prompt, "Old pier to shut on Friday", BODY, BODY.replace("March", "April")]))
        assert (view.core, len(list(view.readings()))) == ((0, 5), 2)
        plain, under = self.view("\n\n".join(lines)).readings()
        assert (plain.headlines, plain.headed) == ([], 0)
        assert (under.headlines, under.headed) == ([2], 2)
        assert under.features[0]["above-headline"] == [1, 1, 0, 0, 0, 0, 0]

    def test_only_lines_over_the_headline_are_not_the_storys(self) -> None:
        head, dek = ["Old pier to shut in June - Harbour Post", "Harbour news"], "The board had waited for two more winters."
        found = self.view("\n\n".join([*head, "Old pier to shut in June", BODY]))
        assert [found.under_headline(i) for i in (0, 1, 2, 3)] == [2, 2, 2, 3]
        found = self.view("\n\n".join([*head, dek, "Old pier to shut in June", BODY]))
        assert [found.under_headline(i) for i in (0, 1, 2, 3)] == [0, 1, 2, 3]
        found = article_region.View(page("\n\n".join([*head, dek, "Old pier to shut in June", BODY]), {dek: "caption"}))
        assert [found.under_headline(i) for i in (0, 1, 2, 3)] == [3, 3, 3, 3]

    def test_no_copy_of_a_headline_that_begins_the_story_is_kept_above_it(self) -> None:
        lines = ["Old pier to shut in June - Harbour Post", "Home", "Old pier to shut in June", "Harbour", "Old pier to shut in June", BODY]
        p = page("\n\n".join([*lines, *["Crane to be repainted"] * 20]), {"Crane to be repainted": "link"})
        weights = {"inside": {"prose": 9.0, "block": -1.0}, "after": {"prose": 0.0}, "end": {"prose": 0.0}}
        cuts = [[(f.block, f.through) for f in article_region.detect(p, start={"headline": n}, **weights)] for n in (0.0, 5.0)]
        assert cuts == [[(0, 3), (7, 26)], [(0, 3), (7, 26)]]

    def test_the_reading_with_the_higher_score_tells_the_story(self) -> None:
        lines = ["Jump to the main content", "Menu", "Old pier to shut on Friday", "3 May 2024", BODY, "Imprint"]
        view = self.view("\n\n".join(lines))
        weights = {"inside": {"prose": 1.0, "block": -0.5}, "after": {"prose": 0.0}, "end": {"prose": 0.0}}
        reading, *run = article_region.story(view, start={"headline": 2.0}, **weights)
        assert (reading.headed, run) == (2, [2, 5])
        reading, *run = article_region.story(view, start={"headline": -9.0, "below-headline": -9.0}, **weights)
        assert (reading is view, run) == (True, [4, 5])

    def test_distances(self) -> None:
        gap = article_region.GAP
        assert article_region._distance([0, 1, 0, 0]) == [1, 1, 1 / gap, 2 / gap]
        assert article_region._distance([0, 1, 0, 0], 0) == [1, 0, 1 / gap, 2 / gap]
        assert article_region._around([3.0, 0.0, 0.0, 3.0], 1) == [1, 1, 1, 1]
