"""The order of rows, the number of threads and the absence of numba change no byte of a plan."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from mentors.pairing.pool.command import edge_rows, plan_rows
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.writing import certificate_text
from tests.pairing.pool import pools

ROOT = Path(__file__).parents[3]


def shuffled(draw: random.Random, pool: Pool) -> Pool:
    newcomers, volunteers = list(pool.newcomers), list(pool.volunteers)
    draw.shuffle(newcomers)
    draw.shuffle(volunteers)
    return replace(pool, newcomers=tuple(newcomers), volunteers=tuple(volunteers))


def written(pool: Pool, threads: int = 1) -> tuple[object, ...]:
    plan = make_plan(pool, pools.settings(), threads=threads)
    return certificate_text(plan.certificate), list(plan_rows(plan)), list(edge_rows(plan))


def test_rows_in_another_order_give_the_same_bytes() -> None:
    for seed in range(12):
        draw = random.Random(seed)
        pool = pools.pool(draw, 30, 24, ties=seed % 2 == 0)
        pool = pools.with_edits(draw, pool, pools.settings(), pins=2, forbids=9, previous=9)
        first = written(pool)
        assert all(written(shuffled(draw, pool)) == first for _ in range(3)), seed


def test_two_threads_give_the_same_bytes_as_one() -> None:
    pool = pools.pool(random.Random(5), 1200, 300, ties=False)
    assert written(pool, 1) == written(pool, 2)


def test_another_seed_draws_another_lot_among_equals() -> None:
    pool = pools.pool(random.Random(3), 40, 40, ties=True, wide=1)
    plans = {tuple(make_plan(pool, pools.settings(seed=str(seed))).pairs.items()) for seed in range(5)}
    assert len(plans) > 1
    values = {make_plan(pool, pools.settings(seed=str(seed))).value for seed in range(5)}
    assert len(values) == 1


NEWCOMERS = "ref,languages,postcode,free,class\n" + "".join(
    f"n{at},{('ar', 'uk', 'da')[at % 3]},{(5000, 5200, 5220)[at % 3]},{('mon-evening', 'sat')[at % 2]},{at % 3}\n"
    for at in range(20)
)
VOLUNTEERS = "ref,languages,postcode,free,capacity\n" + "".join(
    f"v{at},{('ar;da', 'uk', 'da')[at % 3]},{(5000, 5210, 5220)[at % 3]},{('mon', 'sat-morning')[at % 2]},{at % 3}\n"
    for at in range(14)
)


def test_without_numba_the_command_writes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(NEWCOMERS)
    (tmp_path / "v.csv").write_text(VOLUNTEERS)
    (tmp_path / "s.json").write_text('{"start_on": "2026-03-01"}')
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "numba.py").write_text("raise ImportError('not installed')")
    outputs = []
    for name, path in (("with", ""), ("without", str(tmp_path / "bare"))):
        files = [str(tmp_path / f"{name}.{kind}") for kind in ("csv", "edges", "json")]
        subprocess.run(
            [sys.executable, "-W", "error", "-m", "mentors.pairing", "n.csv", "v.csv", "--settings", "s.json",
             "--out", files[0], "--edges", files[1], "--certificate", files[2]],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, str(ROOT))))}, check=True,
        )  # fmt: skip
        outputs.append([Path(file).read_bytes() for file in files])
    assert outputs[0] == outputs[1]


def test_the_command_needs_neither_flask_nor_a_database(tmp_path: Path) -> None:
    code = (
        "import sys; import mentors.pairing.pool.command; "
        "known = ('flask', 'sqlalchemy', 'holidays', 'babel', 'openpyxl', 'pandas'); "
        "sys.exit(', '.join(name for name in known if name in sys.modules) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
