"""A portfolio moves in three clicks, is written down, and can be undone (systems.md rows 9 and 48)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.accounts import commands_absence_desk as absences
from mentors.accounts.models_absence import ResponsibleChange
from mentors.accounts.queries_absence import changes_of
from mentors.accounts.rules_absence import ChangeReason
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere, Refused
from mentors.gatherings.models import Owner
from mentors.hotline.models import HotlineShift
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.portfolios import commands_desk as commands
from mentors.portfolios import queries
from mentors.portfolios.models import Handover
from mentors.tasks.commands import raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.gatherings.building import series
from tests.given import Given
from tests.guide.newcomers import page_of
from tests.portfolios.carrying import carried_by, everything_carried_by


def test_three_clicks_and_everything_is_somebody_elses(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    pair = everything_carried_by(given, karen)
    desk = given.signed_in(given.staff(name="Anna Admin"))
    assert desk.get("/desk/caseload").status == 200
    chosen = desk.get(f"/desk/caseload/{karen.ref}")  # 1: from whom
    seen = chosen.press("Se, hvad der flytter", to=bo.ref, reason="workload")  # 2: to whom
    assert seen.says("Intet er flyttet endnu.") and seen.says("Kommende gange") and seen.says("Vi deler arbejdet")
    assert db.session.get_one(Pair, pair.id).responsible_id == karen.id
    done = seen.press("Ja, flyt det")  # 3: confirm
    assert done.says("6 ting er flyttet.") and done.says("Bo Berg")
    db.session.expire_all()
    assert queries.portfolio_of(karen.id) == []
    assert db.session.get_one(Pair, pair.id).responsible_id == bo.id
    assert {one.responsible_id for one in db.session.query(Person)} == {bo.id}
    assert db.session.query(Task).one().responsible_id == bo.id
    assert db.session.query(Owner).one().account_id == db.session.query(HotlineShift).one().account_id == bo.id
    acts = {entry.act for entry in db.session.query(Entry).filter(Entry.act.startswith("portfolios."))}
    assert acts == {
        "portfolios.handed_over",
        *(f"portfolios.moved:{k}" for k in ("person", "pair", "task", "series", "shift")),
    }
    mail = db.session.query(Message).filter_by(kind="portfolios/taken_over").one()
    assert mail.account_id == bo.id and pair.newcomer.first_name not in mail.body


def test_the_newcomer_reads_who_helps_her_now_and_why_and_it_is_counted(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    pair = carried_by(given, karen)[0]
    pair.newcomer.language = "da"
    assert not page_of(given, pair.newcomer).says("hjælper dig nu i kommunen")
    commands.hand_over(given.by(), karen, [bo], reason=ChangeReason.stopped)
    page = page_of(given, pair.newcomer)
    assert page.says("Bo hjælper dig nu i kommunen") and page.says("Kollegaen arbejder her ikke mere")
    assert "Berg" not in page.text and "Kofoed" not in page.text
    assert given.coordinator().get(f"/desk/people/{pair.newcomer.ref}").says("Har fået en ny ansvarlig 1 gang.")
    with clock.stopped(clock.now() + timedelta(days=61)):
        assert not page_of(given, pair.newcomer).says("hjælper dig nu i kommunen")
        assert len(changes_of(pair.newcomer_id)) == 1


def test_the_first_responsible_is_no_change(given: Given) -> None:
    karen, person = given.staff(), given.person()
    absences.make_responsible(given.by(), person, karen.id, reason=ChangeReason.workload)
    assert db.session.query(ResponsibleChange).count() == 0


def test_it_is_undone_but_for_what_somebody_has_changed_since(given: Given) -> None:
    karen, bo, eva = (given.staff(name=name) for name in ("Karen Kofoed", "Bo Berg", "Eva Eg"))
    first, second = carried_by(given, karen, 2)
    made = commands.hand_over(given.by(), karen, [bo], reason=ChangeReason.workload)
    second.responsible_id = eva.id
    db.session.commit()
    page = given.signed_in(karen).get(f"/desk/handovers/{made.ref}").press("Fortryd")
    assert page.says("Det er fortrudt. 7 ting er flyttet.")
    db.session.expire_all()
    assert db.session.get_one(Pair, first.id).responsible_id == karen.id
    assert db.session.get_one(Pair, second.id).responsible_id == eva.id
    assert changes_of(first.newcomer_id) == []
    again = page.visitor.post(f"/desk/handovers/{made.ref}/undos", data={"csrf_token": token(page.visitor)})
    assert again.status == 422 and again.says("Det er allerede fortrudt.")


def token(visitor: object) -> str:
    page = visitor.get("/desk/absences")  # type: ignore[attr-defined]
    return str(page.soup.find("input", attrs={"name": "csrf_token"})["value"])


def test_a_series_two_already_share_goes_back_to_both(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    made = series(given)
    for account in (karen, bo):
        given.keep(Owner(series_id=made.id, account_id=account.id))
    handover = commands.hand_over(given.by(), karen, [bo], reason=ChangeReason.workload)
    assert [one.account_id for one in db.session.query(Owner)] == [bo.id]
    commands.undo_handover(given.by(), handover)
    assert {one.account_id for one in db.session.query(Owner)} == {karen.id, bo.id}


def test_it_is_shared_out_and_a_newcomer_keeps_her_pair_and_tasks_together(given: Given) -> None:
    karen, bo, eva = (given.staff(name=name) for name in ("Karen Kofoed", "Bo Berg", "Eva Eg"))
    pairs = carried_by(given, karen, 4)
    commands.hand_over(given.by(), karen, [bo, eva], reason=ChangeReason.workload)
    db.session.expire_all()
    owners = [db.session.get_one(Pair, pair.id).responsible_id for pair in pairs]
    assert sorted(owners) == sorted([bo.id, bo.id, eva.id, eva.id])
    for pair in pairs:
        task = db.session.query(Task).filter_by(thing=f"pair:{pair.ref}").one()
        assert pair.newcomer.responsible_id == pair.responsible_id == task.responsible_id


def test_what_is_urgent_reminds_the_new_one(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    person = given.person()
    person.responsible_id = karen.id
    raise_task(given.by(), TaskKind.call_me, person, key="urgent")
    commands.hand_over(given.by(), karen, [bo], reason=ChangeReason.workload)
    mails = db.session.query(Message).filter_by(kind="tasks/urgent").order_by(Message.id)
    assert [mail.account_id for mail in mails] == [karen.id, bo.id]


def test_a_list_that_has_changed_is_shown_again_and_nothing_moves(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    carried_by(given, karen)
    desk = given.coordinator()
    seen = desk.get(f"/desk/caseload/{karen.ref}").press("Se, hvad der flytter", to=bo.ref, reason="workload")
    raise_task(given.by(), TaskKind.new_time, given.person(), key="late", responsible_id=karen.id)
    stale = seen.press("Ja, flyt det")
    assert stale.status == 422 and stale.says("Der er sket noget, siden du så listen.")
    assert db.session.query(Handover).count() == 0
    assert stale.press("Ja, flyt det").says("er flyttet.")
    twice = seen.press("Ja, flyt det")  # the button pressed again in another tab
    assert twice.status == 422 and db.session.query(Handover).count() == 1


def test_what_cannot_be_is_refused(given: Given) -> None:
    karen, hans = given.staff(name="Karen Kofoed"), given.staff(Role.hotline, name="Hans Hør")
    far = given.staff(town=given.town("nabo"))
    carried_by(given, karen)
    for receivers, words in (
        ([karen], "til sig selv"), ([], "Vælg mindst én"), ([far], "Vælg en koordinator"), ([hans], "Vælg en koordinator"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            commands.hand_over(given.by(), karen, receivers, reason=ChangeReason.workload)
    page = given.coordinator().get(f"/desk/caseload/{karen.ref}")
    assert page.press("Se, hvad der flytter", reason="workload").status == 422
    assert page.press("Se, hvad der flytter", to=karen.ref, reason="workload").status == 422
    assert given.signed_in(far).get(f"/desk/caseload/{karen.ref}").status == 404


def test_an_empty_portfolio_says_so(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    page = given.signed_in(bo).get(f"/desk/caseload/{karen.ref}")
    assert page.says("Ingenting.")
    assert page.press("Se, hvad der flytter", to=bo.ref, reason="workload").says("Der er ikke noget at give videre.")


def test_the_dashboard_counts_per_coordinator_with_a_table_beside_the_chart(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    carried_by(given, karen, 3)
    page = given.signed_in(bo).get("/desk/").click("Fordeling")
    rows = {
        row.find("th").find("bdi").get_text(" ", strip=True): row for row in page.soup.select("table.rows tbody tr")
    }
    assert [cell.get_text(strip=True) for cell in rows["Karen Kofoed"].find_all("td")][:4] == ["3", "6", "3", "0"]
    assert page.soup.select_one("figure.chart table") is not None and page.says("Bo Berg")


def test_an_actor_of_another_town_moves_nothing(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    carried_by(given, karen)
    stranger = Actor("account:x", given.town("nabo").id, frozenset({Role.coordinator}))
    with pytest.raises(NotThere):
        commands.hand_over(stranger, karen, [bo], reason=ChangeReason.workload)
    assert db.session.query(Handover).count() == 0
