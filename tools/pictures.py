"""Take the pictures of pages that the documents show, anew: `tools/pictures.py`.

It makes the demo's record in a folder of its own, serves it, signs in as one of its people, and
takes *My line of sight* in light and in dark. It needs Chromium (`tools/need-chromium`).
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PERSON = "wen.li@halvorsen-water.example"
WIDTH, HEIGHT = 1200, 860
LARGEST = 300_000  # bytes


def main() -> None:
    """Write docs/images/line-light.png and line-dark.png."""
    chromium = subprocess.run(
        [ROOT / "tools" / "need-chromium"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with TemporaryDirectory() as folder:
        command = Path(sys.executable).with_name("lineofsight")
        process = subprocess.Popen(
            [command, "demo", "--out", folder, "--no-open", "--port", "8765"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            if process.stdout is None:
                raise RuntimeError("it was asked to print here")
            address, phrase = printed(process.stdout)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium)
                for scheme in ("light", "dark"):
                    take(browser, address, phrase, scheme)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def printed(lines: IO[str]) -> tuple[str, str]:
    """Read what the demo prints, up to its address; return that and the password."""
    phrase = ""
    for line in lines:
        found = re.search(r"with the password (\S+) as", line)
        phrase = found[1] if found else phrase
        found = re.search(r"at (http://localhost:\d+)\.", line)
        if found:
            return found[1], phrase
    raise RuntimeError("The demo ended before it said where it is.")


def take(browser: Browser, address: str, phrase: str, scheme: str) -> None:
    """Sign in and take the first page."""
    page = browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        device_scale_factor=1,
    )
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=login]", PERSON)
    page.fill("input[name=password]", phrase)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    page.wait_for_load_state("networkidle")
    path = IMAGES / f"line-{scheme}.png"
    page.screenshot(path=path)
    page.close()
    size = path.stat().st_size
    if size > LARGEST:
        raise RuntimeError(f"{path.name} has {size} bytes, more than {LARGEST}.")
    print(f"docs/images/{path.name} written, {size // 1000} kB")


if __name__ == "__main__":
    main()
