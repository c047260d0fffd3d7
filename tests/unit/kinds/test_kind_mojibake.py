from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text import mojibake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import KindRunner

DAMAGED = [
    ("the harbourâ€™s gate", "the harbour’s gate"),
    ("â€œWe will not pay,â€\x9d she said", "“We will not pay,” she said"),
    ("the ferry â€” closed since May â€” reopened", "the ferry — closed since May — reopened"),
    ("cafÃ© owners", "café owners"),
    ("a la fin de lâ€™Ã©tÃ©", "a la fin de l’été"),
    ("paid Â£40 a night", "paid £40 a night"),
    ("about 20Â\u00a0ferries", "about 20\u00a0ferries"),
    ("MÃ¼hlenstraÃŸe", "Mühlenstraße"),
    ("ZURÃœCK AM KAI", "ZURÜCK AM KAI"),
    ("nÃƒÂ© Okoro", "né Okoro"),
    ("ÐŸÐ¾Ñ€Ñ‚ Ð·Ð°ÐºÑ€Ñ‹Ñ‚", "Порт закрыт"),
    ("portul este Ã®nchis, a spus", "portul este închis, a spus"),
    ("Tiáº¿ng", "Tiếng"),
    ("cena to 40 â‚¬", "cena to 40 €"),
    ("the harbourвЂ™s gate", "the harbour’s gate"),
    ("the harbour‚Äôs gate", "the harbour’s gate"),
    ("LiĂ¨ge and NamĂ©", "Liège and Namé"),
    ("\x93We will pay,\x94 he said", "“We will pay,” he said"),
]
SOUND = [
    "the harbour’s gate — “closed”, she said…",
    "INFORMAÇÃO E COMUNICAÇÃO",
    "A DECISÃO",
    "Åse Ågren of Ålesund lives 10 Å— away",
    "São Tomé, à l'été, « Le café »…",
    "“Spaß”, „Straße“, »Maß«",
    "Việt Nam và Đà Nẵng",
    "ZZAJÉ’s fans",
    "Offering 5×£35 seats, 4288×…",
    "Порт закрыт, — сказал он. «Рёв»",
    "10 °C – 15 °C, ±2, 40 €",
    "Țăndărei și Brăila",
    "MARQUÉ… FERMÉ”",
]


@pytest.fixture(params=["ftfy", "own"])
def judge(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "ftfy":
        pytest.importorskip("ftfy")
    else:
        monkeypatch.setattr(mojibake, "_judge", lambda: mojibake.own_repairs)
    return request.param


@pytest.mark.parametrize(("damaged", "sound"), DAMAGED)
def test_damage_is_found_and_mended(kinds: KindRunner, judge: str, damaged: str, sound: str) -> None:
    check = kinds.check("mojibake", ["title", "body"])
    assert (
        kinds.fixed(check, {"body": f"A line before.\n{damaged}\nA line after."}, "body")
        == f"A line before.\n{sound}\nA line after."
    )
    assert kinds.fixed(check, {"title": damaged}, "title") == sound


@pytest.mark.parametrize("sound", SOUND)
def test_sound_text_is_left_alone(kinds: KindRunner, judge: str, sound: str) -> None:
    assert not kinds.hits(kinds.check("mojibake", ["body"]), {"body": sound})


SIGNS = "“”‘’–—…"
USUAL = [bytes(sign, "utf-8").replace(b"\x9d", b"\x00").decode("cp1252").replace("\x00", "\x9d") for sign in SIGNS]


@given(
    damage=st.lists(st.sampled_from(USUAL)),
    parts=st.lists(st.sampled_from([*USUAL, *SIGNS, *"aT .?7â€\x1aé©ñ£"])),
    mixed=st.booleans(),
)
def test_usual_damage_is_told_as_ftfy_tells_it(damage: list[str], parts: list[str], mixed: bool) -> None:
    line = "".join(parts if mixed else [part for pair in zip(damage, parts, strict=False) for part in (pair[0], pair[1][:1])])
    told = mojibake.usual_repairs(line)
    if told is not None:
        fixed = pytest.importorskip("ftfy").fix_encoding(line)
        assert told == list(mojibake.differences(line, fixed))


@pytest.mark.parametrize(("damaged", "sound"), list(zip(USUAL, SIGNS, strict=True)))
def test_usual_damage_takes_no_judge(damaged: str, sound: str) -> None:
    assert mojibake.usual_repairs(f"the port{damaged} shut") == [mojibake.Repair(8, 11, sound)]


def test_one_hit_per_field_counts_the_places(kinds: KindRunner, judge: str) -> None:
    check = kinds.check("mojibake", ["body", "captions"])
    hits = kinds.hits(check, {"body": "itâ€™s\nnot hereâ€™s\nand cafÃ©", "captions": ["sound", "lâ€™eau"]})
    assert [(hit.field, hit.values["count"]) for hit in hits] == [("body", 3), ("captions[1]", 1)]
    assert hits[0].values["suggestion"] == "’"


def test_min_count_spares_a_stray_one(kinds: KindRunner, judge: str) -> None:
    check = kinds.check("mojibake", ["body"], {"min_count": 2})
    assert not kinds.hits(check, {"body": "itâ€™s"})
    assert kinds.hits(check, {"body": "itâ€™s\nitâ€™s"})


def test_what_was_lost_gets_no_edit() -> None:
    assert [item.text for item in mojibake.own_repairs("serÃ\ufffd fechado")] == [None]


LETTERS = st.text("abc éüßñçøåÅÉ’“”–…èà", min_size=1, max_size=30)


@given(LETTERS, LETTERS)
def test_differences_rebuild_the_new_text(old: str, new: str) -> None:
    parts, done = [], 0
    for item in mojibake.differences(old, new):
        assert item.start >= done
        parts += [old[done : item.start], item.text or ""]
        done = item.end
    assert "".join([*parts, old[done:]]) == new


@given(st.text("the harbour café Müller naïve l’été “oui” – €5 ", min_size=1, max_size=60))
def test_a_wrong_decoding_is_never_made_worse(sound: str) -> None:
    damaged = sound.encode().decode("latin-1")
    parts, done = [], 0
    for item in mojibake.own_repairs(damaged):
        assert done <= item.start < item.end <= len(damaged)
        parts += [damaged[done : item.start], damaged[item.start : item.end] if item.text is None else item.text]
        done = item.end
    mended = "".join([*parts, damaged[done:]])
    assert len(mended.encode()) <= len(damaged.encode())


def test_code_page_437_is_known_to_the_test_of_our_own() -> None:
    assert [item.text for item in mojibake.own_repairs("the harbourΓÇÖs gate")] == ["’"]


def test_beside_a_dash_one_letter_may_be_two_things() -> None:
    assert not mojibake.own_repairs("Marrow – pÃ¥lydende")
    assert [item.text for item in mojibake.own_repairs("pÃ¥lydende pÃ¥ bordet – igjen")] == ["å", "å"]


def test_letters_that_were_changed_after_the_damage_are_beyond_repair() -> None:
    assert not mojibake.own_repairs("ã†â€™ãƒâ€ ã¢â„¢ãƒæ")
