"""How the rules of pairing are said to a coordinator."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.pairing.pool.settings import Part
from mentors.pairing.rules_settings import Change
from mentors.pairing.words_desk import PART

CHOICE: dict[str, Any] = {
    **{str(part): PART[part] for part in Part},
    "long_wait_weeks": _l("Lang ventetid begynder efter så mange uger"),
    "urgent_first": _l("De, der er markeret som hastende, kommer først"),
    "stability_bonus": _l("Hold fast i forslag, der allerede er lavet"),
    "default_max_km": _l("Længste afstand i km, når ingen har sagt noget"),
    "interpreters": _l("Tolk må bruges, når der ikke er et fælles sprog"),
    "try_again": _l("To må foreslås for hinanden igen efter et nej tak"),
}
NEVER_SWITCHED = (
    _l("Program, godkendelse og samtykke"),
    _l("Børneattest, der gælder hele vejen, hvor der er børn"),
    _l("Ønsker om køn, begge veje"),
    _l("Fælles fri tid, når skemaet er trukket fra"),
    _l("Begges egne grænser for afstand"),
    _l("Ledige pladser og pauser"),
    _l("Et forløb, hvor en af dem har sagt, at de ikke passer sammen"),
    _l("Familie, egen sagsbehandler og sig selv"),
)
NEVER_SEEN = _l("Oprindelse, statsborgerskab, religion, helbred og alt, der er skrevet i fri tekst.")


def change(one: Change) -> str:
    """`Sprog: 320 → 300`."""
    return str(
        _("%(what)s: %(before)s → %(after)s", what=CHOICE[one.name], before=_value(one.before), after=_value(one.after))
    )


def _value(value: int | bool | None) -> str:
    if value is None:
        return str(_("ingen grænse"))
    if isinstance(value, bool):
        return str(_("ja") if value else _("nej"))
    return str(value)
