"""What a person reads. The texts themselves are the specification."""

from cleaner import Edit, Reason, clean
from cleaner.report import diff, explain, run_summary


def edit(raw: str, before: str, after: str = "", code: str = "DT101", skipped: str = "") -> Edit:
    start = raw.index(before)
    return Edit(start, start + len(before), before, after, (Reason(code, "some-name", "a pattern", "safe", 0.9),), skipped)


def test_diff_of_an_article() -> None:
    raw = """\
Old mill is to be a library

Published: 3 May 2024 10:15 AM
Share on Facebook
 By Mara Lindholm

\tThe old mill\u00a0in Brunn will be a library, the coun\u200bcil said on\u200b Friday."""
    assert list(diff(raw, clean(raw).edits)) == [
        "  Old mill is to be a library",
        "",
        "- Published: 3 May 2024 10:15 AM  [DT101]",
        "- Share on Facebook  [SH101]",
        "- By Mara Lindholm  [BY101]",
        "",
        "  The old mill\u00a0in Brunn will be a library, the coun[-<U+200B>-]cil said on[-<U+200B>-] Friday.  [TX103, TX105]",
    ]


def test_what_stays_in_a_line_is_told_from_what_goes() -> None:
    raw = "WASHBURN: he mayor spoke. Read more"
    edits = [edit(raw, "he", "The", "TX201"), edit(raw, " Read more", "", "RL102")]
    assert list(diff(raw, edits)) == ["  WASHBURN: [-he-]{+The+} mayor spoke.[- Read more-]  [TX201, RL102]"]


def test_an_edit_over_lines_and_one_for_a_whole_line() -> None:
    raw = "Most read\nOne thing\n\nAnother\nThe story.\nheadline in capitals"
    edits = [edit(raw, "Most read\nOne thing\n\nAnother\n", "", "RL101"), edit(raw, "headline in capitals", "A headline", "ST104")]
    assert list(diff(raw, edits)) == [
        "- Most read  [RL101]",
        "- One thing  [RL101]",
        "",
        "- Another  [RL101]",
        "  The story.",
        "- headline in capitals  [ST104]",
        "+ A headline  [ST104]",
    ]


def test_a_given_title_is_a_line_of_its_own() -> None:
    raw = "the story goes on and on."
    assert list(diff(raw, clean(raw, title="Given").edits)) == ["+ Given  [ST104]", "  the story goes on and on."]
    assert list(diff("", clean("", title="Given").edits)) == ["+ Given  [ST104]"]


def test_white_space_is_not_noise_in_a_diff() -> None:
    raw = "  A  line.\n\n\n\nAnother\u00a0line."
    assert not any(mark in "\n".join(diff(raw, clean(raw).edits)) for mark in ("[-", "{+", "- ", "+ "))


def test_the_terminal_obeys_no_control_character_of_the_text() -> None:
    assert list(diff("red \x1b[31m\rtext\x07", [])) == ["  red <U+001B>[31m", "  text<U+0007>"]


def test_colours_are_only_paint() -> None:
    raw = "Share this\nThe story he wrote."
    edits = [edit(raw, "Share this\n", "", "SH101"), edit(raw, "he wrote", "she wrote", "TX201")]
    painted = list(diff(raw, edits, color=True))
    assert painted[0] == "\x1b[31m- Share this\x1b[0m\x1b[2m  [SH101]\x1b[0m"
    for paint in ("\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"):
        painted = [line.replace(paint, "") for line in painted]
    assert painted == list(diff(raw, edits))


def test_diff_of_many_lines_takes_time_as_they_are_many() -> None:
    raw = "Share this\nA line that stays.\n" * 20_000
    edits = [
        Edit(start, start + 11, "Share this\n", "", (Reason("SH101", "share-buttons", "p", "safe", 0.9),))
        for start in range(0, len(raw), len(raw) // 20_000)
    ]
    lines = list(diff(raw, edits))
    assert len(lines) == 40_000
    assert lines[-2:] == ["- Share this  [SH101]", "  A line that stays."]


def test_explain() -> None:
    raw = "Published: today\nIn the story, he said.\n"
    both = edit(raw, "Published: today\n")
    both = Edit(both.start, both.end, both.before, "", (*both.reasons, Reason("BN101", "banner", "", "safe", 0.9, "a note")))
    edits = [both, edit(raw, "\n", "", "ST101")]
    skipped = [edit(raw, "In", "On", "TX201", "lost"), edit(raw, "today", "", "ST102", "covered")]
    assert list(explain(edits, skipped, ["date-unparsed"])) == [
        "code   name       span   safety  edit                          because of",
        r"DT101  some-name  0–17   safe    'Published: today\n' removed  a pattern",
        r"BN101  banner     0–17   safe    'Published: today\n' removed  a note",
        r"ST101  some-name  16–17  safe    '\n' removed                  a pattern",
        "2 edits: 1 by rules, 1 of white space and encoding",
        "",
        "not made:",
        "code   name       span   safety  edit         since",
        "TX201  some-name  17–19  safe    'In' → 'On'  a stronger edit overlaps it",
        "",
        "flags: date-unparsed",
    ]


def test_run_summary() -> None:
    assert list(
        run_summary(
            4,
            3,
            1,
            2.0,
            {"DT101": 2, "ST101": 3, "AD101": 2},
            {"not JSON": 1},
            [("a.example\x1b[2J", 2, 0.125), ("b.example", 1, 0.0)],
            "bad.jsonl",
        )
    ) == [
        "read 4 = written 3 + quarantined 1, 2 records/s",
        "records edited by rule: AD101 2, DT101 2",
        "noise left by source: a.example<U+001B>[2J 12.5% of 2",
        "in bad.jsonl: not JSON 1",
    ]
    assert list(run_summary(0, 0, 0, 0.0, {}, {}, [], "bad.jsonl")) == ["read 0 = written 0 + quarantined 0"]
