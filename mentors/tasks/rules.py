"""Kinds of task and how soon each must be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class TaskKind(StrEnum):
    call_me = "call_me"  # "call me" pressed by a participant
    wants_to_stop = "wants_to_stop"
    new_time = "new_time"
    bad_face = "bad_face"
    not_a_fit = "not_a_fit"
    no_contact = "no_contact"  # a week after both said yes they have not been in touch
    silence = "silence"  # asked and reminded, no answer
    declined = "declined"  # a proposal came back
    lapsed = "lapsed"  # a proposal was not answered in 14 days
    unreachable = "unreachable"  # a message could not be delivered
    ending_soon = "ending_soon"
    pause_over = "pause_over"  # the pause has run out, or has lasted long
    maybe_same_person = "maybe_same_person"
    clearance_ending = "clearance_ending"  # a check ends within a week
    clearance_lapsed = "clearance_lapsed"  # no consent to it within 14 days
    clearance_renewal = "clearance_renewal"  # away for half a year: ask for a new one
    contact_stopped = "contact_stopped"  # may not be with children any more: find another
    consent_withdrawn = "consent_withdrawn"  # a newcomer took back her yes to an association
    membership_check = "membership_check"  # still a member after three months?
    nominee_ready = "nominee_ready"  # a nominated mentor has said yes
    turns_15 = "turns_15"
    turns_18 = "turns_18"
    no_guardian = "no_guardian"  # a guardian's consent was withdrawn
    absent_thrice = "absent_thrice"  # three absences in a row from a gathering
    leave_ends = "leave_ends"  # the parental leave ends soon: what comes after?
    no_follow_up = "no_follow_up"  # the nightly check found a pair or job that nobody looks after
    quiet_pair = "quiet_pair"  # neither wants to be asked: look after them now and then
    job_missed = "job_missed"  # a check after a job start was not answered
    job_at_risk = "job_at_risk"  # newcomer or company thinks of stopping
    job_over = "job_over"  # somebody says the job has ended
    job_last_look = "job_last_look"  # nine months on: is she still there?
    company_call = "company_call"  # a company asks to be called
    protection_ending = "protection_ending"  # name and address protection runs out in CPR; ours goes on
    caseworker = "caseworker"  # needs contact with her caseworker; never says about what


class Wish(StrEnum):
    """What the person said she would like, where a task comes from a choice."""

    extend = "extend"
    finish = "finish"


URGENT = frozenset({TaskKind.call_me, TaskKind.wants_to_stop, TaskKind.job_at_risk, TaskKind.company_call})


def time_to_do(kind: TaskKind) -> timedelta:
    """How long a task may wait before it is late: a product default, not law."""
    return timedelta(days=1) if kind in URGENT else timedelta(days=3)


def is_late(due_at: datetime, done_at: datetime | None, now: datetime) -> bool:
    return done_at is None and due_at < now
