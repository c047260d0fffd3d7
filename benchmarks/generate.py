#!/usr/bin/env python3
"""Write news articles as JSON lines: invented, deterministic, and close to real feeds in size, vocabulary and shape.

    generate.py --size-mb 100 --out articles.jsonl
    generate.py --count 100000 --titles --out titles.jsonl

A record is about 3.4 kB with every metadata field that feeds carry.  One in fifty has a fault (see :data:`FAULTS`); the others have
none that the recommended profile reports.  Sentences come from a pool that is built once from a grammar of some 100 templates and
3,500 words, and are recombined; leads and titles are made for each article, so that no two are alike.  The same arguments write the
same bytes, whatever the Python.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Record = dict[str, Any]

POOL_SIZE = 60_000
"""Sentences in the pool: about 9 MB of text before anything repeats."""

BODY_LENGTH = 2_300
"""Code points of a body, on average; with the metadata a record comes to about 3.4 kB."""

ARTICLE = re.compile(r"\b([Aa]) (?=(?:[aeio]|u(?!ni[^nm]|na|s[eu])|hon|hour))", re.ASCII)
"""The indefinite article where it has to be “an”, for the words of the lists."""

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


class Grammar:
    """Fills the slots of sentence templates."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def pick(self, choices: tuple[str, ...]) -> str:
        """One of ``choices``.  ``random()`` is the one generator whose stream Python promises never to change."""
        return choices[int(self.rng.random() * len(choices))]

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def slot(self, name: str) -> str:
        """A filling for the slot ``name`` of a template."""
        match name:
            case "org":
                return f"the {self.pick(words.PLACES)} {self.pick(words.INSTITUTIONS)}"
            case "institution":
                return self.pick(words.INSTITUTIONS)
            case "place":
                return self.pick(words.PLACES)
            case "thing":
                return f"{self.pick(words.ADJECTIVES)} {self.pick(words.THINGS)}"
            case "noun":
                return self.pick(words.THINGS)
            case "things":
                return f"{self.pick(words.ADJECTIVES)} {plural(self.pick(words.THINGS))}"
            case "nouns":
                return plural(self.pick(words.THINGS))
            case "abstract":
                return self.pick(words.ABSTRACT)
            case "people":
                return self.pick(words.PEOPLE)
            case "role":
                return self.pick(words.ROLES)
            case "name":
                return f"{self.pick(words.FIRST_NAMES)} {self.pick(words.LAST_NAMES)}"
            case "surname":
                return self.pick(words.LAST_NAMES)
            case "adjective":
                return self.pick(words.ADJECTIVES)
            case "adverb":
                return self.pick(words.ADVERBS)
            case "base" | "past" | "present" | "doing":
                index = ("base", "past", "present", "doing").index(name)
                return words.VERBS[int(self.rng.random() * len(words.VERBS))][index]
            case "many":
                return self.pick(words.NUMBERS)
            case "percent":
                return f"{self.number(1, 60)}.{self.number(1, 9)}"
            case "money":
                return f"£{self.number(2, 900)},{self.number(0, 999):03}"
            case "millions":
                return f"${self.number(2, 90)}.{self.number(1, 9)} million"
            case "weekday":
                return self.pick(words.WEEKDAYS)
            case "month":
                return self.pick(words.MONTHS)
            case "day":
                return str(self.number(1, 28))
            case "year":
                return str(self.number(1950, 2019))
            case "years":
                return str(self.number(3, 40))
            case "hour":
                return f"{self.number(1, 11)}.{self.number(1, 5)}0{self.pick(('am', 'pm'))}"
        raise KeyError(name)

    def fill(self, template: list[tuple[str, str | None]]) -> str:
        """The sentence that ``template`` (see :func:`parse`) makes, with a capital."""
        text = "".join([literal if slot is None else literal + self.slot(slot) for literal, slot in template])
        text = ARTICLE.sub(r"\1n ", text)
        first = 1 if text[0] in "“‘(" else 0
        return text[:first] + text[first].upper() + text[first + 1 :]


def parse(template: str) -> list[tuple[str, str | None]]:
    """``"the {noun} fell"`` as ``[("the ", "noun"), (" fell", None)]``."""
    parts: list[tuple[str, str | None]] = []
    for chunk in template.split("{"):
        slot, brace, literal = chunk.partition("}")
        if brace:
            parts[-1] = (parts[-1][0], slot)
            parts.append((literal, None))
        else:
            parts.append((chunk, None))
    return parts


def plural(noun: str) -> str:
    """The regular English plural of ``noun``."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "sh", "ch", "x", "z", "eto", "cano")):
        return noun + "es"
    return noun + "s"


PLAIN = [
    parse(line.strip())
    for line in """
    {org} {past} the {thing} {adverb} and {past} the {nouns} that {people} had asked for.
    {org} said that the {noun} would not be {adjective} before {month}.
    Neither the {institution} nor the {people} had {adverb} foreseen the {abstract} that followed.
    The {thing}, which was built in {year}, has cost {millions} since then.
    {many} {people} stood outside the {noun} until {hour}, some of them with {nouns}.
    The {role}, {name}, {adverb} {past} the {thing} on {weekday}.
    Since {year}, {place} has lost {many} {nouns} and gained only one {noun}.
    It was the {adjective} {noun} that worried the {people} most, and the {abstract} of those who ran it.
    {name}, a {role} from {place}, said the {noun} had been {adjective} for {years} years.
    Under the plan, {many} {people} would move to a {noun} near {place} by the end of {month}.
    The {institution}’s own figures show that {nouns} rose by {percent} per cent in the year to {month}.
    There was {abstract} in the {noun}, and a {adjective} kind of {abstract} outside it.
    Few of the {people} in {place} remember a time when the {noun} was {adjective}.
    But the {thing} is {adverb} what {people} say they want, according to a survey of {years} households.
    A spokesman for {org} declined to say who had {past} the {noun}.
    In {place}, where the {things} are, {people} were told to stay at home.
    {name} was {adverb} {past} by the {role} in {year} and has not spoken of it since.
    The {role} compared the {thing} to a {noun} that nobody had wanted to {base}.
    Work on the {noun} began in {month} {year} and was to have lasted {years} months.
    If the {noun} is {adjective}, as the {institution} says, then the {people} have little to fear.
    The {people} of {place} pay {money} a year towards the {noun}.
    {org} has {years} days in which to {base} the ruling.
    What the {people} lacked in {abstract} they made up for in {abstract}.
    By {hour} the {adjective} {noun} was full, and the doors were shut.
    The report, {years} pages long, does not once mention the {noun}.
    Critics say the {thing} would {adverb} {base} the {nouns} on which {place} depends.
    Supporters answer that without {abstract} there can be no {abstract}.
    The two {things} lie {years} miles apart, on either side of the river.
    {surname}, who is {years}, learnt of the {noun} from a {role}.
    Most of the {nouns} were {adjective}; a few were {adjective} and had to be {past}.
    Between {year} and 2020 the {noun} passed through the hands of {many} owners.
    A {adjective} {noun} stood where the {noun} is now, and older {people} still call it by that name.
    Not everyone is {adjective}: the {role} of {place} has {adverb} {past} the idea.
    On {weekday} night the {institution} {past} its last {noun} and sent the {people} home.
    Of the {nouns} that were {past}, {many} have been found.
    A second {noun} is to open in {place} in {month}, at a cost of {millions}.
    The {abstract} of the {people}, she found, had {adverb} little to do with the {noun}.
    Related questions of {abstract} and {abstract} will be left to the {institution}.
    Until then the {thing} will be {past} {adverb}, and at night.
    {people} who share a {noun} pay less, and {people} who do not are to be {past}.
    The {noun} was {adjective}, the {noun} was {adjective} and the {people} were late.
    Prices for {nouns} fell {percent}% in {month}, the steepest fall since {year}.
    Some {people} had come from as far away as {place} and {place}.
    Both {nouns} belong to {org}, which bought them in {year}.
    The {institution} puts the loss at {millions}, of which {money} was insured.
    So {adjective} was the {noun} that {people} {adverb} {past} it for a {noun}.
    Her {noun} – {adjective}, {adjective} and {years} years old – had never been {past}.
    The talks in {place} (the third this year) broke up at {hour} without a {noun}.
    As the {noun} grew, so did the {abstract} of the {people} beside it.
    {org}, {org} and the {role} of {place} will meet again on {weekday}.
    No {noun} of this kind has been {past} since {month} {year}.
    An inquiry found {many} faults in the {noun}, from {adjective} {nouns} to a want of {abstract}.
    {name} and {name} were named as the {role} and the {role} of the new {noun}.
    {adverb}, perhaps, the {people} have begun to {base} the {things} for themselves.
    The law asks for {abstract}; the {people} asked for a {noun}.
    Last year {many} {people} used the {noun}, {percent} per cent fewer than in {year}.
    They had had a {noun} of their own until {year}, when it was {past}.
    Its {nouns} are {adjective}, its {nouns} more so.
    The case goes back to {day} {month} {year}, when a {role} {past} a {noun} in {place}.
    Whether the {noun} will {base} the {nouns} or the {nouns} the {noun} is a matter for the {institution}.
    Readers of the {noun} will know that {place} has no {noun}.
    It took the {role} {years} minutes to {base} the {noun} and an hour to {base} the {people}.
    Four in ten {people} said the {noun} was {adjective}; one in ten had never heard of it.
    The {thing} will be open to {people} from {weekday} to {weekday}.
    """.strip().splitlines()
]

QUOTED = [
    parse(line.strip())
    for line in """
    “We never {past} the {noun}, and we don’t mean to start now,” said {name}, a {role}.
    “The {noun} is {adjective},” the {role} said. “It’s the {people} who are not.”
    “What were the {people} supposed to do?” {surname} asked. “You can’t {base} a {noun} with {abstract}.”
    {name}, the {role}, called the {noun} “{adjective} and {adverb} {adjective}”.
    {surname} told the {institution} that she had “no wish to {base} the {noun}”, but that somebody had to.
    “I have been a {role} for {years} years,” he said, “and I’ve never seen a {noun} so {adjective}.”
    “There’s a {adjective} {noun} in {place} and a {adjective} one here. Which of them would you {base}?”
    The {role} said: “This is not about {abstract}. It is about {nouns}.”
    “It’s a {adjective} day for {place},” said the {role}, {name}.
    “{abstract} is all very well,” {surname} said. “But who pays for the {noun}?”
    “We’re {adverb} {doing} the {things},” a spokeswoman for {org} said.
    “Nobody asked the {people}!” {name} said. “They’d have told you.”
    In a letter to {org}, {name} wrote of “a {noun} that is neither {adjective} nor {adjective}”.
    “When I was {doing} the {noun},” she said, “the {people} thought I was mad.”
    He described the {noun} as “a {thing}, {adverb} {past}”.
    “That’s the {role}’s {noun},” said {surname}. “He’s welcome to it.”
    “Our {nouns} have {adverb} been {past},” the {institution} said in a statement on {weekday}.
    “You need {abstract}, and you need a {noun}; we’ve got neither,” {name} said.
    “If they {base} the {noun}, we shall {base} the {nouns},” the {role} warned.
    “Of course it is {adjective},” said {name}, who runs a {noun} in {place}. “It was meant to be.”
    """.strip().splitlines()
]

SUBHEADS = [
    parse(line.strip())
    for line in """
    A {adjective} {noun}
    The {noun} and the {noun}
    {abstract} and {abstract}
    What the {people} want
    No {noun} in {place}
    """.strip().splitlines()
]

TITLES = [
    parse(line.strip())
    for line in """
    {place} {institution} {present} {thing} after {people} complain of {abstract}
    {people} in {place} {base} {thing} as {institution} {present} {noun}
    {role} from {place} {present} {things} to save {adjective} {noun}
    {place}’s {thing} to be {past} by {institution} in {month}
    How a {role} from {place} {past} the {adjective} {noun} of {place}
    {name}: the {role} who {past} {place}’s {thing}
    {institution} {present} {noun} in {place} over {adjective} {nouns}
    {many} {people} {base} {thing} in {place}, says {institution}
    ‘{adjective} and {adjective}’: {people} {base} {place}’s {noun}
    {thing} costs {place} {millions}, {institution} finds
    """.strip().splitlines()
]

LEADS = [
    parse(line.strip())
    for line in """
    , the {institution} said on {weekday}, in the face of {abstract} among {people} and {people}.
    , it emerged on {weekday}, {years} months after {org} first {past} the matter.
    , according to {name}, the {role} of {place}, who {past} the papers on {weekday}.
    , and the {people} of {place} are not {adjective} about it.
    , in what the {role}, {name}, called a day of {abstract} for {place}.
    """.strip().splitlines()
]

BOILERPLATE = (
    "Sign up for our newsletter",
    "Read more: The ten best beaches on the coast",
    "Related Articles",
    "Advertisement",
    "Share this article",
    "© 2025 All rights reserved.",
    "Follow us on social media",
    "Click here to subscribe",
    "Please enable JavaScript to view the comments.",
    "We use cookies to improve your experience. Accept all cookies",
    "Back to top",
    "Source link",
    "Leave a comment",
    "Story continues below advertisement",
    "Subscribe to continue reading",
    "Download our app",
    "(This story has not been edited by our staff and is published from a syndicated feed.)",
)


def _append(record: Record, rng: random.Random) -> None:
    record["body"] += "\n" + BOILERPLATE[int(rng.random() * len(BOILERPLATE))]


def _insert(record: Record, rng: random.Random) -> None:
    blocks = record["body"].split("\n")
    blocks.insert(len(blocks) // 2, BOILERPLATE[int(rng.random() * len(BOILERPLATE))])
    record["body"] = "\n".join(blocks)


def _replace(old: str, new: str) -> Callable[[Record, random.Random], None]:
    """A fault that writes ``new`` for one ``old`` of the body, in its second half when there is one."""

    def fault(record: Record, rng: random.Random) -> None:
        body = record["body"]
        at = body.find(old, int(rng.random() * len(body) / 2))
        if at >= 0:
            record["body"] = body[:at] + new + body[at + len(old) :]

    return fault


def _without(*fields: str) -> Callable[[Record, random.Random], None]:
    def fault(record: Record, rng: random.Random) -> None:
        record.pop(fields[int(rng.random() * len(fields))], None)

    return fault


def _set(field: str, *values: Any) -> Callable[[Record, random.Random], None]:
    def fault(record: Record, rng: random.Random) -> None:
        record[field] = values[int(rng.random() * len(values))]

    return fault


def _truncate(record: Record, rng: random.Random) -> None:
    record["body"] = record["body"][:200] + f"… [+{int(rng.random() * 9000) + 100} chars]"


def _repeat(record: Record, _rng: random.Random) -> None:
    blocks = record["body"].split("\n")
    record["body"] = "\n".join([*blocks, *[block for block in blocks if len(block) > 80][:1]])


def _track(record: Record, _rng: random.Random) -> None:
    record["url"] += "?utm_source=rss&utm_medium=feed"


FAULTS: dict[str, Callable[[Record, random.Random], None]] = {
    "boilerplate at the end": _append,
    "boilerplate within": _insert,
    "mojibake": _replace("e", "â€™"),
    "replacement character": _replace("a", "\ufffd"),
    "entity": _replace(" and ", " &amp; "),
    "tag": _replace(" the ", " <strong>the</strong> "),
    "space before the stop": _replace(". ", " . "),
    "no space after the stop": _replace(". ", "."),
    "doubled comma": _replace(", ", ",, "),
    "doubled word": _replace(" the ", " the the "),
    "stop, then lower case": _replace(" and ", ". and "),
    "quotation not closed": _replace("”", ""),
    "bracket not closed": _replace(" the ", " (the "),
    "no title": _without("title"),
    "no credit": _without("authors", "source", "url", "published_at"),
    "title is a placeholder": _set("title", "Untitled", "TBC", "Headline"),
    "date that is none": _set("published_at", "yesterday", "2025-02-30", "31/12"),
    "URL that is none": _set("url", "www", "harbourgazette.example/news", "http://"),
    "author is a role": _set("authors", ["admin"], ["Staff Writer"]),
    "text cut off": _truncate,
    "paragraph repeated": _repeat,
    "tracking parameters": _track,
    "empty body": _set("body", "", " \n "),
}
"""What can be wrong with a faulty record, and how it is done."""


class Generator:
    """Articles, one after the other.

    Args:
        seed: Of the random numbers.
        faulty: Share of the records that get a fault.
    """

    def __init__(self, seed: int = 1, faulty: float = 0.02) -> None:
        self.rng = random.Random(seed)
        self.grammar = Grammar(self.rng)
        self.faulty = faulty
        self.curly: list[str] = []
        self.straight: list[str] = []

    def build_pool(self) -> None:
        """Fill the pool of sentences that bodies are put together from."""
        for _ in range(POOL_SIZE):
            templates = QUOTED if self.rng.random() < 0.3 else PLAIN
            self.curly.append(self.grammar.fill(templates[int(self.rng.random() * len(templates))]))
        self.straight = [sentence.translate(STRAIGHT) for sentence in self.curly]

    def title(self) -> str:
        """A headline; about one in a million resembles another."""
        return self.grammar.fill(TITLES[int(self.rng.random() * len(TITLES))])

    def body(self, title: str, separator: str, pool: list[str]) -> str:
        """A body of about :data:`BODY_LENGTH` whose lead says what the title says."""
        random_number, size = self.rng.random, len(pool)
        lead = title + self.grammar.fill([("x", None), *LEADS[int(random_number() * len(LEADS))]])[1:]
        blocks = [lead if pool is self.curly else lead.translate(STRAIGHT)]
        length = len(lead)
        target = BODY_LENGTH * (0.6 + 0.8 * random_number())
        used = set()
        while length < target:
            # Every other sentence may begin a block, so that none comes twice.
            first = 2 * int(random_number() * size / 2) + 1
            if first in used:
                continue
            used.add(first)
            # Quotations keep to themselves: a sentence after “…?” would lose its speaker.
            block = pool[first]
            if block[0] not in '“"' and random_number() < 0.6:
                block += " " + pool[first - 1]
            blocks.append(block)
            length += len(block)
        if separator == "\n\n" and random_number() < 0.3:
            blocks.insert(len(blocks) // 2, self.grammar.fill(SUBHEADS[int(random_number() * len(SUBHEADS))]))
        return separator.join(blocks)

    def article(self, number: int) -> Record:
        """Record ``number``, with a fault when its turn has come."""
        grammar, rng = self.grammar, self.rng
        curly = rng.random() < 0.6
        pool = self.curly if curly else self.straight
        source = grammar.pick(tuple(words.OUTLETS))
        domain = words.OUTLETS[source]
        published = datetime(2024, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=int(rng.random() * 1_000_000))
        updated = published + timedelta(minutes=int(rng.random() * 900))
        title = self.title()
        slug = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
        url = f"https://www.{domain}/{published:%Y/%m/%d}/{slug}-{number}"
        authors = [grammar.slot("name") for _ in range(1 if rng.random() < 0.85 else 2)]
        summary = pool[int(rng.random() * len(pool))]
        record: Record = {
            "id": f"urn:newsml:{domain}:{published:%Y%m%d}:{number}",
            "title": title if curly else title.translate(STRAIGHT),
            "subtitle": grammar.fill(SUBHEADS[0]) + " in " + grammar.slot("place"),
            "summary": summary,
            "authors": authors,
            "source": source,
            "url": url,
            "canonical_url": url,
            "published_at": published.isoformat(),
            "updated_at": updated.isoformat(),
            "language": "en-GB" if rng.random() < 0.5 else "en",
            "section": grammar.pick(words.SECTIONS),
            "keywords": [grammar.slot("noun"), grammar.slot("place"), grammar.slot("abstract")],
            "body": self.body(title, "\n" if rng.random() < 0.5 else "\n\n", pool),
            "image": f"https://static.{domain}/{number % 997}/{number}.jpg",
            "paywall": number % 5 == 0,
        }
        if rng.random() < 0.2:
            record["agency"] = grammar.pick(words.AGENCIES)
        if rng.random() < self.faulty:
            names = tuple(FAULTS)
            FAULTS[grammar.pick(names)](record, rng)
        return record

    def articles(self) -> Iterator[Record]:
        """Records without end."""
        self.build_pool()
        number = 0
        while True:
            yield self.article(number)
            number += 1

    def titles(self) -> Iterator[Record]:
        """Records of a title and nothing else, without end: one in fifty repeats an earlier title, one in fifty all but a word of it."""
        recent: list[str] = []
        number = 0
        while True:
            title = self.title()
            chance = self.rng.random()
            if recent and chance < 0.04:
                title = recent[int(self.rng.random() * len(recent))]
                if chance < 0.02:
                    head, _, tail = title.rpartition(" ")
                    title = head if len(head.split()) > 5 else f"{title} {tail}"
            elif len(recent) < 50_000:
                recent.append(title)
            yield {"id": str(number), "title": title}
            number += 1


def write(path: str, records: Iterator[Record], size: int | None, count: int | None, escape: float = 0.3) -> tuple[int, int]:
    """Write ``records`` until ``size`` bytes or ``count`` records are reached.

    Args:
        path: File to write.
        records: What to write.
        size: Bytes after which to stop, or None.
        count: Records after which to stop, or None.
        escape: Share of the records whose letters beyond ASCII are written as escapes, as many feeds have them.

    Returns:
        Records and bytes written.
    """
    ascii_only = json.JSONEncoder(ensure_ascii=True)
    unicode = json.JSONEncoder(ensure_ascii=False)
    written = number = 0
    with open(path, "wb") as file:
        for number, record in enumerate(records, start=1):
            encoder = ascii_only if number % 100 < escape * 100 else unicode
            line = encoder.encode(record).encode() + b"\n"
            file.write(line)
            written += len(line)
            if (size is not None and written >= size) or (count is not None and number >= count):
                break
    return number, written


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, metavar="PATH")
    bound = parser.add_mutually_exclusive_group(required=True)
    bound.add_argument("--size-mb", type=float, metavar="N", help="megabytes (of a million bytes) to write")
    bound.add_argument("--count", type=int, metavar="N", help="records to write")
    parser.add_argument("--titles", action="store_true", help="records of a title and nothing else")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--faulty", type=float, default=0.02, metavar="SHARE", help="share of faulty records (default: %(default)s)"
    )
    args = parser.parse_args()
    generator = Generator(args.seed, args.faulty)
    records = generator.titles() if args.titles else generator.articles()
    count, size = write(args.out, records, None if args.size_mb is None else int(args.size_mb * 1e6), args.count)
    print(f"{args.out}: {count:,} records, {size / 1e6:.1f} MB, {size / count:,.0f} bytes each", file=sys.stderr)


if __name__ == "__main__":
    main()
