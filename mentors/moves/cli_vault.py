"""`flask vault`: how the sealed columns stand, and sealing them with a new key."""

from __future__ import annotations

import click
from flask import current_app

from mentors.moves import backups, places, resealing


@click.group("vault")
def vault() -> None:
    """The sealed columns and their keys."""


def _standings() -> list[resealing.Standing]:
    url = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    with backups.opened(url) as engine, places.snapshot(engine) as connection:
        return list(resealing.look(connection))


@vault.command("check")
def check() -> None:
    """Open every sealed value and count by key; ends with 1 where one is plain, older or does not open."""
    standings = _standings()
    for one in standings:
        click.echo(str(one))
    if not all(one.is_well for one in standings):
        raise click.exceptions.Exit(1)
    click.echo("everything is sealed with the newest key")


@vault.command("rotate")
def rotate() -> None:
    """Seal everything with the newest of VAULT_KEYS. The house may run; stopped and started again it goes on."""
    for place, count in resealing.rotate():
        click.echo(f"{place}: {count} sealed anew")
    left = [one for one in _standings() if not one.is_well]
    for one in left:
        click.echo(str(one))
    if left:
        click.echo("keep the older keys in VAULT_KEYS, and run this again")
        raise click.exceptions.Exit(1)
    click.echo("everything is sealed with the newest key; the older keys may go from VAULT_KEYS")
