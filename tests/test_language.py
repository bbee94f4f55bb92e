"""Which language: the record's word first, then what most of the text is in; nothing where that is doubtful."""

import pytest

from cleaner import clean
from cleaner.language import guess, primary

SENTENCES = {
    "cs": "Rada přístavu v pátek rozhodla, že se staré molo uzavře, protože je jeho dřevo shnilé.",
    "da": "Havnerådet besluttede fredag at lukke den gamle færgemole, fordi træet er råddent.",
    "de": "Der Hafenrat hat am Freitag beschlossen, den alten Anleger zu schließen, weil das Holz morsch ist.",
    "en": "The harbour board voted on Friday to close the old ferry pier because its timber was rotten.",
    "es": "La junta del puerto votó el viernes a favor de cerrar el viejo muelle porque la madera está podrida.",
    "fr": "Le conseil du port a voté vendredi la fermeture du vieil embarcadère, car son bois est pourri.",
    "hi": "बंदरगाह बोर्ड ने शुक्रवार को पुराने घाट को बंद करने का फैसला किया क्योंकि उसकी लकड़ी सड़ चुकी है।",
    "it": "Il consiglio del porto ha deciso venerdì di chiudere il vecchio molo, perché il legno è marcio.",
    "ja": "港湾委員会は金曜日、木材が腐っているため古い桟橋を閉鎖することを決めた。",
    "ko": "항만 위원회는 목재가 썩었기 때문에 낡은 부두를 폐쇄하기로 금요일에 결정했다.",
    "nl": "Het havenbestuur besloot vrijdag de oude steiger te sluiten omdat het hout verrot is.",
    "no": "Havnestyret vedtok fredag å stenge den gamle fergekaia fordi treverket er råttent, sier lederen.",
    "pl": "Rada portu zdecydowała w piątek o zamknięciu starego mola, ponieważ jego drewno jest spróchniałe.",
    "pt": "O conselho do porto votou na sexta-feira pelo fechamento do velho cais, porque a madeira está podre.",
    "ru": "Совет порта в пятницу решил закрыть старый причал, потому что его древесина сгнила.",
    "sv": "Hamnstyrelsen beslutade på fredagen att stänga den gamla bryggan eftersom virket är ruttet.",
    "tr": "Liman kurulu cuma günü, ahşabı çürüdüğü için eski iskelenin kapatılmasına karar verdi.",
    "uk": "Рада порту в п'ятницю вирішила закрити старий причал, оскільки його деревина зогнила.",
    "zh": "港口委员会星期五决定关闭旧码头，因为那里的木材已经腐烂，主席说冬天之前不会重新开放。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_tells_its_language(language: str) -> None:
    assert guess(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "Foto: Lene Birk", "12:33", "☕" * 100, "Quay to stay closed", "\x00\x01\x02"])
def test_too_little_tells_nothing(text: str) -> None:
    assert guess(text) is None


@pytest.mark.parametrize("odd", ["\x00", "\x7f", "\ud800", "\ufffe", "\x1b[0m"])
def test_characters_that_are_no_text_do_not_matter(odd: str) -> None:
    assert guess(SENTENCES["de"].replace(" ", f" {odd}", 3)) == "de"


def test_widgets_in_english_do_not_make_the_article_english() -> None:
    assert guess("\n".join(["Home", "Share", "Follow us on Facebook", SENTENCES["sv"], SENTENCES["sv"], "Newsletter", "Read more"])) == "sv"


@pytest.mark.parametrize("other", [slice(0, 1), slice(30, 31), slice(59, 60)])
def test_a_passage_in_another_language_does_not_make_a_long_text_foreign(other: slice) -> None:
    lines = [SENTENCES["sv"]] * 60
    lines[other] = [SENTENCES["it"]] * 4
    assert guess("\n".join(lines)) == "sv"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("zh_Hant_TW", "zh"),
        (" de ", "de"),
        ("NB", "no"),
        ("nn-NO", "no"),
        ("", None),
        (None, None),
        ("-", None),
    ],
)
def test_tags(tag: str | None, code: str | None) -> None:
    assert primary(tag) == code


def test_a_given_language_is_kept_and_its_rules_are_used() -> None:
    article = clean(f"Hafen zu\n\nVon Lene Birk\n\n{SENTENCES['de']}", language="de-AT").article
    assert article.language == "de-AT"
    assert article.authors == ("Lene Birk",)
    assert clean(SENTENCES["de"], language="xx").text == SENTENCES["de"]
