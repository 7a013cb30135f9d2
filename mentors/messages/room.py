from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Actor
from mentors.kit import throttle
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.messages import queries, queries_desk, rules, words_desk
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.commands_keeping import KEEPER
from mentors.messages.commands_receipts import notice_missing_receipts, process_receipts
from mentors.messages.views_desk import blueprint
from mentors.messages.views_hooks import hooks
from mentors.messages.views_unsaid_desk import unsaid_blueprint
from mentors.people import words as people_words


def _to_person(_actor: Actor, person_id: int) -> dict[str, object] | None:
    rows = queries.messages_to(person_id)
    if not rows:
        return None
    return {"messages": rows, "words": words_desk, "channel_word": people_words.CHANNEL, "rules": rules}


messages = Room(
    name="messages",
    blueprints=(blueprint, unsaid_blueprint, hooks),
    nav=(NavLink(_l("Beskeder"), "messages_desk.deliveries", STAFF),),
    panels=(Panel("person", "panels/messages/person.html", _to_person, order=80),),
    jobs=(
        Job("messages.deliver_due", deliver_due, 5, everywhere=True),
        Job("messages.process_receipts", process_receipts, 5, everywhere=True),
        Job("messages.notice_missing_receipts", notice_missing_receipts, 3600),
        Job("messages.forget_hits", throttle.forget_old, 24 * 3600),
    ),
    todos=queries_desk.todos,
    keeper=KEEPER,
)
