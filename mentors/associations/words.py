from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.associations.rules import AgreementKind, OrganisationKind, PricePer

TARGET_GROUP: dict[str, Any] = {
    "everyone": _l("Alle"),
    "women": _l("Kvinder"),
    "men": _l("Mænd"),
    "families": _l("Familier"),
    "children": _l("Børn"),
    "youth": _l("Unge"),
    "seniors": _l("Seniorer"),
}
KINDS = {
    OrganisationKind.association: _l("Foreninger"),
    OrganisationKind.company: _l("Virksomheder"),
    OrganisationKind.union: _l("Fagforeninger"),
}
AGREEMENT = {
    AgreementKind.cooperation: _l("Samarbejdsaftale"),
    AgreementKind.mentoring: _l("Mentoraftale"),
    AgreementKind.confidentiality: _l("Aftale om tavshed"),
}
PRICE_PER = {
    PricePer.session: _l("gang"),
    PricePer.month: _l("måned"),
    PricePer.season: _l("sæson"),
}

# A wording that changes gets a new version; what was consented to stays findable.
REFERRAL_VERSION = "2026-11"
REFERRAL = _l(
    "Ja, foreningen må få mit fornavn, mine sprog og mit telefonnummer, så de kan kontakte mig. "
    "Jeg kan altid sige nej igen. Så kan foreningen ikke se mig mere."
)
REFERRAL_PROTECTED = _l(
    "Ja, foreningen må få mit fornavn. Ikke mit telefonnummer. "
    "Jeg kan altid sige nej igen. Så kan foreningen ikke se mig mere."
)
NOMINEE_VERSION = "2026-11"
NOMINEE = _l(
    "Ja, kommunen må gemme mit navn og nummer og ringe til mig om at blive mentor. "
    "Jeg kan altid sige nej igen, og så bliver mine svar slettet."
)
