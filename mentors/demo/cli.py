"""The demo town's own commands: refused in any other town."""

from __future__ import annotations

import re
from pathlib import Path

import click
from flask import current_app

from mentors.accounts import commands as accounts
from mentors.accounts import queries as account_queries
from mentors.accounts.models import Account
from mentors.demo import personas, seed
from mentors.kit.db import transaction
from mentors.kit.links import address
from mentors.people.queries import find_by_way


def _demo_only() -> None:
    if not current_app.config["DEMO_TOWN"]:
        raise click.ClickException("only in a demo town (DEMO_TOWN=1)")


@click.command("demo")
def demo() -> None:
    """Fill an empty database with the demo town."""
    _demo_only()
    seed.fill()


def persona_link(name: str) -> str:
    """A fresh sign-in link for one of the demo town's people. Commits."""
    with transaction():
        return address(accounts.sign_in_link(_persona_account(name)).ref)


def _persona_account(name: str) -> Account:
    if name in personas.STAFF:
        found = account_queries.find_staff(personas.STAFF[name])
        if found is not None:
            return found
    elif name in personas.PEOPLE:
        person = find_by_way(None, email=personas.PEOPLE[name])
        if person is not None:
            return accounts.account_for(person)
    raise click.ClickException(f"there is no {name!r} here; there are: {', '.join(personas.NAMES)}")


@click.command("persona")
@click.argument("name")
def persona(name: str) -> None:
    """Print a one-time sign-in link for a persona of the demo town."""
    _demo_only()
    click.echo(persona_link(name))


@click.command("move-clock")
@click.argument("by")
def move_clock(by: str) -> None:
    """Let the demo town's time jump: `7d`, `12h`, or `now` to come back to the present."""
    _demo_only()
    file = Path(current_app.config["CLOCK_FILE"])
    if by == "now":
        file.unlink(missing_ok=True)
        click.echo("the demo town is back in the present")
        return
    found = re.fullmatch(r"(\d{1,4})([dh])", by)
    if not found:
        raise click.ClickException("say how far, such as 7d or 12h, or now")
    seconds = int(found[1]) * {"d": 86400, "h": 3600}[found[2]]
    before = int(file.read_text()) if file.exists() else 0
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(before + seconds))
    click.echo(f"the demo town is now {(before + seconds) / 86400:.1f} days ahead")


COMMANDS = (demo, persona, move_clock)
