"""The browser's own guards have been seen to bark."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import PHONE, Reader
from tests.browser.inspection import barriers, overflow

_PLANTED = """<!doctype html><html lang="da"><title>x</title><main><h1>x</h1><input>
<p style="color:#aaa;background:#fff">svag skrift</p><div style="width:600px">bred</div></main></html>"""


def test_axe_and_the_narrow_screen_complain(reader: Callable[..., Reader]) -> None:
    page = reader(size=PHONE).page
    page.set_content(_PLANTED)
    said = " ".join(barriers(page))
    assert "label" in said and "color-contrast" in said
    assert overflow(page)


def test_the_console_is_listened_to(reader: Callable[..., Reader]) -> None:
    someone = reader()
    someone.go("/sign-in")
    someone.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p><img src=/gone.png>')"
    )
    someone.page.wait_for_timeout(300)
    assert any("style" in said.lower() for said in someone.complaints), someone.complaints
    assert any("gone.png" in said for said in someone.complaints)
