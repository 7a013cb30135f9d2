from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.people.rules import Channel, ConsentKind, Gender

GENDER = {Gender.woman: _l("Kvinde"), Gender.man: _l("Mand"), Gender.other: _l("Andet")}
WANTED_GENDER = {Gender.woman: _l("Helst en kvinde"), Gender.man: _l("Helst en mand"), Gender.other: _l("Andet")}
CHANNEL = {Channel.sms: _l("SMS"), Channel.email: _l("E-mail")}

INTEREST: dict[str, Any] = {
    "cooking": _l("Madlavning"),
    "walking": _l("Gåture"),
    "football": _l("Fodbold"),
    "cycling": _l("Cykling"),
    "swimming": _l("Svømning"),
    "fitness": _l("Motion"),
    "music": _l("Musik"),
    "dance": _l("Dans"),
    "crafts": _l("Håndarbejde"),
    "gardening": _l("Have"),
    "reading": _l("Læsning"),
    "film": _l("Film"),
    "games": _l("Spil"),
    "nature": _l("Natur"),
    "children": _l("Familieliv"),
    "animals": _l("Dyr"),
    "computers": _l("Computere"),
    "volunteering": _l("Frivilligt arbejde"),
    "art": _l("Kunst"),
    "history": _l("Historie"),
}
TRADE: dict[str, Any] = {
    "care": _l("Omsorg og pleje"),
    "health": _l("Sundhed"),
    "teaching": _l("Undervisning"),
    "cleaning": _l("Rengøring"),
    "kitchen": _l("Køkken og kantine"),
    "building": _l("Bygge og håndværk"),
    "transport": _l("Transport og lager"),
    "office": _l("Kontor"),
    "it": _l("IT"),
    "engineering": _l("Teknik og ingeniør"),
    "shop": _l("Butik"),
    "industry": _l("Industri"),
    "farming": _l("Landbrug og gartneri"),
    "law": _l("Jura"),
    "finance": _l("Økonomi"),
    "creative": _l("Kultur og medier"),
    "public": _l("Offentlig forvaltning"),
    "research": _l("Forskning"),
    "student": _l("Studerende"),
    "retired": _l("Pensionist"),
    "none": _l("Ingen endnu"),
}

# A wording that changes gets a new version; what was consented to stays findable.
CONSENT_VERSION = "2026-11"
CONSENT = {
    ConsentKind.sign_up: _l(
        "Ja, kommunen må gemme mine svar og kontakte mig om det, jeg melder mig til. "
        "Jeg kan altid sige nej igen, og så bliver mine svar slettet."
    ),
    ConsentKind.share_with_contact: _l(
        "Ja, når I foreslår mig en kontakt, må den anden se mit fornavn, mine sprog og cirka hvor langt væk jeg bor. "
        "Når vi begge har sagt ja, også mit telefonnummer."
    ),
}
