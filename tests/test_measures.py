"""The measures of articles whose numbers are worked out by hand, and copies told by their fingerprints."""

from __future__ import annotations

import pickle
from dataclasses import asdict, replace
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.duplicates import find
from cleaner.measures import ARTICLE, LONG_PARAGRAPH, NAMES, NOT_PLAIN, PLAIN_WORD, WORD, complete, fingerprint, measure
from cleaner.model import Edit, Span

CLEANER = Cleaner()
PROSE = (
    "The night buses run again from Monday, the town said on Friday.",
    "Nobody at the depot had expected the money to come so soon, said Joana Lund, who drives the first of them.",
    "A ticket costs two crowns, as it did before the buses were stopped in the spring of last year.",
)


def measures(*paragraphs: str, **given: Any) -> dict[str, Any]:
    return dict(CLEANER.clean("\n\n".join(paragraphs), **({"language": "en", "title": "Night buses return"} | given)).article.measures)


def test_every_measure_is_there_in_order() -> None:
    got = measures(*PROSE)
    assert tuple(got) == NAMES
    assert complete(got) is None
    assert complete(measures("")) is None
    assert len(ARTICLE) >= 25


def test_measures_that_are_taken_late_are_what_a_dict_would_be() -> None:
    text = "\n\n".join(PROSE)
    now, late = CLEANER.clean(text), CLEANER.clean(text)
    taken = dict(now.article.measures)
    assert late == now
    assert pickle.loads(pickle.dumps(CLEANER.clean(text))) == now
    copied = asdict(CLEANER.clean(text).article)["measures"]
    assert copied == taken
    assert type(copied) is dict
    assert repr(CLEANER.clean(text).article.measures) == repr(taken)
    assert len(late.article.measures) == len(NAMES)


def test_counts_of_a_sound_article() -> None:
    got = measures(*PROSE)
    expected = {
        "raw_chars": sum(map(len, PROSE)) + 4,
        "body_words": 12 + 21 + 19,
        "paragraphs": 3,
        "longest_paragraph": 21,
        "longest_word": len("expected"),
        "title_words": 3,
        "title_support": 0.6667,
        "noise_words": 0,
        "starts_mid": False,
        "ends_open": False,
        "lost_initials": 0,
        "mojibake_left": 0,
        "markup_left": 0,
        "paragraphs_repeated": 0,
        "language_agrees": True,
        "published_parsed": None,
        "age_days": None,
    }
    assert {name: got[name] for name in expected} == expected


def of_body(body: str, **given: Any) -> dict[str, Any]:
    """The measures of a body as it stands, whatever cleaning would make of it."""
    return measure(body, replace(CLEANER.clean("").article, body=body, **given), (), (), None)


LINE = "Crane to be repainted"


def of_parts(*parts: str, shown: str = "", **given: Any) -> dict[str, Any]:
    """The same of a body of paragraphs and lines; `shown` is what a rule only reports."""
    spans, at = [], 0
    for part in parts:
        spans.append(Span("line" if part == LINE else "paragraph", at, at + len(part)))
        at += len(part) + 2
    article = replace(CLEANER.clean("").article, body="\n\n".join(parts), blocks=tuple(spans), **given)
    return measure(article.body, article, (), [Edit(0, len(shown), shown, "", (), why) for why in ("show", "lost")], None)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((PROSE[0], LINE, PROSE[1]), 0),
        ((LINE, PROSE[0], PROSE[1]), 0),
        ((PROSE[0], LINE, LINE, PROSE[1]), 8),
        ((LINE, LINE, PROSE[0]), 8),
        ((PROSE[0], PROSE[1], LINE), 4),
        ((LINE, PROSE[0], LINE), 4),
    ],
)
def test_noise_is_lines_in_runs_and_the_last(parts: tuple[str, ...], words: int) -> None:
    got = of_parts(*parts)
    assert got["noise_words"] == words
    assert got["noise_share"] == round(words / got["body_words"], 4)


def test_what_a_rule_doubts_is_noise_while_it_is_in_the_body() -> None:
    assert of_parts(*PROSE, shown=f"{PROSE[0]} ")["noise_words"] == 12
    assert of_parts(*PROSE, shown="Nobody says this.")["noise_words"] == 0


@pytest.mark.parametrize(
    ("body", "dateline", "mid"),
    [
        ("PORT VARDE (AP) — The buses run again.", "PORT VARDE", False),
        ("PORT VARDE (AP) — and so the buses run again.", "PORT VARDE", True),
        ("PORT VARDE and so the buses that nobody had seen since March run again.", "PORT VARDE", True),
        ("Port Varde: and so the buses run again.", None, False),
        ("“and so the buses run again.”", None, True),
        (", and so the buses run again.", None, True),
        ("iPhone owners take the bus.", None, False),
    ],
)
def test_what_begins_mid_sentence(body: str, dateline: str | None, mid: bool) -> None:
    assert of_body(body, dateline=dateline)["starts_mid"] == mid


def test_every_paragraph_may_have_lost_its_first_letter() -> None:
    assert of_parts("he night buses run again.", "obody had expected it.", "The rest is known")["lost_initials"] == 2
    assert of_parts(", said the town", "The buses run again.", "iPhone owners take the bus.")["lost_initials"] == 0
    assert of_parts("The buses run again.", LINE.lower(), "It is known.")["lost_initials"] == 1


def test_what_is_said_again_is_counted_from_six_words_on() -> None:
    six, five = "The night buses run once more", "The night buses run again"
    assert of_body(f"{six}.\n\n{five}.\n\n{six}.\n\n{five}.\n\n{six}.")["paragraphs_repeated"] == 2
    assert of_body(f"{six}. {five}! {six}? {five}. {six}.")["sentences_repeated"] == 2


@pytest.mark.parametrize(
    ("body", "longest"),
    [
        ("Full figures stand at https://stats.example/everythingaboutbuses for all.", len("figures")),
        ("A well-established bus-and-ferry-connection.", len("established")),
        ("The buses of thetownrunagain.", len("thetownrunagain")),
        ("The bus is late.", 0),
    ],
)
def test_the_longest_word_has_no_hyphen_and_is_no_address(body: str, longest: int) -> None:
    assert of_body(body)["longest_word"] == longest


MARKUP = (
    '<div class="lead">',
    "<!--",
    "]]>",
    "&eacute;",
    "&#8217;",
    "[caption id=3]",
    "](https://",
    "function run(",
    "VAR price =",
    "window.open",
    "document.write(",
    "@media (max",
    '{"price":',
    "});",
    "a: b;}",
)


@pytest.mark.parametrize("left", MARKUP)
def test_markup_left_is_counted(left: str) -> None:
    # Capitals alone are no sign of a script, so every body has a bracket.
    assert of_body(f"The buses [and trams] run again. {left} Nobody had expected it.")["markup_left"] == 1


def test_signs_that_are_no_markup() -> None:
    assert of_body("Lund & Berg [sic] run various {small} functions; 3 < 4, a variable fare.")["markup_left"] == 0


@pytest.mark.parametrize(
    ("left", "places"), [("a caf\ufffd", 1), ("caf\xc3\xa9s", 1), ("the rec?pient", 1), ("what? who?” “so?", 0), ("", 0)]
)
def test_mojibake_left_is_counted(left: str, places: int) -> None:
    assert of_body(f"The buses run, said {left} on Friday.")["mojibake_left"] == places


def test_plain_words_are_the_same_words() -> None:
    plain = [c for c in map(chr, range(0x300)) if not NOT_PLAIN.search(c)] + ["–", "’", "€"]
    assert len(plain) > 700
    for c in plain:
        text = f"a{c}B {c} c{c}{c}d e'{c}-F"
        assert PLAIN_WORD.findall(text) == WORD.findall(text), c


@pytest.mark.parametrize(
    ("paragraphs", "given", "expected"),
    [
        (("and so the buses run again from Monday, the town said on Friday.", *PROSE[1:]), {}, {"starts_mid": True}),
        ((*PROSE, "What remains to be seen is whether the"), {}, {"ends_open": True}),
        ((*PROSE, "“Nobody had told us that the buses would run on Sundays,”"), {}, {"ends_open": True}),
        ((*PROSE, "“Nobody had told us that the buses would run on Sundays.”"), {}, {"ends_open": False}),
        (
            (PROSE[0], "obody at the qzdepot had expected the money to come so soon, said the drivers on Friday.", PROSE[2]),
            {},
            {"lost_initials": 1},
        ),
        ((PROSE[0], "The caf\ufffd at the depot stays shut until the summer, its owner said.", PROSE[2]), {}, {"mojibake_left": 1}),
        (
            (*PROSE[:2], "Full figures stand at https://stats.example/buses and www.depot.example for all to read."),
            {},
            {"addresses_left": 2},
        ),
        (PROSE, {"published": "2024-05-03", "crawled": "2024-05-04T12:00:00Z"}, {"published_parsed": True, "age_days": 1.5}),
        (PROSE, {"published": "2024-05-05", "crawled": "2024-05-04"}, {"age_days": -1.0}),
        (PROSE, {"published": "the day before"}, {"published_parsed": False, "age_days": None}),
        ((PROSE[0], "Share on Facebook", *PROSE[1:]), {}, {"edits_by_family": {"SH": 1}, "body_words": 52}),
        (("",), {}, {"body_words": 0, "title_support": 0.0, "upper_share": None, "body_hash": None, "fingerprint": None}),
    ],
)
def test_each_damage_moves_its_measure(paragraphs: tuple[str, ...], given: dict[str, Any], expected: dict[str, Any]) -> None:
    got = measures(*paragraphs, **given)
    if "edits_by_family" in expected:
        got["edits_by_family"] = {k: v for k, v in got["edits_by_family"].items() if k != "TX" and k in expected["edits_by_family"]}
    assert {name: got[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body_words": None}, "`measures`: body_words is no count"),
        ({"starts_mid": 1}, "`measures`: starts_mid is no flag"),
        ({"raw_chars": True}, "`measures`: raw_chars is no count"),
        ({"age_days": None}, None),
    ],
)
def test_measures_of_the_wrong_type_are_told(change: dict[str, Any], message: str | None) -> None:
    assert complete(measures(*PROSE) | change) == message
    assert complete([]) == "`measures` is no object"


def test_measures_that_are_not_there_are_told() -> None:
    got = measures(*PROSE)
    assert complete({name: got[name] for name in NAMES if name != "dek_words"}) == "`measures` lacks dek_words"


def test_words_of_a_paragraph_of_any_length_are_counted() -> None:
    long = "night buses " * (LONG_PARAGRAPH // 12 + 1)
    assert (of_body(f"{long}\n\n{PROSE[0]}")["longest_paragraph"], of_body(long[:-12])["body_words"]) == (
        2 * (LONG_PARAGRAPH // 12 + 1),
        2 * (LONG_PARAGRAPH // 12),
    )


def test_fingerprints_estimate_what_texts_share() -> None:
    words = [f"w{i}" for i in range(200)]
    near = [*words[:100], "other", *words[101:]]
    far = [f"v{i}" for i in range(200)]
    texts = [words, near, far, words]
    copies = find(["a", "b", "c", "a"], [fingerprint(t) for t in texts], ["x.example", "x.example", "x.example", "y.example"])
    assert copies.exact == [1, 0, 0, 1]
    assert copies.near == [1, 2, 0, 1]
    assert copies.duplicate == [True, True, False, False]
    assert copies.syndicated == [False, False, False, True]
    assert find([None, None], [None, None], [None, None]).duplicate == [False, False]
