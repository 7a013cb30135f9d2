"""Ethnicity, nationality, religion and health are never used: no word of them in any free text moves a point (M2)."""

from __future__ import annotations

import random

from mentors.kit.db import db
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.pool.hashing import input_hash
from mentors.pairing.queries_plans import pool_today
from mentors.people.models import Person
from mentors.programmes.models import Participation
from tests.given import Given
from tests.pairing.pools import made_plan, opened, three_and_two

WORDS = ("muslim", "kristen", "jøde", "kurder", "syrer", "somalier", "statsløs", "depression", "PTSD", "gravid",
         "handicap", "kræft", "roma", "hindu", "dansk statsborger")  # fmt: skip


def test_no_word_in_a_name_or_a_note_changes_the_pool_a_plan_is_made_of(given: Given) -> None:
    three_and_two(given)
    before = input_hash(_pool(given))
    chance = random.Random(4)
    for _ in range(20):
        for participation in db.session.query(Participation):
            participation.note = f"Hun er {chance.choice(WORDS)} og {chance.choice(WORDS)}"
        for person in db.session.query(Person):
            person.last_name = chance.choice(WORDS).title()
            person.first_name = chance.choice(WORDS).title()
            person.email = f"{chance.choice(WORDS)}{person.id}@example.org"
        db.session.commit()
        assert input_hash(_pool(given)) == before


def test_a_fact_that_counts_does_change_it(given: Given) -> None:
    [amal, *_others], _volunteers = three_and_two(given)
    before = input_hash(_pool(given))
    amal.person.interests = ("gardening",)
    db.session.commit()
    assert input_hash(_pool(given)) != before


def test_what_is_kept_of_a_plan_names_nobody(given: Given) -> None:
    from mentors.pairing.pool import freezing

    [amal, *_others], _volunteers = three_and_two(given)
    amal.note = "Hun er kurder"
    amal.person.last_name = "Hemmelig"
    made_plan(given)
    plan = db.session.query(PoolPlan).one()
    assert plan.facts is not None
    kept = str(freezing.unpacked(plan.facts)) + str(opened(plan).result)
    for word in ("Amal", "Hemmelig", "kurder", "+4520", "@example.org"):
        assert word not in kept


def _pool(given: Given):  # type: ignore[no-untyped-def]
    from mentors.core import clock

    return pool_today(given.programme(), clock.today()).town.engine()
