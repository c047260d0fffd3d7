from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner

EN = (
    "The port has been shut since Monday, and nobody knows when it will be opened again. The mayor said that the ferry would not sail "
    "before the end of the week; passengers are waiting in the town, and many of them have not found a room. It is the second strike in "
    "the port this year, and the dockers say that it will not be the last of them."
)
DE = (
    "Der Hafen ist seit Montag geschlossen, und niemand weiß, wann er wieder geöffnet wird. Die Bürgermeisterin sagte, dass die Fähre "
    "nicht vor Freitag auslaufen werde; die Passagiere warten in der Stadt, und viele von ihnen haben kein Zimmer gefunden. Es ist "
    "der zweite Streik in diesem Jahr, und er wird nicht der letzte sein, sagen die Arbeiter."
)
RU = (
    "Порт закрыт с понедельника, и никто не знает, когда его откроют. Мэр города сказала, что паром не выйдет до конца недели. "
    * 3
)
JA = "港は月曜日から閉鎖されており、いつ再開されるかは誰にもわからない。市長は金曜日まで船は出ないと述べた。" * 6


@pytest.mark.parametrize(
    ("declared", "body", "detected"),
    [
        ("en", DE, "de"),
        ("en-GB", RU, "ru"),
        ("de", EN, "en"),
        ("ru", EN, "en"),
        ("ko", JA, "ja"),
        ("en", EN, None),
        ("de_AT", DE, None),
        ("ja", JA, None),
        (
            "da",
            "Havnen er stengt til mandag, sier byrådet, og det er ikke noen fare for dem som har vært om bord i går. " * 3,
            None,
        ),
        ("xh", EN, None),  # a language that the profile does not know
        ("en", DE[:60], None),  # too short
        ("", DE, None),
    ],
)
def test_declared_language(kinds: KindRunner, declared: str, body: str, detected: str | None) -> None:
    check = kinds.check("language", ["body"], {"test": "declared"})
    found = kinds.hits(check, {"language": declared, "body": body})
    assert [hit.values["detected"] for hit in found] == ([detected] if detected else [])


def test_no_declared_language_is_no_mismatch(kinds: KindRunner) -> None:
    assert not kinds.hits(kinds.check("language", ["body"], {"test": "declared"}), {"body": DE})


@pytest.mark.parametrize(
    ("declared", "body", "detected"),
    [
        ("en", RU, "Cyrillic"),
        ("el", EN, "Latin"),
        ("ru", JA, "Japanese"),
        ("sr", RU, None),
        ("sr-Latn", RU, "Cyrillic"),
        ("en", EN + " α β γ", None),
        ("ja", JA, None),
        ("en", RU[:40], None),
    ],
)
def test_script(kinds: KindRunner, declared: str, body: str, detected: str | None) -> None:
    check = kinds.check("language", ["body"], {"test": "script", "min_letters": 60})
    assert [hit.values["detected"] for hit in kinds.hits(check, {"language": declared, "body": body})] == (
        [detected] if detected else []
    )


FOREIGN = (
    "Nous utilisons des cookies pour vous offrir une meilleure expérience sur le site.\n"
    "Vous pouvez les refuser dans les paramètres de la page ou de votre navigateur."
)


def test_blocks_in_another_language(kinds: KindRunner) -> None:
    check = kinds.check("language", ["body"], {"test": "blocks"})
    lines = EN.replace(". ", ".\n")
    assert kinds.spans(check, {"body": f"{lines}\n{EN}\n{FOREIGN}\n{EN}"}) == [FOREIGN]
    assert kinds.spans(check, {"body": f"{lines}\n{EN}\n{FOREIGN}"}) == [FOREIGN]
    assert not kinds.hits(check, {"body": f"{EN}\n{FOREIGN.splitlines()[0]}\n{EN}\n{EN}"})
    assert not kinds.hits(check, {"body": "{0}\n“{1}”\n“{2}”\n{0}".format(EN, *FOREIGN.split("\n"))})
    assert not kinds.hits(check, {"body": "Short.\nVery."})


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Der Hafen ist seit Montag für alle geschlossen", ["de"]),
        ("Порт закрыт до понедельника из-за забастовки", ["Cyrillic"]),
        ("The port is shut until Monday because of a strike", []),
        ("La Mar und der Hafen", []),
        ("Rao’s crew at sea – “for good”, they say", []),
    ],
)
def test_title_against_body(kinds: KindRunner, title: str, found: list[str]) -> None:
    check = kinds.check("language", ["title", "body"], {"test": "title"})
    hits = kinds.hits(check, {"title": title, "body": EN})
    assert [hit.values["detected"] for hit in hits] == found
    assert all(hit.field == "title" for hit in hits)
    assert not kinds.hits(check, {"title": title})


def test_wrong_fields_are_refused(kinds: KindRunner) -> None:
    with pytest.raises(ValueError, match="one text"):
        kinds.check("language", ["captions"], {"test": "declared"})
    with pytest.raises(ValueError, match="title, body"):
        kinds.check("language", ["body"], {"test": "title"})


@pytest.mark.skipif(importlib.util.find_spec("py3langid") is not None, reason="py3langid is installed")
def test_a_detector_that_is_missing_says_how_to_get_it(kinds: KindRunner) -> None:
    with pytest.raises(ValueError, match=r"newslint\[language\]"):
        kinds.check("language", ["body"], {"test": "declared", "detector": "py3langid"})
