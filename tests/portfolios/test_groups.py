"""A group's leader, and whoever gets the participants back, can hand over too (systems.md row 12)."""

from __future__ import annotations

from mentors.accounts.models import Account
from mentors.accounts.rules_absence import ChangeReason
from mentors.gatherings import commands_people
from mentors.gatherings.models import Series
from mentors.gatherings.models_people import LeaderPeriod
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.portfolios import commands_desk as commands
from tests.gatherings.building import TODAY, in_days, series, signed_up
from tests.given import Given


def led(given: Given, before: Account, leader: Account) -> tuple[Series, Person]:
    group, woman = series(given, SeriesKind.womens_course), given.person()
    woman.responsible_id = before.id
    signed_up(given, group, woman)
    commands_people.lead_group(given.by(), group, leader, from_on=TODAY, until_on=in_days(60))
    db.session.commit()
    assert woman.responsible_id == leader.id
    return group, woman


def test_a_new_leader_has_the_group_and_gives_back_to_whoever_had_them(given: Given) -> None:
    eva, karen, bo = (given.staff(name=name) for name in ("Eva Eg", "Karen Kofoed", "Bo Berg"))
    group, woman = led(given, eva, karen)
    made = commands.hand_over(given.by(), karen, [bo], reason=ChangeReason.workload)
    db.session.expire_all()
    assert db.session.get_one(LeaderPeriod, group.id).leader_id == woman.responsible_id == bo.id
    commands.undo_handover(given.by(), made)
    db.session.expire_all()
    assert db.session.get_one(LeaderPeriod, group.id).leader_id == woman.responsible_id == karen.id
    commands.hand_over(given.by(), karen, [bo], reason=ChangeReason.workload)
    commands_people.end_leading(given.by(), group)
    assert woman.responsible_id == eva.id


def test_whoever_had_them_before_has_left_and_they_come_to_her_successor(given: Given) -> None:
    eva, karen, bo = (given.staff(name=name) for name in ("Eva Eg", "Karen Kofoed", "Bo Berg"))
    group, woman = led(given, eva, karen)
    commands.hand_over(given.by(), eva, [bo], reason=ChangeReason.stopped)
    db.session.expire_all()
    assert woman.responsible_id == karen.id
    commands_people.end_leading(given.by(), group)
    assert woman.responsible_id == bo.id
