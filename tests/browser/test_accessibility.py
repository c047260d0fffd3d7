"""What a screen reader is told, and what can be made out: the browser's own accessibility tree, and computed contrast."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Browser

CONTROLS = {"button", "link", "checkbox", "combobox", "searchbox", "textbox", "Date", "DisclosureTriangle"}

CONTRAST = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
      if (colour[3] > 0) throw new Error(`a background that is half transparent: ${at.className}`);
    }
    return [255, 255, 255];
  };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION'].includes(element.tagName) || !element.checkVisibility()) continue;
    if (element.closest(':disabled')) continue;
    const style = getComputedStyle(element);
    const [one, other] = [luminance(rgb(style.color)), luminance(ground(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} ${element.className} ${node.data.trim().slice(0, 40)}`);
  }
  return [...new Set(bad)];
})()"""


@pytest.fixture
def tree(browser: Browser, small: Path) -> list[dict[str, Any]]:
    """Every element that a screen reader is told of, with its role and name."""
    browser.open(small)
    browser.js("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    nodes = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "properties": {item["name"]: item["value"].get("value") for item in node.get("properties", ())},
        }
        for node in nodes
        if not node.get("ignored")
    ]


def test_every_control_has_a_name(tree: list[dict[str, Any]]) -> None:
    controls = [node for node in tree if node["role"] in CONTROLS]
    assert len(controls) > 80
    assert [node for node in controls if not node["name"].strip()] == []


def test_landmarks_are_there(tree: list[dict[str, Any]]) -> None:
    roles = [node["role"] for node in tree]
    for landmark in ("banner", "main", "contentinfo", "search"):
        assert roles.count(landmark) == 1
    names = [node["name"] for node in tree if node["role"] == "navigation"]
    assert names == ["Parts of the report", "Pages of the table", "Pages of articles"]
    regions = [node["name"] for node in tree if node["role"] == "region"]
    assert {"Overview", "Findings", "Articles", "By rule", "By source", "By field"} <= set(regions)


def test_headings_descend_one_step_at_a_time(tree: list[dict[str, Any]]) -> None:
    levels = [node["properties"]["level"] for node in tree if node["role"] == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for above, below in pairwise(levels):
        assert below <= above + 1


def test_table_is_one(tree: list[dict[str, Any]]) -> None:
    roles = [node["role"] for node in tree]
    assert roles.count("columnheader") >= 6
    assert roles.count("row") > 25
    assert any(node["role"] == "table" and node["name"].startswith("Findings, a page at a time") for node in tree)
    assert any(node["role"] == "status" and node["properties"].get("live") == "polite" for node in tree)


def test_marks_are_described_by_their_findings(browser: Browser, small: Path) -> None:
    browser.open(small)
    assert browser.js(
        "[...document.querySelectorAll('mark a')].every((a) => document.getElementById(a.getAttribute('aria-describedby')))"
    )
    assert browser.js(
        "new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size === document.querySelectorAll('[id]').length"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_made_out(browser: Browser, small: Path, theme: str) -> None:
    browser.open(small, theme=theme)
    browser.js("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert browser.js(CONTRAST) == []


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_runs_out_of_the_window(browser: Browser, small: Path, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.open(small)
        assert browser.js("document.documentElement.scrollWidth") <= width
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_paper_gets_the_content_without_the_controls(browser: Browser, small: Path) -> None:
    browser.open(small, theme="dark")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = "[...document.querySelectorAll(a[0])].some((element) => element.checkVisibility())"
        assert not any(browser.js(shown, selector) for selector in ("#filters", "#theme", ".pages", ".masthead nav"))
        assert all(browser.js(shown, selector) for selector in (".tiles", ".plots", "#table", ".article mark", ".why"))
        assert browser.js("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert browser.js(CONTRAST) == []
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
