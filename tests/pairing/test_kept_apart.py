"""Two who must not be paired: written down at the desk or on a list, and kept to by suggestions and plans alike."""

from __future__ import annotations

import pytest

from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import db
from mentors.pairing import queries
from mentors.pairing.commands_apart import keep_apart, let_meet_again
from mentors.pairing.models_apart import KeptApart
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.queries_apart import kept_apart_of
from mentors.pairing.rules import Hurdle
from mentors.people.commands import protect, set_levels
from mentors.programmes.models import Participation
from tests.given import Given
from tests.imports import sheets
from tests.pairing.pools import coordinator
from tests.pairing.test_the_pool import pool_today
from tests.pairing.things import proposal


def planned(one: Participation) -> dict[str, str]:
    pool = pool_today(one.programme)
    return dict(make_plan(pool.engine(), pool.settings).pairs)


def test_neither_a_suggestion_nor_a_plan_brings_two_together_who_are_kept_apart(given: Given) -> None:
    amal, dorte = given.newcomer(), given.volunteer()
    assert planned(amal) == {amal.ref: dorte.ref}
    keep_apart(given.by(), dorte.person, amal.person)  # whoever is named first
    db.session.commit()
    assert planned(amal) == {}
    (suggestion,) = queries.suggestions_for(given.by(), amal)
    assert Hurdle.conflict in suggestion.hurdles and suggestion.weighed.is_hard


def test_a_coordinator_sees_adds_and_takes_away_the_rule(given: Given) -> None:
    amal, dorte = given.newcomer(first_name="Amal"), given.volunteer(first_name="Dorte")
    desk = given.coordinator()
    page = desk.get(f"/desk/people/{amal.person.ref}").click("Ret reglerne")
    assert page.says("Ingen regler")
    found = desk.get(f"{page.path}?q=Dorte")
    page = found.form("Hold de to").fill(other=dorte.person.ref).submit()
    assert page.says("De to bliver ikke foreslået til hinanden.") and page.says("Dorte")
    assert desk.get(f"/desk/people/{dorte.person.ref}").says("Amal")
    page = desk.get(f"/desk/people/{dorte.person.ref}/apart").press("Fjern reglen")
    assert page.says("Reglen er fjernet")
    assert db.session.query(KeptApart).count() == 0


def test_twice_is_once_and_nobody_is_kept_apart_from_herself_or_from_her_pair(given: Given) -> None:
    amal, dorte = given.newcomer(), given.volunteer()
    first = keep_apart(given.by(), amal.person, dorte.person)
    assert keep_apart(given.by(), dorte.person, amal.person) is first
    with pytest.raises(Refused):
        keep_apart(given.by(), amal.person, amal.person)
    let_meet_again(coordinator(given), first)
    pair = proposal(given)
    with pytest.raises(Refused):
        keep_apart(given.by(), pair.newcomer, pair.volunteer)


def test_another_town_neither_writes_nor_sees_the_rule(given: Given) -> None:
    amal, dorte = given.newcomer(), given.volunteer()
    rule = keep_apart(given.by(), amal.person, dorte.person)
    db.session.commit()
    elsewhere = given.town("nabo")
    with pytest.raises(NotThere):
        keep_apart(given.by(elsewhere), amal.person, dorte.person)
    stranger = given.coordinator(elsewhere)
    assert stranger.get(f"/desk/people/{amal.person.ref}/apart").status == 404
    assert db.session.get(KeptApart, rule.id) is not None


def test_a_protected_person_is_shown_by_her_first_name_alone(given: Given) -> None:
    amal, dorte = given.newcomer(first_name="Amal", last_name="Hemmelig"), given.volunteer()
    protect(given.by(), amal.person, True)
    keep_apart(given.by(), amal.person, dorte.person)
    db.session.commit()
    page = given.coordinator().get(f"/desk/people/{dorte.person.ref}/apart")
    assert page.says("Amal") and not page.says("Hemmelig")


# --- from lists -------------------------------------------------------------------------------------


def test_a_list_says_who_must_not_meet_even_before_she_is_here(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    preview = sheets.upload(desk, sheets.as_csv([sheets.newcomer(1, not_with="V7")]))
    assert preview.says("V7") and preview.says("Reglen gælder, så snart personen er lagt ind.")
    sheets.confirm(preview)
    (rule,) = db.session.query(KeptApart)
    assert (rule.awaits, rule.other_id) == ("V7", None)
    assert desk.get(f"/desk/people/{rule.one.ref}/apart").says("Står på en liste og er ikke lagt ind endnu")
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.volunteer(7), sheets.volunteer(8)]), side="volunteer"))
    db.session.expire_all()
    assert rule.other is not None and rule.other.first_name == "Karla7"
    listed = sheets.the_list()
    desk.get(f"/desk/imports/{listed.ref}").press("Fortryd hele listen")
    db.session.expire_all()
    assert (rule.awaits, rule.other_id) == ("V7", None), "she may come again"


def test_a_rule_of_a_list_goes_when_the_list_is_taken_back(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.volunteer(7)]), side="volunteer"))
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.newcomer(1, not_with="V7")])))
    (rule,) = db.session.query(KeptApart)
    assert len(kept_apart_of(rule.other_id or 0)) == 1
    desk.get(f"/desk/imports/{sheets.the_list().ref}").press("Fortryd hele listen")
    assert db.session.query(KeptApart).count() == 0


def test_children_at_her_home_take_a_certificate(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.newcomer(1, meets_children="yes")])))
    joined = db.session.query(Participation).one()
    assert joined.meets_children
    (fact,) = pool_today(joined.programme).newcomers
    assert fact.meets_children
    desk.get(f"/desk/people/{joined.person.ref}").press("Møder ikke børn")
    db.session.expire_all()
    assert not joined.meets_children


def test_words_the_house_has_no_choice_for_are_named_row_by_row_and_the_rest_comes_in(given: Given) -> None:
    given.programme()
    rows = [sheets.newcomer(1, interests="cooking;falconry", trade="blacksmith"), sheets.newcomer(2)]
    preview = sheets.upload(given.coordinator(), sheets.as_csv(rows))
    assert preview.says("2 er nye")
    assert preview.says("falconry") and preview.says("blacksmith")
    assert preview.says("Det er ikke blandt interesserne her")
    done = sheets.confirm(preview)
    assert done.says("falconry"), "it is still said when the row has been put in"
    person = db.session.query(Participation).order_by(Participation.id).first().person  # type: ignore[union-attr]
    assert (person.interests, person.trade) == (("cooking",), None)


def test_levels_of_languages_are_corrected_at_the_desk(given: Given) -> None:
    amal = given.newcomer(first_name="Amal", speaks=("ar", "da"))
    set_levels(given.by(), amal.person, {"da": 2, "fr": 4})
    assert amal.person.levels == ("da:2",)
    db.session.commit()
    desk = given.coordinator()
    page = desk.get(f"/desk/people/{amal.person.ref}").click("Ret sprogniveau")
    page.form("Gem").fill(level_da="4", level_ar="6").submit()
    db.session.expire_all()
    assert amal.person.levels == ("ar:6", "da:4")
    page = desk.get(f"/desk/people/{amal.person.ref}/details")
    page.form("Gem").fill(speaks=["ar"]).submit()
    db.session.expire_all()
    assert amal.person.levels == ("ar:6",)
