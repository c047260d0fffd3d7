from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.recurring_block import _edge_lines

STORY = ["The ferry line will shut route {n}.", "Dockers met at gate {n} to vote.", "The mayor spoke for {n} minutes."]
TAIL = "Sign up for our Harbour briefing"


def site(name: str, records: int, marked: int, tail: str = TAIL) -> list[dict[str, Any]]:
    return [
        {
            "source": name,
            "title": f"{name} {n}",
            "body": "\n\n".join([*(line.format(n=f"{name} {n}") for line in STORY), *([tail] if n < marked else [])]),
        }
        for n in range(records)
    ]


def test_a_block_of_a_source(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    records = [*site("Gazette", 20, 8), *site("Kite", 20, 0)]
    found = kinds.dataset(check, records)
    assert [record for record, _, _ in found] == sorted(range(8), key=repr)
    record, others, hit = found[0]
    assert (record, others) == (0, (1,))
    assert records[0]["body"][hit.start : hit.end] == TAIL
    assert hit.values == {"count": 8, "records": 20, "share": "40 %", "source": "Gazette"}
    assert {others for _, others, _ in found[1:]} == {(0,)}


def test_too_few_records_or_too_small_a_share(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    assert kinds.dataset(check, site("Gazette", 6, 4)) == []
    assert kinds.dataset(check, site("Gazette", 40, 7)) == []
    assert len(kinds.dataset(check, site("Gazette", 40, 8))) == 8
    assert len(kinds.dataset(check, site("Gazette", 5, 5))) == 5
    # The same words on several sites, on each too seldom.
    assert kinds.dataset(check, [record for n in range(10) for record in site(f"Site {n}", 10, 2)]) == []


def test_only_what_could_be_part_of_the_page(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    assert kinds.dataset(check, site("Gazette", 20, 20, tail="Analysis")) == []
    assert kinds.dataset(check, site("Gazette", 20, 20, tail="The ferry line has shut a route. " * 12)) == []
    long = kinds.check("recurring_block", ["body"], {"max_words": 100})
    assert len(kinds.dataset(long, site("Gazette", 20, 20, tail="The ferry line has shut a route. " * 12))) == 20


def test_case_does_not_count_and_urls_stand_for_sources(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    records = [
        {"url": f"https://www.e.org/{n}", "body": f"Story {n} of the harbour.\n{TAIL.upper() if n % 2 else TAIL}"}
        for n in range(10)
    ]
    assert len(kinds.dataset(check, records)) == 10
    assert kinds.dataset(check, records)[0][2].values["source"] == "e.org"


def test_the_same_block_twice_in_a_record_counts_once(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    records = [{"source": "G", "body": f"Story {n} of the harbour.\n{TAIL}\n{TAIL}"} for n in range(3)]
    assert kinds.dataset(check, [*records, *site("G", 3, 0)]) == []
    records = [{"source": "G", "body": f"Story {n} of the harbour.\n{TAIL}\n{TAIL}"} for n in range(5)]
    assert len(kinds.dataset(check, records)) == 10


def test_paragraphs_of_wrapped_lines(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    records = [{"source": "G", "body": f"Story {n} of\nthe harbour.\n\nSign up for\nour briefing."} for n in range(6)]
    found = kinds.dataset(check, records, "paragraphs")
    assert {records[record]["body"][hit.start : hit.end] for record, _, hit in found} == {"Sign up for\nour briefing."}


def test_memory_does_not_grow_with_the_blocks_of_a_source(kinds: Any) -> None:
    check = kinds.check("recurring_block", ["body"])
    records = [{"source": "G", "body": "\n".join(f"Line {n} {i} of the harbour." for i in range(9))} for n in range(300)]
    for n in range(0, 300, 4):
        records[n]["body"] += f"\n{TAIL}"
    assert len(kinds.dataset(check, records)) == 75


@given(st.text(alphabet="ab \n\t", max_size=40), st.integers(0, 3), st.integers(0, 3))
def test_edge_lines_are_the_first_and_the_last(value: Any, first: Any, last: Any) -> None:
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    expected = lines if len(lines) <= first + last else [*lines[:first], *lines[len(lines) - last :]]
    numbers, found = _edge_lines(value.encode(), first, last)
    assert [text.decode() for text in found] == expected
    filled = [line for line in value.split("\n") if line]
    assert [filled[number].strip() for number in numbers] == expected
    assert list(numbers) == sorted(set(numbers))


BODIES = st.lists(
    st.sampled_from(["", " ", "\u00a0", "Sign up here", "\tMore to  follow", "A line.\u2028And more", "é – «x»", "b\r"]),
    max_size=14,
)


@given(BODIES, st.sampled_from(["lines", "paragraphs"]))
def test_a_block_is_found_again_by_its_number(kinds: Any, lines: Any, grammar: Any) -> None:
    check = kinds.check("recurring_block", ["body"], {"min_chars": 1})
    record = kinds.record({"body": "\n".join(lines)}, grammar)
    text = record.text("body")
    for number, block in zip(*check._blocks(record), strict=True):
        found = check._block(record, number)
        assert found is None or text.value[found.start : found.end].strip() in block.decode() or not block.decode().strip()
