from __future__ import annotations

from typing import Any

import pytest

MATCH = r"\bdied on (?P<date>[0-9]{1,2} \pL+ [0-9]{4}|[0-9-]{10}|[0-9/]{10})"


@pytest.mark.parametrize(
    ("relation", "published", "body", "excerpts"),
    [
        ("after", "2024-05-02", "He died on 5 May 2024.", ["died on 5 May 2024"]),
        ("after", "2024-05-02T22:00:00Z", "He died on 3 May 2024.", []),
        ("after", "2024-05-02", "He died on 1 May 2024. She died on 2024-06-01.", ["died on 2024-06-01"]),
        ("after", "2024-05-02", "He died on 31 April 2025.", []),
        ("after", "2024-05-02", "He died on 03/04/2025.", []),
        ("after", "03/04/2024", "He died on 5 May 2024.", []),
        ("after", "2024", "He died on 5 May 2024.", []),
        ("after", "", "He died on 5 May 2024.", []),
        ("before", "2024-05-02", "He died on 5 May 2023.", ["died on 5 May 2023"]),
        ("before", "2024-05-02", "He died on 1 May 2024.", []),
    ],
)
def test_dates_of_the_text_against_the_record(kinds: Any, relation: str, published: str, body: str, excerpts: list[str]) -> None:
    check = kinds.check("dated", ["body"], {"match": MATCH, "relation": relation})
    assert kinds.spans(check, {"published_at": published, "body": body}) == excerpts


def test_another_field_more_days_and_what_the_message_may_say(kinds: Any) -> None:
    check = kinds.check("dated", ["title"], {"match": [MATCH], "relation": "after", "against": "updated_at", "days": 30})
    record = {"published_at": "2020-01-01", "updated_at": " 2024-05-02 ", "title": "He died on 1 June 2024"}
    assert kinds.hits(check, record) == []
    (hit,) = kinds.hits(check, {**record, "title": "He died on 2 June 2024"})
    assert (hit.values["record_date"], hit.values["days"], hit.values["date"]) == ("2024-05-02", 31, "2 June 2024")


def test_a_pattern_without_the_group_is_refused(kinds: Any) -> None:
    with pytest.raises(ValueError, match=r"params\.match\[1\]"):
        kinds.check("dated", ["body"], {"match": [MATCH, "died"], "relation": "after"})
