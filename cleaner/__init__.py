"""news-cleaner: clean articles out of scraped news, every edit traceable and reversible."""

from __future__ import annotations

from cleaner.version import __version__

# As in typing, which would take as long to load as all that runs here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.frames import clean_frame
    from cleaner.model import Article, Block, Caption, CleanerError, Document, Edit, Reason, Span
    from cleaner.pipeline import Cleaner, Result, clean

__all__ = [
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


def __getattr__(name: str) -> Any:
    # Loaded when asked for: pandas is slow, and the command, which begins here too, must be able to end quietly while the rest is loaded.
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = {"clean_frame": "frames", "Cleaner": "pipeline", "Result": "pipeline", "clean": "pipeline"}.get(name, "model")
    globals()[name] = getattr(import_module(f"cleaner.{home}"), name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
