"""The operator's door: `flask --app wsgi ...`."""

from __future__ import annotations

from functools import wraps
from typing import Any

import click
from flask import Flask, current_app

from mentors import migrations
from mentors.demo.cli import COMMANDS as DEMO_COMMANDS
from mentors.followups import commands_check, queries_check
from mentors.i18n.commands import i18n
from mentors.kit.db import transaction
from mentors.kit.logs import where
from mentors.moves.cli import COMMANDS as MOVES_COMMANDS
from mentors.moves.cli_vault import vault


def install(app: Flask) -> None:
    for command in (migrate, run_job, worker, i18n, followups, vault, *MOVES_COMMANDS, *DEMO_COMMANDS):
        app.cli.add_command(_quiet(command))


def _quiet(command: click.Command) -> click.Command:
    """A command whose unforeseen faults say what and where: a traceback on a terminal or in a system's log would end
    with the error's own text, which may quote a row."""
    for inner in getattr(command, "commands", {}).values():
        _quiet(inner)
    run = command.callback
    if run is not None and not hasattr(run, "is_quiet"):

        @wraps(run)
        def quietly(*args: Any, **values: Any) -> Any:
            try:
                return run(*args, **values)
            except (click.ClickException, click.exceptions.Exit, click.Abort):
                raise
            except Exception as problem:
                raise click.ClickException(f"{type(problem).__name__} at {where(problem)}") from None

        quietly.is_quiet = True  # type: ignore[attr-defined]
        command.callback = quietly
    return command


@click.command("migrate")
@click.argument("revision", default="head")
def migrate(revision: str) -> None:
    """Bring the database to a revision (`head`, `-1`, `base`, a number)."""
    migrations.migrate(revision)


@click.command("run-job")
@click.argument("name")
def run_job(name: str) -> None:
    """Run one background job by hand."""
    jobs = {job.name: job for room in current_app.extensions["rooms"] for job in room.jobs}
    if name not in jobs:
        raise click.ClickException(f"there is no job {name!r}; there are: {', '.join(sorted(jobs))}")
    with transaction():
        result = jobs[name].run()
    click.echo(f"{name}: {result if result is not None else 'done'}")


@click.group("followups")
def followups() -> None:
    """What must never be lost."""


@followups.command("check")
@click.option("--mend", is_flag=True, help="first make findings into tasks and give tasks an owner")
def check(mend: bool) -> None:
    """One sentence per fault: nobody who is followed without a next follow-up, no open task without an owner.

    Ends with 1 where there is one, with 0 where there is none.
    """
    if mend:
        click.echo(f"mended: {commands_check.mend()}")
    faults = queries_check.faults()
    for fault in faults:
        click.echo(fault.sentence)
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("every follow-up has a next day or an open task, every open task an owner")


@click.command("worker")
def worker() -> None:
    """Run the jobs and send the messages until told to stop; the same as `python -m mentors.worker`."""
    from mentors.worker import main

    main(current_app._get_current_object())  # type: ignore[attr-defined]
