"""Frames: the same articles as one by one, in the frame's own index, whatever its cells hold."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cleaner import Cleaner, CleanerError, clean, clean_frame
from cleaner.arrow import CLEANED, clean_batch, rows
from cleaner.write import article_record, dumps, edit_records

TEXT = "Night buses return to Ostrava Street\n\nShare on Facebook\n\nThe night buses run again from Monday, the town said on Friday."
STORY = TEXT.splitlines()[-1]
PAGE = f"<html lang='en'><body><h1>Night buses return</h1><p>{STORY}</p></body></html>"
CLEANER = Cleaner()


def test_articles_in_the_frames_own_index() -> None:
    df = pd.DataFrame({"content": [TEXT, STORY]}, index=["b", "a"])
    done = df.cleaner.clean(text="content")
    assert list(done.index) == ["b", "a"]
    assert list(done["title"].fillna("")) == ["Night buses return to Ostrava Street", ""]
    assert list(done["body"]) == [STORY, STORY]
    assert list(df.columns) == ["content"]
    assert df.join(done)["content"]["b"] == TEXT


def test_an_index_that_repeats_stays_aligned() -> None:
    done = clean_frame(pd.DataFrame({"text": [TEXT, None, STORY]}, index=[7, 7, 7]), cleaner=CLEANER)
    assert list(done.index) == [7, 7, 7]
    assert list(done["reason"].isna()) == [True, False, True]


def test_columns_have_types() -> None:
    df = pd.DataFrame(
        {"text": [TEXT], "authors": [["Ina Wolf", "Ben Ahl"]], "published": ["2024-05-03T10:15:00+02:00"], "crawled": ["2024-05-04"]}
    )
    done = clean_frame(df, cleaner=CLEANER).iloc[0]
    assert done["authors"] == ["Ina Wolf", "Ben Ahl"]
    df["authors"] = [("Ina Wolf", "Ben Ahl")]
    assert clean_frame(df, cleaner=CLEANER)["authors"][0] == ["Ina Wolf", "Ben Ahl"]
    assert done["published"] == pd.Timestamp("2024-05-03T08:15:00Z")
    assert done["crawled"] == pd.Timestamp("2024-05-04", tz="UTC")
    assert done["blocks"] == [{"role": "paragraph", "start": 0, "end": len(STORY)}]
    assert done["measures"]["edits_by_family"] == {"SH": 1}
    assert clean_frame(df, cleaner=CLEANER)["updated"].dtype.kind == "M"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, "no text: the record has neither 'text' nor 'html'"),
        (float("nan"), "no text: the record has neither 'text' nor 'html'"),
        (pd.NA, "no text: the record has neither 'text' nor 'html'"),
        (pd.NaT, "no text: the record has neither 'text' nor 'html'"),
        (5, "wrong type: 'text' is a number, not a string"),
        (np.int64(5), "wrong type: 'text' is a number, not a string"),
        (["a"], "wrong type: 'text' is a list, not a string"),
        (b"a", "wrong type: 'text' is bytes, not a string"),
        (pd.Timestamp("2024-05-03"), "wrong type: 'text' is of type Timestamp, not a string"),
        ({"a"}, "wrong type: 'text' is of type set, not a string"),
        ("half \ud83d", "lone surrogate: there is half a character, which no UTF-8 file can hold"),
        ("a" * 200, "too long: 200 characters, --max-chars is 150"),
    ],
)
def test_bad_cells_have_the_reason_of_the_quarantine(cell: object, reason: str) -> None:
    done = clean_frame(pd.DataFrame({"text": pd.Series([STORY, cell, STORY], dtype=object)}), cleaner=CLEANER, max_chars=150)
    assert done["reason"][1] == reason
    assert done["body"].isna().tolist() == [False, True, False]


def test_ids_that_missing_ones_made_floats() -> None:
    df = pd.DataFrame({"text": [STORY] * 3, "id": [10, None, 12]})
    assert df["id"].dtype == float
    first, hashed, last = clean_frame(df, cleaner=CLEANER)["id"]
    assert (first, len(hashed), last) == ("10", 16, "12")


def test_an_empty_text_is_a_good_row() -> None:
    assert clean_frame(pd.DataFrame({"text": [""]}), cleaner=CLEANER)["flags"][0] == ["empty-body"]


def test_html_and_given_fields() -> None:
    df = pd.DataFrame({"page": [PAGE], "headline": ["Buses"], "when": [pd.Timestamp("2024-05-03 10:15")]})
    done = df.cleaner.clean(html="page", title="headline", published="when", cleaner=CLEANER).iloc[0]
    assert (done["title"], done["body"], done["published"]) == ("Buses", STORY, pd.Timestamp("2024-05-03 10:15", tz="UTC"))


def test_edits_on_request() -> None:
    df = pd.DataFrame({"text": [TEXT]})
    assert "edits" not in clean_frame(df, cleaner=CLEANER)
    (edits,) = clean_frame(df, cleaner=CLEANER, edits=True)["edits"]
    assert edits == edit_records(clean(TEXT).edits)


def test_no_rows() -> None:
    done = clean_frame(pd.DataFrame({"text": pd.Series([], dtype=object)}), cleaner=CLEANER)
    assert (len(done), list(done.columns)[-1]) == (0, "reason")


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        (["text"], {"text": "content"}, "no column 'content'; the frame has text"),
        (["text"], {"title": "headline"}, "no column 'headline'"),
        (["text"], {"headline": "text"}, "'headline' is not given of an article"),
        (["text", "text"], {}, "two columns have the same name"),
    ],
)
def test_wrong_columns_are_named(columns: list[str], options: dict[str, str], message: str) -> None:
    df = pd.DataFrame([["a"] * len(columns)], columns=columns)
    with pytest.raises(CleanerError, match=message):
        clean_frame(df, **options)


def test_a_batch_of_arrow_holds_what_the_article_record_holds() -> None:
    batch = pa.RecordBatch.from_pydict({"text": [TEXT, None, PAGE], "html": [None, PAGE, None], "other": [1, 2, 3], "id": ["a", "b", "c"]})
    done = clean_batch(batch, CLEANER)
    assert done.schema == CLEANED
    first, second, _ = rows(done)
    assert dumps({name: first[name] for name in first if name not in ("edits", "raw", "reason")}) == dumps(
        article_record(CLEANER.clean(TEXT, id="a").article)
    )
    assert (second["body"], second["raw"]) == (STORY, f"Night buses return\n\n{STORY}")


def test_a_row_that_arrow_cannot_hold_does_not_harm_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Cleaner.clean

    def spoil(self: Cleaner, document: object, **given: object) -> object:
        result = real(self, document, **given)  # type: ignore[arg-type]
        if result.document.id == "b":
            object.__setattr__(result.article, "body", "\ud800")
        return result

    monkeypatch.setattr(Cleaner, "clean", spoil)
    done = rows(clean_batch(pa.RecordBatch.from_pydict({"text": [TEXT, TEXT, STORY], "id": ["a", "b", "c"]}), CLEANER))
    assert [row["body"] for row in done] == [STORY, None, STORY]
    assert done[1]["reason"].startswith("cleaning failed: UnicodeEncodeError")
