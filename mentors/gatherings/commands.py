"""Doing: planning series and their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from mentors.associations.models import Association
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import Refused
from mentors.gatherings import commands_seats, queries, rules_pattern, rules_recurrence, words_desk
from mentors.gatherings.commands_sessions import check_host, put_session, retime
from mentors.gatherings.commands_told import tell_course
from mentors.gatherings.models import Owner, Series, Session
from mentors.gatherings.rules import SeriesKind, SignUpMode, Unit
from mentors.gatherings.rules_pattern import Pattern
from mentors.gatherings.rules_recurrence import NotARule, Plan
from mentors.journal.commands import note
from mentors.kit.db import db, transaction

AHEAD = timedelta(days=183)  # sessions stand in the calendar half a year ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a new series is. `rule` None: its sessions are put in one by one, the first on `first_on`."""

    kind: SeriesKind
    title: str
    place: str
    first_on: date
    at: time
    minutes: int
    rule: str | None = None
    about: str | None = None
    who_for: str | None = None
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    minimum: int | None = None
    mode: SignUpMode = SignUpMode.open_door
    is_course: bool = False
    is_public: bool = True
    promotes: bool = False
    children_sit: bool = True
    childcare: bool = False
    skips_school_holidays: bool = False
    association: Association | None = None  # whose login sees its sessions
    owners: Sequence[tuple[int, Unit | None]] = field(default=())


def open_series(by: Actor, draft: Draft) -> Series:
    """A new series with its sessions for the next half year. Raises Refused for a rule that gives none."""
    if by.municipality_id is None:
        raise ValueError("a series belongs to a municipality")
    rule = _checked(draft.rule, draft.first_on, draft.at)
    if draft.minimum and draft.capacity and draft.minimum > draft.capacity:
        raise Refused(words_desk.MINIMUM_TOO_LARGE, field="minimum")
    check_host(by, draft.association)
    same = {name for name in draft.__slots__ if name not in ("first_on", "rule", "owners")}
    series = Series(
        municipality_id=by.municipality_id,
        rule=rule,
        rule_from=draft.first_on,
        created_at=clock.now(),
        owners=[Owner(account_id=account_id, unit=unit) for account_id, unit in draft.owners],
        **{name: getattr(draft, name) for name in same},
    )
    db.session.add(series)
    db.session.flush()
    note(by, "gatherings.series_opened", thing=f"series:{series.ref}")
    plan = plan_rule(series, rule, series.at, series.rule_from)
    if rule is None and not plan.add:
        raise Refused(words_desk.NOT_AN_OPEN_DAY, field="first_on")
    if not plan.add and not _open_days_to_come(series):
        raise Refused(words_desk.RULE_PROBLEM["over"], field="repeat")
    _apply(by, series, plan)
    return series


def _open_days_to_come(series: Series) -> bool:
    """Whether the series' rule ever gives a day that is not over or shut, however far ahead."""
    far = max(clock.today(), series.rule_from) + timedelta(days=rules_recurrence.MOST_DAYS)
    days = rules_recurrence.days_of(series.rule, series.rule_from, far)
    open_ = rules_recurrence.open_days(
        days, queries.closing_facts(series.municipality_id), schools=series.skips_school_holidays
    )
    return any(moment > clock.now() for moment in rules_recurrence.starts(open_, series.at))


def rule_of(pattern: Pattern, first: date) -> str | None:
    """The rule a choice on the form stands for. Raises Refused at the field that is to be put right."""
    try:
        return rules_pattern.to_rule(pattern, first)
    except NotARule as problem:
        own = pattern.repeat is rules_pattern.Repeat.own
        field = _FIELD_OF.get(problem.code, "rule" if own else "repeat")
        raise Refused(words_desk.RULE_PROBLEM[problem.code], field=field) from None


_FIELD_OF = {"two_ends": "until", "ends_first": "until", "half_a_day": "nth"}


def _checked(rule: str | None, first: date, at: time) -> str | None:
    """The rule in plain form. Raises Refused with what is wrong."""
    if not rules_recurrence.EARLIEST <= at <= rules_recurrence.LATEST:
        raise Refused(words_desk.RULE_PROBLEM["hour"], field="at")
    if not rule:
        return None
    try:
        plain = rules_recurrence.checked_rule(rule)
    except NotARule as problem:
        raise Refused(words_desk.RULE_PROBLEM[problem.code], field="repeat") from None
    if not rules_recurrence.days_of(plain, first, first + timedelta(days=rules_recurrence.MOST_DAYS)):
        raise Refused(words_desk.RULE_PROBLEM["never"], field="repeat")
    return plain


_TEXTS = (
    "title", "about", "who_for", "place", "languages", "capacity", "minimum", "mode", "is_public", "promotes",
    "children_sit", "childcare", "skips_school_holidays", "texts", "association",
)  # fmt: skip


def change_series(by: Actor, series: Series, **changes: Any) -> Series:
    """Correct what a series says about itself. More seats go to those who wait. Raises Refused, also for
    fewer seats than are taken."""
    if changes.get("association") is not series.association:
        check_host(by, changes.get("association"))
    before = series.capacity, series.children_sit
    for name, value in changes.items():
        if name not in _TEXTS:
            raise ValueError(name)
        if getattr(series, name) != value:
            setattr(series, name, value)
    if series.minimum and series.capacity and series.minimum > series.capacity:
        raise Refused(words_desk.MINIMUM_TOO_LARGE, field="minimum")
    if series.capacity and (series.capacity, series.children_sit) != before:
        used = queries.most_used(series)
        if used > series.capacity:
            raise Refused(words_desk.too_few_seats(used), field="capacity")
    series.sequence += 1
    db.session.flush()
    note(by, "gatherings.series_changed", thing=f"series:{series.ref}")
    if "skips_school_holidays" in changes:
        replan(by, series, clock.today())
    if "capacity" in changes or "children_sit" in changes:
        _fill_up(by, series)
    return series


def _fill_up(by: Actor, series: Series) -> None:
    """More seats go to those who wait: at the course, or at each of its sessions with a line."""
    things = [series] if series.is_course else queries.with_a_line(series)
    for thing in things:
        commands_seats.fill(by, thing)


def set_owners(by: Actor, series: Series, owners: Sequence[tuple[int, Unit | None]]) -> None:
    """Who runs a series, each for a unit where several share it."""
    series.owners = [
        next((o for o in series.owners if o.account_id == account_id), None) or Owner(account_id=account_id)
        for account_id, _unit in owners
    ]
    for owner, (_account_id, unit) in zip(series.owners, owners, strict=True):
        owner.unit = unit
    db.session.flush()
    note(by, "gatherings.owners_set", thing=f"series:{series.ref}")


# --- the rule -------------------------------------------------------------------------------------


def plan_rule(series: Series, rule: str | None, at: time, from_on: date, first: date | None = None) -> Plan:
    """What a rule would do to the sessions from a day on; nothing is changed by asking."""
    start = first or series.rule_from
    days = rules_recurrence.days_of(rule, start, max(clock.today(), start) + AHEAD)
    open_ = rules_recurrence.open_days(
        days, queries.closing_facts(series.municipality_id), schools=series.skips_school_holidays
    )
    there, _sessions = queries.existing(series, from_on)
    return rules_recurrence.plan_change(there, open_, at, from_on, clock.now())


def preview_rule(series: Series, rule: str, at: time, from_on: date) -> Plan:
    """The plan of a change as it would be. Raises Refused for a rule that cannot be used."""
    plain = _checked(rule, from_on, at)
    if from_on < clock.today():
        raise Refused(words_desk.PAST_STAYS, field="from_on")
    return plan_rule(series, plain, at, from_on, first=from_on)


def change_rule(
    by: Actor, series: Series, rule: str, *, at: time, minutes: int, from_on: date, tell: bool = True
) -> Plan:
    """A new rule from a day on. What has been, every sign-up and every attendance stays.

    The plan that was carried out comes back: its `stranded` sessions have people in them and stand
    until somebody moves or cancels them. Raises Refused.
    """
    plan = preview_rule(series, rule, at, from_on)
    series.rule, series.rule_from = rules_recurrence.checked_rule(rule), from_on
    series.at, series.minutes = at, minutes
    series.sequence += 1
    db.session.flush()
    note(by, "gatherings.rule_changed", thing=f"series:{series.ref}")
    _apply(by, series, plan, tell=tell)
    if tell and series.is_course:
        tell_course(series)
    return plan


def replan(by: Actor, series: Series, from_on: date) -> Plan:
    """Carry the series' own rule out again, as when closing days change."""
    if series.rule is None or series.ended_at is not None:
        return Plan()
    plan = plan_rule(series, series.rule, series.at, max(from_on, clock.today()))
    _apply(by, series, plan)
    if series.is_course and (plan.add or plan.move or plan.drop):
        series.sequence += 1
        tell_course(series)
    return plan


def _apply(by: Actor, series: Series, plan: Plan, *, tell: bool = True) -> None:
    keys = [*plan.drop, *plan.keep, *(key for key, _day in plan.move)]
    found = db.session.scalars(select(Session).where(Session.id.in_(keys)))
    sessions = {session.id: session for session in found}
    for key in plan.drop:
        db.session.delete(sessions[key])
    for key, day in plan.move:
        starts_at = clock.at_local(day, series.at.hour, series.at.minute)
        # A course is told once for all its sessions, by whoever changed the rule.
        retime(by, sessions[key], starts_at, series.minutes, planned_on=day, tell=tell and not series.is_course)
    for key in plan.keep:
        if (
            sessions[key].moved_at is None
            and sessions[key].cancelled_at is None
            and sessions[key].minutes != series.minutes
        ):
            retime(by, sessions[key], sessions[key].starts_at, series.minutes, tell=False)
    for day in plan.add:
        put_session(series, clock.at_local(day, series.at.hour, series.at.minute))
    db.session.flush()


def end_series(by: Actor, series: Series) -> None:
    """End a series: sessions to come go. Raises Refused while somebody is signed up for one of them."""
    there, sessions = queries.existing(series, clock.today())
    coming = [one for one in there if one.starts_at > clock.now()]
    if any(one.has_people for one in coming):
        raise Refused(words_desk.PEOPLE_STILL)
    for one in coming:
        db.session.delete(sessions[one.key])
    series.ended_at = clock.now()
    series.sequence += 1
    db.session.flush()
    note(by, "gatherings.series_ended", thing=f"series:{series.ref}")


def reopen_series(by: Actor, series: Series) -> None:
    """Undo an ending: the rule fills the calendar again."""
    series.ended_at = None
    db.session.flush()
    note(by, "gatherings.series_reopened", thing=f"series:{series.ref}")
    replan(by, series, clock.today())


# --- the job --------------------------------------------------------------------------------------


def extend_series() -> int:
    """A job: every open series stands in the calendar half a year ahead; how many sessions were added."""
    added = 0
    keys = db.session.scalars(
        select(Series.id).where(Series.ended_at.is_(None), Series.rule.is_not(None))
    ).all()  # fmt: skip
    for key in keys:
        with transaction():
            series = db.session.get_one(Series, key)
            _roll_on(series)
            plan = plan_rule(series, series.rule, series.at, clock.today())
            last = _last_planned(series)
            new = Plan(add=tuple(day for day in plan.add if last is None or day > last))
            _apply(system(series.municipality_id), series, new)
            added += len(new.add)
    return added


def _last_planned(series: Series) -> date | None:
    return db.session.scalar(
        select(Session.planned_on).where(Session.series_id == series.id).order_by(Session.planned_on.desc()).limit(1)
    )


def _roll_on(series: Series) -> None:
    """A rule without an end counts from a later of its own days, so that two years' limit never stops it."""
    rule = series.rule or ""
    if "COUNT=" in rule or "UNTIL=" in rule:
        return
    far = clock.today() + AHEAD
    if (far - series.rule_from).days < rules_recurrence.MOST_DAYS - 60:
        return
    passed = rules_recurrence.days_of(rule, series.rule_from, clock.today())
    if passed:
        series.rule_from = passed[-1]
        db.session.flush()


def as_instant(day: date, at: time) -> datetime:
    """The instant a wall clock's time stands for; refuses the hours in which clocks change."""
    if not rules_recurrence.EARLIEST <= at <= rules_recurrence.LATEST:
        raise Refused(words_desk.RULE_PROBLEM["hour"], field="at")
    return clock.at_local(day, at.hour, at.minute)
