from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.own_data.rules import Holding, RetentionKind
from mentors.people.rules import SameBecause

NAV = {"retention": _l("Hvor længe vi gemmer"), "doubles": _l("Samme person to gange?")}
HOLDING = {
    Holding.open_pair: _l("Har en kontakt eller et forslag"),
    Holding.taking_part: _l("Er med i et program"),
    Holding.in_association: _l("Er med i en forening"),
    Holding.young: _l("Er med blandt unge eller børn"),
    Holding.working: _l("Har et job, vi følger op på"),
    Holding.coming: _l("Har en plads, der ikke er brugt endnu"),
    Holding.open_task: _l("Har en opgave, der ikke er løst"),
    Holding.kept_longer: _l("I har valgt at gemme længere"),
}
BECAUSE = {
    SameBecause.way_and_name: _l("Samme navn og samme nummer eller e-mail"),
    SameBecause.way_and_first_name: _l("Samme fornavn og samme nummer eller e-mail"),
    SameBecause.name_and_year: _l("Samme navn og samme fødselsår"),
}
AFTERWARDS = {
    RetentionKind.application: _l("Personen slettes. Hun får besked 30 dage før."),
    RetentionKind.ended_pair: _l("Personen slettes, og forløbet står uden navn. Hun får besked 30 dage før."),
    RetentionKind.attendance: _l("Navnet slettes, og tallet bliver."),
    RetentionKind.messages: _l("Beskeden slettes."),
    RetentionKind.journal: _l("Navn og grund slettes, og linjen bliver."),
    RetentionKind.plans: _l("Det, planen vidste om personerne, slettes, og tallene bliver."),
}
