"""Thinking about follow-ups: what is due for a pair on a day, derived from what has happened."""

from __future__ import annotations

from enum import StrEnum


class CheckKind(StrEnum):
    first_contact = "first_contact"  # have you two been in touch?
    fit = "fit"  # good fit / still deciding / not a good fit
    check_in = "check_in"  # how is it going?
    ending = "ending"  # the planned end is near: go on or finish?
