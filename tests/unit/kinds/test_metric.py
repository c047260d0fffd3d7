"""`metric` measures what it says, and reports what is out of limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from newslint.kinds.metric import MetricName

if TYPE_CHECKING:
    from conftest import KindRunner

BODY = "The port shut on Monday.\n\nRao said no …\n\n- a rope\n\nIt was 10 days LATE. Nobody spoke..."

VALUES = {
    "words": 19,
    "characters": len(BODY),
    "blocks": 4,
    "sentences": 5,
    "words_per_block": 4.75,
    "longest_block": 36,
    "longest_block_sentences": 2,
    "short_block_share": 0.5,
    "list_item_share": 0.25,
    "ellipsis_share": 0.5,
    "upper_share": 0.16,
    "digit_share": 0.03,
    "letter_share": 0.86,
    "mean_word_length": 3.47,
    "median_line_length": 18.5,
    "broken_line_share": 0,
}


def numbers(kinds: KindRunner, body: str, **params: Any) -> list[float]:
    return [hit.values["number"] for hit in kinds.hits(kinds.check("metric", ["body"], params), {"body": body})]


def test_every_metric_is_tested() -> None:
    assert set(VALUES) == set(get_args(MetricName))


@pytest.mark.parametrize("metric", VALUES)
def test_values(kinds: KindRunner, metric: str) -> None:
    (number,) = numbers(kinds, BODY, metric=metric, min=1e9)
    assert number == pytest.approx(VALUES[metric], abs=0.006)


@pytest.mark.parametrize("metric", [name for name, value in VALUES.items() if value])
def test_limits(kinds: KindRunner, metric: str) -> None:
    value = VALUES[metric]
    assert len(numbers(kinds, BODY, metric=metric, max=value * 0.9)) == 1
    assert numbers(kinds, BODY, metric=metric, max=value * 1.1) == []
    assert numbers(kinds, BODY, metric=metric, min=value * 0.9) == []
    assert numbers(kinds, "\n", metric=metric, min=1) == []


def test_a_wall_of_text(kinds: KindRunner) -> None:
    check = kinds.check("metric", ["body"], {"metric": "longest_block", "max": 100, "min_sentences": 4})
    wall = "The port shut. " * 10
    (hit,) = kinds.hits(check, {"body": f"Short.\n\n{wall}\n\nShort."})
    assert (hit.start, hit.end) == (8, 8 + len(wall.strip()))
    assert kinds.hits(check, {"body": "Short. " * 3 + "\n\n" + "long " * 60}) == []
    assert len(kinds.hits(check, {"body": "The port shut.\n" * 10}, "paragraphs")) == 1
    assert kinds.hits(check, {"body": "The port shut.\n" * 10}) == []
    assert len(kinds.hits(check, {"body": "港は閉まった。" * 6})) == 1


def test_hard_wrapped_lines(kinds: KindRunner) -> None:
    check = kinds.check("metric", ["body"], {"metric": "broken_line_share", "max": 0.3})
    assert len(kinds.hits(check, {"body": "The port was shut\nby the storm that\nbroke two cranes.\nIt reopened."})) == 1
    assert kinds.hits(check, {"body": "The port was shut.\nThe storm broke it.\nIt reopened."}) == []


def test_short_values_are_not_measured(kinds: KindRunner) -> None:
    assert numbers(kinds, BODY, metric="blocks", max=1, min_words=100) == []
    assert numbers(kinds, BODY, metric="blocks", max=1, min_blocks=5) == []


def test_values_of_many_blocks_may_be_left_alone(kinds: KindRunner) -> None:
    assert numbers(kinds, BODY, metric="longest_block", max=10, max_blocks=3) == []
    assert numbers(kinds, BODY, metric="longest_block", max=10, max_blocks=4) == [36]


def test_chinese_characters_count_as_words(kinds: KindRunner) -> None:
    assert numbers(kinds, "港口关闭 now", metric="words", min=100) == [5]


@pytest.mark.parametrize(
    "params",
    [
        {"metric": "words"},
        {"metric": "words", "min": 3, "max": 2},
        {"metric": "words", "min": 1, "min_sentences": 2},
        {"metric": "words", "min": 1, "min_blocks": 3, "max_blocks": 2},
    ],
)
def test_params_that_mean_nothing(kinds: KindRunner, params: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="params"):
        kinds.check("metric", ["body"], params)
