"""Work spread over processes: results in order, constant memory, and no item that stops or kills a worker stops the others."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import c_longlong
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import RawValue
from typing import Any

from cleaner.model import CleanerError

Work = Callable[[Sequence[Any], Callable[[int], None]], list[Any]]
"""Does a chunk of items and gives as many results. It tells of each item, by its place in the chunk, before it begins with it."""
AHEAD = 4
"""Chunks for each worker that may be under way or wait for an earlier one."""
LIVES = 2
"""Workers that may die of an item before it is given up."""
POLL = 0.25
"""Seconds between two looks at whether a worker still moves."""


@dataclass
class _Task:
    """A chunk, the results that it has, and how many workers died at each of its items."""

    items: Sequence[Any]
    results: dict[int, Any] = field(default_factory=dict)
    deaths: Counter[int] = field(default_factory=Counter)

    @property
    def left(self) -> list[int]:
        return [i for i in range(len(self.items)) if i not in self.results]


def ordered(
    work: Work, chunks: Iterable[Sequence[Any]], workers: int, seconds: float, failed: Callable[[str], Any]
) -> Iterator[tuple[Sequence[Any], list[Any]]]:
    """Each chunk with its results, in order. `work` has to pickle; with no `workers` it is done in this process, without a time limit.

    A worker that dies is replaced and its chunk done again. An item at which two died, or that takes over `seconds`, has for
    its result what `failed` makes of the reason; the others of its chunk are done.
    """
    if not workers:
        for chunk in chunks:
            yield chunk, work(chunk, lambda _: None)
        return
    packed = pickle.dumps(work)
    pool: list[_Worker] = []
    under_way: deque[_Task] = deque()
    waiting: deque[_Task] = deque()
    coming = iter(chunks)
    try:
        while True:
            while under_way and not under_way[0].left:
                first = under_way.popleft()
                yield first.items, [first.results[i] for i in range(len(first.items))]
            for chunk in islice(coming, AHEAD * workers - len(under_way)):
                under_way.append(_Task(chunk))
                waiting.append(under_way[-1])
            if not under_way:
                return
            while waiting and (idle := next((w for w in pool if w.idle), None)):
                idle.give(waiting.popleft())
            while len(pool) < workers and sum(w.starting for w in pool) < len(waiting):
                pool.append(_Worker(packed))
            for worker in _heard(pool, seconds):
                if worker.dead:
                    pool.remove(worker)
                    task = worker.buried(failed, seconds)
                    if task and task.left:
                        waiting.appendleft(task)
    finally:
        for worker in pool:
            worker.kill()


def _heard(pool: Sequence[_Worker], seconds: float) -> list[_Worker]:
    """Wait until a worker has something to say, died, or has been at one item for too long."""
    talking = {id(w.pipe): w for w in pool if not w.idle}
    ready = [talking[id(pipe)] for pipe in wait([w.pipe for w in talking.values()], POLL)]
    for worker in ready:
        worker.listen()
    for worker in talking.values():
        if worker not in ready:
            worker.watch(seconds)
    return [w for w in talking.values() if w.dead]


class _Worker:
    """A process and what it is at."""

    def __init__(self, packed: bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.place = RawValue(c_longlong, 0)
        self.process = context.Process(target=_serve, args=(theirs, self.place, packed), daemon=True)
        with _uninterrupted():
            self.process.start()
        theirs.close()
        self.starting = True
        self.dead = self.late = False
        self.task: _Task | None = None
        self.sent: list[int] = []
        self.seen, self.since = 0, time.monotonic()

    @property
    def idle(self) -> bool:
        return self.task is None and not self.starting and not self.dead

    def give(self, task: _Task) -> None:
        self.task, self.sent = task, task.left
        self.place.value = 0
        self.seen, self.since = 0, time.monotonic()
        # Who is dead by now is found out when it is listened to.
        with suppress(OSError):
            self.pipe.send([task.items[i] for i in self.sent])

    def listen(self) -> None:
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            self.dead = True
            return
        if isinstance(said, Exception):
            raise said
        if self.starting:
            self.starting = False
        elif self.task:
            self.task.results.update(zip(self.sent, said, strict=True))
            self.task = None

    def watch(self, seconds: float) -> None:
        now, place = time.monotonic(), self.place.value
        if place != self.seen:
            self.seen, self.since = place, now
        elif self.task and now - self.since > seconds:
            self.dead = self.late = True

    def buried(self, failed: Callable[[str], Any], seconds: float) -> _Task | None:
        """The task of a dead worker, to be done by another: without the item that it was at, if that is not the first to die of it."""
        starting, task = self.starting, self.task
        self.kill()
        if starting:
            raise CleanerError(f"a worker process ended before it had begun ({_ending(self.process.exitcode)}); is there enough memory?")
        if task:
            at = self.sent[self.place.value]
            task.deaths[at] += 1
            if self.late:
                task.results[at] = failed(f"time limit: not done after {seconds:g} seconds")
            elif task.deaths[at] >= LIVES:
                task.results[at] = failed(f"a worker died of it: {_ending(self.process.exitcode)}, {LIVES} times")
        return task

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _ending(code: int | None) -> str:
    with suppress(ValueError):
        return signal.Signals(-(code or 0)).name
    return f"exit code {code}"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started within does not get Ctrl-C, which a terminal sends to all processes at once; ours comes afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, place: Any, packed: bytes) -> None:
    """A worker's life: it ends when nobody is at the other end any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def at(i: int) -> None:
        place.value = i

    with suppress(EOFError, OSError):
        try:
            work: Work = pickle.loads(packed)
            pipe.send(None)
            while True:
                pipe.send(work(pipe.recv(), at))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            pipe.send(error)
