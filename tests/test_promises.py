"""The four promises of the project, each with properties that try to break it.

1. Nothing is lost silently: the edits, undone, give the raw text exactly.
2. Every edit has a reason: what is deleted belongs to an edit with a code.
3. Intact text stays intact.
4. Same input, same output: whatever the order of rules, the thread, the process; a second pass changes nothing.
"""

from __future__ import annotations

import multiprocessing
import pickle
import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from news import SENTENCES, any_text, articles, filled

from cleaner import Cleaner
from cleaner.detect import Engine, detect
from cleaner.edits import settle
from cleaner.pipeline import Result
from cleaner.repair import repair, stable
from cleaner.segment import Cues, segment
from fixtures import cleaned, fixtures, name

CLEANER = Cleaner()
ENGINE = CLEANER._engine("en", None)
CUES = Cues(partial(ENGINE.furniture, timeouts=[]), partial(ENGINE.breaks, timeouts=[]), CLEANER._library.function_words["en"], stable)
slow = settings(max_examples=60)
slower = settings(slow, max_examples=20)


# 1. Nothing is lost silently


@slow
@given(any_text())
def test_undo_restores_any_input(raw: str) -> None:
    assert CLEANER.clean(raw).undo() == raw


@slow
@given(articles())
def test_undo_restores_articles(raw: str) -> None:
    assert CLEANER.clean(raw).undo() == raw


@slow
@given(articles(), filled(SENTENCES))
def test_undo_restores_what_a_given_title_replaced(raw: str, title: str) -> None:
    result = CLEANER.clean(raw, title=title)
    assert result.undo() == raw
    assert result.text.startswith(title)


@slow
@given(articles())
def test_the_text_is_title_dek_and_body(raw: str) -> None:
    result = CLEANER.clean(raw)
    article = result.article
    assert result.text == "\n\n".join(part for part in (article.title, article.dek, article.body) if part)
    assert "\n\n".join(article.body[s.start : s.end] for s in article.blocks) == article.body


# 2. Every edit has a reason


def assert_accounted_for(result: Result) -> None:
    raw, at = result.document.text, 0
    stayed = []
    for e in result.edits:
        assert at <= e.start <= e.end
        assert raw[e.start : e.end] == e.before != e.after
        assert e.reasons
        assert all(r.code in ENGINE.ruleset.rules and r.safety == "safe" for r in e.reasons)
        stayed.append(raw[at : e.start])
        stayed.append(e.after)
        at = e.end
    assert "".join([*stayed, raw[at:]]) == result.text


@slow
@given(any_text())
def test_every_change_of_any_text_is_an_edit_with_a_code(raw: str) -> None:
    assert_accounted_for(CLEANER.clean(raw))


@slow
@given(articles())
def test_every_change_of_an_article_is_an_edit_with_a_code(raw: str) -> None:
    assert_accounted_for(CLEANER.clean(raw))


# 3. Intact text stays intact

SOUND = [s for s in SENTENCES if len(s.split()) >= 8]


@slow
@given(st.lists(st.tuples(*[filled(tuple(SOUND))] * 2).map(" ".join), min_size=1, max_size=8, unique=True))
def test_paragraphs_of_prose_come_through_as_they_are(paragraphs: list[str]) -> None:
    result = CLEANER.clean("\n\n".join(paragraphs))
    assert result.text == "\n\n".join(paragraphs)
    assert result.edits == ()


# 4. Same input, same output


@slow
@given(any_text())
def test_a_second_repair_and_segment_change_nothing_of_any_text(raw: str) -> None:
    def once(text: str) -> str:
        repaired = repair(text)
        return segment(repaired.text, CUES, raw=text).text

    first = once(raw)
    assert once(first) == first


SAID = "The council put off its vote on the ferry pier after the clerk had counted the letters against it."
OTHER = "By noon the road to the mill was under water again, and the buses turned back at the bridge."


@slow
@given(articles())
@example(f"{OTHER}\n\n{SAID}\n\nHome > News > Harbour\n\n{SAID}")
@example(f"{SAID}\n\n{SAID}\n\nHome\n\n{SAID}")
@example(f"{SAID}\n\n{SAID}\n\n{SAID}\n\n{OTHER}\n\n{SAID}")
def test_a_second_pass_changes_nothing(raw: str) -> None:
    text = CLEANER.clean(raw).text
    assert CLEANER.clean(text).text == text


@pytest.mark.parametrize("fixture", fixtures(), ids=name)
def test_a_second_pass_changes_nothing_of_a_fixture(fixture: Path) -> None:
    text = cleaned(fixture).text
    assert CLEANER.clean(text).text == text


@slow
@given(articles(), st.randoms(use_true_random=False))
def test_the_order_of_wishes_does_not_matter(raw: str, shuffle: random.Random) -> None:
    document = CLEANER.clean(raw).document
    segmented = segment(repair(raw).text, CUES)
    marks, _ = detect(ENGINE, document, segmented.text, segmented.blocks, [])
    rules = ENGINE.ruleset.rules
    settled = settle(segmented.text, segmented.blocks, marks, rules)
    shuffle.shuffle(marks)
    assert settle(segmented.text, segmented.blocks, marks, rules) == settled


@slower
@given(articles(), st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(raw: str, shuffle: random.Random) -> None:
    assert Shuffled(shuffle).clean(raw) == CLEANER.clean(raw)


class Shuffled(Cleaner):
    """The same rules in another order."""

    def __init__(self, shuffle: random.Random) -> None:
        self.__setstate__(CLEANER._library)
        self.shuffle = shuffle

    def _engine(self, lang: str | None, source: str | None) -> Engine:
        ruleset = CLEANER._engine(lang, source).ruleset
        order = list(ruleset.rules.items())
        self.shuffle.shuffle(order)
        return Engine(replace(ruleset, rules=dict(order)))


def several() -> list[str]:
    """The same articles in every process."""
    return [next(fixture.glob("raw.*")).read_text(encoding="utf-8") for fixture in fixtures()]


def test_threads_give_the_same_results() -> None:
    texts = several()
    shared = pickle.loads(pickle.dumps(CLEANER))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(shared.clean, texts * 2)) == [CLEANER.clean(text) for text in texts] * 2


def test_lines_seen_before_are_judged_as_if_new() -> None:
    """An engine remembers lines by text and zone; the same ones stand elsewhere in the second article."""
    seen = Cleaner()
    story = "The harbour board voted on Friday to close the old ferry pier, which has stood there since 1911."
    texts = [f"Share\n\n{story}\n\nImage 1 of 3\n\nShare", f"{story}\n\nImage 1 of 3\n\nShare\n\n{story} It said so.\n\nShare"]
    for text in [*texts, *several()]:
        first, again = Cleaner().clean(text), seen.clean(text)
        assert again == first == seen.clean(text)
        assert any(e.code.startswith("SH") for e in again.edits) or text not in texts


def test_another_process_gives_the_same_results() -> None:
    """A spawned one: it has another hash seed and makes its Cleaner anew from the pickled one."""
    texts = several()
    chosen = Cleaner(ignore=["DT"])
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(chosen.clean, texts)) == [chosen.clean(text) for text in texts]
