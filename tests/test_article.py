"""Parts of an article from blocks and fields: credits, captions in pieces, tags, and what edits leave of a block."""

import pytest

from cleaner.article import _bracketed, _credit, _reads_as_headline, _split_tags, surviving
from cleaner.edits import apply
from cleaner.model import Caption, Edit
from cleaner.segment import segment

VOCABULARY = {"photo": ("Photo", "Picture by")}


@pytest.mark.parametrize(
    ("credit", "name"),
    [
        ("Photo: Lene Birk", "Lene Birk"),
        ("PICTURE BY … Lene Birk", "Lene Birk"),
        ("/ Lene Birk/AP", "Lene Birk/AP"),
        ("Lene Birk)", "Lene Birk"),
        ("Lene Birk (AP)", "Lene Birk (AP)"),
        ("Photo Lene Birk", "Photo Lene Birk"),
        ("Photo:", "Photo:"),
        ("", None),
        (None, None),
    ],
)
def test_a_credit_has_no_label_and_no_marks(credit: str | None, name: str | None) -> None:
    assert _credit(credit, VOCABULARY) == name


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("The pier in March (Photo: Lene Birk)", Caption("The pier in March", "Lene Birk")),
        ("The pier (in March) ( Photo: Lene Birk)", Caption("The pier (in March)", "Lene Birk")),
        ("The pier in March (Photo: )", Caption("The pier in March", None)),
        ("The pier (in March)", Caption("The pier (in March)", None)),
        ("The pier in March (Photo: Lene", Caption("The pier in March (Photo: Lene", None)),
    ],
)
def test_a_credit_in_brackets_is_no_part_of_the_caption(text: str, caption: Caption) -> None:
    assert _bracketed(text, VOCABULARY) == caption


def test_tags_stand_between_many_marks() -> None:
    assert _split_tags("Ferries, Port Varde;boats|oak • piles\n#harbour,, ") == [
        "Ferries",
        "Port Varde",
        "boats",
        "oak",
        "piles",
        "harbour",
    ]


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Ferry pier to close", True),
        ("Pier piles hollow", True),
        ("Crane repainted", False),
        ("What it is that is to be", False),
        ("Ferry pier to", False),
        ("Pier " * 18, True),
        ("Pier " * 19, False),
        ("It is", False),
    ],
)
def test_a_headline_names_what_the_story_names(line: str, headline: bool) -> None:
    story = "The old ferry pier closes for two winters, since its piles are hollow."
    assert _reads_as_headline(line, story, frozenset("what it is that to be the".split())) == headline


def test_a_headline_in_a_script_without_blanks_shares_pairs_of_signs_with_the_story() -> None:
    assert _reads_as_headline("古い桟橋、二年間閉鎖へ", "港湾委員会は金曜日、古い桟橋を二年間閉鎖すると決めた。", frozenset())
    # Korean sets blanks, though its headlines may hold a Chinese sign.
    assert not _reads_as_headline(
        "朴시장 낡은부두를 닫는다고", "항만위원회는 금요일 낡은부두의 폐쇄를 정했다. 닫는다는 말은 없었다.", frozenset()
    )


def test_what_edits_leave_of_blocks() -> None:
    one = segment("One here.\n\nTwo there.\n\nThree.\n\nFour again.")
    cuts = [(0, 4, ""), (9, 11, ""), (13, 15, "W"), (19, 21, "x!"), (23, 31, ""), (35, 41, "")]
    edits = [Edit(a, b, one.text[a:b], after, ()) for a, b, after in cuts]
    kept = surviving(one.blocks, edits)
    assert [(k.block.index, k.text) for k in kept] == [(0, "here."), (1, "TwWtherx!"), (3, "Four.")]
    joined = "\n\n".join(k.text for k in kept)
    assert [joined[k.start : k.end] for k in kept] == [k.text for k in kept]
    assert apply(one.text, edits).replace("\n", "") == joined.replace("\n", "")
