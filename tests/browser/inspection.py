"""Looking a page over as axe and a narrow screen do."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_WIDER = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const rtl = document.documentElement.dir === 'rtl';
  const out = [...document.querySelectorAll('body *')].find(e => {
    const box = e.getBoundingClientRect();
    return box.width && (rtl ? box.left < -1 : box.right > document.documentElement.clientWidth + 1);
  });
  return `${wide}px, such as <${out ? out.tagName.toLowerCase() + '.' + out.className : '?'}>`;
}"""


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one sentence each."""
    found: list[dict[str, Any]] = _AXE.run(page).response["violations"]
    return [f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:140]})" for one in found]


def overflow(page: Page) -> list[str]:
    """Whether something reaches beyond the screen's edge."""
    wide = page.evaluate(_WIDER)
    return [f"is wider than the screen by {wide}"] if wide else []
