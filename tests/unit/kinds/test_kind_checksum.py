from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.checksum import is_card, is_iban, is_isbn, is_ssn, luhn, masked

if TYPE_CHECKING:
    from conftest import KindRunner

ALL = {"schemes": ["card", "iban", "ssn", "isbn"]}


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("Card 4539 1488 0343 6467 was used", "payment card"),
        ("Card 4539-1488-0343-6467.", "payment card"),
        ("Card 4539148803436467", "payment card"),
        ("Card 5500 0055 5555 5559", ""),  # two different digits: a placeholder
        ("Card 378734493671000", "payment card"),
        ("Account GB29 NWBK 6016 1331 9268 19", "IBAN"),
        ("Account DE89370400440532013000.", "IBAN"),
        ("Account NO93 8601 1117 947", "IBAN"),
        ("Account GB29 NWBK 6016 1331 9268 18", ""),
        ("Account DE89 3704 0044 0532 0130 0", ""),
        ("Number 536-22-8726 was read out", "social security number"),
        ("Number 000-22-8726, 666-22-8726 and 078-05-1120", ""),
        ("Order 4539 1488 0343 6468", ""),
        ("Order 9539148803436467", ""),
        ("ISBN 978-3-16-148410-0", "ISBN"),
    ],
)
def test_numbers_in_text(kinds: KindRunner, text: str, scheme: str) -> None:
    found = kinds.hits(kinds.check("checksum", ["body"], ALL), {"body": text})
    assert [hit.values["scheme"] for hit in found] == ([scheme] if scheme else [])


def test_the_span_is_the_number_and_the_message_hides_it(kinds: KindRunner) -> None:
    check = kinds.check("checksum", ["body"], {"schemes": ["card"]})
    assert kinds.spans(check, {"body": "“4539 1488 0343 6467”, he read"}) == ["4539 1488 0343 6467"]
    (hit,) = kinds.hits(check, {"body": "“4539 1488 0343 6467”, he read"})
    assert hit.values["shown"] == "••••••••••••6467"


def test_wrong_check_digits_on_request(kinds: KindRunner) -> None:
    check = kinds.check("checksum", ["body"], {"schemes": ["isbn"], "valid": False})
    assert kinds.spans(check, {"body": "978-3-16-148410-0 and 978-3-16-148410-1"}) == ["978-3-16-148410-1"]


def test_exceptions(kinds: KindRunner) -> None:
    check = kinds.check("checksum", ["body"], {"schemes": ["card"], "except": r"order \S+"})
    assert not kinds.hits(check, {"body": "Order 4539148803436467 came"})
    assert kinds.hits(check, {"body": "Card 4539148803436467 came"})
    with pytest.raises(ValueError, match=r"params\.except\[0\]"):
        kinds.check("checksum", ["body"], {"schemes": ["card"], "except": "("})


@given(st.text("0123456789", min_size=1, max_size=18))
def test_luhn_has_one_check_digit(number: str) -> None:
    assert sum(luhn(number + digit) for digit in "0123456789") == 1


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(0, 11), st.integers(1, 9))
def test_luhn_notices_a_changed_digit(number: str, place: int, step: int) -> None:
    check = next(digit for digit in "0123456789" if luhn(number + digit))
    whole = number + check
    changed = whole[:place] + str((int(whole[place]) + step) % 10) + whole[place + 1 :]
    assert luhn(whole)
    assert not luhn(changed)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=18, max_size=18))
def test_an_iban_has_one_pair_of_check_digits(account: str) -> None:
    right = [f"{pair:02d}" for pair in range(2, 99) if is_iban(f"GB{pair:02d}{account}")]
    assert len(right) == 1


def test_lengths_and_prefixes() -> None:
    assert not is_card("4539148803436467" + "0")
    assert not is_iban("XX29NWBK60161331926819")
    assert not is_ssn("900123456")
    assert is_isbn("9783161484100")
    assert masked("12345678") == "••••5678"
