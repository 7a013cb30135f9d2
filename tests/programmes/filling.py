"""Filling in the sign-ups as a person does."""

from __future__ import annotations

from typing import Any

from mentors.programmes.models import Programme
from tests.page import Page, Visitor

VOLUNTEER_YOU = {
    "name": "Anna Maria Holm",
    "mobile": "20 30 40 50",
    "email": "anna@example.org",
    "postcode": "5000",
    "birth_year": "1985",
}
NEWCOMER_YOU = {
    "name": "Omar Haddad",
    "language": "ar",
    "mobile": "20 30 40 51",
    "birth_year": "1990",
    "postcode": "5000",
}


def volunteer_wishes(*programmes: Programme, **values: Any) -> dict[str, Any]:
    return {
        "programmes": [p.ref for p in programmes],
        "speaks": ["da", "en"],
        "free": ["tue-evening", "sat-morning"],
        **values,
    }


def newcomer_wishes(*programmes: Programme, **values: Any) -> dict[str, Any]:
    return {"programmes": [p.ref for p in programmes], "speaks": ["ar"], **values}


def volunteer_summary(anna: Visitor, *programmes: Programme, **wishes: Any) -> Page:
    """Two steps filled in: the summary before sending."""
    page = anna.get("/demoby/join/volunteer").press("Næste", **VOLUNTEER_YOU)
    return page.press("Næste", **volunteer_wishes(*programmes, **wishes))


def newcomer_summary(omar: Visitor, *programmes: Programme, **wishes: Any) -> Page:
    page = omar.get("/demoby/join/newcomer?lang=da").press("Næste", **NEWCOMER_YOU)
    return page.press("Næste", **newcomer_wishes(*programmes, **wishes))
