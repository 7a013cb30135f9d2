"""What a municipality decides about signing in, from a day on."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from mentors.accounts import queries
from mentors.accounts.models import SignInPolicyRow
from mentors.accounts.rules import SignInPolicy
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db


def decide(by: Actor, policy: SignInPolicy, from_on: date) -> SignInPolicyRow:
    """Add a decision. Raises Refused for a day that is over, or one that has a decision already."""
    if by.municipality_id is None:
        raise NotThere
    if from_on < clock.today():
        raise Refused(_("Vælg i dag eller en senere dag."), field="from_on")
    if any(row.valid_from == from_on for row in queries.policies_of(by.municipality_id)):
        raise Refused(_("Der er allerede regler fra den dag. Vælg en anden dag."), field="from_on")
    row = SignInPolicyRow(
        municipality_id=by.municipality_id, valid_from=from_on, second_factor=policy.second_factor,
        staff_idle=policy.staff_idle, staff_life=policy.staff_life, others_idle=policy.others_idle,
        others_life=policy.others_life, set_by=by.label,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    note(by, "accounts.policy_decided", thing=f"sign_in_policy:{row.ref}")
    return row
