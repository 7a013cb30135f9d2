"""What the rooms around children, associations and the young keep of somebody stands in her own copy."""

from __future__ import annotations

from flask import Flask

from mentors.associations.commands_referrals import look_at, refer
from mentors.core.actor import Actor
from mentors.kit.db import Base
from mentors.rooms import ROOMS
from mentors.youth.commands import note_spare_job
from mentors.youth.rules import SpareJob
from tests.associations.builders import association
from tests.given import Given
from tests.youth.builders import young


def test_each_room_shows_what_it_holds_and_of_nobody_else(given: Given) -> None:
    sami, other = young(given, first_name="Sami"), young(given, first_name="Lina")
    note_spare_job(given.by(), sami, SpareJob.wants)
    club = association(given)
    referral = refer(given.by(), club, sami, said_yes=True)
    look_at(Actor("account:x", club.municipality_id, name="Bent"), [referral])
    held: dict[str, list[dict[str, object]]] = {}
    for room in ROOMS:
        if room.keeper is not None and room.name in ("associations", "clearances", "youth"):
            held |= room.keeper.held(sami.id)
    assert [row["answer"] for row in held["spare_job_answer"]] == [SpareJob.wants]
    assert [row["name"] for row in held["guardian"]] == ["Mor"] and len(held["guardian_consent"]) == 1
    assert [row["name"] for row in held["referral_view"]] == ["Bent"]
    assert len(held["referral_consent"]) == len(held["referral"]) == len(held["youth_profile"]) == 1
    assert all(row.get("person_id") != other.id for rows in held.values() for row in rows)


def test_every_table_of_these_rooms_with_a_person_is_held(app: Flask) -> None:
    """A new table with a person in it must not be forgotten in her copy."""
    for room in ROOMS:
        if room.keeper is None or room.name not in ("associations", "clearances", "youth"):
            continue
        kept = {
            str(mapper.local_table)
            for mapper in Base.registry.mappers
            if "person_id" in mapper.columns and mapper.class_.__module__.split(".")[1] == room.name
        }
        assert kept and kept <= room.keeper.held(0).keys(), kept - room.keeper.held(0).keys()
