"""The demo town's telephone, absences and audits: what a coordinator finds on her desk this morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from mentors.accounts import commands_absence_desk as absences
from mentors.accounts.rules_absence import ChangeReason
from mentors.audits import commands_desk as audits
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.demo.life import Town
from mentors.hotline import commands_desk as hotline
from mentors.hotline.commands_desk import Draft
from mentors.hotline.rules import CallCategory, Promise, Relation, Urgency
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.programmes.commands_cases_desk import keep_case
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind

_CALLS = (  # weeks ago, waited minutes (None: waits now), who, what, how urgent
    (9, 25, "Fjordens Plejecenter", Relation.company, CallCategory.workplace, Urgency.today),
    (8, 190, "Ahmed", Relation.newcomer, CallCategory.practical, Urgency.this_week),
    (6, 40, "Havnens Køkken", Relation.company, CallCategory.language, Urgency.today),
    (5, 15, "Lone", Relation.volunteer, CallCategory.contact, Urgency.now),
    (3, 75, "Olena", Relation.newcomer, CallCategory.rules, Urgency.today),
    (1, 20, "Demoby Maskinfabrik A/S", Relation.company, CallCategory.workplace, Urgency.now),
    (0, None, "Havnens Køkken", Relation.company, CallCategory.practical, Urgency.this_week),
    (0, None, "Yusuf", Relation.newcomer, CallCategory.quitting, Urgency.today),
)


def refer_some(town: Town) -> None:
    """Some of the newest newcomers came through a caseworker, and one more whom a coordinator must confirm."""
    sofie = town.staff["caseworker"]
    newest = (
        select(Participation).where(Participation.side == Side.newcomer).order_by(Participation.id.desc()).limit(40)
    )
    people = {one.person_id: one.person for one in db.session.scalars(newest)}
    amal = db.session.query(Person).filter_by(email="amal@demoby.example").one()
    for person in (amal, *list(people.values())[:6]):
        keep_case(town.by, person, sofie, confirmed=True, verb="named")
    waiting = list(people.values())[6]
    keep_case(town.by, waiting, sofie, confirmed=False, verb="referred")
    raise_task(
        town.by, TaskKind.caseworker, amal, key=f"caseworker-{amal.ref}-demo", responsible_id=amal.responsible_id
    )


def live_on(town: Town, present: datetime) -> None:
    """Shifts, calls of some weeks, a holiday to come, one who moved to another colleague, a sample drawn."""
    karen, bashir, hans = (town.staff[name] for name in ("coordinator", "second", "hotline"))
    for weekday in range(5):
        hotline.add_shift(town.by, hans if weekday % 2 else karen, weekday=weekday, starts=9 * 60, ends=12 * 60)
        hotline.add_shift(town.by, bashir, weekday=weekday, starts=12 * 60, ends=15 * 60)
    by = Actor(f"account:{karen.ref}", karen.municipality_id, frozenset({Role.coordinator}), account_id=karen.id,
               name=karen.name)  # fmt: skip
    for number, (weeks, waited, caller, relation, category, urgency) in enumerate(_CALLS):
        clock.stop(present - timedelta(weeks=weeks, minutes=10))
        call = hotline.log_call(
            by,
            Draft(caller=caller, phone=f"+45203099{number:02}", relation=relation, category=category, urgency=urgency,
                  promise=Promise.next_day, words=None, is_answered=False),
        )  # fmt: skip
        if waited is not None:
            clock.stop(clock.now() + timedelta(minutes=waited))
            hotline.answer_call(by, call)
    clock.stop(present)
    today = clock.today()
    absences.be_away(
        by, bashir, from_on=today + timedelta(days=20), until_on=today + timedelta(days=27), substitute=karen
    )
    moved = db.session.query(Person).filter_by(email="amal@demoby.example").first()
    if moved is not None:
        new = bashir if moved.responsible_id == karen.id else karen
        absences.make_responsible(by, moved, new.id, reason=ChangeReason.language)
    refer_some(town)
    audits.draw_sample(by, from_on=today - timedelta(days=90), until_on=today, size=5, seed="2026")
    db.session.commit()
