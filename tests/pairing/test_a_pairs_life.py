from __future__ import annotations

from datetime import date, timedelta

import pytest

from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import db
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.pairing import commands, queries
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, Outcome, PairState
from mentors.programmes.rules import ProgrammeKind, Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given
from tests.pairing.things import agreed_pair, link_page, proposal


def _career_pair(given: Given, months: int = 12) -> Pair:
    """In a programme whose agreements last six months at most."""
    programme = given.programme(ProgrammeKind.career_mentor, months=months)
    return agreed_pair(given, given.newcomer(programme=programme), given.volunteer(programme=programme))


def test_an_agreement_is_cut_to_the_programmes_limit(given: Given) -> None:
    pair = _career_pair(given, months=12)
    assert (pair.starts_on, pair.planned_end_on) == (date(2026, 11, 23), date(2027, 5, 23))


def test_an_agreement_longer_than_six_months_is_refused_with_a_sentence(given: Given) -> None:
    pair = _career_pair(given)
    karen = given.coordinator()
    page = karen.get(f"/desk/pairs/{pair.ref}").click("Skriv aftalen")
    page = page.press("Gem", goal="Et job i sundhed", tasks="Netværk", planned_end_on="2027-05-24")
    assert page.status == 422
    assert any("højst vare 6 måneder" in error for error in page.errors)
    assert "Et job i sundhed" in page.html
    page = page.press("Gem", planned_end_on="2027-05-23")
    assert page.says("Et job i sundhed") and page.says("23. maj 2027")


def test_a_cpr_number_is_not_kept_in_an_agreement(given: Given) -> None:
    pair = _career_pair(given)
    page = given.coordinator().get(f"/desk/pairs/{pair.ref}/agreement").press("Gem", goal="Hjælp 010190-1234")
    assert page.status == 422
    db.session.expire_all()
    assert pair.goal is None


def test_a_pair_is_extended_in_one_tap_and_both_are_told(given: Given) -> None:
    pair = _career_pair(given, months=12)
    page = given.coordinator().get(f"/desk/pairs/{pair.ref}").press("Forlæng")
    assert page.says("23. november 2027")
    db.session.expire_all()
    assert pair.planned_end_on == date(2027, 11, 23)
    assert [change.what for change in pair.changes][-1] == "extended"
    assert db.session.query(Message).filter_by(kind="pairing/extended").count() == 2
    with pytest.raises(Refused):
        commands.extend_pair(given.by(), pair, months=7)


def test_after_an_extension_the_limit_counts_from_the_new_period(given: Given) -> None:
    pair = commands.extend_pair(given.by(), _career_pair(given))
    end = pair.planned_end_on
    assert end is not None and pair.starts_on is not None
    write = {"goal": None, "tasks": None, "minutes_a_month": 120, "starts_on": pair.starts_on}
    commands.write_agreement(given.by(), pair, planned_end_on=end, **write)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        commands.write_agreement(given.by(), pair, planned_end_on=end + timedelta(days=1), **write)  # type: ignore[arg-type]


def test_nobody_extends_past_the_child_certificate(given: Given) -> None:
    children = given.programme(ProgrammeKind.contact_person_child)
    pair = agreed_pair(given, given.newcomer(programme=children), given.volunteer(programme=children))
    assert pair.planned_end_on == date(2027, 11, 23)
    with pytest.raises(Refused, match="Børneattesten"):  # twelve months more, and it ends after 24
        commands.extend_pair(given.by(), pair, months=13)
    assert commands.extend_pair(given.by(), pair).planned_end_on == date(2028, 11, 23)


def test_a_certificate_that_shrinks_before_the_yes_shortens_the_agreement(given: Given) -> None:
    children = given.programme(ProgrammeKind.contact_person_child)
    pair = proposal(given, given.newcomer(programme=children), given.volunteer(programme=children))
    commands.answer_proposal(given.by(), pair, Side.volunteer, yes=True)
    certificate = clearances_of(pair.volunteer_id)[ClearanceKind.child_certificate]
    certificate.valid_until = date(2027, 2, 1)
    db.session.commit()
    commands.answer_proposal(given.by(), pair, Side.newcomer, yes=True)
    assert pair.planned_end_on == date(2027, 2, 1)


def test_both_say_good_and_the_pair_is_active(given: Given) -> None:
    pair = agreed_pair(given)
    commands.note_first_meeting(given.by(), pair, clock.today())
    commands.answer_fit(given.by(), pair, Side.volunteer, Fit.good)
    assert pair.state is PairState.agreed
    commands.answer_fit(given.by(), pair, Side.newcomer, Fit.deciding)
    assert pair.state is PairState.agreed
    commands.answer_fit(given.by(), pair, Side.newcomer, Fit.good)
    assert (pair.state, pair.active_at) == (PairState.active, clock.now())


def test_not_a_fit_becomes_a_task_and_the_other_hears_nothing(given: Given) -> None:
    pair = agreed_pair(given)
    told = db.session.query(Message).count()
    newcomer = Actor(label="link:x", municipality_id=pair.municipality_id, person_id=pair.newcomer_id)
    commands.answer_fit(newcomer, pair, Side.newcomer, Fit.bad)
    [task] = db.session.query(Task).all()
    assert (task.kind, task.person_id) == (TaskKind.not_a_fit, pair.newcomer_id)
    assert pair.state is PairState.agreed
    assert db.session.query(Message).count() == told
    with pytest.raises(NotThere):
        commands.answer_fit(newcomer, pair, Side.volunteer, Fit.good)


def test_a_pause_until_a_day_ends_by_itself_on_that_day(given: Given) -> None:
    pair = agreed_pair(given)
    karen = given.coordinator()
    page = karen.get(f"/desk/pairs/{pair.ref}").click("Hold pause").press("Hold pause", until="2026-12-24")
    assert page.says("Pause til og med 24. december 2026")
    assert commands.end_pauses() == 0
    with clock.stopped(clock.now() + timedelta(days=32)):
        assert commands.end_pauses() == 1
        assert commands.end_pauses() == 0
    assert pair.state is PairState.agreed
    kinds = [message.kind for message in db.session.query(Message).order_by(Message.id)]
    assert kinds.count("pairing/paused") == kinds.count("pairing/resumed") == 2


def test_an_ended_pair_is_thanked_once_its_messages_tasks_and_links_are_closed(given: Given) -> None:
    pair = agreed_pair(given)
    commands.answer_fit(given.by(), pair, Side.newcomer, Fit.bad)
    db.session.commit()
    address = link_page(pair, Side.volunteer)
    karen = given.coordinator()
    page = karen.get(f"/desk/pairs/{pair.ref}").click("Afslut").press("Afslut", outcome="job")
    assert page.says("Afsluttet") and page.says("Job")
    db.session.expire_all()
    assert (pair.state, pair.outcome) == (PairState.ended, Outcome.job)
    waiting = db.session.query(Message).filter_by(state=MessageState.waiting, about=f"pair:{pair.ref}").all()
    assert [message.kind for message in waiting] == ["pairing/ended"] * 2
    assert db.session.query(Task).filter(Task.done_at.is_(None)).count() == 0
    assert given.new_visitor().get(address).status == 410
    assert not db.session.query(PersonalLink).filter_by(thing=f"pair:{pair.ref}", withdrawn_at=None).count()
    # The newcomer can be paired again, and the old pair stays to be seen.
    assert page.click("Find en ny til").status == 200
    assert karen.get("/desk/pairs?state=over").says(pair.newcomer.first_name)


def test_a_taken_back_proposal_thanks_nobody(given: Given) -> None:
    pair = proposal(given)
    given.coordinator().get(f"/desk/pairs/{pair.ref}").click("Tag forslaget tilbage").press("Tag forslaget tilbage")
    kinds = {(m.kind, m.state) for m in db.session.query(Message).filter(Message.kind.like("pairing/%"))}
    assert kinds == {("pairing/proposal_volunteer", MessageState.cancelled)}


def test_the_phone_number_is_hidden_once_the_consent_to_share_is_taken_back(given: Given) -> None:
    from mentors.people.commands import withdraw_consent
    from mentors.people.rules import ConsentKind

    pair = agreed_pair(given)
    assert queries.shown_phone(pair, Side.newcomer) == pair.volunteer.mobile
    withdraw_consent(given.by(), pair.volunteer, ConsentKind.share_with_contact)
    assert queries.shown_phone(pair, Side.newcomer) is None
    assert queries.shown_phone(pair, Side.volunteer) == pair.newcomer.mobile
    commands.end_pair(given.by(), pair, outcome=Outcome.none)
    assert queries.shown_phone(pair, Side.volunteer) is None


def test_why_these_two_says_nothing_of_distance_where_an_address_is_protected(given: Given) -> None:
    pair = agreed_pair(given)
    said = queries.why(pair)
    assert said == [
        "I taler begge engelsk.",
        "I har begge tid tirsdag aften og lørdag formiddag.",
        "I bor tæt på hinanden.",
        "I kan begge lide madlavning og gåture.",
    ]
    pair.newcomer.is_protected = True
    assert "I bor tæt på hinanden." not in queries.why(pair)
