"""What the `cleaner rules` commands do: list, show, test, lint, new. Each returns (lines, exit code) and prints nothing."""

from __future__ import annotations

import difflib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import regex

from cleaner.literals import parsed
from cleaner.model import CleanerError, Hint
from cleaner.pipeline import Cleaner, Result
from cleaner.rulefiles import SLOT, RuleFile, RuleFiles, Where, filled
from cleaner.rules import FALLBACK, RULES_DIR, Library, RuleErrors, rule_files

FAMILIES = {
    "AD": "ads",
    "AG": "agency credits",
    "BN": "banners and tickers",
    "BY": "bylines and author boxes",
    "CM": "comments and tags",
    "CP": "captions and photo credits",
    "DT": "dates",
    "EM": "embeds",
    "LG": "copyright and legal notes",
    "NL": "newsletters and apps",
    "NV": "navigation and section labels",
    "PW": "paywall, consent, scripts",
    "RL": "related links and lists",
    "SH": "share and print widgets",
    "ST": "structure: repeated, joined and broken text",
    "TX": "damaged text",
}
USED_BY_CODE = frozenset(("function_words", "agencies", "author_joiners"))
"""Vocabulary that stages read by name."""
NEEDED = 2
"""Examples of each kind that every rule has."""
ZONES = ("head", "body", "tail")
MIN_PRECISION, MANY_PAGES = 0.95, 20
"""Share of pages on which a safe rule must be right, and pages from which that can be told."""
PLACEHOLDER = "REPLACE ME"
BEFORE = "The town council met on Tuesday evening and talked for three hours about the new bridge over the river."
AFTER = "Work is to begin in the spring, and the road along the eastern bank will be closed until it ends."

Output = tuple[list[str], int]


# Listing and showing


def list_rules(library: Library, format: str = "text") -> Output:
    """Every rule in a line of a table, or all as a JSON array (`format`: text or json)."""
    columns = ("code", "name", "action", "safety", "status", "languages", "edits", "untrue", "true", "precision", "summary")
    measured = ledger()
    rows: list[dict[str, Any]] = [{"code": code, **entry, "ledger": measured.get(code)} for code, entry in library.index["rules"].items()]
    if format == "json":
        kept = (*columns[:6], "summary", "ledger")
        return json.dumps([{c: row[c] for c in kept} for row in rows], ensure_ascii=False, indent=2).splitlines(), 0
    rows = [row | _measured(row["ledger"]) for row in rows]
    table = [columns, *([" ".join(v) or "-" if isinstance(v := row[c], list) else v for c in columns] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(columns) - 1)]
    return ["  ".join([*(cell.ljust(w) for cell, w in zip(line, widths, strict=False)), line[-1]]) for line in table], 0


def ledger() -> dict[str, Any]:
    """What each built-in rule took out of real pages, as benchmarks/quality.py --ledger-json wrote it; empty without that file."""
    try:
        found: dict[str, Any] = json.loads((RULES_DIR / "ledger.json").read_text(encoding="utf-8"))["rules"]
    except FileNotFoundError:
        return {}
    return found


def _measured(row: Mapping[str, Any] | None) -> dict[str, str]:
    """Cells of the ledger: edits, the untrue and true words they took, share of pages on which they were right (95 % interval)."""
    if row is None:
        return dict.fromkeys(("edits", "untrue", "true", "precision"), "-")
    low, high = row["interval"]
    return {
        "edits": str(row["edits"]),
        "untrue": str(row["untrue_words"]),
        "true": str(row["true_words"]),
        "precision": f"{row['precision']:.2f} ({low:.2f}-{high:.2f})",
    }


def show(library: Library, code: str) -> Output:
    """The documentation page of a rule, named by code or name, as Markdown made from its files."""
    found = library.matching(code)
    if len(found) > 1:
        raise CleanerError(f"{code} stands for {', '.join(found)}; name one of them")
    code = found[0]
    files = library.files()
    data = files.definitions[code].data
    entry = library.index["rules"][code]
    role = f", role {data['role']}" if "role" in data else ""
    lines = [f"# {code} {data['name']}", "", "## What it does", "", data["summary"], "", "## Why", "", *_wrapped(data["why"])]
    lines += ["", "## Action and safety", "", f"{ACTIONS[data['action']]}{role}. {SAFETIES[entry['safety']]}"]
    lines += [f"Status {entry['status']}, confidence {data.get('confidence', 0.9)}.", "", "## Scope", "", *_scope(data), "", "## Patterns"]
    for file in files.files_of(code):
        found = [*_patterns(file.data)]
        if found:
            lines += ["", f"### {'All languages' if file.folder == 'general' else file.folder}", "", *found]
    if lines[-1] == "## Patterns":
        lines += ["", f"None: the {entry['stage']} stage makes these edits itself."]
    lines += ["", "## Examples"]
    for case in Examples(library).cases([code]):
        lines += ["", *_example(case)]
    return lines, 0


ACTIONS = {
    "drop": "Drops the text",
    "extract": "Keeps the captured fields and drops the text",
    "replace": "Replaces the text",
    "label": "Leaves the text and labels it",
    "flag": "Leaves the text and flags the article",
}
SAFETIES = {
    "safe": "Safe: on unless it is ignored.",
    "unsafe": "Unsafe: acts only when it is asked for by name (--unsafe).",
    "show": "Show: reports what it finds and changes nothing.",
}


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), 100, break_long_words=False, break_on_hyphens=False)


def _scope(data: Mapping[str, Any]) -> list[str]:
    scope = data.get("scope", {})
    parts = [f"Zones: {', '.join(scope.get('zones', ZONES))}."]
    if "min_words" in scope:
        parts.append(f"At least {scope['min_words']} words.")
    if "max_words" in scope:
        parts.append(f"Whole blocks of at most {scope['max_words']} words.")
    if "unless" in scope:
        parts.append(UNLESS.format(scope["unless"]))
    if data.get("takes") == "list":
        parts.append("Takes the short, unterminated lines after it too, up to a real paragraph.")
    return [" ".join(parts)]


def _patterns(data: Mapping[str, Any]) -> Iterator[str]:
    for phrase in data.get("phrases", ()):
        yield f"- phrase `{phrase}`"
    for pattern in data.get("patterns", ()):
        yield f"- {PLACES[pattern.get('match', 'block')]} `{pattern['pattern']}`"
        if "replace" in pattern:
            yield f"  becomes `{pattern['replace']}`"
        if "unless" in pattern:
            yield f"  {UNLESS.format(pattern['unless'])}"
        if "why" in pattern:
            yield f"  ({' '.join(pattern['why'].split())})"
    if "detector" in data:
        params = ", ".join(f"{k}={v}" for k, v in data["detector"].get("params", {}).items())
        yield f"- detector `{data['detector']['name']}`{f' ({params})' if params else ''}"


UNLESS = "No match of a pattern counts where it or the rest of its block holds {}."
PLACES = {"block": "whole block", "start": "start of a block", "end": "end of a block", "inline": "anywhere in a block"}


def _example(case: Case) -> list[str]:
    def quoted(text: str) -> list[str]:
        return ["", *(f"    {line}".rstrip() for line in text.strip().splitlines() or ["(nothing)"])]

    known = " (a known failure)" if case.data.get("known_failure") else ""
    if "keep" in case.data:
        return [f"Stays{known}:", *quoted(case.data["keep"])]

    def named(heading: str, values: Mapping[str, Any]) -> list[str]:
        return ["", heading, *quoted("\n".join(f"{name}: {value}" for name, value in values.items()))] if values else []

    marked = named("where HTML marks", case.data.get("hints", {}))
    captured = named("with", case.data.get("fields", {}))
    return [f"This{known}:", *quoted(case.data["text"]), *marked, "", "becomes", *quoted(case.data["clean"]), *captured]


# Examples


@dataclass(frozen=True)
class Case:
    """One example of a rule file."""

    id: str
    """Such as DT101-text-1 or, in a language's file, DT101-de-keep-2."""
    code: str
    file: RuleFile
    line: int
    language: str
    data: Mapping[str, Any]

    @property
    def shown(self) -> str:
        return f"{self.file.shown}:{self.line}"


class Examples:
    """The examples of rule files, and the cleaners they are tried with."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._cleaners: dict[tuple[tuple[str, ...], tuple[str, ...]], Cleaner] = {}

    def cases(self, codes: Sequence[str] = ()) -> Iterator[Case]:
        """The examples of all rules, or of those in `codes`, in the order of their files."""
        files = self.library.files()
        for code in codes or sorted(files.definitions):
            counts: dict[str, int] = {}
            for file in files.files_of(code):
                prefix = code if file.folder == "general" else f"{code}-{file.folder}"
                for i, example in enumerate(file.data.get("examples", ())):
                    kind = f"{prefix}-{'keep' if 'keep' in example else 'text'}"
                    counts[kind] = counts.get(kind, 0) + 1
                    language = example.get("language", FALLBACK if file.folder == "general" else file.folder)
                    yield Case(f"{kind}-{counts[kind]}", code, file, file.line("examples", i), language, example)

    def failure(self, case: Case) -> list[str]:
        """What is wrong with an example, in lines; nothing if it does as it says. A known failure must fail."""
        try:
            found = self._keep_failure(case) if "keep" in case.data else self._text_failure(case)
        except CleanerError as error:
            return [str(error)]
        if not case.data.get("known_failure"):
            return found
        return [] if found else ["it passes now: take `known_failure` out"]

    def _cleaner(self, select: tuple[str, ...] = (), unsafe: tuple[str, ...] = ()) -> Cleaner:
        if (select, unsafe) not in self._cleaners:
            self._cleaners[select, unsafe] = Cleaner.of(self.library.choose(select, unsafe=unsafe))
        return self._cleaners[select, unsafe]

    def _alone(self, case: Case) -> Cleaner:
        """The rule with those its example names, whatever its safety and status."""
        codes = (case.code, *case.data.get("with", ()))
        return self._cleaner(codes, codes if self.library.index["rules"][case.code]["safety"] == "unsafe" else ())

    def _text_failure(self, case: Case) -> list[str]:
        result = _clean(self._alone(case), case.data["text"], case)
        found: list[str] = []
        wanted = case.data["clean"].strip()
        if result.text.strip() != wanted:
            found += ["the text is not `clean`:", *_diff(wanted, result.text.strip())]
        article = json.loads(json.dumps(asdict(result.article)))
        article["roles"] = [span["role"] for span in article["blocks"]]
        for name, value in case.data.get("fields", {}).items():
            if article[name] != value:
                found.append(f"{name} is {article[name]!r}, not {value!r}")
        if not found and not _acted(case.code, self.library.index["rules"][case.code], result):
            found.append("the rule did nothing here")
        return found

    def _keep_failure(self, case: Case) -> list[str]:
        cleaners = [self._cleaner()]
        if not self.library.on(case.code):
            cleaners.append(self._alone(case))
        keep = case.data["keep"].strip()
        for cleaner in cleaners:
            for place, text in (("alone", keep), ("between paragraphs", f"{BEFORE}\n\n{keep}\n\n{AFTER}")):
                result = _clean(cleaner, text, case)
                if " ".join(keep.split()) not in " ".join(result.text.split()):
                    return [f"it does not stay whole {place}; {_blame(result)}", *_diff(text, result.text)]
        return []


def _clean(cleaner: Cleaner, text: str, case: Case) -> Result:
    record = dict(case.data.get("record", {}))
    if "authors" in record:
        record["authors"] = tuple(record["authors"])
    hints = []
    for line, role in case.data.get("hints", {}).items():
        start = text.find(line)
        if start < 0:
            raise CleanerError(f"no line {line!r} in the text for the hint {role!r}; write it as the text does")
        hints.append(Hint(start, start + len(line), role))
    return cleaner.clean(text, language=case.language, hints=tuple(hints), **record)


def _acted(code: str, entry: Mapping[str, Any], result: Result) -> bool:
    if entry["action"] == "flag":
        return entry["name"] in result.article.flags
    if entry["action"] == "label":
        only_captures = entry["role"] == "paragraph"
        return only_captures or any(span.role not in ("paragraph", "line") for span in result.article.blocks)
    return any(code == reason.code for edit in (*result.edits, *result.skipped) for reason in edit.reasons)


def _blame(result: Result) -> str:
    codes = {reason.code: reason for e in result.edits if not e.before or e.before.split() != e.after.split() for reason in e.reasons}
    named = [f"{code} ({r.pattern or r.note or r.name})" for code, r in codes.items()]
    return f"changed by {', '.join(named)}" if named else "no rule changed it: it was joined or moved"


def _diff(expected: str, got: str) -> list[str]:
    lines = difflib.unified_diff(expected.splitlines(), got.splitlines(), "expected", "got", lineterm="", n=1)
    return [f"    {line}" for line in lines if not line.startswith(("---", "+++", "@@"))]


def test(dirs: Sequence[Path], codes: Sequence[str]) -> Output:
    """Run the examples of all rules, or of those named in `codes` by code or name. Exit code 1 if one fails."""
    library = Library.open(dirs)
    examples = Examples(library)
    wanted = sorted({found for name in codes for found in library.matching(name)})
    lines: list[str] = []
    ran = failed = 0
    for case in examples.cases(wanted):
        ran += 1
        found = examples.failure(case)
        if found:
            failed += 1
            lines += [f"{case.shown}: {case.id}: {found[0]}", *found[1:]]
    lines.append(f"{ran} examples, {f'{failed} failed' if failed else 'all pass'}")
    return lines, 1 if failed else 0


# Linting


def lint(dirs: Sequence[Path]) -> Output:
    """What is wrong with rule files, beyond what stops them from loading: with those in `dirs`, else with the built-in ones.

    Exit code 1 if anything is.
    """
    try:
        library = Library.open(dirs)
        files = RuleFiles(list(rule_files((RULES_DIR, *library.dirs))), trusted=RULES_DIR if dirs else None)
    except RuleErrors as errors:
        return list(errors.problems), 1
    roots = [d.resolve() for d in dirs] or [RULES_DIR.resolve()]
    problems: dict[str, None] = {}

    def asked(file: RuleFile) -> bool:
        return any(file.path.resolve().is_relative_to(root) for root in roots)

    for check in (_lint_names, _lint_examples, _lint_substance, _lint_regexes, _lint_phrases, _lint_vocabulary, _lint_ledger):
        for file, where, what, do in check(library, files):
            if asked(file):
                problems[f"{file.shown}:{file.line(*where)}: {what} — {do}"] = None
    for root in roots:
        for path in sorted((*root.glob("*.yml"), *root.glob("*/*.yml"))):
            problems[f"{path}:1: the name ends in .yml and is not read — rename it to {path.stem}.yaml"] = None
    examples = Examples(library)
    for case in examples.cases():
        if "keep" in case.data and "known_failure" not in case.data and asked(case.file) and (found := examples.failure(case)):
            problems[f"{case.shown}: {case.id}: {found[0]} — narrow the rule that does it"] = None
    return [*problems] or ["nothing to complain about"], 1 if problems else 0


Problem = tuple[RuleFile, Where, str, str]


def _all_files(files: RuleFiles) -> Iterator[RuleFile]:
    yield from files.definitions.values()
    yield from files.additions


def _lint_ledger(library: Library, files: RuleFiles) -> Iterator[Problem]:
    """On enough pages a rule that acts by default has shown that it is right."""
    for code, row in ledger().items():
        entry = library.index["rules"].get(code)
        takes = entry is not None and entry["action"] in ("drop", "extract") and entry["safety"] == "safe"
        if takes and row["pages"] >= MANY_PAGES and row["precision"] < MIN_PRECISION:
            what = f"safe, but right on only {row['precision']:.0%} of {row['pages']} pages"
            yield files.definitions[code], ("code",), what, "narrow it, or make it unsafe, and measure again"


def _lint_names(library: Library, files: RuleFiles) -> Iterator[Problem]:
    for code, file in files.definitions.items():
        wanted = f"{code}-{file.data['name']}.yaml"
        if file.path.name != wanted:
            yield file, (), f"the file is called {file.path.name}", f"rename it to {wanted}"
    for file in files.additions:
        wanted = f"{file.data['code']}.yaml"
        if file.path.name != wanted:
            yield file, (), f"the file is called {file.path.name}", f"rename it to {wanted}"


def _lint_examples(library: Library, files: RuleFiles) -> Iterator[Problem]:
    for code, file in files.definitions.items():
        examples = [e for f in files.files_of(code) for e in f.data.get("examples", ())]
        for kind in ("text", "keep"):
            count = sum(kind in e for e in examples)
            if count < NEEDED:
                yield file, ("examples",), f"{count} `{kind}` examples", f"give at least {NEEDED}"
    for file in _all_files(files):
        for i, example in enumerate(file.data.get("examples", ())):
            if example.get("language", FALLBACK) not in library.languages:
                do = f"there are: {', '.join(library.languages)}"
                yield file, ("examples", i, "language"), f"no rules for language {example['language']!r}", do
        for where, value in _strings(file.data):
            if PLACEHOLDER in value:
                yield file, where, "a placeholder", f"put your own text in place of {PLACEHOLDER}"


def _strings(value: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for k, v in value.items():
            yield from _strings(v, (*where, k))
    elif isinstance(value, list):
        for i, v in enumerate(value):
            yield from _strings(v, (*where, i))


def _lint_substance(library: Library, files: RuleFiles) -> Iterator[Problem]:
    on_sites = {entry["code"] for fs in files.sources.values() for f in fs for entry in f.data["rules"]}
    for code, file in files.definitions.items():
        parts = [f.data for f in files.files_of(code)]
        finds = "detector" in file.data or any(p.get("phrases") or p.get("patterns") for p in parts)
        stage = library.index["rules"][code]["stage"]
        if not finds and stage == "detect" and code not in on_sites:
            yield file, (), "nothing to look for", "give phrases, patterns or a detector"
        if finds and stage != "detect":
            yield file, ("stage",), f"patterns in a rule that the {stage} stage acts for", "take them out: they are never tried"
        captures = any("(?P<" in p["pattern"] for part in parts for p in part.get("patterns", ()))
        if file.data["action"] == "extract" and not captures and "detector" not in file.data:
            yield file, ("action",), "action extract without a named group", "capture a field, or let the action be drop"


def _lint_regexes(library: Library, files: RuleFiles) -> Iterator[Problem]:
    for file in (f for f in _all_files(files) if not files.sound(f)):
        language = FALLBACK if file.folder == "general" else file.folder
        vocabulary = {name: words[:1] if isinstance(words, list) else words for name, words in files.merged(language).items()}
        for i, pattern in enumerate(file.data.get("patterns", ())):
            expression = filled(pattern["pattern"], vocabulary)
            if expression is None:
                continue
            at = ("patterns", i, "pattern")
            if regex.compile(expression).fullmatch("", timeout=1):
                yield file, at, "the pattern matches the empty text", "let something in it be required"
            tree = parsed(expression)
            if tree is None:
                yield file, at, "nothing is known of what the pattern needs, so that it is tried on every line", "write it as `re` reads it"
            elif _explosive(tree):
                do = "make the inner one possessive (`++`) or bounded (`{1,40}`)"
                yield file, at, "an unbounded repetition directly within another", do


REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
ENDLESS = 100
"""Repetitions from which it makes no difference to a short line that there is an upper bound."""


def _explosive(tree: Any, repeated: bool = False) -> bool:
    """Whether a repeated part may itself be made of one unbounded repetition: `(?:\\w+\\s?)+` tries every way to cut a word in pieces."""
    items = [(str(op), value) for op, value in tree]
    required = [n for n, (op, value) in enumerate(items) if op != "AT" and not (op in REPEATS and value[0] == 0)]
    for n, (op, value) in enumerate(items):
        alone = repeated and required in ([], [n])
        if op in REPEATS:
            endless = value[1] > ENDLESS
            inner, within = [value[2]], endless
            if alone and endless:
                return True
        elif op in ("SUBPATTERN", "BRANCH"):
            inner, within = [value[3]] if op == "SUBPATTERN" else value[1], alone
        else:
            continue
        if any(_explosive(part, within) for part in inner):
            return True
    return False


def _lint_phrases(library: Library, files: RuleFiles) -> Iterator[Problem]:
    lines = {(f.folder, phrase): (f, i) for f in _all_files(files) for i, phrase in enumerate(f.data.get("phrases", ()))}
    zones = {code: set(file.data.get("scope", {}).get("zones", ZONES)) for code, file in files.definitions.items()}
    for language in dict.fromkeys((FALLBACK, *library.languages)):
        vocabulary = files.merged(language)
        seen: dict[str, str] = {}
        for code in sorted(files.definitions):
            for phrase, written in files.phrases(code, language, vocabulary).items():
                other = seen.setdefault(phrase, code)
                if other != code and zones[code] & zones[other]:
                    file, i = next(lines[folder, written] for folder in (language, FALLBACK, "general") if (folder, written) in lines)
                    yield file, ("phrases", i), f"{phrase!r} is a phrase of {other} too", "leave it to one of them"


def _lint_vocabulary(library: Library, files: RuleFiles) -> Iterator[Problem]:
    texts = [text for file in (*_all_files(files), *files.vocabulary_files) for _, text in _strings(file.data)]
    texts += [text for fs in files.sources.values() for f in fs for _, text in _strings(f.data)]
    used = {name for text in texts for name in SLOT.findall(text)} | USED_BY_CODE
    used |= {text.replace("-", "_") for file in _all_files(files) for where, text in _strings(file.data) if where[-1] == "unless"}
    for file in files.vocabulary_files:
        for name in file.data:
            if name not in used:
                yield file, (name,), f"nothing uses {{{{{name}}}}}", "use it in a rule, or take it out"


# A new rule


def new(name: str, family: str, directory: Path | None = None) -> Output:
    """Write a rule file to fill in, with the family's next free code, into `directory` (default: the checkout's rules)."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise CleanerError(f"{name!r} is no rule name; write lower-case words joined by hyphens, such as published-line")
    if not re.fullmatch(r"[A-Z]{2,4}", family):
        raise CleanerError(f"{family!r} is no family; it is two to four capital letters: {', '.join(FAMILIES)}, or your own")
    if directory is None and RULES_DIR.parent.name == "_data":
        raise CleanerError("the built-in rules belong to the installed package; name a folder of your own with --rules")
    dirs = [directory] if directory and directory.is_dir() and directory.resolve() != RULES_DIR.resolve() else []
    library = Library.open(dirs)
    for code, entry in library.index["rules"].items():
        if entry["name"] == name:
            raise CleanerError(f"{code} is called {name} already; choose another name")
    codes = (*library.index["rules"], *library.index["redirects"])
    taken = [int(code.removeprefix(family)) for code in codes if re.fullmatch(rf"{family}\d+", code)]
    number = max(taken, default=100) + 1
    if number > 999:
        raise CleanerError(f"family {family} has no free code; begin another family")
    root = directory or RULES_DIR
    folder = root / "general" if directory is None or (root / "general").is_dir() else root
    path = folder / f"{family}{number}-{name}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as f:
            f.write(SKELETON.format(code=f"{family}{number}", name=name, topic=FAMILIES.get(family, "your own family")))
    except OSError as error:
        raise CleanerError(f"{path}: cannot be written ({error.strerror}); choose another folder with --rules") from None
    return [f"{path}", f"Fill it in, then run: cleaner rules lint {root} and cleaner rules test {family}{number} --rules {root}"], 0


SKELETON = """\
# {topic}. Every line with REPLACE ME is yours to write; `cleaner rules lint` names those that are left.
code: {code}
name: {name}
summary: REPLACE ME with one sentence that says which lines this takes.
why: >-
  REPLACE ME with the reason why these lines are never part of a story, and how you know.
# drop | extract (keep named groups as fields, then drop) | replace | label (stays) | flag
action: drop
# what such a line is: date, byline, caption, widget, ad, link, comment, legal, banner …
role: widget
# safe (on) | unsafe (asked for by name) | show (reports only)
safety: safe
# stable once it has proved itself; a preview rule acts only where it is selected by name
status: preview
confidence: 0.9
# scope:
#   zones: [head, body, tail]   before, among and after the prose; end: nothing that stays comes after it
#   max_words: 12
#   unless: reported-speech     a pattern's match does not count where somebody said it
# Whole lines, ignoring case and punctuation; # is any number, {{{{share}}}} any word of that list in vocabulary.yaml.
phrases:
  - 'REPLACE ME with a whole line'
# A regex matches a whole block unless `match` says start, end or inline, and `why`.
# patterns:
#   - pattern: '{{{{published_word}}}}\\s*:?\\s*(?P<published>{{{{date}}}})'
examples:
  - text: |
      REPLACE ME with a whole line

      The harbour board voted on Friday to close the old ferry pier for two years.
    clean: |
      The harbour board voted on Friday to close the old ferry pier for two years.
  - text: |
      The harbour board voted on Friday to close the old ferry pier for two years.

      REPLACE ME with a whole line
    clean: |
      The harbour board voted on Friday to close the old ferry pier for two years.
  - keep: REPLACE ME with a sentence that looks like such a line and is none.
  - keep: REPLACE ME with another one.
"""
