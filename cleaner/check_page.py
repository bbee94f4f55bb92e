"""The HTML report of a check: one file that needs neither network nor script. Every text from outside is escaped."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from cleaner.check import Check
from cleaner.check_formats import found, headline, records, samples, worst_sources
from cleaner.validate import Outcome

BINS = 24
TOP_SOURCES = 40
SHOWN = 12
"""Records shown of an expectation; ids beyond are in the JSON."""
HISTOGRAMS = (
    ("body_words", "Words of the body", True),
    ("noise_share", "Share of noise left in the body", False),
    ("share_removed", "Share of the raw text removed", False),
    ("age_days", "Days from publication to crawl", False),
    ("title_support", "Share of the headline's words that the body says", False),
    ("longest_paragraph", "Words of the longest paragraph", True),
)
STYLE = """
:root {
  color-scheme: light dark;
  --line: #8884; --soft: #8882; --error: #c62f2f; --warning: #b37400; --info: #4a6fa5; --met: #2c7a4b; --dim: #777;
}
@media (prefers-color-scheme: dark) { :root { --error: #f07070; --warning: #e0a030; --info: #7fa6dd; --met: #5fb884; --dim: #999; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .3rem 0; }
.verdict { font-size: 1.1rem; font-weight: 600; }
.failed .verdict { color: var(--error); }
.met .verdict { color: var(--met); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.text { overflow-wrap: anywhere; }
section { border-left: 4px solid var(--info); padding: .2rem 0 .2rem 1rem; margin: 1rem 0; }
section.error { border-color: var(--error); }
section.warning { border-color: var(--warning); }
.badge { font-size: .8rem; font-weight: 600; text-transform: uppercase; letter-spacing: .03em; color: var(--info); }
.error .badge { color: var(--error); }
.warning .badge { color: var(--warning); }
.where { color: var(--dim); font-size: .85rem; }
code { font: .85rem ui-monospace, monospace; overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1.5rem; }
figure { margin: 0; }
figcaption { font-weight: 600; font-size: .9rem; }
svg { width: 100%; height: auto; display: block; }
svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
svg rect { fill: var(--info); }
svg line { stroke: var(--line); }
.bar { display: block; height: .8rem; margin-top: .35rem; background: var(--soft); min-width: 8rem; }
.bar i { display: block; height: 100%; background: var(--error); }
"""


def page(check: Check, fail_on: str) -> str:
    """The whole report, as HTML."""
    state = "met" if check.success(fail_on) else "failed"
    parts = [
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
        # Without it, browsers ask the server for an icon.
        f'<link rel="icon" href="data:,"><title>News check: {escape(headline(check, fail_on))}</title><style>{STYLE}</style></head>',
        f'<body><header class="{state}"><h1>News check</h1><p class="verdict">{escape(headline(check, fail_on))}</p>',
        f"<p>{escape(records(check))}</p></header>",
        *_failures(check),
        *_charts(check),
        *_sources(check),
        *_drift(check),
        *_all(check),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _failures(check: Check) -> Iterator[str]:
    failed = check.failed()
    if not failed:
        return
    yield "<h2>What failed</h2>"
    for outcome in failed:
        e = outcome.expectation
        yield f'<section class="{e.severity}"><h3><span class="badge">{e.severity}</span> {escape(e.sentence)}</h3>'
        yield f"<p><code>{escape(e.id)}</code> · {escape(found(outcome))}</p>"
        worst = worst_sources(check, outcome, 5)
        if worst:
            yield f"<p>Worst sources: {escape(', '.join(f'{s} {n} of {total}' for s, n, total in worst))}</p>"
        yield from _samples(check, outcome)
        yield "</section>"


def _samples(check: Check, outcome: Outcome) -> Iterator[str]:
    if not outcome.unexpected:
        return
    yield "<table><tr><th>Record</th><th>Where</th><th>Text</th></tr>"
    for row, snippet in samples(check, outcome, SHOWN):
        place = f"<td class=where>{escape(row.file)}:{row.line}</td>"
        yield f"<tr><td><code>{escape(row.id)}</code></td>{place}<td class=text>{escape(snippet)}</td></tr>"
    yield "</table>"
    if len(outcome.unexpected) > SHOWN:
        yield f"<p class=where>and {len(outcome.unexpected) - SHOWN:,} more</p>"


def _charts(check: Check) -> Iterator[str]:
    charts = [(title, values, log) for name, title, log in HISTOGRAMS if (values := check.frame[name].dropna().astype(float).tolist())]
    if charts:
        yield '<h2>Measures</h2><div class="charts">'
        for title, values, log in charts:
            yield f"<figure><figcaption>{escape(title)}</figcaption>{_histogram(values, log)}</figure>"
        yield "</div>"


def _histogram(values: Sequence[float], log: bool) -> str:
    """Counts in equal bins, on a logarithmic axis if `log`; what lies beyond 99 % on either side is in the last bin."""
    ordered = sorted(math.log10(1 + v) for v in values) if log else sorted(values)
    low, high = ordered[len(ordered) // 200], ordered[-1 - len(ordered) // 200]
    width = (high - low) / BINS or 1.0
    counts = [0] * BINS
    for v in ordered:
        counts[max(0, min(BINS - 1, int((v - low) / width)))] += 1
    top = max(counts)
    bars = "".join(
        f'<rect x="{10 + i * 12.5:.1f}" y="{110 - 100 * n / top:.1f}" width="11.5" height="{100 * n / top:.1f}"><title>{n:,}</title></rect>'
        for i, n in enumerate(counts)
        if n
    )
    ends = [10**v - 1 if log else v for v in (low, (low + low + BINS * width) / 2, low + BINS * width)]
    marks = "".join(
        f'<text x="{x}" y="126" text-anchor="{anchor}">{f"{v:,.0f}" if log or abs(v) >= 1000 else f"{v:.3g}"}</text>'
        for x, anchor, v in zip((10, 160, 310), ("start", "middle", "end"), ends, strict=True)
    )
    return f'<svg viewBox="0 0 320 130" role="img"><line x1="10" x2="310" y1="110" y2="110"/>{bars}{marks}</svg>'


def _sources(check: Check) -> Iterator[str]:
    sources = check.sources()
    if not sources:
        return
    yield "<h2>Sources</h2><table><tr><th>Source</th><th class=n>Records</th><th class=n>Failing</th><th>Share failing</th>"
    yield "<th class=n>Median words</th><th class=n>Noise left</th></tr>"
    for s in sources[:TOP_SOURCES]:
        share = s.failing / s.records
        yield f"<tr><td class=text>{escape(s.name)}</td><td class=n>{s.records:,}</td><td class=n>{s.failing:,}</td>"
        yield f'<td><span class="bar" title="{share:.1%}"><i style="width:{100 * share:.1f}%"></i></span></td>'
        yield f"<td class=n>{s.words:,.0f}</td><td class=n>{s.noise:.1%}</td></tr>"
    yield "</table>"
    if len(sources) > TOP_SOURCES:
        yield f"<p class=where>and {len(sources) - TOP_SOURCES:,} more sources</p>"


def _drift(check: Check) -> Iterator[str]:
    if check.comparison is None:
        return
    c = check.comparison
    yield f"<h2>Against the baseline</h2><p>{len({d.source for d in c.drifts})} of {c.compared} sources drifted.</p>"
    if c.drifts:
        yield "<table><tr><th>Source</th><th>Measure</th><th class=n>Was</th><th class=n>Is</th><th class=n>p</th></tr>"
        for d in c.drifts:
            numbers = "".join(f"<td class=n>{v:.3g}</td>" for v in (d.before, d.now, d.p))
            yield f"<tr><td class=text>{escape(d.source)}</td><td>{escape(d.measure)}</td>{numbers}</tr>"
        yield "</table>"
    for what, names in (("New sources", c.new), ("Gone", c.gone)):
        if names:
            yield f"<p>{what}: {escape(', '.join(names))}</p>"


def _all(check: Check) -> Iterator[str]:
    words = {True: "met", False: "not met", None: "not checked"}
    yield "<h2>All expectations</h2><table>"
    yield "<tr><th>Suite</th><th>Expectation</th><th>Severity</th><th>Result</th><th class=n>Found</th></tr>"
    for o in check.outcomes:
        e = o.expectation
        yield f"<tr><td>{escape(e.suite)}</td><td class=text><code>{escape(e.id)}</code> {escape(e.sentence)}</td><td>{e.severity}</td>"
        yield f"<td>{words[o.success]}</td><td class=n>{escape(found(o))}</td></tr>"
    yield "</table>"
