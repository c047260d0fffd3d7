from __future__ import annotations

import builtins
import random
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from newslint.errors import UsageError
from newslint.kinds import title_keys
from newslint.kinds.near_duplicate import bands_for
from newslint.text.fold import tokens
from newslint.text.titles import core, counted

PAIRS = [
    ("Rao wins port seat", "B Rao wins port seat today", True),
    ("Mayor resigns over port contract row", "UPDATE 1-Mayor resigns over port contract row", True),
    ("Mayor resigns over port contract row", "RPT-UPDATE 2-Mayor resigns over port contract row", True),
    ("Mayor resigns over port contract row", "Breaking: Mayor resigns over port contract row", True),
    ("Mayor resigns over port contract row", "Mayor resigns over port contract row - Harbour Gazette", True),
    ("Mayor resigns over port contract row", "Mayor resigns over port contract row | gazette.example", True),
    ("Mayor resigns over port contract row - Kite", "Mayor resigns over port contract row | Harbour Gazette", True),
    ("Mayor resigns over port contract row", "Mayor resigns over port contract row, officials say", True),
    ("Mayor resigns over port contract row", "Mayor resigns over port contract row (video)", True),
    ("Mayor resigns over the port contract row", "Mayor resigns over port contract row", True),
    ("Mayor resigns over port contract row", "Mayor over resigns port contract row", True),
    ("Mayor’s port row grows as dockers strike", "MAYOR'S PORT ROW GROWS AS DOCKERS STRIKE!", True),
    ("Harbour bridge shut", "Watch: Harbour bridge shut", False),  # three words
    ("Harbour bridge shut again", "Watch: Harbour bridge shut again", True),
    ("Ferry strike: day 3 of the talks at the harbour", "Ferry strike: day 4 of the talks at the harbour", False),
    ("Day three of the long ferry strike at the old harbour", "Day four of the long ferry strike at the old harbour", False),
    ("Harbour United 2-1 Kite Rovers as it happened", "Harbour United 1-2 Kite Rovers as it happened", False),
    ("What to watch on the harbour stage this Monday night", "What to watch on the harbour stage this Tuesday night", False),
    ("Mayor resigns over port contract row", "Dockers strike over port contract talks", False),
    ("Ferry line shuts the harbour route; mayor resigns", "Ferry line shuts the harbour route", False),
    ("Storm closes port for a day", "Storm closes port for a day", False),  # equal: not this kind's business
    ("Storm closes port for a day", "storm closes  port for a day", False),
]


@pytest.mark.parametrize(("first", "second", "alike"), PAIRS)
def test_titles(kinds: Any, first: Any, second: Any, alike: Any) -> None:
    check = kinds.check("near_duplicate", ["title"])
    found = kinds.pairs(check, [{"title": first}, {"title": "Nothing in common with it"}, {"title": second}])
    assert found == ({(2, 0)} if alike else set())
    assert kinds.pairs(check, [{"title": second}, {"title": first}]) == ({(1, 0)} if alike else set())


def test_hit(kinds: Any) -> None:
    check = kinds.check("near_duplicate", ["title"])
    records = [{"title": "Mayor resigns over port contract row"}, {"title": " Mayor resigns over the port contract row "}]
    hit = kinds.dataset(check, records)[0][2]
    assert (hit.field, hit.start, hit.end) == ("title", 1, 41)
    assert hit.values == {"similarity": "0.86", "other": "Mayor resigns over port contract row"}


def test_params(kinds: Any) -> None:
    records = [
        {"title": "Mayor resigns over port contract row", "published_at": "2024-05-01", "source": "Gazette"},
        {"title": "Mayor resigns over the port contract row", "published_at": "2024-05-09", "source": "Kite"},
        {"title": "Mayor resigns over a port contract row", "published_at": "2024-05-10", "source": "kite"},
    ]
    assert kinds.pairs(kinds.check("near_duplicate", ["title"], {"threshold": 0.7}), records) >= {(1, 0), (2, 0)}
    assert kinds.pairs(kinds.check("near_duplicate", ["title"], {"threshold": 0.9, "contained": False}), records) == set()
    within = kinds.check("near_duplicate", ["title"], {"within_days": 3, "threshold": 0.7})
    assert kinds.pairs(within, records) == {(2, 1)}
    same = kinds.check("near_duplicate", ["title"], {"same": ["source"], "threshold": 0.7})
    assert kinds.pairs(same, records) == {(2, 1)}
    numbers = kinds.check("near_duplicate", ["title"], {"numbers": False})
    assert kinds.pairs(numbers, [{"title": PAIRS[14][0]}, {"title": PAIRS[14][1]}]) == {(1, 0)}


WORDS = st.lists(
    st.sampled_from([f"{a}{b}" for a in "bcdfgklmnprst" for b in ("ane", "olk", "irt", "ump", "esta")]),
    min_size=9,
    max_size=13,
    unique=True,
)


@given(WORDS, st.data())
def test_two_words_of_difference_always_meet(kinds: Any, words: Any, data: Any) -> None:
    """The keys promise it for parts of two words or more, which thirteen words over four parts nearly always give."""
    check = kinds.check("near_duplicate", ["title"], {"contained": False})
    other = list(words)
    for _ in range(2):
        if data.draw(st.booleans()):
            other.pop(data.draw(st.integers(0, len(other) - 1)))
        else:
            other.append(data.draw(st.sampled_from(["xyone", "xytwo", "xythree"])))
    common = len(set(words) & set(other))
    assume(0.8 <= common / len(set(words) | set(other)) < 1)
    keys, other_keys = ({key for key, _ in check.map(kinds.record({"title": " ".join(title)}))} for title in (words, other))
    sizes = [sum(1 for word in set(words) & set(other) if _part(word) in pair) for pair in _pairs(set(words) ^ set(other))]
    assume(sizes and max(sizes) >= 2)
    assert keys & other_keys


def _part(word: str) -> int:
    return title_keys.word_hash(word) >> 62


def _pairs(changed: set[str]) -> list[tuple[int, int]]:
    free = [part for part in range(4) if part not in {_part(word) for word in changed}]
    return [(a, b) for a in free for b in free if a < b]


MANY = st.lists(st.lists(st.sampled_from([*"abcdefghijklmnop", "two", "é", "\ud800"]), max_size=20), max_size=5)


@pytest.mark.parametrize("parts", [title_keys._FOUR, title_keys._FIVE])
@given(titles=MANY)
@example(titles=[["a"] * 61, ["a"] * 60, list("ab") * 30])
def test_sums_are_those_of_the_rows_of_different_words(parts: Any, titles: Any) -> None:
    columns, halves = parts.sums(titles)
    fitting = [words if len(words) <= title_keys.MAX_WORDS else [] for words in titles]
    rows = [[parts.row(word) for word in dict.fromkeys(words)] for words in fitting]
    assert list(columns) == [sum(row[lane] for row in own) % 2**64 for own in rows for lane in range(parts.width)]
    assert halves == [b"".join((title_keys.word_hash(w) % 2**32).to_bytes(4, "little") for w in words) for words in fitting]


@given(titles=MANY, least=st.integers(1, 5))
def test_keys_are_sums_of_words(titles: Any, least: int) -> None:
    made = title_keys.TitleKeys(titles, least=least, contained=True)
    keys = iter(made.keys)
    assert sorted(made.order) == [index for index, words in enumerate(titles) if len(set(words)) >= least]
    for index, count, has_counted in zip(made.order, made.counts, made.counted, strict=True):
        own = [next(keys) for _ in range(count)]
        words = set(titles[index])
        sums = {0}
        for word in words:
            sums |= {(known + title_keys.word_hash(word)) % 2**64 for known in sums} if len(sums) < 5000 else set()
        assert len(set(own)) == count
        assert len(words) > 12 or len(words) < len(titles[index]) or sums.issuperset(own)
        assert has_counted == bool(counted(titles[index]))
    assert next(keys, None) is None


def test_a_key_that_many_titles_share_stays_cheap(kinds: Any) -> None:
    check = kinds.check("near_duplicate", ["title"])
    rng = random.Random(1)
    words = ["ferry", "strike", "harbour", "mayor", "bridge", "storm", "dockers", "council", "levy", "route", "night", "market"]
    records = [{"title": "Live updates from " + " ".join(rng.sample(words, 3))} for _ in range(1500)]
    from newslint.kinds.base import Row

    rows = sorted(Row(1, 0, n, n, next(iter(check.map(kinds.record(record))))[1]) for n, record in enumerate(records))
    assert sum(1 for _ in check.judge(rows)) <= len(records)


@pytest.mark.parametrize(
    ("title", "words", "site", "parts"),
    [
        ("LIVE: Storm closes port", "storm closes port", "", 0),
        ("Live music returns to port", "live music returns to port", "", 0),
        ("New-look ferry sails at last", "new look ferry sails at last", "", 0),
        ("Analysis: why the port shut", "analysis why the port shut", "", 0),
        ("Storm closes port again – Harbour Gazette", "storm closes port again", "harbour gazette", 0),
        ("Mayor - 'I had no other choice'", "mayor i had no other choice", "", 0),
        ("Port shut - report", "port shut report", "", 0),
        ("Port shut; mayor quits; storm nears", "port shut mayor quits storm nears", "", 2),
        ("Breaking: ", "breaking", "", 0),
    ],
)
def test_core_of_a_title(title: Any, words: Any, site: Any, parts: Any) -> None:
    assert core(title) == (words.split(), site, parts)


@given(st.text(alphabet="aB1 -–|:;,.()'“", max_size=60))
def test_core_takes_words_away_and_adds_none(title: Any) -> None:
    words, site, _ = core(title)
    whole = tokens(title)
    assert all(word in whole for word in [*words, *site.split()]) or "." in title or "," in title
    assert set(counted(words)) <= set(words)


SENTENCES = [
    f"The {noun} committee said that route {n} of the {place} would {verb} before the end of the season."
    for n, (noun, place, verb) in enumerate(
        (noun, place, verb)
        for noun in ("ferry", "harbour", "bridge")
        for place in ("old town", "north quay")
        for verb in ("shut", "open", "move")
    )
]


def bodies() -> list[dict[str, str]]:
    rng = random.Random(7)
    base = [*SENTENCES]
    near = [*base[:-1], "A last line that only the second copy of the text has in the place of another."]
    far = [f"Meanwhile {n} {sentence.replace('the', 'a')}" for n, sentence in enumerate(reversed(base))]
    rng.shuffle(far)
    return [{"id": str(n), "title": f"Story {n}", "body": "\n".join(lines)} for n, lines in enumerate((base, far, near, base))]


def test_bodies_by_minhash(kinds: Any) -> None:
    pytest.importorskip("rensa")
    check = kinds.check("near_duplicate", ["body"], {"method": "minhash", "threshold": 0.8, "min_words": 50})
    found = kinds.dataset(check, bodies())
    assert {(record, others) for record, others, _ in found} == {(2, (0,)), (3, (2,))}
    hit = found[0][2]
    assert hit.values["other"] == "Story 0"
    assert 0.8 < float(hit.values["similarity"]) < 1
    assert kinds.dataset(kinds.check("near_duplicate", ["body"], {"method": "minhash", "threshold": 0.97}), bodies()) == []


def test_signatures_are_the_same_on_every_machine(kinds: Any) -> None:
    pytest.importorskip("rensa")
    check = kinds.check("near_duplicate", ["body"], {"method": "minhash", "threshold": 0.8})
    rows = list(check.map(kinds.record({"body": SENTENCES[0]})))
    assert len(rows) == bands_for(0.8)[0]
    assert rows[0][0] == 8040278340254711605


def test_minhash_without_its_package(kinds: Any, monkeypatch: Any) -> None:
    check = kinds.check("near_duplicate", ["body"], {"method": "minhash"})
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        if name == "rensa":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="not installed") as error:
        check.prepare()
    assert "newslint[neardup]" in (error.value.hint or "")


@given(st.floats(0.5, 1))
def test_bands_find_what_is_at_the_threshold(threshold: Any) -> None:
    bands, rows = bands_for(threshold)
    assert bands * rows <= 240
    assert 1 - (1 - threshold**rows) ** bands >= 0.99
