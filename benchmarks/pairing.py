"""Pairing a whole pool against what else there is: time, memory, people, points, proof, in one run.

    python -m benchmarks.pairing --sizes 1000,5000,10000,30000 --regimes A,B,C

Each cell runs in a process of its own (peak memory above what the process had before), after one warm-up on a
small pool. A = a third more places than newcomers, B = as many, C = two thirds. Beside the clock stands what the
process itself computed (cpu, all its threads together): on a machine that others use too it is the steadier figure.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks import invent, peers
from mentors.pairing.pool import edits, rules
from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.command import warm
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.planning import Plan, make_plan
from mentors.pairing.pool.ranks import alternatives
from mentors.pairing.pool.settings import Settings

OWN = "own, proven"
CHECKED = "own, checked twice"
LOOP = "dict loop (scoring only)"
LIMIT_SECONDS = 900


def peak_mb() -> float:
    """The most memory this process has ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def quality(pool: Pool, settings: Settings, pairs: dict[str, str]) -> dict[str, Any]:
    """People, urgent people, points, lowest and 5th percentile, and the value that is maximised."""
    newcomers, volunteers = ({one.ref: one for one in side} for side in (pool.newcomers, pool.volunteers))
    points = sorted(rules.points(newcomers[a], volunteers[b], settings) for a, b in pairs.items())
    first = min((rules.urgency_of(one, settings) for one in pool.newcomers), default=0)
    return {
        "people": len(points),
        "urgent": sum(rules.urgency_of(newcomers[ref], settings) == first for ref in pairs),
        "points": sum(points),
        "min": points[0] if points else 0,
        "p5": int(np.percentile(points, 5)) if points else 0,
        "value": sum(settings.worth(one) for one in points),
    }


def measure(name: str, size: int, regime: str, seed: int) -> dict[str, Any]:
    """One cell, in this process."""
    settings = invent.settings(seed)
    small = invent.town(60, regime, seed)
    if name in (OWN, CHECKED):
        warm()
    elif name in peers.PEERS:
        peers.PEERS[name](peers.all_edges(small, settings))
    pool = invent.town(size, regime, seed)
    before, start, busy = peak_mb(), time.perf_counter(), time.process_time()
    try:
        pairs = run(name, pool, settings)
    except peers.CannotDo as reason:
        return {"cannot": str(reason)}
    seconds = time.perf_counter() - start
    found: dict[str, Any] = {
        "seconds": seconds, "cpu": time.process_time() - busy, "mb": peak_mb() - before,
    }  # fmt: skip
    if name == LOOP:
        found["seconds"], found["cpu"] = seconds * size / min(size, 40), found["cpu"] * size / min(size, 40)
        return found | {"cannot": "extrapolated from 40 rows"} if size > 40 else found
    return found | quality(pool, settings, pairs)


def run(name: str, pool: Pool, settings: Settings) -> dict[str, str]:
    """The pairs by one of the ways."""
    if name in (OWN, CHECKED):
        plan = make_plan(pool, settings, check=name == CHECKED)
        if plan.gap:
            raise AssertionError("not proven")
        return dict(plan.pairs)
    if name == LOOP:
        peers.dict_loop(pool, settings, rows=40)
        return {}
    found = peers.PEERS[name](peers.all_edges(pool, settings))
    return {pool.newcomers[row].ref: pool.volunteers[column].ref for row, column in found.items()}


def measure_edits(size: int, regime: str, seed: int) -> dict[str, Any]:
    """Pins and forbids on a kept plan, each proven again, and how many other pairs move."""
    settings, draw = invent.settings(seed), random.Random(seed)
    warm()
    pool = invent.town(size, regime, seed)
    start = time.perf_counter()
    plan = make_plan(pool, settings, check=False)
    cold = time.perf_counter() - start
    _one_edit(plan, draw)
    seconds, moved = [], []
    for _ in range(40):
        start, trial = _one_edit(plan, draw)
        seconds.append(start)
        moved.append(len(trial.moved) - 1)
        if trial.plan.gap:
            raise AssertionError("edit not proven")
    complaints = complaints_about(trial.plan.certificate, trial.plan.pool)
    return {
        "cold": cold,
        "median": statistics.median(seconds),
        "p95": float(np.percentile(seconds, 95)),
        "moved_p95": float(np.percentile(moved, 95)),
        "checked": not complaints,
    }


def _one_edit(plan: Plan, draw: random.Random) -> tuple[float, edits.Trial]:
    newcomer = draw.choice(sorted(plan.pairs))
    others = alternatives(plan.solution, newcomer, 3)  # what the desk offers
    start = time.perf_counter()
    if others and draw.random() < 0.5:
        trial = edits.try_pin(plan, newcomer, draw.choice(others).volunteer)
    else:
        trial = edits.try_forbid(plan, newcomer, plan.pairs[newcomer])
    return time.perf_counter() - start, trial


def measure_fairness(size: int, regime: str, seed: int) -> dict[str, Any]:
    """What it costs in points that the urgent come first and very poor pairs are avoided: against the most points
    the same number of people can have together."""
    settings, pool = invent.settings(seed), invent.town(size, regime, seed)
    plan = make_plan(pool, settings, check=False)
    alike = replace(pool, newcomers=tuple(replace(one, urgency=0) for one in pool.newcomers))
    most = make_plan(alike, replace(settings, concave=1), check=False)
    ours, theirs = quality(pool, settings, dict(plan.pairs)), quality(pool, settings, dict(most.pairs))
    waits = {name: _longest_wait(pool, dict(one.pairs)) for name, one in (("wait", plan), ("wait_before", most))}
    return {
        "price": 100 - 100 * ours["points"] / max(1, theirs["points"]),
        "people": ours["people"] - theirs["people"],
        "urgent": (theirs["urgent"], ours["urgent"]),
        "p5": (theirs["p5"], ours["p5"]),
        **waits,
    }


def _longest_wait(pool: Pool, pairs: dict[str, str]) -> int:
    """In weeks, of whoever is left over."""
    days = [
        (invent.START - one.waiting_since).days for one in pool.newcomers if one.ref not in pairs and one.waiting_since
    ]
    return max(days, default=0) // 7


def in_a_process(*what: object) -> dict[str, Any]:
    """The cell in a fresh process, so that memory is its own."""
    command = [sys.executable, "-m", "benchmarks.pairing", "--cell", json.dumps(what)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        return {"cannot": f"over {LIMIT_SECONDS} s"}
    if done.returncode:
        return {"cannot": (done.stderr.strip().splitlines() or ["killed"])[-1][:60]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(size: int, regime: str, seed: int, names: Sequence[str]) -> None:
    """One pool through every way, and the ratios."""
    print(f"\n== {size} newcomers, regime {regime}, seed {seed}")
    print(f"{'':28}{'s':>9}{'cpu s':>9}{'MB':>8}{'people':>8}{'urgent':>8}{'points':>11}{'min':>5}{'p5':>5}  proof")
    found = {}
    for name in names:
        cell = found[name] = in_a_process(name, size, regime, seed)
        if "people" not in cell:
            seconds = f"{cell['seconds']:9.3f}" if "seconds" in cell else f"{'-':>9}"
            print(f"{name:28}{seconds}  {cell.get('cannot', '')}", flush=True)
            continue
        print(
            f"{name:28}{cell['seconds']:9.3f}{cell['cpu']:9.3f}{cell['mb']:8.0f}{cell['people']:8}{cell['urgent']:8}{cell['points']:11}"
            f"{cell['min']:5}{cell['p5']:5}  {'yes' if name in (OWN, CHECKED) else 'no'}",
            flush=True,
        )
    ratios(found)
    edit = in_a_process("edit", size, regime, seed)
    if "median" in edit:
        print(
            f"edit, proven again: median {1000 * edit['median']:.1f} ms, p95 {1000 * edit['p95']:.1f} ms, "
            f"cold {1000 * edit['cold']:.0f} ms = {edit['cold'] / edit['median']:.0f}x; "
            f"others moved p95 {edit['moved_p95']:.0f}; checked independently: {edit['checked']}"
        )
    fair = in_a_process("fairness", size, regime, seed)
    if "price" in fair:
        print(
            f"price of fairness: {fair['price']:.2f} % of the points; people {fair['people']:+}; "
            f"urgent {fair['urgent'][0]} -> {fair['urgent'][1]}, 5th percentile {fair['p5'][0]} -> {fair['p5'][1]}, "
            f"longest wait left over {fair['wait_before']} -> {fair['wait']} weeks",
            flush=True,
        )


def ratios(found: dict[str, dict[str, Any]]) -> None:
    """How much faster and smaller than each, whether the exact ones agree, and people against the rest."""
    own = found.get(OWN, {})
    if "people" not in own:
        return
    for name, cell in found.items():
        if name == OWN or "seconds" not in cell:
            continue
        said = f"  vs {name:28}{cell['seconds'] / own['seconds']:8.1f}x time{cell['cpu'] / own['cpu']:8.1f}x cpu"
        if "people" in cell:
            said += f"{cell['mb'] / max(own['mb'], 1):8.1f}x memory   people {100 * own['people'] / cell['people'] - 100:+.1f} %"
        if name in peers.EXACT and "people" in cell:
            same = all(own[one] == cell[one] for one in ("people", "urgent", "value"))
            said += f"   same optimum: {'yes' if same else 'NO'}"
        print(said)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,5000")
    parser.add_argument("--regimes", default="A,B,C")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--only", help="names, parted by |")
    parser.add_argument("--cell", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.cell:
        name, size, regime, seed = json.loads(asked.cell)
        others = {"edit": measure_edits, "fairness": measure_fairness}
        found = others[name](size, regime, seed) if name in others else measure(name, size, regime, seed)
        print(json.dumps(found))
        return
    names = asked.only.split("|") if asked.only else (OWN, CHECKED, LOOP, *peers.PEERS)
    for size in map(int, asked.sizes.split(",")):
        for regime in asked.regimes.split(","):
            for seed in map(int, asked.seeds.split(",")):
                table(size, regime, seed, names)


if __name__ == "__main__":
    main()
