"""Changes of text: settle the wishes of rules, carry changes through the layers down to the raw text, apply, undo.

Three layers turn the raw text into the result: repair changes the raw text, segment changes what repair left, rules
change what segment left. `compose` writes the upper layer's changes in terms of the lower layer's input, so that in
the end every edit is a span of the raw text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cleaner.model import Block, Change, CleanerError, Edit, Hint, Mark, Reason, Rule

SAFETY = {"safe": 0, "unsafe": 1, "show": 2}


def settle(text: str, blocks: Sequence[Block], marks: Iterable[Mark], rules: Mapping[str, Rule]) -> tuple[list[Edit], list[Edit]]:
    """Decide between overlapping wishes in one pass.

    Returns (made, skipped): edits on the segmented `text`, sorted and disjoint, and those that lost, each with its
    reason in `skipped`. The order of `marks` does not matter.
    """
    deletions: list[Edit] = []
    replacements: list[Edit] = []
    skipped: list[Edit] = []
    reasons: dict[tuple[str, str, float, str], tuple[Reason, ...]] = {}
    for mark in marks:
        rule = rules[mark.rule]
        if rule.action in ("label", "flag"):
            continue
        why = (mark.rule, mark.pattern, mark.confidence, mark.note)
        if why not in reasons:
            reasons[why] = (Reason(rule.code, rule.name, mark.pattern, rule.safety, mark.confidence, mark.note),)
        edit = _edit(text, blocks[mark.block], mark, reasons[why])
        if rule.safety == "show" or mark.show:
            skipped.append(_not_made(edit, "show"))
        elif mark.after is None:
            deletions.append(edit)
        else:
            replacements.append(edit)

    kept: list[Edit] = []
    for edit in sorted(replacements, key=_strength):
        if any(edit.start < k.end and k.start < edit.end for k in kept):
            skipped.append(_not_made(edit, "lost"))
        else:
            kept.append(edit)

    deletions = _join(text, deletions)
    made: list[Edit] = []
    for edit in sorted(kept, key=lambda e: e.start):
        at = next((i for i, d in enumerate(deletions) if edit.start < d.end and d.start < edit.end), None)
        if at is None:
            made.append(edit)
            continue
        d = deletions[at]
        start, end = min(d.start, edit.start), max(d.end, edit.end)
        deletions[at] = replace(d, start=start, end=end, before=text[start:end])
        skipped.append(_not_made(edit, "covered"))
    made = sorted(_join(text, _whole_blocks(text, blocks, _join(text, deletions))) + made, key=lambda e: (e.start, e.end))
    return made, sorted(skipped, key=lambda e: (e.start, e.end, e.code, e.reasons[0].pattern, e.reasons[0].note, e.after))


def _not_made(edit: Edit, why: str) -> Edit:
    return Edit(edit.start, edit.end, edit.before, edit.after, edit.reasons, why)


def _strength(edit: Edit) -> tuple[int, float, int, int, str, str, str]:
    reason = edit.reasons[0]
    return SAFETY[reason.safety], -reason.confidence, -(edit.end - edit.start), edit.start, reason.code, edit.after, reason.pattern


def _edit(text: str, block: Block, mark: Mark, reasons: tuple[Reason, ...]) -> Edit:
    start, end = block.start + mark.start, block.start + mark.end
    if mark.after is None and (mark.start or end < block.end):
        start, end = _with_blanks(text, block, start, end)
    return Edit(start, end, text[start:end], mark.after or "", reasons)


def _with_blanks(text: str, block: Block, start: int, end: int) -> tuple[int, int]:
    """A deletion inside a block takes the white space that would be left doubled or at the block's edge."""
    right = end
    while right < block.end and text[right].isspace():
        right += 1
    left = start
    while left > block.start and text[left - 1].isspace():
        left -= 1
    if right == block.end:
        return left, block.end
    if start == block.start or left < start:
        return start, right
    return start, end


def _join(text: str, deletions: list[Edit]) -> list[Edit]:
    """Overlapping deletions become one with both reasons; touching ones only where the rules are the same."""
    out: list[Edit] = []
    together: list[Edit] = []
    end = -1
    codes: set[str] = set()

    def close() -> None:
        if len(together) > 1:
            first = together[0]
            reasons = _reasons(r for e in together for r in e.reasons)
            out.append(Edit(first.start, end, text[first.start : end], first.after, reasons, first.skipped))
        else:
            out.extend(together)

    for edit in sorted(deletions, key=lambda e: (e.start, -e.end, e.code)):
        own = {edit.code} if len(edit.reasons) == 1 else {r.code for r in edit.reasons}
        if edit.start < end or (edit.start == end and own == codes):
            together.append(edit)
            end = max(end, edit.end)
            codes |= own
        else:
            close()
            together, end, codes = [edit], edit.end, own
    close()
    return out


def _reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    best: dict[tuple[str, str], Reason] = {}
    for r in reasons:
        known = best.setdefault((r.code, r.pattern), r)
        if known is not r:
            best[r.code, r.pattern] = min(known, r, key=lambda x: (-x.confidence, x.note))
    return tuple(sorted(best.values(), key=lambda r: (-r.confidence, r.code, r.pattern)))


def _whole_blocks(text: str, blocks: Sequence[Block], deletions: list[Edit]) -> list[Edit]:
    """A block that goes entirely takes the blank line after it; at the end of the text, the one before it."""
    starts = [b.start for b in blocks]
    gone = [False] * len(blocks)
    reach = []
    for edit in deletions:
        first, last = bisect_right(starts, edit.start) - 1, bisect_left(starts, edit.end) - 1
        reach.append((first, last))
        for i in range(first, last + 1):
            gone[i] = gone[i] or (edit.start <= blocks[i].start and blocks[i].end <= edit.end)
    last_kept = max((i for i, g in enumerate(gone) if not g), default=-1)
    out = []
    for edit, (first, last) in zip(deletions, reach, strict=True):
        start, end = edit.start, edit.end
        if gone[last] and last < last_kept:
            end = blocks[last + 1].start
        if gone[first] and 0 < first > last_kept:
            start = blocks[first - 1].end
        moved = start != edit.start or end != edit.end
        out.append(Edit(start, end, text[start:end], edit.after, edit.reasons, edit.skipped) if moved else edit)
    return out


def from_changes(text: str, changes: Iterable[Change], rules: Mapping[str, Rule]) -> list[Edit]:
    """A stage's own changes as edits, with the rule that documents their code as the reason."""
    out = []
    reasons: dict[tuple[str, str], tuple[Reason, ...]] = {}
    for c in changes:
        name = (c.code, c.note)
        if name not in reasons:
            rule = rules[c.code]
            reasons[name] = (Reason(c.code, rule.name, "", rule.safety, rule.confidence, c.note),)
        out.append(Edit(c.start, c.end, text[c.start : c.end], c.after, reasons[name]))
    return out


def compose(
    text: str, lower: Sequence[Edit], upper: Sequence[Edit], lost: Sequence[Edit] = (), middle: str | None = None
) -> tuple[list[Edit], list[Edit]]:
    """Write `upper`, edits of `middle`, which is what `lower` makes of `text`, as edits of `text` itself.

    Returns (edits, skipped): all edits of both layers, sorted and disjoint, and what no longer stands alone: `lower`
    edits inside an upper one (`covered`) and `lost`, the upper layer's skipped ones, carried down. A lower edit that an
    upper one would cut is taken whole; upper edits that touch the same lower one become one edit.
    """
    if not lower:
        return list(upper), list(lost)
    middle = apply(text, lower) if middle is None else middle
    starts, ends, shifts = [], [], [0]
    shift = 0
    for e in lower:
        starts.append(e.start + shift)
        shift += len(e.after) - (e.end - e.start)
        shifts.append(shift)
        ends.append(e.end + shift)

    def down(edits: Sequence[Edit], first: int, last: int) -> Edit:
        if first == last and len(edits) == 1:
            # Nothing but moved.
            e, shift = edits[0], shifts[first]
            return Edit(e.start - shift, e.end - shift, e.before, e.after, e.reasons, e.skipped) if shift else e
        start, end = edits[0].start, edits[-1].end
        if first < last:
            start, end = min(start, starts[first]), max(end, ends[last - 1])
        low, high = start - shifts[first], end - shifts[last]
        parts: list[str] = []
        at = start
        for e in edits:
            parts += middle[at : e.start], e.after
            at = e.end
        parts.append(middle[at:end])
        reasons = edits[0].reasons if len(edits) == 1 else _reasons(r for e in edits for r in e.reasons)
        return Edit(low, high, text[low:high], "".join(parts), reasons, edits[0].skipped)

    def reach(edit: Edit) -> tuple[int, int]:
        first = bisect_right(ends, edit.start)
        return first, max(first, bisect_left(starts, edit.end))

    clusters: list[tuple[list[Edit], int, int]] = []
    for edit in upper:
        first, last = reach(edit)
        if clusters and first < clusters[-1][2]:
            clusters[-1] = ([*clusters[-1][0], edit], clusters[-1][1], last)
        else:
            clusters.append(([edit], first, last))

    made: list[Edit] = []
    skipped: list[Edit] = []
    done = 0
    for edits, first, last in clusters:
        made += lower[done:first]
        made.append(down(edits, first, last))
        skipped += (_not_made(e, "covered") for e in lower[first:last])
        done = last
    made += lower[done:]
    skipped += (down([e], *reach(e)) for e in lost)
    return [e for e in made if e.before != e.after], skipped


def moved(hints: Sequence[Hint], edits: Sequence[Edit]) -> tuple[Hint, ...]:
    """Hints on a text, as hints on what the edits make of it."""
    if not hints or not edits:
        return tuple(hints)
    ends = [e.end for e in edits]
    shifts = [0]
    for e in edits:
        shifts.append(shifts[-1] + len(e.after) - (e.end - e.start))

    def place(at: int) -> int:
        n = bisect_right(ends, at)
        inside = edits[n] if n < len(edits) and edits[n].start < at else None
        return shifts[n] + (inside.start + min(at - inside.start, len(inside.after)) if inside else at)

    return tuple(Hint(place(h.start), place(h.end), h.role) for h in hints)


class Trail:
    """One text on its way through the stages: what it is now, and all edits so far as edits of the raw text."""

    def __init__(self, raw: str) -> None:
        self.raw = self.text = raw
        self.edits: list[Edit] = []
        self.skipped: list[Edit] = []

    def add(self, edits: Sequence[Edit], skipped: Sequence[Edit] = ()) -> None:
        """Make `edits` of the text as it is now; `skipped` are those that were not made."""
        if edits or skipped:
            self.edits, covered = compose(self.raw, self.edits, edits, skipped, self.text)
            self.skipped += covered
            self.text = apply(self.text, edits)


def apply(text: str, edits: Iterable[Edit | Change]) -> str:
    """The text with the edits made; they are sorted and disjoint."""
    parts: list[str] = []
    at = 0
    for e in edits:
        parts += text[at : e.start], e.after
        at = e.end
    parts.append(text[at:])
    return "".join(parts)


def undo(text: str, edits: Iterable[Edit]) -> str:
    """The raw text again, from the result and its edits.

    Raises CleanerError where the result is not what the edits made.
    """
    parts: list[str] = []
    at = shift = 0
    for e in edits:
        start = e.start + shift
        if text[start : start + len(e.after)] != e.after:
            raise CleanerError(f"cannot undo: the text at {start} is not what edit {e.code} at {e.start} made; use the unchanged result")
        parts += text[at:start], e.before
        at = start + len(e.after)
        shift += len(e.after) - len(e.before)
    parts.append(text[at:])
    return "".join(parts)
