from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.checksum import luhn, masked


@pytest.mark.parametrize(
    ("scheme", "text", "excerpts"),
    [
        ("card", "She paid with 4111 1111 1111 1111 at the harbour.", ["4111 1111 1111 1111"]),
        ("card", "She paid with 4111-1111-1111-1112 at the harbour.", []),
        ("card", "Card 378282246310005, he read out.", ["378282246310005"]),
        ("card", "Card 3782 822463 10005.", ["3782 822463 10005"]),
        ("card", "Order 1234 5678 9012 3452 was lost.", []),
        ("card", "Reference 94111111111111111 stands.", []),
        ("card", "https://e.org/4111111111111111/a", []),
        ("iban", "Donate to GB82 WEST 1234 5698 7654 32 today", ["GB82 WEST 1234 5698 7654 32"]),
        ("iban", "Konto DE89370400440532013000.", ["DE89370400440532013000"]),
        ("iban", "Konto DE89 3704 0044 0532 0130 00 BANK", ["DE89 3704 0044 0532 0130 00"]),
        ("iban", "Konto DE88 3704 0044 0532 0130 00", []),
        ("iban", "Flight AB12 CDEF 3456 was late", []),
        ("ssn", "His number, 219-09-9998, was published.", ["219-09-9998"]),
        ("ssn", "Form 000-12-3456 and 666-12-3456 and 219-00-9998", []),
        ("ssn", "Call 555-219-09-9998", []),
        ("isbn", "ISBN 978-3-16-148410-0 and 0-306-40615-2", ["978-3-16-148410-0", "0-306-40615-2"]),
        ("isbn", "ISBN 978-3-16-148410-1", []),
        ("issn", "ISSN 2049-3630", ["2049-3630"]),
        ("issn", "the years 2049-3630", []),
    ],
)
def test_numbers_that_hold(kinds: Any, scheme: Any, text: Any, excerpts: Any) -> None:
    assert kinds.spans(kinds.check("checksum", ["body"], {"scheme": scheme}), {"body": text}) == excerpts


def test_numbers_that_do_not(kinds: Any) -> None:
    check = kinds.check("checksum", ["body"], {"scheme": "isbn", "holds": False})
    assert kinds.spans(check, {"body": "ISBN 978-3-16-148410-1, or 978-3-16-148410-0"}) == ["978-3-16-148410-1"]
    with pytest.raises(ValueError, match=r"params\.holds"):
        kinds.check("checksum", ["body"], {"scheme": "card", "holds": False})


def test_the_message_does_not_spread_the_number(kinds: Any) -> None:
    hit = kinds.hits(kinds.check("checksum", ["body"], {"scheme": "card"}), {"body": "4111 1111 1111 1111"})[0]
    assert hit.values == {"scheme": "payment card", "masked": "4111 •••• •••• 1111"}
    assert masked("219-09-9998") == "•••-••-9998"


@given(st.integers(0, 10**15 - 1))
def test_exactly_one_check_digit_holds(number: Any) -> None:
    assert sum(luhn(f"{number}{digit}") for digit in range(10)) == 1
