"""Nobody is with children under 15 on a day without a certificate valid on that day, whatever is tried (M7).

A coordinator, an import, a job or a slip of a programmer: each step below is one way in or one thing that
changes. After every step each adult around children, on each of many days ahead, is compared with what the
test itself remembers of certificates; it asks none of the rules it tests.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from mentors.core import clock
from mentors.kit.db import db
from mentors.people.models import Person
from tests.clearances.ways_in import OFTEN, START, STEPS, World
from tests.given import Given


def test_rows_4_and_10_no_way_leads_to_children_without_a_certificate_valid_that_day(given: Given) -> None:
    world = World(given)
    seen = {"days": 0}

    @settings(
        max_examples=150, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @hypothesis_given(st.lists(st.tuples(st.sampled_from(OFTEN + STEPS), st.integers(0, 1)), min_size=6, max_size=24))
    def try_everything(steps: list[tuple[str, int]]) -> None:
        world.begin()
        with clock.stopped(clock.at_local(START, 10)):
            try:
                for name, who in steps:
                    world.step(name, who)
                    seen["days"] += world.look()
            finally:
                db.session.rollback()

    try_everything()
    assert seen["days"] > 500, "the tries put hardly anybody with children, so nothing was tested"
    assert world.paired > 30, "the tries hardly made a pair around a child"


def test_every_way_in_works_for_somebody_with_a_certificate(given: Given) -> None:
    """Else the test above would hold by refusing everybody."""
    world = World(given)
    ways = (
        "youth", "youth_for_a_year", "club", "club_for_a_year", "session", "direct", "direct_open", "row_contact", "pair",
    )  # fmt: skip
    for way in ways:
        world.begin()
        world.step("clean", 0)
        world.step("guardian_yes", 0)
        values = {"valid_until": world.until[world.person_ids[0]]} if way == "row_contact" else {}
        getattr(world, f"_{way}")(db.session.get_one(Person, world.person_ids[0]), **values)
        assert world.look() > 0, way
        db.session.rollback()
