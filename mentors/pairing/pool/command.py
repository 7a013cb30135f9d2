"""`python -m mentors.pairing`: two spreadsheets in, a proven plan out. Needs no database and no web."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mentors.core import clock
from mentors.pairing.pool import edits, funnels, ranks, reasons, writing
from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.facts import Newcomer, Pool, Volunteer
from mentors.pairing.pool.loading import Files, Loaded, Unusable, load
from mentors.pairing.pool.lots import TooBig
from mentors.pairing.pool.planning import NotProven, Plan, make_plan
from mentors.pairing.pool.settings import MOST_POINTS, Settings, settings_from
from mentors.pairing.pool.threads import THREADS
from mentors.pairing.pool.week import week_of
from mentors.pairing.pool.words import SAY, USAGE

USABLE, UNPROVEN, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Pair two spreadsheets, or `check` a certificate, or `warm` up. 0: done; 1: a certificate does not hold; 2: wrong input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given == ["warm"]:
            return warm()
        if given[:1] == ["check"]:
            return _check(_check_arguments().parse_args(given[1:]))
        return _pair(_arguments().parse_args(given))
    except Unusable as refused:
        for complaint in refused.complaints:
            print(complaint, file=sys.stderr)
        return UNUSABLE
    except NotProven as wrong:
        print(SAY["not_proven"].format(what=wrong), file=sys.stderr)
        return UNPROVEN


def warm() -> int:
    """Compile every loop once, so that nobody waits for it later: for the day of installation."""
    week = week_of(["mon-evening"])
    everybody = range(600)  # enough for two threads
    pool = Pool(
        newcomers=tuple(Newcomer(ref=f"n{at}", languages={"da": 6}, free=week) for at in everybody),
        volunteers=tuple(Volunteer(ref=f"v{at}", languages={"da": 6}, free=week) for at in everybody[:500]),
    )
    plan = make_plan(pool, Settings(start_on=clock.today()))
    first = next(iter(plan.pairs))
    edits.try_forbid(plan, first, plan.pairs[first])
    edits.try_pin(plan, first, next(ref for ref in plan.pairs.values() if ref != plan.pairs[first]))
    list(plan_rows(plan))
    return USABLE


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mentors.pairing", description=USAGE["about"])
    _inputs(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="PLAN.csv", help=USAGE["out"])
    parser.add_argument("--edges", type=Path, metavar="FILE", help=USAGE["edges"])
    parser.add_argument("--certificate", type=Path, metavar="FILE", help=USAGE["certificate"])
    parser.add_argument("--settings", type=Path, metavar="FILE", help=USAGE["settings"])
    parser.add_argument("--threads", type=int, choices=(1, 2, 4, 8), default=THREADS, help=USAGE["threads"])
    return parser


def _check_arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mentors.pairing check")
    _inputs(parser)
    parser.add_argument("--certificate", required=True, type=Path, metavar="FILE", help=USAGE["check_certificate"])
    return parser


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("newcomers", type=Path, metavar="NEWCOMERS.csv", help=USAGE["newcomers"])
    parser.add_argument("volunteers", type=Path, metavar="VOLUNTEERS.csv", help=USAGE["volunteers"])
    for name in ("pins", "forbids", "previous"):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=USAGE[name])


def _pair(asked: argparse.Namespace) -> int:
    started = time.perf_counter()
    loaded = load(_files(asked, asked.settings), clock.today())
    _say(loaded)
    try:
        plan = make_plan(loaded.pool, loaded.settings, threads=asked.threads)
    except TooBig:
        raise Unusable([SAY["too_big"]]) from None
    files = {asked.out: writing.table_text(writing.PLAN_COLUMNS, plan_rows(plan))}
    if asked.edges:
        files[asked.edges] = writing.edges_text(edge_rows(plan))
    if asked.certificate:
        files[asked.certificate] = writing.certificate_text(plan.certificate)
    try:
        writing.write_all(files)
    except OSError as problem:
        raise Unusable([SAY["no_file"].format(file=problem.filename, why=problem.strerror)]) from None
    summary = {
        "paired": len(plan.pairs),
        "by_class": plan.by_class,
        "value": plan.value,
        "gap": plan.gap,
        "certificate": "valid",  # make_plan raises where the checker disagrees
        "seconds": round(time.perf_counter() - started, 3),
    }
    print(json.dumps(summary))
    return USABLE


def _files(asked: argparse.Namespace, settings: Path | None) -> Files:
    return Files(
        newcomers=asked.newcomers, volunteers=asked.volunteers, pins=asked.pins, forbids=asked.forbids,
        previous=asked.previous, settings=settings,
    )  # fmt: skip


def _say(loaded: Loaded) -> None:
    for warning in loaded.warnings:
        print(warning, file=sys.stderr)


def plan_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The plan's rows in the columns of `writing.PLAN_COLUMNS`, one for each newcomer, by reference."""
    waiting = funnels.left_over(plan)
    for ref in sorted(one.ref for one in plan.pool.newcomers):
        if ref in plan.pairs:
            why = "; ".join(reasons.reasons_for(plan, ref))
            yield ref, plan.pairs[ref], str(plan.points[ref]), why, "", ""
        else:
            yield ref, "", "", "", waiting[ref].hurdle, waiting[ref].remedy_words


def edge_rows(plan: Plan) -> Iterator[tuple[str, str, int, int]]:
    """Every pair that may be made, with its points and its value in the objective."""
    worth = [plan.settings.worth(points) for points in range(MOST_POINTS + 1)]
    for newcomer, volunteer, points in ranks.every_pair(plan.solution.encoded):
        kept = (newcomer, volunteer) in plan.pool.previous
        yield newcomer, volunteer, points, worth[points] + kept * plan.settings.stability_bonus


def _check(asked: argparse.Namespace) -> int:
    """Verify a stored certificate against the files it was made from."""
    try:
        certificate: Any = json.loads(asked.certificate.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as problem:
        raise Unusable([SAY["no_file"].format(file=asked.certificate.name, why=problem)]) from None
    if not isinstance(certificate, dict):
        raise Unusable([SAY["no_file"].format(file=asked.certificate.name, why="JSON")])
    today = clock.today()
    settings, _complaints = settings_from(certificate.get("settings"), today)
    loaded = load(_files(asked, None), today, settings=settings)
    _say(loaded)
    wrong = complaints_about(certificate, loaded.pool)
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    print(json.dumps({"certificate": "invalid" if wrong else "valid"}))
    return UNPROVEN if wrong else USABLE
