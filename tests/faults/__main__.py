"""`make faults`: the long form. Prints one table per database, and ends with an error where a promise is broken.

python -m tests.faults                    1,000 kills over 200,000 messages on each database: hours
python -m tests.faults --messages 20000 --kills 100 --claims 200000
python -m tests.faults --runs kills --messages 20000 --kills 100 --seed 7 --table FILE     one portion more
python -m tests.faults --sum FILE                                                          what all portions come to
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mentors.kit import failpoints
from mentors.kit.db import transaction
from mentors.messages import commands_claims as claims
from mentors.messages import rules
from mentors.people.rules import Channel
from tests.faults import naive
from tests.faults.killing import judge, kills_at, random_kills
from tests.faults.sinks import Plan, Sink
from tests.faults.table import HEAD, Table, summed
from tests.faults.windows import violations
from tests.faults.workshop import Shop, fork, name_of, postgres

K = sum(rules.AT_ONCE.values())
RUNS = ("windows", "naive", "quiet", "kills", "steps", "keyless", "moody", "claims")
table = Table(None)


@contextmanager
def opened(url: str, mail: Plan | None = None, sms: Plan | None = None, **config: Any) -> Iterator[Shop]:
    one, two = Sink(mail or Plan()), Sink(sms or Plan(honours_keys=True, seed=2))
    try:
        yield Shop(url, one, two, config)
    finally:
        one.stop()
        two.stop()


def fresh(base: str, folder: Path, name: str) -> str:
    """An empty database of the kind."""
    if base == "sqlite":
        return f"sqlite:///{folder / name}.db"
    from sqlalchemy import create_engine, text

    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    head, _, query = base.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def every_run(base: str, folder: Path, asked: argparse.Namespace) -> None:
    kind = "SQLite" if base == "sqlite" else "PostgreSQL"
    table.say(f"\n{kind}: at most K = {K} in flight per worker")
    table.say(HEAD)
    for name in asked.runs:
        if name in _ON_DATABASE:
            _ON_DATABASE[name](base, kind, folder, asked)


def run_quiet(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    with opened(fresh(base, folder, "quiet")) as shop:
        began = time.monotonic()
        shop.write(asked.messages // 40, Channel.email)
        shop.write(asked.messages // 40, Channel.sms)
        shop.finish(24 * 3600)
        found = judge(shop, 0)
        table.row(kind, "no fault at all", asked.seed, found, time.monotonic() - began, "0 copies")
        table.demand(not (found.lost or found.endless or found.copies), f"{kind}: without faults {found}")


def run_kills(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    with opened(fresh(base, folder, "kills")) as shop:
        began = time.monotonic()
        shop.write(asked.messages * 3 // 4, Channel.email)
        shop.write(asked.messages // 4, Channel.sms)
        kills = random_kills(shop, asked.kills, seed=asked.seed, gap=(asked.gap / 2, asked.gap * 1.5))
        shop.finish(24 * 3600)
        found, name = judge(shop, kills), "kill -9 at random, 2 workers"
        promise = f"copies per kill <= {0.4 * K:.1f}"
        table.row(kind, name, asked.seed, found, time.monotonic() - began, promise)
        table.demand(not (found.lost or found.endless or found.unclear), f"{kind}: random kills {found}")
        table.demand(found.copies_per_kill <= 0.4 * K, f"{kind}: {found.copies_per_kill:.2f} copies per kill")
        table.demand(max(shop.sms.accepted().values()) == 1, f"{kind}: a copy at a gateway that knows copies")


def run_steps(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    chance = random.Random(asked.seed)
    with opened(fresh(base, folder, "steps")) as shop:
        began = time.monotonic()
        # What comes last stands last: a receipt needs something sent.
        died = {step: kills_at(shop, step, asked.each, chance) for step in failpoints.STEPS}
        os.waitpid(shop.planner(), 0)
        shop.finish(24 * 3600)
        found, name = judge(shop, sum(died.values())), f"kill -9 at each of {len(failpoints.STEPS)} steps"
        table.row(kind, name, asked.seed, found, time.monotonic() - began, "copies per kill <= K")
        table.say("    died at " + ", ".join(f"{step} {count}" for step, count in died.items()))
        never = [step for step, count in died.items() if not count]
        table.demand(not (never and asked.each), f"{kind}: nobody came by {never}")
        table.demand(not (found.lost or found.endless or found.unclear), f"{kind}: failpoints {found}")
        table.demand(found.copies <= K * max(1, found.kills), f"{kind}: {found.copies} copies at failpoints")
        planned = sum(1 for number in range(20) if shop.sms.accepted()[name_of(f"plan-{number}")] == 1)
        table.demand(planned == 20, f"{kind}: of 20 planned messages {planned} were sent once")


def run_keyless(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    with opened(fresh(base, folder, "keyless"), sms=Plan(), SMS_KNOWS_COPIES=False) as shop:
        began = time.monotonic()
        shop.write(asked.messages // 20, Channel.sms)
        gap = (asked.gap / 2, asked.gap * 1.5)
        kills = random_kills(shop, max(3, asked.kills // 10), seed=asked.seed, gap=gap)
        shop.finish(24 * 3600)
        found, name = judge(shop, kills), "SMS that may not be sent twice, kill -9"
        table.row(kind, name, asked.seed, found, time.monotonic() - began, "0 copies")
        table.demand(not (found.lost or found.endless or found.copies), f"{kind}: SMS without keys {found}")


def run_moody(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    with opened(fresh(base, folder, "moody"), Plan(refuse=0.3), Plan(refuse=0.1, lose=0.05, honours_keys=True)) as shop:
        began = time.monotonic()
        shop.write(asked.messages // 40, Channel.email)
        shop.write(asked.messages // 40, Channel.sms)
        gap = (asked.gap / 2, asked.gap * 1.5)
        kills = random_kills(shop, max(3, asked.kills // 20), seed=asked.seed, gap=gap)
        shop.finish(24 * 3600)
        found, name = judge(shop, kills), "30 % 451, 10 % 500, 5 % answers lost, kill -9"
        table.row(kind, name, asked.seed, found, time.monotonic() - began, "0 lost")
        table.demand(not (found.lost or found.endless), f"{kind}: moody providers {found}")


def run_claims(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    for workers in (1, 2, 4, 8):
        with opened(fresh(base, folder, f"claims{workers}")) as shop:
            began = time.monotonic()
            made, double = claimed(shop, asked.claims // 4, workers, asked.seed)
            table.claims(kind, f"{workers} workers claim", asked.seed, made, double, time.monotonic() - began)
            table.demand(double == 0, f"{kind}: {double} double claims")


_ON_DATABASE = {
    "quiet": run_quiet, "kills": run_kills, "steps": run_steps, "keyless": run_keyless, "moody": run_moody,
    "claims": run_claims,
}  # fmt: skip


def claimed(shop: Shop, wanted: int, workers: int, seed: int) -> tuple[int, int]:
    """Workers claim and give back the same 2,000 rows, 20 to 380 at a time; how many claims, and how many rows two
    held at once."""
    shop.write(2000, Channel.sms)
    results: Any = multiprocessing.get_context("fork").SimpleQueue()
    each = wanted // workers

    def work() -> None:
        made = double = 0
        chance = random.Random(f"{seed} {os.getpid()}")
        with shop.app.app_context():
            while made < each:
                with transaction():
                    held = claims.claim(Channel.sms, chance.randint(20, 380))
                with transaction():
                    double += len(held) - claims.release(held)
                made += len(held)
        results.put((made, double))

    crew = [fork(work) for _ in range(workers)]
    found = [results.get() for _ in crew]
    for child in crew:
        os.waitpid(child, 0)
    return sum(made for made, _ in found), sum(double for _, double in found)


def naive_designs(folder: Path) -> None:
    table.say("\nDesigns that must never be built, in the same harness")
    sink = Sink(Plan(honours_keys=True, reply_seconds=0.01))
    try:
        for name, lost in (
            ("marked sent before sending", naive.marked_before_sending(folder, sink, 400, 20)),
            ("a job per reminder, memory store", naive.a_job_per_reminder(sink, 400, 10)),
        ):
            table.say(f"{name:<44}{400:>9} messages, {lost} lost")
            table.demand(lost > 0, f"the harness is blind to: {name}")
    finally:
        sink.stop()


def windows(asked: argparse.Namespace) -> None:
    began = time.monotonic()
    found = violations(asked.instants, asked.seed)
    told = f"{found.instants} instants x {found.windows} windows x {found.zones} zones"
    table.say(f"{'outside the window':<44}{told}: {found.outside} outside, {time.monotonic() - began:.0f} s")
    table.demand(found.outside == 0, f"{found.outside} openings outside the window")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--gap", type=float, default=1.0, help="seconds between two kills, on average")
    parser.add_argument("--each", type=int, default=50, help="deaths at each step")
    parser.add_argument("--claims", type=int, default=10_000_000)
    parser.add_argument("--instants", type=int, default=631_296)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--runs", default=",".join(RUNS), help="some of " + ",".join(RUNS))
    parser.add_argument("--table", type=Path, help="a file the table is added to as it goes")
    parser.add_argument("--sum", type=Path, help="say what the portions in such a file come to, and run nothing")
    asked = parser.parse_args()
    if asked.sum is not None:
        table.say(summed(asked.sum))
        return 0
    asked.runs = [name for name in RUNS if name in asked.runs.split(",")]
    table.path = asked.table
    table.begin(f"seed {asked.seed}, runs {' '.join(asked.runs)}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "windows" in asked.runs:
            windows(asked)
        if "naive" in asked.runs:
            naive_designs(folder)
        if set(asked.runs) & set(_ON_DATABASE):
            if asked.only != "postgresql":
                every_run("sqlite", folder, asked)
            if asked.only != "sqlite":
                with postgres(folder) as url:
                    every_run(url, folder, asked)
    table.say("\n" + ("BROKEN: " + "; ".join(table.broken) if table.broken else "Every promise held."))
    return 1 if table.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
