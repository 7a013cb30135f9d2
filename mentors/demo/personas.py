"""The people whose eyes the demo town can be seen with, and their story so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mentors.core import clock
from mentors.core.clock import at_local
from mentors.demo import life
from mentors.demo import people as inhabitants
from mentors.demo.life import Town
from mentors.demo.town import COMPANIES
from mentors.kit.db import db
from mentors.meetings import commands as meetings
from mentors.meetings.rules import Face, MeetingKind
from mentors.pairing import commands as pairing
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit
from mentors.people.commands import Details
from mentors.people.models import Person
from mentors.people.rules import Gender
from mentors.programmes import commands as programmes
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side

STAFF = {"coordinator": "karen@demoby.example", "administrator": "agnete@demoby.example",
         "hotline": "hans@demoby.example", "caseworker": "sofie@demoby.example"}  # fmt: skip
PEOPLE = {
    "host": "mette.holm@demoby.example",
    "business-mentor": "lars.bjerre@demoby.example",
    "newcomer-ar": "amal@demoby.example",
    "newcomer-uk": "oksana@demoby.example",
    "association": "bent@demoby.example",
}
NAMES = (*STAFF, *PEOPLE)
_FREE = ("tue-evening", "thu-evening", "sat-morning", "sun-afternoon")


def _details(first: str, last: str, name: str, mobile: str, language: str, *speaks: str, **more: object) -> Details:
    return Details(
        first_name=first, last_name=last, email=PEOPLE[name], mobile=mobile, language=language, speaks=speaks,
        postcode="5000", **more,  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass
class Cast:
    """The personas as they come to life, day by day."""

    town: Town
    joined: dict[str, Participation]
    pairs: dict[str, Pair]

    def _join(self, key: str, person: Person, programme: int, side: Side, **more: object) -> None:
        joined = programmes.join(self.town.by, self.town.programmes[programme], person, side, **more)  # type: ignore[arg-type]
        if side is Side.volunteer:
            life.approve_volunteer(self.town, joined)
        else:
            programmes.approve(self.town.by, joined)
        self.joined[key] = joined
        self.town.reserved.add(person.id)

    def arrive(self) -> None:
        town = self.town
        mette = life.sign_up(
            town,
            _details("Mette", "Holm", "host", "+4520300011", "da", "da", "en", "ar", birth_year=1979,
                     gender=Gender.woman, interests=("cooking", "walking", "gardening"), trade="teaching"),
            _FREE,
        )  # fmt: skip
        lars = life.sign_up(
            town,
            _details("Lars", "Bjerre", "business-mentor", "+4520300012", "da", "da", "en", birth_year=1968,
                     gender=Gender.man, interests=("cycling", "history"), trade="engineering"),
            _FREE,
        )  # fmt: skip
        amal = life.sign_up(
            town,
            _details("Amal", "Haddad", "newcomer-ar", "+4520300013", "ar", "ar", "en", birth_year=1984,
                     gender=Gender.woman, interests=("cooking", "walking", "crafts"), trade="teaching"),
            _FREE,
        )  # fmt: skip
        oksana = life.sign_up(
            town,
            _details("Oksana", "Shevchuk", "newcomer-uk", "+4520300014", "uk", "uk", "ru", "en", birth_year=1990,
                     gender=Gender.woman, interests=("cycling", "music", "nature"), trade="engineering"),
            _FREE,
        )  # fmt: skip
        tine = life.sign_up(town, inhabitants.volunteer(town.random, town.next_mobile(), town.signed_up), _FREE)
        self._join("host", mette, 0, Side.volunteer, capacity=2)
        self._join("business-mentor", lars, 2, Side.volunteer, capacity=2, company_cvr=COMPANIES[0][0],
                   company_name=COMPANIES[0][1])  # fmt: skip
        self._join("tine", tine, 0, Side.volunteer)
        self._join("newcomer-ar", amal, 0, Side.newcomer)
        self._join("newcomer-uk", oksana, 2, Side.newcomer)
        self._join("oksana-host", oksana, 0, Side.newcomer)

    def are_proposed(self) -> None:
        self.pairs["amal"] = self._propose("newcomer-ar", "host")
        self.pairs["oksana"] = self._propose("newcomer-uk", "business-mentor")

    def _propose(self, newcomer: str, volunteer: str) -> Pair:
        # The story goes on where what is drawn about the others leaves a soft hurdle between the two.
        because = "De har mødt hinanden i caféen."
        return pairing.propose_pair(self.town.by, self.joined[newcomer], self.joined[volunteer], because=because)

    def say_yes(self) -> None:
        for pair in self.pairs.values():
            for side in (Side.volunteer, Side.newcomer):
                pairing.answer_proposal(self.town.by, pair, side, yes=True)

    def meet_first(self) -> None:
        for pair in self.pairs.values():
            life.meet(self.town, pair)

    def find_that_it_fits(self) -> None:
        for pair in self.pairs.values():
            for side in Side:
                pairing.answer_fit(self.town.by, pair, side, Fit.good)
        amal, oksana = self.pairs["amal"], self.pairs["oksana"]
        self._agree(amal, "Tale dansk og lære byen at kende", "Gå ture, lave mad, besøge biblioteket", 120)
        self._agree(oksana, "Finde et job som ingeniør", "Skrive CV, besøge virksomheder, øve samtaler", 180)

    def _agree(self, pair: Pair, goal: str, tasks: str, minutes: int) -> None:
        starts_on = pair.starts_on or clock.today()
        pairing.write_agreement(
            self.town.by, pair, goal=goal, tasks=tasks, minutes_a_month=minutes, starts_on=starts_on,
            planned_end_on=pair.planned_end_on or starts_on + timedelta(days=120),
        )  # fmt: skip

    def meet_again(self) -> None:
        for pair in self.pairs.values():
            meetings.log_meeting(
                self.town.by, pair, held_on=clock.today(), minutes=90, kind=MeetingKind.walk, face=Face.good
            )

    def look_ahead(self) -> None:
        """Today: the next meetings are planned, and a host is waiting for Oksana's answer."""
        day = clock.today() + timedelta(days=3)
        meetings.plan_meeting(self.town.by, self.pairs["amal"], starts_at=at_local(day, 16, 30), place="Biblioteket")
        meetings.plan_meeting(
            self.town.by, self.pairs["oksana"], starts_at=at_local(day + timedelta(days=2), 17), place="Café Paraplyen"
        )
        waiting = self._propose("oksana-host", "tine")
        pairing.answer_proposal(self.town.by, waiting, Side.volunteer, yes=True)
        db.session.flush()


def story(cast: Cast) -> dict[int, Callable[[], None]]:
    """What happens how many days ago."""
    return {
        66: cast.arrive,
        63: cast.are_proposed,
        60: cast.say_yes,
        54: cast.meet_first,
        51: cast.find_that_it_fits,
        39: cast.meet_again,
        24: cast.meet_again,
        9: cast.meet_again,
        0: cast.look_ahead,
    }
