from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.clearances.rules_policy import MONTHS_TO_CHOOSE
from mentors.kit.forms import Form, choice, day, one_of, tick

MONTHS = [(str(months), _l("%(num)d måneder", num=months)) for months in MONTHS_TO_CHOOSE]


class AssessmentForm(Form):
    verdict = one_of(
        _l("Hvad viser den?"),
        [("clean", _l("Der er intet, der er til hinder")), ("refused", _l("Personen kan ikke have opgaven"))],
    )
    on = day(_l("Vurderet den"))


class PolicyForm(Form):
    valid_from = day(_l("Gælder fra"))
    child_months = choice(_l("En børneattest gælder i"), MONTHS)
    criminal_months = choice(_l("En privat straffeattest gælder i"), MONTHS)
    criminal_in_homes = tick(_l("Bed om privat straffeattest, når den frivillige kommer i private hjem"))
    course_for_children = tick(_l("Kræv kursus af alle, der er sammen med børn og unge"))
