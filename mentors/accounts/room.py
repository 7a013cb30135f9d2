from mentors.accounts.views import blueprint
from mentors.kit.room import Room

accounts = Room(
    name="accounts",
    blueprints=(blueprint,),
    link_pages={"sign_in": "accounts.follow_link", "choose_password": "accounts.choose_password"},
)
