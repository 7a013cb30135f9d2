from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.clearances.rules import GuardianPurpose
from mentors.youth.rules import SpareJob
from mentors.youth.rules_work import Breach, Limit, WorkGroup

SPARE_JOB = {
    SpareJob.has: _l("Jeg har et fritidsjob"),
    SpareJob.wants: _l("Jeg vil gerne have et"),
    SpareJob.neither: _l("Nej, ikke lige nu"),
}
GROUP = {
    WorkGroup.under_13: _l("Under 13 år"),
    WorkGroup.young: _l("13-14 år"),
    WorkGroup.at_school: _l("15-17 år, går i skole"),
    WorkGroup.finished: _l("15-17 år, færdig med 9. klasse"),
}
GUARDIAN_VERSION = "2026-11"
GUARDIAN = {
    GuardianPurpose.youth: _l(
        "Ja, mit barn må være med i aktiviteter for unge og få hjælp til et fritidsjob, "
        "og kommunen må gemme de oplysninger, der skal til. Jeg kan altid sige nej igen."
    ),
    GuardianPurpose.contact_person: _l(
        "Ja, mit barn må have en frivillig kontaktperson, som har en gyldig børneattest, "
        "og kommunen må gemme de oplysninger, der skal til. Jeg kan altid sige nej igen."
    ),
}
CV_HEADINGS = {
    "cv": _l("CV"),
    "contact": _l("Kontakt"),
    "about": _l("Om mig"),
    "school": _l("Skole"),
    "experience": _l("Det har jeg prøvet"),
    "skills": _l("Det er jeg god til"),
    "languages": _l("Sprog"),
    "times": _l("Jeg kan arbejde"),
    "application": _l("Ansøgning"),
    "greeting": _l("Venlig hilsen"),
    "born": _l("Fødselsår"),
}


def rule_said(breach: Breach) -> str:
    """The rule a posting breaks, as a sentence with the group and the limit."""
    values = {"group": GROUP[breach.group], "most": breach.most}
    sentences = {
        Limit.no_work: lambda: _("Børn under 13 år må ikke have et job."),
        Limit.school_day: lambda: _("%(group)s: højst %(most)d timer på en skoledag.", **values),
        Limit.other_day: lambda: _("%(group)s: højst %(most)d timer på en dag uden skole.", **values),
        Limit.school_week: lambda: _("%(group)s: højst %(most)d timer i en skoleuge.", **values),
        Limit.holiday_week: lambda: _("%(group)s: højst %(most)d timer i en ferieuge.", **values),
        Limit.begins: lambda: _("%(group)s: ikke før klokken %(most)d.", **values),
        Limit.ends: lambda: _("%(group)s: ikke efter klokken %(most)d.", **values),
        Limit.lift_kg: lambda: _("%(group)s: løft højst %(most)d kg.", **values),
        Limit.machines: lambda: _("%(group)s: ikke arbejde med farlige maskiner.", **values),
    }
    return str(sentences[breach.limit]())
