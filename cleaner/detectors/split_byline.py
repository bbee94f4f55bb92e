"""Bylines that a scraper broke: the cue on a line of its own and the names on the next, or names alone above the date."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from cleaner.bylines import PERSON, is_job
from cleaner.detectors import Page
from cleaner.model import Block, Finding

NAME = regex.compile(
    r"(?:\p{Lu}[\p{L}’'.-]*\s+)(?:(?:de|da|di|dos|del|van|von|der|den|la|le|el|al|bin|\p{Lu}[\p{L}’'.-]*)\s+){0,3}\p{Lu}[\p{L}’'-]+"
)

MOST_WORDS = 16
"""Words of a line of names."""


def detect(page: Page) -> Iterator[Finding]:
    """Cue and name above or below the story, or between lines and sentences that end; names between the headline, which stays, and a line
    that says when, with or without what they are between; several names under such a line."""
    cues = _folded(tuple(page.vocabulary.get("by", ())))
    people = _people(tuple(page.vocabulary.get("author_joiners", ())))
    headline = False
    for block in page.blocks:
        following = page.blocks[block.index + 1] if block.index + 1 < len(page.blocks) else None
        if following and block.text.rstrip(" :").casefold() in cues and _names(following) and _apart(page, block):
            yield Finding(block.index, note=f"the cue of the name in block {following.index}")
            yield Finding(following.index, fields={"author": following.text}, note=f"the name that “{block.text}” announces")
        elif headline and following and block.zone == "head" and not page.taken(block.index):
            job = _dates(page, page.blocks[min(following.index + 1, len(page.blocks) - 1)]) and is_job(following.text, page.vocabulary)
            over = job or _dates(page, following)
            if not over and not (following.prose and _dates(page, page.blocks[block.index - 1])):
                continue
            joined = block.lead == 0 and block.words <= MOST_WORDS and people.fullmatch(block.text) is not None
            if over and (joined or _names(block)):
                yield Finding(block.index, fields={"author": block.text}, note="names alone between the headline and the date")
                if job:
                    yield Finding(following.index, note=f"what “{block.text}” is")
            elif joined and not over:
                yield Finding(block.index, fields={"author": block.text}, note="names alone between the date and the story")
        headline = headline or (block.words >= 4 and not page.taken(block.index))


@lru_cache(maxsize=100)
def _people(joiners: tuple[str, ...]) -> regex.Pattern[str]:
    """Two names or more, joined."""
    joiner = "|".join(map(regex.escape, joiners or ("and",)))
    return regex.compile(rf"(?:{PERSON.pattern})(?:\s*(?:,|&|/|\s(?:{joiner})\s)\s*(?:{PERSON.pattern}))+")


@lru_cache(maxsize=100)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.casefold, words))


def _names(block: Block) -> bool:
    return block.lead == 0 and block.words <= 5 and NAME.fullmatch(block.text) is not None


def _apart(page: Page, cue: Block) -> bool:
    """No link within a sentence left the two lines: menus hold sentences, too, so that a whole page's byline may stand in its middle."""
    if cue.zone != "body":
        return True
    # The body begins and ends with prose, and the name is none.
    before, after = page.blocks[cue.index - 1], page.blocks[cue.index + 2]
    return cue.text[0].isupper() and (before.stopped or not before.prose) and not after.text[0].islower()


def _dates(page: Page, block: Block) -> bool:
    return page.taken(block.index) and "date" in page.roles(block.index)
