from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import lazyload, selectinload

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.place import about_km
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.links.models import PersonalLink
from mentors.links.queries import is_live
from mentors.pairing import queries_facts as facts
from mentors.pairing import queries_settings as settings
from mentors.pairing import rules, rules_weighing, words
from mentors.pairing.models import Pair
from mentors.pairing.policy import visible_pairs
from mentors.pairing.pool.settings import Part
from mentors.pairing.queries_facts import Asked
from mentors.pairing.rules import OPEN_STATES, RUNNING_STATES, Hurdle, PairState
from mentors.pairing.rules_households import as_one_waiting
from mentors.pairing.rules_weighing import Weighed
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side

# --- pairs ------------------------------------------------------------------------------------------


def the_pair(by: Actor, ref: str) -> Pair:
    """The pair with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_pairs(by).where(Pair.ref == ref))
    if found is None:
        raise NotThere
    return found


def pairs_of(person_id: int) -> list[Pair]:
    """Every pair of a person, on either side, open or over; newest first, with its changes."""
    return list(
        db.session.scalars(
            select(Pair)
            .where(or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id))
            .options(selectinload(Pair.changes))
            .order_by(Pair.id.desc())
        )
    )


def open_pair_of(person_id: int, *, side: Side = Side.newcomer, running: bool = True) -> Pair | None:
    """The newest pair a person has on a side: one that runs, or with `running=False` any open one."""
    column = Pair.newcomer_id if side is Side.newcomer else Pair.volunteer_id
    states = RUNNING_STATES if running else OPEN_STATES
    return db.session.scalar(
        select(Pair).where(column == person_id, Pair.state.in_(states)).order_by(Pair.id.desc()).limit(1)
    )


def running_pairs(municipality_id: int) -> list[Pair]:
    """Pairs that both have said yes to and nobody has ended, oldest first."""
    return list(
        db.session.scalars(
            select(Pair)
            .where(Pair.municipality_id == municipality_id, Pair.state.in_(RUNNING_STATES))
            .order_by(Pair.id)
        )
    )


def open_pair_in(newcomer: Participation) -> Pair | None:
    """The open pair a newcomer already has in this programme."""
    return db.session.scalar(
        select(Pair).where(
            Pair.newcomer_id == newcomer.person_id,
            Pair.programme_id == newcomer.programme_id,
            Pair.closed_at.is_(None),
        )
    )


def participation_in(pair: Pair, side: Side) -> Participation | None:
    """What a pair grew from on one side."""
    return db.session.scalar(
        select(Participation).where(
            Participation.programme_id == pair.programme_id,
            Participation.person_id == pair.person_of(side).id,
            Participation.side == side,
        )
    )


def why(pair: Pair) -> list[str]:
    """Why these two, in short sentences in the language being spoken. Positive reasons only, and no
    word about distance where an address is protected."""
    hidden = pair.newcomer.is_protected or pair.volunteer.is_protected
    said = (
        words.why(row["part"], row.get("detail", []))
        for row in pair.reasons
        if not (hidden and row["part"] == Part.distance)
    )
    return [sentence for sentence in said if sentence]


def may_see_phone(pair: Pair, side: Side) -> bool:
    """Whether that side's number may be shown to the other: both have said yes, the pair is not over, nothing
    keeps an adult from a child, and the consent to share it stands."""
    person_id = pair.person_of(side).id
    consents = facts.consents_of([person_id]).get(person_id, set())
    return pair.may_meet_on(clock.today()) and ConsentKind.share_with_contact in consents


def shown_phone(pair: Pair, to: Side) -> str | None:
    """The other's number (E.164) as far as this side may see it."""
    return pair.other_than(to).mobile if may_see_phone(pair, _across(to)) else None


def _across(side: Side) -> Side:
    return Side.volunteer if side is Side.newcomer else Side.newcomer


def about_km_of(pair: Pair) -> int | None:
    """About how far the two live from each other; None where unknown or an address is protected."""
    one, other = pair.newcomer, pair.volunteer
    if one.is_protected or other.is_protected or not one.postcode or not other.postcode:
        return None
    return about_km(one.postcode, other.postcode)


def find_proposal_link(pair: Pair, side: Side) -> PersonalLink | None:
    """The live link by which one side answers, if there is one."""
    return db.session.scalar(
        select(PersonalLink)
        .where(
            PersonalLink.thing == f"pair:{pair.ref}",
            PersonalLink.purpose == "proposal",
            PersonalLink.person_id == pair.person_of(side).id,
            is_live(),
        )
        .order_by(PersonalLink.id.desc())
        .limit(1)
    )


def unanswered_since(moment: datetime) -> list[int]:
    """The proposals whose answer has been awaited since before a moment, as row numbers."""
    asked_at = func.coalesce(Pair.volunteer_said_yes_at, Pair.proposed_at)
    return list(
        db.session.scalars(
            select(Pair.id).where(Pair.state.in_(rules.ASKING_STATES), asked_at <= moment).order_by(Pair.id)
        )
    )


def pauses_over(day: date) -> list[int]:
    """The paused pairs whose pause has an end that has come, as row numbers."""
    return list(
        db.session.scalars(
            select(Pair.id).where(Pair.state == PairState.paused, Pair.paused_until <= day).order_by(Pair.id)
        )
    )


def earlier_pairs(newcomer: Participation) -> list[Pair]:
    """What has been tried for a newcomer in a programme and is over."""
    return list(
        db.session.scalars(
            select(Pair).where(
                Pair.newcomer_id == newcomer.person_id,
                Pair.programme_id == newcomer.programme_id,
                Pair.closed_at.is_not(None),
            )
        )
    )


# --- suggestions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A volunteer for a newcomer, with the points and hurdles that a coordinator can explain."""

    participation: Participation
    weighed: Weighed
    common_times: tuple[str, ...]
    distance: tuple[str, ...]  # whole kilometres as a code; empty where unknown or protected

    @property
    def ref(self) -> str:
        """The volunteer's participation."""
        return self.participation.ref

    @property
    def points(self) -> int:
        return self.weighed.points

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        return self.weighed.hurdles


def suggestions_for(by: Actor, newcomer: Participation) -> list[Suggestion]:
    """The volunteers of the newcomer's programme, best first: without hurdles, then with soft ones, then hard.

    A fixed number of questions, whatever the number of volunteers. Raises NotThere for another town's newcomer.
    """
    if newcomer.programme.municipality_id != by.municipality_id:
        raise NotThere
    ranked = _weighed(newcomer, None)
    by_ref = {one.ref: one for one in _volunteers_of(newcomer)}
    return [_suggestion(by_ref[weighed.ref], weighed) for weighed in ranked if weighed.ref in by_ref]


def _volunteers_of(newcomer: Participation) -> list[Participation]:
    """The volunteers of her programme as rows to show."""
    asked = Asked(newcomer.programme, Side.volunteer, clock.today(), settings.choices_now(newcomer.programme)[0])
    return list(
        db.session.scalars(
            select(Participation)
            .where(Participation.id.in_(asked.where(Participation.id)))
            .options(lazyload(Participation.steps_done))
        )
    )


def the_suggestion(by: Actor, newcomer: Participation, volunteer: Participation) -> Suggestion:
    """How one volunteer answers one newcomer today."""
    check_belong_together(by, newcomer, volunteer)
    return _suggestion(volunteer, weighed_today(newcomer, volunteer))


def check_belong_together(by: Actor, newcomer: Participation, volunteer: Participation) -> None:
    """Raises NotThere unless these are a newcomer and a volunteer of one programme in the actor's town."""
    sides = (newcomer.side, volunteer.side) == (Side.newcomer, Side.volunteer)
    here = newcomer.programme.municipality_id == by.municipality_id
    if not (sides and here and newcomer.programme_id == volunteer.programme_id):
        raise NotThere


def weighed_today(newcomer: Participation, volunteer: Participation) -> Weighed:
    return _weighed(newcomer, volunteer)[0]


def _weighed(newcomer: Participation, volunteer: Participation | None) -> list[Weighed]:
    """One volunteer, or all of the programme, as they answer a newcomer today: the rules and weights of a plan."""
    programme, on = newcomer.programme, clock.today()
    chosen, _number = settings.choices_now(programme)
    only = frozenset({volunteer.id}) if volunteer else None
    offers = facts.volunteers_in(Asked(programme, Side.volunteer, on, chosen, only))
    with_family = facts.household_of(newcomer)
    needs = facts.newcomers_in(Asked(programme, Side.newcomer, on, chosen, with_family), offers.values())
    need = as_one_waiting(newcomer.ref, {ref: one for ref, (_row, one) in needs.items()})
    return rules_weighing.rank(
        need, (offer for _row, offer in offers.values()), settings.settings_of(programme, chosen, on)
    )


def _suggestion(volunteer: Participation, weighed: Weighed) -> Suggestion:
    details = {part.part: part.detail for part in weighed.parts}
    return Suggestion(volunteer, weighed, details[Part.time], details[Part.distance])


def pairs_with_refs(by: Actor, refs: Sequence[str]) -> list[Pair]:
    """The pairs with these public references that the actor may see, in their order."""
    found = {pair.ref: pair for pair in db.session.scalars(visible_pairs(by).where(Pair.ref.in_(list(refs))))}
    return [found[ref] for ref in refs if ref in found]
