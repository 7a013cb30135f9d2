"""Thinking about pairs: who can be paired, how well it fits and why, and what may follow what."""

from __future__ import annotations

from enum import StrEnum


class PairState(StrEnum):
    proposed = "proposed"  # the volunteer has been asked
    volunteer_yes = "volunteer_yes"  # now the newcomer is asked
    agreed = "agreed"  # both said yes; the first meeting lies ahead
    active = "active"
    paused = "paused"
    ended = "ended"
    declined = "declined"  # one of them said no
    lapsed = "lapsed"  # nobody answered in 14 days


OPEN_STATES = frozenset(
    {PairState.proposed, PairState.volunteer_yes, PairState.agreed, PairState.active, PairState.paused}
)
RUNNING_STATES = frozenset({PairState.agreed, PairState.active, PairState.paused})


class Fit(StrEnum):
    good = "good"
    deciding = "deciding"
    bad = "bad"


class Outcome(StrEnum):
    """What an ended pair led to (systems.md row 3)."""

    job = "job"
    placement = "placement"
    education = "education"
    volunteering = "volunteering"
    network = "network"
    none = "none"
    unknown = "unknown"
