"""A headless Chromium, and reports to open in it.  Without a Chromium and its driver on this machine the tests are skipped."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--window-size=1440,1000",
)


class Browser:
    """Chromium with a report in it.

    Attributes:
        driver: Selenium's driver.
    """

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, report: Path, fragment: str = "", *, theme: str = "light") -> Browser:
        """Open a report, in a light or a dark theme, with the logs emptied before."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
        )
        for log in ("browser", "performance"):
            self.driver.get_log(log)
        self.driver.get(report.as_uri() + fragment)
        return self

    def js(self, expression: str, *arguments: Any) -> Any:
        """The value of an expression of JavaScript; ``a`` holds the arguments."""
        return self.driver.execute_script(f"const a = arguments; return {expression};", *arguments)

    def keys(self, *keys: str) -> None:
        """Press keys where the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def wait(self, expression: str, *arguments: Any) -> None:
        """Wait until an expression is true.

        Raises:
            selenium.common.exceptions.TimeoutException: It has not become so after ten seconds.
        """
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 10, poll_frequency=0.02).until(lambda _: self.js(expression, *arguments))

    def result(self) -> str:
        """What the page says about the number of findings."""
        return str(self.js("document.getElementById('result').textContent"))

    def column(self, name: str) -> list[str]:
        """A column of the rows of the table that are shown, without the tags."""
        script = """[...document.querySelectorAll('#table tbody tr')].map((row) => {
            const cell = row.children[a[0]].cloneNode(true);
            for (const tag of cell.querySelectorAll('.tag')) tag.remove();
            return cell.textContent; })"""
        return list(self.js(script, ["severity", "rule", "message", "field", "record", "place"].index(name)))

    def complaints(self) -> list[str]:
        """What the console has been told since the report was opened."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address asked for since the report was opened."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of this machine, for as long as the context lasts; skips the test where there is none."""
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("no Chromium with its driver on this machine (on Debian: apt install chromium chromium-driver)")
    from selenium.webdriver.chrome.service import Service

    options = selenium.ChromeOptions()
    options.binary_location = binary
    for switch in SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = selenium.Chrome(options=options, service=Service(driver))
    try:
        yield Browser(started)
    finally:
        started.quit()


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(_browser: Browser) -> Iterator[Browser]:
    """A browser that has complained about nothing, and asked for nothing but the report, when the test is over."""
    yield _browser
    assert _browser.complaints() == []
    assert [address for address in _browser.requests() if not address.startswith(("file:", "data:", "about:"))] == []


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Check something, and give the report."""

    def reported(name: str, *arguments: object) -> Path:
        path = tmp_path_factory.mktemp("report") / f"{name}.html"
        report = f"html={path}"
        assert main(["check", "--isolated", "--quiet", "--format", "concise", "--report", report, *map(str, arguments)]) in {0, 1}
        return path

    return reported


@pytest.fixture(scope="session")
def small(fixtures: Path, reported: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on the faulty fixtures, with one rule's findings accepted."""
    exceptions = tmp_path_factory.mktemp("exceptions") / "exceptions.yaml"
    exceptions.write_text(
        "version: 1\nexceptions:\n"
        "  - {rule: punctuation.repeated-word, ids: [hg-2025-0311-12], reason: agreed with the desk, until: 2027-01-01}\n",
        encoding="utf-8",
    )
    return reported("small", fixtures / "faulty", "--exceptions", exceptions, "--now", "2026-11-30", "--profile", "strict")


@pytest.fixture(scope="session")
def large(reported: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with 5,000 findings in 2,500 articles of some 3 kB."""
    feed = tmp_path_factory.mktemp("feed") / "feed.jsonl"
    with feed.open("w", encoding="utf-8") as file:
        for number in range(2_500):
            paragraphs = [
                f"Berth {number + place} of the harbour was dredged on day {place}, and the pilots’ notice for vessel {number} was "
                f"changed for the {place}th time, said the harbour office in a note to ship owners and their agents."
                for place in range(14)
            ]
            paragraphs.insert(number % 14, f"The note numbered {number} was read out by the the harbour master.")
            record = {
                "id": f"urn:harbour:{number}",
                "title": f"Berth {number} of the harbour is dredged once more",
                "source": f"Harbour Gazette {number % 7}",
                "published_at": f"2025-{1 + number % 12:02}-{1 + number % 28:02}T10:00:00Z",
                "body": "\n".join([*paragraphs, "Related Articles"]),
            }
            file.write(json.dumps(record) + "\n")
    return reported("large", feed, "--select", "punctuation.repeated-word,boilerplate.related-links")
