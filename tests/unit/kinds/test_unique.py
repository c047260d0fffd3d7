from __future__ import annotations

from typing import Any

import pytest


def test_every_record_but_the_first(kinds: Any) -> None:
    check = kinds.check("unique", ["id"], {"normalize": ["strip"]})
    records = [{"id": "7", "title": "A"}, {"id": "8"}, {"id": " 7 "}, {}, {"id": " "}, {"id": "7"}]
    found = kinds.dataset(check, records)
    assert [(record, others) for record, others, _ in found] == [(2, (0,)), (5, (0,))]
    hit = found[0][2]
    assert (hit.field, hit.start, hit.end, hit.values) == ("id", 1, 2, {"count": 3, "first": "7"})


def test_folded_titles(kinds: Any) -> None:
    check = kinds.check("unique", ["title"])
    titles = ["The mayor’s port", " THE MAYOR'S  PORT", "The mayors port"]
    assert kinds.pairs(check, [{"title": title} for title in titles]) == {(1, 0)}


def test_values_too_short_to_tell(kinds: Any) -> None:
    check = kinds.check("unique", ["title"], {"min_words": 3, "min_chars": 12})
    titles = ["Obituaries", "Obituaries", "a b c", "a b c", "The port reopens", "The port reopens"]
    assert kinds.pairs(check, [{"title": title} for title in titles]) == {(5, 4)}


def test_urls(kinds: Any) -> None:
    check = kinds.check("unique", ["url"], {"normalize": ["scheme", "www", "trailing_slash", "fragment", "tracking", "variant"]})
    urls = ["https://e.org/a", "http://www.e.org/a/?utm_source=x#c", "https://m.e.org/a/amp", "https://e.org/A"]
    assert kinds.pairs(check, [{"url": url} for url in urls]) == {(1, 0), (2, 0)}
    own = kinds.check("unique", ["url"], {"normalize": ["tracking"]})
    assert kinds.pairs(own, [{"url": "https://e.org/a?p=1"}, {"url": "https://e.org/a?p=2"}]) == set()
    with pytest.raises(ValueError, match="normalize"):
        kinds.check("unique", ["url"], {"normalize": ["fold", "tracking"]})


def test_versions_may_stand(kinds: Any) -> None:
    check = kinds.check("unique", ["id"], {"same": ["version"]})
    records = [{"id": "7", "version": "1"}, {"id": "7", "version": "2"}, {"id": "7", "version": "2"}, {"id": "7"}, {"id": "7"}]
    assert kinds.pairs(check, records) == {(2, 1), (4, 3)}


def test_several_fields_together(kinds: Any) -> None:
    check = kinds.check("unique", ["title", "authors"])
    records = [
        {"title": "Port shut", "authors": ["A Lind"]},
        {"title": "Port shut", "authors": ["B Rao"]},
        {"title": "Port shut"},
        {"title": "PORT SHUT", "authors": ["a lind"]},
    ]
    assert kinds.pairs(check, records) == {(3, 0)}


def test_one_body_under_two_titles(kinds: Any) -> None:
    body = "The ferry line will shut the harbour route in May, it said on Monday. " * 12
    check = kinds.check("unique", ["body"], {"normalize": ["compact"], "differ": ["title"]})
    records = [
        {"title": "Ferry route to shut", "body": body},
        {"title": "FERRY route to shut", "body": body.replace(" ", "\n")},
        {"title": "Harbour loses its ferry", "body": body.upper()},
        {"title": "Ferry route to shut", "body": body},
        {"title": "A third", "body": body + "!"},
    ]
    assert kinds.pairs(check, records) == {(2, 0), (3, 2)}


def test_compact_folds_typography(kinds: Any) -> None:
    check = kinds.check("unique", ["body"], {"normalize": ["compact"]})
    one = "“It’s over – for now,” she\u00a0said. " * 30
    two = '"It\'s over - for now," she said. ' * 30
    assert kinds.pairs(check, [{"body": one}, {"body": two}, {"body": two + "x"}]) == {(1, 0)}


def test_compact_tells_letters_apart_whose_sketches_are_one(kinds: Any) -> None:
    check = kinds.check("unique", ["body"], {"normalize": ["compact"]})
    body = "The ferry line said so. " * 30
    assert kinds.pairs(check, [{"body": f"{body}à"}, {"body": f"{body}í"}, {"body": f"{body}à "}]) == {(2, 0)}


def test_a_column_that_comes_every_week(kinds: Any) -> None:
    check = kinds.check("unique", ["title"], {"within_days": 3})
    days = ["2024-05-01", "2024-05-08T10:00:00Z", "2024-05-15", "2024-05-13", "Fri, 17 May 2024 10:00:00 GMT"]
    records = [{"title": "Quote of the day", "published_at": day} for day in days]
    assert kinds.pairs(check, records) == {(3, 2), (4, 2)}
    assert kinds.pairs(check, [*records[:2], {"title": "Quote of the day"}]) == {(2, 0)}
    assert kinds.pairs(check, [{"title": "Quote of the day"}, *records[:2]]) == {(1, 0), (2, 0)}


def test_a_window_of_days_and_other_bodies(kinds: Any) -> None:
    check = kinds.check("unique", ["title"], {"within_days": 1, "differ": ["body"]})
    records = [
        {"title": "Port shut", "published_at": "2024-05-01", "body": "a"},
        {"title": "Port shut", "published_at": "2024-05-01", "body": "a"},
        {"title": "Port shut", "published_at": "2024-05-02", "body": "b"},
        {"title": "Port shut", "published_at": "2024-05-03", "body": "b"},
        {"title": "Port shut", "published_at": "2024-05-03", "body": "a"},
    ]
    assert kinds.pairs(check, records) == {(2, 0), (4, 2)}


def test_confirm_looks_at_the_texts(kinds: Any) -> None:
    check = kinds.check("unique", ["title"])
    records = [{"title": "Port shut"}, {"title": "port shut"}]
    verdict = next(iter(check.judge(_rows(check, [kinds.record(item) for item in records]))))
    assert check.confirm(verdict, kinds.record(records[1]), [kinds.record({"title": "Another"})]) is None


def _rows(check: Any, records: list[Any]) -> list[Any]:
    from newslint.kinds.base import Row

    return sorted(Row(key, 0, number, number, payload) for number, item in enumerate(records) for key, payload in check.map(item))


def test_a_huge_group_is_judged_in_one_pass(kinds: Any) -> None:
    check = kinds.check("unique", ["title"], {"within_days": 30, "differ": ["body"]})
    records = [
        {"title": "Obituaries", "body": str(n % 7), **({"published_at": f"20{n % 20:02d}-05-{n % 28 + 1:02d}"} if n % 3 else {})}
        for n in range(4000)
    ]
    verdicts = list(check.judge(_rows(check, [kinds.record(record) for record in records])))
    assert 3900 < len(verdicts) < 4000
