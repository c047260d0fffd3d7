from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.languages import Detected, alike, detect, frequent_words, known, primary, script_of, scripts_of

PROSE = {
    "en": "The port has been shut since Monday, and nobody knows when it will be opened again, the mayor said.",
    "de": "Der Hafen ist seit Montag geschlossen, und niemand weiß, wann er wieder geöffnet wird, sagte die Bürgermeisterin.",
    "fr": "Le port est fermé depuis lundi et personne ne sait quand il sera rouvert, a dit la maire de la ville.",
    "es": "El puerto está cerrado desde el lunes y nadie sabe cuándo se va a abrir de nuevo, dijo la alcaldesa.",
    "it": "Il porto è chiuso da lunedì e nessuno sa quando sarà riaperto, ha detto la sindaca della città.",
    "pt": "O porto não está aberto desde segunda-feira e ninguém sabe quando será reaberto; ao que disse a prefeita, uma das balsas foi embora.",
    "nl": "De haven is sinds maandag gesloten en niemand weet wanneer hij weer open gaat, zei de burgemeester van de stad.",
    "sv": "Hamnen har varit stängd sedan i måndags och ingen vet när den ska öppnas igen, sade borgmästaren i staden.",
    "pl": "Port jest zamknięty od poniedziałku i nikt nie wie, kiedy zostanie otwarty, powiedziała burmistrz, która nie chciała więcej mówić.",
    "tr": "Liman pazartesiden bu yana kapalı ve ne zaman açılacağı belli değil, bu çok uzun bir süre için ilk grev olarak görülüyor.",
    "id": "Pelabuhan itu telah ditutup sejak Senin dan tidak ada yang tahu kapan akan dibuka, kata wali kota dalam pernyataan ini.",
    "ru": "Порт закрыт с понедельника, и никто не знает, когда его откроют, сообщила мэр города на встрече с людьми, а также что это не последняя забастовка в году.",
    "ar": "الميناء مغلق منذ الاثنين ولا أحد يعرف متى سيفتح من جديد، وقال رئيس البلدية إن هذا لا يعني أن السفن التي في الميناء",
    "el": "Το λιμάνι είναι κλειστό από τη Δευτέρα και κανείς δεν ξέρει πότε θα ανοίξει.",
    "ja": "港は月曜日から閉鎖されており、いつ再開されるかは誰にもわからない。",
    "ko": "항구는 월요일부터 폐쇄되었으며 언제 다시 열릴지 아무도 모른다.",
    "zh": "港口自星期一起关闭，没有人知道何时重新开放。",
}


@pytest.mark.parametrize("language", PROSE)
def test_prose_is_told(language: str) -> None:
    found = detect(PROSE[language])
    assert found is not None
    assert alike(found.language, language)
    assert known(language)


@pytest.mark.parametrize("value", ["", "   ", "12 – 13 %", "Rao, Sato, Lind, Ruiz, Okoro", "Port", "the the the"])
def test_what_holds_no_prose_is_not_told(value: str) -> None:
    assert detect(value) is None


def test_a_mixture_is_not_told() -> None:
    assert detect(PROSE["en"] + " " + PROSE["fr"]) is None


def test_the_share_and_the_words_are_counted() -> None:
    assert detect("the port of the town") == Detected("en", 0.6, 2)
    assert frequent_words("The port of the town", "en") == 3
    assert frequent_words("The port of the town", "de") == 0


@pytest.mark.parametrize(
    ("value", "script"),
    [
        ("Port", "Latn"),
        ("Порт port", "Cyrl"),
        ("λιμάνι", "Grek"),
        ("港は閉鎖", "Kana"),
        ("港口关闭", "Hani"),
        ("항구", "Hang"),
        ("नगर", "Deva"),
    ],
)
def test_scripts(value: str, script: str) -> None:
    assert script_of(value)[0] in {script, "Latn"} if " " in value else script_of(value)[0] == script


def test_no_letters_no_script() -> None:
    assert script_of("12, 13 – 14!") == ("", 0.0, 0)


@pytest.mark.parametrize(
    ("tag", "language", "scripts"),
    [
        ("en-GB", "en", {"Latn"}),
        ("EN_us", "en", {"Latn"}),
        ("sr-Latn", "sr", {"Latn"}),
        ("sr", "sr", {"Cyrl", "Latn"}),
        ("zh-Hant-TW", "zh", {"Hani"}),
        ("ja", "ja", {"Kana", "Hani"}),
        ("ru", "ru", {"Cyrl"}),
        ("xx", "xx", {"Latn"}),
    ],
)
def test_tags(tag: str, language: str, scripts: set[str]) -> None:
    assert primary(tag) == language
    assert scripts_of(tag) == scripts


def test_close_languages_are_alike() -> None:
    assert alike("no", "da")
    assert alike("en", "en")
    assert not alike("en", "de")


@given(st.text(max_size=200))
def test_any_text_is_judged(value: str) -> None:
    script, share, letters = script_of(value)
    assert 0 <= share <= 1
    assert bool(script) == bool(letters)
    found = detect(value)
    assert found is None or 0 < found.share <= 1
