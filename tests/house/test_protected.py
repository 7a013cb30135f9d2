"""Protected people: "show", the year's end, public places, and logs. That nobody reads of them without the need, in
any room and in any role, is held by test_hidden.py."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Role
from mentors.desk.commands_protected import warn_of_endings
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.logs import JsonLines, TextLines, masked
from mentors.meetings.commands import plan_meeting
from mentors.meetings.models import Meeting
from mentors.pairing.models import Pair
from mentors.people.commands import protect
from mentors.people.models import Person
from mentors.tasks.commands import raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given
from tests.guide.newcomers import agreed, proposed

MINUTE = 37  # no other time of day in the house ends so


def secret(number: int, what: str) -> str:
    return f"Zq{what}{number:02d}xk".lower() if what == "mail" else f"Zq{what}{number:02d}xk"


def planted(given: Given) -> tuple[list[Person], list[Pair]]:
    """Twenty newcomers and volunteers with protection: in pairs, proposals, tasks, calls, meetings and referrals."""
    people: list[Person] = []
    pairs: list[Pair] = []
    for number in range(10):
        newcomer = given.newcomer(**details(number), language="da")
        make = agreed if number % 3 else proposed
        pair = make(given, newcomer, **details(number + 10))
        people += [newcomer.person, pair.volunteer]
        pairs.append(pair)
    for person in people:
        protect(given.by(), person, True)
        raise_task(given.by(), TaskKind.call_me, person, key=f"t-{person.ref}")
    responsible = given.staff(name="Rikke Responsible")
    for person in people:
        person.responsible_id = responsible.id
    for pair in (one for one in pairs if one.is_running):
        day = clock.today() + timedelta(days=3)
        plan_meeting(given.by(), pair, starts_at=clock.at_local(day, 16, MINUTE), place="Biblioteket")
    db.session.commit()
    return people, pairs


def details(number: int) -> dict[str, object]:
    return {
        "last_name": secret(number, "Name"), "email": f"{secret(number, 'mail')}@hidden.example",
        "mobile": f"+4526{number:02d}7733", "postcode": f"{9240 + (number % 2) * 60}",
    }  # fmt: skip


def secrets(people: list[Person]) -> list[str]:
    """What may stand nowhere: surnames, addresses, numbers however written, the towns and the postcodes."""
    found = []
    for person in people:
        digits = str(person.mobile)[3:]
        found += [person.last_name, str(person.email), digits, " ".join(digits[at : at + 2] for at in range(0, 8, 2))]
    return [*found, "9240", "9300", "Nibe", "Sæby"]


def test_show_is_for_the_need_and_stands_in_the_journal(given: Given) -> None:
    people, _pairs = planted(given)
    person = people[0]
    stranger, boss = given.coordinator(), given.signed_in(given.staff(Role.administrator))
    assert stranger.get(f"/desk/people/{person.ref}").press("Vis navn og adresse").status == 422
    for page in ("details", "week", "free-times"):
        assert boss.get(f"/desk/people/{person.ref}/{page}").path.endswith(person.ref)
    shown = boss.get(f"/desk/people/{person.ref}").press("Vis navn og adresse")
    assert person.last_name in shown.heading and str(person.email) in shown.html
    assert boss.get(f"/desk/people/{person.ref}/details").status == 200
    lines = db.session.scalars(select(Entry).where(Entry.act == "people.protected_shown")).all()
    assert [line.person_id for line in lines] == [person.id]
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        assert person.last_name not in boss.get(f"/desk/people/{person.ref}").html


def test_a_year_on_it_warns_and_lifts_nothing(given: Given) -> None:
    person = given.newcomer().person
    protect(given.by(), person, True)
    assert warn_of_endings() == 0
    with clock.stopped(clock.now() + timedelta(days=340)):
        assert warn_of_endings() == 1 == warn_of_endings()
    with clock.stopped(clock.now() + timedelta(days=800)):
        warn_of_endings()
        assert db.session.get_one(Person, person.id).is_protected
    tasks = db.session.scalars(select(Task).where(Task.kind == TaskKind.protection_ending)).all()
    assert len(tasks) == 1


NO_PUBLIC_PLACE = ("", "Hjemme hos mig", "Vestergade 12", "Hos dig ved biblioteket")


def test_meetings_are_at_public_places(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pair = agreed(given, newcomer)
    protect(given.by(), newcomer.person, True)
    db.session.commit()
    visitor = given.as_person(pair.volunteer)
    for place in (*NO_PUBLIC_PLACE, "Biblioteket"):
        page = visitor.get(f"/my/pairs/{pair.ref}/meetings/new").press(
            "Planlæg", on="2026-12-01", at="16:30", place=place
        )
        assert (page.status, page.says("Vælg et sted med andre mennesker")) == (
            (200, False) if place == "Biblioteket" else (422, True)
        ), place
        assert page.status == 200 or place in page.html, "nothing typed is lost"
    for place in (*NO_PUBLIC_PLACE, "Caféen på torvet"):
        held = {"next_on": "2026-12-08", "next_time": "16:30", "place": place}
        page = visitor.get(f"/my/pairs/{pair.ref}/meetings/held").press("good", **held)
        assert page.status == (200 if place == "Caféen på torvet" else 422), place
    [first, second] = db.session.query(Meeting).filter(Meeting.held_at.is_(None)).order_by(Meeting.starts_at)
    assert (first.place, second.place) == ("Biblioteket", "Caféen på torvet")


def test_a_meeting_from_before_the_protection_moves_to_a_public_place_alone(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pair = agreed(given, newcomer)
    meeting = plan_meeting(
        given.by(), pair, starts_at=clock.at_local(clock.today() + timedelta(days=8), 16), place="Hos os"
    )
    protect(given.by(), newcomer.person, True)
    db.session.commit()
    desk, visitor = given.coordinator(), given.as_person(pair.volunteer)
    assert desk.get(f"/desk/pairs/{pair.ref}").says("Vælg et sted med andre mennesker")
    page = visitor.get(f"/my/meetings/{meeting.ref}/time")
    refused = page.press("Flyt mødet", on="2026-12-02", at="18:30")
    assert refused.status == 422 and refused.says("Vælg et sted med andre mennesker") and "Hos os" in refused.html
    assert page.press("Flyt mødet", on="2026-12-02", at="18:30", place="Rådhuset").status == 200
    assert not desk.get(f"/desk/pairs/{pair.ref}").says("Vælg et sted med andre mennesker")


# --- logs -----------------------------------------------------------------------------------------

CANARIES = {"name": "Qyxnavn Zkefternavn", "email": "qyxcanary@hidden.example", "phone": "26 11 77 33", "e164": "+4526117733",
            "cpr": "010190-1234", "link": "/w/" + "A1b2C3d4E5f6G7h8I9j0"}  # fmt: skip


def test_what_is_written_into_a_log_by_mistake_is_masked() -> None:
    line = " og ".join(CANARIES[name] for name in ("email", "phone", "e164", "cpr", "link"))
    for form in (JsonLines(), TextLines()):
        record = logging.LogRecord("x", logging.INFO, "", 0, "sendt til %s", (line,), None)
        said = form.format(record)
        assert not [word for name, word in CANARIES.items() if name != "name" and word in said], said
    assert masked("gik fint: pair:abcd2345") == "gik fint: pair:abcd2345"


def test_no_page_and_no_form_writes_a_person_into_the_logs(given: Given, caplog: pytest.LogCaptureFixture) -> None:
    """Every field of every form a coordinator meets is filled with strings of its own; none stands in a log at DEBUG."""
    people, pairs = planted(given)
    visitor = given.coordinator()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        sent = 0
        for url in ("/desk/newcomers/new", f"/desk/pairs/{pairs[1].ref}/agreement", "/desk/associations/new", "/desk/team",
                    "/desk/hotline/", "/desk/series/new", "/sign-in", "/demoby/join/volunteer/1"):  # fmt: skip
            page = visitor.get(url)
            for form in page.soup.select("main form"):
                fields = form.find_all(["input", "textarea"])
                token = form.find("input", attrs={"name": "csrf_token"})
                data = {str(f["name"]): f"{CANARIES['name']} {CANARIES['email']}" for f in fields if f.get("name")}
                data["csrf_token"] = str(token["value"]) if token else ""
                visitor.post(page.path, data=data)
                sent += 1
        visitor.get("/desk/search?q=Qyxnavn")
    logs = "\n".join(record.getMessage() for record in caplog.records)
    assert (
        sent > 4
        and "Qyxnavn" not in logs
        and "qyxcanary" not in logs
        and not [one for one in secrets(people) if one in logs]
    )
