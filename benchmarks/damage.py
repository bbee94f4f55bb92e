"""A sound batch of invented articles, and the damage that scrapes come with: which expectation names the damaged records?

    python benchmarks/damage.py [--articles 2000] [--share 0.02]

Prints for each kind of damage the expectation that names it, how many of the damaged records it names (or cleaning repaired), how many
sound ones, and whether the check fails. Exits with 1 where under 95 % of the damaged or over 1 % of the sound records are named.
"""

from __future__ import annotations

import argparse
import calendar
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaner import formats
from cleaner.check import Check, Row, check, read
from cleaner.pipeline import Cleaner
from cleaner.validate import BUILT_IN, load

Record = dict[str, Any]

PLACES = (
    "Harlow Bay,Tern Quay,Ostrava Street,Mill Harbour,Kesterby,Dunmoor,Sableford,Alder Green,Pelham Cross,Wexcombe,Northlea,Carrow Head"
).split(",")
PEOPLE = (
    "Ina Wolf,Ben Ahl,Joana Lund,Peter Marsh,Calla Renshaw,Tomas Ebner,Ruth Okoro,Leo Brandt,Mira Castell,Hugo Fenn,Anika Sorel,Dov Tamm"
).split(",")
BODIES = (
    "harbour board,town council,school trust,water company,housing office,bus operator,port authority,"
    "farmers’ union,fire service,library fund"
).split(",")
THINGS = (
    "ferry pier,grain store,night bus,swimming hall,reservoir,cattle market,lighthouse,railway bridge,town archive,fish auction,"
    "weather station,cable ferry,bell tower,sea wall,steam mill,tram depot".split(",")
)
ADJECTIVES = "narrow,costly,long,quiet,sudden,careful,muddy,early,public,private,bitter,gentle,patient,open,rapid,modest".split(",")
NOUNS = (
    "survey,argument,winter,contract,repair,meeting,petition,harvest,drawing,timetable,promise,inspection,vote,budget,storm,letter,"
    "boundary,auction,rehearsal,inquiry".split(",")
)
VERBS = "delayed,praised,questioned,financed,described,postponed,rejected,examined,rebuilt,defended,measured,abandoned".split(",")
DAYS = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday".split(",")
MONTHS = calendar.month_name[1:]

TITLES = (
    "{Place} {body} closes {thing} after {adj} {noun}",
    "{Place} to rebuild {thing} before the {noun}",
    "{adj} {noun} over {thing} divides {Place}",
    "{body} in {Place} {verb} plan for {thing}",
    "How {Place} saved its {thing} from a {adj} {noun}",
)
OPENINGS = (
    "The {body} of {Place} has {verb} the plan to close the {thing} after a {adj} {noun} of {n} weeks that cost {m} thousand crowns.",
    "{Person} had waited {n} years for the {body} to look at the {thing} in {Place}, and on {Day} a {adj} {noun} brought an answer.",
    "A {adj} {noun} about the {thing} in {Place} ended on {Day}, when the {body} {verb} what its own engineers had written in {Month}.",
)
SENTENCES = (
    "“Nobody expected the {noun} to be this {adj},” said {Person}, who speaks for the {body}.",
    "About {n} people from {Place} came to the {noun} on {Day}, more than in any year since {year}.",
    "The {thing} was built in {year} and has needed a {adj} {noun} nearly every {Month} since then.",
    "Engineers {verb} the {noun} twice, and both times they found the {thing} {n} centimetres lower than before.",
    "{Person}, who grew up beside the {thing}, called the {noun} {adj} but fair.",
    "In {Month} the {body} had asked for {m} thousand crowns, a sum that the {noun} soon swallowed.",
    "The neighbours in {Place} see it otherwise: for them the {thing} is a {adj} reminder of the {noun} of {year}.",
    "Whether the {noun} can be {verb} before {Month} is a question that only the {body} can answer.",
    "“We counted {n} cracks, and we stopped counting after lunch,” {Person} told the {noun}.",
    "Two members of the {body} left the {noun} early — one because of a train, the other because of the {thing}.",
    "A copy of the {adj} contract lies in the archive of {Place}, next to the drawings of the {thing}.",
    "For {n} days no boat could pass the {thing}, and the price of fish in {Place} doubled.",
    "The {noun} is paid by the {body}, by {m} private givers and by the owners of the {thing}.",
    "Since {Day} a {adj} sign has hung on the gate, which says that the {thing} stays shut until {Month}.",
    "{Person} and {Person2} disagree about the {noun}, though both of them {verb} it in {year}.",
    "Children from the school in {Place} painted the {thing} on a wall {n} metres long.",
    "The {body} keeps {m} pages of records about the {noun}, and most of them are about money.",
    "In the end it was a {adj} phone call on {Day} that {verb} the {noun} for good.",
    "Next to the {thing} stands a café whose owner, {Person}, has seen every {noun} since {year}.",
    "Its roof leaks, its doors stick, and yet the {thing} drew {n} thousand visitors in {Month}.",
    "When the wind turns, the {noun} can be heard as far as {Place}, {n} kilometres away.",
    "The {adj} part of the work is over, says {Person2}, but the {thing} still has no lights.",
    "According to the {body}, each {noun} costs a household in {Place} about {n} crowns a month.",
    "An older plan, {verb} in {year}, would have moved the {thing} to the other bank.",
    "“It is a {adj} day for {Place},” {Person} said, and asked for {n} minutes of silence.",
    "The {noun} begins again in {Month}, when the {body} meets in the hall behind the {thing}.",
    "Some of the {m} letters that reached the {body} were about nothing but the colour of the {thing}.",
    "Divers went down on {Day} and came up with {n} bolts, a shoe and part of a {adj} {thing}.",
    "{Person2} remembers the flood of {year}, when the {thing} was the only dry place in {Place}.",
    "Without the {noun}, the {body} would have to close the {thing} from {Month} until {Month2}.",
    "Experts from {Place2} were asked as well, and they {verb} the figures {n} times.",
    "The bill for the {thing} has grown from {n} to {m} thousand crowns within a {adj} year.",
    "Nothing of this was in the {noun} that the {body} showed the press on {Day}.",
    "At the {thing} itself work goes on: {n} masons, two cranes and a {adj} dog named after the mayor.",
)
GERMAN = {
    "Place": "Brunnthal,Ahrendorf,Seehausen,Kaltenbach,Lindau am Moor,Oberwiesen,Tannrode,Hohenfels".split(","),
    "body": "Gemeinderat,Hafenausschuss,Schulverein,Wasserverband,Kreistag,Bauhof,Heimatverein".split(","),
    "thing": "Freibad,Stellwerk,Rathaus,Heimatmuseum,Wasserwerk,Bauernhaus,Gymnasium,Schwimmbad,Lagerhaus".split(","),
    "adj": "schmale,teure,lange,ruhige,plötzliche,mühsame,frühe,öffentliche,bittere,offene".split(","),
    "noun": "Sitzung,Prüfung,Ernte,Zeichnung,Abstimmung,Rechnung,Sanierung,Anfrage,Versteigerung,Untersuchung".split(","),
    "verb": "verschoben,gelobt,bezahlt,beschrieben,abgelehnt,geprüft,verteidigt,vermessen".split(","),
    "Day": "Montag,Dienstag,Mittwoch,Donnerstag,Freitag,Samstag,Sonntag".split(","),
    "Month": "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember".split(","),
}
GERMAN_TITLES = (
    "{body} in {Place} schließt {thing} nach der {noun}",
    "{Place} streitet über {thing} und {noun}",
    "Das {thing} in {Place} wird vor der {noun} saniert",
)
GERMAN_OPENINGS = (
    "Der {body} in {Place} hat das {thing} am {Day} geschlossen, nach {n} Wochen, in denen die {noun} {m} tausend Kronen verschlang.",
    "Eine {adj} {noun} über das {thing} in {Place} ist am {Day} zu Ende gegangen, und der {body} hat noch immer keine Antwort.",
)
GERMAN_SENTENCES = (
    "„Niemand hat mit einer so langen {noun} gerechnet“, sagte {Person}, die für den {body} spricht.",
    "Rund {n} Menschen aus {Place} kamen am {Day} zur {noun}, mehr als in jedem Jahr seit {year}.",
    "Das {thing} wurde {year} gebaut und braucht seitdem fast jeden {Month} eine {adj} {noun}.",
    "Fachleute haben die {noun} zweimal {verb} und dabei festgestellt, dass das {thing} {n} Zentimeter tiefer liegt als früher.",
    "{Person}, der neben dem {thing} aufgewachsen ist, nannte die {noun} streng, aber gerecht.",
    "Im {Month} hatte der {body} noch {m} tausend Kronen verlangt, und die {noun} hat sie bald verschlungen.",
    "Die Nachbarn in {Place} sehen das anders: Für sie ist das {thing} eine {adj} Erinnerung an die {noun} von {year}.",
    "Ob die {noun} vor dem {Month} noch {verb} wird, kann nur der {body} sagen.",
    "„Wir haben {n} Risse gezählt, und nach dem Essen haben wir aufgehört“, erzählte {Person} während der {noun}.",
    "Zwei Mitglieder haben den {body} früh verlassen – eines wegen des Zuges, das andere wegen der Sache mit dem {thing}.",
    "Eine Abschrift der {noun} liegt im Archiv von {Place}, gleich neben den Plänen für das {thing}.",
    "Für {n} Tage konnte kein Boot am {thing} vorbei, und der Preis für Fisch hat sich in {Place} verdoppelt.",
    "Bezahlt wird die {noun} vom {body}, von {m} privaten Spendern und von den Besitzern, denen das {thing} gehört.",
    "Seit {Day} hängt am Tor ein Schild, auf dem steht, dass das {thing} bis {Month} geschlossen bleibt.",
    "{Person} und {Person2} sind sich über die {noun} nicht einig, obwohl beide sie {year} {verb} hatten.",
    "Kinder aus der Schule in {Place} haben das {thing} auf eine {n} Meter lange Mauer gemalt.",
    "Der {body} verwahrt {m} Seiten über die {noun}, und auf den meisten geht es um Geld.",
    "Am Ende war es ein Anruf am {Day}, der die {noun} für immer entschieden hat.",
    "Das Dach ist undicht, die Türen klemmen, und doch kamen im {Month} {n} tausend Besucher in das {thing}.",
    "Wenn der Wind dreht, hört man die {noun} bis nach {Place}, das {n} Kilometer entfernt ist.",
    "Der schwierigste Teil sei geschafft, sagt {Person2}, aber das {thing} habe noch immer kein Licht.",
    "Nach Angaben aus dem {body} kostet jede {noun} einen Haushalt in {Place} etwa {n} Kronen im Monat.",
    "Ein älterer Plan, {year} {verb}, hätte das {thing} auf das andere Ufer verlegt.",
    "Die {noun} beginnt wieder im {Month}, wenn der {body} in der Halle hinter dem {thing} tagt.",
    "Taucher gingen am {Day} hinunter und brachten {n} Bolzen, einen Schuh und einen Teil der alten Tür herauf.",
    "{Person2} erinnert sich an die Flut von {year}, als das {thing} der einzige trockene Ort in {Place} war.",
    "Von alledem stand nichts in der {noun}, die der {body} der Presse am {Day} gezeigt hat.",
    "Die Kosten für das {thing} sind innerhalb eines Jahres von {n} auf {m} tausend Kronen gestiegen.",
)
FURNITURE = ("Share on Facebook", "Advertisement", "Sign up for our newsletter", "Subscribe to continue reading")
SOURCES = 40
CRAWL = datetime(2024, 5, 20, 6, 0)


# The sound batch


def batch(articles: int = 2_000, seed: int = 1) -> list[Record]:
    """Sound raw records of forty invented sites, a quarter of them German."""
    rng = random.Random(seed)
    return [_record(rng, i) for i in range(articles)]


def _record(rng: random.Random, i: int) -> Record:
    site = i % SOURCES
    german = site % 4 == 3
    title, paragraphs = article(rng, german)
    crawled = CRAWL + timedelta(minutes=i)
    published = crawled - timedelta(minutes=rng.randint(30, 3_000))
    source = f"paper-{site:02d}.example"
    author = rng.choice(PEOPLE)
    furniture = [rng.choice(FURNITURE)] if rng.random() < 0.3 else []
    return {
        "id": f"{i:05d}",
        "source": source,
        "url": f"https://www.{source}/{published:%Y/%m/%d}/{i}",
        "language": "de" if german else "en",
        "crawled": crawled.isoformat(),
        "published": published.isoformat(),
        "title": title,
        "authors": [author],
        "text": "\n\n".join([title, *furniture, *paragraphs]),
    }


def article(rng: random.Random, german: bool) -> tuple[str, list[str]]:
    """A headline and paragraphs about the same invented thing."""
    words = _words(rng, german)
    pool = GERMAN_SENTENCES if german else SENTENCES
    title = rng.choice(GERMAN_TITLES if german else TITLES).format(**words)
    opening = rng.choice(GERMAN_OPENINGS if german else OPENINGS).format(**words)
    fixed = {k: words[k] for k in ("Place", "thing", "body")}
    told = [s.format(**(_words(rng, german) | fixed)) for s in rng.sample(pool, rng.randint(20, 27))]
    paragraphs = [opening]
    while told:
        size = rng.randint(1, 3)
        paragraphs.append(" ".join(told[:size]))
        told = told[size:]
    return title[0].upper() + title[1:], paragraphs


def _words(rng: random.Random, german: bool) -> dict[str, Any]:
    lists: dict[str, Sequence[str]] = (
        GERMAN
        if german
        else {
            "Place": PLACES,
            "body": BODIES,
            "thing": THINGS,
            "adj": ADJECTIVES,
            "noun": NOUNS,
            "verb": VERBS,
            "Day": DAYS,
            "Month": MONTHS,
        }
    )
    people = rng.sample(PEOPLE, 2)
    out: dict[str, Any] = {name: rng.choice(words) for name, words in lists.items()}
    out |= {"Place2": rng.choice(lists["Place"]), "Month2": rng.choice(lists["Month"]), "Person": people[0], "Person2": people[1]}
    return out | {"n": rng.randint(3, 99), "m": rng.randint(100, 999), "year": rng.randint(1890, 2015)}


# Damage


@dataclass(frozen=True, slots=True)
class Damage:
    """`harm` damages a record, given another record and a random source. `caught` are the expectations of which each damaged record must
    be named by one; `repaired` the rules whose edit says that cleaning took the damage back."""

    name: str
    harm: Callable[[Record, Record, random.Random], Record]
    caught: tuple[str, ...]
    repaired: tuple[str, ...] = ()
    one_source: bool = False
    """It strikes the records of one source."""


def _text(change: Callable[[list[str], random.Random], Sequence[str]]) -> Callable[[Record, Record, random.Random], Record]:
    """Damage to the paragraphs, the headline being the first."""

    def harm(record: Record, other: Record, rng: random.Random) -> Record:
        return record | {"text": "\n\n".join(change(record["text"].split("\n\n"), rng))}

    return harm


def _cut_inside(paragraphs: list[str], rng: random.Random) -> list[str]:
    at = rng.randint(4, len(paragraphs) - 2)
    words = paragraphs[at].split(" ")
    return [*paragraphs[:at], " ".join(words[: rng.randint(3, 7)])]


def _near_copy(record: Record, other: Record, rng: random.Random) -> Record:
    paragraphs = other["text"].split("\n\n")
    at = rng.randrange(2, len(paragraphs))
    paragraphs[at] = re.sub(r"\d+", lambda m: str(rng.randint(3, 99)), paragraphs[at])
    paragraphs[-1] = paragraphs[-1].replace("the", "that").replace("die", "jene")
    return record | {"title": other["title"], "language": other["language"], "text": "\n\n".join(paragraphs)}


def _loop(paragraphs: list[str], rng: random.Random) -> list[str]:
    sentence = paragraphs[3].split(". ")[0].rstrip(".") + "."
    return [*paragraphs[:4], " ".join([sentence] * 8), *paragraphs[4:]]


def _linked(paragraphs: list[str], rng: random.Random) -> list[str]:
    return [*paragraphs[:2], *(f"{p} See https://stats.example/{rng.randint(1, 999)}/page for the figures." for p in paragraphs[2:])]


def _foreign(record: Record, other: Record, rng: random.Random) -> Record:
    title, paragraphs = article(rng, german=record["language"] == "en")
    return record | {"title": title, "text": "\n\n".join([title, *paragraphs])}


def _headless(record: Record, other: Record, rng: random.Random) -> Record:
    return record | {"title": "", "text": record["text"].split("\n\n", 1)[1]}


def _front_lost(paragraphs: list[str], rng: random.Random) -> list[str]:
    body = [p for p in paragraphs[1:] if p not in FURNITURE]
    # Into the middle of a word in small letters.
    at = next(m.start() + 2 for m in re.finditer(r"[a-zäöü]{5,}", body[1]) if m.start() > 20)
    return [body[1][at:], *body[2:]]


def _moved(days: int) -> Callable[[Record, Record, random.Random], Record]:
    return lambda r, other, rng: r | {"published": (datetime.fromisoformat(r["crawled"]) + timedelta(days=days)).isoformat()}


def _renamed(names: dict[str, str]) -> Callable[[Record, Record, random.Random], Record]:
    return lambda record, other, rng: {names.get(name, name): value for name, value in record.items()}


def _mojibake(record: Record, other: Record, rng: random.Random) -> Record:
    return record | {"text": record["text"].encode("utf-8").decode("cp1252", "replace")}


MENU = (
    "Home,News,Local,Sport,Rowing,Chess,Culture,Film,Opinion,Letters,Weather,Traffic,Jobs,Property,Motors,Obituaries,Archive,Shop,Account,"
    "Log in,Contact,Imprint".split(",")
)
LEFTOVERS = (
    "Tern Quay 14 °C, light rain",
    "Your region: Kesterby and the islands",
    "Puzzle of the day: Harbour Ladder",
    "Ticket desk, second floor, ring twice",
    "Crown to franc 1.42, crown to pound 0.88",
    "House of the week: three rooms at the quay",
    "Recipe club: beans, bacon and patience",
    "Radio plays, all episodes, from tonight",
    "Reader trip: nine days along the northern canals",
)
SCRIPT = '(function(){var q=window.dataLayer||[];q.push({"event":"view","slot":7});document.write("<ins class=\\"slot\\"></ins>");})();'

DAMAGES = (
    Damage("cut at 200 characters", lambda r, o, g: r | {"text": r["text"][:200]}, ("body-long-enough",)),
    Damage("cut in the middle of a paragraph", _text(_cut_inside), ("body-ends-whole",)),
    Damage("front lost", _text(_front_lost), ("body-starts-whole",), ("TX201",)),
    Damage("body replaced by a menu", _text(lambda p, g: [p[0], *g.sample(MENU, 18)]), ("body-long-enough",)),
    Damage("error page instead", lambda r, o, g: r | {"text": "404\n\nThis page has moved or was never here."}, ("body-long-enough",)),
    Damage("text empty", lambda r, o, g: r | {"text": ""}, ("body-long-enough",)),
    Damage("noise lines back", _text(lambda p, g: [*p[:3], *g.sample(LEFTOVERS, 6), *p[3:9], *g.sample(LEFTOVERS, 5)]), ("little-noise",)),
    Damage("script in the text", _text(lambda p, g: [*p[:4], SCRIPT, *p[4:]]), ("no-markup",), ("PW103",)),
    Damage("HTML left", _text(lambda p, g: [f'<p class="c{g.randint(1, 9)}">{x}</p>' for x in p]), ("no-markup",)),
    Damage("mojibake", _mojibake, ("encoding-whole",), ("TX101",)),
    Damage("letters lost for good", lambda r, o, g: r | {"text": re.sub(r"[^\x00-\x7f]", "\ufffd", r["text"])}, ("encoding-whole",)),
    Damage(
        "first letters of paragraphs lost",
        _text(lambda p, g: [p[0], *(x.lstrip("“„")[1:] for x in p[1:])]),
        ("body-starts-whole", "first-letters"),
        ("TX201",),
    ),
    Damage("blanks lost", _text(lambda p, g: [*p[:2], *(x.replace(" ", "") for x in p[2:6]), *p[6:]]), ("words-apart",)),
    Damage("all in capitals", lambda r, o, g: r | {"text": r["text"].upper()}, ("not-all-capitals",)),
    Damage("paragraphs run together", lambda r, o, g: r | {"text": " ".join(r["text"].split("\n\n"))}, ("paragraphs-kept",)),
    Damage("body twice", _text(lambda p, g: [*p, *p[1:]]), ("paragraphs-once",), ("ST202",)),
    Damage("a sentence in a loop", _text(_loop), ("sentences-once",)),
    Damage("addresses in the text", _text(_linked), ("few-addresses",)),
    Damage("language switched", _foreign, ("own-language",)),
    Damage("headlines empty", _headless, ("title-there", "fields-complete")),
    Damage(
        "headlines of other articles",
        lambda r, o, g: r | {"title": "Rowing eight wins silver regatta abroad", "text": r["text"].split("\n\n", 1)[1]},
        ("title-fits-body",),
    ),
    Damage("published after the crawl", _moved(30), ("date-not-ahead",)),
    Damage("published in 1970", lambda r, o, g: r | {"published": "1970-01-01T00:00:00"}, ("date-not-ancient",)),
    Damage("dates unreadable", lambda r, o, g: r | {"published": "31.02.24, half past"}, ("date-readable",)),
    Damage("crawl dates unreadable", lambda r, o, g: r | {"crawled": "last night"}, ("crawl-date-readable",)),
    Damage("text under another name", _renamed({"text": "content"}), ("records-readable",)),
    Damage("fields renamed", _renamed({"title": "headline", "authors": "by"}), ("fields-complete",)),
    Damage("ids repeated", lambda r, o, g: r | {"id": "00000"}, ("ids-once",)),
    Damage(
        "sources mixed up",
        lambda r, o, g: r | {"source": next(s for s in (o["source"], "paper-98.example") if s != r["source"])},
        ("source-fits-address",),
    ),
    Damage(
        "one article again and again",
        lambda r, o, g: r | {k: o[k] for k in ("title", "language", "text")},
        ("articles-once",),
        one_source=True,
    ),
    Damage("near-copies", _near_copy, ("articles-once",), one_source=True),
    Damage(
        "one article at many sources", lambda r, o, g: r | {k: o[k] for k in ("title", "language", "text")}, ("syndicated", "articles-once")
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a kind of damage: shares of the damaged and of the sound records that the expectation names."""

    damage: Damage
    damaged: int
    caught: float
    sound: float
    severity: str
    """Of the worst of the damage's expectations that failed; empty where none did."""


class Bench:
    """The sound batch, cleaned once; damaged records take the place of sound ones."""

    def __init__(self, articles: int = 2_000, workers: int = 1) -> None:
        self.cleaner = Cleaner()
        self.records = batch(articles)
        self.rows = self.measured(self.records, workers)
        self.suites = [load(name) for name in BUILT_IN]

    def measured(self, records: Sequence[Record], workers: int = 1) -> list[Row]:
        lines = (formats.Record("batch.jsonl", n, json.dumps(r).encode()) for n, r in enumerate(records, 1))
        return list(read(lines, self.cleaner, workers=workers))

    def sound(self) -> Check:
        return check(self.rows, self.suites)

    def harmed(self, damage: Damage, share: float = 0.02, seed: int = 7) -> tuple[list[int], list[Record]]:
        """Places of the damaged records, and these."""
        rng = random.Random(f"{seed} {damage.name}")
        n = len(self.records)
        places = [i for i in range(1, n) if i % SOURCES == 5] if damage.one_source else list(range(1, n))
        places = sorted(rng.sample(places, min(len(places) - 1, int(n * share))))
        donor = next(i for i in range(1, n) if i not in places and (not damage.one_source or i % SOURCES == 5))
        return places, [damage.harm(self.records[i], self.records[donor], rng) for i in places]

    def find(self, damage: Damage, share: float = 0.02) -> Found:
        places, records = self.harmed(damage, share)
        rows = list(self.rows)
        for place, row in zip(places, self.measured(records), strict=True):
            rows[place] = replace_line(row, self.rows[place])
        # The others have nothing to say of it, and each costs time.
        only = [replace(s, expectations=tuple(e for e in s.expectations if e.id in damage.caught)) for s in self.suites]
        mine = check(rows, only).outcomes
        named = {i for o in mine for i in o.unexpected}
        caught = named | {p for p, r in zip(places, records, strict=True) if damage.repaired and self._repaired(damage, r)}
        failed = [o.expectation.severity for o in mine if o.failed]
        severity = next((s for s in ("error", "warning", "info") if s in failed), "")
        sound = len(named - set(places)) / (len(rows) - len(places))
        return Found(damage, len(places), len(caught & set(places)) / len(places), sound, severity)

    def _repaired(self, damage: Damage, record: Record) -> bool:
        given = {name: record[name] for name in ("source", "language", "crawled", "published", "title") if record.get(name)}
        edits = self.cleaner.clean(record["text"], **given).edits
        return any(reason.code in damage.repaired for e in edits for reason in e.reasons)


def replace_line(row: Row, old: Row) -> Row:
    """The row at the other's place in the file."""
    return row._replace(line=old.line)


def table(found: Iterator[Found]) -> Iterator[tuple[str, bool]]:
    for f in found:
        good = f.caught >= 0.95 and f.sound <= 0.01
        by = ", ".join(f.damage.caught) + (f"; repaired by {', '.join(f.damage.repaired)}" if f.damage.repaired else "")
        yield f"| {f.damage.name} | {by} | {f.caught:.1%} | {f.sound:.2%} | {f.severity or 'within tolerance'} |", good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--share", type=float, default=0.02, help="share of the records that is damaged")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write", type=Path, help="write the sound batch there, as JSON Lines, and stop")
    args = parser.parse_args()
    if args.write:
        args.write.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in batch(args.articles)), encoding="utf-8")
        return 0
    bench = Bench(args.articles, args.workers)
    named = [(o.expectation.id, len(o.unexpected)) for o in bench.sound().outcomes if o.failed or o.unexpected]
    print(f"sound batch of {args.articles:,}: {named or 'no record named'}")
    print("| damage | named by | damaged named | sound named | check |")
    print("|---|---|---|---|---|")
    all_good = not named
    for line, good in table(bench.find(d, args.share) for d in DAMAGES):
        print(line if good else f"{line} MISSED", flush=True)
        all_good &= good
    return 0 if all_good else 1


if __name__ == "__main__":
    sys.exit(main())
