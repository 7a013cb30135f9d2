"""How a programme pairs is data: weights, classes and switches in numbered versions, their effect shown first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.pairing import queries
from mentors.pairing.commands_settings import save_settings
from mentors.pairing.models_settings import PairingSettings
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.settings import Part
from mentors.pairing.queries_settings import choices_now
from mentors.pairing.rules_settings import WEIGHTS, as_thousand, choices_from, defaults_for, differences
from mentors.programmes.rules import ProgrammeKind
from tests.given import Given
from tests.pairing.test_the_pool import pool_today


def url(given: Given) -> str:
    return f"/desk/programmes/{given.programme().ref}/pairing"


@pytest.mark.parametrize("kind", ProgrammeKind)
def test_every_kind_starts_with_weights_of_a_thousand(kind: ProgrammeKind) -> None:
    assert sum(WEIGHTS[kind].values()) == 1000
    assert set(WEIGHTS[kind]) == set(Part)
    assert choices_from(defaults_for(kind).as_json(), kind) == defaults_for(kind)


@pytest.mark.parametrize(
    ("numbers", "points"),
    [
        ((1, 1, 1, 0, 0, 0), (334, 333, 333, 0, 0, 0)),
        ((320, 240, 190, 170, 30, 50), (320, 240, 190, 170, 30, 50)),
        ((1000, 1000, 1000, 1000, 1000, 1000), (167, 167, 167, 167, 166, 166)),
        ((0, 0, 0, 0, 0, 1), (0, 0, 0, 0, 0, 1000)),
    ],
)
def test_any_numbers_become_points_of_a_thousand(numbers: tuple[int, ...], points: tuple[int, ...]) -> None:
    assert tuple(as_thousand(dict(zip(Part, numbers, strict=True))).values()) == points


@pytest.mark.parametrize("numbers", [(0, 0, 0, 0, 0, 0), (-1, 5, 0, 0, 0, 0)])
def test_nothing_that_counts_is_no_weighing(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        as_thousand(dict(zip(Part, numbers, strict=True)))


def test_a_coordinator_sees_the_effect_before_anything_is_saved(given: Given) -> None:
    amal = given.newcomer(first_name="Amal", speaks=("ar",), interests=("film",))
    given.volunteer(
        first_name="Samme", last_name="Interesse", speaks=("da", "ar"), interests=("film",), postcode="5450"
    )
    given.volunteer(first_name="Samme", last_name="Gade", speaks=("da", "ar"), interests=("art",), postcode="5000")
    karen = given.coordinator()
    page = karen.get(url(given))
    assert page.says("Version 0")
    page = page.press("Se virkningen først", interests="1000", distance="0")
    assert page.status == 200 and page.says("Før: 1 af 1 får en kontakt. Efter: 1.")
    assert page.says("Samme Gade Samme Interesse") and page.says("Intet er gemt")
    assert db.session.query(PairingSettings).count() == 0
    assert {one.weighed.points for one in queries.suggestions_for(given.by(), amal)}
    page = page.press("Gem", why="Vi vil prøve interesser")
    assert page.says("Version 1") and page.says("Vi vil prøve interesser")
    assert queries.suggestions_for(given.by(), amal)[0].participation.person.last_name == "Interesse"
    saved = db.session.query(PairingSettings).one()
    assert saved.made_by_name == "Karen Koordinator" and sum(saved.choices["weights"].values()) == 1000
    assert db.session.query(Entry).filter_by(act="pairing.settings_saved").one().reason == "1"


def test_who_would_be_paired_and_who_would_be_left_is_named(given: Given) -> None:
    through = given.newcomer(first_name="Tolkia", speaks=("so",))
    through.interpreter_ok = True
    given.volunteer(first_name="Bente")
    db.session.commit()
    karen = given.coordinator()
    page = karen.get(url(given)).press("Se virkningen først", interpreters=False)
    assert page.says("Før: 1 af 1 får en kontakt. Efter: 0.") and page.says("Tolkia")
    page = page.press("Gem")
    assert not make_plan(pool_today(given.programme()).engine(), pool_today(given.programme()).settings).pairs


def test_switches_and_classes_reach_the_plan(given: Given) -> None:
    programme = given.programme()
    waited = given.newcomer(first_name="Lang")
    given.newcomer(first_name="Ny")
    waited.applied_at = clock.now() - timedelta(weeks=8)
    given.volunteer()
    db.session.commit()
    staff = _colleague(given)
    choices = replace(defaults_for(programme.kind), long_wait_weeks=6)
    save_settings(staff, programme, choices, based_on=0)
    db.session.commit()
    pool = pool_today(programme)
    assert pool.settings.long_wait_weeks == 6
    assert set(make_plan(pool.engine(), pool.settings).pairs) == {waited.ref}


def _colleague(given: Given) -> Any:
    from mentors.core.actor import Role

    return replace(given.by(), roles=frozenset({Role.coordinator}), name="Ole")


def test_versions_are_kept_with_what_changed_and_one_can_go_back(given: Given) -> None:
    karen = given.coordinator()
    page = karen.get(url(given)).press("Gem", long_wait_weeks="20")
    page = page.press("Gem", long_wait_weeks="30", default_max_km="")
    assert page.says("Lang ventetid begynder efter så mange uger: 20 → 30")
    assert page.says("Længste afstand i km, når ingen har sagt noget: 40 → ingen grænse")
    page = page.press("Gå tilbage til version 1")
    assert page.says("Version 3 gælder nu.") and page.says("Tilbage til version 1")
    assert choices_now(given.programme())[0].long_wait_weeks == 20
    page = page.press("Gå tilbage til udgangspunktet")
    assert choices_now(given.programme()) == (defaults_for(ProgrammeKind.host), 4)
    assert db.session.query(PairingSettings).count() == 4


def test_two_coordinators_at_once_are_told_and_lose_nothing(given: Given) -> None:
    karen, ole = given.coordinator(), given.coordinator()
    hers, his = karen.get(url(given)), ole.get(url(given))
    hers.press("Gem", long_wait_weeks="20")
    page = his.press("Gem", stability_bonus="300", why="Mere ro")
    assert page.status == 422 and page.says("har gemt version 1 imens")
    assert page.says("Lang ventetid begynder efter så mange uger: 20 → 12")
    assert "Mere ro" in page.html and 'value="300"' in page.html
    assert db.session.query(PairingSettings).count() == 1
    page = page.press("Gem", long_wait_weeks="20")
    assert page.says("Version 2")
    now = choices_now(given.programme())[0]
    assert (now.long_wait_weeks, now.stability_bonus) == (20, 300)


def test_the_same_number_is_never_kept_twice(given: Given) -> None:
    programme = given.programme()
    save_settings(_colleague(given), programme, replace(defaults_for(programme.kind), try_again=True), based_on=0)
    db.session.commit()
    db.session.add(
        PairingSettings(programme_id=programme.id, number=1, choices={}, made_at=clock.now(), made_by="system")
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(Refused):
        save_settings(_colleague(given), programme, defaults_for(programme.kind), based_on=0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (dict.fromkeys([str(part) for part in Part], "0"), "Mindst én del skal tælle."),
        ({"language": "99999999999999999999"}, "Skriv et tal mellem 0 og 1000."),
        ({"language": "-5"}, "Skriv et tal mellem 0 og 1000."),
        ({"long_wait_weeks": "9999"}, "Skriv et tal mellem 0 og 520."),
        ({"default_max_km": "0"}, "Skriv et tal mellem 1 og 500."),
        ({"based_on": "9"}, None),
        ({"language": "mange"}, None),
        ({}, "Der er ikke ændret noget."),
    ],
)
def test_absurd_numbers_are_refused_in_a_sentence(given: Given, typed: dict[str, str], sentence: str | None) -> None:
    karen = given.coordinator()
    page = karen.get(url(given)).press("Gem", why="Hvorfor ikke", **typed)
    if sentence is None and "based_on" in typed:
        assert page.says("Der er ikke ændret noget.")
        return
    assert page.status == 422 and (sentence is None or page.says(sentence)), page
    assert "Hvorfor ikke" in page.html
    assert db.session.query(PairingSettings).count() == 0


def test_another_towns_rules_are_not_there(given: Given) -> None:
    other = given.programme(town=given.town("andenby"))
    karen = given.coordinator()
    assert karen.get(f"/desk/programmes/{other.ref}/pairing").status == 404


def test_a_pool_too_big_to_wait_for_is_not_computed_while_somebody_waits(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.newcomer(), given.volunteer()
    monkeypatch.setattr("mentors.pairing.queries_effect.MOST_PEOPLE", 1)
    page = given.coordinator().get(url(given)).press("Se virkningen først", language="0")
    assert page.says("Mange venter her") and page.says("Sprog: 320 → 0")


SENSITIVE = "somalier, muslim, kristen, syrisk statsborger, diabetes, PTSD, kurder, jøde, gravid, kørestol"


def test_origin_faith_and_health_in_any_free_text_change_no_score(given: Given) -> None:
    newcomers = [given.newcomer(interests=("film",) * (n % 2)) for n in range(3)]
    volunteers = [given.volunteer(interests=("film",) * (n % 2)) for n in range(3)]
    programme = given.programme()

    def outcome() -> tuple[Any, ...]:
        db.session.expire_all()
        pool = pool_today(programme)
        plan = make_plan(pool.engine(), pool.settings)
        suggested = [
            (one.ref, one.weighed) for newcomer in newcomers for one in queries.suggestions_for(given.by(), newcomer)
        ]
        return pool.newcomers, pool.volunteers, dict(plan.pairs), plan.certificate, suggested

    before = outcome()
    for number, one in enumerate([*newcomers, *volunteers]):
        one.note = SENSITIVE.split(", ")[number]
        one.person.last_name = SENSITIVE.split(", ")[number].title()
        one.company_name = SENSITIVE
    programme.name = SENSITIVE
    db.session.commit()
    assert outcome() == before


def test_no_choice_is_about_what_must_never_count() -> None:
    names = {*defaults_for(ProgrammeKind.host).as_json(), *(str(part) for part in Part)}
    assert not names & {"nationality", "ethnicity", "religion", "health", "origin", "country"}
    assert differences(defaults_for(ProgrammeKind.host), defaults_for(ProgrammeKind.host)) == ()
