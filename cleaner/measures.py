"""Article → named numbers: what expectation suites are written on. No text leaves this file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.model import Edit


def measure(raw: str, title: str | None, dek: str | None, body: str, edits: Sequence[Edit], parts: Mapping[str, int]) -> dict[str, Any]:
    """Numbers of one article: lengths in words and characters, shares between 0 and 1, counts.

    `parts`: counts by name that only the assembler knows (captions, authors).
    """
    paragraphs = [p for p in body.split("\n\n") if p]
    removed = sum(max(0, len(e.before.strip()) - len(e.after.strip())) for e in edits)
    families: dict[str, int] = {}
    for e in edits:
        for family in {r.code[:2] for r in e.reasons}:
            families[family] = families.get(family, 0) + 1
    return {
        "raw_chars": len(raw),
        "body_chars": len(body),
        "body_words": _words(body),
        "paragraphs": len(paragraphs),
        "title_words": _words(title or ""),
        "dek_words": _words(dek or ""),
        "share_removed": round(removed / len(raw.strip()), 4) if raw.strip() else 0.0,
        "starts_lower": bool(body[:1].islower()),
        "ends_open": bool(paragraphs) and paragraphs[-1][-1:].isalnum(),
        **parts,
        "edits": len(edits),
        "edits_by_family": dict(sorted(families.items())),
    }


def _words(text: str) -> int:
    return sum(1 for w in text.split() if any(c.isalnum() for c in w))
