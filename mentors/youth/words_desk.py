from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.clearances.rules import GuardianPurpose
from mentors.youth.rules import SpareJob

SPARE_JOB = {
    SpareJob.has: _l("Har et fritidsjob"),
    SpareJob.wants: _l("Vil gerne have et"),
    SpareJob.neither: _l("Hverken har eller ønsker"),
}
GUARDIAN_PURPOSE = {
    GuardianPurpose.youth: _l("Aktiviteter for unge og fritidsjob"),
    GuardianPurpose.contact_person: _l("En kontaktperson til barnet"),
}
MONTH = {
    1: _l("januar"),
    2: _l("februar"),
    3: _l("marts"),
    4: _l("april"),
    5: _l("maj"),
    6: _l("juni"),
    7: _l("juli"),
    8: _l("august"),
    9: _l("september"),
    10: _l("oktober"),
    11: _l("november"),
    12: _l("december"),
}
