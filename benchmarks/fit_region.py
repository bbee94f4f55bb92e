#!/usr/bin/env python3
"""Fit the weights of the article region (rule ST401) on the seen half of pages whose true body is known.

    python benchmarks/fit_region.py PAGES.jsonl.gz [--styles naive,blocks,layout] [--true-weight 3] [--write]

Prints the parameters for the rule file, `--write` puts them there; then quality.py tells what they are worth on the other half. Needs
numpy and scipy. What is minimised is the expected cost of the region, of all regions weighed by the model: a true word outside costs
`--true-weight` times an untrue word inside, each as a share of its page. The expectation and its gradient are exact and
take time linear in the number of blocks.
"""

from __future__ import annotations

import argparse
import functools
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from quality import Problem, read_pages
from scipy.optimize import minimize
from score import SIZE, shingles, words

ROOT = Path(__file__).resolve().parents[1]
RULE = ROOT / "rules" / "general" / "ST401-outside-the-story.yaml"
KINDS = ("inside", "after", "start", "end")
PENALTY = 3e-4
"""Of the squared weights, against fitting single pages."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pages", metavar="PAGES", type=Path)
    parser.add_argument("--styles", metavar="A,B", default="naive,blocks,layout")
    parser.add_argument("--true-weight", metavar="W", type=float, default=3.0)
    parser.add_argument("--write", action="store_true", help=f"into {RULE.relative_to(ROOT)}")
    args = parser.parse_args(argv)
    sys.path.insert(0, str(ROOT))
    try:
        rows = [row for row in read_pages(args.pages, None, None) if row["half"] == "seen"]
    except (Problem, OSError) as error:
        print(f"fit_region.py: {error}", file=sys.stderr)
        return 2
    names, pages = examples(rows, args.styles.split(","), args.true_weight)
    print(f"{len(pages)} pages, {sum(len(p['cost']) for p in pages)} blocks", file=sys.stderr)
    weights = fit(pages, sum(map(len, names)))
    lines = list(yaml_lines(names, weights))
    if args.write:
        text = RULE.read_text(encoding="utf-8")
        begin, end = text.index("    inside:"), text.index("examples:")
        RULE.write_text(text[:begin] + "\n".join(lines) + "\n" + text[end:], encoding="utf-8")
    else:
        print("\n".join(lines))
    return 0


def examples(rows: Sequence[dict[str, Any]], styles: Sequence[str], true_weight: float) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """The names of the features, and for each page their values and what each block costs inside the region."""
    from cleaner import Cleaner
    from cleaner.detectors import article_region

    seen: list[Any] = []

    @functools.wraps(article_region.detect)
    def record(page: Any, **params: Any) -> Iterator[Any]:
        if article_region.whole_page(page, params.get("furniture", 8), params.get("short_lines", 20)):
            seen.append(page)
        return iter(())

    # A recorder in the detector's place sees what it would see.
    article_region.detect, names, out = record, [], []
    cleaner = Cleaner()
    for row in rows:
        for style in styles:
            if style not in row["inputs"]:
                continue
            seen.clear()
            cleaner.clean(row["inputs"][style])
            for page in seen:
                view = article_region.View(page)
                names = [list(features) for features in view.features]
                values = [np.array(list(features.values())).T for features in view.features]
                gone = np.array([page.taken(i) for i in range(view.size)])
                out.append({"values": values, "cost": costs(row["gold"]["body"], page.blocks, gone, true_weight)})
    return names, out


def costs(gold: str, blocks: Sequence[Any], gone: Any, true_weight: float) -> Any:
    """What each block costs inside the region; below 0 for true ones. What other rules take costs nothing."""
    true, flat = set(shingles(gold)), f" {' '.join(words(gold))} "
    sizes, is_true = [], []
    for block in blocks:
        w = words(block.text)
        found = [tuple(w[i : i + SIZE]) in true for i in range(len(w) - SIZE + 1)]
        sizes.append(len(w))
        is_true.append(sum(found) * 2 > len(found) if found else bool(w) and f" {' '.join(w)} " in flat)
    size, good = np.array(sizes, float), np.array(is_true, bool)
    all_true, all_noise = max(1.0, (size * good).sum()), (size * ~good).sum()
    return np.where(gone, 0.0, np.where(good, -true_weight * size / all_true, size / max(all_true, all_noise)))


def fit(pages: Sequence[dict[str, Any]], size: int) -> Any:
    """First the weights under which the cheapest regions are most likely, then from there those with the least expected cost."""
    weights = np.zeros(size)
    for step in (likelihood, expected_cost):
        found = minimize(objective, weights, args=(pages, step), jac=True, method="L-BFGS-B", options={"maxiter": 150})
        print(f"{step.__name__}: {found.fun:.4f} after {found.nit} steps", file=sys.stderr)
        weights = found.x
    return weights


def objective(weights: Any, pages: Sequence[dict[str, Any]], step: Callable[[Any, dict[str, Any]], tuple[float, Any]]) -> tuple[float, Any]:
    total, gradient = 0.0, np.zeros_like(weights)
    for page in pages:
        value, slope = step(weights, page)
        total += value
        gradient += slope
    return total / len(pages) + PENALTY * weights @ weights, gradient / len(pages) + 2 * PENALTY * weights


def chances(weights: Any, page: dict[str, Any]) -> tuple[Any, Any, float]:
    """Of a page: how likely it begins and how likely it ends at each block, without a common scale, and the sum over all regions."""
    values = page["values"]
    parts = np.split(weights, np.cumsum([v.shape[1] for v in values])[:-1])
    inside, after, start, end = (v @ w for v, w in zip(values, parts, strict=True))
    upto, rest = np.cumsum(inside), np.append(np.cumsum(after[::-1])[::-1][1:], 0.0)
    opening, closing = start - upto + inside, end + upto + rest
    best = (np.maximum.accumulate(opening) + closing).max()
    a = np.exp(opening - opening.max())
    # What would overflow ends before any likely beginning.
    b = np.exp(np.minimum(closing - (best - opening.max()), 500.0))
    return a, b, (np.cumsum(a) * b).sum()


def gradient(page: dict[str, Any], first: Any, last: Any) -> Any:
    """From the slopes of "it begins here" and "it ends here", those of the weights: a block is inside from the first to the last."""
    over = np.cumsum(last) - last
    return np.concatenate([v.T @ s for v, s in zip(page["values"], (np.cumsum(first) - over, over, first, last), strict=True)])


def likelihood(weights: Any, page: dict[str, Any]) -> tuple[float, Any]:
    """Of the cheapest region: minus its log-likelihood, and the gradient."""
    a, b, z = chances(weights, page)
    begin, end = cheapest(page["cost"])
    first, last = a * np.cumsum(b[::-1])[::-1] / z, b * np.cumsum(a) / z
    value = np.log(z) - np.log(max(a[begin], 1e-300)) - np.log(max(b[end], 1e-300))
    first[begin] -= 1
    last[end] -= 1
    return value, gradient(page, first, last)


def cheapest(cost: Any) -> tuple[int, int]:
    total, begun, best = 0.0, 0, (np.inf, 0, 0)
    for i, c in enumerate(cost):
        if total >= 0:
            total, begun = 0.0, i
        total += c
        best = min(best, (total, begun, i))
    return best[1], best[2]


def expected_cost(weights: Any, page: dict[str, Any]) -> tuple[float, Any]:
    """Of the region [first, last], drawn with a probability that grows with the exponential of its score; and the gradient."""
    a, b, z = chances(weights, page)
    later, sooner = np.cumsum(b[::-1])[::-1], np.cumsum(a)
    cost = np.cumsum(page["cost"])
    before = cost - page["cost"]
    mean = (b * sooner * cost).sum() / z - (a * later * before).sum() / z
    # Covariances of the cost with "it begins here" and "it ends here".
    first = a / z * (np.cumsum((b * cost)[::-1])[::-1] - (before + mean) * later)
    last = b / z * (sooner * (cost - mean) - np.cumsum(a * before))
    return mean, gradient(page, first, last)


def yaml_lines(names: Sequence[Sequence[str]], weights: Any) -> Iterator[str]:
    at = 0
    for kind, features in zip(KINDS, names, strict=True):
        yield f"    {kind}:"
        for name in features:
            yield f"      {name}: {re.sub('^-0.00$', '0.00', f'{weights[at]:.2f}')}"
            at += 1


if __name__ == "__main__":
    sys.exit(main())
