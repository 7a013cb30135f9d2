"""`flask i18n extract|update|missing|fill|check|compile|stats`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mentors.core import clock
from mentors.i18n import catalogues
from mentors.i18n.faults import plural_forms
from mentors.i18n.glossary import faults_in_glossary, faults_in_terms, read_glossary, terms_nobody_says
from mentors.i18n.sources import PARTS, ROOT, find_texts
from mentors.kit.speech import reviews

_LANGUAGE = click.argument("code", metavar="LANGUAGE", type=click.Choice(catalogues.TRANSLATED))


@click.group("i18n")
def i18n() -> None:
    """The house's texts and their translations."""


@i18n.command("extract")
def extract() -> None:
    """Write translations/public.pot and desk.pot from the sources."""
    texts = find_texts()
    catalogues.write_templates(texts)
    for part in PARTS:
        click.echo(f"{part}: {sum(text.part == part for text in texts.values())} texts")


@i18n.command("update")
def update() -> None:
    """Bring every language's files in step with the sources; translations are kept."""
    texts = find_texts()
    catalogues.write_templates(texts)
    for code in catalogues.TRANSLATED:
        catalogues.update(texts, code)
        click.echo(f"{code}: {len(catalogues.missing(code))} texts to translate")


@i18n.command("missing")
@_LANGUAGE
@click.option("--limit", type=int, default=None, help="At most so many texts.")
def missing(code: str, limit: int | None) -> None:
    """Print what a language lacks, as JSON for `fill`: fill in each empty text or list of plural forms."""
    catalogues.update(find_texts(), code)
    forms = plural_forms(code)[0]
    wanted = catalogues.missing(code)[:limit]
    blank = {entry.msgid: [""] * forms if entry.msgid_plural else "" for entry in wanted}
    click.echo(json.dumps(blank, ensure_ascii=False, indent=1))
    plurals = {entry.msgid: entry.msgid_plural for entry in wanted if entry.msgid_plural}
    if plurals:
        click.echo(f"{code} has {forms} plural forms: {plural_forms(code)[1]}", err=True)
        for one, many in plurals.items():
            click.echo(f"  {one!r} / {many!r}", err=True)


@i18n.command("fill")
@_LANGUAGE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fill(code: str, file: Path) -> None:
    """Take translations from a JSON file, {Danish: text or [plural forms]}. Empty ones are left out."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise click.ClickException(f"{file} is not JSON: {problem}") from problem
    if not isinstance(given, dict):
        raise click.ClickException(f"{file} must hold one object: {{Danish: translation}}")
    catalogues.update(find_texts(), code)
    done, faults = catalogues.fill(code, {msgid: said for msgid, said in given.items() if _is_said(said)})
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"{code}: {done} filled in, {len(faults)} refused, {len(catalogues.missing(code))} still missing")
    if faults:
        raise SystemExit(1)


def _is_said(said: Any) -> bool:
    return any(said) if isinstance(said, list) else said != ""


@i18n.command("check")
def check() -> None:
    """Say everything that is wrong with the released languages; fails where anything is."""
    texts = find_texts()
    faults = catalogues.faults_in_sources(texts)
    words = read_glossary(catalogues.TRANSLATIONS / "glossary.toml")
    faults += faults_in_glossary(words, catalogues.TRANSLATED) + terms_nobody_says(words, texts)
    for code in catalogues.RELEASED:
        faults += catalogues.faults_of(code, texts)
        faults += [f"{code}: {fault}" for fault in faults_in_terms(words, code, catalogues.all_said(code))]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(texts)} texts, {len(faults)} faults")
    if faults:
        raise SystemExit(1)


@i18n.command("compile")
def compile_() -> None:
    """Compile every language, for installations whose files may not be written."""
    for path in catalogues.compile_all():
        click.echo(path.relative_to(ROOT))


@i18n.command("reviewed")
@_LANGUAGE
@click.option("--by", default="", help="Who has read it: a role or initials.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day; without it, unread again.")
@click.option("--what", default="", help="What was read, where it was not everything: 'SMS, my contact'.")
def reviewed(code: str, by: str, on: datetime | None, what: str) -> None:
    """Write down that a native speaker has read a language as people meet it."""
    if on is not None and not by.strip():
        raise click.ClickException("say who has read it: --by 'interpreter, Demoby'")
    if on is not None and on.date() > clock.today():
        raise click.ClickException("the day has not come yet")
    catalogues.note_review(code, by.strip(), on.date() if on else None, what.strip())
    click.echo(f"{code}: {'read by ' + by.strip() if on else 'not reviewed'}")


@i18n.command("stats")
def stats() -> None:
    """How much of each language is there, and whether a native speaker has read it."""
    read_by = reviews()
    for code in catalogues.TRANSLATED:
        lacks = len(catalogues.missing(code))
        whole = sum(len(catalogues.read(code, part)) for part in catalogues.parts_of(code))
        read = "read by a native speaker" if read_by.get(code, {}).get("reviewed") else "not reviewed"
        shown = "" if code in catalogues.RELEASED else ", not shown yet"
        click.echo(f"{code}: {whole - lacks} of {whole} texts, {read}{shown}")
