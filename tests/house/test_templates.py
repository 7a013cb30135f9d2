"""Templates compile, are small, are used, and are named after the view that shows them."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from tests.house.checks.templates import faults_in_template, faults_in_views, used_templates


def sources(root: Path) -> dict[str, str]:
    folder = root / "templates"
    files = [path for path in folder.rglob("*") if path.suffix in (".html", ".txt")]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(files)}


def test_every_template_compiles(house: Flask, root: Path) -> None:
    for name in sources(root):
        house.jinja_env.get_template(name)


def test_templates_are_small_and_plain(root: Path) -> None:
    faults = [fault for name, source in sources(root).items() for fault in faults_in_template(name, source)]
    assert not faults, "\n" + "\n".join(faults)


def test_a_page_is_named_after_its_view(root: Path) -> None:
    faults = [
        fault
        for path in sorted((root / "mentors").glob("*/views*.py"))
        for fault in faults_in_views(path.parent.name, f"{path.parent.name}/{path.name}", path.read_text())
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_no_template_is_left_over(root: Path) -> None:
    templates = sources(root)
    used = {name for source in templates.values() for name in used_templates(source)}
    python = "\n".join(path.read_text() for path in (root / "mentors").rglob("*.py"))
    used |= set(re.findall(r"""["']([\w/]+\.(?:html|txt))["']""", python))
    kinds = set(re.findall(r"""["']([\w]+/[\w]+)["']""", python))
    open_rooms = set(re.findall(r"""f["'](\w+)/\{""", python))  # kinds chosen while running
    kinds |= {"/".join(name.split("/")[1:3]) for name in templates if name.split("/")[1] in open_rooms}
    used |= {f"messages/{kind}/{part}.txt" for kind in kinds for part in ("sms", "subject", "body")}
    left = [name for name in templates if name not in used and not name.startswith("errors/")]
    assert not left, f"nobody uses {', '.join(left)}"
