from __future__ import annotations

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.wordings import queries
from mentors.wordings.models import OwnWording
from mentors.wordings.rules import Wording, problems, to_text
from mentors.wordings.words_desk import problem_text


def say(by: Actor, wording: Wording, code: str, typed: str, link: str) -> OwnWording:
    """Let a municipality say a text in its own words from now on. Raises Refused with everything that will not do."""
    _require_administrator(by)
    text = to_text(wording, typed.strip())
    if wrong := problems(wording, text, link):
        raise Refused(" ".join(problem_text(problem, what) for problem, what in wrong), field="said")
    row = queries.own_wording(by.municipality_id or 0, wording.key, code)
    if row is not None and row.said == text:
        return row
    if row is None:
        row = OwnWording(municipality_id=by.municipality_id, key=wording.key, language=code)
        db.session.add(row)
    else:
        row.said_before = row.said
    row.said, row.changed_at, row.changed_by = text, clock.now(), by.label
    db.session.flush()
    note(by, "wordings.said", thing=f"wording:{wording.key}:{code}")
    return row


def step_back(by: Actor, wording: Wording, code: str) -> None:
    """Take the last change back: to the words before it, or else to the house's own."""
    _require_administrator(by)
    row = queries.own_wording(by.municipality_id or 0, wording.key, code)
    if row is None:
        return
    if row.said_before is None:
        db.session.delete(row)
    else:
        row.said, row.said_before = row.said_before, None
        row.changed_at, row.changed_by = clock.now(), by.label
    db.session.flush()
    note(by, "wordings.taken_back", thing=f"wording:{wording.key}:{code}")


def _require_administrator(by: Actor) -> None:
    if by.municipality_id is None or Role.administrator not in by.roles:
        raise NotThere
