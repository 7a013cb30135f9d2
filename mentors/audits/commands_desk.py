"""Drawing a sample, and writing down who did."""

from __future__ import annotations

import secrets
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.audits import queries, rules, words_desk
from mentors.audits.models import AuditPack, AuditPair, ComplaintNotice
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.pairing.models import Pair


def draw_sample(
    by: Actor, *, from_on: date, until_on: date, size: int, seed: str | None = None, with_names: bool = False
) -> AuditPack:
    """Draw so many of a period's pairs at random. Raises Refused for a period that cannot be, or has no pairs.

    Without a seed one is made up; whoever types it in again gets the same pairs.
    """
    if not by.is_staff or by.municipality_id is None:
        raise NotThere
    problem = rules.period_problem(from_on, until_on, clock.today())
    if problem is not None:
        raise Refused(words_desk.PROBLEM[problem], field="until_on" if problem == "reversed" else "from_on")
    found = queries.pairs_in(by.municipality_id, from_on, until_on)
    if not found:
        raise Refused(_("Der var ingen par i gang i den periode. Vælg en anden."), field="from_on")
    seed = seed or secrets.token_hex(4)
    chosen = rules.sample(found, seed, min(size, rules.SAMPLE_MOST))
    return _keep(by, from_on, until_on, [(ref, found[ref]) for ref in chosen], len(found), size, seed, with_names)


def pack_of(by: Actor, pair: Pair, *, with_names: bool) -> AuditPack:
    """The pack of one pair, from its first day to today."""
    if not by.is_staff or pair.municipality_id != by.municipality_id:
        raise NotThere
    began = pair.starts_on or clock.local_day(pair.proposed_at)
    until = clock.today()
    return _keep(by, min(began, until), until, [(pair.ref, pair.id)], 1, 1, None, with_names)


def _keep(
    by: Actor, from_on: date, until_on: date, chosen: list[tuple[str, int]], population: int, wanted: int,
    seed: str | None, with_names: bool,
) -> AuditPack:  # fmt: skip
    pack = AuditPack(
        municipality_id=by.municipality_id, from_on=from_on, until_on=until_on, seed=seed, wanted=wanted,
        population=population, with_names=with_names, made_at=clock.now(), made_by=by.label, maker=by.name,
    )  # fmt: skip
    for position, (ref, pair_id) in enumerate(chosen, start=1):
        pack.pairs.append(AuditPair(position=position, pair_ref=ref, pair_id=pair_id))
    db.session.add(pack)
    db.session.flush()
    thing = f"audit_pack:{pack.ref}"
    note(by, "audits.made", thing=thing, reason=f"{from_on}..{until_on} {seed or '-'}")
    # Whoever asks who has looked at her case finds this line (facts.md 5.6; EU Court C-579/21).
    sides = select(Pair.newcomer_id, Pair.volunteer_id).where(Pair.id.in_([pair_id for _ref, pair_id in chosen]))
    for row in db.session.execute(sides):
        for person_id in row:
            note(by, "audits.included", thing=thing, person_id=person_id)
    db.session.flush()
    return pack


def note_download(by: Actor, pack: AuditPack, kind: str) -> None:
    """Write down that the pack left the house as a file."""
    note(by, f"audits.downloaded:{kind}", thing=f"audit_pack:{pack.ref}")
    db.session.flush()


def note_complaint_guidance(by: Actor, pair: Pair) -> None:
    """Both have been told how to complain; the first day counts."""
    if not by.is_staff or pair.municipality_id != by.municipality_id:
        raise NotThere
    db.session.scalars(select(Pair.id).where(Pair.id == pair.id).with_for_update()).all()
    if db.session.get(ComplaintNotice, pair.id) is None:
        db.session.add(ComplaintNotice(pair_id=pair.id, given_on=clock.today(), by=by.label))
        note(by, "audits.complaint_guidance", thing=f"pair:{pair.ref}", person_id=pair.newcomer_id)
        db.session.flush()


def take_back_complaint_guidance(by: Actor, pair: Pair) -> None:
    """A slip of the finger is undone."""
    notice = db.session.get(ComplaintNotice, pair.id)
    if by.is_staff and pair.municipality_id == by.municipality_id and notice is not None:
        db.session.delete(notice)
        note(by, "audits.complaint_guidance_back", thing=f"pair:{pair.ref}", person_id=pair.newcomer_id)
        db.session.flush()
