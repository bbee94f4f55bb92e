"""The measures against values worked out by hand, and the three benchmark programs on small input."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
OWN = BENCHMARKS / "own" / "pages.jsonl"


@pytest.fixture(scope="module")
def score():
    sys.path.insert(0, str(BENCHMARKS))
    yield importlib.import_module("score")
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def quality(score):
    return importlib.import_module("quality")


def edit(raw: str, before: str, after: str = "", code: str = "XX101") -> SimpleNamespace:
    at = raw.index(before)
    return SimpleNamespace(start=at, end=at + len(before), before=before, after=after, reasons=(SimpleNamespace(code=code, name="a-rule"),))


def test_words_are_letters_and_digits_and_each_cjk_character(score):
    assert score.words("It's 3.5 km_long; Ärger, 東京へ!") == ["it", "s", "3", "5", "km", "long", "ärger", "東", "京", "へ"]
    assert score.words(None) == []


def test_shingles_are_a_multiset(score):
    assert score.shingles("a b c d a b c d") == {tuple("abcd"): 2, tuple("bcda"): 1, tuple("cdab"): 1, tuple("dabc"): 1}
    assert score.shingles("a b") == {("a", "b"): 1}
    assert not score.shingles("…")


def test_one_page_by_hand(score):
    gold, before, after = (score.shingles(t) for t in ("a b c d e f", "menu x y z a b c d e f", "a b c d e q"))
    assert score.measure_page(gold, before, after) == {"precision": 2 / 3, "recall": 2 / 3, "lost": 1 / 3, "noise_in": 4, "noise_out": 1}
    empty = score.measure_page(gold, before, score.shingles(""))
    assert empty == {"precision": 0.0, "recall": 0.0, "lost": 1.0, "noise_in": 4, "noise_out": 0}
    without = score.measure_page(gold, score.shingles("x y z w"), gold)
    assert without["lost"] == 0.0
    assert without["recall"] == 1.0


def test_f1_is_of_the_averages_and_noise_is_pooled(score):
    pages = [
        {"precision": 1.0, "recall": 0.5, "lost": 0.0, "noise_in": 10, "noise_out": 0},
        {"precision": 0.5, "recall": 0.5, "lost": 0.2, "noise_in": 30, "noise_out": 10},
    ]
    assert score.average(pages) == {"pages": 2, "precision": 0.75, "recall": 0.5, "f1": 0.6, "lost": 0.1, "noise_removed": 0.75}


def test_share_of_room(score):
    assert score.share_of_room(0.5, 0.75, 1.0) == 0.5
    assert score.share_of_room(0.9, 0.95, 0.9) == 0.0


def test_best_lines_are_those_mostly_true(score):
    gold = "one two three four five six seven eight"
    text = "Menu\none two three\nfive four\n\none two three four five x y\nthree four five six seven z"
    # "… five x y": 2 of 4 sequences are true, which is not most; "… seven z": 2 of 3.
    assert score.best_lines(text, gold) == "one two three\nthree four five six seven z"


def test_dek_is_scored_only_with_a_summary(score):
    assert score.scored_text("Body.", "Dek.", True) == "Dek.\n\nBody."
    assert score.scored_text("Body.", "Dek.", False) == "Body."
    assert score.scored_text("Body.", None, True) == "Body."


def test_wilson_interval(score):
    low, high = score.wilson(9, 10)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    assert score.wilson(0, 0) == (0.0, 1.0)
    assert score.wilson(10, 10)[1] == 1.0


def test_bootstrap_repeats_and_holds_the_mean(score):
    pages = [{"precision": p, "recall": 1.0, "lost": 1 - p} for p in (0.5, 0.6, 0.7, 0.8, 0.9)]
    interval = score.bootstrap(pages)
    assert interval == score.bootstrap(pages)
    assert interval["lost"][0] < 0.3 < interval["lost"][1]
    assert score.bootstrap(pages[:1])["lost"] == [0.5, 0.5]


RAW = "Title of it all\nmenu and more menu\none two three four five\none two three four five\nsix seven eight nine ten\nread this too now"
GOLD = "one two three four five six seven eight nine ten"


def test_trace_counts_a_repeated_line_as_no_loss(score):
    lines, taken = score.trace(GOLD, RAW, [edit(RAW, "one two three four five\n")], RAW.replace("one two three four five\n", "", 1), 0, 0)
    assert [(t.code, t.words, t.true) for t in taken] == [("XX101", 5, 0)]
    assert not any(line.true_lost for line in lines)
    assert [line.zone for line in lines] == ["head", "head", "middle", "middle", "middle", "tail"]
    assert [line.noise_kept for line in lines] == [4, 4, 0, 0, 0, 4]


def test_trace_finds_what_a_rule_lost_and_where_the_title_went(score):
    raw = "Title of it all\n\none two three four five\nsix seven eight nine ten"
    edits = [edit(raw, "six seven eight nine ten", "six seven", "XX102")]
    lines, taken = score.trace(GOLD, raw, edits, "one two three four five\nsix seven", len("Title of it all"), 0)
    assert {(t.code, t.words, t.true) for t in taken} == {("XX102", 3, 3), ("(title)", 4, 0)}
    assert [(line.zone, line.true_lost, line.codes) for line in lines] == [
        ("head", 0, ("(title)",)),
        ("middle", 0, ()),
        ("tail", 3, ("XX102",)),
    ]


def test_words_of_a_true_body(score):
    assert score.words_lost("a b c", "a b c") == (3, 0, True)
    assert score.words_lost("a b c b", "c b a") == (4, 1, False)
    assert score.words_lost("a b", "b a") == (2, 0, False)


def test_a_site_is_in_one_half_and_both_halves_are_there(quality):
    rows = quality.read_pages(OWN, None, None)
    assert {row["half"] for row in rows} == {"seen", "unseen"}
    # sha256("a") ends in an odd hex digit, sha256("b") in an odd one, sha256("c") in an even one.
    assert [quality.half(x) for x in "abc"] == ["unseen", "unseen", "seen"]


@pytest.fixture(scope="module")
def report(quality, tmp_path_factory):
    """One run over the project's own pages, with all its files."""
    pytest.importorskip("datatrove")
    folder = tmp_path_factory.mktemp("quality")
    readme = folder / "README.md"
    readme.write_text(f"# x\n\n{quality.BEGIN}\nold\n{quality.END}\n\nrest\n", encoding="utf-8")
    options = [
        "--json",
        folder / "out.json",
        "--readme",
        readme,
        "--dump",
        folder / "dump",
        "--floor",
        folder / "floor.json",
        "--lower-floor",
    ]
    assert quality.main([str(x) for x in (OWN, "--workers", "1", "--ledger", "--languages", *options)]) == 0
    return folder


def test_own_pages_come_out_better_than_they_went_in(report):
    for styles in json.loads((report / "out.json").read_text(encoding="utf-8"))["results"].values():
        for parts in styles.values():
            for row in parts.values():
                assert row["untouched"]["f1"] <= row["cleaned"]["f1"]
                assert row["cleaned"]["lost"] <= row["c4"]["lost"]


def test_dump_never_shows_the_unseen_half(quality, report):
    unseen = {row["id"] for row in quality.read_pages(OWN, None, None) if row["half"] == "unseen"}
    files = sorted((report / "dump").iterdir())
    styles = ("naive", "bare", "extractor", "truth")
    assert {f.name for f in files} == {f"{style}.{kind}.txt" for style in styles for kind in ("lost", "noise")}
    lines = [line.split("\t") for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    assert lines
    assert all(len(cells) == 5 and cells[0] not in unseen for cells in lines)


def test_readme_gets_the_tables_between_the_marks(quality, report):
    text = (report / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# x\n\n")
    assert text.endswith("\n\nrest\n")
    assert "| own | naive | 13 |" in text
    assert "old" not in text


def test_floor_is_tied_to_the_pages_and_lowered_only_by_name(quality, report, capsys):
    made = json.loads((report / "out.json").read_text(encoding="utf-8"))
    path = report / "own-floor.json"
    text = (report / "floor.json").read_text(encoding="utf-8")

    path.write_text(text, encoding="utf-8")
    assert quality.check_floor(path, made, lower=False) == 0
    assert path.read_text(encoding="utf-8") == text

    floor = json.loads(text)
    floor["floors"]["own naive all"] = {"f1": 0.1, "lost": 0.9}
    path.write_text(json.dumps(floor), encoding="utf-8")
    assert quality.check_floor(path, made, lower=False) == 0
    assert path.read_text(encoding="utf-8") == text

    floor["floors"]["own naive all"] = {"f1": 1.0, "lost": 0.0}
    path.write_text(json.dumps(floor), encoding="utf-8")
    capsys.readouterr()
    assert quality.check_floor(path, made, lower=False) == 1
    assert "own naive all: f1" in capsys.readouterr().err
    assert quality.check_floor(path, made, lower=True) == 0
    assert path.read_text(encoding="utf-8") == text

    path.write_text(json.dumps(floor | {"sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(quality.Problem, match="other pages"):
        quality.check_floor(path, made, lower=False)


PAGE = {"id": "p", "set": "s", "group": "g", "inputs": {"naive": "x"}, "gold": {"body": "x"}}


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (None, [], "No such file"),
        ("", [], "no pages"),
        ("{\n", [], ":1: "),
        ("[]\n", [], "not a JSON object"),
        (json.dumps({"id": "p"}), [], "needs id, set, group"),
        (json.dumps(PAGE | {"gold": {"body": "…"}}), [], "no words"),
        (json.dumps(PAGE | {"inputs": {"naive": 3}}), [], "must be strings"),
        (json.dumps(PAGE), ["--styles", "fancy"], "no style fancy"),
        (json.dumps(PAGE), ["--lower-floor"], "needs --floor"),
        (json.dumps(PAGE), ["--floor", "f", "--limit", "1"], "leave out"),
    ],
)
def test_errors_are_one_line(quality, tmp_path, capsys, text, options, message):
    path = tmp_path / "pages.jsonl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert quality.main([str(path), *options]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_missing_peer_is_one_line(quality, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "datatrove.data", None)
    assert quality.main([str(OWN), "--workers", "1"]) == 2
    assert "pip install datatrove" in capsys.readouterr().err


def program(name: str, *args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(BENCHMARKS / name), *map(str, args)], capture_output=True, text=True, check=False)


def test_scaling_measures_every_shape():
    done = program("scaling.py", "--part", 0.001)
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    shapes = ("article", "one-line", "damaged-lines", "blank-lines", "deep-html")
    assert [row[0] for row in rows] == [f"| {shape}" for shape in shapes for _ in range(4)]
    assert all(len(row) == 7 for row in rows), done.stdout


def test_speed_is_told_for_every_input():
    pytest.importorskip("cleantext")
    done = program("speed.py", OWN, "--limit", 2, "--rounds", 1)
    assert done.returncode == 0, done.stderr
    header, _, *rows = [line.split(" | ") for line in done.stdout.splitlines()]
    assert header[-2:] == ["cleaner × ftfy", "cleaner × C4 |"]
    assert [row[0] for row in rows] == ["| naive", "| bare", "| extractor"]
    assert all(len(row) == len(header) for row in rows), done.stdout


def test_startup_times_whole_processes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("A headline of four words\n\nThe council of Millbrook put off its vote on Tuesday evening.\n", encoding="utf-8")
    done = program("startup.py", path, "--runs", 1)
    assert done.returncode == 0, done.stderr
    assert "`cleaner clean a.txt`" in done.stdout
    assert "(standard library)" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no signal tells of a closed pipe")
def test_startup_ends_quietly_where_its_reader_has_seen_enough():
    command = [sys.executable, BENCHMARKS / "startup.py", Path(__file__).with_name("conftest.py"), "--runs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        assert done.stdout.readline() == b"| command | median ms | min ms |\n"
        done.stdout.close()
        assert done.stderr.read() == b""


@pytest.mark.parametrize(
    ("name", "args"), [("scaling.py", ["--shapes", "round"]), ("startup.py", ["/nowhere/a.txt"]), ("speed.py", [OWN, "--styles", "odd"])]
)
def test_programs_say_errors_in_one_line(name, args):
    done = program(name, *args)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_bare_is_naive_without_the_windows_title(quality):
    inputs = {"naive": "\nOld pier to close - Harbour Post\nMenu\nThe pier closed.", "blocks": "Menu\nThe pier closed."}
    found = quality.with_bare(inputs)
    assert found == inputs | {"bare": "Menu\nThe pier closed."}
    assert list(found) == ["naive", "bare", "blocks"]
    assert quality.with_bare({"naive": "One line.\n"}) == {"naive": "One line.\n"}


# fit_region


@pytest.fixture(scope="module")
def fit_region(quality):
    return importlib.import_module("fit_region")


def drawn_pages(sizes: list[int]) -> list[dict]:
    import numpy as np

    rng = np.random.default_rng(0)
    view = SimpleNamespace(headed=2)
    return [
        {"values": [rng.normal(size=(n, 2)) for _ in range(4)], "cost": rng.normal(size=n), "view": view, "best": (1, 3), "weight": n / 9}
        for n in sizes
    ]


def test_the_expected_cost_is_that_of_all_regions(fit_region):
    import numpy as np

    (page,) = drawn_pages([7])
    weights = np.linspace(-1, 1, 8)
    inside, after, start, end = (v @ w for v, w in zip(page["values"], np.split(weights, 4), strict=True))
    regions = [(i, j) for i in range(7) for j in range(max(i, 2), 7)]
    chances = np.exp([inside[i : j + 1].sum() + after[j + 1 :].sum() + start[i] + end[j] for i, j in regions])
    costs = np.array([page["cost"][i : j + 1].sum() for i, j in regions])
    value, *_ = fit_region.expected_cost(page, *fit_region.chances(page, inside, after, start, end))
    assert value == pytest.approx((chances * costs).sum() / chances.sum())
    value, *_ = fit_region.likelihood(page, *fit_region.chances(page, inside, after, start, end))
    assert value == pytest.approx(-np.log(chances[regions.index((1, 3))] / chances.sum()))


@pytest.mark.parametrize("step", ["likelihood", "expected_cost"])
def test_the_gradient_is_the_slope(fit_region, step):
    import numpy as np

    pages, weights = drawn_pages([7, 12]), np.linspace(-1, 1, 8)
    values = [np.concatenate([p["values"][k] for p in pages]) for k in range(4)]

    def value(at):
        return fit_region.objective(at, values, pages, getattr(fit_region, step))

    for n, slope in enumerate(value(weights)[1]):
        step_aside = np.eye(8)[n] * 1e-5
        assert slope == pytest.approx((value(weights + step_aside)[0] - value(weights - step_aside)[0]) / 2e-5, abs=1e-6)


def menu_page(site: str, words: list[str], fit_region) -> dict:
    from cleaner.detectors import Page
    from cleaner.model import Document
    from cleaner.segment import segment

    headline = f"{site} ferry pier will close for two winters"
    story = [f"The board of {site} said on {day} that the old timber would not carry another crowd of {site}." for day in words]
    raw = "\n\n".join([f"{headline} - {site} Post", f"{site} menu", headline, *story, f"More from {site}"])
    blocks = segment(raw).blocks
    sizes, true = fit_region.truth("\n\n".join(story), blocks)
    return fit_region.example(Page(Document(raw), raw, blocks, {}, {}, "en", {}), sizes, true, 3.0) | {"kind": (site, "naive")}


def test_a_mixed_page_has_the_story_of_one_and_the_menus_of_another(fit_region):
    days = ["Monday", "Tuesday", "Friday", "Sunday"]
    page, other = menu_page("Northfield", days, fit_region), menu_page("Eastquay", days[:3], fit_region)
    assert (page["best"], other["best"]) == ((3, 6), (3, 5))
    found = fit_region.mixed(page, other, 3.0)
    texts = [b.text for b in found["page"].blocks]
    headline = "Eastquay ferry pier will close for two winters"
    assert texts[:3] == [f"{headline} - Eastquay Post", "Northfield menu", headline]
    assert all(text.startswith("The board of Eastquay") for text in texts[3:6])
    assert texts[6:] == ["More from Northfield"]
    assert (found["best"], found["view"].headed) == ((3, 5), 2)
    assert [b.index for b in found["page"].blocks] == list(range(7))


def test_a_speech_becomes_paragraphs_of_one_or_two_sentences(score):
    prose = importlib.import_module("prose")
    speech = "Madam Speaker ! The pier &amp; the quay are shut . Who paid ? Nobody did , I am told. It was 4.5 million . Enough !"
    assert prose.paragraphs(speech) == [
        "Madam Speaker!",
        "The pier & the quay are shut. Who paid?",
        "Nobody did, I am told.",
        "It was 4.5 million.",
        "Enough!",
    ]
    assert prose.paragraphs("") == []
