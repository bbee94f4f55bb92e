"""Workers: results in order, whatever kills or stops one of them."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cleaner import CleanerError
from cleaner.workers import AHEAD, ordered


class Double:
    """Doubles numbers. "die" kills its worker, "die once FILE" the first one only, "sleep" takes too long, "raise" is a fault.

    "wait FILE" is done some time after "touch FILE" is.
    """

    def __call__(self, items: Sequence[object], at: Callable[[int], None]) -> list[object]:
        return [self._one(item, at(i)) for i, item in enumerate(items)]

    def _one(self, item: object, _: None) -> object:
        if isinstance(item, int):
            time.sleep(0.02 * (item % 3))
            return 2 * item
        if item == "die" or (str(item).startswith("die once") and not os.path.exists(str(item)[9:])):
            Path(str(item)[9:] or os.devnull).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "sleep":
            time.sleep(60)
        if str(item).startswith("touch "):
            Path(str(item)[6:]).touch()
        if str(item).startswith("wait "):
            while not os.path.exists(str(item)[5:]):
                time.sleep(0.01)
            time.sleep(0.3)
        if item == "raise":
            raise CleanerError("a fault of the work")
        return item


class Unloadable:
    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


def done(chunks: Sequence[Sequence[object]], workers: int = 2, seconds: float = 30.0) -> list[object]:
    found: list[object] = []
    for items, results in ordered(Double(), chunks, workers, seconds, lambda reason: f"failed: {reason}"):
        assert len(items) == len(results)
        found += results
    return found


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_are_in_order(workers: int) -> None:
    assert done([range(0, 5), range(5, 6), range(6, 40), []], workers) == [2 * n for n in range(40)]


def test_chunks_that_are_done_all_at_once_are_not_the_last(tmp_path: Path) -> None:
    last = 2 * AHEAD - 1
    items: list[object] = [f"wait {tmp_path / 'last'}", *range(1, last), f"touch {tmp_path / 'last'}", *range(100, 120)]
    assert done([[item] for item in items]) == [2 * i if isinstance(i, int) else i for i in items]


def test_nothing_to_do() -> None:
    assert done([]) == []


def test_chunks_are_not_all_read_ahead() -> None:
    read: list[int] = []
    work = ordered(Double(), ([read.append(n) or n] for n in range(1_000)), 1, 30.0, str)
    next(work)
    work.close()  # type: ignore[attr-defined]
    assert len(read) < 10


@pytest.mark.skipif(os.name != "posix", reason="a process kills itself")
def test_the_item_that_kills_workers_fails_and_no_other() -> None:
    killed = "failed: a worker died of it: SIGKILL, 2 times"
    assert done([[1, 2, "die", 3], [4, "die"], [5]]) == [2, 4, killed, 6, 8, killed, 10]


@pytest.mark.skipif(os.name != "posix", reason="a process kills itself")
def test_a_worker_that_is_killed_once_is_no_fault_of_the_item(tmp_path: Path) -> None:
    once = f"die once {tmp_path / 'died'}"
    assert done([[1, once, 2], [3]]) == [2, once, 4, 6]
    assert (tmp_path / "died").exists()


def test_what_takes_too_long_fails_and_no_other() -> None:
    assert done([[1, "sleep", 2], [3]], seconds=1.0) == [2, "failed: time limit: not done after 1 seconds", 4, 6]


def test_a_fault_of_the_work_is_raised_here() -> None:
    with pytest.raises(CleanerError, match="a fault of the work"):
        done([[1, "raise"]])


def test_a_worker_that_cannot_begin_is_an_error() -> None:
    with pytest.raises(CleanerError, match=r"ended before it had begun \(exit code 3\)"):
        list(ordered(Unloadable(), [[1]], 1, 30.0, str))  # type: ignore[arg-type]
