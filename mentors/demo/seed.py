"""Fills an empty database with the demo town. The same day and seed give the same town."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import system
from mentors.demo import associations, care, followups, gatherings, life, pool, town
from mentors.demo.life import Town
from mentors.demo.people import mobile_numbers
from mentors.demo.personas import Cast, story
from mentors.followups import commands_sweep
from mentors.kit.db import db
from mentors.municipalities.models import Municipality
from mentors.pairing import commands as pairing
from mentors.pairing import commands_children

DAYS, STEP = 180, 3


def is_filled() -> bool:
    return db.session.scalar(select(Municipality.id).limit(1)) is not None


def fill(seed: int = 2026) -> None:
    """Live half a year, up to this moment. Commits as it goes; does nothing to a town that is there."""
    if is_filled():
        return
    present = clock.now()
    standing = clock.is_stopped()
    try:
        _live(present, Random(seed))
    finally:
        clock.stop(present if standing else None)
    life.said_until(present - timedelta(hours=1))  # the worker starts with today's messages
    db.session.commit()


def _live(present: datetime, random: Random) -> None:
    clock.stop(present - timedelta(days=DAYS + 1))
    municipality = town.open_town()
    staff = town.open_staff(municipality)
    by = system(municipality.id)
    demo = Town(by, random, town.open_programmes(by), staff, list(mobile_numbers()))
    cast = Cast(demo, {}, {})
    chapters = story(cast)
    opened = gatherings.open_everything(demo)
    db.session.commit()
    for ago in range(DAYS, -1, -STEP):
        # Mid-morning of each day lived, so that the town's life has office hours.
        clock.stop(present - timedelta(days=ago))
        _one_day(demo, ago)
        if ago in chapters:
            chapters[ago]()
        db.session.commit()
    gatherings.live_through(demo, opened, life.newcomers(demo))
    associations.live_through(demo, life.newcomers(demo))
    pool.fill_up(demo, present, seed=len(demo.mobiles))
    followups.open_jobs(demo, life.newcomers(demo), present)
    db.session.commit()
    care.live_on(demo, present)


def _one_day(demo: Town, ago: int) -> None:
    lived = DAYS - ago
    life.sign_up_today(demo, volunteers=1, newcomers=2 if lived % 4 < 1 else 1)
    life.handle_applications(demo)
    life.work_off_tasks(demo)
    life.propose_some(demo, life.waiting_newcomers(demo))
    for pair in life.open_pairs():
        if pair.newcomer_id not in demo.reserved:
            life.live_on(demo, pair)
    db.session.commit()  # jobs commit for themselves
    pairing.chase_proposals()
    commands_children.watch_children()
    commands_sweep.sweep()
    life.said_until(clock.now())
    life.answer_questions(demo, since=clock.today() - timedelta(days=6))
    if ago == STEP:
        _unfinished_business(demo)


def _unfinished_business(demo: Town) -> None:
    """What a coordinator finds on any morning: an interview held, a certificate asked for."""
    for number, participation in enumerate(demo.waiting):
        if number % 2 == 0:
            life.approve_volunteer(demo, participation, all_steps=False)
        if participation.programme.meets_children:
            clearances.ask_for(demo.by, participation.person_id, ClearanceKind.child_certificate)
