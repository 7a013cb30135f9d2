from __future__ import annotations

from mentors.accounts.models import Account
from mentors.core.actor import Role
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.commands import raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given
from tests.page import Visitor


def administrator(given: Given) -> Visitor:
    return given.signed_in(given.staff(Role.administrator, name="Anna Admin"))


def test_a_coordinator_may_not_see_the_team(given: Given) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/team").status == 403
    assert "Medarbejdere" not in karen.get("/desk/").links()


def test_an_invited_colleague_chooses_a_password_and_is_in(given: Given) -> None:
    page = administrator(given).get("/desk/").click("Medarbejdere")
    after = page.press("Send invitation", name="Bodil Bak", email="Bodil@Demoby.example", role="coordinator")
    assert after.says("Bodil Bak") and after.says("Inviteret")
    message = db.session.query(Message).filter_by(kind="accounts/invitation").one()
    assert message.address == "bodil@demoby.example"
    link = db.session.query(PersonalLink).filter_by(purpose="choose_password").one()
    bodil = given.new_visitor()
    bodil.get(f"/w/{token_for(link.ref)}").form().fill(password="fire glade grise danser").submit()
    assert bodil.get("/desk/").status == 200 and bodil.get("/desk/team").status == 403


def test_two_colleagues_cannot_share_an_address(given: Given) -> None:
    taken = given.staff()
    page = administrator(given).get("/desk/team").press("Send invitation", name="Bo", email=taken.email)
    assert page.status == 422 and page.errors == ["Fejl: Der er allerede en konto med den e-mail."]


def test_a_closed_account_is_out_at_once_and_its_work_is_somebody_elses(given: Given) -> None:
    bodil, karen = given.staff(name="Bodil Bak"), given.staff(name="Karen Kofoed")
    someone = given.person()
    someone.responsible_id = bodil.id
    task = raise_task(given.by(), TaskKind.call_me, someone, key="k")
    assert task.responsible_id == bodil.id
    bodils, admin = given.signed_in(bodil), administrator(given)
    assert bodils.get("/desk/").status == 200
    asked = admin.get(f"/desk/team/{bodil.ref}/closings")
    assert asked.says("Vil du lukke kontoen for") and bodils.get("/desk/").status == 200
    refused = asked.press("Ja, luk kontoen")
    assert refused.status == 422 and refused.says("Vælg mindst én kollega, der tager over.")
    assert bodils.get("/desk/").status == 200
    refused.press("Ja, luk kontoen", to=karen.ref)
    assert bodils.get("/desk/").path.startswith("/sign-in")
    db.session.expire_all()
    assert db.session.get_one(Person, someone.id).responsible_id == karen.id
    assert db.session.get_one(Task, task.id).responsible_id == karen.id


def test_a_closed_colleague_can_be_invited_again_with_the_same_address(given: Given) -> None:
    bodil, admin = given.staff(name="Bodil Bak"), administrator(given)
    address = bodil.email
    admin.get(f"/desk/team/{bodil.ref}/closings").press("Ja, luk kontoen")
    page = admin.get("/desk/team").press("Send invitation", name="Bodil Bak", email=address)
    assert page.status == 200 and page.says("Inviteret")


def test_nobody_closes_her_own_account(given: Given) -> None:
    anna = given.staff(Role.administrator, name="Anna Admin")
    page = given.signed_in(anna).get(f"/desk/team/{anna.ref}/closings").press("Ja, luk kontoen")
    assert page.status == 422 and page.says("Du kan ikke lukke din egen konto")
    db.session.expire_all()
    assert db.session.get_one(Account, anna.id).closed_at is None


def test_an_account_of_another_town_does_not_exist_here(given: Given) -> None:
    far = given.staff(town=given.town("nabo"))
    assert administrator(given).get(f"/desk/team/{far.ref}/closings").status == 404
