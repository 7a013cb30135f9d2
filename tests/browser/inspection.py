"""Looking a page over as axe, a keyboard, a finger and a narrow screen do."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_HAS_AXE = "typeof window.axe === 'object'"
_RUN_AXE = "async () => (await window.axe.run(document, {resultTypes: ['violations']})).violations"
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

# A finger's target: the thing itself, or the label that does the same. Links in a line of text are exempt (WCAG 2.5.5).
_SMALL = """() => {
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: false});
  const big = box => box.width >= 43.5 && box.height >= 43.5;
  const inSentence = e => getComputedStyle(e).display === 'inline'
    && [...(e.closest('p, li, dd, td, label, legend, figcaption, caption, h1, h2, h3') || e.parentElement).childNodes]
      .some(n => !n.contains(e) && n.textContent.trim().length > 1);
  const out = [];
  for (const e of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')) {
    if (!shown(e) || e.closest('.skip')) continue;
    const boxes = [e, ...(e.labels || [])].map(one => one.getBoundingClientRect());
    const all = {width: Math.max(...boxes.map(b => b.width)), height: Math.max(...boxes.map(b => b.height))};
    if (!big(all) && !(e.tagName === 'A' && inSentence(e)))
      out.push(`${Math.round(all.width)}x${Math.round(all.height)} ${e.outerHTML.slice(0, 110)}`);
  }
  return out;
}"""

# WCAG 1.4.12: a reader's own style sheet. Letters of Arabic script hang together, and take no space between them.
_SPACE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; word-spacing: 0.16em !important; }
    html:not([dir=rtl]) * { letter-spacing: 0.12em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Arabic words in a line that is told to run from left to right come out in another order than they are read in.
_SCRAMBLED = """() => {
  if (document.documentElement.dir !== 'rtl') return [];
  const out = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, around = text.parentElement.closest('[dir], bdi');
    if (around && around.dir === 'ltr' && /[\\u0590-\\u08ff]/.test(text.data)) out.push(around.outerHTML.slice(0, 140));
  }
  return out;
}"""
_UNSPACE = "() => { document.adoptedStyleSheets = [] }"
_CLIPPED = """() => {
  const out = [];
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (box.width < 3 || box.height < 3 || !e.textContent.trim() || ['TEXTAREA', 'SELECT'].includes(e.tagName)) continue;
    const hides = way => ['hidden', 'clip'].includes(style[way]);
    if ((hides('overflowX') && e.scrollWidth > e.clientWidth + 2) || (hides('overflowY') && e.scrollHeight > e.clientHeight + 2))
      out.push(e.outerHTML.slice(0, 110));
  }
  return out;
}"""
_MOVES = """() => [...document.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e);
  return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0.01);
}).map(e => e.outerHTML.slice(0, 80)).slice(0, 3)"""

# Where the keyboard stands: which element of the page, and whether somebody can see it there.
_STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const ring = one => { const s = getComputedStyle(one); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
  const box = e.getBoundingClientRect();
  const near = [e, ...(e.labels || []), e.nextElementSibling].filter(Boolean);
  const at = near.map(one => one.getBoundingClientRect()).find(one => one.width > 4 && one.height > 4) || box;
  return {
    number: [...document.querySelectorAll('*')].indexOf(e),
    ring: near.some(ring),
    seen: at.width > 4 && at.height > 4 && at.bottom > 0 && at.right > 0 && at.top < innerHeight && at.left < innerWidth,
    parts: ['date', 'time', 'datetime-local', 'month', 'week'].includes(e.type) ? 8 : 1, // day, month, year, calendar
    tabindex: e.tabIndex, html: e.outerHTML.slice(0, 110), skip: e.matches('.skip'),
  };
}"""
_STOPS_MOST = 400


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one sentence each."""
    if not page.evaluate(_HAS_AXE):
        _AXE.run(page, options={"runOnly": ["document-title"]})  # brings the script
    found: list[dict[str, Any]] = page.evaluate(_RUN_AXE)
    return [f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:140]})" for one in found]


def overflow(page: Page) -> list[str]:
    """Whether something reaches beyond the screen's edge."""
    wide = page.evaluate(_WIDER)
    return [f"is wider than the screen by {wide}"] if wide else []


def scrambled(page: Page) -> list[str]:
    """Right-to-left words that are forced from left to right."""
    return [f"scrambles {one}" for one in page.evaluate(_SCRAMBLED)]


def small_targets(page: Page) -> list[str]:
    """What a finger cannot hit: less than 44 px either way."""
    return [f"a target of {one}" for one in page.evaluate(_SMALL)]


def crowded(page: Page) -> list[str]:
    """What is cut off or pushed over the edge when a reader spaces the text out (WCAG 1.4.12)."""
    before = set(page.evaluate(_CLIPPED))
    page.evaluate(_SPACE)
    faults = [f"spaced out, cuts off {one}" for one in page.evaluate(_CLIPPED) if one not in before]
    faults += [f"spaced out, {fault}" for fault in overflow(page)]
    page.evaluate(_UNSPACE)
    return faults


def moving(page: Page) -> list[str]:
    """What moves though the reader has asked that nothing does."""
    page.emulate_media(reduced_motion="reduce")
    found = page.evaluate(_MOVES)
    page.emulate_media(reduced_motion=None)
    return [f"moves: {one}" for one in found]


def keyboard(page: Page) -> list[str]:
    """What goes wrong from the first Tab to the last: unseen stops, no ring, a strange order, a trap."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0) }")
    faults: list[str] = []
    last, first, inside = -1, None, 1
    for _number in range(_STOPS_MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or stop["number"] == first:
            break
        if first is None:
            first = stop["number"]
            faults += [] if stop["skip"] else [f"the first stop is {stop['html']}"]
        what = re.sub(r"\s+", " ", stop["html"])
        if stop["number"] == last:
            inside += 1
            if inside > stop["parts"]:
                return [*faults, f"the keyboard is caught at {what}"]
            continue
        inside = 1
        faults += [] if stop["ring"] else [f"no focus ring on {what}"]
        faults += [] if stop["seen"] else [f"focus out of sight on {what}"]
        faults += [] if stop["number"] > last and stop["tabindex"] <= 0 else [f"out of order: {what}"]
        last = stop["number"]
    else:
        faults.append(f"after {_STOPS_MOST} presses of Tab there is no end")
    return faults
