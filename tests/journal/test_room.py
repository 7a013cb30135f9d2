"""What stands at the operator's door for the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

import config
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from tests.given import Given

SECRET = "a secret that is long enough to be taken by anybody"


def test_heads_are_printed_and_a_file_of_them_is_held_against_the_journal(
    app: Flask, given: Given, tmp_path: Path
) -> None:
    with transaction():
        note(given.by(), "people.looked_at")
    db.session.remove()
    run = app.test_cli_runner().invoke
    printed = run(args=["journal", "heads"]).output
    assert len(printed.splitlines()) == 1
    (tmp_path / "heads").write_text(printed)
    assert run(args=["journal", "verify", "--anchors", str(tmp_path / "heads")]).exit_code == 0
    chain, seq = printed.split()[1:3]
    (tmp_path / "heads").write_text(f"2026-11-20T12:00:00Z {chain} {int(seq) + 5} {printed.split()[3]}\n")
    done = run(args=["journal", "verify", "--anchors", str(tmp_path / "heads")])
    assert (done.exit_code, "is gone" in done.output) == (1, True)
    (tmp_path / "heads").write_text("not a head\n")
    done = run(args=["journal", "verify", "--anchors", str(tmp_path / "heads")])
    assert (done.exit_code, "does not hold heads" in done.output) == (1, True)


@pytest.mark.parametrize("name", ["JOURNAL_KEYS", "BACKUP_KEY"])
def test_a_weak_key_is_refused(name: str) -> None:
    with pytest.raises(config.Unset, match=name):
        config.load({"SECRET_KEY": SECRET, name: f"{SECRET},short"})


def test_without_keys_of_its_own_the_journal_follows_the_secret() -> None:
    assert config.load({"SECRET_KEY": SECRET})["JOURNAL_KEYS"] == [SECRET]
    assert config.load({"SECRET_KEY": SECRET, "JOURNAL_KEYS": f"{SECRET}1, {SECRET}"})["JOURNAL_KEYS"] == [
        f"{SECRET}1",
        SECRET,
    ]
