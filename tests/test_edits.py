"""Layers of changes come down to the raw text exactly, whatever lies on whatever."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.edits import apply, compose, moved, settle, undo
from cleaner.model import Block, CleanerError, Edit, Hint, Mark, Reason, Rule

WHY = (Reason("XX101", "test", "", "safe", 1.0),)


def edit(text: str, start: int, end: int, after: str, code: str = "XX101") -> Edit:
    return Edit(start, end, text[start:end], after, (replace(WHY[0], code=code),))


@st.composite
def layer(draw: st.DrawFn, text: str, code: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    out = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text("xyz ", max_size=3))
        if (not out or out[-1].end < start) and text[start:end] != after:
            out.append(edit(text, start, end, after, code))
    return out


@settings(max_examples=400)
@given(st.data(), st.text("abc \n", max_size=25))
def test_composed_layers_do_what_they_do_in_turn(data: st.DataObject, text: str) -> None:
    lower = data.draw(layer(text, "XX101"))
    middle = apply(text, lower)
    upper = data.draw(layer(middle, "XX102"))
    made, _ = compose(text, lower, upper)
    assert apply(text, made) == apply(middle, upper)
    assert all(text[e.start : e.end] == e.before for e in made)
    assert all(a.end <= b.start for a, b in pairwise(made))
    assert undo(apply(text, made), made) == text


def test_a_deletion_over_a_repair_covers_it() -> None:
    raw = "Share\u00a0this now. The pier closed."
    lower = [edit(raw, 5, 6, " ", "TX105")]
    made, covered = compose(raw, lower, [edit(apply(raw, lower), 0, 15, "", "SH101")])
    assert [(e.code, e.before, e.after) for e in made] == [("SH101", "Share\u00a0this now.", "")]
    assert [(e.code, e.skipped) for e in covered] == [("TX105", "covered")]


def test_edits_that_reach_into_the_same_repair_become_one() -> None:
    raw = "a?b!c"
    lower = [edit(raw, 1, 2, "123", "TX105"), edit(raw, 3, 4, "456", "TX105")]
    middle = apply(raw, lower)
    made, covered = compose(raw, lower, [edit(middle, 0, 2, ""), edit(middle, 3, 6, "-")])
    assert [(e.before, e.after) for e in made] == [("a?b!", "2-56")]
    assert [(e.before, e.skipped) for e in covered] == [("?", "covered"), ("!", "covered")]


def test_undo_refuses_a_changed_result() -> None:
    with pytest.raises(CleanerError, match="cannot undo: the text at 0 is not what edit XX101 at 0 made"):
        undo("another", [edit("old text", 0, 3, "new")])


def test_hints_follow_the_text() -> None:
    raw = "a&amp;b Caption here"
    edits = [edit(raw, 1, 6, "&")]
    hint = moved([Hint(8, 20, "caption")], edits)[0]
    assert apply(raw, edits)[hint.start : hint.end] == "Caption here"


def rule(code: str, action: str = "drop", safety: str = "safe") -> Rule:
    return Rule(code, code.lower(), "", "", action, None, safety, "stable", 0.9, frozenset(), 0, 40)


def blocks(*texts: str) -> tuple[str, list[Block]]:
    out, at = [], 0
    for i, text in enumerate(texts):
        out.append(Block(i, at, at + len(text), text, 0, "body", len(text.split()), text.endswith("."), False))
        at += len(text) + 2
    return "\n\n".join(texts), out


RULES = {
    r.code: r for r in (rule("AA101"), rule("BB101"), rule("CC101", "replace"), rule("DD101", "replace"), rule("SS101", safety="show"))
}


def mark(code: str, block: int, start: int, end: int, after: str | None = None, confidence: float = 0.9) -> Mark:
    return Mark(code, block, start, end, "p", confidence, after)


def test_whole_blocks_go_with_their_blank_line() -> None:
    text, bs = blocks("One.", "Share", "Two.", "Print")
    made, _ = settle(text, bs, [mark("AA101", 1, 0, 5), mark("BB101", 3, 0, 5)], RULES)
    assert apply(text, made) == "One.\n\nTwo."
    assert [(e.code, e.before) for e in made] == [("AA101", "Share\n\n"), ("BB101", "\n\nPrint")]


def test_touching_deletions_of_one_rule_are_one_edit() -> None:
    text, bs = blocks("Share", "Print", "One.")
    made, _ = settle(text, bs, [mark("AA101", 0, 0, 5), mark("AA101", 1, 0, 5)], RULES)
    assert [(e.code, e.before) for e in made] == [("AA101", "Share\n\nPrint\n\n")]


def test_all_blocks_gone_leaves_nothing() -> None:
    text, bs = blocks("Share", "Print")
    made, _ = settle(text, bs, [mark("AA101", 0, 0, 5), mark("BB101", 1, 0, 5)], RULES)
    assert apply(text, made) == ""


def test_overlapping_deletions_join_and_both_keep_the_credit() -> None:
    text, bs = blocks("Share this now please stay.")
    made, _ = settle(text, bs, [mark("AA101", 0, 0, 10), mark("BB101", 0, 6, 14)], RULES)
    assert apply(text, made) == "please stay."
    assert {r.code for r in made[0].reasons} == {"AA101", "BB101"}


def test_of_one_pattern_the_surer_reason_stays_and_the_surest_stands_first() -> None:
    text, bs = blocks("Share this now please stay.")
    marks = [mark("AA101", 0, 0, 8, confidence=0.7), mark("BB101", 0, 4, 12, confidence=0.8), mark("AA101", 0, 6, 14, confidence=0.9)]
    for order in (marks, marks[::-1]):
        (made,), _ = settle(text, bs, order, RULES)
        assert [(r.code, r.confidence) for r in made.reasons] == [("AA101", 0.9), ("BB101", 0.8)]


def test_a_deletion_takes_the_blank_that_would_stand_doubled() -> None:
    text, bs = blocks("The vote READ MORE was close.")
    assert apply(text, settle(text, bs, [mark("AA101", 0, 9, 18)], RULES)[0]) == "The vote was close."


def test_a_deletion_behind_a_word_leaves_the_blank_before_the_next() -> None:
    text, bs = blocks("The vote[1] was close.")
    assert apply(text, settle(text, bs, [mark("AA101", 0, 8, 11)], RULES)[0]) == "The vote was close."


@pytest.mark.parametrize(("start", "end", "left"), [(6, 10, " gamma delta"), (1, 4, "ta gamma delta"), (7, 8, "ta gamma delta")])
def test_a_covered_replacement_is_skipped_and_a_cut_one_swallowed(start: int, end: int, left: str) -> None:
    text, bs = blocks("alpha beta gamma delta")
    made, skipped = settle(text, bs, [mark("AA101", 0, 0, 8), mark("CC101", 0, start, end, "BETA")], RULES)
    assert apply(text, made) == left
    assert [(e.code, e.before) for e in made] == [("AA101", text.removesuffix(left))]
    assert [(e.code, e.skipped) for e in skipped] == [("CC101", "covered")]


def test_a_replacement_that_touches_a_deletion_is_made() -> None:
    text, bs = blocks("alpha beta gamma")
    for start, end, after, left in ((0, 6, "A-", "A-gamma"), (11, 16, "G", "alpha G")):
        made, skipped = settle(text, bs, [mark("AA101", 0, 6, 10), mark("CC101", 0, start, end, after)], RULES)
        assert (apply(text, made), skipped) == (left, [])


def test_of_two_replacements_the_surer_wins_in_any_order() -> None:
    text, bs = blocks("alpha beta gamma")
    marks = [mark("CC101", 0, 0, 5, "A", 0.8), mark("DD101", 0, 2, 8, "D", 0.95)]
    for order in (marks, marks[::-1]):
        made, skipped = settle(text, bs, order, RULES)
        assert apply(text, made) == "alDta gamma"
        assert [(e.code, e.skipped) for e in skipped] == [("CC101", "lost")]


def test_show_rules_only_report() -> None:
    text, bs = blocks("Share", "One.")
    made, skipped = settle(text, bs, [mark("SS101", 0, 0, 5)], RULES)
    assert made == []
    assert [(e.code, e.skipped) for e in skipped] == [("SS101", "show")]
