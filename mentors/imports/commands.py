from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.refusal import NotThere, Refused
from mentors.imports import commands_work, queries, rules
from mentors.imports.models import ImportList, ImportRow
from mentors.imports.rules import ImportListState, ImportRowState
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db
from mentors.programmes.rules import ConsentThrough, Side, StepKind

# Steps a coordinator may say are done for a whole list. A child certificate is assessed one by one.
STEPS_OF_A_LIST = (StepKind.interview, StepKind.confidentiality, StepKind.course)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the coordinator says of the people on a list."""

    through: ConsentThrough
    source: str  # where their yes stands
    shares: bool  # they also said yes to being shown to a possible contact
    steps: tuple[StepKind, ...] = ()


def take_in(by: Actor, side: Side, file_name: str, content: bytes, fallback: str | None = None) -> ImportList:
    """Keep an uploaded file until it is confirmed. The same file again is the same list. Raises Refused."""
    if by.municipality_id is None or not by.is_staff:
        raise NotThere
    if not content:
        raise Refused(_("Filen er tom. Vælg en anden."), field="file")
    if len(content) > rules.MOST_BYTES:
        raise Refused(_("Filen er for stor. Den må højst fylde 5 MB."), field="file")
    digest = hashlib.sha256(content + (fallback or "").encode()).hexdigest()
    known = queries.find_waiting(by.municipality_id, side, digest)
    if known is not None:
        return known
    listed = ImportList(
        municipality_id=by.municipality_id, side=side, file_name=_plain(file_name), digest=digest, content=content,
        fallback=fallback, uploaded_at=clock.now(), uploaded_by=by.label,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(listed)
    except IntegrityError:  # the same file, this very moment
        found = queries.find_waiting(by.municipality_id, side, digest)
        if found is None:
            raise
        return found
    note(by, "imports.uploaded", thing=f"import_list:{listed.ref}")
    if rules.at_once(content):
        commands_work.read_list(listed)
    return listed


def _plain(file_name: str) -> str:
    """A file's name without its folders, short; one that holds a CPR number is not kept."""
    name = printable(file_name.replace("\\", "/").rsplit("/", 1)[-1]).strip()[:80]
    return "liste" if not name or looks_like_cpr(name) else name


def confirm(by: Actor, listed: ImportList, said: Confirmation) -> bool:
    """Put a list in, once: whoever presses twice changes nothing. Whether this press counted. Raises Refused."""
    _mine(by, listed)
    source = said.source.strip()
    if not source:
        raise Refused(_("Skriv, hvor det står, at de har sagt ja."), field="source")
    if not set(said.steps) <= set(STEPS_OF_A_LIST):
        raise Refused(_("En børneattest vurderes for én ad gangen."), field="steps")
    waiting = queries.counts(listed.id)
    if not waiting[ImportRowState.new] + waiting[ImportRowState.known] and listed.state is ImportListState.read:
        raise Refused(_("Der er ingen rækker at lægge ind."))
    changed = change_rows(
        update(ImportList)
        .where(ImportList.id == listed.id, ImportList.state == ImportListState.read)
        .values(
            state=ImportListState.confirmed,
            confirmed_at=clock.now(),
            confirmed_by=by.label,
            content=None,
            consent_through=said.through,
            consent_source=source,
            consent_shares=said.shares,
            steps=tuple(str(step) for step in said.steps),
        )
    )
    db.session.refresh(listed)
    if changed != 1:
        return False
    note(by, f"imports.confirmed:{said.through}", thing=f"import_list:{listed.ref}", reason=source)
    if waiting[ImportRowState.new] + waiting[ImportRowState.known] <= rules.ROWS_AT_ONCE:
        while commands_work.step(listed.id):
            pass
    return True


def undo(by: Actor, listed: ImportList) -> bool:
    """Take a list back, as far as nothing has been built upon it. Whether this press counted."""
    _mine(by, listed)
    changed = change_rows(
        update(ImportList)
        .where(ImportList.id == listed.id, ImportList.state == ImportListState.done)
        .values(state=ImportListState.undoing, undone_by=by.label)
    )
    db.session.refresh(listed)
    if changed != 1:
        return False
    note(by, "imports.undone", thing=f"import_list:{listed.ref}")
    if queries.counts(listed.id)[ImportRowState.imported] <= rules.ROWS_AT_ONCE:
        while commands_work.step(listed.id):
            pass
    return True


def drop(by: Actor, listed: ImportList) -> None:
    """Throw away a list that has not been put in. Raises Refused for one that has."""
    _mine(by, listed)
    note(by, "imports.dropped", thing=f"import_list:{listed.ref}")
    gone = change_rows(
        delete(ImportList).where(
            ImportList.id == listed.id,
            ImportList.state.in_((ImportListState.uploaded, ImportListState.read, ImportListState.unreadable)),
        )
    )
    if gone != 1:
        raise Refused(_("Listen er lagt ind. Fortryd den i stedet."))
    db.session.expire_all()


def _mine(by: Actor, listed: ImportList) -> None:
    if not by.is_staff or by.municipality_id != listed.municipality_id:
        raise NotThere


def forget() -> int:
    """The job that deletes what lists say of people: files nobody confirmed, and rows put in 30 days ago."""
    old = queries.old_lists(clock.now() - rules.KEPT)
    for listed in old:
        if listed.confirmed_at is None:
            db.session.delete(listed)
        elif listed.state in (ImportListState.done, ImportListState.undone):
            rows = update(ImportRow).where(ImportRow.list_id == listed.id)
            change_rows(rows.values(problems=[], said=None))
            listed.forgotten_at = clock.now()
    db.session.flush()
    return len(old)
