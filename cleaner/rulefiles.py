"""YAML rule files → checked rules. Loaded on a cache miss, and by the `rules` commands that show and test the files."""

from __future__ import annotations

import difflib
import inspect
import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from importlib import import_module
from os.path import commonprefix
from pathlib import Path
from typing import Any

import jsonschema
import regex
import yaml

from cleaner.literals import between, capitals, edge, exact, fold, needs, openings, shortest
from cleaner.model import Pattern, Rule
from cleaner.rules import FALLBACK, RULES_DIR, RuleErrors, _maker, _own_file, beginning, cache_dir, compile_pattern, key, pack

MAX_PHRASES = 20_000
"""Phrases that one template may stand for."""
WHOLE_BLOCK_WORDS = 40
"""Words up to which whole-block patterns and phrases are tried where a rule sets no limit."""
NO_LIMIT = 10**9
SHARED = 2000
"""Regexes whose making is remembered."""
MADE = ("regex", "match", "case", "needs", "shortest", "opens", "first", "last", "capitals", "between", "exact", "code")
MAX_DEPTH = 6
"""Vocabulary within vocabulary; deeper is a circle."""
SLOT = regex.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
NUMBER = regex.compile(r"[-+]?\d+(\.\d+)?")
DIGITS = r"\d+(?:[.,]\d+)*"
REFERENCE = regex.compile(r"\\g<(\w+)>|\\([1-9]\d*)")
SPECIAL_FILES = ("vocabulary", "redirects")
LANGUAGE = regex.compile(r"[a-z]{2,3}")
ADDED = frozenset(("code", "phrases", "patterns", "examples"))
"""What a file may add to a rule that another one defines."""
LABELS = ("paragraph", "subhead", "key-point", "pull-quote", "box", "correction", "list")
"""Roles of blocks that stay; a rule with role paragraph only captures, as that of datelines does."""
FIELDS = frozenset(("published", "updated", "crawled", "author", "agency", "caption", "credit", "dateline", "tag", "title", "dek"))
"""Names of groups whose text becomes a field of the article."""

Where = tuple[str | int, ...]
"""A path of keys to a value in a file."""


@dataclass(frozen=True)
class RuleFile:
    """One parsed file: its data, and the line each value begins on by its path of keys."""

    path: Path
    shown: str
    folder: str
    data: Any
    lines: Mapping[Where, int] = field(repr=False)

    def line(self, *where: str | int) -> int:
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


class RuleFiles:
    """All rule files, parsed and checked. Raises RuleErrors with every problem found.

    Files below `trusted` are known to be sound and are checked again only if others give their {{names}} further words.
    """

    def __init__(self, files: Sequence[tuple[Path, Path, bytes]], trusted: Path | None = None) -> None:
        self.trusted = trusted
        self.problems: dict[str, None] = {}
        self.definitions: dict[str, RuleFile] = {}
        self.additions: list[RuleFile] = []
        self.vocabulary: dict[str, dict[str, Any]] = {}
        self.vocabulary_files: list[RuleFile] = []
        self._merged: dict[str, dict[str, Any]] = {}
        self._made: dict[tuple[str, str, bool], dict[str, Any]] = {}
        self.sources: dict[str, list[RuleFile]] = {}
        self.redirects: dict[str, str] = {}
        self.redirect_files: list[RuleFile] = []
        schema = json.loads((RULES_DIR / "rule.schema.json").read_text(encoding="utf-8"))
        self._validators = {
            kind: jsonschema.Draft202012Validator({**schema["$defs"][kind], "$defs": schema["$defs"]})
            for kind in ("source", *SPECIAL_FILES)
        } | {"rule": jsonschema.Draft202012Validator(schema)}
        parsed = [f for root, path, content in files if (f := self._parse(root, path, content)) is not None]
        for file in parsed:
            self._place(file)
        self._check_additions()
        self._check_names()
        self._check_redirects()
        self._check_rules()
        if self.problems:
            raise RuleErrors(self.problems)

    @property
    def languages(self) -> list[str]:
        """Languages that have a folder of their own."""
        return sorted(({f.folder for f in self.additions} | self.vocabulary.keys()) - {"general"})

    def index(self) -> dict[str, Any]:
        """What is needed to choose rules without reading them."""
        rules = {
            code: {name: self._attribute(f, name) for name in ("name", "action", "role", "safety", "status", "stage", "summary")}
            | {"languages": sorted({a.folder for a in self.additions if a.data["code"] == code} - {"general"})}
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

    def expanded(self, language: str, source: str | None, like: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The rules for one language and source, vocabulary filled in, as JSON. `like` is such a set that shares most regexes with it;
        else the one that was used last is, for who changes a rule changes few of them."""
        like = like or _last_cached(language)
        for made in itertools.chain(like["conditions"].values(), *(entry["patterns"] for entry in like["rules"])):
            self._made[made["regex"], made["match"], made["case"]] = {name: made[name] for name in MADE}
        vocabulary = self.merged(language)
        rules = [self.rule(code, language, source, vocabulary) for code in sorted(self.definitions)]
        named = sorted({p.unless for rule in rules for p in rule.patterns if p.unless})
        conditions = {name: found for name in named if (found := self._pattern({"pattern": _slot(name)}, vocabulary))}
        excepted = (name for rule in rules for names in rule.exceptions.values() for name in names)
        phrases = itertools.chain(excepted, *(rule.phrases for rule in rules))
        return {
            "rules": list(map(self._entry, rules)),
            "beginnings": sorted(set(map(beginning, phrases))),
            "conditions": {name: self._packed(condition) for name, condition in conditions.items()},
            "vocabulary": {n: w for n, w in vocabulary.items() if isinstance(w, list)},
        }

    def files_of(self, code: str) -> list[RuleFile]:
        """The defining file and its additions, general ones first."""
        own = [f for f in self.additions if f.data["code"] == code]
        return [self.definitions[code], *sorted(own, key=lambda f: (f.folder != "general", f.folder))]

    # Reading

    def _problem(self, file: RuleFile | tuple[str, int], where: Where, what: str, do: str) -> None:
        shown, line = (file.shown, file.line(*where)) if isinstance(file, RuleFile) else file
        self.problems[f"{shown}:{line}: {what} — {do}"] = None

    def _parse(self, root: Path, path: Path, content: bytes) -> RuleFile | None:
        shown = _shown(path)
        before = len(self.problems)
        try:
            node = yaml.compose(content.decode("utf-8-sig"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
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
        lines: dict[Where, int] = {}
        data = self._value(node, (), lines, shown, set())
        folder = path.parent.name if path.parent != root else "general"
        file = RuleFile(path, shown, folder, data, lines)
        if len(self.problems) > before:
            return None
        if folder not in ("general", "sources") and not LANGUAGE.fullmatch(folder):
            self._problem(file, (), f"folder {folder!r} is no language", "use general, sources or a code such as de")
            return None
        return file if self.sound(file) or self._valid(file) else None

    def sound(self, file: RuleFile) -> bool:
        """Whether a file is below the trusted folder."""
        return self.trusted is not None and file.path.is_relative_to(self.trusted)

    def _value(self, node: Any, where: Where, lines: dict[Where, int], shown: str, seen: set[int]) -> Any:
        """Plain data with YAML 1.2's scalars: only true and false are booleans, so that the language `no` stays a word."""
        line = lines[where] = node.start_mark.line + 1
        if id(node) in seen:
            self._problem((shown, line), (), "a YAML alias", "write the value out")
            return None
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for k, v in node.value:
                at = k.start_mark.line + 1
                if not isinstance(k, yaml.ScalarNode):
                    self._problem((shown, at), (), "a key that is no word", "quote values that hold {{ }}, : or #")
                    continue
                if k.value in out:
                    self._problem((shown, at), (), f"key {k.value!r} twice", "keep one of them")
                out[k.value] = self._value(v, (*where, k.value), lines, shown, seen)
                lines[(*where, k.value)] = at
            return out
        if isinstance(node, yaml.SequenceNode):
            return [self._value(v, (*where, i), lines, shown, seen) for i, v in enumerate(node.value)]
        return node.value if node.style else _scalar(node.value)

    def _valid(self, file: RuleFile) -> bool:
        kind = "source" if file.folder == "sources" else file.path.stem if file.path.stem in SPECIAL_FILES else "rule"
        errors = sorted(self._validators[kind].iter_errors(file.data), key=lambda e: file.line(*e.absolute_path))
        for error in errors:
            for where, what, do in _explained(error):
                self._problem(file, where, what, do)
        return not errors

    def _place(self, file: RuleFile) -> None:
        stem = file.path.stem
        if file.folder == "sources":
            self.sources.setdefault(file.data["source"], []).append(file)
        elif stem == "redirects":
            self.redirect_files.append(file)
            self.redirects.update(file.data)
        elif stem == "vocabulary":
            self.vocabulary_files.append(file)
            merged = self.vocabulary.setdefault(file.folder, {})
            for name, words in file.data.items():
                merged[name] = _union(words, merged[name]) if name in merged else words
        elif file.folder != "general" or "name" not in file.data:
            self.additions.append(file)
        elif file.data["code"] in self.definitions:
            there = self.definitions[file.data["code"]].shown
            self._problem(file, ("code",), f"code {file.data['code']} is defined in {there} already", "take the family's next free number")
        else:
            self.definitions[file.data["code"]] = file

    # Checking what a schema cannot say

    def _check_additions(self) -> None:
        for file in self.additions:
            code = file.data["code"]
            if code not in self.definitions:
                do = "a rule is defined with name, summary, why and action in general/ first"
                self._problem(file, ("code",), f"no rule {code} to add to", do)
            else:
                for name in file.data.keys() - ADDED:
                    there = self.definitions[code].shown
                    self._problem(file, (name,), f"{name!r} in an addition to {code}", f"set it where the rule is defined: {there}")

    def _check_names(self) -> None:
        seen: dict[str, str] = {}
        for code, file in self.definitions.items():
            for needed in ("summary", "why", "action"):
                if needed not in file.data:
                    self._problem(file, (), f"no {needed!r}", "a file that names a rule defines it in full")
            name = file.data["name"]
            if name in seen:
                self._problem(file, ("name",), f"name {name!r} is {seen[name]}'s already", "choose another")
            seen.setdefault(name, code)
            if file.data.get("action") == "label" and file.data.get("role") not in LABELS:
                self._problem(file, ("role",), f"action label with role {file.data.get('role')!r}", f"write one of {', '.join(LABELS)}")

    def _check_redirects(self) -> None:
        for file in self.redirect_files:
            for old, new in file.data.items():
                if new not in self.definitions:
                    self._problem(file, (old,), f"no rule {new} for {old} to become", "name a rule of general/")
                if old in self.definitions:
                    do = f"a code is never used twice; give {self.definitions[old].shown} a new one"
                    self._problem(file, (old,), f"{old} is gone and there at once", do)

    def _check_rules(self) -> None:
        mixed = not all(map(self.sound, self.vocabulary_files))
        asked = [f for f in (*self.definitions.values(), *self.additions) if mixed or not self.sound(f)]
        known = {name for words in self.vocabulary.values() for name in words}
        languages = dict.fromkeys((FALLBACK, *self.languages))
        # One word stands for every list, in all languages the same: lists are escaped, so they cannot break a regex, but each
        # language's would be compiled again.
        word = {name: words[:1] for lang in languages for name, words in self.merged(lang).items() if isinstance(words, list)}
        thin = [{name: word[name] if isinstance(w, list) else w for name, w in self.merged(lang).items()} for lang in languages]
        whole = {name: words for vocabulary in thin for name, words in vocabulary.items()}
        for file in self.vocabulary_files:
            for name, words in file.data.items():
                if isinstance(words, dict):
                    self._check_regex(file, (name, "pattern"), words["pattern"], False, known, [whole])
        for file in asked:
            self._check_rule(file, (), file.data, known, thin)
            self._check_detector(file)
        for file in (f for files in self.sources.values() for f in files):
            for i, entry in enumerate(file.data["rules"]):
                if entry["code"] not in self.definitions:
                    self._problem(file, ("rules", i, "code"), f"no rule {entry['code']}", "name one of `cleaner rules list`")
                self._check_rule(file, ("rules", i), entry, known, thin)

    def _check_rule(
        self, file: RuleFile, where: Where, data: Mapping[str, Any], known: set[str], vocabularies: list[dict[str, Any]]
    ) -> None:
        definition = self.definitions.get(data["code"])
        action = definition.data.get("action") if definition else None
        if "unless" in data.get("scope", {}):
            self._check_slots(file, (*where, "scope", "unless"), _slot(data["scope"]["unless"]), known)
        for i, pattern in enumerate(data.get("patterns", ())):
            at = (*where, "patterns", i)
            if "unless" in pattern:
                self._check_slots(file, (*at, "unless"), _slot(pattern["unless"]), known)
            if pattern.get("match", "block") != "block" and "why" not in pattern:
                do = "say in `why` what makes a part of a block sure to be noise"
                self._problem(file, (*at, "match"), f"match {pattern['match']} without `why`", do)
            if action and ("replace" in pattern) != (action == "replace"):
                do = "give `replace` to patterns of rules whose action is replace, and to no others"
                self._problem(file, at, f"action {action} {'with' if 'replace' in pattern else 'without'} `replace`", do)
            compiled = self._check_regex(file, (*at, "pattern"), pattern["pattern"], pattern.get("case", False), known, vocabularies)
            if compiled and action:
                self._check_groups(file, at, pattern, compiled, action)
        for i, phrase in enumerate(data.get("phrases", ())):
            at = (*where, "phrases", i)
            self._check_slots(file, at, phrase, known)
            if where:
                continue
            for language in (FALLBACK, *self.languages):
                vocabulary = self.merged(language)
                if any(isinstance(vocabulary.get(name), dict) for name in SLOT.findall(phrase)):
                    self._problem(file, at, "a phrase with a pattern of the vocabulary", "use names of word lists, or write a pattern")
                elif math.prod(len(vocabulary.get(name, ())) for name in SLOT.findall(phrase)) > MAX_PHRASES:
                    self._problem(file, at, f"stands for over {MAX_PHRASES:,} phrases", "use fewer {{names}}, or a pattern")

    def _check_slots(self, file: RuleFile, at: Where, template: str, known: set[str]) -> None:
        for name in SLOT.findall(template):
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                do = f"did you mean {{{{{near[0]}}}}}?" if near else "add it to a vocabulary.yaml"
                self._problem(file, at, f"no vocabulary {{{{{name}}}}}", do)

    def _check_regex(
        self, file: RuleFile, at: Where, template: str, case: bool, known: set[str], vocabularies: list[dict[str, Any]]
    ) -> Any:
        """The compiled pattern; None if it is bad or has no words in any language."""
        self._check_slots(file, at, template, known)
        compiled = None
        for expression in dict.fromkeys(filled(template, vocabulary) for vocabulary in vocabularies):
            if expression is None:
                continue
            try:
                compiled = compile_pattern(expression, case)
            except regex.error as error:
                self._problem(file, at, f"bad regex: {error}", "mend it: " + _around(expression, getattr(error, "pos", None)))
                return None
            except (OverflowError, RecursionError, MemoryError):
                self._problem(file, at, "bad regex: too large", "make it smaller")
                return None
        if compiled is None and known.issuperset(SLOT.findall(template)):
            self._problem(file, at, "no language has words for all of its {{names}}", "add them, or break the circle of names")
        return compiled

    def _check_groups(self, file: RuleFile, at: Where, pattern: Mapping[str, Any], compiled: Any, action: str) -> None:
        if action != "replace":
            for name in compiled.groupindex.keys() - FIELDS:
                near = difflib.get_close_matches(name, FIELDS, n=1)
                do = f"did you mean {near[0]!r}?" if near else f"fields are {', '.join(sorted(FIELDS))}"
                self._problem(file, (*at, "pattern"), f"no field {name!r} to capture", do)
        for name, number in REFERENCE.findall(pattern.get("replace", "")):
            there = name in compiled.groupindex if name and not name.isdigit() else int(number or name) <= compiled.groups
            if not there:
                self._problem(file, (*at, "replace"), f"no group {name or number} in the pattern", "name a group that is there")

    def _check_detector(self, file: RuleFile) -> None:
        detector = file.data.get("detector")
        if not detector:
            return
        try:
            function = import_module(f"cleaner.detectors.{detector['name']}").detect
        except (ModuleNotFoundError, AttributeError):
            there = sorted(p.stem for p in (Path(__file__).parent / "detectors").glob("[a-z]*.py"))
            self._problem(file, ("detector", "name"), f"no detector {detector['name']!r}", f"there are: {', '.join(there)}")
            return
        takes = {p.name: p for p in list(inspect.signature(function).parameters.values())[1:]}
        given = detector.get("params", {})
        allowed = f"it takes: {', '.join(takes) or 'none'}"
        for name in given.keys() - takes.keys():
            self._problem(file, ("detector", "params", name), f"detector {detector['name']} takes no {name!r}", allowed)
        for name, parameter in takes.items():
            if parameter.default is parameter.empty and name not in given:
                self._problem(file, ("detector",), f"detector {detector['name']} needs {name!r}", "give it under `params`")

    # Filling in

    def merged(self, language: str) -> dict[str, Any]:
        """The vocabulary of a language: its own words beside English and general ones."""
        if language not in self._merged:
            merged: dict[str, Any] = {}
            for folder in dict.fromkeys(("general", FALLBACK, language)):
                for name, words in self.vocabulary.get(folder, {}).items():
                    merged[name] = _union(words, merged[name]) if name in merged else words
            self._merged[language] = merged
        return self._merged[language]

    def _attribute(self, file: RuleFile, name: str) -> Any:
        return file.data.get(name, {"safety": "safe", "status": "stable", "stage": "detect"}.get(name))

    def phrases(self, code: str, language: str, vocabulary: Mapping[str, Any]) -> dict[str, str]:
        """The phrases of one rule for a language: the key of each to the phrase as its file writes it."""
        out: dict[str, str] = {}
        for file in self.files_of(code):
            if file.folder in ("general", FALLBACK, language):
                for template in file.data.get("phrases", ()):
                    for phrase in _phrases(template, vocabulary):
                        out.setdefault(key(phrase), template)
        out.pop("", None)
        return out

    def rule(self, code: str, language: str, source: str | None, vocabulary: Mapping[str, Any]) -> Rule:
        """One rule as it is for a language and source; `vocabulary` is the language's."""
        definition = self.definitions[code]
        data = definition.data
        scope = data.get("scope", {})
        detector = data.get("detector", {})
        unless = {"unless": scope.get("unless")}
        patterns: list[Pattern | None] = []
        exceptions: set[str] = set()
        for file in self.files_of(code):
            if file.folder in ("general", FALLBACK, language):
                patterns += (self._pattern(unless | raw, vocabulary) for raw in file.data.get("patterns", ()))
        for entry in (e for file in self.sources.get(source or "", ()) for e in file.data["rules"] if e["code"] == code):
            site = {"domain": source, "since": entry.get("from"), "until": entry.get("until")}
            patterns += (self._pattern(unless | raw, vocabulary, **site) for raw in entry.get("patterns", ()))
            patterns += (self._line_pattern(phrase, vocabulary, **site) for phrase in entry.get("phrases", ()))
            exceptions.update(map(key, entry.get("exceptions", ())))
        return Rule(
            code=code,
            name=data["name"],
            summary=data["summary"],
            why=data["why"].strip(),
            action=data["action"],
            role=data.get("role"),
            safety=self._attribute(definition, "safety"),
            status=self._attribute(definition, "status"),
            confidence=float(data.get("confidence", 0.9)),
            zones=frozenset(scope.get("zones", ())),
            min_words=scope.get("min_words", 0),
            max_words=scope.get("max_words", NO_LIMIT if detector else WHOLE_BLOCK_WORDS),
            stage=self._attribute(definition, "stage"),
            takes=data.get("takes"),
            phrases=self.phrases(code, language, vocabulary),
            patterns=tuple(p for p in patterns if p),
            detector=detector.get("name"),
            params=detector.get("params", {}),
            exceptions={source: frozenset(exceptions)} if source and exceptions else {},
        )

    def _pattern(self, raw: Mapping[str, Any], vocabulary: Mapping[str, Any], **site: Any) -> Pattern | None:
        expression = filled(raw["pattern"], vocabulary)
        if expression is None:
            return None
        made = self._of(expression, raw.get("match", "block"), raw.get("case", False))
        return Pattern(
            source=raw["pattern"],
            breaks={True: "alone", "beside": "beside"}.get(raw.get("breaks"), ""),
            replace=raw.get("replace"),
            unless=raw.get("unless"),
            **{name: value for name, value in made.items() if name != "code"},
            **site,
        )

    def _line_pattern(self, phrase: str, vocabulary: Mapping[str, Any], **site: Any) -> Pattern | None:
        """A site's phrase: like a phrase it ignores punctuation and numbers, but it may be looked for on one site only."""
        parts = SLOT.split(phrase)
        words = [f"{{{{{part}}}}}" if i % 2 else w for i, part in enumerate(parts) for w in (("",) if i % 2 else key(part).split())]
        pattern = "".join(rf"[\W_]*{w.replace('#', DIGITS)}" for w in words)
        found = self._pattern({"pattern": rf"{pattern}[\W_]*"}, vocabulary, **site)
        return replace(found, source=phrase) if found else None

    def _of(self, expression: str, match: str, case: bool) -> dict[str, Any]:
        """A regex and how it is matched, what it asks of a text, and its code: what takes long. Most of a language's are another's, too."""
        made = self._made.get((expression, match, case))
        if made is None:
            if len(self._made) >= SHARED:
                self._made.clear()
            from_start, to_end = match in ("block", "start"), match in ("block", "end")
            made = self._made[expression, match, case] = {
                "regex": expression,
                "match": match,
                "case": case,
                "needs": needs(expression),
                "shortest": shortest(expression),
                "opens": openings(expression, whole=to_end) if from_start else (),
                "first": edge(expression, last=False) if from_start else "",
                "last": edge(expression, last=True) if to_end else "",
                "capitals": from_start and case and capitals(expression),
                "between": between(expression),
                "exact": exact(expression, case),
                "code": pack(compile_pattern(expression, case)),
            }
        return made

    def _entry(self, rule: Rule) -> dict[str, Any]:
        """A rule as JSON: phrases by template, so that the template of a thousand phrases is written once."""
        phrases: dict[str, list[str]] = {}
        for phrase, written in rule.phrases.items():
            phrases.setdefault(written, []).append(phrase)
        return _attributes(rule) | {
            "patterns": list(map(self._packed, rule.patterns)),
            "zones": sorted(rule.zones),
            "phrases": phrases,
            "exceptions": {domain: sorted(keys) for domain, keys in rule.exceptions.items()},
        }

    def _packed(self, pattern: Pattern) -> dict[str, Any]:
        return _attributes(pattern) | self._of(pattern.regex, pattern.match, pattern.case)


def _last_cached(language: str) -> Mapping[str, Any]:
    """The rules for a language that were used last of those in the cache, from whatever files; none if there are none."""
    try:
        kept = (cache_dir() or Path()).glob(f"rules-{_maker()}-*-{language}-.json")
        found: Mapping[str, Any] = json.loads(_own_file(max(kept, key=lambda path: path.stat().st_mtime)))["value"]
        return found
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {"rules": (), "conditions": {}}


def _attributes(instance: Any) -> dict[str, Any]:
    return {f.name: getattr(instance, f.name) for f in fields(instance)}


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _scalar(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~", ""):
        return None
    number = NUMBER.fullmatch(text)
    return text if not number else float(text) if number[1] else int(text)


def _explained(error: Any) -> Iterator[tuple[Where, str, str]]:
    """(where, what, what to do) for a schema error, in words for the one who wrote the file."""
    where = tuple(error.absolute_path)
    name = ".".join(str(p) for p in where) or "the file"
    do = error.schema.get("description", "see rule.schema.json")
    if error.validator == "additionalProperties":
        allowed = list(error.schema.get("properties", ()))
        for unknown in error.instance.keys() - allowed:
            near = difflib.get_close_matches(unknown, allowed, n=1)
            do = f"did you mean {near[0]!r}?" if near else f"allowed are: {', '.join(allowed)}"
            yield (*where, unknown), f"unknown key {unknown!r}", do
    elif error.validator == "enum":
        yield where, f"{name} is {error.instance!r}", f"write one of {', '.join(map(str, error.validator_value))}"
    elif error.validator == "required":
        # One error for each missing key, so the message must tell them apart.
        yield where, f"no {error.message.split(' is a required')[0]}", "add it"
    elif error.validator == "type":
        yield where, f"{name} is {error.instance!r}", f"write a value of type {error.validator_value}"
    elif error.validator == "pattern" and "propertyNames" in error.schema_path:
        yield (*where, error.instance), f"name {error.instance!r}", do
    elif error.validator == "pattern":
        yield where, f"{name} is {error.instance!r}", do
    elif error.validator == "oneOf":
        yield where, f"{name} has the wrong form", do
    else:
        yield where, f"{name}: {error.message}", do


def _around(expression: str, at: int | None) -> str:
    at = at or 0
    return ("…" if at > 30 else "") + expression[max(0, at - 30) : at + 30] + ("…" if at + 30 < len(expression) else "")


def _alternation(words: Sequence[str]) -> str:
    """An expression for one of the words, the longest that fits; what they begin with is written, and tried, only once."""
    ordered = sorted({" ".join(w.split()) for w in words}, key=lambda w: (-len(w), w))
    return _one_of([[r"\s+" if c == " " else regex.escape(c, special_only=True) for c in w] for w in ordered])


def _one_of(words: Sequence[list[str]]) -> str:
    """`words`: each its characters as an expression has them, and none before one that begins with it."""
    groups: dict[str, list[list[str]]] = {}
    for word in words:
        groups.setdefault(fold(word[0]) if word else "", []).append(word)
    parts: list[str] = []
    for group in groups.values():
        begun = commonprefix(group) if len(group) > 1 else []  # noqa: RUF071 — these are no paths
        if begun:
            parts.append("".join(begun) + _one_of([word[len(begun) :] for word in group]))
        else:
            # Words that capitals tell apart stay in their order, since it counts where case does not.
            parts += map("".join, group)
    return f"(?:{'|'.join(parts)})"


def _union(words: Any, others: Any) -> Any:
    """Two vocabulary entries of one name as one: a longer list, or alternatives where one of them is a pattern."""
    if isinstance(words, list) and isinstance(others, list):
        return list(dict.fromkeys([*others, *words]))
    return {"pattern": "|".join(_alternation(w) if isinstance(w, list) else f"(?:{w['pattern']})" for w in (words, others))}


def filled(template: str, vocabulary: Mapping[str, Any], depth: int = 0) -> str | None:
    """The template with its {{names}} filled in; None where the vocabulary has no words for one."""
    parts: list[str] = []
    at = 0
    for slot in SLOT.finditer(template):
        words = vocabulary.get(slot[1])
        if words is None or depth > MAX_DEPTH:
            return None
        inner = _alternation(words) if isinstance(words, list) else filled(words["pattern"], vocabulary, depth + 1)
        if inner is None:
            return None
        parts += template[at : slot.start()], inner if isinstance(words, list) else f"(?:{inner})"
        at = slot.end()
    return "".join([*parts, template[at:]])


def _slot(condition: str) -> str:
    """The vocabulary that a condition of `unless` stands for."""
    return f"{{{{{condition.replace('-', '_')}}}}}"


def _phrases(template: str, vocabulary: Mapping[str, Any]) -> Iterator[str]:
    slots = [vocabulary.get(name, ()) for name in SLOT.findall(template)]
    parts = SLOT.split(template)[::2]
    for words in itertools.product(*slots):
        yield "".join(itertools.chain.from_iterable(itertools.zip_longest(parts, words, fillvalue="")))
