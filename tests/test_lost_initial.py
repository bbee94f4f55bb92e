"""Lost first letters, through the whole of `clean`: every kind of damage, what must stay, and what is only shown."""

from __future__ import annotations

import pytest

from cleaner import Document, clean

TITLE = "President Joana Lund visits the flooded quay"
REST = (
    "She promised help before the winter to everyone who had lost a boat, and nobody on the quay believed it.\n\n"
    "The harbour board voted on Friday to close the old ferry pier for two winters."
)
RULE = "lost-first-letter"


def story(opening: str, title: str = TITLE, rest: str = REST) -> str:
    return f"{title}\n\n{opening}\n\n{rest}"


def opened(opening: str, **more: str) -> str:
    """The body's beginning after cleaning, up to the rest of the story."""
    return clean(story(opening, **more)).text.removeprefix(f"{more.get('title', TITLE)}\n\n").split(f"\n\n{REST[:40]}")[0]


def letters(text: str, language: str | None = None) -> tuple[str, list[str], list[str]]:
    """The text, and what the rule put in and what it only shows."""
    result = clean(text, language=language)
    put = [e.after for e in result.edits if e.reasons[0].name == RULE]
    return result.text, put, [e.after for e in result.skipped if e.reasons[0].name == RULE]


SENTENCES = (
    "President Joana Lund came to the quay on Friday to see what the storm had left of it.",
    "Government engineers have closed the quay until the spring, the harbour board said on Friday.",
    "There was no warning before the water came, the people of the quay said on Friday.",
)


@pytest.mark.parametrize("whole", SENTENCES)
class TestDamage:
    def test_the_letter_is_gone(self, whole: str) -> None:
        assert opened(whole[1:]) == whole

    def test_it_stands_apart(self, whole: str) -> None:
        assert opened(f"{whole[0]} {whole[1:]}") == whole

    def test_it_stands_on_its_own_line(self, whole: str) -> None:
        assert opened(f"{whole[0]}\n{whole[1:]}") == whole

    def test_it_stands_in_a_paragraph_of_its_own(self, whole: str) -> None:
        assert opened(f"{whole[0]}\n\n{whole[1:]}") == whole

    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_it_stands_there_with_its_quotation_mark(self, whole: str, gap: str) -> None:
        assert opened(f"“{whole[0]}{gap}{whole[1:]}”") == f"“{whole}”"

    def test_it_is_repeated(self, whole: str) -> None:
        assert opened(f"{whole[0]} {whole}") == whole

    def test_the_rest_of_the_word_is_in_capitals(self, whole: str) -> None:
        first, more = whole.split(" ", 1)
        assert opened(f"{first[1:].upper()} {more}") == f"{first.upper()} {more}"

    @pytest.mark.parametrize("dateline", ["PORT VARDE: ", "PORT VARDE, Jan 27 (Reuters) – ", "PORT VARDE (AP) — ", "(CNN) — "])
    def test_after_a_dateline(self, whole: str, dateline: str) -> None:
        text = clean(story(dateline + whole[1:])).text
        assert whole in text

    def test_of_the_dateline_itself(self, whole: str) -> None:
        assert opened(f"ASHINGTON (AP) — {whole}") == f"WASHINGTON (AP) — {whole}"
        assert opened(f"W ASHINGTON (AP) — {whole}") == f"WASHINGTON (AP) — {whole}"
        assert clean(story(f"ASHINGTON (AP) — {whole}")).article.dateline == "WASHINGTON"

    def test_after_a_subhead(self, whole: str) -> None:
        text = f"{TITLE}\n\n{REST}\n\nWhat comes next\n\n{whole[1:]}\n\nIts timber was rotten, the engineers had said since March."
        assert f"\n\n{whole}\n\n" in clean(text).text

    def test_after_a_section_break(self, whole: str) -> None:
        text = f"{TITLE}\n\n{REST}\n\n* * *\n\n{whole[1:]}\n\nIts timber was rotten, the engineers had said since March."
        assert f"\n\n{whole}\n\n" in clean(text).text

    @pytest.mark.parametrize("quote", ["“”", '""', "«»"])
    def test_behind_a_quotation_mark(self, whole: str, quote: str) -> None:
        a, b = quote
        assert opened(f"{a}{whole[1:]}{b}") == f"{a}{whole}{b}"

    def test_it_stands_alone_above_all_else(self, whole: str) -> None:
        assert clean(f"{whole[0]}\n\n{whole[1:]}\n\n{REST}").text == f"{whole}\n\n{REST}"

    def test_a_second_pass_changes_nothing(self, whole: str) -> None:
        once = clean(story(whole[1:])).text
        assert clean(once).text == once


class TestOneLetterWords:
    def test_a_word_of_one_letter_is_gone(self) -> None:
        text = clean("A bus for the quay\n\n few weeks ago the harbour board closed the quay until the spring.").text
        assert text.endswith("A few weeks ago the harbour board closed the quay until the spring.")

    def test_a_blank_tells_of_a_word_that_is_gone(self) -> None:
        text = clean(story(" team of researchers has found that the quay is sinking faster than the board believed.")).text
        assert "\n\nA team of researchers has found" in text

    @pytest.mark.parametrize("mark", ["’", "'"])
    def test_the_apostrophe_of_a_word_of_one_letter_is_left(self, mark: str) -> None:
        text = clean(story(f"{mark}m convinced that the old pier will not stand another winter, the mayor said on Friday.")).text
        assert f"\n\nI{mark}m convinced that" in text

    def test_its_apostrophe_is_gone_too(self) -> None:
        text = clean(story("m convinced that the old pier will not stand another winter, the mayor said on Friday.")).text
        assert "\n\nI’m convinced that" in text

    @pytest.mark.parametrize(
        "damaged", ["“ will never forget the night when the water came.”", '" will never forget the night when the water came."']
    )
    def test_a_blank_behind_a_quotation_mark_goes_too(self, damaged: str) -> None:
        assert opened(f"{damaged} The mayor said so on Friday.") == f"{damaged[0]}I{damaged[1:]} The mayor said so on Friday."

    def test_a_word_of_one_letter_is_no_letter_apart(self) -> None:
        text = story("A muddled view of the quay is all that the report of the engineers gives its readers.")
        assert letters(text) == (text, [], [])

    @pytest.mark.parametrize("label", ["G", "Q", "Z"])
    def test_a_label_before_one_is_not_joined_to_it(self, label: str) -> None:
        for opening in ("A few weeks ago the harbour board closed the quay.", "I was on the quay when the water came on Friday."):
            assert opened(f"{label} {opening}") == f"{label} {opening}"


@pytest.mark.parametrize(
    "opening",
    [
        "iPhone owners queued on the quay for hours on Friday, the police said.",
        "eBay has sold the last boat of the ferry firm to a man from the hills.",
        "de Blasio came to the quay on Friday, and nobody had expected him there.",
        "al-Shabab fighters have left the quay, people who live there said on Friday.",
        "bin Laden had never been to the quay, whatever the people who live there say.",
        "https://harbour.example/quay has the plans of the engineers for the spring.",
        "x-ray pictures of the old timber were shown to the harbour board on Friday.",
        "e-mail from the mayor came to everyone who had lost a boat on Friday.",
    ],
)
def test_words_that_rightly_begin_low_stay(opening: str) -> None:
    text, put, _ = letters(story(opening))
    assert put == []
    assert opening in text


class TestCapitals:
    @pytest.mark.parametrize(
        ("damaged", "whole"),
        [
            ("N CASE of fire the quay must be left at once", "IN CASE of fire"),
            ("N A cold morning in March the last ferry left the quay for good", "IN A cold morning"),
            ("HAT HAPPENED on the quay is not known", "WHAT HAPPENED on"),
            ("E NGINEERS have closed the quay until the spring", "ENGINEERS have"),
            ("P PRESIDENT Joana Lund came to the quay on Friday", "PRESIDENT Joana"),
        ],
    )
    def test_the_letter_before_words_in_capitals(self, damaged: str, whole: str) -> None:
        assert opened(f"{damaged}, the harbour board said on Friday.").startswith(whole)

    @pytest.mark.parametrize("name", ["ASA engineers", "ERIK engineers", "BLE SEAMEN", "U’NESCO men", "KORVANTE of Saltmarsh"])
    def test_a_name_in_capitals_stays(self, name: str) -> None:
        text = story(f"{name} have closed the quay until the spring, the harbour board said on Friday.")
        assert letters(text) == (text, [], [])


class TestTheStorysWords:
    """What the story says elsewhere tells the letter, where the language would not, or not so surely."""

    TOLD = (
        "The storm has moved Mara Kerrigan out of the board, where she was the man of the mayor and had a part of its work.\n\n"
        "KORVANTE and the Lund family have left; the board of Kerrigan and a part of the town have not, it said on Friday."
    )

    @pytest.mark.parametrize(
        ("damaged", "whole"),
        [
            ("errigan has left the board after a night of talks.", "Kerrigan has"),
            ("und's boat was the last that left the quay on Friday.", "Lund's boat"),
            ("UND has left the board after a night of talks.", "LUND has"),
            ("ORVANTE has put the old quay up for sale on Friday.", "KORVANTE has"),
        ],
    )
    def test_a_name(self, damaged: str, whole: str) -> None:
        assert opened(damaged, rest=self.TOLD).startswith(whole)
        assert not opened(damaged, rest=REST.replace("She", "Nobody"), title="Quay to stay closed").startswith(whole)

    def test_a_name_in_the_title_of_the_record(self) -> None:
        document = Document(
            "errigan has left the board after a night of talks.\n\nIt was her third year.", title="Why Kerrigan left the board"
        )
        assert "\n\nKerrigan has left" in clean(document).text
        assert clean(document.text).text.startswith("errigan has left")

    def test_a_word_in_small_letters(self) -> None:
        opening = "ld boats were pulled from the water on Friday, the police said."
        assert opened(opening) == f"O{opening}"
        assert opened(opening, rest=REST.replace("the old ferry", "the ferry")) == opening

    def test_a_word_of_one_letter_before_it(self) -> None:
        opening = "part of the quay has been closed until the spring, the harbour board said."
        assert opened(f"“ {opening}”", rest=self.TOLD).startswith(f"“A {opening}”")
        assert opened(f"“ {opening}”") == f"“ {opening}”"


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("t 9 on Friday morning the last ferry left the quay for good.", "At 9 on"),
        ("T iv Aldous has left the harbour board after a night of talks.", "Tiv Aldous"),
        ("Q uintrell has left the harbour board after a night of talks.", "Quintrell has"),
        ("overnment’s plan for the quay was dropped on Friday, after a night of talks.", "Government’s plan"),
        ("t’s the third time in a year that the quay has been closed for a week.", "It’s the"),
        ("hat’s what the board told the people of the quay on Friday.", "That’s what"),
        ("o mark the end of the quay, the town has put up a stone on Friday.", "To mark"),
        ("wenty-one boats were pulled from the water on Friday, the police said.", "Twenty-one boats"),
        ("urope’s oldest pier has been closed until the spring, the board said.", "Europe’s oldest"),
        (".S. engineers have closed the quay until the spring, the board of the U.S. port said.", "U.S. engineers"),
    ],
)
def test_short_words_names_and_possessives(damaged: str, whole: str) -> None:
    assert opened(damaged).startswith(whole)


def test_a_name_with_a_possessive_is_as_rare_as_the_name() -> None:
    text = story("UND'S boat was the last that left the quay before the storm came on Friday.")
    assert letters(text) == (text, [], [])


def test_a_letter_on_its_own_line_is_a_words_though_it_is_one() -> None:
    assert opened("“A\n\nble seamen were pulled from the water on Friday, the police said.”").startswith("“Able seamen")


def test_a_first_line_of_eight_words_may_be_a_paragraph() -> None:
    lines = "overnment engineers have closed the old ferry pier", "overnment engineers have closed the old pier"
    assert [clean(f"{line}\n\n{REST}").text.split("\n")[0] for line in lines] == [f"G{lines[0]}", lines[1]]


@pytest.mark.parametrize(
    "onward", ["old pier would be closed until the spring.", "resident Joana Lund would close the quay until the spring."]
)
@pytest.mark.parametrize("end", ["had been told that the", "and said to them,", "after a long night of"])
def test_a_sentence_that_goes_on_stays(end: str, onward: str) -> None:
    # "resident" would be "President" anywhere else.
    text = f"{TITLE}\n\nThe people who live on the quay {end}\n\n{onward}\n\n{REST}"
    assert letters(text) == (text, [], [])


@pytest.mark.parametrize(
    ("before", "whole"),
    [
        ("Share on Facebook", True),
        ("• ", True),
        (f"{REST}\n\nShare on Facebook", False),
        (f"{REST}\n\nBy Mara Holm", True),
        (f"{REST}\n\nPhoto: Mara Holm", True),
    ],
)
def test_what_opens_a_story_or_a_section(before: str, whole: bool) -> None:
    opening = "overnment engineers have closed the quay until the spring, the board said on Friday."
    gap = "" if before == "• " else "\n\n"
    text = clean(f"{TITLE}\n\n{before}{gap}{opening}\n\nIts timber was rotten, the engineers had said since March.").text
    assert (f"G{opening}" in text, f"\n\n{opening}" in text) == (whole, not whole)


def test_a_word_of_one_letter_on_its_own_line_comes_to_the_next() -> None:
    opening = "few weeks ago the harbour board closed the quay until the spring."
    for gap in ("\n", "\n\n"):
        assert opened(f"A{gap}{opening}") == f"A {opening}"


def test_paragraphs_after_prose_are_not_looked_at() -> None:
    text = story(SENTENCES[0], rest=f"{REST}\n\novernment engineers came to see it on a cold Friday in the spring.")
    assert letters(text)[1:] == ([], [])


class TestSuggestions:
    OPENING = "ine boats were pulled from the water on Friday, the police said."

    def test_what_cannot_be_known_is_shown_and_the_text_unchanged(self) -> None:
        text = story(self.OPENING)
        cleaned, put, shown = letters(text)
        assert (put, len(shown)) == ([], 1)
        assert cleaned == text

    def test_the_finding_names_the_odds_and_the_rival(self) -> None:
        result = clean(story(self.OPENING))
        (note,) = (e.reasons[0].note for e in result.skipped if e.reasons[0].name == RULE)
        assert note.startswith("odds +")
        assert "then “" in note

    def test_a_restored_letter_says_how_it_was_known(self) -> None:
        result = clean(story(SENTENCES[0][1:]))
        (edit,) = (e for e in result.edits if e.reasons[0].name == RULE)
        assert (edit.before, edit.after) == ("resident", "President")
        assert "then “Resident”" in edit.reasons[0].note or "then “resident”" in edit.reasons[0].note


@pytest.mark.parametrize(
    ("language", "damaged", "whole"),
    [
        ("de", "er Hafen bleibt nach dem Sturm für zwei Winter geschlossen, sagte die Behörde am Freitag.", "Der Hafen"),
        ("fr", "près la tempête, le port a décidé vendredi de fermer la jetée pendant deux hivers.", "Après la tempête"),
        ("fr", "'équipe de la jetée a gagné vendredi soir contre celle du port, selon la mairie.", "L'équipe de"),
        ("fr", "'est la troisième fois en dix ans que le port ferme la jetée pour tout un hiver.", "C'est la"),
        ("fr", "u côté du port, on assure que les travaux seront finis avant la fin du printemps.", "Du côté"),
        ("fr", "es autorités du port ont fermé la jetée vendredi, après la tempête de la nuit.", "Les autorités"),
        ("fr", "É tudiants et pêcheurs ont manifesté vendredi sur la jetée, que le port veut fermer.", "Étudiants et"),
        ("es", "l gobierno decidió el viernes cerrar el muelle durante dos inviernos, según el puerto.", "El gobierno"),
        ("es", "l menos tres barcos se hundieron el viernes junto al muelle, según la policía.", "Al menos tres"),
        ("es", "n hombre cayó el viernes del muelle viejo y fue rescatado por los bomberos.", "Un hombre"),
        ("it", "I l molo resterà chiuso per due inverni, ha deciso venerdì il consiglio del porto.", "Il molo"),
        ("it", "n particolare il molo vecchio non regge più il peso delle barche, dicono i tecnici.", "In particolare"),
        ("pt", "o entanto, o cais velho já não aguenta o peso dos barcos, dizem os engenheiros.", "No entanto"),
        ("pt", "m homem caiu do cais na sexta-feira e foi salvo pelos bombeiros do porto.", "Um homem"),
        ("nl", "p de oude pier mag sinds vrijdag niemand meer komen, zegt het havenbestuur.", "Op de"),
        ("nl", "e gemeente sluit de oude pier vrijdag voor twee winters, zegt het havenbestuur.", "De gemeente"),
        ("it", "l governo ha deciso venerdì di chiudere il molo per due inverni, secondo il porto.", "Il governo"),
        ("pt", "governo decidiu na sexta-feira fechar o cais durante dois invernos, segundo o porto.", "O governo"),
        ("nl", "et havenbestuur heeft vrijdag besloten de oude pier twee winters te sluiten.", "Het havenbestuur"),
        ("tr", "Ş ehir meclisi cuma günü eski iskeleyi iki kış boyunca kapatmaya karar verdi.", "Şehir meclisi"),
        ("de", "Ö sterreich hat am Freitag beschlossen, den alten Steg für zwei Winter zu schließen.", "Österreich hat"),
        ("ru", "равительство решило в пятницу закрыть старый причал на две зимы, сообщил порт.", "Правительство решило"),
        ("uk", "З агалом уряд вирішив у п’ятницю закрити старий причал на дві зими, повідомив порт.", "Загалом уряд"),
    ],
)
def test_other_languages_and_scripts(language: str, damaged: str, whole: str) -> None:
    assert letters(damaged, language)[0].startswith(whole)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "港湾局は金曜日、古い桟橋を二冬の間閉鎖することを決めた。市長が発表した。"),
        ("ar", "قرر مجلس الميناء يوم الجمعة إغلاق الرصيف القديم لمدة شتاءين بعد تحذير المهندسين."),
        ("hi", "बंदरगाह बोर्ड ने शुक्रवार को पुराने घाट को दो सर्दियों के लिए बंद करने का निर्णय लिया।"),
        ("ka", "ნავსადგურის საბჭომ პარასკევს ძველი ნავმისადგომის დახურვა გადაწყვიტა ორი ზამთრით."),
    ],
)
def test_scripts_without_capitals_stay(language: str, text: str) -> None:
    assert letters(text, language) == (text, [], [])


@pytest.mark.parametrize(
    ("opening", "cleaned"),
    [
        ("T\n\nDownload our app\n\nhe quay was closed until the spring, the harbour board said.", "The quay was"),
        ("T\n\nMost read\n\nThe quay was closed until the spring, the harbour board said.", "The quay was"),
        ("T\n\nT\n\nThe quay was closed until the spring, the harbour board said.", "T\n\nT\n\nThe quay was"),
    ],
)
def test_a_letter_above_furniture_is_read_as_a_second_pass_reads_it(opening: str, cleaned: str) -> None:
    text = clean(story(opening)).text
    assert text.removeprefix(f"{TITLE}\n\n").startswith(cleaned)
    assert clean(text).text == text
