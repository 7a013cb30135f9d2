"""Half a year in the demo town, lived through the same commands that people use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select, update

from mentors.accounts.models import Account
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind, GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import Refused
from mentors.demo import people as inhabitants
from mentors.demo.town import COMPANIES
from mentors.followups import commands as followups
from mentors.followups.models import CheckIn
from mentors.followups.rules import CheckKind
from mentors.kit.db import db
from mentors.meetings import commands as meetings
from mentors.meetings.rules import Face, MeetingKind
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.pairing import commands as pairing
from mentors.pairing import queries as pairs
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, Outcome, PairState
from mentors.people import commands as people
from mentors.people.models import Person
from mentors.people.rules import ConsentKind, Gender
from mentors.people.words import CONSENT_VERSION
from mentors.programmes import commands as programmes
from mentors.programmes import queries as participations
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ConsentThrough, ProgrammeKind, Side, StepKind
from mentors.tasks import commands as tasks
from mentors.tasks.models import Task
from mentors.timetables.commands import set_free_times
from mentors.youth import commands as youth

FACES = (*[Face.good] * 9, *[Face.ok] * 4, Face.bad)


@dataclass
class Town:
    """What the story needs to remember."""

    by: Actor
    random: Random
    programmes: list[Programme]
    staff: dict[str, Account]
    mobiles: list[str]
    signed_up: int = 0
    waiting: list[Participation] = field(default_factory=list)
    reserved: set[int] = field(default_factory=set)  # persons whose story is told in `personas`

    def next_mobile(self) -> str:
        self.signed_up += 1
        return self.mobiles[self.signed_up]


def sign_up(town: Town, details: people.Details, free: tuple[str, ...]) -> Person:
    person = people.welcome_person(town.by, details)
    for kind in ConsentKind:
        people.give_consent(town.by, person, kind, wording=CONSENT_VERSION, language=details.language)
    set_free_times(town.by, person.id, free)
    person.responsible_id = town.random.choice([town.staff["coordinator"], town.staff["second"]]).id
    return person


def volunteer_joins(town: Town, programme: Programme) -> Participation:
    details = inhabitants.volunteer(town.random, town.next_mobile(), town.signed_up)
    person = sign_up(town, details, inhabitants.free_times(town.random, days_taken=False))
    company = town.random.choice(COMPANIES) if programme.needs_company else (None, None)
    joined = programmes.join(
        town.by, programme, person, Side.volunteer, capacity=town.random.choice((1, 1, 1, 2)),
        interpreter_ok=town.random.random() < 0.3, max_km=town.random.choice((None, 15, 25)),
        company_cvr=company[0], company_name=company[1],
    )  # fmt: skip
    town.waiting.append(joined)
    return joined


def newcomer_joins(town: Town, programme: Programme) -> Participation:
    details = inhabitants.newcomer(town.random, town.next_mobile(), town.signed_up)
    if programme.meets_children:  # a child; the number is a parent's
        born = clock.today().year - town.random.randint(5, 8)
        details = replace(details, birth_year=born, email=None, trade=None)
    person = sign_up(town, details, inhabitants.free_times(town.random, days_taken=True))
    joined = programmes.join(
        town.by, programme, person, Side.newcomer, wants_gender=_wish(town.random, details),
        interpreter_ok=town.random.random() < 0.3,
        consent_through=ConsentThrough.guardian if programme.meets_children else ConsentThrough.herself,
    )  # fmt: skip
    programmes.approve(town.by, joined)
    if programme.meets_children and town.signed_up % 5:  # now and then a parent has not answered yet
        youth.note_guardian_consent(
            town.by, person, name="En forælder", mobile=person.mobile or town.next_mobile(), language=person.language,
            purpose=GuardianPurpose.contact_person,
        )  # fmt: skip
    return joined


def _wish(random: Random, details: people.Details) -> Gender | None:
    return details.gender if random.random() < 0.15 else None


def approve_volunteer(town: Town, participation: Participation, *, all_steps: bool = True) -> None:
    """Interview, declaration, course, certificate; then the yes."""
    today = clock.today()
    for step in map(StepKind, participation.programme.steps):
        if not all_steps and step is not StepKind.interview:
            return
        if step is StepKind.confidentiality:
            clearances.sign_declaration(town.by, participation.person_id, wording="2026-11")
        elif step is StepKind.child_certificate:
            clearances.ask_for(town.by, participation.person_id, ClearanceKind.child_certificate)
            clearances.assess(town.by, participation.person_id, ClearanceKind.child_certificate, clean=True, on=today)
        else:
            programmes.do_step(town.by, participation, step, today)
    db.session.flush()
    db.session.expire(participation)
    programmes.approve(town.by, participation)


def propose_best(town: Town, newcomer: Participation) -> Pair | None:
    """What the coordinator would do: take the first suggestion without a hurdle."""
    for suggestion in pairs.suggestions_for(town.by, newcomer):
        if suggestion.hurdles or suggestion.participation.person_id in town.reserved:
            continue
        try:
            return pairing.propose_pair(town.by, newcomer, suggestion.participation)
        except Refused:
            continue
    return None


def propose_some(town: Town, newcomers: list[Participation], most: int = 2) -> None:
    """A coordinator's morning: a handful of those who wait, until a couple of proposals are out."""
    made = 0
    for newcomer in town.random.sample(newcomers, min(6, len(newcomers))):
        made += propose_best(town, newcomer) is not None
        if made == most:
            return


def live_on(town: Town, pair: Pair) -> None:
    """What a pair does in the days since the last look."""
    random = town.random
    if pair.state is PairState.proposed and random.random() < 0.7:
        pairing.answer_proposal(town.by, pair, Side.volunteer, yes=random.random() < 0.88)
    elif pair.state is PairState.volunteer_yes and random.random() < 0.7:
        pairing.answer_proposal(town.by, pair, Side.newcomer, yes=random.random() < 0.93)
    elif pair.state is PairState.agreed and random.random() < 0.6:
        if pair.first_met_on is None:
            meet(town, pair)
        else:
            for side in Side:
                pairing.answer_fit(town.by, pair, side, Fit.good)
    elif pair.state is PairState.active:
        if pair.planned_end_on and pair.planned_end_on <= clock.today():
            _end_or_go_on(town, pair)
        elif random.random() < 4 / pair.programme.meet_every_days:
            meet(town, pair)


def _end_or_go_on(town: Town, pair: Pair) -> None:
    if town.random.random() < 0.4:
        pairing.extend_pair(town.by, pair)
    else:
        pairing.end_pair(town.by, pair, outcome=town.random.choice(list(Outcome)))


def meet(town: Town, pair: Pair) -> None:
    meetings.log_meeting(
        town.by,
        pair,
        held_on=clock.today(),
        minutes=town.random.choice((60, 60, 90, 120)),
        kind=town.random.choice(list(MeetingKind)),
        face=town.random.choice(FACES),
    )


def answer_questions(town: Town, since: date) -> None:
    """Most people answer; some never do, and those must not be forgotten."""
    waiting = select(CheckIn).where(CheckIn.closed_at.is_(None), CheckIn.due_on >= since).order_by(CheckIn.id)
    for check_in in db.session.scalars(waiting).all():
        if town.random.random() < 0.35:
            said = {
                CheckKind.first_contact: "yes",
                CheckKind.fit: "good",
                CheckKind.check_in: str(town.random.choice(FACES)),
                CheckKind.ending: "extend",
                CheckKind.afterwards: str(town.random.choice(FACES)),
            }[check_in.kind]
            followups.record_answer(town.by, check_in, said)


def sign_up_today(town: Town, volunteers: int, newcomers: int) -> None:
    """Some people sign up; the host and contact-person programmes draw most."""
    weights = (10, 5, 5, 8, 3, 3, 2)
    for programme in town.random.choices(town.programmes, weights, k=volunteers):
        volunteer_joins(town, programme)
    for programme in town.random.choices(town.programmes, weights, k=newcomers):
        newcomer = newcomer_joins(town, programme)
        other = ProgrammeKind.career_mentor if programme.kind is ProgrammeKind.host else None
        if other and town.random.random() < 0.3:
            both = next(p for p in town.programmes if p.kind is other)
            second = programmes.join(town.by, both, newcomer.person, Side.newcomer)
            programmes.approve(town.by, second)


def handle_applications(town: Town) -> None:
    """The coordinator works through what is older than a week; the newest wait in the demo."""
    for participation in list(town.waiting):
        if participation.applied_at < clock.now() - timedelta(days=7):
            town.waiting.remove(participation)
            approve_volunteer(town, participation)


def coordinator(town: Town) -> Actor:
    """The coordinator acting, so that what she does counts as hers."""
    account = town.staff["coordinator"]
    roles = frozenset({Role.coordinator})
    return Actor(f"account:{account.ref}", account.municipality_id, roles, account_id=account.id, name=account.name)


def work_off_tasks(town: Town) -> None:
    """Coordinators do most of what is more than ten days old."""
    old = Task.done_at.is_(None), Task.raised_at < clock.now() - timedelta(days=10)
    for task in db.session.scalars(select(Task).where(*old).order_by(Task.id)):
        if town.random.random() < 0.6:
            tasks.finish_task(coordinator(town), task)


def waiting_newcomers(town: Town) -> list[Participation]:
    """Approved newcomers without a contact, longest first."""
    paired = {(pair.programme_id, pair.newcomer_id) for pair in open_pairs()}
    free = [
        participation
        for programme in town.programmes
        for participation in participations.approved_in(programme.id, Side.newcomer)
        if (programme.id, participation.person_id) not in paired and participation.person_id not in town.reserved
    ]
    return sorted(free, key=lambda p: (p.applied_at, p.id))


def open_pairs() -> list[Pair]:
    return list(db.session.scalars(select(Pair).where(Pair.closed_at.is_(None)).order_by(Pair.id)))


def newcomers(town: Town) -> list[Person]:
    """Everybody who is new in town, first come first, but for those whose story is told elsewhere."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Participation, Participation.person_id == Person.id)
            .join(Programme, Programme.id == Participation.programme_id)
            .where(Participation.side == Side.newcomer, Programme.meets_children.is_(False))
            .where(Person.id.not_in(town.reserved))
            .order_by(Person.id)
            .distinct()
        )
    )


def said_until(moment: datetime) -> None:
    """What was due before a moment has been sent, each in its own hour."""
    old = Message.state == MessageState.waiting, Message.not_before < moment
    db.session.execute(
        update(Message)
        .where(*old)
        .values(state=MessageState.sent, sent_at=Message.not_before, finished_at=Message.not_before, tries=1)
    )
