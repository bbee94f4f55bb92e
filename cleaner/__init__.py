"""news-cleaner: clean articles out of scraped news, every edit traceable and reversible."""

from cleaner.model import Article, Block, Caption, CleanerError, Document, Edit, Reason, Span
from cleaner.pipeline import Cleaner, Result, clean
from cleaner.version import __version__

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
]
