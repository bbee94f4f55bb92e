"""Sentences of a story that begin as a page's prompts do, in every language: they stay, inside the story and at its end."""

import pytest
import yaml

from cleaner import clean
from cleaner.rules import RULES_DIR
from fixtures import FOLDER

SENTENCES = {
    "en": (
        "Comments by the minister on this article are to be heard on Monday.",
        "Comments are moderated by a retired judge, the forum said.",
        "Note that comments made in court are protected, the lawyer said.",
        "All comments will be answered, the mayor promised on Friday.",
        "Become a member of the board or leave the town, he was told.",
        "Support local journalism, the mayor told the crowd on Friday.",
        "Get unlimited access to the harbour or lose the fleet, the captains wrote.",
        "Free article: the phrase stood in the contract of every ferryman.",
        "You have one free article of clothing, the guard told him.",
        "Subscribe now for $5, the leaflet that he threw into the harbour said.",
        "Stay ahead of the latest news, his father used to say, and stay poor.",
        "Catch the latest ferry on Friday, the board advised in its news on Monday.",
        "Find the latest news at the quay, where the ferrymen wait from six.",
        "Read the story again, she said, and tell me who closed the pier.",
        "Listen to this story, the captain said.",
        "This video shows the pier before it fell, the board said.",
        "This content was removed from the report before it was sent to the court.",
        "All products were independently tested by the laboratory in Port Varde, which found lead.",
        "Every item was carefully packed and sent to the museum on Monday.",
        "This article was published in Nature on Monday, and three of its authors work in Port Varde.",
        "The report was republished under a new name.",
        "Republished under a new name, the book sold a million copies.",
        "Reprinted with permission of the widow, the letters fill three volumes.",
        "The author is the son of a ferryman and has written three novels about the coast.",
        "Anna Berg, a diver from Port Varde, is the author of the report that closed the pier.",
        "To contact the editors of the paper, the police sent an officer.",
        "Follow the money, he wrote on Twitter.",
        "Consider the support of the members, the chairman said.",
        "We rely on our readers to tell us, the editor of the Harbour Post told the court.",
        "This work is supported by readers of the paper, he said.",
        "Found something wrong with the pier? Call the board, the sign read.",
        "View all images of the pier as a warning, the diver said.",
        "More on Monday, when the board meets again.",
        "Watch the full video here, the site told users, who paid nothing.",
    ),
    "de": (
        "Sie müssen sich nicht anmelden, um mit der Fähre zu fahren, und zahlen erst an Bord.",
        "Die wichtigsten Nachrichten des Tages standen früher an der Tür des Hafenamts.",
        "Laden Sie das Boot nicht zu voll, steht auf dem Schild am Anleger.",
        "Unterstützen Sie die Fischer, steht auf den Plakaten, die seit Freitag am Kai hängen.",
        "Dieser Artikel der Verfassung ist zuerst 1931 geändert worden, als der Hafen gebaut wurde.",
        "Mit dem Klick auf den Knopf öffnete der Wärter die Schleuse, und alle Daten waren gelöscht.",
        "Um die Daten zu schützen, will das Amt Cookies auf seiner Seite verbieten und die Einstellungen ändern.",
        "Lesen Sie die Briefe des Kapitäns, und Sie werden den Hafen nicht wiedererkennen.",
        "Dieses Video ist der Beweis, auf den die Staatsanwältin seit März gewartet hat.",
        "Der Autor des Berichts ist Taucher und lebt seit zwanzig Jahren in Port Varde.",
        "Mehr über den Sturm finden Sie in keinem Archiv der Stadt, denn alle Akten sind verbrannt.",
        "Bleiben Sie im Hafen, warnte der Wetterdienst, und verpassen Sie keine Meldung.",
        "Anna Berg ist Reporterin, als sie den Kapitän zum ersten Mal trifft, und verliebt sich sofort.",
        "Haben Sie Angst vor dem Sturm? Schreiben Sie es auf, rät die Psychologin ihren Patienten.",
        "Newsletter der Behörden erreichen kaum jemanden, zeigt eine Studie der Universität.",
        "Hat Ihnen der Artikel geschadet? Der Bürgermeister lacht, als er die Frage hört.",
        "Jetzt für 3 Euro Fisch kaufen: Am Kai begann am Freitag der Markt, und jeder kam, um zu testen.",
    ),
    "fr": (
        "Vous devez vous inscrire à la mairie pour participer à la régate, et payer douze euros.",
        "Pour continuer la lecture du procès-verbal, la juge a demandé une lampe.",
        "Ne manquez pas la marée, conseille la capitainerie aux pêcheurs du port.",
        "Suivez la côte jusqu'au phare, puis tournez à gauche, recommande le guide.",
        "Retrouvez la clé du quai était devenu l'obsession du gardien, qui la cherchait chaque nuit.",
        "Soutenez les pêcheurs, lisait-on vendredi sur les banderoles accrochées au quai.",
        "Cet article de la loi a été publié au Journal officiel, et le port l'a contesté.",
        "Ce contenu n'est pas du vin, ont conclu les douaniers après avoir ouvert les tonneaux.",
        "Voir : le verbe revient à chaque page du carnet que tenait le capitaine.",
        "Les commentaires sont libres, mais les faits sont sacrés, aimait répéter le patron du journal.",
        "Mara Holm est journaliste et mère de deux enfants, et le procès dure depuis trois ans.",
        "L'auteur est né au port en 1931 et n'a jamais quitté la ville.",
        "En cliquant sur la photo, les voisins ont reconnu le quai et accepté les données du cadastre.",
        "Lire la suite du dossier prendra des mois, prévient le procureur.",
    ),
    "es": (
        "Debes registrar el barco antes de salir, y el comentario del capitán no cambia la ley.",
        "Recibe el correo cada mañana en el muelle y lo reparte en bicicleta por todo el puerto.",
        "Sigue la costa en Instagram, pero nunca la ha visto con sus propios ojos.",
        "Apoya al periodismo independiente desde hace años y nadie lo sabía en el puerto.",
        "Con información de los vecinos, la policía encontró el barco en menos de una hora.",
        "Para seguir leyendo el contrato, la jueza pidió una lámpara y un vaso de agua.",
        "Este artículo fue escrito con sangre, según la leyenda que cuentan los pescadores.",
        "Este video no está en manos de la policía, afirmó el fiscal.",
        "No te pierdas en la niebla, decía siempre el padre del capitán.",
        "Mara Holm es periodista y tiene dos hijos, y el juicio dura ya tres años.",
        "El autor es profesor de natación y nunca ha salido del puerto, según consta en el acta.",
        "Ver el mar: eso era todo lo que pedían los presos del faro.",
        "Los comentarios están llenos de insultos, y nadie los borra.",
        "¿Tienes miedo? Escribe, le dijo su abuela, y el miedo se irá.",
    ),
    "it": (
        "Devi registrare la barca prima di uscire, e pagare dodici euro alla capitaneria.",
        "Segui la costa sui social e non saprai mai com'è il mare.",
        "Sostieni il lavoro dei pescatori, si legge sugli striscioni appesi al molo.",
        "Per continuare la lettura del verbale la giudice ha chiesto una lampada.",
        "Questo articolo della legge è stato pubblicato nel 1931 e mai applicato.",
        "I commenti sono stati duri, ma nessuno ha lasciato la sala.",
        "Mara Holm è giornalista e madre di due figli, e il processo dura da tre anni.",
        "Leggi: ce ne sono troppe, e il porto non ne rispetta nessuna.",
        "Ricevi la chiave e non chiedere nulla: così la notizia arrivò via mail al capitano.",
    ),
    "pt": (
        "Você precisa de coragem para comentar a tempestade diante dos pescadores.",
        "Receba quem quiser o boletim: o porto já não o lê.",
        "Siga pela costa até o farol, e depois vire à esquerda, recomenda o guia.",
        "Com informações dos vizinhos, a polícia encontrou o barco em menos de uma hora.",
        "Este artigo da lei foi publicado em 1931 e nunca foi aplicado no porto.",
        "Os comentários são duros, mas ninguém deixou a sala antes do fim da moderação.",
        "Apoie os pescadores, lia-se nas faixas penduradas no cais.",
        "Para continuar a leitura da ata, a juíza pediu uma lâmpada.",
        "Mara Holm é jornalista e mãe de dois filhos, e o julgamento dura há três anos.",
        "Veja: o cais está podre, e ninguém o fecha.",
    ),
    "nl": (
        "Je moet de boot aanmelden voordat je uitvaart, en de havenmeester een reactie sturen.",
        "Steun onze vissers, stond er op de spandoeken die aan de steiger hingen.",
        "Dit artikel van de wet is eerst in 1931 toegepast, en daarna nooit meer.",
        "Volg de kust op Google Maps tot aan de vuurtoren, en ga dan naar links.",
        "Klik hier, zei de bewaker, en de sluis ging open.",
        "Krijg je een boot, dan krijg je per mail ook de regels van de haven.",
        "Om verder te lezen in het verslag vroeg de rechter om een lamp.",
        "Lees: er is geen geld, en de steiger blijft dicht.",
    ),
    "ru": (
        "Чтобы оставить комментарий о буре, мэр вышел к рыбакам и говорил час.",
        "Подписывайтесь под письмом в порту, призвал рыбак, пока причал не закрыли.",
        "Следите за волнами на причале, советуют спасатели, и не подходите к краю.",
        "Поддержите нас, просили рыбаки на плакатах, и проект порта остановят.",
        "Материал подготовлен из досок старого причала, которые нашли водолазы.",
        "Чтобы читать дальше протокол, судья попросила лампу.",
        "Видео: только оно и осталось от старого причала, который разобрали в марте.",
        "Комментарии закрыты в сейфе, и ключ от него хранит начальник порта.",
    ),
    "pl": (
        "Musisz zgłosić łódź, aby skomentować pogodę w dzienniku portu.",
        "Wesprzyj nas w naszej pracy, prosili rybacy na transparentach w porcie.",
        "Obserwuj morze na Facebooku, a nigdy go nie zobaczysz.",
        "Aby czytać dalej protokół, sędzia poprosiła o lampę.",
        "Czytaj: pieniędzy nie ma, a molo pozostanie zamknięte.",
    ),
    "sv": (
        "Du måste logga resan i boken, och hamnkaptenen vill kommentera den.",
        "Stöd vår brygga, stod det på banderollerna som hängde i hamnen.",
        "Följ kusten på Google Maps fram till fyren och sväng sedan vänster.",
        "Se: det finns inga pengar, och bryggan förblir stängd.",
        "För att läsa vidare i protokollet bad domaren om en lampa.",
    ),
    "tr": (
        "Yorum yapmak için iskeleye inen başkan bir saat konuştu.",
        "Bu video, iskelenin çöktüğü anı gösteren tek kayıt olarak mahkemede izlendi.",
        "Limanın uygulaması iskelenin ne zaman kapanacağını gösteriyor.",
        "Gelişmelerden haberdar olan balıkçılar iskeleye koştu.",
    ),
    "ja": (
        "有料会員が桟橋で本を読める部屋を、港は金曜日に閉めた。",
        "コメントするには早すぎる、と港湾委員会は金曜日に発表した。",
        "この記事は三年前に市が提供した資料に掲載した地図をもとにしている。",
        "続きは法廷で読まれる有料の資料にあると弁護士は主張している。",
        "公式LINEで友だち追加が一万人に達したと港は発表した。",
    ),
    "ko": (
        "댓글을 남긴 어부는 로그인 기록 때문에 경찰에 불려 갔다.",
        "항만 위원회는 유튜브 채널 구독 수를 늘리려고 부두를 촬영했다.",
        "제보 전화를 받은 경찰은 카카오톡 기록을 확인했다.",
        "구독자 전용 기사를 훔쳐 읽은 공무원이 징계를 받았다.",
    ),
    "zh": (
        "请先登录小船再评论天气，船长对乘客喊话。",
        "本文不代表任何人，这是旧码头木牌上刻的第一句话。",
        "港口委员会要求渔民关注微信公众号，否则不能停船。",
        "会员登录后才能阅读的档案，星期五在法庭上被公开。",
        "相关新闻：这是渔民每天早上打开收音机要听的三个字。",
    ),
    "hi": (
        "टिप्पणी करने के लिए मेयर शुक्रवार को घाट पर पहुंचे और एक घंटे तक बोलते रहे।",
        "बंदरगाह ने शुक्रवार को मछुआरों के लिए ऐप डाउनलोड करने का आदेश जारी किया।",
        "फेसबुक पर लाइक की होड़ में युवक घाट से कूद गया और डूब गया।",
    ),
}


def story(language: str) -> str:
    """A sentence of the invented paper whose lines are the rules' examples."""
    file = RULES_DIR / (f"{language}/NL101.yaml" if language != "en" else "general/NL101-newsletter-prompt.yaml")
    examples = yaml.safe_load(file.read_text(encoding="utf-8"))["examples"]
    sentence: str = next(e["clean"] for e in examples if "clean" in e).splitlines()[0]
    return sentence


@pytest.mark.parametrize("language", SENTENCES)
def test_what_only_begins_like_a_prompt_stays(language: str) -> None:
    before = story(language)
    for sentence in SENTENCES[language]:
        for text in (f"{before}\n\n{sentence}", f"{before}\n\n{sentence}\n\n{before[:-1]}, 2. {before}"):
            assert sentence in clean(text, language=language).text


LOOK_ALIKES = yaml.safe_load((FOLDER / "look-alikes.yaml").read_text(encoding="utf-8"))
"""Language → two paragraphs of a story, and what a reporter could write between them."""


@pytest.mark.parametrize("language", LOOK_ALIKES)
def test_what_looks_like_a_prompt_note_or_credit_stays(language: str) -> None:
    before, after = LOOK_ALIKES[language]["around"]
    sentences = LOOK_ALIKES[language]["stay"]
    bodies = {s: clean(f"{before}\n\n{s}\n\n{after}", language=language).article.body for s in sentences}
    assert [s for s in sentences if s not in bodies[s].split("\n\n")] == []
