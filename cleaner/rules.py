"""Rule files → rules: which rules are wanted, and the set of them for an article's language and source.

`rulefiles` parses and checks the files; what it makes is kept as JSON in a cache keyed by the files' hash, so that a
start with a warm cache reads no YAML and compiles no regex.
"""

from __future__ import annotations

import base64
import copyreg
import difflib
import hashlib
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from cleaner.literals import fold
from cleaner.model import CleanerError, Pattern, Rule
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.rulefiles import RuleFiles

__all__ = ["RULES_DIR", "Library", "RuleErrors", "RuleSet", "fold", "key"]

log = logging.getLogger("cleaner")

_HERE = Path(__file__).parent
RULES_DIR = next((d for d in (_HERE / "_data" / "rules", _HERE.parent / "rules") if d.is_dir()), _HERE / "_data" / "rules")
"""The rules that come with the package: inside it when installed from a wheel, beside it in a checkout."""
FALLBACK = "en"
"""Its rules belong to every language's set, since widgets are English everywhere; it also serves languages without rules."""
FIXED_STAGES = ("segment", "assemble")
STALE_DAYS = 30
RECENT = 8
"""Versions of the rules that the cache keeps, some 100 MB each with all languages: who writes rules makes many a day."""
KEPT = f"rules-{'[0-9a-f]' * 8}-{'[0-9a-f]' * 16}-*.json"
"""Names of the cache's files."""
VERSION = len("rules-") + 8 + len("-") + 16
"""Characters of such a name that tell the version of rules and code."""

_NOT_WORD = regex.compile(r"[^\w#]+")
_DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")


def key(text: str) -> str:
    """The look-up key of a phrase: case, punctuation and the width of blanks do not count, every number is `#`."""
    if text.replace(" ", "").isalpha():
        # Most labels are plain words.
        return " ".join(text.casefold().split())
    return _NOT_WORD.sub(" ", _DIGITS.sub("#", text.casefold().replace("_", " "))).strip()


def beginning(phrase: str) -> str:
    """The first two words of a key."""
    return " ".join(phrase.split(" ", 2)[:2])


class RuleErrors(CleanerError):
    """Bad rule files: one line `FILE:LINE: what — what to do` for each problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules for articles of one language (and source), chosen and with their vocabulary filled in."""

    rules: Mapping[str, Rule]
    vocabulary: Mapping[str, tuple[str, ...]]
    language: str | None
    conditions: Mapping[str, Pattern] = field(default_factory=dict)
    """What rules name in `unless`, by that name."""
    beginnings: frozenset[str] = field(default=frozenset(), repr=False)
    """How all phrases and exceptions begin, those of rules that are not chosen as well."""
    codes: Mapping[tuple[str, bool], Any] = field(default_factory=dict, repr=False, compare=False)
    """What `pack` made of the patterns, by regex and case."""
    ready: dict[tuple[str, bool], Any] = field(default_factory=dict, repr=False, compare=False)
    """Those that were asked for, as `regex` objects."""

    def compiled(self, pattern: Pattern) -> Any:
        """The pattern as a `regex` object, made when it is first asked for; from the cache that takes a fiftieth of compiling it."""
        name = (pattern.regex, pattern.case)
        found = self.ready.get(name)
        if found is None:
            code = self.codes.get(name)
            found = self.ready[name] = unpack(code) if code else compile_pattern(*name)
        return found


@dataclass(frozen=True)
class Library:
    """All rule files, and which of their rules are wanted. Pickles as its options and is read again where it arrives."""

    dirs: tuple[Path, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    unsafe: tuple[str, ...]
    hash: str
    """16 hex digits of the SHA-256 of all rule files, their names and the options."""
    files_hash: str
    built_in_hash: str
    """The same of the built-in files alone, without options."""
    index: Mapping[str, Any] = field(repr=False, compare=False)
    """Name, action, role, safety, status, stage, summary and languages of every rule; the languages, sources and redirects."""
    function_words: Mapping[str, frozenset[str]] = field(repr=False, compare=False)
    """The commonest words of each language that has them, in lower case."""
    _digest: Any = field(repr=False, compare=False)
    """The SHA-256 of the files, to which the options are added."""
    _whole: dict[tuple[str, str | None], RuleSet] = field(default_factory=dict, repr=False, compare=False)
    """All rules, chosen or not, by language and site."""
    _sets: dict[tuple[str, str | None], RuleSet] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, dirs: Sequence[Path] = (), select: Sequence[str] = (), ignore: Sequence[str] = (), unsafe: Sequence[str] = ()) -> Library:
        """Read the built-in rules and those in `dirs`; choose among them by code, name or a code's beginning ("DT", "DT1").

        An empty `select` takes every safe, stable rule. Preview and deprecated rules act only where `select` names them
        in full, unsafe ones where `unsafe` does; repairs are not subject to `select`, only to `ignore`.
        Raises RuleErrors for bad files, CleanerError for unknown rules and folders.
        """
        roots = _roots(dirs)
        files = list(rule_files(roots))
        built_in = _hashed((f for f in files if f[0] == RULES_DIR), hashlib.sha256())
        digest = _hashed((f for f in files if f[0] != RULES_DIR), built_in.copy())
        built_in_hash, files_hash = built_in.hexdigest()[:16], digest.hexdigest()[:16]
        index = _cached(f"{files_hash}-index", lambda: _parsed(files_hash, files, built_in_hash).index())
        words = {language: frozenset(ws) for language, ws in index["function_words"].items()}
        return cls(tuple(roots[1:]), (), (), (), "", files_hash, built_in_hash, index, words, digest).choose(select, ignore, unsafe)

    def choose(self, select: Sequence[str] = (), ignore: Sequence[str] = (), unsafe: Sequence[str] = ()) -> Library:
        """The same files with another choice of rules. What is made of the files is made once for both."""
        select, ignore, unsafe = (tuple(_resolve(name, self.index) for name in names) for names in (select, ignore, unsafe))
        for name in ignore:
            if name in self.index["rules"] and self.index["rules"][name]["stage"] in FIXED_STAGES:
                raise CleanerError(f"{name} is part of reading and cannot be switched off; take it out of --ignore")
        digest = self._digest.copy()
        digest.update(json.dumps([select, ignore, unsafe]).encode())
        return replace(self, select=select, ignore=ignore, unsafe=unsafe, hash=digest.hexdigest()[:16], _sets={})

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (self.dirs, self.select, self.ignore, self.unsafe, self.hash)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have a folder of their own."""
        return tuple(self.index["languages"])

    @property
    def ignored(self) -> frozenset[str]:
        """Codes of repairs that are switched off."""
        return frozenset(code for code, entry in self.index["rules"].items() if entry["stage"] == "repair" and _named(code, self.ignore))

    def on(self, code: str) -> bool:
        """Whether a rule acts (or, for `show` rules, reports) under this choice."""
        entry = self.index["rules"][code]
        if entry["stage"] in FIXED_STAGES:
            return True
        if _named(code, self.ignore):
            return False
        if entry["stage"] == "repair":
            return True
        if entry["safety"] == "unsafe":
            return _named(code, self.unsafe)
        if entry["status"] != "stable":
            return code in self.select
        return not self.select or _named(code, self.select)

    def matching(self, name: str) -> list[str]:
        """The codes that a code, a code's beginning or a name stands for. Raises CleanerError for none."""
        wanted = _resolve(name, self.index)
        return [code for code in self.index["rules"] if code.startswith(wanted)]

    def ruleset(self, language: str | None, source: str | None = None) -> RuleSet:
        """The rules for one language and site: general ones, the language's own, English ones, the site's."""
        known = language if language and language in self.index["languages"] else FALLBACK
        site = source if source and source in self.index["sources"] else None
        found = self._sets.get((known, site))
        if found is None:
            found = self._sets[known, site] = self._build(known, site)
        return replace(found, language=language)

    def files(self) -> RuleFiles:
        """The rule files themselves, parsed: for documentation and tests. Slow, unlike all else here."""
        return _parsed(self.files_hash, list(rule_files(_roots(self.dirs))), self.built_in_hash)

    def _build(self, language: str, site: str | None) -> RuleSet:
        whole = self._whole.get((language, site))
        if whole is None:
            data = self._data(language, site)
            patterns = [p for entry in data["rules"] for p in entry["patterns"]] + list(data["conditions"].values())
            codes = {(p["regex"], p["case"]): p.pop("code") for p in patterns}
            vocabulary = {name: tuple(words) for name, words in data["vocabulary"].items()}
            conditions = {name: _pattern(p) for name, p in data["conditions"].items()}
            rules = {entry["code"]: _rule(entry) for entry in data["rules"]}
            whole = self._whole[language, site] = RuleSet(rules, vocabulary, language, conditions, frozenset(data["beginnings"]), codes)
        return replace(whole, rules={code: rule for code, rule in whole.rules.items() if self.on(code)})

    def _data(self, language: str, site: str | None) -> Any:
        """All rules for a language and site, as JSON."""

        def make() -> Any:
            # Most patterns are the built-in ones' of the language, and making them takes longest.
            built_in = Library.open() if self.dirs else self
            like = built_in._data(language, None) if built_in is not self or site else None
            return self.files().expanded(language, site, like)

        return _cached(f"{self.files_hash}-{language}-{site or ''}", make)


def _hashed(files: Iterable[tuple[Path, Path, bytes]], digest: Any) -> Any:
    """`digest` with the files' names and content."""
    for root, path, content in files:
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest


def _rule(entry: Mapping[str, Any]) -> Rule:
    """A rule from its JSON: phrases come by template, {template: [keys]}."""
    return Rule(
        **{
            **entry,
            "zones": frozenset(entry["zones"]),
            "phrases": {phrase: written for written, phrases in entry["phrases"].items() for phrase in phrases},
            "patterns": tuple(map(_pattern, entry["patterns"])),
            "exceptions": {domain: frozenset(keys) for domain, keys in entry["exceptions"].items()},
        }
    )


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    return Pattern(**{**entry, "needs": tuple(map(tuple, entry["needs"])), "opens": tuple(entry["opens"]), "exact": tuple(entry["exact"])})


def compile_pattern(expression: str, case: bool) -> Any:
    return regex.compile(expression, 0 if case else int(regex.IGNORECASE))


def pack(compiled: Any) -> Any:
    """A compiled regex as JSON: what `pickle` would keep of it."""
    return _json(copyreg.dispatch_table[type(compiled)](compiled)[1])


def unpack(code: Any) -> Any:
    """The compiled regex that `pack` wrote, with the same version of the `regex` package."""
    empty = regex.compile("")
    make: Any = copyreg.dispatch_table[type(empty)](empty)[0]
    return make(*_plain(code))


def _json(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, tuple):
        return {"tuple": [_json(v) for v in value]}
    if isinstance(value, dict):
        return {"dict": [[_json(k), _json(v)] for k, v in value.items()]}
    return [_json(v) for v in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    return tuple(map(_plain, value["tuple"])) if "tuple" in value else {_plain(k): _plain(v) for k, v in value["dict"]}


def _reopen(dirs: Sequence[Path], select: Sequence[str], ignore: Sequence[str], unsafe: Sequence[str], expected: str) -> Library:
    library = Library.open(dirs, select, ignore, unsafe)
    if library.hash != expected:
        raise CleanerError("the rule files have changed since this Cleaner was made; make it again")
    return library


def _named(code: str, names: Iterable[str]) -> bool:
    return any(code.startswith(name) for name in names)


def _resolve(name: str, index: Mapping[str, Any]) -> str:
    """A code, a code's beginning or a rule's name → code or beginning."""
    rules = index["rules"]
    wanted: str = index["redirects"].get(name, name)
    if wanted != name:
        log.warning("rule %s is now %s", name, wanted)
    if wanted and any(code.startswith(wanted) for code in rules):
        return wanted
    by_name: dict[str, str] = {entry["name"]: code for code, entry in rules.items()}
    if wanted in by_name:
        return by_name[wanted]
    near = [name.upper()] if name.upper() in rules else difflib.get_close_matches(name, [*rules, *by_name], n=1)
    raise CleanerError(f"no rule {name!r}; {f'did you mean {near[0]}?' if near else 'see `cleaner rules list`'}")


# Files and cache


def _roots(dirs: Sequence[Path]) -> list[Path]:
    for d in dirs:
        if not d.is_dir():
            raise CleanerError(f"{d}: no such rule folder; --rules takes a folder laid out like rules/ or holding rule files")
    return [RULES_DIR, *(d for d in dirs if d.resolve() != RULES_DIR.resolve())]


def rule_files(roots: Iterable[Path]) -> Iterator[tuple[Path, Path, bytes]]:
    """(root, file, content) of every YAML file of the rule folders, in a fixed order."""
    for root in roots:
        for path in sorted((*root.glob("*.yaml"), *root.glob("*/*.yaml")), key=lambda p: p.relative_to(root).as_posix()):
            try:
                yield root, path, path.read_bytes()
            except OSError as error:
                raise CleanerError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


_last_parsed: list[tuple[str, RuleFiles]] = []


def _parsed(files_hash: str, files: list[tuple[Path, Path, bytes]], built_in_hash: str) -> RuleFiles:
    """The files parsed and checked: only on a cache miss, since YAML and JSON Schema are slow to load."""
    for name, parsed in _last_parsed:
        if name == files_hash:
            return parsed
    from cleaner.rulefiles import RuleFiles

    # The built-in ones were checked before the package was built, or when the cache got their index.
    checked = RULES_DIR.is_relative_to(_HERE) or _kept(f"{built_in_hash}-index") is not None
    parsed = RuleFiles(files, trusted=RULES_DIR if checked else None)
    _last_parsed[:] = [(files_hash, parsed)]
    return parsed


def cache_dir() -> Path | None:
    """Where compiled rules are kept: CLEANER_CACHE_DIR, else the user's cache folder; None if there is no such place."""
    own = os.environ.get("CLEANER_CACHE_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "news-cleaner"
    except RuntimeError:
        return None


def _cached(name: str, make: Callable[[], Any]) -> Any:
    """The JSON value under `name`, made and kept if it is not there. A cache that cannot be read or written is no error."""
    found = _kept(name)
    if found is None:
        written = json.dumps({"name": name, "value": make()})
        _keep(name, written)
        found = json.loads(written)["value"]
    return found


def _kept(name: str) -> Any:
    """The JSON value that the cache has under `name`, or None."""
    try:
        path = _place(name)
        kept = json.loads(_own_file(path))
    except (OSError, ValueError, RecursionError):
        return None
    with suppress(OSError):
        os.utime(path)  # What is in use stays.
    return kept.get("value") if isinstance(kept, dict) and kept.get("name") == name else None


def _place(name: str) -> Path:
    """The cache's file for `name`. Raises OSError where there can be none."""
    folder = cache_dir()
    if folder is None:
        raise FileNotFoundError("no folder for a cache")
    return folder / f"rules-{_maker()}-{name}.json"


def _own_file(path: Path) -> bytes:
    """Compiled regexes are trusted as Python trusts its .pyc files, so they must be this user's own or the system's."""
    with path.open("rb") as f:
        if hasattr(os, "geteuid") and os.fstat(f.fileno()).st_uid not in (0, os.geteuid()):
            raise PermissionError(f"{path} is another user's")
        return f.read()


_makers: list[str] = []


def _maker() -> str:
    """Hash of all that makes what is cached, so that no version reads what another wrote (Python's tells Unicode's)."""
    if not _makers:
        digest = hashlib.sha256(f"{__version__} {sys.implementation.cache_tag} {sys.byteorder} {regex.__version__}".encode())
        for path in (_HERE / "rulefiles.py", _HERE / "literals.py", RULES_DIR / "rule.schema.json"):
            if path.is_file():
                digest.update(path.read_bytes())
        _makers.append(digest.hexdigest()[:8])
    return _makers[0]


def _forget_old(folder: Path) -> None:
    """Delete what the cache has of versions of the rules that were not used for long, or after which many others were."""
    versions: dict[str, list[Path]] = {}
    for path in folder.glob(KEPT):
        versions.setdefault(path.name[:VERSION], []).append(path)
    newest = {name: max(p.stat().st_mtime for p in paths) for name, paths in versions.items()}
    stale = time.time() - STALE_DAYS * 86_400
    for n, name in enumerate(sorted(versions, key=lambda name: newest[name], reverse=True)):
        if n >= RECENT or newest[name] < stale:
            for path in versions[name]:
                path.unlink(missing_ok=True)


def _keep(name: str, content: str) -> None:
    try:
        path = _place(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            f.write(content)
        os.replace(temporary, path)
        _forget_old(path.parent)
    except OSError as error:
        log.debug("compiled rules could not be kept in the cache: %s", error)
