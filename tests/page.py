"""A page as a person meets it: headings, links, and forms that are filled in as they were shown."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from mentors.kit.db import db


class Page:
    def __init__(self, visitor: Visitor, response: Any, path: str) -> None:
        self.visitor, self.response, self.path = visitor, response, path
        self.status: int = response.status_code
        self.html: str = response.get_data(as_text=True) if "text" in (response.mimetype or "") else ""

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    def __repr__(self) -> str:
        return f"<{self.status} {self.path}: {self.text[:600]}>"

    @property
    def text(self) -> str:
        """Everything there is to read, blanks folded."""
        return " ".join((self.soup.body or self.soup).get_text(" ").split())

    @property
    def heading(self) -> str:
        found = self.soup.find("h1")
        return " ".join(found.get_text(" ").split()) if found else ""

    @property
    def errors(self) -> list[str]:
        return [" ".join(e.get_text(" ").split()) for e in self.soup.select(".form-error-message")]

    def says(self, words: str) -> bool:
        return words in self.text

    def links(self) -> dict[str, str]:
        return {" ".join(a.get_text(" ").split()): str(a["href"]) for a in self.soup.find_all("a", href=True)}

    def click(self, words: str) -> Page:
        """Follow the link whose words these are, or begin or end with."""
        for label, href in self.links().items():
            if label == words or words in label:
                return self.visitor.get(urljoin(self.path, href))
        raise AssertionError(f"no link says {words!r}; there are {sorted(self.links())}")

    def form(self, button: str | None = None) -> Form:
        """The form with a button of these words, the main area's first; without words, its first one."""
        forms = [*self.soup.select("main form"), *self.soup.find_all("form")]
        for form in forms:
            for pressed in form.find_all("button"):
                if (
                    button is None
                    or button in " ".join(pressed.get_text(" ").split())
                    or button == pressed.get("value")
                ):
                    return Form(self, form, pressed)
        raise AssertionError(f"no form with the button {button!r} on {self!r}")

    def press(self, button: str, **values: Any) -> Page:
        """Fill in the form that has this button, and press it."""
        return self.form(button).fill(**values).submit()


class Form:
    """A form as it was shown; a name that is not on it cannot be filled in."""

    def __init__(self, page: Page, tag: Tag, button: Tag) -> None:
        self.page, self.tag = page, tag
        self.values: list[tuple[str, str]] = _shown(tag)
        if button.get("name"):
            self.values.append((str(button["name"]), str(button.get("value", ""))))

    def names(self) -> set[str]:
        return {str(field["name"]) for field in self.tag.find_all(["input", "select", "textarea"]) if field.get("name")}

    def fill(self, **values: Any) -> Form:
        for name, value in values.items():
            shown = name if name in self.names() else name.replace("__", "-")
            assert shown in self.names(), f"the form has no field {name!r}; it has {sorted(self.names())}"
            self.values = [pair for pair in self.values if pair[0] != shown]
            if value is True:
                value = self.tag.find(attrs={"name": shown}).get("value", "y")  # type: ignore[union-attr]
            if value is not None and value is not False:
                many = value if isinstance(value, (list, tuple, set)) else [value]
                self.values += [(shown, str(one)) for one in many]
        return self

    def submit(self) -> Page:
        action = urljoin(self.page.path, str(self.tag.get("action") or self.page.path))
        data: dict[str, list[str]] = {}
        for name, value in self.values:
            data.setdefault(name, []).append(value)
        if str(self.tag.get("method", "get")).lower() == "get":
            return self.page.visitor.get(action, query_string=data)
        return self.page.visitor.post(action, data=data)


def _shown(form: Tag) -> list[tuple[str, str]]:
    values: list[tuple[str, str]] = []
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if not name:
            continue
        if field.name == "select":
            chosen = field.find_all("option", selected=True)
            if not chosen and not field.has_attr("multiple"):
                chosen = field.find_all("option")[:1]
            values += [(name, str(option.get("value", option.text))) for option in chosen]
        elif field.name == "textarea":
            values.append((name, field.text.removeprefix("\n")))
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                values.append((name, str(field.get("value", "on"))))
        elif field.get("type") not in ("submit", "button"):
            values.append((name, str(field.get("value", ""))))
    return values


class Visitor:
    """Somebody with a browser. Follows redirects as a browser does.

    Each request runs in an empty context, as it would in the server, and what the test has arranged is
    committed first; so the test's own objects are read anew afterwards.
    """

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **kwargs: Any) -> Page:
        return self._ask(self.client.get, path, kwargs)

    def post(self, path: str, **kwargs: Any) -> Page:
        return self._ask(self.client.post, path, kwargs)

    def _ask(self, method: Callable[..., Any], path: str, kwargs: dict[str, Any]) -> Page:
        db.session.commit()
        response = Context().run(lambda: method(path, follow_redirects=True, **kwargs))
        return self._arrive(response)

    def _arrive(self, response: Any) -> Page:
        parts = urlsplit(response.request.url)
        return Page(self, response, parts.path + (f"?{parts.query}" if parts.query else ""))
