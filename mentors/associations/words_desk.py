from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.associations import words
from mentors.associations.rules import AgreementKind, OrganisationKind, ReferralStage

WRONG_CVR = _l("Det er ikke et CVR-nummer. Skriv de otte tal.")
NO_WAY = _l("Skriv et mobilnummer eller en e-mail.")
NO_TEXT = _l("Skriv teksten først.")
NO_CONTACT = _l("Foreningen har ingen kontakt endnu. Tilføj en først.")
NOT_WITH_US = _l("Den forening er ikke med mere.")
REFERRED_ALREADY = _l("Personen er allerede henvist til den forening.")
NO_LINK = _l("Personen kan ikke få et link. Læs teksten op, og spørg selv.")
KIND = {
    OrganisationKind.association: _l("Forening"),
    OrganisationKind.company: _l("Virksomhed"),
    OrganisationKind.union: _l("Fagforening"),
}
STAGE = {
    ReferralStage.asked: _l("Venter på personens ja"),
    ReferralStage.introduced: _l("Introduceret"),
    ReferralStage.came: _l("Kom første gang"),
    ReferralStage.member: _l("Stadig med efter 3 måneder"),
    ReferralStage.not_member: _l("Ikke med mere"),
    ReferralStage.withdrawn: _l("Trukket tilbage"),
    ReferralStage.closed: _l("Lukket"),
}
STAGE_TONE = {
    ReferralStage.asked: "info",
    ReferralStage.introduced: "neutral",
    ReferralStage.came: "good",
    ReferralStage.member: "good",
    ReferralStage.not_member: "neutral",
    ReferralStage.withdrawn: "attention",
    ReferralStage.closed: "neutral",
}
AGREEMENT = words.AGREEMENT

# A first text a municipality can start from and change; it is shown as a draft, never sent by itself.
FIRST_TEXT = {
    AgreementKind.cooperation: _l(
        "Foreningen tager imod nye borgere, som kommunen introducerer. Kommunen introducerer kun med personens "
        "eget ja. Foreningen sørger for børneattester og skriver under på det én gang om året. "
        "Begge kan sige aftalen op med en måneds varsel."
    ),
    AgreementKind.mentoring: _l(
        "Mentor og mentee mødes efter aftale. Mentor giver ikke penge, låner ikke ud og tager ikke imod betaling. "
        "Begge kan stoppe, når de vil, og siger det til koordinatoren."
    ),
    AgreementKind.confidentiality: _l(
        "Vi siger ikke videre, hvad vi hører om andre mennesker. Det gælder også, når samarbejdet er slut. "
        "Er vi bekymrede for et barn, ringer vi til kommunen."
    ),
}


def cvr_taken(name: str) -> str:
    return str(_("%(name)s har allerede det CVR-nummer.", name=name))
