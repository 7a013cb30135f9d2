from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.followups import words_ladder_desk
from mentors.followups.rules_job_ladder import JobSide
from mentors.followups.rules_ladder import Fault

DAYS = {
    JobSide.citizen: _l("Spørg den nyankomne: dage efter første arbejdsdag"),
    JobSide.company: _l("Spørg virksomheden: dage efter første arbejdsdag (tom: spørg ikke)"),
}


def fault(found: Fault, until_weeks: int) -> str:
    """What to change, as a sentence."""
    sentences: dict[Fault, str] = {
        Fault.none: _("Skriv mindst én dag."),
        Fault.too_far: _("Skriv højst %(most)d dage.", most=until_weeks * 7),
    }
    return sentences.get(found) or words_ladder_desk.fault(found)
