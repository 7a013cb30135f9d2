from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.kit.speech import say_language, spoken_language
from mentors.pairing.pool.settings import Part
from mentors.pairing.rules import Fit
from mentors.people.words import INTEREST, TRADE
from mentors.timetables.words import week_part

NEAR_KM = 10  # up to here two live near each other


class Speaker(Protocol):
    @property
    def speaks(self) -> tuple[str, ...]: ...


FIT = {
    Fit.good: _l("Vi passer godt sammen"),
    Fit.deciding: _l("Jeg ved det ikke endnu"),
    Fit.bad: _l("Vi passer ikke sammen"),
}


def listed(words: Iterable[Any]) -> str:
    """Words as a person lists them: `arabisk og dansk`, in the language being spoken."""
    return str(format_list([str(word) for word in words], locale=spoken_language().code))


def languages_of(person: Speaker) -> str:
    """What somebody speaks: `arabisk og engelsk`."""
    return listed(map(say_language, person.speaks))


def why(part: str, detail: list[str]) -> str | None:
    """What two people have in common, said to both of them; None for what is nothing to tell.

    Age is left out on purpose: it orders a list, but is no reason to like each other.
    """
    if not detail:
        return None
    if part == Part.language:
        return str(_("I taler begge %(languages)s.", languages=listed(map(say_language, detail[:3]))))
    if part == Part.time:
        return str(_("I har begge tid %(when)s.", when=listed(map(week_part, detail[:2]))))
    if part == Part.distance and int(detail[0]) <= NEAR_KM:
        return str(_("I bor tæt på hinanden."))
    if part == Part.interests:
        likes = [str(INTEREST[code]).lower() for code in detail if code in INTEREST]
        return str(_("I kan begge lide %(interests)s.", interests=listed(likes[:3]))) if likes else None
    if part == Part.trade and len(detail) == 1:
        return str(_("I har samme fag: %(trade)s.", trade=TRADE.get(detail[0], detail[0])))
    return None
