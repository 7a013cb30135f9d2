"""The command as a town meets it: two spreadsheets in, a plan out, and every bad cell named at once."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mentors.pairing.pool import command, planning
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.writing import EDGE_COLUMNS, PLAN_COLUMNS
from tests.pairing.pool import files, oracle, pools

N = "ref,languages,free,postcode\n"
V = "ref,languages,free,postcode\n"


class Ran:
    """One run of the command in a folder."""

    def __init__(self, folder: Path, code: int, out: str, err: str) -> None:
        self.folder, self.code, self.out, self.err = folder, code, out, err

    @property
    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return found

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def go(newcomers: str | bytes, volunteers: str | bytes, *more: str, **others: str) -> Ran:
        (tmp_path / "n.csv").write_bytes(newcomers if isinstance(newcomers, bytes) else newcomers.encode())
        (tmp_path / "v.csv").write_bytes(volunteers if isinstance(volunteers, bytes) else volunteers.encode())
        options = []
        for name, text in others.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            options += [f"--{name}", str(tmp_path / name)]
        code = command.main(
            [str(tmp_path / "n.csv"), str(tmp_path / "v.csv"), "--out", str(tmp_path / "plan.csv"), *options, *more]
        )
        said = capsys.readouterr()
        return Ran(tmp_path, code, said.out, said.err)

    return go


def test_a_whole_pool_goes_through_the_files_and_comes_back_the_best(tmp_path: Path, capsys: Any) -> None:
    pytest.importorskip("ortools")
    for seed in range(6):
        draw, chosen = random.Random(seed), pools.settings()
        pool = pools.with_edits(draw, files.sayable(pools.pool(draw, 25, 20)), chosen, pins=2, forbids=8, previous=6)
        newcomers, volunteers = files.write_pool(tmp_path, pool)
        given = {
            name: files.write_pairs(tmp_path / name, getattr(pool, name)) for name in ("pins", "forbids", "previous")
        }
        (tmp_path / "settings").write_text('{"start_on": "2026-03-01", "seed": "test"}')
        arguments = [str(newcomers), str(volunteers), "--settings", str(tmp_path / "settings")]
        for name, path in given.items():
            arguments += [f"--{name}", str(path)]
        outputs = [str(tmp_path / name) for name in ("plan.csv", "edges.csv", "proof.json")]
        code = command.main([*arguments, "--out", outputs[0], "--edges", outputs[1], "--certificate", outputs[2]])
        summary = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert (code, summary["gap"], summary["certificate"]) == (0, 0, "valid")
        ran = Ran(tmp_path, code, "", "")
        plan = {row["newcomer"]: row["volunteer"] for row in ran.table("plan.csv") if row["volunteer"]}
        assert oracle.objective(pool, chosen, plan) == oracle.by_flow(pool, chosen)
        assert pool.pins <= set(plan.items())
        value = {(row["newcomer"], row["volunteer"]): int(row["value"]) for row in ran.table("edges.csv")}
        assert sum(value[pair] for pair in plan.items()) == summary["value"]
        unpinned = {edge for edge in value if edge[0] not in {pin[0] for pin in pool.pins}}
        left = oracle.places_of(pool)
        expected = {(a, b) for a, b, _value in oracle.edges_of(pool, chosen)}
        assert {edge for edge in unpinned if left[edge[1]]} == expected
        check = [str(newcomers), str(volunteers), "--certificate", outputs[2]]
        for name, path in given.items():
            check += [f"--{name}", str(path)]
        assert command.main(["check", *check]) == 0
        capsys.readouterr()


def test_the_plan_has_a_row_for_each_newcomer_and_the_named_columns(run: Any) -> None:
    ran = run(N + "b,ar,mon,5000\na,da,mon,5000\n", V + "v,da,mon-evening,5000\n", edges="", certificate="")
    rows = ran.table("plan.csv")
    assert tuple(rows[0]) == PLAN_COLUMNS
    assert [(row["newcomer"], row["volunteer"]) for row in rows] == [("a", "v"), ("b", "")]
    assert rows[0]["reasons"] and not rows[0]["hurdle"] and rows[1]["hurdle"] and rows[1]["remedy"]
    assert tuple(ran.table("edges")[0]) == EDGE_COLUMNS
    assert ran.summary.keys() == {"paired", "by_class", "value", "gap", "certificate", "seconds"}
    assert (ran.summary["paired"], ran.summary["by_class"]) == (1, {"2": 1})


def test_excels_semicolons_mark_and_old_alphabet_are_read(run: Any) -> None:
    newcomers = '\ufeffref;languages;free;postcode\nÅse;"da;ar";mon;5000\n'.encode()
    volunteers = "sep=;\r\nref;languages;free;postcode\r\nJørgen;da;mon-evening;5000\r\n".encode("cp1252")
    ran = run(newcomers, volunteers)
    assert [(row["newcomer"], row["volunteer"]) for row in ran.table("plan.csv")] == [("Åse", "Jørgen")]


def test_xlsx_is_read_with_its_own_numbers_and_dates(run: Any, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ref", "languages", "free", "postcode", "birth_year", "waiting_since", "meets_children", "max_km"])
    sheet.append([7, "da;ar:3", "mon-evening", 5000, 1990, date(2026, 1, 5), False, 10.0])
    book.save(tmp_path / "n.xlsx")
    ran = run((tmp_path / "n.xlsx").read_bytes(), V + "v,da,mon,5000\n")
    assert [(row["newcomer"], row["volunteer"]) for row in ran.table("plan.csv")] == [("7", "v")]


def test_every_bad_cell_is_named_at_once_and_nothing_is_written(run: Any) -> None:
    newcomers = (
        "ref,languages,free,postcode,birth_year,gender,class,waiting_since,max_km,meets_children\n"
        "a,arabisk?,man-aften,5000,1990,woman,0,,5,no\n"
        "b,da:9,someday,50,19x0,lady,x,31-02-2026,far,maybe\n"
        "a,da,mon,5000,,,,,,\n"
        ",da,mon,5000,,,,,,\n"
    )
    ran = run(newcomers, V + "v,da,mon,5000\n", certificate="")
    assert ran.code == 2
    assert not (ran.folder / "plan.csv").exists()
    assert ran.out == ""
    lines = ran.err.splitlines()
    for row, column in [(2, "languages"), *((3, name) for name in (
        "languages", "free", "postcode", "birth_year", "gender", "class", "waiting_since", "max_km", "meets_children"
    )), (4, "ref"), (5, "ref")]:  # fmt: skip
        assert any(f"n.csv, række {row}, kolonne {column}: " in line and "skriv" in line for line in lines), (
            row,
            column,
        )


def test_a_pin_that_breaks_a_rule_names_it(run: Any) -> None:
    ran = run(
        N + "a,da,mon,5000\nb,ar,mon,5000\nc,da,mon,5000\n", V + "v,da,mon,5000\n",
        pins="newcomer,volunteer\nb,v\na,v\nc,v\nx,v\n",
    )  # fmt: skip
    assert ran.code == 2 and "række 5" in ran.err and "x" in ran.err
    ran = run(
        N + "a,da,mon,5000\nb,ar,mon,5000\nc,da,mon,5000\n", V + "v,da,mon,5000\n",
        pins="newcomer,volunteer\nb,v\na,v\nc,v\n",
    )  # fmt: skip
    assert ran.code == 2
    assert "række 2" in ran.err and "languages" in ran.err and "kun 1 pladser" in ran.err


def test_a_pin_beats_the_optimum_and_its_reason_is_told(run: Any) -> None:
    ran = run(
        N + "a,da:1,mon,5000\nb,da,mon,5000\n", V + "v,da,mon,5000\n", pins="newcomer,volunteer,reason\na,v,naboer\n"
    )
    rows = ran.table("plan.csv")
    assert rows[0]["volunteer"] == "v" and "naboer" in rows[0]["reasons"]
    assert rows[1]["volunteer"] == ""


def test_formulas_stay_text_and_come_back_as_the_same_reference(run: Any) -> None:
    ran = run(N + "=1+1,da,mon,5000\n", V + "@v,da,mon,5000\n", edges="")
    (row,) = ran.table("plan.csv")
    assert (row["newcomer"], row["volunteer"]) == ("'=1+1", "'@v")
    before = int(ran.table("edges")[0]["value"])
    again = run(
        N + "=1+1,da,mon,5000\n", V + "@v,da,mon,5000\n", previous=(ran.folder / "plan.csv").read_text(), edges=""
    )
    assert int(again.table("edges")[0]["value"]) > before


def test_unknown_columns_and_postcodes_are_warned_of_and_change_nothing(run: Any) -> None:
    plain = run(N + "a,da,mon,9999\n", V + "v,da,mon,5000\n")
    first = (plain.folder / "plan.csv").read_text()
    words = run(
        "ref,languages,free,postcode,note,religion,nationality\na,da,mon,9999,=HYPER(),x,y\n",
        "ref,languages,free,postcode,health\nv,da,mon,5000,z\n",
    )
    assert "9999" in plain.err
    assert "religion" in words.err and "nationality" in words.err and "health" in words.err
    assert (words.folder / "plan.csv").read_text() == first


def test_empty_lists_and_missing_columns_are_fine(run: Any) -> None:
    assert run("ref\n", "ref\n").summary["paired"] == 0
    assert run("ref,languages\na,da\n", "ref,languages\nv,da\n").summary["paired"] == 1
    assert run("ref\na\n", "ref\nv\n").summary["paired"] == 0
    missing = run("languages\nda\n", "ref\nv\n")
    assert missing.code == 2 and "ref" in missing.err
    assert run("", "ref\nv\n").code == 2


def test_wrong_settings_say_what_to_write(run: Any) -> None:
    for text in (
        "{", "[]", '{"seeds": 1}', '{"weights": {"language": 1000}}', '{"concave": 0}', '{"start_on": "soon"}',
        '{"near_trades": [["a"], ["a"]]}', '{"seed": null}', "[" * 100_000,
    ):  # fmt: skip
        ran = run(N + "a,da,mon,5000\n", V + "v,da,mon,5000\n", settings=text)
        assert ran.code == 2 and "settings" in ran.err and not (ran.folder / "plan.csv").exists()


def test_a_missing_file_is_said_and_no_traceback(tmp_path: Path, capsys: Any) -> None:
    code = command.main([str(tmp_path / "no.csv"), str(tmp_path), "--out", str(tmp_path / "plan.csv")])
    assert code == 2
    assert "no.csv" in capsys.readouterr().err


def test_a_folder_that_is_not_there_leaves_nothing_half_written(run: Any, tmp_path: Path) -> None:
    ran = run(N + "a,da,mon,5000\n", V + "v,da,mon,5000\n", "--edges", str(tmp_path / "none" / "e.csv"))
    assert ran.code == 2
    assert not (ran.folder / "plan.csv").exists()
    assert not list(ran.folder.glob(".pairing-*"))


def test_a_tampered_certificate_does_not_pass_the_check(run: Any) -> None:
    ran = run(N + "a,da,mon,5000\nb,da,mon,5000\n", V + "v,da,mon,5000\n", certificate="")
    proof = ran.folder / "certificate"
    people = [str(ran.folder / "n.csv"), str(ran.folder / "v.csv")]
    assert command.main(["check", *people, "--certificate", str(proof)]) == 0
    changed = json.loads(proof.read_text())
    changed["value"] += 1
    proof.write_text(json.dumps(changed))
    assert command.main(["check", *people, "--certificate", str(proof)]) == 1
    proof.write_text("nonsense")
    assert command.main(["check", *people, "--certificate", str(proof)]) == 2
    proof.write_text("{}")
    assert command.main(["check", *people, "--certificate", str(proof)]) == 1


def test_somebody_who_meets_children_needs_a_certificate_to_the_last_day(run: Any) -> None:
    settings = '{"start_on": "2026-03-01", "months": 12}'
    for until, paired in (("2027-03-01", 1), ("2027-02-28", 0), ("", 0)):
        ran = run(
            "ref,languages,free,meets_children\na,da,mon,yes\n",
            f"ref,languages,free,clearance_until\nv,da,mon,{until}\n",
            settings=settings,
        )
        assert ran.summary["paired"] == paired


def test_a_long_wait_counts_only_from_the_day_after_twelve_weeks(run: Any) -> None:
    for since, urgency in (("2025-12-07", "2"), ("2025-12-06", "1")):
        ran = run(
            f"ref,languages,free,waiting_since\na,da,mon,{since}\n", V + "v,da,mon,5000\n",
            settings='{"start_on": "2026-03-01"}',
        )  # fmt: skip
        assert ran.summary["by_class"] == {urgency: 1}


def test_an_unknown_gender_satisfies_no_wish(run: Any) -> None:
    for gender, paired in (("", 0), ("man", 0), ("woman", 1)):
        ran = run(
            "ref,languages,free,wants_gender\na,da,mon,woman\n", f"ref,languages,free,gender\nv,da,mon,{gender}\n"
        )
        assert ran.summary["paired"] == paired


def test_five_thousand_rows_are_read_in_one_go() -> None:
    from mentors.pairing.pool.reading import Heard, newcomers_of
    from mentors.pairing.pool.sheets import table_of

    pool: Pool = files.sayable(pools.pool(random.Random(1), 5000, 0))
    rows = [files.newcomer_row(one) for one in pool.newcomers]
    numbered = [(1, list(rows[0])), *((at, [str(cell) for cell in row.values()]) for at, row in enumerate(rows, 2))]
    heard = Heard()
    read = newcomers_of(table_of("n.csv", numbered), pools.START, heard)
    assert not heard.complaints
    assert tuple(one for _row, one in read.values()) == pool.newcomers


def test_a_plan_whose_proof_does_not_hold_is_never_written(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "complaints_about", lambda _certificate, _pool: ["prices do not cover 1 pairs"])
    ran = run(N + "a,da,mon,5000\n", V + "v,da,mon,5000\n", certificate="")
    assert (ran.code, ran.out) == (1, "")
    assert "prices do not cover" in ran.err
    assert not (ran.folder / "plan.csv").exists()


def test_warming_up_compiles_and_says_nothing(capsys: Any) -> None:
    assert command.main(["warm"]) == 0
    assert capsys.readouterr().out == ""
