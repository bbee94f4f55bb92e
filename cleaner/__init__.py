"""news-cleaner: clean articles out of scraped news, every edit traceable and reversible."""

from typing import TYPE_CHECKING, Any

from cleaner.model import Article, Block, Caption, CleanerError, Document, Edit, Reason, Span
from cleaner.pipeline import Cleaner, Result, clean
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.frames import clean_frame

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
    # pandas is slow to load: only who asks for frames waits for it.
    if name == "clean_frame":
        from cleaner.frames import clean_frame

        return clean_frame
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
