"""Finding every text that is said to people, and who it is said to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.extract import extract as extract_messages
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[2]
PUBLIC, DESK = "public", "desk"
PARTS = (PUBLIC, DESK)
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
_USES = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s*["']([^"']+)["']""")
_DESK_SHELL = "shell/desk.html"
_DESK_FOLDERS = ("panels/", "desk/", "messages_desk/")
_DESK_ROOMS = ("mentors/desk/", "mentors/tasks/")


@dataclass(slots=True)
class Text:
    """One text of the house: its Danish words, its plural if it counts something, and where it is said."""

    msgid: str
    plural: str | None = None
    part: str = PUBLIC
    places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts_sometimes: bool = False  # said both with and without a number: one of the two must change


def find_texts(root: Path = ROOT) -> dict[str, Text]:
    """Every text in Python files and templates, by its Danish words. Said to both parts, it is public."""
    texts: dict[str, Text] = {}
    for place, part, messages in _found(root):
        for line, message, notes in messages:
            msgid, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
            if not msgid:
                continue
            text = texts.setdefault(msgid, Text(msgid, plural, part))
            text.counts_sometimes |= text.plural != plural
            text.plural = text.plural or plural
            text.part = part if part == PUBLIC else text.part
            text.places.append(f"{place}:{line}")
            text.notes += [note for note in notes if note not in text.notes]
    return dict(sorted(texts.items()))


def _found(root: Path) -> Iterator[tuple[str, str, list[Any]]]:
    for path in sorted((root / "mentors").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(("mentors/migrations/", "mentors/i18n/")):
            yield name, part_of_python(name), _in_python(path.read_bytes())
    templates = {
        path.relative_to(root / "templates").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "templates").rglob("*"))
        if path.suffix in (".html", ".txt")
    }
    desk = desk_templates(templates)
    for name, source in templates.items():
        yield f"templates/{name}", DESK if name in desk else PUBLIC, _in_template(source)


def _in_python(source: bytes) -> list[Any]:
    found = extract_messages("python", io.BytesIO(source), KEYWORDS, ["i18n:"], {"encoding": "utf-8"})
    return [(line, message, notes) for line, message, notes, _context in found]


def _in_template(source: str) -> list[Any]:
    options = {"encoding": "utf-8", "trimmed": "true", "silent": "false"}
    found = babel_extract(io.BytesIO(source.encode()), tuple(KEYWORDS), ["i18n:"], options)
    return [(line, _literal(function, message), notes) for line, function, message, notes in found]


def _literal(function: str, message: Any) -> Any:
    """A template's call as Babel's own extractor would give it: only the texts, not the number."""
    if not isinstance(message, tuple):
        return message
    return (message[0], message[1]) if function.endswith("ngettext") else message[0]


def part_of_python(name: str) -> str:
    """Which part a Python file's texts belong to, by its path from the root."""
    return DESK if name.endswith("_desk.py") or name.startswith(_DESK_ROOMS) else PUBLIC


def desk_templates(templates: Mapping[str, str]) -> set[str]:
    """The templates only staff see: the desk's folders, what stands in its shell, and what only those use."""
    uses = {name: set(_USES.findall(source)) for name, source in templates.items()}
    desk = {name for name in templates if name.startswith(_DESK_FOLDERS) or name == _DESK_SHELL}
    while True:
        inside = {name for name, used in uses.items() if any(_extends(templates[name], one) for one in used & desk)}
        users = {name: {user for user, used in uses.items() if name in used} for name in templates}
        only_there = {name for name, by in users.items() if by and by <= desk}
        if inside | only_there <= desk:
            return desk
        desk |= inside | only_there


def _extends(source: str, parent: str) -> bool:
    return bool(re.search(r"""\{%-?\s*extends\s*["']""" + re.escape(parent), source))
