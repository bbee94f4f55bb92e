"""Texts that look like scraped news, for property tests: prose, furniture and the shapes scrapers give them."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

PEOPLE = ("Ada Kerrigan", "Tomas Belling", "Mina Osei", "Per Aldous", "Rosa Venn", "Luc Farrant")
PLACES = ("Port Varde", "Upper Dene", "Saltmarsh", "Larkfield", "Cold Ferry", "Stonewick")
SENTENCES = (
    "The council of {place} put off its vote on the ferry pier after {person} counted the letters against it.",
    "“We have waited long enough and can wait another month,” said {person}, who keeps the shop in {place}.",
    "It was the third vote in a year, and {person} had warned that it would not be the last.",
    "Nobody in {place} had expected more, {person} said on Friday.",
    "By noon the road to {place} was under water again; the buses turned back at the mill.",
    "He left.",
    "The report, published on 3 May 2024, names {person} and eleven others (see page 4).",
    "Follow the river from {place} and you will find the house where {person} was born, if it still stands.",
    "Prices rose 2.5% to $4.10 at the U.S. market, according to e.g. {person}.",
    "Share prices in {place} fell for a week, and then, as {person} had foretold, they rose again.",
)
HEADLINES = (
    "Old ferry pier to close for two winters",
    "Mill dam to be lowered after third flood",
    "Why the buses turned back at the mill",
    "{person} wins the vote in {place}",
    "‘Nobody told me’: the shop that lost its street",
)
FURNITURE = (
    "Home",
    "Home > News > Harbour",
    "Skip to content",
    "BREAKING NEWS",
    "date 2024-05-03 WEATHER TRAFFIC LOTTO",
    "By {person}",
    "{person}",
    "By Associated Press",
    "Reuters",
    "By {person} | 3 May 2024",
    "Published: 3 May 2024 10:15 AM | Last Updated: 4 May 2024 4:40 PM",
    "May 3, 2024",
    "2 hours ago",
    "4 min read",
    "Share on Facebook",
    "Tweet",
    "0",
    "1.2K shares",
    "Image 1 of 4",
    "A view of the pier at {place} (Photo | AP)",
    "A view of the pier",
    "Photo: {person}",
    "Advertisement",
    "Read more: What {person} saw under the pier",
    "Related stories",
    "Most read",
    "Key points",
    "* The pier was built in 1911",
    "Ferry firm to sell two boats",
    "What the divers saw",
    "Sign up for our newsletter",
    "Follow us on X",
    "Download our app",
    "Subscribe to continue reading",
    "We use cookies to improve your experience.",
    "Correction: An earlier version of this article misspelled {person}.",
    "Tags: {place}, ferries",
    "Leave a comment",
    "{person} contributed to this report.",
    "© 2024 Harbour Post. All rights reserved.",
    "View this post on Instagram",
    "— {person}, in {place}",
    "T",
    "→",
    "...",
)
DAMAGE = (
    ("’", "â€™"),
    (" ", "\xa0"),
    (" ", "  "),
    (". ", "."),
    ("e", "e\u200b"),
    ("&", "&amp;"),
    ("é", "Ã©"),
    ("The ", "he "),
    (" ", " \x07"),
    (", ", "\n,\n"),
    ("“", "&ldquo;"),
)


@st.composite
def filled(draw: st.DrawFn, templates: tuple[str, ...]) -> str:
    template = draw(st.sampled_from(templates))
    return template.replace("{person}", draw(st.sampled_from(PEOPLE))).replace("{place}", draw(st.sampled_from(PLACES)))


@st.composite
def prose(draw: st.DrawFn) -> str:
    text = " ".join(draw(st.lists(filled(SENTENCES), min_size=1, max_size=4)))
    if draw(st.integers(0, 5)) == 0:
        text = draw(st.sampled_from(["WASHINGTON: ", "PORT VARDE (AP) — ", "Larkfield (Reuters) - ", "● "])) + text
    return text


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    for old, new in draw(st.lists(st.sampled_from(DAMAGE), max_size=2)):
        text = text.replace(old, new, draw(st.integers(1, 3)))
    return text


@st.composite
def parts(draw: st.DrawFn) -> list[str]:
    """Lines and paragraphs of an article: a head, a story with furniture in it, a tail; some said twice."""
    furniture = st.lists(filled(FURNITURE), max_size=5)
    head = [*draw(furniture), *draw(st.lists(filled(HEADLINES), max_size=2)), *draw(furniture)]
    story = draw(st.lists(st.one_of(prose(), prose(), prose(), filled(FURNITURE), filled(HEADLINES)), max_size=8))
    found = [*head, *story, *draw(furniture)]
    if found and draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found))), draw(st.sampled_from(found)))
    return [draw(damaged(part)) for part in found]


@st.composite
def articles(draw: st.DrawFn) -> str:
    """An article in one of the shapes that scrapers give it."""
    found = draw(parts())
    shape = draw(st.sampled_from(["paragraphs", "paragraphs", "lines", "lines", "crlf", "wrapped", "flattened", "mixed"]))
    if shape == "crlf":
        return "\r\n\r\n".join(found)
    if shape == "wrapped":
        return "\n\n".join(textwrap.fill(p, draw(st.integers(40, 90))) for p in found)
    if shape == "mixed":
        return "".join(p + draw(st.sampled_from(["\n", "\n\n", " ", "\n \n", "\n\n\n"])) for p in found)
    return {"paragraphs": "\n\n", "lines": "\n", "flattened": " "}[shape].join(found)


def any_text(max_size: int = 400) -> st.SearchStrategy[str]:
    """Any text at all, lone surrogates, NULs and line ends of all kinds among it."""
    odd = st.sampled_from(list("\r\n\t\x00\x85\xa0\u2028\u200b\ufeff\ud800\udfff &;.’“ÃâT…-"))
    return st.one_of(
        st.text(max_size=max_size),
        st.text(st.one_of(odd, st.characters()), max_size=max_size),
        st.lists(st.one_of(st.sampled_from(FURNITURE), st.text(odd, max_size=4), st.sampled_from(SENTENCES)), max_size=12).map("".join),
    )
