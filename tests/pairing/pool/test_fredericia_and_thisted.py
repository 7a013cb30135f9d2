"""Two true stories. Fredericia: eight families and seven hosts wait for each other, held up by placements and
calendars. Thisted: three days of language school and two of activity, so nobody has a time in the daytime.
"""

from __future__ import annotations

from dataclasses import replace

from mentors.pairing.pool.blockers import Blocker, blockers
from mentors.pairing.pool.command import plan_rows
from mentors.pairing.pool.facts import Newcomer, Pool, Volunteer
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.recruiting import wanted_kinds
from mentors.pairing.pool.remedies import Change
from mentors.pairing.pool.week import BIT, WHOLE_WEEK, week_of
from tests.pairing.pool import pools

TUESDAY = week_of(["tue-evening"])
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
DAYTIME = week_of(f"{day}-{part}" for day in WEEKDAYS for part in ("morning", "afternoon"))


def fredericia() -> Pool:
    """Six families work on Tuesday evenings, when six hosts are free; one speaks Arabic only; one has a host's time."""
    evenings = week_of(["mon-evening", "tue-evening"])
    families = [
        Newcomer(ref=f"family-{at}", languages={"da": 2, "uk": 6}, postcode="7000", free=evenings, busy=TUESDAY)
        for at in range(1, 7)
    ]
    families.append(Newcomer(ref="family-7", languages={"ar": 6}, postcode="7000", free=evenings))
    families.append(Newcomer(ref="family-8", languages={"da": 3}, postcode="7000", free=week_of(["sat-morning"])))
    hosts = [Volunteer(ref=f"host-{at}", languages={"da": 6}, postcode="7000", free=TUESDAY) for at in range(1, 7)]
    hosts.append(Volunteer(ref="host-7", languages={"da": 6}, postcode="7000", free=week_of(["sat-morning"])))
    return Pool(newcomers=tuple(families), volunteers=tuple(hosts))


def test_in_fredericia_six_pairs_appear_if_tuesday_evening_is_possible() -> None:
    plan = make_plan(fredericia(), pools.settings())
    assert plan.pairs == {"family-8": "host-7"}
    first = blockers(plan)[0]
    assert (first.wish.change, first.wish.detail) == (Change.time, "tue-evening")
    assert first.newcomers == tuple(f"family-{at}" for at in range(1, 7))
    assert first.sentence.startswith("6 par mere, hvis tirsdag aften var mulig for family-1, ")


def test_in_fredericia_one_more_needs_somebody_who_speaks_arabic() -> None:
    steps = blockers(make_plan(fredericia(), pools.settings()))
    assert [len(step.newcomers) for step in steps] == [6, 1]
    assert steps[1].newcomers == ("family-7",)
    assert "taler arabisk" in steps[1].sentence


def test_making_the_changes_gives_exactly_the_promised_pairs() -> None:
    plan = make_plan(fredericia(), pools.settings())
    promised: Blocker
    for promised in blockers(plan):
        again = make_plan(promised.made, pools.settings())
        assert dict(again.pairs) == dict(promised.pairs)
        assert set(promised.newcomers) <= again.pairs.keys()


def test_each_kind_on_the_recruiting_list_serves_one_person_more() -> None:
    plan = make_plan(fredericia(), pools.settings())
    kinds = wanted_kinds(plan)
    assert kinds
    for kind in kinds:
        pool = replace(plan.pool, volunteers=(*plan.pool.volunteers, kind.example))
        after = make_plan(pool, pools.settings())
        assert len(after.pairs) == len(plan.pairs) + 1
    best = kinds[0]
    assert (best.language, best.postcode, best.part, len(best.waiting)) == ("uk", "7000", "mon-evening", 6)


def thisted(busy: int) -> Pool:
    return Pool(
        newcomers=(Newcomer(ref="N", languages={"da": 2}, postcode="7700", free=WHOLE_WEEK, busy=busy),),
        volunteers=(
            Volunteer(ref="by-day", languages={"da": 6}, postcode="7700", free=DAYTIME),
            Volunteer(ref="by-night", languages={"da": 6}, postcode="7700", free=week_of(["wed-evening"])),
        ),
    )


SCHOOL = week_of(f"{day}-{part}" for day in ("mon", "tue", "wed") for part in ("morning", "afternoon"))
ACTIVITY = week_of(f"{day}-{part}" for day in ("thu", "fri") for part in ("morning", "afternoon"))
EVENING_SCHOOL = week_of(f"{day}-evening" for day in WEEKDAYS)


def test_in_thisted_school_and_activity_leave_no_pair_in_the_daytime() -> None:
    plan = make_plan(thisted(SCHOOL | ACTIVITY), pools.settings())
    assert plan.pairs == {"N": "by-night"}
    (row,) = plan_rows(plan)
    assert "onsdag aften" in row[3] and "formiddag" not in row[3] and "eftermiddag" not in row[3]


def test_in_thisted_moved_to_evening_classes_the_evening_vanishes() -> None:
    plan = make_plan(thisted(ACTIVITY | EVENING_SCHOOL), pools.settings())
    assert plan.pairs == {"N": "by-day"}
    (row,) = plan_rows(plan)
    assert "aften" not in row[3].replace("eftermiddag", "")


def test_in_thisted_no_pair_ever_meets_while_somebody_is_busy() -> None:
    for part in ("wed-evening", "mon-morning"):
        plan = make_plan(thisted(WHOLE_WEEK & ~BIT[part]), pools.settings())
        assert plan.pairs == {"N": "by-night" if part == "wed-evening" else "by-day"}
    assert make_plan(thisted(WHOLE_WEEK), pools.settings()).pairs == {}
