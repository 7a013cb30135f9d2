"""The browser's own guards have been seen to bark."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import PHONE, Reader
from tests.browser.inspection import barriers, crowded, keyboard, moving, overflow, small_targets

_PLANTED = """<!doctype html><html lang="da"><title>x</title><main><h1>x</h1><input>
<p style="color:#aaa;background:#fff">svag skrift</p><div style="width:600px">bred</div></main></html>"""


def test_axe_and_the_narrow_screen_complain(reader: Callable[..., Reader]) -> None:
    page = reader(size=PHONE).page
    page.set_content(_PLANTED)
    said = " ".join(barriers(page))
    assert "label" in said and "color-contrast" in said
    assert overflow(page)


_HARD = """<!doctype html><html lang="da"><title>x</title><style>
  .quiet:focus { outline: none } .slow { transition: all 2s }
  .cut { inline-size: 12em; block-size: 1.2em; line-height: 1.1; overflow: hidden; white-space: nowrap; inline-size: max-content }
</style><main><h1>x</h1><p>Se <a href="#x">mere om det</a> her.</p><p><a href="#y" class="slow">Lille</a></p>
<button class="quiet" style="inline-size:60px;block-size:60px">Uden ring</button>
<button tabindex="3" style="inline-size:60px;block-size:60px">Først</button>
<button style="position:absolute;top:-90px">Uden for</button>
<button style="inline-size:60px;block-size:60px" id="trap">Fælde</button>
<div class="cut">Noget langt</div></main></html>"""


def test_fingers_keyboards_and_spaced_out_texts_complain(reader: Callable[..., Reader]) -> None:
    page = reader(size=PHONE).page
    page.set_content(_HARD)
    small = " ".join(small_targets(page))
    assert "Lille" in small and "mere om det" not in small
    assert "slow" in " ".join(moving(page))
    said = " | ".join(keyboard(page))
    assert "no focus ring on" in said and "quiet" in said
    assert "out of order" in said and "focus out of sight" in said and "the first stop is" in said
    assert any("cuts off" in one and "Noget langt" in one for one in crowded(page))
    page.evaluate("trap.addEventListener('keydown', e => e.key === 'Tab' && e.preventDefault())")
    assert any("caught" in one for one in keyboard(page))


def test_the_console_is_listened_to(reader: Callable[..., Reader]) -> None:
    someone = reader()
    someone.go("/sign-in")
    someone.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p><img src=/gone.png>')"
    )
    someone.page.wait_for_timeout(300)
    assert any("style" in said.lower() for said in someone.complaints), someone.complaints
    assert any("gone.png" in said for said in someone.complaints)
