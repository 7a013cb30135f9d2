from flask_babel import lazy_gettext as _l

from mentors.accounts.commands_keeping import KEEPER
from mentors.accounts.views import blueprint
from mentors.accounts.views_desk import desk
from mentors.core.actor import STAFF
from mentors.kit.room import NavLink, Room

accounts = Room(
    name="accounts",
    blueprints=(blueprint, desk),
    nav=(NavLink(_l("Fravær"), "absences.absences", STAFF, order=88),),
    link_pages={"sign_in": "accounts.follow_link", "choose_password": "accounts.choose_password"},
    keeper=KEEPER,
)
