"""Bytes, files and HTML → Document."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import CleanerError, clean
from cleaner.model import Article, Document
from cleaner.read import _matching, decode, read_bytes, read_html, read_path

WORDS = "“Łódź café” – naïve, ½"
SENTENCES = (
    "The night buses run again from Monday, the town said on Friday after a winter without them.",
    "Drivers had warned since March that the depot would be short of people until the summer.",
    "“We have waited long enough and can wait another month,” said Ada Kerrigan of the bus company.",
    "By noon the road to the mill was under water again, and the buses turned back at the bridge.",
    "Nobody at the stop had expected more, she said, and the last bus left without a passenger.",
)


# Encodings


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"),
    ],
)
def test_utf8_and_byte_order_marks(data: bytes) -> None:
    assert read_bytes(data).text == WORDS


def test_old_windows_text_is_guessed() -> None:
    text = "“It’s a café”, she said – and the naïve young man at the next table believed every word of it. " * 5
    assert decode(text.encode("cp1252")) == text


def test_html_may_say_its_encoding() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź żyje</p></body></html>'
    assert read_bytes(page.encode("iso-8859-2")).text == "Łódź żyje"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("<span>Old harbour</span><span>Pier to close</span>", "Old harbour Pier to close"),
        ("<span>Old harbour:</span><span><b>Pier</b> to close</span>", "Old harbour: Pier to close"),
        ("<span>LIVE</span><span>Pier closes</span>", "LIVE Pier closes"),
        ("<b>NASA</b><b>TV</b>", "NASATV"),
        ("<span>T</span><span>he pier</span>", "The pier"),
        ("The <i>i</i><b>Phone</b> and the <a>Mac</a><a>Book</a>", "The iPhone and the MacBook"),
        ("<a>Harbour</a>Pier", "HarbourPier"),
    ],
)
def test_elements_of_a_heading_are_told_apart(heading: str, text: str) -> None:
    assert read_html(f"<body><h1>{heading}</h1><p><b>Words</b><b>Here</b></p></body>").text == f"{text}\n\nWordsHere"


@pytest.mark.parametrize("name", ["no-such-thing", "undefined", "base64"])
def test_an_encoding_that_html_lies_about_is_not_believed(name: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><body><p>Łódź żyje</p></body></html>'
    assert read_bytes(page.encode()).text == "Łódź żyje"
    assert "yje" in read_bytes(page.encode("iso-8859-2")).text


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(data: bytes) -> None:
    assert isinstance(decode(data), str)
    assert isinstance(decode(data, declared=True), str)


@given(st.text(st.characters(exclude_characters="\ufeff", exclude_categories=["Cs"])))
def test_utf8_is_read_to_the_letter(text: str) -> None:
    data = text.encode()
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"PAR1\x15", "a Parquet file"),
        (b"a\0b\0c\0d\0", "a binary file"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(CleanerError, match=f"^page: this is {what}, not text; "):
        read_bytes(data, name="page")


def test_files_are_html_by_their_name_or_beginning(tmp_path: Path) -> None:
    for name, content in (("a.html", "<p>One</p><p>Two</p>"), ("b.txt", "\n<!-- c --><!DOCTYPE html><p>One</p><p>Two</p>")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert read_path(tmp_path / name).text == "One\n\nTwo"
    assert read_path(tmp_path / "a.html", kind="text").text == "<p>One</p><p>Two</p>"
    assert read_bytes(b"<p>is a tag</p>").text == "<p>is a tag</p>"


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(CleanerError, match="no such file"):
        read_path(tmp_path / "nope")
    with pytest.raises(CleanerError, match="is a folder; name a file in it"):
        read_path(tmp_path)


# HTML


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One <b>bold</b><i>ly</i> <a href=x>linked</a>, word.</p>", "One boldly linked, word."),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("<p>One<br>two<br><br>three</p>", "One\ntwo\n\nthree"),
        ("<p>  Much \n\t white   space </p>", "Much white space"),
        ("<p>No\u00a0break &amp; &lt;tag&gt; &eacute;</p>", "No\u00a0break & <tag> é"),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<pre>  kept\n as it is</pre>", "  kept\n as it is"),
        ("<p>Seen<script>var hidden;</script><style>p {}</style><noscript>Turn it on</noscript></p>", "Seen"),
        ("<p>Before<!-- a comment -->after</p>", "Beforeafter"),
        ("<head><title>A title</title></head><p>Text</p>", "Text"),
        ("", ""),
    ],
)
def test_html_becomes_the_lines_a_reader_sees(page: str, text: str) -> None:
    assert read_html(f"<html>{page}</html>").text == text


@pytest.mark.parametrize(
    "page",
    ["<p>One<p>Two", "<p>One</b></i></p></div></div><p>Two", "<p <p>One</p><p>Two</", "<p>One<p>Two<a href='", "<<p>One</p>\0<p>Two</p>"],
)
def test_malformed_html_is_read_as_far_as_it_goes(page: str) -> None:
    text = read_html(page).text
    assert "One" in text or "Two" in text


MARKUP = "< > / p div nav a & ; \0 \ud800 <p> </p> <nav> </nav> <!-- word".split(" ")


@given(st.lists(st.sampled_from([*MARKUP, " "]), max_size=30).map("".join))
def test_no_html_is_too_broken(page: str) -> None:
    document = read_html(page)
    assert all(0 <= h.start < h.end <= len(document.text) for h in document.hints)


def hinted(document: Document) -> dict[str, str]:
    return {h.role: document.text[h.start : h.end] for h in document.hints}


def test_elements_leave_hints() -> None:
    page = (
        "<nav>Home</nav><h1>Night buses return</h1><figure><img><figcaption>A bus at the stop</figcaption></figure>"
        "<blockquote>We have waited</blockquote><aside>More</aside><footer>Imprint</footer>"
    )
    found = hinted(read_html(page))
    assert {"nav": "Home", "title": "Night buses return", "caption": "A bus at the stop"}.items() <= found.items()
    assert {"quote": "We have waited", "aside": "More", "footer": "Imprint"}.items() <= found.items()


def test_a_line_that_the_article_says_very_often_is_of_it_every_time() -> None:
    paragraphs = "".join(f"<p>{s} {t}</p><p>Yes.</p>" for s, t in pairwise(SENTENCES))
    teaser = "<div><a href='/1'>Ferry firm to sell two boats</a></div>"
    page = f"<html><body>{teaser}<article>{paragraphs}{'<p>Yes.</p>' * 150}</article></body></html>"
    document = read_html(page)
    outside = {document.text[h.start : h.end] for h in document.hints if h.role == "outside"}
    assert "Yes." not in outside
    assert not any(s in line for s in SENTENCES for line in outside)


def story_page(story: str = "", before: str = "", behind: str = "", title: str = "Night buses return") -> str:
    """A page with an article: `story`, else all sentences in pairs, and what stands before and behind it."""
    story = story or "".join(f"<p>{s} {t}</p>" for s, t in pairwise(SENTENCES))
    head = f"<html lang='en'><head><title>{title}</title></head>"
    return f"{head}<body>{before}<article><h1>{title}</h1>{story}</article>{behind}</body></html>"


def test_a_teaser_that_begins_with_its_date_is_beside_the_article() -> None:
    result = clean(read_html(story_page(before="<div><time datetime='2024-05-01'>1 May 2024</time> Ferry firm to sell two boats</div>")))
    assert "Ferry firm" in result.document.text
    assert "Ferry firm" not in result.text


def test_a_captions_pieces_are_one_caption_and_buttons_are_none() -> None:
    halves = ["".join(f"<p>{s}</p>" for s in half) for half in (SENTENCES[::2], SENTENCES[1::2])]
    figures = [
        "<figcaption><div>A night bus at the stop</div><div>(</div><div>Image:</div><div>Getty Images/iStockphoto)</div></figcaption>",
        "<figcaption><div>The driver on Friday</div><div>Photo: Lene Birk/AFP</div></figcaption>",
        "<figcaption>Sign up for our newsletter</figcaption>",
    ]
    page = story_page(halves[0] + "".join(f"<figure><img>{f}</figure>" for f in figures) + halves[1])
    captions = clean(read_html(page)).article.captions
    assert [(c.text, c.credit) for c in captions] == [
        ("A night bus at the stop", "Getty Images/iStockphoto"),
        ("The driver on Friday", "Lene Birk/AFP"),
    ]


def test_a_link_under_the_last_paragraph_is_no_author() -> None:
    page = story_page(behind="<div><a href='/g'>Ferry Guide</a></div>")
    assert clean(read_html(page)).article.authors == ()


def test_what_stands_beside_the_article_too_is_no_copy() -> None:
    subheads = ["Night buses return to mill road", "Drivers ask for two more buses", "What the night costs the city"]
    texts = [
        f"<p>{SENTENCES[n]} The first bus of the night leaves the mill at {n + 1} o’clock, and nobody knows when the last one does.</p>"
        f"<p>Line {n + 1} has {n + 7} drivers, who take turns each night until the summer, when the depot will be full again.</p>"
        for n in range(len(subheads))
    ]
    parts = "".join(f"<h2>{subhead}</h2>{text}" for subhead, text in zip(subheads, texts, strict=True))
    contents = "".join(f"<div><a href='#{n}'>{subhead}</a></div>" for n, subhead in enumerate(subheads))
    teaser = texts[0].replace("<p>", "<div><a href='/1'>").replace("</p>", "</a></div>")
    page = story_page(parts, before=contents + teaser, title="Night buses: all that is known")
    body = clean(read_html(page)).article.body
    assert [body.count(subhead) for subhead in subheads] == [1, 1, 1]
    assert body.count(SENTENCES[0]) == 1


@given(st.integers(1, 20).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, n), max_size=30)] * 2)))
def test_lines_are_paired_as_difflib_pairs_them(both: tuple[list[int], list[int]]) -> None:
    def pairs(blocks: Iterable[tuple[int, int, int]]) -> set[tuple[int, int]]:
        return {(i + n, j + n) for i, j, size in blocks for n in range(size)}

    assert pairs(_matching(*both)) == pairs(SequenceMatcher(None, *both, autojunk=False).get_matching_blocks())


def test_a_page_of_figures_and_one_of_headlines_are_read_whole() -> None:
    """Both used to hold every line against every other."""
    stories = [f"The harbour board voted on Friday to close pier {n} for two winters after divers found it rotten." for n in range(1000)]
    figure = "<figure><img src='a.jpg'><figcaption>Pier {}. Photo: Ines Lund/Harbour Post</figcaption></figure>"
    for other in (figure, "<h1>What the divers saw {}</h1>"):
        paragraphs = "".join(f"<p>{story}</p>{other.format(n)}" for n, story in enumerate(stories))
        document = read_html(f"<body><article><h1>Old piers to close for two winters</h1>{paragraphs}</article></body>")
        outside = {document.text[h.start : h.end] for h in document.hints if h.role == "outside"}
        assert outside.isdisjoint(stories)


def test_lines_beside_the_article_are_hinted_and_dropped() -> None:
    page = story_page(
        before="<div><a href='/'>Front page</a> <a href='/s'>Sports desk</a></div>",
        behind="<div><a href='/1'>Ferry firm to sell two boats</a></div>",
    )
    document = read_html(page)
    outside = [document.text[h.start : h.end] for h in document.hints if h.role == "outside"]
    assert "Ferry firm to sell two boats" in outside
    assert not any(s in line for s in SENTENCES for line in outside)
    result = clean(document)
    assert result.article.title == "Night buses return"
    assert result.article.body == "\n\n".join(f"{s} {t}" for s, t in pairwise(SENTENCES))
    assert result.undo() == document.text


MENU = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))
FOOT = "<ul><li>Privacy policy</li><li>Terms of use</li><li>Cookies</li><li>Advertise with us</li><li>Log in</li><li>Subscribe</li></ul>"


def test_headline_and_dek_stay_among_menus() -> None:
    paragraphs = "".join(f"<p>{s} {t}</p>" for s, t in pairwise(SENTENCES))
    page = (
        "<html lang='en'><head><title>Night buses return to mill road | Town Courier</title></head><body>"
        f"<h1>Town Courier</h1><ul>{MENU}</ul><nav><span>Night buses return to mill road</span></nav>"
        "<div><h1>Night buses return to mill road</h1><p>Share</p><p>After a winter on foot the town pays for two more drivers.</p></div>"
        f"<div><p>3 May 2024</p><p>Log in</p></div><article>{paragraphs}</article>{FOOT}</body></html>"
    )
    article = clean(read_html(page)).article
    assert article.title == "Night buses return to mill road"
    assert article.dek == "After a winter on foot the town pays for two more drivers."
    assert article.body == "\n\n".join(f"{s} {t}" for s, t in pairwise(SENTENCES))


def test_subheads_and_lists_of_sentences_are_of_the_article_the_next_story_is_not() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    page = (
        "<html lang='en'><head><title>Night buses return to mill road</title></head><body><article>"
        f"<h1>Night buses return to mill road</h1><p>{said[0]}</p><h3>Why they stopped</h3><p>{said[1]}</p>"
        "<div><ul><li>The depot lost nine of its drivers in a single winter.</li></ul></div>"
        f"<p>{said[2]}</p><p>{said[3]}</p></article>"
        "<article><h1>Ferry firm to sell two boats</h1><p>The ferry firm wants to sell its two oldest boats by autumn.</p></article>"
        "</body></html>"
    )
    body = clean(read_html(page)).article.body
    drivers = "The depot lost nine of its drivers in a single winter."
    assert body == "\n\n".join([said[0], "Why they stopped", said[1], drivers, said[2], said[3]])


@pytest.mark.parametrize(
    "item",
    [
        "<h3><a href='/{n}'>{head}</a></h3><p>{said}</p>",
        "<section><div><h3><a href='/{n}'>{head}</a></h3></div><div><p>{said}</p></div></section>",
    ],
)
def test_linked_heads_over_the_storys_paragraphs_are_its_own_those_of_teasers_are_not(item: str) -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    heads = [f"The {what} runs until two at night" for what in ("bus on lane five", "bus on mill road", "loop to the depot", "short line")]
    items = [item.format(n=n, head=head, said=text) for n, (head, text) in enumerate(zip(heads, said, strict=True))]
    teaser = "<div class='more'><h4><a href='/m'>Ferry firm to sell two boats</a></h4><p><a href='/m'>Read on</a></p></div>"
    title = "Four night buses that are worth the wait"
    story = f"<h1>{title}</h1><p>{SENTENCES[-1]} {SENTENCES[0]}</p>{teaser.join(items)}"
    page = f"<html lang='en'><head><title>{title}</title></head><body><div>{story}</div></body></html>"
    listed = [line for pair in zip(heads, said, strict=True) for line in pair]
    assert clean(read_html(page)).article.body == "\n\n".join([f"{SENTENCES[-1]} {SENTENCES[0]}", *listed])


def test_a_post_that_the_story_quotes_is_of_it_a_quoted_link_is_not() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    post = "No bus again, and it is the fourth night of snow on Mill Road"
    embed = f"<div class='embed'><blockquote><p>{post}</p>Ana Sol (@anasol) May 3, 2024</blockquote></div>"
    link = "<div class='card'><blockquote><a href='/f'>Ferry firm to sell two of its oldest boats</a></blockquote></div>"
    page = (
        "<html lang='en'><head><title>Night buses return to mill road</title></head><body><article>"
        f"<h1>Night buses return to mill road</h1><p>{said[0]}</p><p>{said[1]}</p>{embed}<p>{said[2]}</p>{link}<p>{said[3]}</p>"
        "</article></body></html>"
    )
    body = clean(read_html(page)).article.body
    assert body == "\n\n".join([said[0], said[1], post, "Ana Sol (@anasol) May 3, 2024", said[2], said[3]])


def test_a_long_paragraph_without_a_full_stop_is_of_the_article() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    long = (
        "The depot lost nine of its drivers in a single winter, and of those who stayed, four asked for the day shift, two for the school "
        "run, and one for a bus without a heater, which the foreman took for a joke until he saw the form"
    )
    page = (
        "<html lang='en'><head><title>Night buses return to mill road</title></head><body><article>"
        f"<h1>Night buses return to mill road</h1><p>{said[0]}</p><p>{said[1]}</p>"
        f"<p class='related'>{long}</p>"
        f"<p>{said[2]}</p><p>{said[3]}</p></article></body></html>"
    )
    assert clean(read_html(page)).article.body == "\n\n".join([said[0], said[1], long, said[2], said[3]])


def test_a_sentence_that_is_a_link_is_the_storys_among_its_paragraphs() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    linked = "The council published the timetable for the new line last Tuesday."
    page = (
        "<html lang='en'><head><title>Night buses return to mill road</title></head><body><article>"
        f"<h1>Night buses return to mill road</h1><p>{said[0]}</p><p>{said[1]}</p><p><a href='/t'>{linked}</a></p>"
        f"<p>{said[2]}</p><p>{said[3]}</p></article><ul>{MENU}</ul>"
        "<p><a href='/2'>The ferry firm wants to sell its two oldest boats by autumn.</a></p></body></html>"
    )
    assert clean(read_html(page)).article.body == "\n\n".join([*said[:2], linked, *said[2:4]])


def test_a_dek_above_a_second_headline_stays_with_all_its_paragraphs() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    dek = ["After a winter on foot the town pays for two more drivers.", "They start on Sunday."]
    page = (
        "<html lang='en'><head><title>Night buses return to mill road</title></head><body>"
        f"<ul>{MENU}</ul><h1>Night buses return to mill road</h1><div><p>{dek[0]}</p><p>{dek[1]}</p></div>"
        "<h1>Night buses return to mill road</h1><article>" + "".join(f"<p>{s}</p>" for s in said[:4]) + f"</article>{FOOT}</body></html>"
    )
    article = clean(read_html(page)).article
    assert "\n\n".join([article.dek or "", article.body]) == "\n\n".join([*dek, *said[:4]])


def test_a_first_paragraph_beside_the_article_is_no_dek() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    first = (
        "Night buses return to mill road on Sunday after a winter in which the depot lost nine of its drivers, the council found no money "
        "for others, and the nurses of the late shift walked four miles home along a road without a single lamp."
    )
    page = (
        "<html lang='en'><head><title>Night buses return to mill road</title></head><body>"
        f"<ul>{MENU}</ul><h1>Night buses return to mill road</h1><div><p>{first}</p></div><p>Share</p>"
        "<article>" + "".join(f"<p>{s}</p>" for s in said[:4]) + f"</article>{FOOT}</body></html>"
    )
    assert clean(read_html(page)).article.body == "\n\n".join([first, *said[:4]])


LEAD = "Night buses return to mill road on Sunday after a winter on foot, the council has decided."
DEK = "After a winter on foot the town pays for two more drivers."


def cleaned(story: str, before: str = "", behind: str = "", title: str = "Night buses return to mill road") -> Article:
    """Of a page with menus, its headline, `before`, `story` and `behind`."""
    head = f"<html lang='en'><head><title>{title} | Town Courier</title></head>"
    body = f"<ul>{MENU}</ul><h1>{title}</h1>{before}{story}{behind}{FOOT}"
    return clean(read_html(f"{head}<body>{body}</body></html>")).article


def paragraphs(texts: Iterable[str], name: str = "p") -> str:
    return "".join(f"<{name}>{text}</{name}>" for text in texts)


def test_a_short_first_paragraph_in_an_element_of_its_own_is_the_storys() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    article = cleaned(f"<article>{paragraphs(said)}</article>", f"<h2>{DEK}</h2><p>Share</p><div>{paragraphs([LEAD])}</div>")
    assert (article.dek, article.body) == (DEK, "\n\n".join([LEAD, *said]))


def test_text_without_an_element_between_paragraphs_is_the_storys() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    keys = "<div><ul><li>Two more drivers</li><li>Buses every hour</li></ul></div>"
    body = cleaned(f"<div class='story'>{keys}{LEAD}{paragraphs(said)}</div>", f"<h2>{DEK}</h2>").body
    assert body.endswith("\n\n".join([LEAD, *said]))


def test_short_lines_among_the_paragraphs_are_the_storys() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    items = "<ul><li>two new lines</li><li>longer nights</li></ul>"
    for name, gap in (("p", ""), ("font", "<br><br>")):
        parts = [said[0], "And then?", said[1], "The town wants:", items, said[2], "So be it", said[3]]
        story = "".join(f"<{name}>{part}</{name}>{gap}" if part != items else items for part in parts)
        row = f"<table><tr><td>{'<br>'.join(f'<a href=/{n}>Section {n}</a>' for n in range(9))}</td><td>{story}</td></tr></table>"
        body = cleaned(row).body
        assert body == "\n\n".join(
            [said[0], "And then?", said[1], "The town wants:", "two new lines", "longer nights", *[said[2], "So be it", said[3]]]
        )


def test_heads_of_a_live_blogs_entries_are_the_storys() -> None:
    heads = ["Night bus leaves early", "Road under water", "Depot asks for help", "Last bus home"]
    entry = (
        "<article class='entry'><header><time>1{}:05</time><h2>{}</h2></header><p>{}</p><footer><a href='#'>Share</a></footer></article>"
    )
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    entries = "".join(entry.format(n, head, text) for n, (head, text) in enumerate(zip(heads, said, strict=True)))
    body = cleaned(f"<main><div>{paragraphs([LEAD, DEK])}</div>{entries}</main>").body
    assert [line for line in body.split("\n\n") if line in heads] == heads


def test_a_story_in_divs_is_found_where_the_extractor_took_its_teasers() -> None:
    said = [
        "夜のバスが日曜日に戻る、と町は金曜日に発表した。",
        "運転手は三月から人手が足りないと訴えていた。",
        "町は二人の運転手を新たに雇うという。",
        "最後のバスは午前一時に出る。",
    ]
    story = "".join(f"<div class='row'><div class='text'>{s}</div></div>" for s in said)
    teasers = "".join(f"<div class='card'><a href='/{n}'><h4>Boat {n} sold</h4></a><p>{s}</p></div>" for n, s in enumerate(SENTENCES[:3]))
    dek, more = "<div class='dek'>町は冬の間歩いた人々のために運転手を雇う。</div>", f"<div class='more'>{teasers}</div>"
    body = cleaned(f"<div class='body'>{story}</div>", dek, more, title="夜のバスが水車通りに戻る").body
    assert body.split("\n\n")[: len(said)] == said


def test_a_box_of_sentences_in_an_aside_is_the_storys_one_of_links_is_not() -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    facts = [
        "The depot",
        "It was built in 1931 for forty trams and holds sixty buses today.",
        "It has lost nine of its drivers since the autumn of last year.",
    ]
    box = f"<aside><h3>{facts[0]}</h3>{paragraphs(facts[1:])}</aside>"
    links = (
        "<aside><p>The ferry firm sells two of its boats this autumn. <a href='/f'>Read on</a></p>"
        "<p>The pier is closed for two winters, it says.</p></aside>"
    )
    form = (
        "<aside><p>Get the news of the night into your letter box every day.</p><form><button>Go</button></form>"
        "<p>You can leave at any time, and we will not be cross.</p></aside>"
    )
    body = cleaned(f"<article>{paragraphs(said[:2])}{box}{links}{form}{paragraphs(said[2:])}</article>").body
    assert body == "\n\n".join([*said[:2], *facts, *said[2:]])


@pytest.mark.parametrize("title", ["Letters to the editor", "In pictures: the last night bus of the winter"])
def test_a_headline_that_says_what_menus_say_stays(title: str) -> None:
    said = [f"{s} {t}" for s, t in pairwise(SENTENCES)]
    assert cleaned(f"<article>{paragraphs(said)}</article>", title=title).title == title


def test_columns_of_a_page_do_not_run_into_each_other() -> None:
    page = "<table><tr><td>News<br>Sport</td><td>Night buses return.<br><br>They start on Sunday.</td><td>Weather</td></tr></table>"
    assert read_html(page).text == "News\nSport\n\nNight buses return.\n\nThey start on Sunday.\n\nWeather"


def test_the_head_of_a_page_is_evidence() -> None:
    page = (
        "<html lang='de-AT'><head><title>Nachtbusse | Stadtkurier</title><link rel=canonical href='https://stadtkurier.example/1'>"
        "<meta property='og:title' content='Nachtbusse &amp; Fähren'><script type='application/ld+json'>"
        '{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-03T10:00:00", "author": [{"name": "Mina  Osei"}]}]}'
        "</script></head><body><p>Text</p></body></html>"
    )
    document = read_html(page)
    assert (document.page_title, document.language, document.url) == ("Nachtbusse & Fähren", "de", "https://stadtkurier.example/1")
    assert (document.published, document.authors) == ("2024-05-03T10:00:00", ("Mina Osei",))


@pytest.mark.parametrize(
    ("named", "byline", "authors", "agency"),
    [
        ('{"@type": "Organization", "name": "Harbour Post"}', "By Mina Osei", ("Mina Osei",), None),
        ('{"@type": ["NewsMediaOrganization"], "name": "Harbour Post"}', "3 May 2024", ("Harbour Post",), None),
        ('{"@type": "Organization", "name": "Harbour Post"}', "By Harbour Post Staff", ("Harbour Post",), None),
        ('{"@type": "Organization", "name": "Reuters"}', "By Mina Osei", ("Mina Osei",), "Reuters"),
        ('[{"@type": "Person", "name": "Mina Osei"}, {"@type": "Organization", "name": "Harbour Post"}]', "", ("Mina Osei",), None),
        ('{"@type": "Person", "name": "Mina Osei"}', "By Jonas Lund", ("Mina Osei",), None),
    ],
)
def test_an_organisation_in_the_head_gives_way_to_a_person(named: str, byline: str, authors: tuple[str, ...], agency: str | None) -> None:
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {named}}}</script>'
    story = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page = f"<html><head>{script}</head><body><article><h1>Night buses are back</h1><p>{byline}</p>{story}</article></body></html>"
    article = clean(read_html(page)).article
    assert (article.authors, article.agency) == (authors, agency)


@pytest.mark.parametrize(
    "script", ["{", "[" * 5000, '"text"', "[1, null]", '{"@type": "NewsArticle", "author": [1, null], "datePublished": 5}']
)
def test_a_broken_head_is_no_evidence(script: str) -> None:
    document = read_html(f"<html><head><script type='application/ld+json'>{script}</script></head><body><p>Text</p></body></html>")
    assert (document.text, document.published, document.authors) == ("Text", None, ())


def test_depth_loses_no_text() -> None:
    page = "<html><body>" + "<div>" * 10_000 + f"<p>{SENTENCES[0]}</p>" + "</div>" * 10_000 + f"<p>{SENTENCES[1]}</p></body></html>"
    assert read_html(page).text == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"
