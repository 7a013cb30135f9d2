from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, email, long_text, mobile, number, postcode, text, tick


class CvForm(Form):
    """Everything on the sheet. Nothing of it is kept: it is typed, printed and gone."""

    name = text(_l("Dit navn"))
    birth_year = number(_l("Fødselsår"), 1990, 2030, needed=False)
    mobile = mobile(_l("Mobil"))
    email = email(_l("E-mail"), False)
    postcode = postcode(_l("Postnummer"), False)
    job = text(_l("Hvilket job søger du?"), False)
    company = text(_l("Hvor?"), False)
    about = long_text(_l("Hvem er du? Skriv 2-3 linjer."), False, most=500)
    school = text(_l("Skole og klasse"), False, most=120)
    experience = long_text(_l("Hvad har du prøvet? Én ting på hver linje."), False, most=800)
    skills = long_text(_l("Hvad er du god til? Én ting på hver linje."), False, most=600)
    languages = text(_l("Hvilke sprog taler du?"), False, most=120)
    times = text(_l("Hvornår kan du arbejde?"), False, most=120)
    why = long_text(_l("Hvorfor vil du gerne have jobbet?"), False, most=1200)
    as_pdf = tick(_l("Hent arket som en PDF-fil"))

    def sheet(self) -> dict[str, Any]:
        """What was typed, the texts of several lines as lines."""
        many = {"about", "experience", "skills", "why"}
        typed = {field.name: field.data for field in self if field.name != "csrf_token"}
        return {
            name: [line.strip() for line in (value or "").splitlines() if line.strip()] if name in many else value
            for name, value in typed.items()
        }
