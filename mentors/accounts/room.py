from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.accounts import queries_cards
from mentors.accounts.commands import forget_old
from mentors.accounts.commands_keeping import KEEPER
from mentors.accounts.views import blueprint
from mentors.accounts.views_card import cards
from mentors.accounts.views_desk import desk
from mentors.accounts.views_factors_desk import factors_desk
from mentors.accounts.views_policy_desk import policies
from mentors.accounts.views_second import second_step
from mentors.core.actor import EMPLOYED, STAFF, Role
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Room

accounts = Room(
    name="accounts",
    blueprints=(blueprint, desk, second_step, cards, factors_desk, policies),
    nav=(
        NavLink(_l("Fravær"), "absences.absences", STAFF, Part.setup, order=88),
        NavLink(_l("Mit login"), "factors_desk.factors", EMPLOYED, Part.setup, order=89),
        NavLink(_l("Regler for login"), "sign_in_policies.sign_in_policies", frozenset({Role.administrator}), Part.setup, order=95),
    ),
    link_pages={
        "sign_in": "accounts.follow_link", "choose_password": "accounts.choose_password", queries_cards.PURPOSE: "cards.card"
    },
    jobs=(Job("accounts.forget", forget_old, 24 * 3600),),
    keeper=KEEPER,
)  # fmt: skip
