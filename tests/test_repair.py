"""Encoding damage is repaired as ftfy repairs it, and what ftfy leaves is tidied, each change on its own characters."""

import ftfy
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.edits import apply
from cleaner.repair import LINE_END, MAY_CHANGE, repair, stable

CONFIG = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False, unescape_html=True)
DIRT = st.lists(
    st.sampled_from(
        ["Ã", "©", "â€™", "&amp;", "&nbsp;", "&nbsp", "\u200b", "\xa0", " ", "\t", "a", "word ", "\n", "\r\n", "\r", "\x85", "\u2028"]
        + ["\ud800", "\udc00", "&#8203;", "é", "e\u0301", "Œ", "\x00", "\x1b[31m", "\u00ad", "’", "à", "²", "&#10;", "&lt;", "\u200d"]
        + ["ह", "\U0001f600", "Â ", "\ufeff", "&", "amp;", "\u200e", "ש", "\u3000", "\x1c"]
    ),
    max_size=16,
).map("".join)


def repaired(raw: str, ignore: frozenset[str] = frozenset()) -> str:
    result, text = repair(raw, ignore), raw
    for layer in result.layers:
        assert all(text[c.start : c.end] != c.after for c in layer)
        text = apply(text, layer)
    assert text == result.text
    return text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("The mayorâ€™s plan cost â‚¬3m", "The mayor’s plan cost €3m"),
        ("CafÃ© owners", "Café owners"),
        ("Bread &amp; butter", "Bread & butter"),
        ("Bread &amp;amp; butter", "Bread & butter"),
        ("“Curly quotes” stay, so does ﬁsh", "“Curly quotes” stay, so does ﬁsh"),
        ("Prices &nbsp rose, &quot;he said&quot.", 'Prices rose, "he said".'),
        ("R&D at AT&T: ?a=1&copy=2&amp=3", "R&D at AT&T: ?a=1&copy=2&amp=3"),
        ("zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("न\u200dक and \U0001f469\u200d\U0001f4bb and x\u200dy", "न\u200dक and \U0001f469\u200d\U0001f4bb and xy"),
        ("\u200eleft\u200f", "left"),
        ("שלום\u200f (2024)", "שלום\u200f (2024)"),
        ("a\xa0b  c\td\u202fe", "a b c d e"),
        ("10\u3000時", "10\u3000時"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one&#10;line", "one line"),
        ("bell\x07 and lone \ud800", "bell and lone \ufffd"),
    ],
)
def test_repaired(raw: str, expected: str) -> None:
    assert repaired(raw) == expected


def test_each_change_covers_the_damage_only() -> None:
    layers = repair("The mayorâ€™s plan\xa0cost &nbsp nothing.").layers
    assert [[(c.start, c.end, c.after, c.code) for c in layer] for layer in layers] == [
        [(9, 12, "’", "TX101")],
        [(16, 17, " ", "TX105"), (21, 28, " ", "TX102")],
    ]


@pytest.mark.parametrize(
    ("code", "raw"), [("TX101", "CafÃ©s"), ("TX102", "a &nbsp b"), ("TX103", "a\u200bb"), ("TX104", "a\ufffeb"), ("TX105", "a  b")]
)
def test_a_repair_can_be_switched_off(code: str, raw: str) -> None:
    assert repaired(raw) != raw
    assert repaired(raw, frozenset([code])) == raw


def test_what_a_removal_would_set_off_is_left() -> None:
    assert repaired("Ã\u200b©") == "Ã\u200b©"
    assert not stable("Ã ©")


@given(DIRT)
@example("&nbsp;\ud800Ã&#10;")
def test_a_second_pass_changes_nothing(raw: str) -> None:
    once = repaired(raw)
    assert repaired(once) == once


@given(st.text())
def test_a_second_pass_changes_nothing_in_any_text(raw: str) -> None:
    once = repaired(raw)
    assert repaired(once) == once


@given(DIRT)
def test_the_first_layer_is_ftfy_on_each_line(raw: str) -> None:
    line = LINE_END.sub("", raw).strip()
    fixed = ftfy.fix_text(line, CONFIG)
    text = apply(line, repair(line).layers[0])
    # A line that would become several, or begin with a blank, stays as it came if it cannot be tidied.
    splits = LINE_END.search(fixed) is not None or fixed != fixed.strip()
    assert text == fixed or (splits and text == line)


NEAR = st.one_of(st.characters(max_codepoint=0x180), st.characters(max_codepoint=0x2200), st.sampled_from("aZ $.ÃÂœé’“”–"))


@given(st.text(NEAR, max_size=8))
def test_ftfy_changes_no_line_that_it_is_spared(line: str) -> None:
    if not MAY_CHANGE.search(line) and "\n" not in line:
        assert ftfy.fix_text(line, CONFIG) == line
