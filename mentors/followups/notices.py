from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mentors.followups.models import CheckIn
from mentors.followups.rules import CheckKind
from mentors.kit.links import marker
from mentors.links.commands import make_link
from mentors.messages.commands import Reader, post, reader_of
from mentors.messages.models import Message
from mentors.people.rules import Channel, channels_for

KIND = {
    CheckKind.first_contact: "followups/first_contact",
    CheckKind.fit: "followups/fit",
    CheckKind.check_in: "followups/check_in",
    CheckKind.ending: "followups/ending",
    CheckKind.afterwards: "followups/afterwards",
}
LINK_LASTS = timedelta(days=30)


def ask(check_in: CheckIn) -> Message | None:
    """Put the question. None where the person cannot be reached."""
    return _tell(check_in, KIND[check_in.kind], f"check_in:{check_in.ref}")


def remind(check_in: CheckIn) -> Message | None:
    """Put the question once more."""
    return _tell(check_in, "followups/reminder", f"check_in:{check_in.ref}:reminder")


def remind_elsewhere(check_in: CheckIn) -> Message | None:
    """The reminder on her other channel. None where she has only one."""
    ways = channels_for(check_in.person.reachability())
    if len(ways) < 2:
        return None
    address = check_in.person.mobile if ways[1] is Channel.sms else check_in.person.email
    reader = replace(reader_of(check_in.person), channel=ways[1], address=address)
    return _tell(check_in, "followups/reminder", f"check_in:{check_in.ref}:second", reader)


def _tell(check_in: CheckIn, kind: str, key: str, reader: Reader | None = None) -> Message | None:
    person = check_in.person
    link = make_link(
        "check_in",
        municipality_id=check_in.pair.municipality_id,
        person_id=person.id,
        thing=f"check_in:{check_in.ref}",
        language=person.language,
        lasts=LINK_LASTS,
    )
    return post(
        reader or reader_of(person), kind, key=key, about=f"pair:{check_in.pair.ref}",
        link=marker(link.ref), name=person.first_name, other=check_in.other.first_name,
    )  # fmt: skip
