"""Kinds behind single faults of the catalogue: acronyms, lists, ages, names, quotations, authors."""

from __future__ import annotations

from typing import Any

import pytest

LEVY = "The {} met. Staff of the {} said that it would wait. The {} has time."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (LEVY.format("PLTA", "PLTA", "PLTA"), ["PLTA"]),
        (LEVY.format("PLTA", "PLTA", "board"), []),
        (LEVY.format("NATO", "NATO", "NATO"), []),
        (LEVY.format("PL", "PL", "PL"), []),
        (LEVY.format("Port Levy and Trade Authority", "PLTA", "PLTA") + " The PLTA does.", []),
        (LEVY.format("Levy Office (PLTA)", "PLTA", "PLTA"), []),
        (LEVY.format("PLTA (the levy office of Marrow)", "PLTA", "PLTA"), []),
        (LEVY.format("levy office, known as the PLTA,", "PLTA", "PLTA"), []),
        (LEVY.format("PLTA-12", "x.PLTA", "@PLTA"), []),
        ("THE PLTA MET. THE PLTA SAID THAT THE PLTA WOULD WAIT.", []),
        ("PLTA SAYS NO\nThe PLTA met, and the PLTA said no.", []),
    ],
)
def test_acronym(kinds: Any, body: str, expected: list[str]) -> None:
    check = kinds.check("acronym", ["body"], {"known": ["NATO"]})
    assert kinds.spans(check, {"body": body}) == expected


MATCH = r"\A(?P<count>[0-9]+|seven) ways\b"
NUMBERED = "1. Swim\nIt is cold.\n2) Row\n#3 Sail"


@pytest.mark.parametrize(
    ("title", "body", "body_format", "expected"),
    [
        ("7 ways to cross", NUMBERED, "lines", [(7, 3)]),
        ("Seven ways to cross", NUMBERED, "lines", [(7, 3)]),
        ("3 ways to cross", NUMBERED, "lines", []),
        ("2 ways to cross", NUMBERED, "lines", []),
        ("7 ways to cross", "Swim or row.\nIt is cold.", "lines", []),
        ("7 ways to cross", "1. Swim\nIt is cold.", "lines", []),
        ("7 ways to cross", "1. Swim\n\n1. Swim\n\n2. Row", "paragraphs", [(7, 3)]),
        ("7 hurt", NUMBERED, "lines", []),
        ("7 ways to cross", "# Swim\n\nIt is cold.\n\n## Row\n\nIt is wet.\n\n## Sail", "markdown", [(7, 3)]),
        ("7 ways to cross", "- Swim\n- Row\n- Sail\n- Wade", "markdown", [(7, 4)]),
        ("7 ways to cross", "", "lines", []),
    ],
)
def test_item_count(kinds: Any, title: str, body: str, body_format: str, expected: list[tuple[int, int]]) -> None:
    check = kinds.check("item_count", ["title"], {"match": MATCH})
    hits = kinds.hits(check, {"title": title, "body": body}, body_format)
    assert [(hit.values["promised"], hit.values["found"]) for hit in hits] == expected


@pytest.mark.parametrize("match", [r"\A[0-9]+ ways", "(?P<count>"])
def test_item_count_refuses_what_names_no_number(kinds: Any, match: str) -> None:
    with pytest.raises(ValueError, match=r"^params\.match: "):
        kinds.check("item_count", ["title"], {"match": match})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Mina Sato, 40, born in 1960 in Marrow, leads it.", ["40"]),
        ("Mina Sato, 40, who is a docker born on 3 May 1960, leads it.", ["40"]),
        ("Mina Sato, 64, born in 1960, leads it.", []),
        ("Mina Sato, 40, newborn in 1960, leads it.", []),
        ("Mina Sato, 63, born in 1960, leads it.", []),
        ("Mina Sato, 62, born in 1960, leads it.", ["62"]),
        ("Mina Sato, 40, born in 1960, died on Monday.", []),
        ("Mina Sato was 40, born in 1960, when it sank.", []),
        ("Mina Sato, 40, leads it. She was born in 1960.", []),
        ("Mina Sato, 40, and Bela Rao, 30, born in 1960, lead it.", []),
        ("Mina Sato, 40, born in 1960, and Bela Rao, born in 1970, lead it.", []),
        ("A poll of May 2, 40, born in 1960.", []),
    ],
)
def test_stated_age(kinds: Any, body: str, expected: list[str]) -> None:
    check = kinds.check("stated_age", ["body"])
    assert kinds.spans(check, {"body": body, "published_at": "2024-05-02"}) == expected
    assert kinds.spans(check, {"body": body}) == []
    assert kinds.spans(check, {"body": body, "published_at": "soon"}) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It met. “It is late,” Rao said.", ["Rao"]),
        ("It met. “It is late,” said Rao.", ["Rao"]),
        ("It met. “It is late,” Rao said. “Too late,” Rao added.", ["Rao"]),
        ("Mina Rao met it. “It is late,” Rao said.", []),
        ("Dr. Rao met it. “It is late,” Rao said.", []),
        ("Mina de Rao met it. “It is late,” Rao said.", []),
        ("It met. “It is late,” said Rao Mina.", []),
        ("It met. “It is late,” Macron said.", []),
        ("It met. “It is late,” She said.", []),
        ("A docker met it. “It is late,” Docker said.", []),
    ],
)
def test_full_name(kinds: Any, body: str, expected: list[str]) -> None:
    check = kinds.check("full_name", ["body"], {"known": ["Macron"]})
    assert kinds.spans(check, {"title": "Port shut", "body": body}) == expected
    assert kinds.spans(check, {"title": "Mina Rao wins", "body": body}) == []


LONE = "“We will not pay for it.”"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The port is shut.", "The council meets.", [LONE]),
        ("Ruiz said no.", "The council meets.", []),
        ("The port is shut.", "The council meets, according to Ruiz.", []),
        ("The mayor:", "The council meets.", []),
        ("Who pays?", "The council meets.", []),
        ("“It is late.”", "The council meets.", []),
    ],
)
def test_lone_quotation(kinds: Any, before: str, after: str, expected: list[str]) -> None:
    check = kinds.check("lone_quotation", ["body"])
    assert kinds.spans(check, {"body": f"{before}\n{LONE}\n{after}"}) == expected
    assert kinds.spans(check, {"body": f"{before}\n“We will not.”\n{after}"}) == []
    assert kinds.spans(check, {"body": f"{LONE}\n{after}"}) == []
    assert kinds.spans(check, {"body": f"{before}\n\n> {LONE}\n\n{after}"}, "markdown") == []


def test_lone_quotation_refuses_a_pattern_that_is_none(kinds: Any) -> None:
    with pytest.raises(ValueError, match=r"^params\.speaker: "):
        kinds.check("lone_quotation", ["body"], {"speaker": "("})


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("no plans to attack", "no plans to offend", True),
        ("No plans, to attack!", "no plans to offend", True),
        ("no plans to attack", "no plans to attack", False),
        ("we have no plans to attack", "no plans to attack", False),
        ("no plans to attack", "plans to attack no", False),
        ("failed and failing states", "failing and rogue states", False),
        ("no plans to pay", "a long way home", False),
        ("no plans", "no hopes", False),
    ],
)
def test_quotation_variants(kinds: Any, first: str, second: str, *, found: bool) -> None:
    check = kinds.check("quotation_variants", ["body"])
    hits = kinds.hits(check, {"body": f"It had “{first}”, it said.\nIt had “{second}”, they wrote."})
    assert [hit.values["other"] for hit in hits] == ([f"“{first}”"] if found else [])


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([("Kite", ["Mina Sato"]), ("Kite", ["M. Sato"])], [(1, "Mina Sato")]),
        ([("Kite", ["M Sato"]), ("KITE", ["Bela Rao", "Mina Sato"])], [(0, "Mina Sato")]),
        ([("Kite", ["Mina Sato"]), ("Kite", ["M. K. Sato"])], [(1, "Mina Sato")]),
        ([("Kite", ["Mina Sato"]), ("Quay", ["M. Sato"])], []),
        ([("Kite", ["Mina Sato"]), ("Kite", ["Marco Sato"]), ("Kite", ["M. Sato"])], []),
        ([("Kite", ["Mina Sato"]), ("Kite", ["B. Sato"])], []),
        ([("Kite", ["Mina Sato"]), ("Kite", ["Mina Sato"])], []),
        ([("Kite", ["M. Sato"]), ("Kite", ["M. Sato"])], []),
        ([("", ["Mina Sato"]), ("", ["M. Sato"])], []),
        ([("Kite", ["Newsroom"]), ("Kite", ["N. Room, Kite"])], []),
    ],
)
def test_author_variants(kinds: Any, records: list[tuple[str, list[str]]], expected: list[tuple[int, str]]) -> None:
    check = kinds.check("author_variants", ["authors"])
    found = kinds.dataset(
        check, [{"id": str(n), "source": source, "authors": names} for n, (source, names) in enumerate(records)]
    )
    assert [(number, hit.values["other"]) for number, _, hit in found] == expected
