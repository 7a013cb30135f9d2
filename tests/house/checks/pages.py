"""What must be true of every page, read from its HTML alone."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

_UNFINISHED = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}|\{%|\bUndefined\b|⟦|⟧")


def faults_of_page(html: str, language: str | None = None) -> list[str]:
    """Everything wrong with a page, one plain sentence each."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        *_frame(soup, language),
        *_ids(soup),
        *_labels(soup),
        *_forms(soup),
        *_inline(soup),
        *_text(soup),
    ]


def _frame(soup: BeautifulSoup, language: str | None) -> list[str]:
    faults = []
    root = soup.find("html")
    if not isinstance(root, Tag) or not root.get("lang") or root.get("dir") not in ("ltr", "rtl"):
        return ["<html> must say its lang and dir"]
    if language and root["lang"] != language:
        faults.append(f"is in {root['lang']}, not in {language}")
    if (root["lang"] in ("ar", "fa", "ps", "ur", "ckb")) != (root["dir"] == "rtl"):
        faults.append(f"lang {root['lang']} with dir {root['dir']}")
    if not soup.title or not soup.title.get_text().strip():
        faults.append("has no title")
    if len(headings := soup.find_all("h1")) != 1:
        faults.append(f"has {len(headings)} h1 headings, not one")
    elif not headings[0].get_text().strip():
        faults.append("has an empty h1")
    if len(soup.find_all("main")) != 1:
        faults.append("has not exactly one <main>")
    return faults


def _ids(soup: BeautifulSoup) -> list[str]:
    ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    faults = [f"has the id {name!r} {count} times" for name, count in ids.items() if count > 1]
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in soup.find_all(attrs={attribute: True}):
            value = tag[attribute]
            for name in value if isinstance(value, list) else str(value).split():
                if name not in ids:
                    faults.append(f"{attribute}={name!r} points at nothing")
    for tag in soup.find_all("a", href=re.compile("^#.")):
        if str(tag["href"])[1:] not in ids:
            faults.append(f"the link {tag['href']} points at nothing on the page")
    return faults


def _labels(soup: BeautifulSoup) -> list[str]:
    named = {str(tag["for"]) for tag in soup.find_all("label", attrs={"for": True}) if tag.get_text().strip()}
    faults = []
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        wrapped = field.find_parent("label")
        says = wrapped is not None and wrapped.get_text().strip()
        if not (field.get("id") in named or field.get("aria-label") or field.get("aria-labelledby") or says):
            faults.append(f"the field {field.get('name')!r} has no label")
    for tag in soup.find_all(["button", "a"]):
        words = tag.get_text().strip() or tag.get("aria-label") or tag.get("title")
        pictures = [image.get("alt") for image in tag.find_all("img")] + [t.get_text() for t in tag.find_all("title")]
        if not words and not any(pictures):
            faults.append(f"a {tag.name} without words: {str(tag)[:80]}")
    faults += [
        f"an image without alt: {image.get('src')}" for image in soup.find_all("img") if not image.has_attr("alt")
    ]
    return faults


def _forms(soup: BeautifulSoup) -> list[str]:
    faults = []
    for form in soup.find_all("form"):
        if str(form.get("method", "get")).lower() == "post" and not form.find("input", attrs={"name": "csrf_token"}):
            faults.append(f"the form to {form.get('action') or 'this page'} has no csrf_token")
        if not form.find(["button", "input"], attrs={"type": "submit"}) and not form.find("button", type=False):
            faults.append(f"the form to {form.get('action') or 'this page'} has no button")
    return faults


def _inline(soup: BeautifulSoup) -> list[str]:
    faults = [f"has a style attribute on <{tag.name}>" for tag in soup.find_all(style=True)]
    faults += ["has a <style> element" for _ in soup.find_all("style")]
    faults += ["has an inline <script>" for tag in soup.find_all("script") if not tag.get("src")]
    for tag in soup.find_all(True):
        faults += [f"has the handler {name} on <{tag.name}>" for name in tag.attrs if name.startswith("on")]
        if str(tag.get("href") or "").lower().startswith("javascript:"):
            faults.append("has a javascript: address")
    for tag in soup.find_all(["script", "link", "img", "iframe"]):
        address = str(tag.get("src") or tag.get("href") or "")
        if address.startswith(("http:", "https:", "//")):
            faults.append(f"loads {address} from another site")
    return faults


def _text(soup: BeautifulSoup) -> list[str]:
    text = (soup.body or soup).get_text(" ")
    faults = [f"shows unfinished text: {found!r}" for found in sorted(set(_UNFINISHED.findall(text)))]
    root = soup.find("html")  # in English it is a word
    if not (isinstance(root, Tag) and root.get("lang") == "en") and re.search(r"(^|[\s(:])None([\s,.)]|$)", text):
        faults.append("shows the word None")
    if re.search(r"<(?:mentors|flask)[\w. ]+ (?:object|at 0x)", text):
        faults.append("shows a Python object")
    return faults
