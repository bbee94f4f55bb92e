"""A finished check as text, JSON, JUnit XML and GitHub annotations. No clock is read: the same batch gives the same output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cleaner.check import Check, Row
from cleaner.measures import ARTICLE
from cleaner.validate import SEVERITIES, Outcome

SAMPLES = 3
ANNOTATIONS = 10
"""GitHub shows ten annotations of a severity for a step."""
TOP_SOURCES = 10
AT_END = frozenset(c.name for c in ARTICLE if c.end)
EPOCH = "1970-01-01T00:00:00"


def at_fault(outcome: Outcome, fail_on: str) -> bool:
    """It failed and is severe enough to fail the check."""
    return outcome.failed and SEVERITIES.index(outcome.expectation.severity) >= SEVERITIES.index(fail_on)


def found(outcome: Outcome) -> str:
    """What was found, in a few words: "40 of 2,000 (2.0 %)", or the number looked at."""
    if outcome.success is None:
        return outcome.note
    if outcome.observed is not None and not outcome.unexpected:
        return f"found {_plain(outcome.observed)}"
    share = len(outcome.unexpected) / outcome.checked if outcome.checked else 0
    return f"{len(outcome.unexpected):,} of {outcome.checked:,} ({share:.1%})"


def _plain(value: Any) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def worst_sources(check: Check, outcome: Outcome, top: int = SAMPLES) -> list[tuple[str, int, int]]:
    """(source, records named, all its records), the largest share first."""
    named = Counter(check.rows[i].source or "(no source)" for i in outcome.unexpected)
    total = Counter(row.source or "(no source)" for row in check.rows)
    return sorted(((s, n, total[s]) for s, n in named.items()), key=lambda e: (-e[1] / e[2], -e[1], e[0]))[:top]


def samples(check: Check, outcome: Outcome, top: int = SAMPLES) -> list[tuple[Row, str]]:
    """The first rows named, each with the piece of its text where the fault shows."""
    end = not AT_END.isdisjoint(outcome.expectation.columns)
    rows = (check.rows[i] for i in outcome.unexpected[:top])
    return [(row, f"… {row.tail}" if end and row.tail else row.head) for row in rows]


def headline(check: Check, fail_on: str) -> str:
    c = check.counts
    verdict = "passed" if check.success(fail_on) else "FAILED"
    if not check.rows:
        return f"{verdict}: there are no records"
    if not check.checked:
        return f"{verdict}: nothing was checked"
    parts = [_n(c["errors"], "error"), _n(c["warnings"], "warning"), f"{c['passed']} of {c['expectations']} expectations met"]
    if c["unchecked"]:
        parts.append(f"{c['unchecked']} not checked")
    return f"{verdict}: {', '.join(parts)}"


def records(check: Check) -> str:
    c = check.counts
    kinds = ", ".join(f"{c[kind]:,} {what}" for kind, what in (("raw", "raw"), ("clean", "clean"), ("bad", "not readable")) if c[kind])
    return f"{_n(c['records'], 'record')} ({kinds}), {_n(len(check.sources()), 'source')}" if c["records"] else "0 records"


def _n(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def text(check: Check, fail_on: str) -> Iterator[str]:
    """What a person reads in ten seconds: the verdict, what failed, where, and a few examples."""
    return map(_safe, _text(check, fail_on))


def _text(check: Check, fail_on: str) -> Iterator[str]:
    yield records(check)
    yield headline(check, fail_on)
    failed = check.failed()
    for outcome in failed:
        e = outcome.expectation
        yield ""
        yield f"{e.severity:<8} {e.id}: {found(outcome)}"
        yield f"         {e.sentence}"
        worst = worst_sources(check, outcome)
        if len(worst) > 1 or (worst and worst[0][0] != "(no source)"):
            yield f"         worst: {', '.join(f'{s} {n} of {total}' for s, n, total in worst)}"
        for row, snippet in samples(check, outcome):
            yield f"         {row.id}  {row.file}:{row.line}  {snippet}"
    yield from _quiet(check, failed)
    yield from _drift(check)


def _quiet(check: Check, failed: Sequence[Outcome]) -> Iterator[str]:
    within = [o for o in check.outcomes if o.success and o.unexpected]
    idle = [o for o in check.outcomes if o.success is None]
    if failed and (within or idle):
        yield ""
    if within:
        yield f"within tolerance: {', '.join(f'{o.expectation.id} {len(o.unexpected)}' for o in within)}"
    if idle:
        empty = dict.fromkeys(name for o in idle for name in o.expectation.columns)
        yield f"not checked, since these are empty in all records: {', '.join(empty)}"


def _drift(check: Check) -> Iterator[str]:
    if check.comparison is None:
        return
    c = check.comparison
    yield ""
    yield f"baseline: {len({d.source for d in c.drifts})} of {_n(c.compared, 'source')} drifted"
    for d in c.drifts[: 2 * TOP_SOURCES]:
        yield f"         {d.source}: {d.measure} was {d.before:.3g}, is {d.now:.3g} (p {d.p:.1g})"
    if len(c.drifts) > 2 * TOP_SOURCES:
        yield f"         … {len(c.drifts) - 2 * TOP_SOURCES} more"
    for what, names in (("new", c.new), ("gone", c.gone)):
        if names:
            more = f" and {len(names) - TOP_SOURCES} more" if len(names) > TOP_SOURCES else ""
            yield f"         {what}: {', '.join(names[:TOP_SOURCES])}{more}"


def _safe(text: str) -> str:
    """Control characters, in an id or a source as in a text, would be obeyed by a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def as_json(check: Check, fail_on: str) -> dict[str, Any]:
    """`{success, counts, expectations, sources}`; `drift` where there was a baseline."""
    value: dict[str, Any] = {
        "success": check.success(fail_on),
        "counts": check.counts,
        "expectations": [
            {
                "id": o.expectation.id,
                "suite": o.expectation.suite,
                "severity": o.expectation.severity,
                "success": o.success,
                "sentence": o.expectation.sentence,
                "unexpected": [check.rows[i].id for i in o.unexpected],
                "checked": o.checked,
                **({"observed": o.observed} if isinstance(o.observed, (int, float, str)) else {}),
                **({"note": o.note} if o.note else {}),
            }
            for o in check.outcomes
        ],
        "sources": [
            {"source": s.name, "records": s.records, "failing": s.failing, "median_words": s.words, "noise_share": s.noise}
            for s in check.sources()
        ],
    }
    if check.comparison is not None:
        c = check.comparison
        drifts = [{"source": d.source, "measure": d.measure, "before": d.before, "now": d.now, "p": d.p} for d in c.drifts]
        value["drift"] = {"compared": c.compared, "drifts": drifts, "new": list(c.new), "gone": list(c.gone)}
    return value


def junit(check: Check, fail_on: str) -> str:
    """JUnit XML as Ant's and Jenkins' schemas want it: a test suite for each suite, a test case for each expectation."""
    root = ElementTree.Element("testsuites")
    for number, suite in enumerate(check.suites):
        mine = [o for o in check.outcomes if any(o.expectation is e for e in suite.expectations)]
        failures = [o for o in mine if at_fault(o, fail_on)]
        element = ElementTree.SubElement(
            root,
            "testsuite",
            name=_xml(suite.name),
            package="cleaner",
            id=str(number),
            timestamp=_newest(check),
            hostname="localhost",
            tests=str(len(mine)),
            failures=str(len(failures)),
            errors="0",
            skipped=str(sum(o.success is None for o in mine)),
            time="0",
        )
        ElementTree.SubElement(element, "properties")
        for o in mine:
            e = o.expectation
            case = ElementTree.SubElement(element, "testcase", name=_xml(e.id), classname=_xml(f"cleaner.{suite.name}"), time="0")
            if o.success is None:
                ElementTree.SubElement(case, "skipped", message=_xml(o.note))
            elif o in failures:
                failure = ElementTree.SubElement(case, "failure", type=e.severity, message=_xml(f"{e.sentence} {found(o)}"))
                failure.text = _xml("\n".join(_details(check, o)))
        tolerated = [o for o in mine if o.failed and o not in failures]
        out = ElementTree.SubElement(element, "system-out")
        out.text = _xml("\n".join(f"{o.expectation.severity} {o.expectation.id}: {found(o)}" for o in tolerated))
        ElementTree.SubElement(element, "system-err")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _newest(check: Check) -> str:
    """The batch's last crawl, which stands for the time of the check."""
    days = [r.crawled[:19] for r in check.rows if r.crawled and len(r.crawled) >= 19 and r.crawled[10] == "T"]
    day = [f"{r.crawled[:10]}T00:00:00" for r in check.rows if r.crawled and len(r.crawled) == 10]
    good = [d for d in (*days, *day) if _stamp(d)]
    return max(good, default=EPOCH)


def _stamp(text: str) -> bool:
    from datetime import datetime

    try:
        return datetime.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _details(check: Check, outcome: Outcome) -> Iterator[str]:
    for source, n, total in worst_sources(check, outcome):
        yield f"{source}: {n} of {total}"
    for row, snippet in samples(check, outcome):
        yield f"{row.id} {row.file}:{row.line} {snippet}"
    if len(outcome.unexpected) > SAMPLES:
        yield f"all: {', '.join(check.rows[i].id for i in outcome.unexpected[:200])}{' …' if len(outcome.unexpected) > 200 else ''}"


def _xml(text: str) -> str:
    """Without what XML 1.0 has no place for."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def github(check: Check, fail_on: str) -> Iterator[str]:
    """Workflow commands: annotations on file and line of records named, ten of a severity at most, the worst expectations first."""
    left = dict.fromkeys(SEVERITIES, ANNOTATIONS)
    command = {"error": "error", "warning": "warning", "info": "notice"}
    failed = check.failed()
    for outcome in failed:
        e = outcome.expectation
        title = f"{e.id}: {found(outcome)}"
        if not outcome.unexpected and left[e.severity]:
            left[e.severity] -= 1
            yield f"::{command[e.severity]} title={_property(title)}::{_message(e.sentence)}"
        # So that every failed expectation has its turn.
        for row, snippet in samples(check, outcome, min(SAMPLES, left[e.severity])):
            left[e.severity] -= 1
            place = f"file={_property(row.file)},line={row.line}"
            yield f"::{command[e.severity]} {place},title={_property(title)}::{_message(f'{e.sentence} {row.id}: {snippet}')}"
    yield headline(check, fail_on)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def markdown(check: Check, fail_on: str) -> Iterator[str]:
    """The summary of a step on GitHub."""
    yield f"### News check: {headline(check, fail_on)}"
    yield ""
    yield records(check)
    failed = check.failed()
    if failed:
        yield ""
        yield "| | expectation | found | worst sources | for example |"
        yield "|---|---|---|---|---|"
    for o in failed:
        worst = ", ".join(f"{s} {n} of {total}" for s, n, total in worst_sources(check, o))
        ids = ", ".join(row.id for row, _ in samples(check, o))
        e = o.expectation
        yield f"| {e.severity} | **{_cell(e.id)}** {_cell(e.sentence)} | {_cell(found(o))} | {_cell(worst)} | {_cell(ids)} |"
    quiet = [*_quiet(check, ()), *_drift(check)]
    if quiet:
        yield ""
        yield from (f"{_cell(line)}  " for line in quiet if line)
    yield ""


def _cell(text: str) -> str:
    for raw, escaped in (("&", "&amp;"), ("<", "&lt;"), ("|", "\\|"), ("`", "\\`"), ("*", "\\*"), ("_", "\\_"), ("[", "\\["), ("\n", " ")):
        text = text.replace(raw, escaped)
    return text


def write_summary(path: Path, lines: Iterator[str]) -> None:
    """Add lines to the file GitHub names in GITHUB_STEP_SUMMARY."""
    with path.open("a", encoding="utf-8") as f:
        f.writelines(f"{line}\n" for line in lines)
