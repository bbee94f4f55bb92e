"""Rule files → rules: the one place that knows how they look on disk. Bad ones are refused with a line each.

Files are parsed and checked once; what comes out is kept as JSON in a cache keyed by their hash, so that a start with
a warm cache reads no YAML and compiles no regex.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import regex

from cleaner.literals import fold
from cleaner.model import CleanerError, Pattern, Rule

__all__ = ["RULES_DIR", "Library", "RuleErrors", "RuleSet", "fold", "key"]

log = logging.getLogger("cleaner")

_HERE = Path(__file__).parent
RULES_DIR = next((d for d in (_HERE / "_data" / "rules", _HERE.parent / "rules") if d.is_dir()), _HERE / "_data" / "rules")
CACHE_VERSION = 1
FIXED_STAGES = ("segment", "assemble")

_NOT_WORD = regex.compile(r"[^\w#]+|_+")
_DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")


def key(text: str) -> str:
    """The look-up key of a phrase: case, punctuation and the width of blanks do not count, every number is `#`."""
    return _NOT_WORD.sub(" ", _DIGITS.sub("#", text.casefold())).strip()


class RuleErrors(CleanerError):
    """Bad rule files: one line `FILE:LINE: what — what to do` for each problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules for articles of one language (and source), chosen and with their vocabulary filled in."""

    rules: Mapping[str, Rule]
    vocabulary: Mapping[str, tuple[str, ...]]
    language: str | None


@dataclass(frozen=True)
class Library:
    """All rule files, and which of their rules are wanted. Pickles as its options and is read again where it arrives."""

    dirs: tuple[Path, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    unsafe: tuple[str, ...]
    hash: str
    files_hash: str
    index: Mapping[str, Any] = field(repr=False)
    _sets: dict[tuple[str, str | None], RuleSet] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(
        cls, dirs: Sequence[Path] = (), select: Sequence[str] = (), ignore: Sequence[str] = (), unsafe: Sequence[str] = ()
    ) -> Library:
        """Read the built-in rules and those in `dirs`. Raises RuleErrors for bad files, CleanerError for unknown rules or folders."""
        for d in dirs:
            if not d.is_dir():
                raise CleanerError(f"{d}: no such rule folder; --rules takes a folder laid out like rules/ or holding rule files")
        files = list(rule_files([RULES_DIR, *dirs]))
        digest = hashlib.sha256(f"{CACHE_VERSION}".encode())
        for root, path, content in files:
            digest.update(f"\0{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
        files_hash = digest.hexdigest()[:16]
        index = _cached(f"{files_hash}-index", lambda: _parsed(files_hash, files).index())
        chosen = [tuple(_resolve(name, index) for name in names) for names in (select, ignore, unsafe)]
        digest.update(json.dumps(chosen).encode())
        for name in chosen[1]:
            stuck = [c for c in index["rules"] if c.startswith(name) and index["rules"][c]["stage"] in FIXED_STAGES and c == name]
            if stuck:
                raise CleanerError(f"{name} is part of reading and cannot be switched off; take it out of --ignore")
        return cls(tuple(dirs), *chosen, digest.hexdigest()[:16], files_hash, index)

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (self.dirs, self.select, self.ignore, self.unsafe, self.hash)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have a folder of their own."""
        return tuple(self.index["languages"])

    @property
    def function_words(self) -> Mapping[str, frozenset[str]]:
        """The commonest words of each language that has them."""
        return _function_words(self.files_hash, self.index)

    @property
    def ignored(self) -> frozenset[str]:
        """Codes of repairs that are switched off."""
        return frozenset(c for c, r in self.index["rules"].items() if r["stage"] == "repair" and any(c.startswith(n) for n in self.ignore))

    def on(self, code: str) -> bool:
        """Whether a rule acts (or, for `show` rules, reports) under this choice."""
        entry = self.index["rules"][code]
        if entry["stage"] != "detect":
            return code not in self.ignored
        if any(code.startswith(n) for n in self.ignore):
            return False
        if entry["safety"] == "unsafe":
            return any(code.startswith(n) for n in self.unsafe)
        if entry["status"] != "stable":
            return code in self.select
        return not self.select or any(code.startswith(n) for n in self.select)

    def ruleset(self, language: str | None, source: str | None = None) -> RuleSet:
        """The rules for one language: general ones, the language's own and English ones (widgets are English everywhere)."""
        lang = language if language in self.index["languages"] else "en"
        site = source if source in self.index["sources"] else None
        found = self._sets.get((lang, site))
        if found is None:
            found = self._sets[lang, site] = self._build(lang, site)
        return replace(found, language=language)

    def _build(self, lang: str, site: str | None) -> RuleSet:
        data = _cached(
            f"{self.files_hash}-{lang}-{site or ''}",
            lambda: _parsed(self.files_hash, list(rule_files([RULES_DIR, *self.dirs]))).expanded(lang, site),
        )
        rules = {}
        for entry in data["rules"]:
            if self.on(entry["code"]):
                patterns = tuple(Pattern(**{**p, "literals": tuple(p["literals"])}) for p in entry["patterns"])
                exceptions = {d: frozenset(keys) for d, keys in entry["exceptions"].items()}
                rules[entry["code"]] = Rule(**{**entry, "patterns": patterns, "zones": frozenset(entry["zones"]), "exceptions": exceptions})
        # Repairs that are off still need their rule: nothing else may stand for a code.
        return RuleSet(rules, {name: tuple(words) for name, words in data["vocabulary"].items()}, lang)


def _reopen(dirs: Sequence[Path], select: Sequence[str], ignore: Sequence[str], unsafe: Sequence[str], expected: str) -> Library:
    library = Library.open(dirs, select, ignore, unsafe)
    if library.hash != expected:
        raise CleanerError("the rule files have changed since this Cleaner was made; make it again")
    return library


_words_by_hash: dict[str, Mapping[str, frozenset[str]]] = {}


def _function_words(files_hash: str, index: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    if files_hash not in _words_by_hash:
        _words_by_hash[files_hash] = {lang: frozenset(words) for lang, words in index["function_words"].items()}
    return _words_by_hash[files_hash]


def _resolve(name: str, index: Mapping[str, Any]) -> str:
    """A code, a code's beginning or a rule's name → code or beginning."""
    rules = index["rules"]
    wanted = index["redirects"].get(name, name)
    if wanted != name:
        log.warning("rule %s is now called %s", name, wanted)
    if any(code.startswith(wanted) for code in rules) and wanted:
        return wanted
    by_name = {r["name"]: code for code, r in rules.items()}
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(wanted, [*rules, *by_name], n=1)
    raise CleanerError(f"no rule {name!r}; {f'did you mean {near[0]}?' if near else 'see `cleaner rules list`'}")


def rule_files(roots: Iterable[Path]) -> Iterable[tuple[Path, Path, bytes]]:
    """(root, file, content) of every YAML file of the rule folders, in a fixed order."""
    for root in roots:
        for path in sorted((*root.glob("*.yaml"), *root.glob("*/*.yaml"))):
            try:
                yield root, path, path.read_bytes()
            except OSError as error:
                raise CleanerError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


_last_parsed: list[Any] = []


def _parsed(files_hash: str, files: list[tuple[Path, Path, bytes]]) -> Any:
    """The files parsed and checked: only on a cache miss, since YAML and JSON Schema are slow to load."""
    if not _last_parsed or _last_parsed[0] != files_hash:
        from cleaner.rulefiles import RuleFiles

        _last_parsed[:] = [files_hash, RuleFiles(files)]
    return _last_parsed[1]


def cache_dir() -> Path:
    """Where compiled rules are kept: CLEANER_CACHE_DIR, else the user's cache folder."""
    own = os.environ.get("CLEANER_CACHE_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "news-cleaner"


def _cached(name: str, make: Any) -> Any:
    """The JSON value under `name`, made and kept if it is not there. A cache that cannot be read or written is no error."""
    try:
        path = cache_dir() / f"{name}.json"
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RuntimeError):
        pass
    value = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            json.dump(value, f)
        os.replace(temporary, path)
    except (OSError, RuntimeError, UnboundLocalError):
        log.debug("compiled rules could not be kept in the cache")
    return json.loads(json.dumps(value))


def as_entry(rule: Rule) -> dict[str, Any]:
    """A rule as JSON."""
    entry = asdict(rule)
    entry["zones"] = sorted(rule.zones)
    entry["exceptions"] = {d: sorted(keys) for d, keys in rule.exceptions.items()}
    return entry
