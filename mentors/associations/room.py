from flask_babel import lazy_gettext as _l

from mentors.associations import commands, commands_agreements, commands_referrals, queries_desk
from mentors.associations import models_agreements as models_agreements
from mentors.associations.commands_keeping import KEEPER
from mentors.associations.views_desk import desk
from mentors.associations.views_desk_referrals import desk as desk_referrals
from mentors.associations.views_link import link
from mentors.associations.views_my import mine
from mentors.associations.views_public import public
from mentors.core.actor import STAFF, Role
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Panel, Room

associations = Room(
    name="associations",
    blueprints=(public, mine, link, desk, desk_referrals),
    nav=(
        NavLink(_l("Foreninger"), "associations_desk.associations", STAFF, Part.people),
        NavLink(_l("Min forening"), "associations_my.my_associations", frozenset({Role.association_contact})),
    ),
    panels=(Panel("person", "panels/associations/person.html", queries_desk.for_person_page, order=45),),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(
        Job("associations.ask_membership", commands_referrals.ask_membership, 3600),
        Job("associations.ask_for_declarations", commands.ask_for_declarations, 86400),
        Job("associations.remind_renewals", commands_agreements.remind_renewals, 86400),
        Job("associations.forget_nominees", commands_agreements.forget_nominees, 86400),
    ),
    keeper=KEEPER,
    link_pages={
        "referral": "associations_link.referral",
        "nomination": "associations_link.nomination",
        "agreement": "associations_link.agreement",
    },
)
