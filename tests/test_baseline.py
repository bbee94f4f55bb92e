"""What is usual of a source, and which sources are no longer as they were."""

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy.stats import ttest_ind

from cleaner import CleanerError
from cleaner.baseline import MEANS, RATES, _tests, compare, make, read


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "source": "a.example",
        "noise_share": 0.1,
        "share_removed": 0.2,
        "body_words": 99,
        "published_parsed": True,
        "title_words": 7,
        "authors": 1,
        "ends_open": False,
        "starts_mid": False,
        "status": "ok",
    }
    return pd.DataFrame([usual | row for row in rows])


def entry(articles: int, *, variance: float = 0.0, **given: float) -> dict[str, Any]:
    """A source of a baseline; `given`: the mean or the number of articles that a measure differs by."""
    means = {m: {"mean": given.get(m, 0.0), "variance": variance} for m in MEANS}
    return {"articles": articles, **means, **{rate: given.get(rate, 0) for rate in RATES}}


def drifted(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    return [(d.source, d.measure) for d in compare({"sources": old}, {"sources": new}).drifts]


def test_what_is_made_of_measures() -> None:
    made = make(
        frame(
            {},
            {"noise_share": 0.3, "published_parsed": False, "title_words": 0, "authors": 0, "status": "flagged"},
            {"published_parsed": None, "ends_open": True, "authors": 2},
            {"body_words": None, "noise_share": None, "starts_mid": True},
            {"source": None, "starts_mid": True, "title_words": 1},
        )
    )
    assert made["baseline"] == 1
    assert list(made["sources"]) == ["(no source)", "a.example"]
    of = made["sources"]["a.example"]
    assert of["articles"] == 3
    assert of["noise_share"] == {"mean": round(0.5 / 3, 6), "variance": round(0.02 / 2.25, 6)}
    assert of["share_removed"] == {"mean": 0.2, "variance": 0.0}
    assert of["log_words"] == {"mean": round(math.log(100), 6), "variance": 0.0}
    assert {rate: of[rate] for rate in RATES} == {
        **{"published_parsed": 1, "titled": 2, "signed": 2},
        **{"ends_open": 1, "starts_mid": 0, "flagged": 1},
    }
    assert (made["sources"]["(no source)"]["starts_mid"], made["sources"]["(no source)"]["titled"]) == (1, 1)


def test_a_baseline_comes_back_from_its_file(tmp_path: Path) -> None:
    made = make(frame({}, {"source": None}))
    (tmp_path / "b.json").write_text(json.dumps(made))
    assert read(tmp_path / "b.json") == made


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("articles", 0),
        ("articles", "3"),
        ("articles", None),
        ("noise_share", 0.1),
        ("noise_share", {"mean": 0.1}),
        ("log_words", {"mean": 0.1, "variance": None}),
        ("titled", 4),
        ("titled", -1),
        ("flagged", "2"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, key: str, value: object) -> None:
    file = tmp_path / "b.json"
    for spoilt in ({"a.example": entry(3) | {key: value}}, {"a.example": entry(3), "b.example": entry(3) | {key: value}}):
        file.write_text(json.dumps({"baseline": 1, "sources": spoilt}))
        with pytest.raises(CleanerError, match=r"b\.json: no baseline of this version"):
            read(file)
    for content in ("[]", "{}", "3", "x", '{"baseline": 2, "sources": {}}', '{"baseline": 1}'):
        file.write_text(content)
        with pytest.raises(CleanerError, match=r"b\.json: no baseline of this version"):
            read(file)
    file.write_text(json.dumps({"baseline": 1, "sources": {"a.example": entry(3, titled=3)}}))
    assert read(file)["sources"]["a.example"]["titled"] == 3


@pytest.mark.parametrize(("measure", "least"), [("noise_share", 0.03), ("share_removed", 0.1), ("log_words", 0.25)])
def test_a_mean_drifts_by_what_matters_at_least_and_not_by_chance(measure: str, least: float) -> None:
    def of(articles: int, mean: float, variance: float = 0.0) -> dict[str, Any]:
        return {"a": entry(articles, variance=variance, **{measure: mean})}

    assert drifted(of(50, 0.0), of(50, least)) == [("a", measure)]
    assert drifted(of(50, least), of(50, 0.0)) == [("a", measure)]
    assert drifted(of(50, 0.0), of(50, least - 0.001)) == []
    # Articles that differ much, few ones, and a single one tell nothing.
    assert drifted(of(50, 0.0, (6 * least) ** 2), of(50, least, (6 * least) ** 2)) == []
    assert drifted(of(2, 0.0), of(2, least)) == []
    assert drifted(of(50, 0.0), of(1, 9 * least)) == []
    assert drifted(of(1, 0.0), of(50, 9 * least)) == []


def test_of_means_the_chance_is_welchs() -> None:
    before, now = [0.1, 0.2, 0.4, 0.5, 0.7], [0.5, 0.6, 0.9, 0.8]
    old, new = (make(frame(*({"noise_share": v, "source": "a"} for v in values))) for values in (before, now))
    wanted = ttest_ind(before, now, equal_var=False).pvalue
    (found,) = (d for d, _ in _tests("a", old["sources"]["a"], new["sources"]["a"]) if d.measure == "noise_share")
    assert (found.before, found.now, found.p) == (0.38, 0.7, pytest.approx(wanted, rel=1e-4))


@pytest.mark.parametrize("rate", RATES)
def test_a_rate_drifts_by_what_matters_at_least_and_not_by_chance(rate: str) -> None:
    def of(articles: int, count: int) -> dict[str, Any]:
        return {"a": entry(articles, **{rate: count})}

    assert drifted(of(500, 0), of(500, 50)) == [("a", rate)]
    assert drifted(of(500, 500), of(500, 449)) == [("a", rate)]
    assert drifted(of(500, 0), of(500, 49)) == []
    assert drifted(of(10, 0), of(10, 1)) == []


def test_the_more_is_compared_the_surer_a_drift_must_be() -> None:
    alone, before = entry(60), {"a": entry(60)}
    found = compare({"sources": before}, {"sources": {"a": entry(60, titled=11)}})
    assert [(d.source, d.measure, d.before, d.now) for d in found.drifts] == [("a", "titled", 0.0, 11 / 60)]
    assert [
        (d.before, d.now) for d in compare({"sources": {"a": entry(60, titled=6)}}, {"sources": {"a": entry(60, titled=30)}}).drifts
    ] == [(0.1, 0.5)]
    assert 0.01 / 50 < found.drifts[0].p < 0.01 / 9
    many = {f"s{i:02}": alone for i in range(40)}
    assert drifted(before | many, {"a": entry(60, titled=11)} | many) == []


def test_drifts_stand_by_source_the_surest_measure_first() -> None:
    old = {"a": entry(100), "b": entry(100)}
    new = {"b": entry(100, titled=30, signed=60), "a": entry(100, flagged=50)}
    assert drifted(old, new) == [("a", "flagged"), ("b", "signed"), ("b", "titled")]
    found = compare({"sources": old | {"c": entry(9), "d": entry(9)}}, {"sources": new | {"c": entry(9), "e": entry(9)}})
    assert (found.compared, found.share, found.new) == (3, 2 / 3, ("e",))
    assert compare({"sources": {}}, {"sources": new}).share is None


def test_a_source_is_gone_where_a_batch_of_this_size_should_have_it() -> None:
    old = {"a": entry(90), "b": entry(10)}
    assert compare({"sources": old}, {"sources": {"a": entry(44)}}).gone == ("b",)
    assert compare({"sources": old}, {"sources": {"a": entry(43)}}).gone == ()
    # Of two that are absent each must be surer to be gone.
    old = {"a": entry(80), "b": entry(10), "c": entry(10)}
    assert compare({"sources": old}, {"sources": {"a": entry(51)}}).gone == ("b", "c")
    assert compare({"sources": old}, {"sources": {"a": entry(50)}}).gone == ()
