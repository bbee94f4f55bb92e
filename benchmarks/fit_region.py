#!/usr/bin/env python3
"""Fit the weights of the article region (rule ST401) on the seen half of pages whose true body is known.

    python benchmarks/fit_region.py PAGES.jsonl.gz [--styles naive,bare,blocks,layout] [--true-weight 2.5] [--write]

Prints the parameters for the rule file, `--write` puts them there; then quality.py tells what they are worth on the other half.
`--folds` tells what a fit is worth on sites it has not seen. Needs numpy and scipy.

What is minimised is the expected cost of the region, of all regions weighed by the model: a true word outside costs `--true-weight` times
an untrue word inside, each as a share of its page. The expectation and its gradient are exact and take time linear in the number of blocks.

Two things keep so few pages from teaching what holds on them alone. A weight may not have another sign than its feature's meaning asks for
(MORE, LESS). And to each page come some more: stories of other sites between its own menus and lists. Which ones is drawn, several
times; of the fits the one stays whose regions cost least on the pages as they are.
"""

from __future__ import annotations

import argparse
import functools
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
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
STEPS = 40, 60
"""Of the two fits. More fit single pages."""
STORIES = 3
MIXED = 0.5
"""How many others' stories a page gets, and what it counts with all of them."""
DRAWS = 4
"""How often these are drawn."""
LEAST_STORY = 60
LEAST_SHARE = 0.8
"""True words of a page, and share of them in its region, from which its story can be put into others."""
MORE = {
    "inside": "prose length length-said prose-said prose-title line-length lines-around line-stopped line-said goes-on core",
    "after": "alone cut cue",
    "start": "title headline prose head-before",
    "end": "stopped cue-next cue-second cues-soon last",
}
LESS = {
    "inside": "short again alone cut to-prose away above-headline cues-around taken navigation links comments prompts legal widgets author",
    "after": "prose length-said prose-title",
    "start": "taken short away prose-before to-prose below-headline",
    "end": "taken cut away prose-next since-prose dated-soon",
}
"""Features that can only speak for a state, and only against it. Others may do either."""

NEVER = -1e9
"""A score that no weights make up for."""

Example = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pages", metavar="PAGES", type=Path)
    parser.add_argument("--styles", metavar="A,B", default="naive,bare,blocks,layout")
    parser.add_argument("--true-weight", metavar="W", type=float, default=2.5)
    parser.add_argument(
        "--folds", metavar="N", type=int, help="instead fit on the other sites for each Nth of them, and tell what that costs"
    )
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
    if args.folds:
        print(f"cost of a page of a site not seen: {unseen_cost(names, pages, args.true_weight, args.folds):.4f}")
        return 0
    weights = best_fit(names, pages, args.true_weight)
    lines = list(yaml_lines(names, weights))
    if args.write:
        text = RULE.read_text(encoding="utf-8")
        begin, end = text.index("    inside:"), text.index("examples:")
        RULE.write_text(text[:begin] + "\n".join(lines) + "\n" + text[end:], encoding="utf-8")
    else:
        print("\n".join(lines))
    return 0


def examples(rows: Sequence[dict[str, Any]], styles: Sequence[str], true_weight: float) -> tuple[list[list[str]], list[Example]]:
    """The names of the features, and what there is to learn from each page."""
    from cleaner import Cleaner
    from cleaner.detectors import article_region

    seen: list[Any] = []

    @functools.wraps(article_region.detect)
    def record(page: Any, **params: Any) -> Iterator[Any]:
        if article_region.whole_page(page, params.get("furniture", 8), params.get("short_lines", 20)):
            seen.append(page)
        return iter(())

    # A recorder in the detector's place sees what it would see.
    article_region.detect, out = record, []
    cleaner = Cleaner()
    for row in rows:
        for style in styles:
            if style not in row["inputs"]:
                continue
            seen.clear()
            cleaner.clean(row["inputs"][style])
            out += [example(page, *truth(row["gold"]["body"], page.blocks), true_weight) | {"kind": (row["group"], style)} for page in seen]
    return [list(features) for features in article_region.View(out[0]["page"]).features], out


def example(page: Any, sizes: Any, true: Any, true_weight: float) -> Example:
    """The values of the page's features, what each block costs inside the region, and the cheapest region; all under the headline that the
    rule would take for the likeliest."""
    from cleaner.detectors.article_region import View

    *_, view = View(page).readings()
    gone = np.array([page.taken(i) for i in range(view.size)])
    cost = costs(sizes, true, gone, true_weight)
    return {
        "page": page,
        "sizes": sizes,
        "true": true,
        "view": view,
        "values": [np.array(list(features.values())).T for features in view.features],
        "cost": cost,
        "best": cheapest(cost, view.headed),
        "weight": 1.0,
    }


def mixed_pages(pages: Sequence[Example], true_weight: float, draw: int) -> list[Example]:
    """For each page some more, with the stories of pages of other sites, of the same language where there are some."""
    drawn = random.Random(draw)
    whole = [p for p in pages if has_story(p)]
    out = []
    for page in whole:
        others = [p for p in whole if p["kind"][1] == page["kind"][1] and p["kind"][0] != page["kind"][0]]
        same = [p for p in others if p["page"].language == page["page"].language]
        chosen = same if len(same) > STORIES else others
        out += [mixed(page, other, true_weight) for other in drawn.sample(chosen, min(STORIES, len(chosen)))]
    return out


def has_story(page: Example) -> bool:
    first, last = page["best"]
    words = page["sizes"] * page["true"]
    return words.sum() >= LEAST_STORY and words[first : last + 1].sum() >= LEAST_SHARE * words.sum()


def mixed(page: Example, other: Example, true_weight: float) -> Example:
    """The story of `other` between what stands before and after that of `page`; lines that say the headline say the other's."""
    from cleaner.detectors.article_region import SAME

    (first, last), (begin, end) = page["best"], other["best"]
    said = other["view"].headline(begin)
    headline = (other, 0 if said is None else said)

    def around(through: range) -> list[tuple[Example, int]]:
        return [(other, 0) if i == 0 else headline if page["view"].title[i] >= SAME else (page, i) for i in through]

    chosen = around(range(first))
    if said is not None and headline not in chosen:
        chosen.append(headline)
    chosen += [(other, i) for i in range(begin, end + 1)]
    chosen += around(range(last + 1, page["view"].size))
    blocks = tuple(replace(source["page"].blocks[i], index=n) for n, (source, i) in enumerate(chosen))
    marks = {n: source["page"].marks[i] for n, (source, i) in enumerate(chosen) if i in source["page"].marks}
    sizes, true = (np.array([source[name][i] for source, i in chosen]) for name in ("sizes", "true"))
    return example(replace(other["page"], blocks=blocks, marks=marks), sizes, true, true_weight) | {"weight": MIXED / STORIES}


def unseen_cost(names: Sequence[Sequence[str]], pages: Sequence[Example], true_weight: float, folds: int) -> float:
    """Mean cost of the regions found on pages of sites that the weights were not fitted on."""
    sites = sorted({p["kind"][0] for p in pages})
    random.Random(0).shuffle(sites)
    total = 0.0
    for n in range(folds):
        held = set(sites[n::folds])
        rest = [p for p in pages if p["kind"][0] not in held]
        weights = best_fit(names, rest, true_weight)
        total += sum(cost_of(names, weights, page, true_weight) for page in pages if page["kind"][0] in held)
    return total / len(pages)


def cost_of(names: Sequence[Sequence[str]], weights: Any, page: Example, true_weight: float) -> float:
    first, last = found(names, weights, page)
    return float(true_weight + page["cost"][first : last + 1].sum())


def truth(gold: str, blocks: Sequence[Any]) -> tuple[Any, Any]:
    """The words of each block, and whether most of them are the true body's."""
    true, flat = set(shingles(gold)), f" {' '.join(words(gold))} "
    sizes, is_true = [], []
    for block in blocks:
        w = words(block.text)
        found = [tuple(w[i : i + SIZE]) in true for i in range(len(w) - SIZE + 1)]
        sizes.append(len(w))
        is_true.append(sum(found) * 2 > len(found) if found else bool(w) and f" {' '.join(w)} " in flat)
    return np.array(sizes, float), np.array(is_true, bool)


def costs(sizes: Any, true: Any, gone: Any, true_weight: float) -> Any:
    """What each block costs inside the region; below 0 for true ones. What other rules take costs nothing."""
    all_true, all_noise = max(1.0, (sizes * true).sum()), (sizes * ~true).sum()
    return np.where(gone, 0.0, np.where(true, -true_weight * sizes / all_true, sizes / max(all_true, all_noise)))


def cheapest(cost: Any, least: int) -> tuple[int, int]:
    """Of the regions whose last block is `least` or a later one."""
    from cleaner.detectors.article_region import best_run

    nothing = [0.0] * len(cost)
    return best_run(list(-cost), nothing, nothing, nothing, least)


def best_fit(names: Sequence[Sequence[str]], pages: Sequence[Example], true_weight: float) -> Any:
    fits = [fit(names, pages + mixed_pages(pages, true_weight, draw)) for draw in range(DRAWS)]
    return min(fits, key=lambda weights: sum(cost_of(names, weights, page, true_weight) for page in pages))


def fit(names: Sequence[Sequence[str]], pages: Sequence[Example]) -> Any:
    """First the weights under which the cheapest regions are most likely, then from there those with the least expected cost."""
    bounds = [
        (0.0 if name in MORE[kind].split() else None, 0.0 if name in LESS[kind].split() else None)
        for kind, features in zip(KINDS, names, strict=True)
        for name in features
    ]
    values = [np.concatenate([p["values"][k] for p in pages]) for k in range(len(KINDS))]
    weights = np.zeros(len(bounds))
    for step, most in zip((likelihood, expected_cost), STEPS, strict=True):
        least = minimize(
            objective, weights, args=(values, pages, step), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": most}
        )
        print(f"{step.__name__}: {least.fun:.4f} after {least.nit} steps", file=sys.stderr)
        weights = least.x
    return weights


def objective(
    weights: Any, values: Sequence[Any], pages: Sequence[Example], step: Callable[..., tuple[float, Any, Any]]
) -> tuple[float, Any]:
    """The weighted mean over the pages and its gradient, with the penalty. `values` are those of all pages."""
    scores = [v @ w for v, w in zip(values, parts(weights, values), strict=True)]
    slopes = [np.empty(len(s)) for s in scores]
    total, at = 0.0, 0
    all_pages = sum(p["weight"] for p in pages)
    for page in pages:
        here = slice(at, at + len(page["cost"]))
        share = page["weight"] / all_pages
        value, first, last = step(page, *chances(page, *(s[here] for s in scores)))
        total += share * value
        # From the slopes of "it begins here" and "it ends here": a block is inside from the first to the last.
        over = np.cumsum(last) - last
        for slope, own in zip(slopes, (np.cumsum(first) - over, over, first, last), strict=True):
            slope[here] = share * own
        at = here.stop
    gradient = np.concatenate([v.T @ s for v, s in zip(values, slopes, strict=True)])
    return total + PENALTY * weights @ weights, gradient + 2 * PENALTY * weights


def parts(weights: Any, values: Sequence[Any]) -> list[Any]:
    return np.split(weights, np.cumsum([v.shape[1] for v in values])[:-1])


def chances(page: Example, inside: Any, after: Any, start: Any, end: Any) -> tuple[Any, Any, float]:
    """For each block the logarithm of how much speaks for regions that begin and for those that end there, and of the sum over all regions.
    What speaks for one region is the sum of its two."""
    upto, rest = np.cumsum(inside), np.append(np.cumsum(after[::-1])[::-1][1:], 0.0)
    opening, closing = start - upto + inside, end + upto + rest
    closing[: page["view"].headed] = NEVER
    return opening, closing, float(np.logaddexp.reduce(sums(opening) + closing))


def sums(logs: Any) -> Any:
    """Running sums of numbers whose logarithms are given, as logarithms."""
    return np.logaddexp.accumulate(logs)


def sums_back(logs: Any) -> Any:
    return sums(logs[::-1])[::-1]


def likelihood(page: Example, opening: Any, closing: Any, total: float) -> tuple[float, Any, Any]:
    """Of the cheapest region: minus its log-likelihood, and the slopes by the scores of beginning and of ending at each block."""
    begin, end = page["best"]
    first, last = np.exp(opening + sums_back(closing) - total), np.exp(closing + sums(opening) - total)
    first[begin] -= 1
    last[end] -= 1
    return total - opening[begin] - closing[end], first, last


def expected_cost(page: Example, opening: Any, closing: Any, total: float) -> tuple[float, Any, Any]:
    """Of the region, drawn with a probability that grows with the exponential of its score; and the slopes."""
    first, last = np.exp(opening + sums_back(closing) - total), np.exp(closing + sums(opening) - total)
    upto = np.cumsum(page["cost"])
    before = upto - page["cost"]
    mean = (last * upto).sum() - (first * before).sum()
    # Covariances of the cost with "it begins here" and "it ends here". What is above 0 has a logarithm.
    low = min(upto.min(), before.min()) - 1
    ends = np.exp(opening + sums_back(closing + np.log(upto - low)) - total)
    begins = np.exp(closing + sums(opening + np.log(before - low)) - total)
    return mean, ends - (before - low + mean) * first, (upto - low - mean) * last - begins


def found(names: Sequence[Sequence[str]], weights: Any, page: Example) -> tuple[int, int]:
    """The region that the rule would find with these weights; the whole page where it would find none."""
    from cleaner.detectors.article_region import View, story

    params = [dict(zip(own, w, strict=True)) for own, w in zip(names, parts(weights, page["values"]), strict=True)]
    told = story(View(page["page"]), *params)
    return told[1:] if told else (0, len(page["cost"]) - 1)


def yaml_lines(names: Sequence[Sequence[str]], weights: Any) -> Iterator[str]:
    at = 0
    for kind, features in zip(KINDS, names, strict=True):
        yield f"    {kind}:"
        for name in features:
            yield f"      {name}: {re.sub('^-0.00$', '0.00', f'{weights[at]:.2f}')}"
            at += 1


if __name__ == "__main__":
    sys.exit(main())
