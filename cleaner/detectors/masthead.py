"""The site's own name alone on a line, told by the domain that the record gives."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.detectors import Page
from cleaner.headline import NOT_WORD
from cleaner.model import Finding

PREFIX = regex.compile(r"^(?:www|m|amp|edition|news)\.")


def detect(page: Page, *, min_letters: int = 4) -> Iterator[Finding]:
    """Lines in head or tail that are the domain's name, written as a name or as an address; shorter names than `min_letters` are left."""
    domain = PREFIX.sub("", (page.document.source or "").casefold())
    names = {NOT_WORD.sub("", name) for name in (domain, domain.partition(".")[0])}
    names = {form for name in names if len(name) >= min_letters for form in (name, f"the{name}", f"www{name}")}
    if not names:
        return
    for block in page.blocks:
        if block.zone != "body" and not block.prose and NOT_WORD.sub("", block.text.casefold()) in names:
            yield Finding(block.index, note=f"the name of {domain}")
