"""Encoding damage is repaired as ftfy repairs it, and what ftfy leaves is tidied, each change on its own characters."""

import string
import subprocess
import sys

import ftfy
import pytest
import regex
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.edits import apply
from cleaner.repair import LINE_END, may_change, repair, stable

CONFIG = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False, unescape_html=True)
# fmt: off
PIECES = [
    "Ã", "©", "â€™", "&amp;", "&nbsp;", "&nbsp", "\u200b", "\xa0", " ", "\t", "a", "word ", "\n", "\r\n", "\r", "\x85", "\u2028",
    "\ud800", "\udc00", "&#8203;", "é", "e\u0301", "Œ", "\x00", "\x1b[31m", "\u00ad", "’", "à", "²", "&#10;", "&lt;", "\u200d",
    "\xa0\n", "Ã\x85", "Ñ", "\u0345", "\u3000", "\ufffe", "\u200b\xa0", "&#32;", "&#x85;", "â", "€", "\x1c", "&", "amp;",
    "ह", "\U0001f600", "Â ", "\ufeff", "\u200e", "ש",
]
# fmt: on
DIRT = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


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
        ("pair \ud83d\ude00", "pair \U0001f600"),
        ("voilÃ\xa0\nend.Â\xa0", "voilà\nend."),
        ("Ã\x85ngstrÃ¶m and Ñ\x85Ð¾Ñ\x80", "Ångström and хор"),
        ("one\x85two", "one\ntwo"),
        ("\u200b\ufeffedge\u200b", "edge"),
        ("a \u200b b", "a b"),
        ("  indented\xa0line\t", "  indented line\t"),
        ("“It’s Cœur de Œuvre, à la carte – 50 €”", "“It’s Cœur de Œuvre, à la carte – 50 €”"),
        ("", ""),
        ("\n\r\n \n", "\n\n \n"),
        ("  two  blanks\nplain\n  in two  lines\nCafÃ©  of\n", "  two blanks\nplain\n  in two lines\nCafé of\n"),
        ("&lsquo a&rsquo &ldquo b&rdquo c &ndash d &mdash e&hellip", "‘ a’ “ b” c – d — e…"),
        ("&#8216 a&#8217 &#8220 b&#8221 c &#8211 d &#8212 it&#39s &#34", '‘ a’ “ b” c – d — it&#39s "'),
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
    assert [(c.start, c.end, c.after) for c in repair("The H&amp;Amp shop &amp;a").layers[0]] == [(6, 10, ""), (21, 25, "")]


@pytest.mark.parametrize(
    ("code", "raw"), [("TX101", "CafÃ©s"), ("TX102", "a &nbsp b"), ("TX103", "a\u200bb"), ("TX104", "a\ufffeb"), ("TX105", "a  b")]
)
def test_a_repair_can_be_switched_off(code: str, raw: str) -> None:
    assert repaired(raw) != raw
    assert repaired(raw, frozenset([code])) == raw


def test_changes_in_a_damaged_line_stay_apart() -> None:
    words = "The board met &nbsp;on Friday, and nobody at the cafÃ© heard &amp; of it; "
    layer = repair(words * 500).layers[0]
    assert [(c.end - c.start, c.after) for c in layer] == [(6, "\xa0"), (2, "é"), (4, "")] * 500
    assert [c.after for c in repair("Ð³Ð¾Ñ€Ð¾Ð´ Ð¶Ð´Ñ‘Ñ‚").layers[0]] == ["город", "ждёт"]
    assert [c.after for c in repair("港は&lt;二年&gt;閉鎖" * 100).layers[0]] == ["<", ">"] * 100


def test_codes_say_what_was_taken() -> None:
    changes = [c for layer in repair("\u200b a\u200b\ufffeb\r\nc &quot d\te").layers for c in layer]
    assert [(c.code, c.after) for c in changes] == [
        ("ST101", "\n"),
        ("TX105", ""),
        ("TX103", ""),
        ("TX104", ""),
        ("TX102", '"'),
        ("TX105", " "),
    ]


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


@given(st.lists(st.one_of(DIRT, st.text(max_size=8), st.sampled_from(["", "A  blank", " “Plain” words.", "été"])), max_size=6))
def test_every_line_is_repaired_as_if_alone(lines: list[str]) -> None:
    lines = [LINE_END.sub("", line).replace("\x85", "") for line in lines]
    assert repaired("\n".join(lines)) == "\n".join(map(repaired, lines))


@given(DIRT)
def test_the_first_layer_is_ftfy_on_each_line(raw: str) -> None:
    line = LINE_END.sub("", raw).strip()
    fixed = ftfy.fix_text(line, CONFIG)
    text = apply(line, repair(line).layers[0])
    # A line that would become several, or begin with a blank, stays as it came if it cannot be tidied.
    splits = LINE_END.search(fixed) is not None or fixed != fixed.strip()
    assert text == fixed or (splits and text == line)


CATEGORIES = regex.sub(r"\\.", "", "".join(MOJIBAKE_CATEGORIES.values()))
RANGES = [(ord(a), ord(b)) for a, b in regex.findall("(.)-(.)", CATEGORIES)]
SUSPECTS = sorted({*CATEGORIES, *(chr(c) for a, b in RANGES for c in range(a, b + 1)), *"вЂΎ¶žŽ±∂≠®™´≤≥¥ø"} - set(string.printable))


def test_ftfy_finds_no_pair_that_it_is_spared() -> None:
    assert len(SUSPECTS) > 440
    for a in SUSPECTS:
        for b in SUSPECTS:
            line = f"a{a}{b} {a}{b}a {b}"
            if not may_change(line):
                assert not is_bad(line), line
                assert not is_bad(line[1:]), line


NEAR = st.one_of(st.characters(max_codepoint=0x180), st.sampled_from(SUSPECTS), st.sampled_from("aZ $.ÃÂœé’“”–"))


@given(st.text(NEAR, max_size=8))
def test_ftfy_changes_no_line_that_it_is_spared(line: str) -> None:
    if not may_change(line) and "\n" not in line:
        assert ftfy.fix_text(line, CONFIG) == line


@pytest.mark.parametrize(
    "line",
    [
        "“We’ll see…” – the Café’s owner, née Łódź, said: ‘Créée à São Paulo’—for €3 or £2 at 20 °C.",
        "R&D at AT&T: ?a=1&copy=2",
        "Съезжались к зданию вокзала, Ёлкин ждал.",
        "Η Αθήνα ψηφίζει αύριο",
        "東京の港は二年間閉鎖される。",
        "أغلق الميناء لمدة عامين",
        "बंदरगाह दो साल के लिए बंद रहेगा",
    ],
)
def test_clean_text_of_many_languages_is_spared_ftfy(line: str) -> None:
    assert not may_change(line)


def test_clean_text_does_not_import_ftfy() -> None:
    line = "“Ça va !”, dit\xa0Zoë…  &c\u200b"
    code = f"import sys; from cleaner.repair import repair; repair({line!r}); print('ftfy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
