from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.accounts import commands_policy_desk, queries
from mentors.accounts.forms_desk import SignInPolicyForm
from mentors.accounts.rules import SignInPolicy
from mentors.core import clock
from mentors.kit import web
from mentors.kit.web import actor, open_to

policies = Blueprint("sign_in_policies", __name__)


@policies.route("/desk/sign-in-policy", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def sign_in_policies() -> Response:
    """What the municipality has decided about signing in, and from which day; who has a second step."""
    town = actor().municipality_id or 0
    now = queries.policy_of(town)
    form = SignInPolicyForm(
        from_on=clock.today(), second_factor=now.second_factor, staff_idle=now.staff_idle, staff_life=now.staff_life // 60,
        others_idle=now.others_idle // 60, others_life=now.others_life // 1440,
    )  # fmt: skip
    if form.validate_on_submit() and web.tried(form, lambda: _decide(form)):
        return web.done(
            _("Reglerne er gemt. De gælder for nye login fra den dag."), "sign_in_policies.sign_in_policies"
        )
    colleagues = [(one, len(queries.factors_of(one.id))) for one in queries.employees_of(town)]
    return web.page(
        "accounts/sign_in_policies.html", form=form, rows=queries.policies_of(town), now=now, colleagues=colleagues,
        me=actor().account_id,
    )  # fmt: skip


def _decide(form: SignInPolicyForm) -> None:
    policy = SignInPolicy(
        bool(form.second_factor.data), form.staff_idle.data or 5, (form.staff_life.data or 1) * 60,
        (form.others_idle.data or 1) * 60, (form.others_life.data or 1) * 1440,
    )  # fmt: skip
    commands_policy_desk.decide(actor(), policy, form.from_on.data or clock.today())
