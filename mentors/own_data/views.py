"""What the pages about own data do, whoever stands at them: by link, signed in, or staff on her behalf."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.links import token_for
from mentors.kit.speech import say_date, spoken_language
from mentors.links.commands import standing_link
from mentors.links.queries import find_live
from mentors.own_data import commands, commands_consents, queries, queries_deeds, rules, words
from mentors.own_data.forms import FixForm
from mentors.own_data.models import Erasure
from mentors.people.commands import change_details
from mentors.people.models import Person
from mentors.people.queries import person as person_of
from mentors.people.rules import ConsentKind
from mentors.timetables.commands import set_free_times
from mentors.timetables.queries import free_times_of
from mentors.timetables.words import DAYS, PARTS


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages stand: the blueprint, the page before, the shell, and what each address needs."""

    blueprint: str
    home: str
    shell: str
    keys: tuple[tuple[str, Any], ...]

    def url(self, name: str) -> str:
        return url_for(f"{self.blueprint}.{name}", **dict(self.keys))

    @property
    def back(self) -> str:
        return url_for(self.home, **dict(self.keys))

    def go(self, name: str = "mine") -> Response:
        return web.to(f"{self.blueprint}.{name}", **dict(self.keys))


def holder(person_id: int) -> Person:
    """Whose own data it is. Raises NotThere for one who is forgotten: her page has closed."""
    found = person_of(person_id)
    if found.forgotten_at is not None:
        raise NotThere
    return found


def frame(person: Person, place: Place) -> dict[str, Any]:
    return {"person": person, "place": place, "days": DAYS.items(), "parts": PARTS.items()}


def mine(person: Person, place: Place) -> dict[str, Any]:
    return {
        **frame(person, place),
        "groups": queries.in_plain_words(person),
        "consents": queries.consents_of(person),
        "may_give": queries.may_give(person),
        "looks": queries.looks_at(person),
        "deeds": queries_deeds.deeds(person),
        "waiting": queries.waiting_erasure(person.id),
    }


def all_of_it(person: Person, place: Place) -> dict[str, Any]:
    return {**frame(person, place), "groups": queries.in_plain_words(person, most=None), "made_on": clock.today(),
            "deeds": queries_deeds.deeds(person, most=1000)}  # fmt: skip


def fix(by: Actor, person: Person, place: Place) -> tuple[FixForm, Response | None]:
    """The form, or the way on where it was sent and saved."""
    form = FixForm(obj=person, free=free_times_of(person.id))
    if not form.validate_on_submit():
        return form, None
    if form.is_about_an_older(person):
        form.say_changed(person)
        return form, None
    if not web.tried(form, lambda: _correct(by, person, form)):
        return form, None
    web.say(_("Det er rettet."))
    return form, place.go()


def _correct(by: Actor, person: Person, form: FixForm) -> None:
    change_details(by, person, form.details(person))
    set_free_times(by, person.id, form.free.data or ())
    if find_live(person.id, "my_contact") is not None:
        standing_link(
            "my_contact", municipality_id=person.municipality_id, person_id=person.id, language=person.language
        )


def file(person: Person) -> Response:
    """Everything from every room in one machine-readable file. Its name says nothing about whom."""
    body = json.dumps(queries.the_file(person), ensure_ascii=False, indent=1)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="own-data-{clock.today()}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def before_forgetting(person: Person, place: Place) -> dict[str, Any]:
    return {
        **frame(person, place),
        "stays": queries.staying(person.id),
        "backups": commands.backup_days(),
        "hours": int(rules.PAUSE.total_seconds() // 3600),
        "waiting": queries.waiting_erasure(person.id),
    }


def forget(by: Actor, person: Person, place: Place) -> Response | None:
    """Begin the day of thinking it over, and show the receipt that stays. None where it is only looked at."""
    if request.method != "POST":
        return None
    erasure = commands.ask_to_be_forgotten(by, person)
    if by.is_staff:
        web.say(_("Det er skrevet ned. Personen har fået en besked og kan fortryde i et døgn."))
        return place.go()
    link = commands.receipt_link(erasure, spoken_language().code)
    return web.to("own_data_link.forgotten", token=token_for(link.ref))


def take_back(by: Actor, person: Person, place: Place) -> Response:
    erasure = queries.waiting_erasure(person.id)
    if erasure is not None:
        commands.take_back(by, erasure)
        web.say(_("Det er fortrudt. Alt er, som det var."))
    return place.go()


def _kind() -> ConsentKind:
    kind = web.sent_text("kind")
    if kind not in set(ConsentKind):
        raise NotThere
    return ConsentKind(kind)


def give_consent(by: Actor, person: Person, place: Place) -> Response:
    commands_consents.give(by, person, _kind(), language=spoken_language().code)
    web.say(_("Tak. Dit ja er skrevet ned."))
    return place.go()


def withdraw_consent(by: Actor, person: Person, place: Place) -> Response:
    if commands_consents.withdraw(by, person, _kind()):
        web.say(_("Dit ja er trukket tilbage. Det gælder fra nu af."))
    return place.go()


def stays(erasure: Erasure) -> list[tuple[Any, date]]:
    return [
        (words.STAYS.get(one["table"], one["table"]), date.fromisoformat(one["until"])) for one in erasure.stays or ()
    ]


def on_day(day: date) -> str:
    return str(_("Slettes %(day)s", day=say_date(day)))
