"""A real browser over the running house. Without Chromium these tests are skipped, unless REQUIRE_BROWSER=1."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from mentors.kit.db import db
from tests.seeded import Town, kept_town, seeded

__all__ = ["kept_town", "seeded"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-gpu"]
PHONE, TABLET, DESK, NARROW = (390, 844), (768, 1024), (1280, 900), (320, 700)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that is on this machine; nothing is ever downloaded."""
    named = os.environ.get("CHROME_BIN")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, and there is no Chromium: install it, or name it in CHROME_BIN", pytrace=False)
    if found is None:
        pytest.skip("there is no Chromium on this machine (CHROME_BIN names one); journeys were not walked")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


class _Silent(WSGIRequestHandler):
    def log(self, *_args: Any) -> None:
        """Say nothing: the tests do the talking."""


@pytest.fixture(scope="session")
def address(house: Flask) -> Iterator[str]:
    """The house, served on a port of its own in this process: same data, same stopped clock."""
    server = make_server("127.0.0.1", 0, house, threaded=True, request_handler=_Silent)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


@dataclass
class Reader:
    """Somebody at a screen. What the browser complains about is kept in `complaints`."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str]

    def go(self, path: str) -> Page:
        """Open an address of the house; what the test has arranged is committed first.

        (An open transaction of the test's own would hold SQLite's one pen while the server waits for it.)
        """
        db.session.commit()
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.page

    def sign_in(self, path: str) -> Page:
        """Follow a sign-in link and press its button."""
        page = self.go(path)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        return page

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.fixture
def reader(
    app: Flask, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Reader]]:
    """A new person at a screen each time it is called: `reader(size=PHONE, javascript=False)`."""
    monkeypatch.setitem(app.config, "BASE_URL", address)
    opened: list[BrowserContext] = []

    def sit_down(size: tuple[int, int] = DESK, javascript: bool = True, language: str = "da") -> Reader:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript, locale=language
        )
        context.set_default_timeout(60_000)  # for what hangs: a busy machine may take long over a page
        opened.append(context)
        someone = Reader(context.new_page(), context, address, [])
        _listen(someone)
        return someone

    yield sit_down
    for context in opened:
        context.close()


def _listen(someone: Reader) -> None:
    def console(message: ConsoleMessage) -> None:
        # A page that answers 404 on purpose is said in the console too; what matters is what it loads.
        if message.type == "error" and "Failed to load resource" not in message.text:
            someone.complaints.append(f"console: {message.text}")

    def response(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            someone.complaints.append(f"{answer.url} answers {answer.status}")
        if not answer.url.startswith((someone.address, "data:")):
            someone.complaints.append(f"loads {answer.url} from another site")

    someone.page.on("console", console)
    someone.page.on("pageerror", lambda error: someone.complaints.append(f"script: {error}"))
    someone.page.on("response", response)


@pytest.fixture
def signed_in(reader: Callable[..., Reader], seeded: Town) -> Callable[..., Reader]:
    """A persona of the demo town at a screen, signed in."""

    def sit_down(persona: str, **kwargs: Any) -> Reader:
        someone = reader(**kwargs)
        someone.sign_in(seeded.sign_in_path(persona))
        return someone

    return sit_down
