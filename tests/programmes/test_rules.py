from __future__ import annotations

from datetime import date

import pytest

from mentors.programmes import rules
from mentors.programmes.rules import BirthYearProblem, JoinFacts, JoinHurdle, ProgrammeKind, Side


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Anna Maria Holm", ("Anna Maria", "Holm")), ("Fatima", ("Fatima", "")), ("  Bo   Berg ", ("Bo", "Berg"))],
)
def test_a_name_is_parted_at_its_last_blank(name: str, parts: tuple[str, str]) -> None:
    assert rules.split_name(name) == parts


@pytest.mark.parametrize(
    ("born", "span", "problem"),
    [
        (2008, (18, 110), None),  # turns 18 this year
        (2009, (18, 110), BirthYearProblem.too_young),
        (1916, (18, 110), None),
        (1915, (18, 110), BirthYearProblem.impossible),
        (2027, (18, 110), BirthYearProblem.impossible),
        (2017, (5, 8), None),  # 8 until the birthday
        (2016, (5, 8), BirthYearProblem.too_old),
        (2022, (5, 8), BirthYearProblem.too_young),
    ],
)
def test_birth_years_and_ages(born: int, span: tuple[int, int], problem: BirthYearProblem | None) -> None:
    assert rules.birth_year_problem(born, 2026, span) is problem


def _facts(**values: object) -> JoinFacts:
    usual: dict[str, object] = {
        "kind": ProgrammeKind.host, "side": Side.volunteer, "herself": True, "is_open": True, "is_on_other_side": False,
        "has_company": False, "needs_company": False, "birth_year": 1985, "this_year": 2026,
    }  # fmt: skip
    return JoinFacts(**{**usual, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "hurdle"),
    [
        (_facts(), None),
        (_facts(is_open=False), JoinHurdle.closed),
        (_facts(is_open=False, herself=False), None),
        (_facts(is_on_other_side=True), JoinHurdle.other_side),
        (_facts(needs_company=True), JoinHurdle.company),
        (_facts(needs_company=True, has_company=True), None),
        (_facts(needs_company=True, side=Side.newcomer), None),
        (_facts(birth_year=2010), JoinHurdle.too_young),
        (_facts(birth_year=2012, side=Side.newcomer, herself=False), None),
        (_facts(birth_year=2012, side=Side.newcomer), JoinHurdle.too_young),
        (_facts(birth_year=2010, herself=False), JoinHurdle.too_young),  # volunteers are adults, whoever asks
        (_facts(kind=ProgrammeKind.contact_person_child, side=Side.newcomer), JoinHurdle.closed),
        (_facts(birth_year=None, herself=False, side=Side.newcomer), None),
    ],
)
def test_who_may_join(facts: JoinFacts, hurdle: JoinHurdle | None) -> None:
    assert rules.join_hurdle(facts) is hurdle


def test_an_answer_is_never_promised_for_a_holiday() -> None:
    assert rules.answer_by(date(2026, 12, 18)) == date(2026, 12, 28)  # 25, 26 December and a Sunday lie between
    assert rules.answer_by(date(2026, 11, 23)) == date(2026, 11, 30)
