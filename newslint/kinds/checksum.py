"""`checksum`: numbers whose check digits are right, such as card numbers and bank accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from newslint.kinds.base import Check, Kind, Params
from newslint.kinds.matching import Strings, as_list
from newslint.model import Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule

Scheme = Literal["card", "iban", "ssn", "isbn", "imei"]

_IBANS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 "
    "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
    "MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 "
    "SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
_IBAN_LENGTHS = {item[:2]: int(item[2:]) for item in _IBANS.split()}
"""Length of an IBAN by country: the IBAN registry of SWIFT, 2024."""

_SOURCES: dict[str, str] = {
    "card": r"\b[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}\b|\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b",
    "iban": r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b",
    "ssn": r"\b\d{3}-\d{2}-\d{4}\b",
    "isbn": r"\b97[89][- ]?(?:\d[- ]?){9}\d\b",
    "imei": r"\b\d{2}-?\d{6}-?\d{6}-?\d\b",
}


class ChecksumParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `checksum`."""

    schemes: Annotated[
        list[Scheme],
        Meta(
            description="What to look for: `card` (payment cards: prefix, length, Luhn), `iban` (country, length, mod 97), `ssn` (US "
            "social security numbers that can have been issued), `isbn` (13 digits), `imei` (15 digits, Luhn).",
            min_length=1,
        ),
    ]
    valid: Annotated[bool, Meta(description="Report numbers whose check digits are right; false: those whose are wrong.")] = True
    except_: Annotated[
        Strings, Meta(description="Regular expressions: a number that overlaps a match of one of these is not reported.")
    ] = field(default_factory=list, name="except")


class ChecksumCheck(Check[ChecksumParams]):
    """Reports each number with its scheme."""

    def __init__(self, rule: Rule, params: ChecksumParams) -> None:
        super().__init__(rule, params)
        self._patterns = [(scheme, Pattern(_SOURCES[scheme], ignore_case=False)) for scheme in params.schemes]
        self._exceptions = [Pattern(source) for source in as_list(params.except_)]

    def validate(self) -> None:
        for index, pattern in enumerate(self._exceptions):
            try:
                pattern.check()
            except ValueError as error:
                raise ValueError(f"params.except[{index}]: {error}") from None

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        sources = [source for _, pattern in self._patterns for source in pattern.candidates() or ()]
        return dict.fromkeys(self.rule.fields, sources)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            for scheme, pattern in self._patterns:
                for match in pattern.finditer(value):
                    number = re.sub(r"[ -]", "", value[match.start : match.end])
                    if SCHEMES[scheme](number) is self.params.valid and not self._excepted(value, match.start, match.end):
                        yield Hit(label, match.start, match.end, values={"scheme": _NAMES[scheme], "shown": masked(number)})

    def _excepted(self, value: str, start: int, end: int) -> bool:
        return any(match.start < end and start < match.end for pattern in self._exceptions for match in pattern.finditer(value))


_NAMES = {"card": "payment card", "iban": "IBAN", "ssn": "social security number", "isbn": "ISBN", "imei": "IMEI"}


def masked(number: str) -> str:
    """The number with all but its last four characters hidden, for messages that go into logs."""
    return "•" * (len(number) - 4) + number[-4:]


def luhn(number: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char)
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0


def is_card(number: str) -> bool:
    """Whether the number can be a payment card: an issuer's prefix, the length that goes with it, and Luhn.

    A number of fewer than four different digits is a placeholder.
    """
    size, prefix = len(number), int(number[:4])
    if number[0] == "4":
        fits = size in {13, 16, 19}
    elif 5100 <= prefix <= 5599 or 2221 <= prefix <= 2720:
        fits = size == 16
    elif prefix // 100 in {34, 37}:
        fits = size == 15
    elif prefix == 6011 or any(first <= prefix <= last for first, last in ((3528, 3589), (6221, 6229), (6440, 6599))):
        fits = 16 <= size <= 19
    else:
        fits = False
    return fits and len(set(number)) >= 4 and luhn(number)


def is_iban(number: str) -> bool:
    """Whether the IBAN has its country's length and leaves 1 modulo 97 (ISO 13616-1)."""
    if _IBAN_LENGTHS.get(number[:2]) != len(number):
        return False
    digits = "".join(str(int(char, 36)) for char in number[4:] + number[:4])
    return int(digits) % 97 == 1


def is_ssn(number: str) -> bool:
    """Whether the US Social Security Administration can have issued the number (20 CFR 422.103)."""
    area, group, serial = number[:3], number[3:5], number[5:]
    # The last ones became known from wallets, brochures and advertisements, and belong to nobody.
    known = {"078051120", "219099999", "457555462", "123456789"}
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000" and number not in known


def is_isbn(number: str) -> bool:
    """Whether the last of 13 digits is the check digit of the others (ISO 2108)."""
    return sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(number)) % 10 == 0


SCHEMES: dict[str, Callable[[str], bool]] = {
    "card": is_card,
    "iban": is_iban,
    "ssn": is_ssn,
    "isbn": is_isbn,
    "imei": luhn,
}
"""The test of each scheme, on the number without its separators."""

KIND = Kind(
    "checksum",
    "record",
    ChecksumParams,
    ChecksumCheck,
    placeholders=frozenset({"scheme", "shown"}),
    summary="Numbers whose check digits are right, or wrong.",
)
