#!/usr/bin/env python3
"""Take the pictures of the HTML report that stand in the documentation: a Chromium and its driver have to be installed.

    screenshots.py [--keep PATH]

The report is made of the faulty fixtures and of articles of ``benchmarks/generate.py``, which has some faults in every hundred articles.
The pictures show the overview and the findings in a light theme, and an article in a dark one.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WIDTH = 1280
ARTICLES = 6_000
LARGEST = 300_000
"""Bytes of a picture at most."""

TOP = "scrollTo(0, 0)"
ARTICLE = """
document.getElementById('search').value = 'ferry-strike';
document.getElementById('search').dispatchEvent(new Event('input', { bubbles: true }));
"""


def report(folder: Path) -> Path:
    """Make the report, and give its path.

    Raises:
        SystemExit: newslint ends with anything but 1.
    """
    program = os.path.join(sysconfig.get_path("scripts"), "newslint")
    feed = folder / "generated.jsonl"
    generate = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "--count", str(ARTICLES), "--out", str(feed)]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(ROOT / "fixtures" / "faulty", folder / "faulty")
    command = [program, "check", "--isolated", "--quiet", "generated.jsonl", "faulty", "--report", "html=report.html"]
    run = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    if run.returncode != 1:
        sys.exit(f"screenshots: newslint ended with {run.returncode}")
    return folder / "report.html"


def chromium() -> Any:
    """A driver of the Chromium of this machine.

    Raises:
        SystemExit: There is none.
    """
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        sys.exit("screenshots: no Chromium with its driver on this machine (on Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for switch in ("--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(switch)
    return webdriver.Chrome(options=options, service=Service(driver))


def picture(driver: Any, path: Path, height: int, theme: str, prepare: str, anchor: str | None) -> None:
    """Write a picture of the window.

    Args:
        driver: A browser that shows the report.
        path: The file to write.
        height: Pixels of the window, which is the picture.
        theme: ``light`` or ``dark``.
        prepare: Script to run before.
        anchor: Id of the element that is to stand at the top, or None for the top of the page.

    Raises:
        SystemExit: The picture is too large for the documentation.
    """
    metrics = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    driver.execute_script(prepare)
    driver.execute_async_script("setTimeout(arguments[0], 500)")
    if anchor is not None:
        driver.execute_script("document.getElementById(arguments[0]).scrollIntoView()", anchor)
    data = base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
    if len(data) > LARGEST:
        sys.exit(f"screenshots: {path.name} would have {len(data):,} bytes; {LARGEST:,} are the limit")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    print(f"screenshots: wrote {path.relative_to(ROOT)}, {len(data):,} bytes")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", metavar="PATH", help="keep the report, too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newslint-") as folder:
        made = report(Path(folder))
        if args.keep:
            shutil.copyfile(made, args.keep)
        driver = chromium()
        try:
            driver.get(made.as_uri())
            picture(driver, IMAGES / "report-light.png", 1420, "light", TOP, None)
            picture(driver, IMAGES / "report-dark.png", 1120, "dark", ARTICLE, "articles")
        finally:
            driver.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
