"""Counts for the plots."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.reporters.html import tallies
from newslint.reporters.html.tallies import DayTally, Tally, day_of


def test_bars_are_sorted_and_measured_by_the_longest() -> None:
    tally = Tally()
    for name, severity, times in (("a", "info", 1), ("b", "error", 3), ("b", "warning", 1), (None, "info", 4)):
        for _ in range(times):
            tally.add(name, severity)  # type: ignore[arg-type]
    bars = tally.bars()
    assert [(bar.name, bar.counts, bar.total) for bar in bars] == [(None, (0, 0, 4), 4), ("b", (3, 1, 0), 4), ("a", (0, 0, 1), 1)]
    assert bars[1].shares == (75, 25, 0)


def test_names_without_end_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "_NAMES", 2)
    tally = Tally()
    for name in ("a", "b", "c", "d", "a"):
        tally.add(name, "info")
    assert [(bar.name, bar.total) for bar in tally.bars()] == [("a", 2), ("b", 1)]
    assert tally.others == 2


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2025-03-04T23:30:00-05:00", "2025-03-04"),
        ("Tue, 04 Mar 2025 10:00:00 GMT", "2025-03-04"),
        ("2025-03", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_day_is_the_one_that_the_record_states(raw: str | None, day: str | None) -> None:
    assert day_of(raw) == day


def test_days_without_findings_have_a_column_too() -> None:
    tally = DayTally()
    tally.add("2025-02-27", "info")
    tally.add("2025-03-02", "error")
    tally.add(None, "error")
    days = tally.plot()
    assert (days.step, days.undated) == ("day", 1)
    assert [(column.first, column.total) for column in days.columns] == [
        ("2025-02-27", 1),
        ("2025-02-28", 0),
        ("2025-03-01", 0),
        ("2025-03-02", 1),
    ]


@pytest.mark.parametrize(("span", "step"), [(59, "day"), (60, "week"), (500, "month"), (3_000, "year")])
def test_longer_ranges_take_longer_steps(span: int, step: str) -> None:
    tally = DayTally()
    tally.add("2001-01-05", "info")
    tally.add((date(2001, 1, 5) + timedelta(days=span)).isoformat(), "info")
    assert tally.plot().step == step


def test_one_wrong_year_does_not_flatten_the_rest() -> None:
    tally = DayTally()
    for day in range(1, 29):
        for _ in range(4):
            tally.add(f"2025-02-{day:02}", "info")
    tally.add("1970-01-01", "error")
    tally.add("2099-12-31", "error")
    days = tally.plot()
    assert days.step == "day"
    assert (days.columns[0].label, days.columns[0].first, days.columns[0].last) == ("before 2025-02-01", "", "2025-01-31")
    assert (days.columns[-1].label, days.columns[-1].last) == ("from 2025-03-01", "")
    assert len(days.columns) == 30


@given(st.lists(st.dates(), max_size=40))
def test_every_day_falls_into_one_column(dates: list[date]) -> None:
    tally = DayTally()
    for day in dates:
        tally.add(day.isoformat(), "warning")
    days = tally.plot()
    assert len(days.columns) <= 62
    assert sum(column.total for column in days.columns) == len(dates)
    for one, other in zip(days.columns, days.columns[1:], strict=False):
        assert date.fromisoformat(one.last) + timedelta(days=1) == date.fromisoformat(other.first)
    for day in dates:
        text = day.isoformat()
        holders = [c for c in days.columns if (not c.first or c.first <= text) and (not c.last or text <= c.last)]
        assert len(holders) == 1
