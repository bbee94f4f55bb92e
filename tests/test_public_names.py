"""What users may import. A name added here is a promise; one taken away breaks somebody's program."""

import re
import subprocess
import sys

import cleaner

NAMES = [
    "Article",
    "Block",
    "Caption",
    "Cleaner",
    "CleanerError",
    "Document",
    "Edit",
    "Reason",
    "Result",
    "Span",
    "__version__",
    "clean",
    "clean_frame",
]
HEAVY = ("pandas", "pyarrow", "great_expectations", "bs4", "lxml", "jsonschema", "yaml", "dateparser", "charset_normalizer", "click")


def test_public_names() -> None:
    assert sorted(cleaner.__all__) == NAMES
    assert all(hasattr(cleaner, name) for name in NAMES)
    assert set(NAMES) <= set(dir(cleaner))
    assert not hasattr(cleaner, "Nothing")


def test_version_is_one_pip_understands() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+([ab]|rc)?\d*", cleaner.__version__)


def test_importing_loads_nothing_heavy() -> None:
    loaded = "import sys, cleaner; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert not {*done.stdout.split()} & {*HEAVY}
