from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from mentors.core import clock
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.programmes import commands_sign_up
from mentors.programmes.models import Draft, Participation
from tests.given import Given
from tests.page import Page, Visitor
from tests.programmes.filling import VOLUNTEER_YOU, volunteer_summary, volunteer_wishes

New = Callable[[], Visitor]


def _value(page: Page, name: str) -> str:
    return str(page.soup.select_one(f"[name={name}]")["value"])  # type: ignore[index]


def test_nothing_typed_is_lost_on_errors(given: Given, visitor: New) -> None:
    given.programme()
    anna = visitor()
    page = anna.get("/demoby/join/volunteer").press(
        "Næste", name="Anna Holm", mobile="12", email="anna(a)x", birth_year="x"
    )
    assert page.status == 422
    again = anna.get("/demoby/join/volunteer")
    for shown in (page, again):
        assert [_value(shown, n) for n in ("name", "mobile", "email", "birth_year")] == [
            "Anna Holm",
            "12",
            "anna(a)x",
            "x",
        ]


def test_ticks_and_choices_survive_an_error_too(given: Given, visitor: New) -> None:
    host = given.programme()
    page = visitor().get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    page = page.press(
        "Næste", **volunteer_wishes(host, speaks=[], speaks_more=[], interests=["film", "art"], trade="it")
    )
    assert page.says("Vælg mindst ét sprog")
    assert [b["value"] for b in page.soup.select("[name=interests][checked]")] == ["film", "art"]
    assert [b["value"] for b in page.soup.select("[name=free][checked]")] == ["tue-evening", "sat-morning"]
    assert page.soup.select_one("[name=trade] [selected]")["value"] == "it"  # type: ignore[index]


def test_a_closed_browser_comes_back_to_where_it_was(given: Given, visitor: New) -> None:
    host = given.programme()
    anna = visitor()
    anna.get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    page = anna.get("/demoby/join/volunteer")
    assert page.path == "/demoby/join/volunteer/2"
    page.press("Næste", **volunteer_wishes(host))
    assert anna.get("/demoby/join/volunteer").heading == "Se efter og send"


def test_the_browsers_secret_is_not_in_the_database(given: Given, visitor: New) -> None:
    given.programme()
    anna = visitor()
    anna.get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    cookie = anna.client.get_cookie("draft-volunteer", path="/demoby/join")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax" and cookie.max_age == 30 * 86400
    assert db.session.query(Draft).one().token_hash != cookie.value


def test_another_browser_sees_nothing_of_it(given: Given, visitor: New) -> None:
    given.programme()
    visitor().get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    assert not visitor().get("/demoby/join/volunteer").soup.select_one("[name=name]")["value"]  # type: ignore[index]


def test_sending_twice_from_two_tabs_counts_once(given: Given, visitor: New) -> None:
    summary = volunteer_summary(visitor(), given.programme())
    first = summary.press("Send", sign_up=True)
    second = summary.press("Send", sign_up=True)
    assert first.text == second.text and "Tak, Anna Maria!" in first.heading.replace(" !", "!")
    assert db.session.query(Participation).count() == db.session.query(Person).count() == 1


def test_a_draft_claimed_by_another_request_creates_nothing(given: Given, visitor: New) -> None:
    host = given.programme()
    volunteer_summary(visitor(), host)
    draft = db.session.query(Draft).one()
    draft.sent_at = clock.now()
    db.session.commit()
    sign_up = commands_sign_up.SignUp(
        side=draft.side, details=commands_sign_up.Details(first_name="Anna", mobile="+4520304050"),
        free=(), programmes=(host,), consents=(),
    )  # fmt: skip
    assert commands_sign_up.send(given.by(), draft, sign_up) == []
    assert db.session.query(Participation).count() == 0


def test_what_was_sent_does_not_stay_in_the_draft(given: Given, visitor: New) -> None:
    volunteer_summary(visitor(), given.programme()).press("Send", sign_up=True)
    assert "anna@example.org" not in json.dumps(db.session.query(Draft).one().answers)


def test_beginning_anew_forgets_everything(given: Given, visitor: New) -> None:
    given.programme()
    anna = visitor()
    anna.get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    page = anna.get("/demoby/join/volunteer").press("Slet og begynd forfra")
    assert _value(page, "name") == "" and db.session.query(Draft).count() == 0


def test_somebody_else_can_sign_up_afterwards_in_the_same_browser(given: Given, visitor: New) -> None:
    host, library = given.programme(), visitor()
    volunteer_summary(library, host).press("Send", sign_up=True)
    page = library.get("/demoby/join/volunteer")
    assert _value(page, "name") == ""
    page = page.press(
        "Næste", **{**VOLUNTEER_YOU, "name": "Bo Berg", "mobile": "20 30 40 99", "email": "bo@example.org"}
    )
    page.press("Næste", **volunteer_wishes(host)).press("Send", sign_up=True)
    assert db.session.query(Participation).count() == 2


def test_a_cpr_number_is_stopped_kindly_and_kept_nowhere(given: Given, visitor: New) -> None:
    given.programme()
    for field in ("name", "mobile", "email", "birth_year", "postcode"):
        anna = visitor()
        page = anna.get("/demoby/join/volunteer").press("Næste", **{**VOLUNTEER_YOU, field: "Anna 010190-1234"})
        assert page.status == 422 and _value(page, field) == "Anna 010190-1234", field
        assert db.session.query(Draft).count() == 0
    assert (
        visitor()
        .get("/demoby/join/volunteer")
        .press("Næste", **{**VOLUNTEER_YOU, "name": "Anna 010190-1234"})
        .says("Det ligner et CPR-nummer")
    )


def test_a_cpr_number_as_company_or_note_is_stopped_too(given: Given, visitor: New) -> None:
    from mentors.programmes.rules import ProgrammeKind

    host = given.programme()
    given.programme(ProgrammeKind.business_mentor)
    for field in ("company_name", "company_cvr", "note"):
        page = volunteer_summary(visitor(), host, **{field: "010190 1234"})
        assert page.status == 422 and page.says("Det ligner et CPR-nummer"), field
    assert all("1234" not in json.dumps(draft.answers) for draft in db.session.query(Draft))


def test_drafts_nobody_comes_back_to_are_forgotten(given: Given, visitor: New) -> None:
    given.programme()
    visitor().get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    with clock.stopped(clock.now() + timedelta(days=29)):
        assert commands_sign_up.forget_drafts() == 0
    with clock.stopped(clock.now() + timedelta(days=31)):
        assert commands_sign_up.forget_drafts() == 1


def test_strange_input_never_breaks_the_page(given: Given, visitor: New) -> None:
    given.programme()
    for value in ("\x00", "\ud800", "<script>", "a" * 5000, "٢٠٣٠٤٠٥٠", "🙂" * 200, "' OR 1=1"):
        page = visitor().get("/demoby/join/volunteer")
        page = page.press("Næste", **dict.fromkeys(VOLUNTEER_YOU, value.encode("utf-8", "ignore").decode()))
        assert page.status == 422
