"""`checksum`: numbers of cards, accounts and books, told from other numbers by their check digits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule

Scheme = Literal["card", "iban", "ssn", "isbn", "issn"]

# What a number looks like: for RE2 and for `re` alike.  Digits before and after are looked at in code.
_FORMS: dict[str, str] = {
    "card": r"[2-6][0-9]{3}(?:[ \-]?[0-9]{4}){2}[ \-]?[0-9]{1,7}|3[0-9]{3}[ \-]?[0-9]{6}[ \-]?[0-9]{4,5}",
    "iban": r"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?",
    "ssn": r"[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}",
    "isbn": r"(?:97[89][ \-]?)?[0-9]{1,5}[ \-][0-9]{1,7}[ \-][0-9]{1,6}[ \-][0-9Xx]|97[89][0-9]{10}",
    "issn": r"ISSN:? [0-9]{4}-[0-9]{3}[0-9Xx]",
}
_NAMES = {"card": "payment card", "iban": "IBAN", "ssn": "US social security number", "isbn": "ISBN", "issn": "ISSN"}

# ISO 13616: the registry gives each country one length.
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22,
    "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
    "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30,
    "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


class ChecksumParams(Params, frozen=True):
    """Params of `checksum`."""

    scheme: Annotated[
        Scheme,
        Meta(
            description="`card` (Luhn, ISO/IEC 7812), `iban` (mod 97, ISO 13616), `ssn` (US social security number, by its form: it has no "
            "check digit), `isbn`, `issn`."
        ),
    ]
    holds: Annotated[
        bool,
        Meta(
            description="Report numbers whose check digits hold (personal data); false: those whose do not (a misprinted ISBN)."
        ),
    ] = True


class ChecksumCheck(Check[ChecksumParams]):
    """Reports the number."""

    def __init__(self, rule: Rule, params: ChecksumParams) -> None:
        super().__init__(rule, params)
        self.test = _TESTS[params.scheme]

    def validate(self) -> None:
        if not self.params.holds and self.params.scheme not in {"iban", "isbn", "issn"}:
            raise ValueError("params.holds: any number may fail to be a card's or a person's")

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return dict.fromkeys(self.rule.fields, (_FORMS[self.params.scheme],))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        scheme = self.params.scheme
        for label, value in record.values(fields):
            for found in _pattern(scheme).finditer(value):
                start, end = found.span()
                if scheme == "iban":
                    end = _iban_end(value, start, end)
                elif scheme == "issn":
                    start = end - 9
                result = self.test(re.sub(r"[ \-]", "", value[start:end]).upper())
                if result is self.params.holds:
                    hits.append(Hit(label, start, end, values={"scheme": _NAMES[scheme], "masked": masked(value[start:end])}))
        return hits


@cache
def _pattern(scheme: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/-])(?:{_FORMS[scheme]})(?![\w/-])(?![.,]\d)")


def masked(number: str) -> str:
    """``number`` with all but its first and last four digits and letters hidden: a report must not spread it."""
    places = [index for index, char in enumerate(number) if char.isalnum()]
    hidden = set(places[4:-4]) if len(places) > 11 else set(places[:-4])
    return "".join("•" if index in hidden else char for index, char in enumerate(number))


def luhn(digits: str) -> bool:
    """Whether the last of ``digits`` is the check digit of the others by ISO/IEC 7812-1, annex B."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        digit = int(char) * (2 if index % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def _card(digits: str) -> bool | None:
    """None for numbers of no issuer that there is: too short, too long, or with other first digits."""
    head = int(digits[:4])
    size = len(digits)
    issued = (
        (digits[0] == "4" and size in {13, 16, 19})
        or ((5100 <= head <= 5599 or 2221 <= head <= 2720) and size == 16)
        or (digits[:2] in {"34", "37"} and size == 15)
        or ((head == 6011 or digits[:2] == "65" or 6440 <= head <= 6499) and size in {16, 19})
        or (3528 <= head <= 3589 and size == 16)
        or ((3000 <= head <= 3059 or digits[:2] in {"36", "38", "39"}) and size == 14)
    )
    return luhn(digits) if issued else None


def _iban_end(value: str, start: int, end: int) -> int:
    """Where the number ends that its country's length allows: the words behind it may look like a part of it."""
    length = _IBAN_LENGTHS.get(value[start : start + 2])
    seen = 0
    for at in range(start, end):
        seen += value[at] != " "
        if seen == length:
            return at + 1
    return end


def _iban(text: str) -> bool | None:
    if _IBAN_LENGTHS.get(text[:2]) != len(text):
        return None
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def _ssn(digits: str) -> bool:
    # Numbers that the administration never gives out, and two that were printed in advertisements.
    return (
        digits[:3] not in {"000", "666"}
        and digits[3:5] != "00"
        and digits[5:] != "0000"
        and digits not in {"078051120", "123456789"}
    )


def _isbn(text: str) -> bool | None:
    if len(text) == 13 and text.isdecimal():
        return sum(int(char) * (3 if index % 2 else 1) for index, char in enumerate(text)) % 10 == 0
    if len(text) == 10 and text[:9].isdecimal():
        return _weighted(text)
    return None


def _weighted(text: str) -> bool:
    size = len(text)
    return sum((10 if char == "X" else int(char)) * (size - index) for index, char in enumerate(text)) % 11 == 0


_TESTS: dict[str, Callable[[str], bool | None]] = {"card": _card, "iban": _iban, "ssn": _ssn, "isbn": _isbn, "issn": _weighted}

KIND = Kind(
    "checksum",
    "record",
    ChecksumParams,
    ChecksumCheck,
    placeholders=frozenset({"scheme", "masked"}),
    summary="Numbers of cards, accounts and books, told by their check digits.",
)
