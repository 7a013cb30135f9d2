"""`make faults`: the long form. Prints one table per database, and ends with an error where a promise is broken.

python -m tests.faults                    1,000 kills over 200,000 messages on each database: hours
python -m tests.faults --messages 20000 --kills 100 --claims 200000
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
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
from tests.faults.sinks import Plan, Sink
from tests.faults.workshop import Shop, Verdict, fork, judge, kills_at, name_of, postgres, random_kills

K = sum(rules.AT_ONCE.values())
# Rarely met in a run without a slow provider, a deploy or a dead number; their own tests meet them.
STEPS = [s for s in failpoints.STEPS if s not in ("beat.written", "release.written", "outcome.other_channel")]
broken: list[str] = []


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def row(name: str, found: Verdict, seconds: float, promise: str) -> None:
    say(
        f"{name:<44}{found.messages:>9}{found.kills:>7}{found.lost:>6}{found.endless:>9}{found.unclear:>9}"
        f"{found.copies:>8}{found.copies_per_kill:>9.2f}{seconds:>8.0f}  {promise}"
    )


def demand(good: bool, what: str) -> None:
    if not good:
        broken.append(what)
        say(f"  BROKEN: {what}")


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
    run_kills(base, kind, folder, asked)
    run_odd_providers(base, kind, folder, asked)
    run_claims(base, kind, folder, asked)


def run_kills(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    say(f"\n{kind}: at most K = {K} in flight per worker")
    say(
        f"{'':<44}{'messages':>9}{'kills':>7}{'lost':>6}{'endless':>9}{'unclear':>9}{'copies':>8}{'per kill':>9}{'s':>8}"
    )
    chance = random.Random(asked.seed)

    with opened(fresh(base, folder, "quiet")) as shop:
        began = time.monotonic()
        shop.write(asked.messages // 40, Channel.email)
        shop.write(asked.messages // 40, Channel.sms)
        shop.finish(3600)
        found = judge(shop, 0)
        row("no fault at all", found, time.monotonic() - began, "0 copies")
        demand(not (found.lost or found.endless or found.copies), f"{kind}: without faults {found}")

    with opened(fresh(base, folder, "kills")) as shop:
        began = time.monotonic()
        shop.write(asked.messages * 3 // 4, Channel.email)
        shop.write(asked.messages // 4, Channel.sms)
        kills = random_kills(shop, asked.kills, seed=asked.seed, gap=(0.4, 1.6))
        shop.finish(24 * 3600)
        found = judge(shop, kills)
        row("kill -9 at random, 2 workers", found, time.monotonic() - began, f"copies per kill <= {0.4 * K:.1f}")
        demand(not (found.lost or found.endless or found.unclear), f"{kind}: random kills {found}")
        demand(found.copies_per_kill <= 0.4 * K, f"{kind}: {found.copies_per_kill:.2f} copies per kill")
        demand(max(shop.sms.accepted().values()) == 1, f"{kind}: a copy at a gateway that knows copies")

    with opened(fresh(base, folder, "steps")) as shop:
        began = time.monotonic()
        # What comes last stands last: a receipt needs something sent.
        died = {step: kills_at(shop, step, asked.each, chance) for step in STEPS}
        os.waitpid(shop.planner(), 0)
        shop.finish(3600)
        found = judge(shop, sum(died.values()))
        row(f"kill -9 at each of {len(STEPS)} steps", found, time.monotonic() - began, "copies per kill <= K")
        say("    died at " + ", ".join(f"{step} {count}" for step, count in died.items()))
        demand(not (found.lost or found.endless or found.unclear), f"{kind}: failpoints {found}")
        demand(found.copies <= K * max(1, found.kills), f"{kind}: {found.copies} copies at failpoints")
        planned = sum(1 for number in range(20) if shop.sms.accepted()[name_of(f"plan-{number}")] == 1)
        demand(planned == 20, f"{kind}: of 20 planned messages {planned} were sent once")


def run_odd_providers(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    with opened(fresh(base, folder, "keyless"), sms=Plan(), SMS_KNOWS_COPIES=False) as shop:
        began = time.monotonic()
        shop.write(asked.messages // 20, Channel.sms)
        kills = random_kills(shop, max(3, asked.kills // 10), seed=asked.seed, gap=(0.4, 1.6))
        shop.finish(3600)
        found = judge(shop, kills)
        row("SMS that may not be sent twice, kill -9", found, time.monotonic() - began, "0 copies")
        demand(not (found.lost or found.endless or found.copies), f"{kind}: SMS without keys {found}")

    with opened(fresh(base, folder, "moody"), Plan(refuse=0.3), Plan(refuse=0.1, lose=0.05, honours_keys=True)) as shop:
        began = time.monotonic()
        shop.write(asked.messages // 40, Channel.email)
        shop.write(asked.messages // 40, Channel.sms)
        kills = random_kills(shop, max(3, asked.kills // 20), seed=asked.seed, gap=(0.4, 1.6))
        shop.finish(3600)
        found = judge(shop, kills)
        row("30 % 451, 10 % 500, 5 % answers lost, kill -9", found, time.monotonic() - began, "0 lost")
        demand(not (found.lost or found.endless), f"{kind}: moody providers {found}")


def run_claims(base: str, kind: str, folder: Path, asked: argparse.Namespace) -> None:
    for workers in (1, 2, 4, 8):
        with opened(fresh(base, folder, f"claims{workers}")) as shop:
            began = time.monotonic()
            made, double = claimed(shop, asked.claims // 4, workers)
            seconds = time.monotonic() - began
            say(f"{f'{workers} workers claim':<44}{made:>9} claims, {double} twice, {made / seconds:,.0f} a second")
            demand(double == 0, f"{kind}: {double} double claims")


def claimed(shop: Shop, wanted: int, workers: int) -> tuple[int, int]:
    """Workers claim and give back the same 2,000 rows; how many claims, and how many rows two held at once."""
    shop.write(2000, Channel.sms)
    results: Any = multiprocessing.get_context("fork").SimpleQueue()
    each = wanted // workers

    def work() -> None:
        os.nice(5)
        made = double = 0
        with shop.app.app_context():
            while made < each:
                with transaction():
                    held = claims.claim(Channel.sms, 100)
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
    say("\nDesigns that must never be built, in the same harness")
    sink = Sink(Plan(honours_keys=True, reply_seconds=0.01))
    try:
        for name, lost in (
            ("marked sent before sending", naive.marked_before_sending(folder, sink, 400, 20)),
            ("a job per reminder, memory store", naive.a_job_per_reminder(sink, 400, 10)),
        ):
            say(f"{name:<44}{400:>9} messages, {lost} lost")
            demand(lost > 0, f"the harness is blind to: {name}")
    finally:
        sink.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--each", type=int, default=50, help="deaths at each step")
    parser.add_argument("--claims", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        naive_designs(folder)
        if asked.only != "postgresql":
            every_run("sqlite", folder, asked)
        if asked.only != "sqlite":
            with postgres(folder) as url:
                every_run(url, folder, asked)
    say("\n" + ("BROKEN: " + "; ".join(broken) if broken else "Every promise held."))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
