"""Every example of every rule: what its rule makes of it, and that no rule touches what must stay."""

import pytest

from cleaner import rulebook
from cleaner.rules import Library

EXAMPLES = rulebook.Examples(Library.open())
CASES = list(EXAMPLES.cases())


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_example(case: rulebook.Case) -> None:
    found = EXAMPLES.failure(case)
    assert not found, "\n".join([f"{case.shown}: {case.id}", *found])


def test_rule_files_are_sound() -> None:
    lines, code = rulebook.lint([])
    assert code == 0, "\n".join(lines)
