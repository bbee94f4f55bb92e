"""YAML rule files → checked rules. Loaded on a cache miss, and by the `rules` commands that show and test the files."""

from __future__ import annotations

import difflib
import inspect
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import regex
import yaml

from cleaner.literals import literals
from cleaner.model import Pattern, Rule
from cleaner.rules import RULES_DIR, RuleErrors, as_entry, key

FALLBACK = "en"
MAX_PHRASES = 20_000
"""Phrases that one template may stand for."""
WHOLE_BLOCK_WORDS = 40
"""Words up to which whole-block patterns and phrases are tried where a rule sets no limit."""
NO_LIMIT = 10**9
SLOT = regex.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
SPECIAL_FILES = ("vocabulary", "redirects")


@dataclass(frozen=True)
class RuleFile:
    """One parsed file: its data, and the line each value begins on by its path of keys."""

    path: Path
    shown: str
    folder: str
    data: Any
    lines: dict[tuple[Any, ...], int] = field(repr=False)

    def line(self, *where: Any) -> int:
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


class RuleFiles:
    """All rule files, parsed and checked. Raises RuleErrors with every problem found."""

    def __init__(self, files: Sequence[tuple[Path, Path, bytes]]) -> None:
        self.problems: list[str] = []
        self.definitions: dict[str, RuleFile] = {}
        self.additions: dict[str, list[RuleFile]] = {}
        self.vocabulary: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, list[RuleFile]] = {}
        self.redirects: dict[str, str] = {}
        self._schema = json.loads((RULES_DIR / "rule.schema.json").read_text(encoding="utf-8"))
        parsed = [f for root, path, content in files if (f := self._parse(root, path, content)) is not None]
        for file in parsed:
            self._place(file)
        self._names_unique()
        for file in [f for fs in self.additions.values() for f in fs]:
            if file.data["code"] not in self.definitions:
                self._problem(file, ("code",), f"no rule {file.data['code']} to add to", "define it in general/ first")
        self._check_rules()
        if self.problems:
            raise RuleErrors(self.problems)

    @property
    def languages(self) -> list[str]:
        return sorted(self.additions.keys() | self.vocabulary.keys() - {"general"})

    def index(self) -> dict[str, Any]:
        """What is needed to choose rules without reading them."""
        rules = {
            code: {name: self._attribute(f, name) for name in ("name", "safety", "status", "stage", "action", "summary")}
            | {"languages": [lang for lang, fs in sorted(self.additions.items()) if any(a.data["code"] == code for a in fs)]}
            for code, f in sorted(self.definitions.items())
        }
        words = {lang: v["function_words"] for lang, v in self.vocabulary.items() if "function_words" in v and lang != "general"}
        return {
            "rules": rules,
            "languages": self.languages,
            "function_words": words,
            "sources": sorted(self.sources),
            "redirects": self.redirects,
        }

    def expanded(self, language: str, source: str | None) -> dict[str, Any]:
        """The rules for one language and source, vocabulary filled in, as JSON."""
        vocabulary = self._merged(language)
        rules = [as_entry(self._rule(code, language, source, vocabulary)) for code in sorted(self.definitions)]
        return {"rules": rules, "vocabulary": {n: w for n, w in vocabulary.items() if isinstance(w, list)}}

    def files_of(self, code: str) -> list[RuleFile]:
        """The defining file and its additions in languages."""
        return [self.definitions[code], *(f for fs in self.additions.values() for f in fs if f.data["code"] == code)]

    # Reading

    def _problem(self, file: RuleFile | tuple[str, int], where: tuple[Any, ...], what: str, do: str) -> None:
        shown, line = (file.shown, file.line(*where)) if isinstance(file, RuleFile) else file
        self.problems.append(f"{shown}:{line}: {what} — {do}")

    def _parse(self, root: Path, path: Path, content: bytes) -> RuleFile | None:
        shown = _shown(path)
        try:
            node = yaml.compose(content.decode("utf-8"), Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
        except UnicodeDecodeError as error:
            self._problem((shown, content[: error.start].count(b"\n") + 1), (), "not UTF-8", "save the file as UTF-8")
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error).splitlines()[0]
            self._problem((shown, mark.line + 1 if mark else 1), (), f"not YAML: {what}", "quote values that hold {{ }}, : or #")
            return None
        if not isinstance(node, yaml.MappingNode):
            self._problem((shown, 1), (), "not a mapping", "a rule file is `key: value` lines, beginning with `code:`")
            return None
        lines: dict[tuple[Any, ...], int] = {}
        data = self._value(node, (), lines, shown)
        folder = path.parent.name if path.parent != root else "general"
        file = RuleFile(path, shown, folder, data, lines)
        return file if self._valid(file) else None

    def _value(self, node: Any, where: tuple[Any, ...], lines: dict[tuple[Any, ...], int], shown: str) -> Any:
        """Plain data with YAML 1.2's scalars: only true and false are booleans, so that the language `no` stays a word."""
        lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for k, v in node.value:
                if k.value in out:
                    self._problem((shown, k.start_mark.line + 1), (), f"key {k.value!r} twice", "keep one of them")
                out[k.value] = self._value(v, (*where, k.value), lines, shown)
                lines[(*where, k.value)] = k.start_mark.line + 1
            return out
        if isinstance(node, yaml.SequenceNode):
            return [self._value(v, (*where, i), lines, shown) for i, v in enumerate(node.value)]
        text = node.value
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in ("true", "false"):
            return text == "true"
        if text in ("null", "~", ""):
            return None
        for kind in (int, float):
            if regex.fullmatch(r"[-+]?\d+(\.\d+)?", text):
                try:
                    return kind(text)
                except ValueError:
                    continue
        return text

    def _valid(self, file: RuleFile) -> bool:
        kind = "source" if file.folder == "sources" else file.path.stem if file.path.stem in SPECIAL_FILES else "rule"
        if kind == "redirects":
            return True
        schema = self._schema if kind == "rule" else {**self._schema["$defs"][kind], "$defs": self._schema["$defs"]}
        good = True
        for error in sorted(jsonschema.Draft202012Validator(schema).iter_errors(file.data), key=lambda e: list(map(str, e.absolute_path))):
            good = False
            self._problem(file, *_explained(error))
        return good

    def _place(self, file: RuleFile) -> None:
        stem = file.path.stem
        if stem == "redirects":
            self.redirects.update(file.data)
        elif stem == "vocabulary":
            merged = self.vocabulary.setdefault(file.folder, {})
            for name, words in file.data.items():
                merged[name] = merged[name] + words if isinstance(words, list) and isinstance(merged.get(name), list) else words
        elif file.folder == "sources":
            self.sources.setdefault(file.data["source"], []).append(file)
        elif file.folder == "general":
            code = file.data["code"]
            if code in self.definitions:
                self._problem(file, ("code",), f"code {code} is defined in {self.definitions[code].shown} already", "take the family's next free number")
                return
            self.definitions[code] = file
        else:
            self.additions.setdefault(file.folder, []).append(file)

    def _names_unique(self) -> None:
        seen: dict[str, RuleFile] = {}
        for file in self.definitions.values():
            for name in ("name", "summary", "why", "action"):
                if name not in file.data:
                    self._problem(file, (), f"no `{name}`", "a file of general/ defines its rule in full")
            name = file.data.get("name")
            if name in seen:
                self._problem(file, ("name",), f"name {name!r} is {seen[name].data['code']}'s already", "choose another")
            seen.setdefault(name, file)

    # Checking what a schema cannot say

    def _check_rules(self) -> None:
        known = {name for v in self.vocabulary.values() for name in v}
        for file in [*self.definitions.values(), *(f for fs in self.additions.values() for f in fs)]:
            self._check_slots(file, file.data, (), known)
            for i, pattern in enumerate(file.data.get("patterns", ())):
                self._check_pattern(file, i, pattern)
            self._check_detector(file)
        for files in self.sources.values():
            for file in files:
                for i, entry in enumerate(file.data["rules"]):
                    if entry["code"] not in self.definitions:
                        self._problem(file, ("rules", i, "code"), f"no rule {entry['code']}", "name one of `cleaner rules list`")
        if not self.problems:
            for language in {FALLBACK, *self.languages}:
                self._compile_all(language)

    def _check_slots(self, file: RuleFile, data: dict[str, Any], where: tuple[Any, ...], known: set[str]) -> None:
        templates = [(("phrases", i), p) for i, p in enumerate(data.get("phrases", ()))]
        templates += [(("patterns", i, "pattern"), p["pattern"]) for i, p in enumerate(data.get("patterns", ()))]
        for at, template in templates:
            for name in SLOT.findall(template):
                if name not in known:
                    near = difflib.get_close_matches(name, known, n=1)
                    do = f"did you mean {{{{{near[0]}}}}}?" if near else "add it to a vocabulary.yaml"
                    self._problem(file, (*where, *at), f"no vocabulary {{{{{name}}}}}", do)

    def _check_pattern(self, file: RuleFile, i: int, pattern: dict[str, Any]) -> None:
        if pattern.get("match", "block") != "block" and "why" not in pattern:
            do = "say in `why` what makes a part of a block sure to be noise"
            self._problem(file, ("patterns", i, "match"), f"match {pattern['match']} without `why`", do)
        definition = self.definitions.get(file.data["code"])
        action = definition.data.get("action") if definition else None
        if ("replace" in pattern) != (action == "replace") and action:
            do = "give `replace` to patterns of rules whose action is replace, and to no others"
            self._problem(file, ("patterns", i), f"action {action} {'with' if 'replace' in pattern else 'without'} `replace`", do)

    def _check_detector(self, file: RuleFile) -> None:
        detector = file.data.get("detector")
        if not detector:
            return
        try:
            function = import_module(f"cleaner.detectors.{detector['name']}").detect
        except ModuleNotFoundError:
            there = sorted(p.stem for p in (Path(__file__).parent / "detectors").glob("[a-z]*.py"))
            self._problem(file, ("detector", "name"), f"no detector {detector['name']!r}", f"there are: {', '.join(there)}")
            return
        takes = [p for p in inspect.signature(function).parameters if p != "page"]
        for name in detector.get("params", {}):
            if name not in takes:
                self._problem(file, ("detector", "params", name), f"detector {detector['name']} takes no {name!r}", f"it takes: {', '.join(takes) or 'none'}")

    def _compile_all(self, language: str) -> None:
        vocabulary = self._merged(language)
        for code in self.definitions:
            for file in self._parts(code, language):
                for i, pattern in enumerate(file.data.get("patterns", ())):
                    expression = _filled(pattern["pattern"], vocabulary)
                    if expression is None:
                        continue
                    try:
                        regex.compile(expression, 0 if pattern.get("case") else regex.IGNORECASE)
                    except regex.error as error:
                        line = f"{file.shown}:{file.line('patterns', i, 'pattern')}: bad regex: {error} — mend it ({language}: {expression[:80]})"
                        if not any(p.startswith(line.split(" — ")[0]) for p in self.problems):
                            self.problems.append(line)
                for i, phrase in enumerate(file.data.get("phrases", ())):
                    if _count(phrase, vocabulary) > MAX_PHRASES:
                        self._problem(file, ("phrases", i), f"stands for over {MAX_PHRASES} phrases", "use fewer {{names}}, or a pattern")

    # Filling in

    def _merged(self, language: str) -> dict[str, Any]:
        """The vocabulary of a language: general and English words beside its own; its own patterns before general ones."""
        merged: dict[str, Any] = {}
        for folder in ("general", FALLBACK, language):
            for name, words in self.vocabulary.get(folder, {}).items():
                if isinstance(words, list) and isinstance(merged.get(name), list):
                    merged[name] = list(dict.fromkeys([*merged[name], *words]))
                else:
                    merged[name] = words
        return merged

    def _parts(self, code: str, language: str) -> list[RuleFile]:
        own = [f for lang in dict.fromkeys((language, FALLBACK)) for f in self.additions.get(lang, ()) if f.data["code"] == code]
        return [self.definitions[code], *own]

    def _attribute(self, file: RuleFile, name: str) -> Any:
        defaults = {"safety": "safe", "status": "stable", "stage": "detect"}
        return file.data.get(name, defaults.get(name))

    def _rule(self, code: str, language: str, source: str | None, vocabulary: dict[str, Any]) -> Rule:
        data = self.definitions[code].data
        scope = data.get("scope", {})
        phrases: dict[str, str] = {}
        patterns: list[Pattern] = []
        exceptions: set[str] = set()
        for file in self._parts(code, language):
            for phrase in file.data.get("phrases", ()):
                for written in _phrases(phrase, vocabulary):
                    phrases.setdefault(key(written), phrase)
            patterns += (p for raw in file.data.get("patterns", ()) if (p := _pattern(raw, vocabulary)))
        for file in self.sources.get(source or "", ()):
            for entry in file.data["rules"]:
                if entry["code"] == code:
                    site = {"domain": source, "since": entry.get("from"), "until": entry.get("until")}
                    lines = [{"pattern": regex.escape(p, special_only=True)} for p in entry.get("phrases", ())]
                    patterns += (p for raw in [*entry.get("patterns", ()), *lines] if (p := _pattern(raw, vocabulary, **site)))
                    exceptions.update(map(key, entry.get("exceptions", ())))
        detector = data.get("detector") or {}
        phrases.pop("", None)
        return Rule(
            code=code,
            name=data["name"],
            summary=data["summary"],
            why=data["why"].strip(),
            action=data["action"],
            role=data.get("role"),
            safety=self._attribute(self.definitions[code], "safety"),
            status=self._attribute(self.definitions[code], "status"),
            confidence=float(data.get("confidence", 0.9)),
            zones=frozenset(scope.get("zones", ())),
            min_words=scope.get("min_words", 0),
            max_words=scope.get("max_words", NO_LIMIT if detector else WHOLE_BLOCK_WORDS),
            stage=data.get("stage", "detect"),
            takes=data.get("takes"),
            phrases=phrases,
            patterns=tuple(patterns),
            detector=detector.get("name"),
            params=detector.get("params", {}),
            exceptions={source: frozenset(exceptions)} if source and exceptions else {},
        )


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _explained(error: Any) -> tuple[tuple[Any, ...], str, str]:
    """(where, what, what to do) of one schema error, in words for the one who wrote the file."""
    where = tuple(error.absolute_path)
    name = ".".join(str(p) for p in where) or "the file"
    if error.validator == "additionalProperties":
        allowed = list(error.schema.get("properties", ()))
        unknown = next((k for k in error.instance if k not in allowed), "?")
        near = difflib.get_close_matches(unknown, allowed, n=1)
        return (*where, unknown), f"unknown key {unknown!r}", f"did you mean {near[0]!r}?" if near else f"allowed are: {', '.join(allowed)}"
    if error.validator == "enum":
        return where, f"{name} is {error.instance!r}", f"write one of {', '.join(map(str, error.validator_value))}"
    if error.validator == "required":
        missing = next(k for k in error.validator_value if k not in error.instance)
        return where, f"no {missing!r}", "add it"
    if error.validator == "type":
        return where, f"{name} is {error.instance!r}", f"write a value of type {error.validator_value}"
    if error.validator == "oneOf" and "keep" in str(error.schema):
        return where, f"{name} is neither", "an example has `text` with `clean`, or `keep`"
    return where, f"{name}: {error.message}", "see rule.schema.json"


def _alternation(words: Sequence[str]) -> str:
    ordered = sorted(dict.fromkeys(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(r"\s+".join(regex.escape(p, special_only=True) for p in w.split()) for w in ordered) + ")"


def _filled(template: str, vocabulary: dict[str, Any], depth: int = 0) -> str | None:
    """The template with its {{names}} filled in; None where the vocabulary has no words for one."""
    missing = False

    def fill(match: Any) -> str:
        nonlocal missing
        words = vocabulary.get(match[1])
        if words is None or depth > 5:
            missing = True
            return ""
        if isinstance(words, list):
            return _alternation(words)
        inner = _filled(words["pattern"], vocabulary, depth + 1)
        missing = missing or inner is None
        return f"(?:{inner})"

    filled = SLOT.sub(fill, template)
    return None if missing else filled


def _pattern(raw: dict[str, Any], vocabulary: dict[str, Any], **site: Any) -> Pattern | None:
    expression = _filled(raw["pattern"], vocabulary)
    if expression is None:
        return None
    return Pattern(
        source=raw["pattern"],
        regex=expression,
        match=raw.get("match", "block"),
        case=raw.get("case", False),
        breaks=raw.get("breaks", False),
        replace=raw.get("replace"),
        literals=literals(expression),
        **site,
    )


def _slots(template: str, vocabulary: dict[str, Any]) -> list[list[str]] | None:
    slots = [vocabulary.get(name) for name in SLOT.findall(template)]
    return slots if all(isinstance(s, list) for s in slots) else None  # type: ignore[return-value]


def _count(template: str, vocabulary: dict[str, Any]) -> int:
    slots = _slots(template, vocabulary) or []
    return math.prod(len(s) for s in slots)


def _phrases(template: str, vocabulary: dict[str, Any]) -> Iterator[str]:
    slots = _slots(template, vocabulary)
    if slots is None:
        return
    parts = SLOT.split(template)[::2]
    for words in itertools.product(*slots):
        yield "".join(itertools.chain.from_iterable(itertools.zip_longest(parts, words, fillvalue="")))
