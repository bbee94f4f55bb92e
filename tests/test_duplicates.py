"""Copies in a batch: the same words, nearly the same ones, and whose copies they are."""

import base64

import numpy as np

from cleaner.duplicates import SIMILAR, find


def sketch(*changed: int, of: int = 0) -> str:
    """The sketch of article number `of`; the numbers at the places `changed` are another text's."""
    numbers = np.arange(64, dtype="<u2") + 1000 * of
    numbers[list(changed)] += 500
    return base64.b64encode(numbers.tobytes()).decode()


def test_copies_of_one_source_and_of_others() -> None:
    hashes = ["a", "b", "a", "c", "a", None, "d", "d"]
    sketches = [sketch(of=n) for n in (0, 1, 0, 2, 0, 0, 3, 3)]
    sources = ["x", "x", "x", "y", "y", "x", "y", "z"]
    found = find(hashes, sketches, sources)
    assert found.exact == [2, 0, 2, 0, 2, 0, 1, 1]
    assert found.near == [0] * 8
    assert found.duplicate == [True, False, True, False, False, False, False, False]
    assert found.syndicated == [False, False, False, False, True, False, True, True]


def test_near_copies_share_enough_of_their_sketch() -> None:
    enough = round(64 * (1 - SIMILAR) - 0.5)
    assert (enough, 45 / 64 >= SIMILAR > 44 / 64) == (19, True)
    for changed, near in ((0, 1), (1, 1), (19, 1), (20, 0), (60, 0)):
        found = find(["a", "b"], [sketch(), sketch(*range(changed))], ["x", "y"])
        assert (found.exact, found.near) == ([0, 0], [near, near])
        assert found.syndicated == [bool(near)] * 2
        assert found.duplicate == [False, False]


def test_a_copy_of_a_copy_is_of_the_group() -> None:
    sketches = [sketch(), sketch(*range(16)), sketch(*range(31)), sketch(of=9), sketch(*range(16))]
    found = find(["a", "b", "c", "d", "b"], sketches, ["x", "y", "y", "x", "z"])
    assert found.exact == [0, 1, 0, 0, 1]
    assert found.near == [3, 2, 3, 0, 2]
    assert found.duplicate == [False, True, True, False, False]
    assert found.syndicated == [True, False, False, False, True]


def test_pairs_are_found_wherever_they_stand() -> None:
    # Two groups within one band's keys, and strangers between them.
    sketches = [sketch(of=n) for n in (5, 1, 9, 1, 5, 7, 1)]
    sketches[3], sketches[4] = sketch(60, of=1), sketch(0, of=5)
    found = find(list("abcdefg"), sketches, ["x"] * 7)
    assert found.near == [1, 2, 0, 2, 1, 0, 2]


def test_a_stranger_with_the_same_numbers_in_a_band_does_not_part_two_copies() -> None:
    # They agree in one band of four only, and in it with the stranger, too.
    sketches = [sketch(), sketch(*range(4, 64)), sketch(*range(4, 64, 4)), sketch(of=9)]
    assert find(list("abcd"), sketches, ["x"] * 4).near == [1, 0, 1, 0]


def test_without_words_or_sketches_nothing_is_anybodys_copy() -> None:
    assert find([], [], []).exact == []
    found = find([None, None, "a", "b"], [None, None, None, sketch()], ["x"] * 4)
    assert (found.exact, found.near, found.duplicate, found.syndicated) == ([0] * 4, [0] * 4, [False] * 4, [False] * 4)
