"""The outputs of a run: in parts beside OUT until all are there, so that a killed run can go on; or straight to where they go."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol

from cleaner import files
from cleaner.formats import Table, Writer, join, writer
from cleaner.model import CleanerError

OUTPUTS = ("edits", "quarantine", "output")
"""In the order in which they appear: once the output is there, all is there."""


class Sink(Protocol):
    """Takes the lines of a run. `done`: what each part said when it was committed by an earlier run, which this one continues."""

    done: list[dict[str, Any]]

    def write(self, what: str, line: str) -> None: ...

    def commit(self, said: Mapping[str, Any]) -> None: ...


class Streams:
    """Outputs that are open already, or none: parts mean nothing to them."""

    def __init__(self, to: Mapping[str, IO[str] | None] | None = None) -> None:
        self.done: list[dict[str, Any]] = []
        self._to = to or {}

    def write(self, what: str, line: str) -> None:
        into = self._to.get(what)
        if into:
            into.write(line + "\n")

    def commit(self, said: Mapping[str, Any]) -> None:
        pass


class Parts:
    """Outputs that are written in parts, into the folder OUT.parts, and appear under their names when all are there.

    `names`: output, edits and quarantine → file. `plan`: all that decides what a part holds; a run with another plan cannot be continued.
    Raises CleanerError where something cannot be written or, with `resume`, the plan is another.
    """

    def __init__(self, names: Mapping[str, str], table: Table | None, plan: Mapping[str, Any], resume: bool) -> None:
        self._names = {what: names[what] for what in OUTPUTS}
        self._table, self._plan = table, plan
        self._folder = f"{names['output']}.parts"
        self._open: dict[str, tuple[IO[bytes], Writer]] = {}
        for name in reversed(self._names.values()):
            writable(name)
        with self._explained("cannot be written"):
            self.done = self._committed() if resume and files.exists(self._path("plan.json")) else []
            if not self.done:
                files.remove(self._folder)
                files.make_folder(self._folder)
                self._keep("plan.json", plan)

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _part(self, number: int, what: str) -> str:
        return self._path(f"{number:06}.{what}")

    def _committed(self) -> list[dict[str, Any]]:
        before = self._read("plan.json")
        now = json.loads(json.dumps(self._plan))
        changed = [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]
        if changed:
            what = f"{', '.join(changed)} {'is' if len(changed) == 1 else 'are'} not what this run began with"
            raise CleanerError(f"--resume: {what}; put that back, or run without --resume to begin anew")
        done: list[dict[str, Any]] = []
        while files.exists(self._part(len(done), "json")):
            done.append(self._read(f"{len(done):06}.json"))
        return done

    def _read(self, name: str) -> dict[str, Any]:
        try:
            with files.open_raw(self._path(name)) as file:
                made: dict[str, Any] = json.load(file)
                return made
        except ValueError:
            raise CleanerError(f"{self._path(name)}: this is not what a run left there; run without --resume to begin anew") from None

    def _keep(self, name: str, value: Any) -> None:
        files.write_whole(self._path(name), lambda file: file.write(json.dumps(value).encode()))

    @contextmanager
    def _explained(self, what: str = "not written") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            kept = "; the parts that are done are kept: --resume goes on with them" if getattr(self, "done", None) else ""
            raise CleanerError(f"{self._names['output']}: {what} ({error.strerror or error}){kept}") from None

    def _begin(self) -> None:
        for what, name in self._names.items():
            file = files.open_new(self._part(len(self.done), what))
            table = self._table if what == "output" else None
            self._open[what] = file, writer(file, name, table, first=not self.done)

    def write(self, what: str, line: str) -> None:
        with self._explained():
            if not self._open:
                self._begin()
            self._open[what][1].write(line)

    def commit(self, said: Mapping[str, Any]) -> None:
        """The part is whole; `said` comes back in `done` when it is resumed."""
        with self._explained():
            if not self._open:
                self._begin()
            for file, into in self._open.values():
                into.close()
                if not file.closed:
                    _to_disk(file)
                    file.close()
            self._open = {}
            self._keep(f"{len(self.done):06}.json", said)
            self.done.append(dict(said))

    def publish(self) -> None:
        """Put the parts together and show the files under their names, the output last. Devices and pipes are written to as they are."""
        if not self.done:
            self.commit({})
        with self._explained():
            whole: dict[str, str] = {}
            try:
                for what, name in self._names.items():
                    special = files.special(name)
                    if not special:
                        whole[name] = files.beside(name, f".{os.getpid()}.part")
                    with files.open_new(name if special else whole[name]) as file:
                        table = self._table if what == "output" else None
                        join([self._part(i, what) for i in range(len(self.done))], file, name, table)
                        if not (special or file.closed):
                            _to_disk(file)
                for name, part in whole.items():
                    files.replace(part, files.target(name))
            finally:
                for part in whole.values():
                    with suppress(OSError):
                        files.remove(part)
            files.remove(self._folder)

    def close(self) -> None:
        """Let go of files. A run that has nothing to continue from leaves nothing."""
        for file, into in self._open.values():
            with suppress(Exception):
                into.close()
            with suppress(Exception):
                file.close()
        if not self.done:
            with suppress(OSError):
                files.remove(self._folder)


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    with suppress(OSError, AttributeError):
        os.fsync(file.fileno())


def writable(name: str) -> None:
    """Raises CleanerError now for a place that could not be written to at the end."""
    part = files.beside(name, f".{os.getpid()}.part")
    try:
        files.refuse_folder(name)
        if files.is_url(name) or files.special(name):
            return
        with open(part, "wb"):
            pass
        os.remove(part)
    except OSError as error:
        raise files.explained(name, "cannot be written", error) from None
