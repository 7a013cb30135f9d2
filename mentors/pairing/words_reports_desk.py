"""How a report on a pool is said to staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.core.place import find_place
from mentors.kit.speech import say_language
from mentors.people.rules import Gender
from mentors.timetables.words import week_part

NAV = _l("Puljen")

_GENDER = {Gender.woman: _l("er kvinde"), Gender.man: _l("er mand")}


def area(postcode: str | None) -> str:
    """`5000 Odense C`; one word for places that are unknown or protected."""
    place = find_place(postcode)
    return f"{place.postcode} {place.town}" if place else str(_("Sted ukendt"))


def more_pairs(before: int, change: Mapping[str, Any]) -> str:
    """`6 par mere`: what a change brings on top of those before it."""
    count = change["paired"] - before
    return str(ngettext("%(num)s par mere", "%(num)s par mere", count))


def what_to_change(change: Mapping[str, Any]) -> str:
    """The change in words; the names stand beside it."""
    kind, detail = change["change"], change["detail"]
    if change["recruit"] is not None:
        return str(_("hvis I finder en ny frivillig, der %(kind)s", kind=wanted(change["recruit"])))
    if kind == "time":
        return str(_("hvis %(part)s var mulig for", part=week_part(detail)))
    if kind == "distance":
        return str(_("hvis de her ville rejse op til %(km)s km:", km=detail))
    if kind == "clearance":
        return str(_("hvis de her fik en børneattest, der gælder til %(day)s:", day=date.fromisoformat(detail)))
    return str(_("hvis de her ville tale gennem en tolk:"))


def wanted(one: Mapping[str, Any]) -> str:
    """`taler arabisk, bor nær 5000 Odense C og kan mandag aften eller lørdag formiddag`."""
    said = [_("taler %(language)s", language=say_language(code)) for code in one["languages"]]
    if one["interpreter"]:
        said.append(_("bruger tolk"))
    if one["gender"] in set(_GENDER):
        said.append(_GENDER[Gender(one["gender"])])
    if one["postcode"]:
        said.append(_("bor nær %(area)s", area=area(one["postcode"])))
    if one["parts"]:
        said.append(_("kan %(times)s", times=_either([week_part(part) for part in one["parts"]])))
    if one["cleared"]:
        said.append(_("kan få en børneattest"))
    return _listed([str(word) for word in said])


def _listed(words: list[str]) -> str:
    return str(_("%(some)s og %(last)s", some=", ".join(words[:-1]), last=words[-1])) if words[1:] else "".join(words)


def _either(words: list[str], most: int = 6) -> str:
    """Any of several times; a long list is cut, since one of them is enough."""
    shown = words[:most]
    return str(_("%(some)s eller %(last)s", some=", ".join(shown[:-1]), last=shown[-1])) if shown[1:] else shown[0]


def call_for_volunteers(town: str, kinds: Iterable[Mapping[str, Any]]) -> str:
    """A text to paste: what kind of person is looked for, and never how many or who waits."""
    places = dict.fromkeys(area(one["postcode"]) for one in kinds if one["postcode"])
    lines = [
        _("Vil du være med til at byde nye velkommen i %(town)s?", town=town),
        "",
        _("Lige nu leder vi især efter dig, der"),
    ]
    lines += [f"- {line}" for line in dict.fromkeys(_without_place(one) for one in kinds)]
    if places:
        lines += ["", _("Det må gerne være i nærheden af %(places)s.", places=_listed(list(places)[:4]))]
    return "\n".join(str(line) for line in lines)


def _without_place(one: Mapping[str, Any]) -> str:
    return wanted({**one, "postcode": None})
