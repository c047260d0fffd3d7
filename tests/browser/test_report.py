"""The HTML report in a browser: filters, table, articles, keyboard, speed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Browser

TAB, ENTER, SPACE, RIGHT, END = "\ue004", "\ue007", " ", "\ue014", "\ue010"
FOCUS = "document.activeElement"

CRATES = """\
version: 1
rules:
  - id: house.crate
    title: Crates that are counted
    why: A crate that is counted in a sentence of its own is cargo, and cargo has a list of its own.
    severity: info
    fields: [body]
    kind: pattern
    params: {match: ['Crate [0-9]+']}
    message: "{field} counts {match!r}"
    examples:
      good: [{body: A crate stood on the quay.}]
      bad: [{body: Crate 7 stood on the quay.}]
"""


def data_of(path: Path) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    data: dict[str, Any] = json.loads(match[1])
    return data


def click(browser: Browser, selector: str) -> None:
    browser.js("document.querySelector(a[0]).click()", selector)


def choose(browser: Browser, select: str, text: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(browser.driver.find_element("id", select)).select_by_visible_text(text)


def test_a_report_opens_with_everything_in_it(browser: Browser, small: Path) -> None:
    browser.open(small)
    data = data_of(small)
    counted = sum(row[16] is None for row in data["findings"])
    assert browser.result().startswith(f"{counted} findings in ")
    assert len(browser.column("rule")) == 25
    assert browser.js("document.querySelectorAll('.article').length") == 8
    assert browser.js("document.querySelectorAll('.article mark').length") > 20
    assert browser.requests() == [small.as_uri(), "data:,"] or browser.requests() == []


def test_search_and_filters_narrow_the_findings(browser: Browser, small: Path) -> None:
    browser.open(small)
    data = data_of(small)
    rows = [row for row in data["findings"] if row[16] is None]
    browser.driver.find_element("id", "search").send_keys("lorem ipsum")
    browser.wait("document.getElementById('result').textContent.startsWith(a[0])", f"1 of {len(rows)} findings, in 1 record")
    assert browser.column("rule") == ["placeholder.lorem-ipsum"]
    click(browser, "#reset")
    browser.wait("document.getElementById('result').textContent.startsWith(a[0])", f"{len(rows)} findings")
    choose(browser, "field", "title")
    titles = [row for row in rows if row[3] == "title"]
    assert browser.result().startswith(f"{len(titles)} of {len(rows)} findings")
    click(browser, "[name=severity][value='0']")
    left = [row for row in titles if row[1] != 0]
    assert browser.result().startswith(f"{len(left)} of ")
    assert set(browser.column("field")) == {"title"}
    assert "error" not in browser.column("severity")


def test_bars_filter_and_the_other_plots_follow(browser: Browser, small: Path) -> None:
    browser.open(small)
    bar = "document.querySelector('.by-source .bar')"
    name, count = (
        browser.js(f"{bar}.querySelector('.name').textContent"),
        browser.js(f"{bar}.querySelector('.count').textContent"),
    )
    browser.js(f"{bar}.click()")
    assert browser.result().startswith(f"{count} of ")
    assert browser.js(f"{bar}.getAttribute('aria-pressed')") == "true"
    assert browser.js("document.getElementById('source').selectedOptions[0].text") == name
    fields = browser.js("[...document.querySelectorAll('.by-field .count')].map((count) => Number(count.textContent))")
    assert sum(fields) == int(count)
    browser.js(f"{bar}.click()")
    assert " of " not in browser.result()


def test_accepted_findings_are_shown_when_asked_for(browser: Browser, small: Path) -> None:
    browser.open(small)
    choose(browser, "status", "accepted")
    assert browser.column("rule") == ["punctuation.repeated-word"]
    note = browser.js("document.querySelector('.acceptance').textContent")
    assert note == "Accepted by an exception: agreed with the desk (until 2027-01-01)"


def test_headings_sort_the_whole_table(browser: Browser, small: Path) -> None:
    browser.open(small)
    click(browser, "[data-sort=severity]")
    assert set(browser.column("severity")[:10]) == {"error"}
    assert browser.js("document.querySelector('[data-sort=severity]').parentElement.ariaSort") == "ascending"
    click(browser, "[data-sort=severity]")
    assert set(browser.column("severity")[:10]) == {"info"}
    click(browser, "[data-sort=rule]")
    assert browser.column("rule") == sorted(browser.column("rule"))


def test_pages_turn(browser: Browser, small: Path) -> None:
    browser.open(small)
    first = browser.column("place")
    click(browser, "#table-pages [data-step=Next]")
    assert browser.column("place") != first
    assert browser.js(f"{FOCUS}.textContent") == "Next"
    click(browser, "#table-pages [data-step=Last]")
    assert browser.js("document.querySelector('#table-pages [data-step=Next]').disabled") is True
    click(browser, "#table-pages [data-step=First]")
    assert browser.column("place") == first


def test_an_article_shows_mark_note_why_and_fix(browser: Browser, small: Path) -> None:
    data = data_of(small)
    rules = [data["rules"][row[0]] for row in data["findings"]]
    number = next(
        index
        for index, row in enumerate(data["findings"])
        if rules[index]["id"] == "boilerplate.related-links" and row[14] is not None and row[16] is None
    )
    rule, row = rules[number], data["findings"][number]
    browser.open(small, f"#finding-{number}")
    assert browser.js(f"{FOCUS}.id") == f"finding-{number}"
    marked = browser.js("document.getElementById(a[0]).closest('mark').textContent", f"mark-{number}")
    assert row[12].rstrip() in marked
    note = browser.js(f"{FOCUS}.closest('.note').textContent")
    for part in (rule["title"], rule["why"], rule["help"], row[4], row[13], "Fix, "):
        assert part in note


def test_every_finding_with_a_span_has_its_number_in_the_text(browser: Browser, small: Path) -> None:
    data = data_of(small)
    browser.open(small)
    shown = set(browser.js("[...document.querySelectorAll('.occurrences > li')].map((item) => Number(item.dataset.index))"))
    placed = {index for index in shown if data["findings"][index][9] is not None}
    assert len(placed) > 20
    assert placed == set(browser.js("[...document.querySelectorAll('mark sup span')].map((span) => Number(span.id.slice(5)))"))


def test_a_link_to_a_finding_that_is_filtered_out_shows_it(browser: Browser, small: Path) -> None:
    browser.open(small)
    number = next(index for index, row in enumerate(data_of(small)["findings"]) if row[16] is not None)
    choose(browser, "field", "title")
    browser.js("location.hash = a[0]", f"#finding-{number}")
    browser.wait(f"{FOCUS}.id === a[0]", f"finding-{number}")
    assert " of " not in browser.result()


def test_keyboard_alone_is_enough(browser: Browser, small: Path) -> None:
    browser.open(small)
    browser.keys(TAB)
    assert browser.js(f"{FOCUS}.className") == "skip"
    browser.keys(ENTER)
    assert browser.js(f"{FOCUS}.id") == "findings"
    browser.keys(TAB)
    assert browser.js(f"{FOCUS}.id") == "search"
    browser.keys(*"related")
    browser.wait("document.getElementById('result').textContent.includes(' of ')")
    browser.keys(TAB, SPACE)
    assert browser.js("document.querySelector('[name=severity]').checked") is False
    browser.keys(SPACE)
    browser.js("document.querySelector('#table tbody a').focus()")
    browser.keys(ENTER)
    browser.wait(f"{FOCUS}.id.startsWith('finding-')")


def test_focus_goes_down_the_page_and_is_seen(browser: Browser, small: Path) -> None:
    browser.open(small)
    for _ in range(60):
        browser.js(f"window.before = {FOCUS}")
        browser.keys(TAB)
        assert browser.js(
            f"before === document.body || before === {FOCUS} || Boolean(before.compareDocumentPosition({FOCUS}) & Node.DOCUMENT_POSITION_FOLLOWING)"
        )
        style = f"getComputedStyle({FOCUS}.closest('.chip') ?? {FOCUS})"
        assert browser.js(f"parseFloat({style}.outlineWidth) >= 1 && {style}.outlineStyle !== 'none'")


def test_days_are_one_stop_with_arrows(browser: Browser, small: Path) -> None:
    browser.open(small)
    assert browser.js("document.querySelectorAll('.column[tabindex=\"0\"]').length") == 1
    browser.js("document.querySelector('.column').focus()")
    browser.keys(END)
    assert browser.js(f"{FOCUS} === [...document.querySelectorAll('.column')].at(-1)")
    count = int(str(browser.js(f"{FOCUS}.ariaLabel")).rsplit(": ", 1)[1].split()[0])
    browser.keys(ENTER)
    assert browser.result().startswith(f"{count} of ")
    assert browser.js(f"{FOCUS}.ariaPressed") == "true"


def test_theme_follows_the_system_and_the_button(browser: Browser, small: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = browser.open(small).js(paper)
    dark = browser.open(small, theme="dark").js(paper)
    assert light != dark
    assert browser.js("document.getElementById('theme').ariaPressed") == "true"
    click(browser, "#theme")
    assert browser.js(paper) == light
    browser.js("localStorage.clear()")


def test_hostile_text_runs_nothing(browser: Browser, reported: Callable[..., Path], tmp_path: Path) -> None:
    text = "</script><img src=x onerror='window.hit=1'><script>window.hit=1</script>\u2028\u202e${alert(1)}&lt;b&gt;\u200b"
    record = {
        "id": text,
        "title": f"{text} the the",
        "source": text,
        "body": f"{text}\nRelated Articles\n{text}",
        "published_at": "2025-03-04",
    }
    (tmp_path / "feed.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    browser.open(reported("hostile", tmp_path / "feed.jsonl", "--profile", "strict"))
    assert browser.js("window.hit") is None
    assert browser.js("document.images.length") == 0
    shown = browser.js("document.querySelector('.field.body .value').textContent")
    assert "<img src=x onerror='window.hit=1'>" in shown
    assert "U+202E" in shown
    assert "\u202e" not in browser.js("document.body.innerText")


def test_a_finding_behind_many_of_its_rule_is_found(browser: Browser, reported: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(CRATES, encoding="utf-8")
    body = "\n".join(f"Crate {number} stood on the quay." for number in range(60))
    record = {"id": "r", "title": "Cargo", "source": "Harbour Gazette " * 20, "body": body}
    (tmp_path / "feed.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    report = reported("many", tmp_path / "feed.jsonl", "--rules", tmp_path / "rules.yaml", "--select", "house.crate")
    assert len(data_of(report)["findings"]) == 60
    browser.open(report)
    assert browser.js("document.querySelectorAll('.occurrences > li').length") == 20
    browser.open(report, "#finding-59")
    assert browser.js(f"{FOCUS}.id") == "finding-59"
    assert browser.js(f"{FOCUS}.value") == 60
    assert browser.js("document.querySelector('.by-source .bar').disabled") is False


def test_five_thousand_findings_open_at_once_and_are_small(browser: Browser, large: Path) -> None:
    assert len(data_of(large)["findings"]) == 5_000
    assert large.stat().st_size < 5_000_000
    taken: list[float] = []
    for _ in range(3):
        browser.open(large)
        assert browser.result() == "5,000 findings in 2,500 records"
        taken.append(browser.js("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    assert min(taken) < 2_000  # milliseconds, from the beginning of the navigation until all is drawn
    assert browser.js("document.querySelectorAll('*').length") < 5_000


def test_five_thousand_findings_are_filtered_while_one_types(browser: Browser, large: Path) -> None:
    browser.open(large)
    browser.driver.find_element("id", "search").send_keys("urn:harbour:2499")
    browser.wait("document.getElementById('result').textContent.startsWith('2 of 5,000 findings, in 1 record')")
    click(browser, "#table tbody a")
    browser.wait(f"{FOCUS}.id.startsWith('finding-')")
    assert browser.js("document.querySelectorAll('.article').length") == 1
