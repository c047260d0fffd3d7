"""The packs of furniture on lines as sites of many kinds write them, and on prose that uses the same words.

The lines are ours and no rule's examples: what a pack finds of them says how far its patterns reach beyond what they were written for.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import newslint

FOLDER = Path(__file__).parent / "furniture"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("??.txt"))

PROSE = {
    "de": "Der Ausschuss traf sich am Dienstag und will seine Ergebnisse noch in diesem Jahr vorlegen.",
    "en": "The committee met on Tuesday and agreed to publish its findings before the end of the year.",
    "es": "La comisión se reunió el martes y quiere publicar sus conclusiones antes de que acabe el año.",
    "fr": "La commission s’est réunie mardi et veut publier ses conclusions avant la fin de l’année.",
    "it": "La commissione si è riunita martedì e vuole pubblicare le sue conclusioni entro la fine dell’anno.",
    "nl": "De commissie kwam dinsdag bijeen en wil haar bevindingen nog voor het eind van het jaar bekendmaken.",
    "pt": "A comissão reuniu-se na terça-feira e quer publicar as suas conclusões antes do fim do ano.",
}


def lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def found(texts: list[str], language: str) -> set[int]:
    """The texts of which a rule about what a page leaves behind speaks, each as the last block of an article of its own."""
    linter = newslint.Linter(
        select=["tag:leftover", "tag:label", "tag:disclosure"], ignore=["boilerplate.recurring-block", "boilerplate.tail-block"]
    )
    lead = f"{PROSE[language]}\n\n{PROSE[language]}!\n\n"
    return {
        number
        for number, text in enumerate(texts)
        for finding in linter.check_record({"title": "Marrow", "language": language, "body": lead + text})
        if finding.start is not None and finding.start >= len(lead)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_furniture_is_found(language: str) -> None:
    texts = lines(language)
    hits = found(texts, language)
    assert not [text for number, text in enumerate(texts) if number not in hits]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_left_alone(language: str) -> None:
    texts = lines(f"{language}-prose")
    assert not [texts[number] for number in sorted(found(texts, language))]
