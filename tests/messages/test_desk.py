from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.people.rules import Channel
from tests.given import Given
from tests.messages.writing import again, write_to


def statements_of(act: Any) -> int:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE", "INSERT")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def many(given: Given, count: int, state: MessageState = MessageState.sent) -> None:
    town = given.town()
    for number in range(count):
        db.session.add(
            Message(
                municipality_id=town.id, key=f"many-{state}-{number}", kind="followups/check_in", channel=Channel.sms,
                person_id=given.person(mobile=f"+4521{number:06}", email=None).id, address=f"+4521{number:06}", language="da",
                body="Hej", state=state, created_at=clock.now(), not_before=clock.now(), sent_at=clock.now(),
                expires_at=clock.now() + timedelta(days=1),
            )
        )  # fmt: skip
    db.session.commit()


@pytest.fixture
def demo(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(given.app.config, "DEMO_TOWN", True)


def test_a_coordinator_reads_in_the_mailbox_what_a_newcomer_got(given: Given, demo: None) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/mailbox").says("Der er ikke sendt noget endnu")
    write_to(given.person(language="ar", first_name="سارة"))
    deliver_due()
    page = karen.get("/desk/mailbox")
    link = db.session.query(PersonalLink).filter_by(purpose="check_in").one()
    assert f"http://town.example/w/{token_for(link.ref)}" in page.links().values()
    assert page.soup.select_one('[lang="ar"][dir="rtl"]') is not None
    assert page.says("سارة")


def test_there_is_no_mailbox_outside_the_demo_town(given: Given) -> None:
    assert given.coordinator().get("/desk/mailbox").status == 404


def test_the_delivery_list_hides_links_and_shows_failures_first(given: Given) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/messages").says("Der er ikke sendt noget endnu")
    fine, lost = write_to(given.person(), "fine"), write_to(given.person(first_name="Tabt"), "lost")
    deliver_due()
    again(lost).state = MessageState.failed
    db.session.commit()
    page = karen.get("/desk/messages")
    assert "[link]" in page.html and "/w/" not in page.html
    names = [cell.get_text(" ", strip=True) for cell in page.soup.select("tbody th")]
    assert names[0].startswith("Tabt") and len(names) == 2
    assert len(karen.get("/desk/messages?state=sent").soup.select("tbody tr")) == 1
    assert karen.get("/desk/messages?state=nonsense").status == 200
    assert fine


def test_a_failed_message_is_sent_again_to_the_address_she_has_now(given: Given) -> None:
    karen = given.coordinator()
    message = write_to(given.person())
    again(message).state = MessageState.failed
    db.session.commit()
    karen.get("/desk/messages").press("Send igen")
    assert again(message).state is MessageState.waiting
    assert deliver_due() == 1


def test_a_waiting_message_is_taken_back(given: Given) -> None:
    karen = given.coordinator()
    message = write_to(given.person())
    page = karen.get("/desk/messages")
    page.press("Afbryd")
    assert deliver_due() == 0 and again(message).state is MessageState.cancelled
    assert page.press("Afbryd").status == 422, "it is too late the second time"


def test_another_town_sees_and_touches_nothing(given: Given) -> None:
    message = write_to(given.person(first_name="Hemmelig"))
    stranger = given.coordinator(given.town("nabo"))
    page = stranger.get("/desk/messages")
    assert not page.says("Hemmelig")
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    for act in ("sendings", "cancellations"):
        assert stranger.post(f"/desk/messages/{message.ref}/{act}", data={"csrf_token": token}).status == 404
    assert again(message).state is MessageState.waiting


@pytest.mark.parametrize("path", ["/desk/messages", "/desk/mailbox"])
def test_a_list_costs_the_same_with_two_hundred_rows(given: Given, demo: None, path: str) -> None:
    karen = given.coordinator()
    many(given, 2)
    karen.get(path)
    few = statements_of(lambda: karen.get(path))
    many(given, 200, MessageState.delivered)
    assert statements_of(lambda: karen.get(path)) == few
    page = karen.get(path + "?page=3")
    assert page.says("Side 3 af 5") and karen.get(path + "?page=99").says("Side 5 af 5")
