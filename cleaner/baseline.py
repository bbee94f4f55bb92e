"""What each source's articles are usually like, and which sources have left that: by tests that know how many articles were seen.

Means are compared by Welch's t-test, rates by Fisher's exact test, and the level holds for all tests of a batch together (Holm 1979).
A difference must also be large enough to matter: with enough articles every small one is certain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.model import CleanerError

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.01
"""Chance that a batch in which nothing changed shows any drift."""
MEANS = {"noise_share": (0.03, 0.01), "share_removed": (0.1, 0.02), "log_words": (0.25, 0.05)}
"""Measure → the difference that matters, and a spread every source is taken to have at least. 0.25 in log words is a factor of 1.28."""
RATES = ("published_parsed", "titled", "signed", "ends_open", "starts_mid", "flagged")
MATTERS = 0.1
"""Difference of two rates that matters."""
UNNAMED = "(no source)"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Drift:
    """A source's measure that is no longer what it was. `p`: chance of a difference like this where nothing changed, before correction."""

    source: str
    measure: str
    before: float
    now: float
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    drifts: tuple[Drift, ...]
    compared: int
    """Sources that are in both."""
    new: tuple[str, ...]
    gone: tuple[str, ...]
    """Sources that should be in a batch of this size and are not."""

    @property
    def share(self) -> float | None:
        """Share of the compared sources that drifted."""
        return len({d.source for d in self.drifts}) / self.compared if self.compared else None


def make(frame: pd.DataFrame) -> dict[str, Any]:
    """The baseline of a frame of measures, as JSON values."""
    import numpy as np

    columns = {
        "noise_share": frame["noise_share"],
        "share_removed": frame["share_removed"],
        "log_words": np.log1p(frame["body_words"].astype(float)),
        "published_parsed": frame["published_parsed"].map(lambda v: v is True).astype(float),
        "titled": (frame["title_words"] > 0).astype(float),
        "signed": (frame["authors"] > 0).astype(float),
        "ends_open": frame["ends_open"].astype(float),
        "starts_mid": frame["starts_mid"].astype(float),
        "flagged": (frame["status"] == "flagged").astype(float),
    }
    source = frame["source"].where(frame["source"].notna(), UNNAMED)
    sources: dict[str, Any] = {}
    for name, rows in source[frame["body_words"].notna()].groupby(source).groups.items():
        entry: dict[str, Any] = {"articles": len(rows)}
        for measure in MEANS:
            values = columns[measure].loc[rows]
            entry[measure] = {"mean": round(float(values.mean()), 6), "variance": round(float(values.var(ddof=0)), 6)}
        for measure in RATES:
            entry[measure] = int(columns[measure].loc[rows].sum())
        sources[str(name)] = entry
    return {"baseline": VERSION, "sources": sources}


def read(path: Path) -> dict[str, Any]:
    """A baseline file. Raises CleanerError for one that `--write-baseline` did not write."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        good = value["baseline"] == VERSION and all(_entry(e) for e in value["sources"].values())
    except FileNotFoundError:
        raise CleanerError(f"{path}: no such file; --write-baseline makes one from a batch that is as it should be") from None
    except OSError as error:
        raise CleanerError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        good = False
    if not good:
        raise CleanerError(f"{path}: no baseline of this version; --write-baseline makes one")
    return dict(value)


def _entry(e: Mapping[str, Any]) -> bool:
    means = all(isinstance(e[m][part], (int, float)) for m in MEANS for part in ("mean", "variance"))
    return isinstance(e["articles"], int) and e["articles"] > 0 and means and all(0 <= e[r] <= e["articles"] for r in RATES)


def compare(before: Mapping[str, Any], now: Mapping[str, Any]) -> Comparison:
    """Two baselines as `make` gives them → the sources that drifted, sorted by source, the most certain measure first."""
    old, new = before["sources"], now["sources"]
    both = sorted(set(old) & set(new))
    found = [(d, large) for source in both for d, large in _tests(source, old[source], new[source])]
    found.sort(key=lambda pair: (pair[0].p, pair[0].source, pair[0].measure))
    drifts = []
    for rank, (drift, large) in enumerate(found):
        if drift.p > LEVEL / (len(found) - rank):
            break
        if large:
            drifts.append(drift)
    total = sum(e["articles"] for e in old.values())
    size = sum(e["articles"] for e in new.values())
    absent = sorted(set(old) - set(new))
    gone = [s for s in absent if (1 - old[s]["articles"] / total) ** size <= LEVEL / len(absent)]
    return Comparison(tuple(sorted(drifts, key=lambda d: (d.source, d.p))), len(both), tuple(sorted(set(new) - set(old))), tuple(gone))


def _tests(source: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[Drift, bool]]:
    from scipy.stats import fisher_exact, ttest_ind_from_stats

    n, m = old["articles"], new["articles"]
    out = []
    for measure, (matters, least) in MEANS.items():
        a, b = old[measure], new[measure]
        if min(n, m) < 2:
            continue
        spread = [max(e["variance"] * k / (k - 1), least**2) ** 0.5 for e, k in ((a, n), (b, m))]
        p = float(ttest_ind_from_stats(a["mean"], spread[0], n, b["mean"], spread[1], m, equal_var=False).pvalue)
        out.append((Drift(source, measure, a["mean"], b["mean"], p), abs(a["mean"] - b["mean"]) >= matters))
    for measure in RATES:
        k, j = old[measure], new[measure]
        p = float(fisher_exact([[k, n - k], [j, m - j]])[1])
        out.append((Drift(source, measure, k / n, j / m, p), abs(k / n - j / m) >= MATTERS))
    return out
