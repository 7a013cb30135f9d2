"""What sealed columns cost on the desk: its pages over one town, sealed and plain, turn about in one run.

    python -m benchmarks.vault [--people 10000] [--rounds 9]

The plain town is the same file with every column opened, and a house whose keys seal nothing: the only switch there is
for it is here. Times are the processor's for whole pages, asked of the application without a network, so that others
on the machine do not count; a share is the median of the rounds' own.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import bindparam, insert, select, update

from benchmarks.pages import _signed_in
from mentors.kit.vault import HEAD, Ring

TOWN = "demoby"
SYLLABLES = ("al", "bro", "da", "el", "fin", "gaard", "ha", "il", "jo", "kær", "lund", "mo", "nør", "os", "skov", "ti")


class Open(Ring):
    """Keys that seal nothing: for measuring beside those that do."""

    def seal(self, text: str, place: str, finds: str | None = None) -> str:
        return text

    def open(self, stored: str, place: str) -> str:
        return stored

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        return content

    def open_bytes(self, stored: bytes, place: str) -> bytes:
        return stored

    def heads(self, finds: str, text: str) -> list[str]:
        return [text[:HEAD]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(SECRET_KEY=secrets.token_urlsafe(48), DEMO_TOWN="1", BASE_URL="http://127.0.0.1")
        print(f"Filling a demo town, and {given.people} more people ...", flush=True)
        sealed = _house(folder / "sealed.db")
        pages = _fill(sealed, given.people)
        with (
            closing(sqlite3.connect(folder / "sealed.db")) as whole,
            closing(sqlite3.connect(folder / "open.db")) as to,
        ):
            whole.backup(to)
        plain = _house(folder / "open.db")
        _open_everything(plain)
        size = {name: (folder / f"{name}.db").stat().st_size / 1e6 for name in ("sealed", "open")}
        print(f"the file: {size['sealed']:.1f} MB sealed, {size['open']:.1f} MB plain (before any cleaning up)")
        _report(sealed, plain, pages, given.rounds)
    return 0


def _house(file: Path) -> Flask:
    from mentors.app import create_app

    return create_app(THROTTLE=False, SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}", CLOCK_FILE=None)


def _fill(app: Flask, people: int) -> dict[str, str]:
    """Fill the town; the desk's pages by what they are, each ready to be asked for with the first one's cookie."""
    from mentors import migrations
    from mentors.accounts import commands as accounts
    from mentors.accounts.queries import find_staff
    from mentors.core import clock
    from mentors.demo import personas, seed
    from mentors.kit.db import db, new_ref
    from mentors.kit.links import token_for
    from mentors.municipalities.models import Municipality
    from mentors.people.models import Person
    from mentors.people.queries import find_by_way

    draw = random.Random(7)
    with app.app_context():
        migrations.migrate()
        seed.fill()
        town = db.session.scalars(select(Municipality.id).where(Municipality.slug == TOWN)).one()
        named = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 3))).title() for _ in range(2 * people)]
        db.session.execute(insert(Person), [
            {"ref": new_ref(), "municipality_id": town, "first_name": named[at], "last_name": named[-at - 1],
             "mobile": f"+4520{at:06}", "email": f"{named[at].lower()}{at}@example.org", "language": "da", "speaks": (),
             "interests": (), "is_protected": at % 200 == 0, "created_at": clock.now(), "version": 1}
            for at in range(people)
        ])  # fmt: skip
        staff, newcomer = (
            find_staff(personas.STAFF["coordinator"]),
            find_by_way(None, email=personas.PEOPLE["newcomer-ar"]),
        )
        assert staff is not None and newcomer is not None
        entrance = accounts.sign_in_link(staff)
        ref, last = newcomer.ref, named[-at_least(people)]
        db.session.commit()
        cookie = _signed_in(app.test_client(), f"/w/{token_for(entrance.ref)}")
    return {
        "": cookie,
        "the coordinator's list": "/desk/",
        "a person's page": f"/desk/people/{ref}",
        "her details, to correct": f"/desk/people/{ref}/details",
        "pairs": "/desk/pairs",
        "newcomers who wait": "/desk/newcomers",
        "messages": "/desk/messages",
        "the young": "/desk/youth",
        "search: a whole surname": f"/desk/search?q={last}",
        "search: three letters": "/desk/search?q=sko",
        "search: one letter": "/desk/search?q=s",
        "search: a number": "/desk/search?q=20000123",
        "who may be here twice": "/desk/doubles",
    }


def at_least(people: int) -> int:
    """A person somewhere in the middle."""
    return max(1, people // 2)


def _open_everything(app: Flask) -> None:
    """Write every sealed value of a town as it is, and give its house keys that seal nothing."""
    from mentors.kit.db import db
    from mentors.kit.vault import SealedBytes
    from mentors.moves.resealing import _raw, clue_columns, sealed_columns

    right: Ring = app.extensions["vault"]
    app.extensions["vault"] = Open(app.config["VAULT_KEYS"])
    with app.app_context(), db.engine.begin() as connection:
        for one in sealed_columns():
            (found, raw), place = _raw(one), f"{one.table.name}.{one.name}"
            opens: Callable[..., Any] = right.open_bytes if isinstance(one.type, SealedBytes) else right.open
            rows = connection.execute(select(found.c.id, raw).where(raw.is_not(None))).all()
            changed = [{"number": number, "new": opens(stored, place)} for number, stored in rows]
            if changed:
                where = update(found).where(found.c.id == bindparam("number"))
                connection.execute(where.values({raw.name: bindparam("new", type_=raw.type)}), changed)
        assert clue_columns()


def _report(sealed: Flask, plain: Flask, pages: dict[str, str], rounds: int) -> None:
    cookie = pages.pop("")
    print(f"\n{'page':<28}{'plain ms':>10}{'sealed ms':>11}{'share of the time':>19}")
    for what, path in pages.items():
        times = _turn_about((plain, sealed), path, cookie, rounds)
        shares = [1 - open_ / shut for open_, shut in zip(*times, strict=True)]
        print(f"{what:<28}{median(times[0]):>10.1f}{median(times[1]):>11.1f}{median(shares):>18.1%}", flush=True)


def _turn_about(houses: tuple[Flask, Flask], path: str, cookie: str, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of a page in both houses, each round the middle of some presses."""
    found: tuple[list[float], list[float]] = ([], [])
    presses = 0
    for lap in range(rounds + 1):
        order = (0, 1) if lap % 2 else (1, 0)
        for which in order:
            with houses[which].test_client(use_cookies=False) as client:
                if not presses:
                    began = time.thread_time()
                    _ask(client, path, cookie)
                    presses = max(1, min(6, int(0.5 / (time.thread_time() - began))))
                took = []
                for _press in range(presses):
                    began = time.thread_time()
                    _ask(client, path, cookie)
                    took.append((time.thread_time() - began) * 1000)
            if lap:  # the first lap warms both up
                found[which].append(median(took))
    return found


def _ask(client: Any, path: str, cookie: str) -> None:
    answer = client.get(path, headers={"Cookie": cookie})
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")


if __name__ == "__main__":
    raise SystemExit(main())
