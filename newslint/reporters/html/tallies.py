"""Findings counted by rule, source, field and day, for the plots."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from newslint.model.severity import SEVERITIES
from newslint.text.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newslint.model import Severity

Step = Literal["day", "week", "month", "year"]

_COLUMNS = 60
"""Columns of the plot by day at most; longer ranges are counted by week, month or year."""
_OUTLIERS = 0.02
"""Share of the findings at either end of the range that may be put into one column each: one wrong year would flatten the rest."""
_NAMES = 20_000
"""Names counted apart at most in one plot; what comes after them is counted together."""
_STEPS: tuple[Step, ...] = ("day", "week", "month", "year")


class Bar(msgspec.Struct):
    """A bar of a plot: its findings by severity, gravest first.

    ``name`` is the value that they share; None when they have none.  ``shares`` are the widths of the severities in per cent of the longest bar.
    """

    name: str | None
    counts: tuple[int, ...]
    shares: tuple[float, ...] = ()

    @property
    def total(self) -> int:
        """All its findings."""
        return sum(self.counts)


class Column(msgspec.Struct):
    """A column of the plot by day: findings in records of ``first`` to ``last``, ISO dates; an open end is empty."""

    first: str
    last: str
    label: str
    counts: tuple[int, ...]
    shares: tuple[float, ...] = ()

    @property
    def total(self) -> int:
        """All its findings."""
        return sum(self.counts)


class Days(msgspec.Struct):
    """The plot by day: its columns, what one stands for, and the findings in records without a date."""

    columns: list[Column]
    step: Step
    undated: int


class Tally:
    """Counts findings by one property of theirs."""

    def __init__(self) -> None:
        self._counts: dict[str | None, Counter[Severity]] = {}
        self.others = 0

    def add(self, name: str | None, severity: Severity) -> None:
        """Count a finding."""
        counts = self._counts.get(name)
        if counts is None:
            if len(self._counts) >= _NAMES:
                self.others += 1
                return
            counts = self._counts[name] = Counter()
        counts[severity] += 1

    def bars(self) -> list[Bar]:
        """The longest first."""
        bars = [Bar(name, _by_severity(counts)) for name, counts in self._counts.items()]
        bars.sort(key=lambda bar: (-bar.total, bar.name or ""))
        longest = bars[0].total if bars else 0
        for bar in bars:
            bar.shares = tuple(round(100 * count / longest, 2) for count in bar.counts)
        return bars


class DayTally:
    """Counts findings by the day of their records."""

    def __init__(self) -> None:
        self._days: dict[date, Counter[Severity]] = {}
        self._undated = 0

    def add(self, day: str | None, severity: Severity) -> None:
        """Count a finding in a record of a day (ISO 8601)."""
        if day is None:
            self._undated += 1
        else:
            self._days.setdefault(date.fromisoformat(day), Counter())[severity] += 1

    def plot(self) -> Days:
        """Columns without a gap, at most sixty, and one at either end for the few that stand far off."""
        if not self._days:
            return Days([], "day", self._undated)
        first, last = self._range()
        step: Step = next((step for step in _STEPS if _distance(first, last, step) < _COLUMNS), "year")
        if _distance(first, last, step) >= _COLUMNS:
            first = date(last.year - _COLUMNS + 1, 1, 1)
        first = _floor(first, step)
        end = _next(_floor(last, step), step)
        columns: dict[date, Counter[Severity]] = {start: Counter() for start in _from(first, end, step)}
        earlier: Counter[Severity] = Counter()
        later: Counter[Severity] = Counter()
        for day, counts in self._days.items():
            target = earlier if day < first else later if end is not None and day >= end else columns[_floor(day, step)]
            target.update(counts)
        plotted = [_column(start, step, counts) for start, counts in columns.items()]
        if earlier:
            before = (first - timedelta(days=1)).isoformat()
            plotted.insert(0, Column("", before, f"before {first.isoformat()}", _by_severity(earlier)))
        if later and end is not None:
            plotted.append(Column(end.isoformat(), "", f"from {end.isoformat()}", _by_severity(later)))
        highest = max(column.total for column in plotted)
        for column in plotted:
            column.shares = tuple(round(100 * count / highest, 2) for count in column.counts)
        return Days(plotted, step, self._undated)

    def _range(self) -> tuple[date, date]:
        """The days between which nearly all findings lie."""
        days = sorted(self._days)
        if _distance(days[0], days[-1], "day") < _COLUMNS:
            return days[0], days[-1]
        spare = int(sum(counts.total() for counts in self._days.values()) * _OUTLIERS)
        low, high = iter(days), reversed(days)
        return self._within(low, spare), self._within(high, spare)

    def _within(self, days: Iterator[date], spare: int) -> date:
        for day in days:
            spare -= self._days[day].total()
            if spare < 0:
                return day
        raise AssertionError("fewer findings are spared than there are")  # pragma: no cover


def day_of(published: str | None) -> str | None:
    """The day that a raw date states, ISO 8601; None when it states none, or only a month."""
    if not published:
        return None
    read = parse_date(published)
    return read.value.date().isoformat() if read.value is not None and read.precision in {"day", "time"} else None


def _by_severity(counts: Counter[Severity]) -> tuple[int, ...]:
    return tuple(counts[severity] for severity in reversed(SEVERITIES))


def _column(start: date, step: Step, counts: Counter[Severity]) -> Column:
    after = _next(start, step)
    last = date.max if after is None else after - timedelta(days=1)
    labels: dict[Step, Callable[[], str]] = {
        "day": start.isoformat,
        "week": lambda: f"{start.isoformat()} to {last.isoformat()}",
        "month": lambda: start.isoformat()[:7],
        "year": lambda: start.isoformat()[:4],
    }
    return Column(start.isoformat(), last.isoformat(), labels[step](), _by_severity(counts))


def _floor(day: date, step: Step) -> date:
    if step == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day if step == "day" else date(day.year, day.month if step == "month" else 1, 1)


def _next(day: date, step: Step) -> date | None:
    """The beginning of the next step; None after the last day that Python's calendar has."""
    try:
        if step == "month":
            return date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if step == "year":
            return date(day.year + 1, 1, 1)
        return day + timedelta(days=1 if step == "day" else 7)
    except (OverflowError, ValueError):
        return None


def _from(first: date, end: date | None, step: Step) -> Iterator[date]:
    day: date | None = first
    while day is not None and day != end:
        yield day
        day = _next(day, step)


def _distance(first: date, last: date, step: Step) -> int:
    if step in {"day", "week"}:
        return (last - first).days // (1 if step == "day" else 7)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if step == "month" else last.year - first.year
