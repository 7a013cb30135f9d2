"""Who the people of a list are, and putting them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.attributes import set_committed_value

from mentors.clearances.commands_lists import note_listed
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import DAYS
from mentors.core.refusal import NotThere, Refused
from mentors.imports import queries, rules
from mentors.imports.models import ImportList, ImportRow
from mentors.imports.rules import ImportRowState, Problem, ReadRow
from mentors.kit.db import db
from mentors.pairing.commands_apart import keep_apart_from_listed, meet_awaited
from mentors.people.commands import Details, give_consent, welcome_person
from mentors.people.models import Person
from mentors.people.queries import others_at_the_same_address
from mentors.people.rules import ConsentKind, Gender, Identity, folded_name, is_same_person
from mentors.programmes import commands as programmes
from mentors.programmes.models import Participation, Programme
from mentors.programmes.queries import find_participation, missing_steps_of, participations_with_refs
from mentors.programmes.rules import ConsentThrough, ParticipationState, Side, StepKind
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind
from mentors.timetables.commands import set_free_times
from mentors.timetables.models import BusyTime
from mentors.timetables.queries import free_times_of
from mentors.timetables.rules import BusyKind

# When the parts of a day begin and end where a list says no more: `core.calendar.part_of_week`, waking hours.
HOURS = {"morning": (time(8), time(12)), "afternoon": (time(12), time(17)), "evening": (time(17), time(22))}


def recognise(
    municipality_id: int, side: Side, rows: Sequence[ReadRow]
) -> dict[int, tuple[ImportRowState, int | None]]:
    """Whether each row is somebody new or known, by reference, number or address; the same few questions for any number.

    A reference that stands for somebody else is written down as a problem of its row.
    """
    right = [row for row in rows if not row.problems]
    standing = queries.standing_rows(municipality_id, side, (row.ref or "" for row in right))
    people = queries.people_with({row.person_id for row in standing.values() if row.person_id is not None})
    ways = queries.people_at(municipality_id, [way for row in right for way in _ways(row)])
    found: dict[int, tuple[ImportRowState, int | None]] = {}
    for row in right:
        said = Identity(row.name, row.values.get("mobile"), row.values.get("email"))
        near = [person for way in _ways(row) for person in ways.get(way, [])]
        same = next((person for person in near if is_same_person(person.identity(), said)), None)
        earlier = standing.get(row.ref or "")
        brought = people.get(earlier.person_id or 0) if earlier is not None else None
        if earlier is not None and brought is not None:
            if earlier.digest == rules.row_digest(side, row.values):
                found[row.number] = ImportRowState.again, brought.id
            elif _may_be(row, brought, same):
                found[row.number] = ImportRowState.known, brought.id
            else:
                row.problems.append(Problem("ref", (row.ref or "")[:80], "ref_taken"))
        else:
            found[row.number] = (ImportRowState.known, same.id) if same else (ImportRowState.new, None)
    return found


def _ways(row: ReadRow) -> list[str]:
    return [way for way in (row.values.get("mobile"), row.values.get("email")) if way]


def _may_be(row: ReadRow, brought: Person, same: Person | None) -> bool:
    """Whether a row with somebody's reference speaks of her: nothing in it speaks against it."""
    if same is not None:
        return same.id == brought.id
    has_name = bool(row.values.get("first_name") or row.values.get("last_name"))
    if _ways(row) and {brought.mobile, brought.email} & set(_ways(row)):
        return True
    return folded_name(row.name) == folded_name(brought.name) if has_name else not _ways(row)


@dataclass(frozen=True, slots=True)
class Batch:
    """What some rows have in common, asked once for all of them."""

    by: Actor
    listed: ImportList
    standing: Mapping[str, ImportRow]  # rows of earlier lists, by reference
    programmes: Mapping[str, Programme]
    shared: frozenset[str]  # numbers and addresses that more than one record may have
    volunteers: Mapping[str, int]  # whom lists have brought, by reference

    @classmethod
    def of(cls, by: Actor, listed: ImportList, said: Sequence[ReadRow]) -> Batch:
        town, values = listed.municipality_id, [row.values for row in said]
        ways = Counter(way for row in said for way in set(_ways(row)))
        named = {ref for one in values for ref in one.get("not_with", ())}
        brought = queries.standing_rows(town, Side.volunteer, named) if named else {}
        return cls(
            by=by,
            listed=listed,
            standing=queries.standing_rows(town, listed.side, (row.ref or "" for row in said)),
            programmes=queries.programmes_with(town, {ref for one in values for ref in one.get("programmes", ())}),
            shared=frozenset(queries.people_at(town, ways)) | {way for way, times in ways.items() if times > 1},
            volunteers={ref: row.person_id for ref, row in brought.items() if row.person_id is not None},
        )


def put_in(by: Actor, listed: ImportList, rows: Sequence[ImportRow]) -> None:
    """Put some rows in. What the house refuses is written down at its row, and the others go on."""
    said = {row.number: ReadRow(row.number, dict(row.said or {})) for row in rows}
    recognised = recognise(listed.municipality_id, listed.side, list(said.values()))
    batch = Batch.of(by, listed, list(said.values()))
    made: list[ImportRow] = []
    for row in rows:
        state, person_id = recognised.get(row.number, (ImportRowState.wrong, None))
        if state in (ImportRowState.wrong, ImportRowState.again):
            row.state, row.person_id = state, person_id
            row.problems = _notes(row) + [problem.as_json() for problem in said[row.number].problems]
        else:
            try:
                with db.session.begin_nested():
                    _put_in(batch, row, said[row.number], person_id)
                made.append(row)
            except Refused as no:
                _refuse(row, Problem("", "", "refused", {"why": str(no.why)}))
            except (SQLAlchemyError, NotThere):  # changed under our hands, or more than a column can hold
                _refuse(row, Problem("", "", "not_now"))
        row.said = None
    if listed.side is Side.volunteer:
        meet_awaited(
            listed.municipality_id,
            {row.row_ref: row.person_id for row in made if row.stands and row.person_id is not None},
        )
    db.session.flush()
    _remember(made)


def _notes(row: ImportRow) -> list[dict[str, Any]]:
    """What was noted when the list was read; it still stands when the row has been put in."""
    return [problem for problem in row.problems if problem.get("note")]


def _refuse(row: ImportRow, problem: Problem) -> None:
    row.state, row.problems, row.made, row.stands = ImportRowState.refused, [*_notes(row), problem.as_json()], {}, False


def _put_in(batch: Batch, row: ImportRow, said: ReadRow, person_id: int | None) -> None:
    """One row. The row itself is written last and once."""
    by, listed, values = batch.by, batch.listed, said.values
    known = db.session.get(Person, person_id) if person_id is not None else None
    person = known or welcome_person(by, _details(said))
    stands = _is_first(batch, row)
    week = _free(by, person, values, is_new=known is None)
    if known is None:
        set_committed_value(person, "consents", [])  # she came this moment: there is none to look for
        # Whoever is known keeps what she has said herself: above all a consent she has taken back.
        for kind in (ConsentKind.sign_up, *([ConsentKind.share_with_contact] if listed.consent_shares else [])):
            give_consent(by, person, kind, wording=f"import_list:{listed.ref}", language=person.language)
        db.session.add_all(_busy(person.id, values["busy"]))  # nobody has planned anything with her yet
        if batch.shared & set(_ways(said)):
            _ask_whether_same(by, person)
    made: dict[str, Any] = {"week": week, "clearance": None, "participations": []}
    if listed.side is Side.volunteer and values["clearance_until"]:
        clearance = note_listed(by, person.id, date.fromisoformat(values["clearance_until"]))
        made["clearance"] = clearance.id if clearance else None
    if values.get("not_with"):
        made["apart"] = keep_apart_from_listed(by, person, values["not_with"], batch.volunteers)
    problems = [problem for ref in values["programmes"] for problem in _join(batch, made, person, values, ref)]
    row.person_id, row.is_known, row.state = person.id, known is not None, ImportRowState.imported
    row.stands, row.made = stands, made
    row.problems = _notes(row) + [problem.as_json() for problem in problems]
    db.session.flush()


def _is_first(batch: Batch, row: ImportRow) -> bool:
    """Whether the reference is free and stands for this row's person from now on."""
    earlier = batch.standing.get(row.row_ref)
    if earlier is not None and earlier.stands and earlier.person_id is None:
        earlier.stands = False  # she has been deleted: her reference is free again
        db.session.flush()
    return earlier is None or not earlier.stands


def _details(said: ReadRow) -> Details:
    values = said.values
    return Details(
        first_name=values["first_name"] or values["last_name"] or said.name,
        last_name=values["last_name"] if values["first_name"] else "",
        mobile=values["mobile"],
        email=values["email"],
        language=values["language"],
        speaks=tuple(values["speaks"]),
        birth_year=values["birth_year"],
        gender=Gender(values["gender"]) if values["gender"] else None,
        postcode=values["postcode"],
        interests=tuple(values["interests"]),
        trade=values["trade"],
        levels=tuple(values["levels"]),
    )


def _free(by: Actor, person: Person, values: dict[str, Any], *, is_new: bool) -> list[str] | None:
    """Her week, where she has none yet; what was written down, to take it back by."""
    if not values["free"] or (not is_new and free_times_of(person.id)):
        return None
    set_free_times(by, person.id, values["free"])
    return list(values["free"])


def _busy(person_id: int, parts: Iterable[str]) -> Iterable[BusyTime]:
    for part in parts:
        day, part_of_day = part.split("-")
        start, end = HOURS[part_of_day]
        yield BusyTime(person_id=person_id, kind=BusyKind.other, weekday=DAYS.index(day), from_time=start, to_time=end)


def _ask_whether_same(by: Actor, person: Person) -> None:
    """Another name at the same number or address may be a family, or one person twice: staff look."""
    for other in others_at_the_same_address(person):
        first, second = sorted((person.ref, other.ref))
        raise_task(by, TaskKind.maybe_same_person, person, key=f"same-{first}-{second}", thing=f"person:{other.ref}")


def _join(batch: Batch, made: dict[str, Any], person: Person, values: dict[str, Any], ref: str) -> Iterable[Problem]:
    """Sign her up for a programme and let her in where nothing is missing; what the coordinator should know."""
    by, listed, programme = batch.by, batch.listed, batch.programmes.get(ref)
    if programme is None:
        raise NotThere
    known = find_participation(programme.id, person.id, listed.side)
    if known is not None:
        if known.state in (ParticipationState.left, ParticipationState.turned_down):
            yield Problem("", "", "has_left")
        return
    joined = programmes.join(
        by, programme, person, listed.side,
        capacity=values["capacity"],
        wants_gender=Gender(values["wants_gender"]) if values["wants_gender"] else None,
        interpreter_ok=values["interpreter_ok"],
        max_km=values["max_km"],
        consent_through=listed.consent_through or ConsentThrough.paper,
    )  # fmt: skip
    if values["waiting_since"]:
        joined.applied_at = clock.at_local(date.fromisoformat(values["waiting_since"]), 12)
    for step in map(StepKind, listed.steps if listed.side is Side.volunteer else ()):
        if step in programme.steps and step is not StepKind.child_certificate:
            programmes.do_step(by, joined, step, clock.today())
    joined.is_urgent = listed.side is Side.newcomer and values["urgent"]
    joined.meets_children = listed.side is Side.newcomer and values.get("meets_children", False)
    db.session.flush()
    made["participations"].append(joined.ref)
    if missing_steps_of([joined], clock.today())[joined.id]:
        yield Problem("", "", "steps_missing")
        return
    try:
        programmes.approve(by, joined, tell=False)  # a list tells nobody anything: the coordinator does
    except Refused as no:
        yield Problem("", "", "not_approved", {"why": str(no.why)})


def _remember(rows: Sequence[ImportRow]) -> None:
    """Write down what hangs on each new row now, so that an undo can tell what was built upon it later."""
    people = queries.people_with(row.person_id for row in rows if row.person_id is not None)
    hanging = queries.hanging_on("person", [row.person_id for row in rows if row.person_id is not None])
    joined = _participations(rows)
    on_joined = queries.hanging_on("participation", [one.id for one in joined.values()])
    for row in rows:
        if row.person_id is None:
            continue
        mine = [joined[ref] for ref in row.made["participations"]]
        row.made = row.made | {
            "person": None
            if row.is_known
            else {"version": people[row.person_id].version, "on": hanging[row.person_id]},
            "participations": {one.ref: {"version": one.version, "on": on_joined[one.id]} for one in mine},
        }
    db.session.flush()


def _participations(rows: Sequence[ImportRow]) -> dict[str, Participation]:
    refs = [ref for row in rows for ref in row.made.get("participations", ())]
    return {one.ref: one for one in participations_with_refs(rows[0].municipality_id, refs)} if refs else {}
