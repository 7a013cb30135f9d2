"""Why somebody is left over: the rule at which nobody remains, or too few places for those who need the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mentors.pairing.pool import words
from mentors.pairing.pool.bottlenecks import Bottleneck, Bottlenecks, open_volunteers
from mentors.pairing.pool.encoding import Encoded
from mentors.pairing.pool.facts import Newcomer
from mentors.pairing.pool.planning import Plan
from mentors.pairing.pool.remedies import Change, Remedy, remedy_for
from mentors.pairing.pool.rules import Rule
from mentors.pairing.pool.ruletables import RuleTable

_CLOSE = 200  # people


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many volunteers remain after each rule. `stops_at` is the rule that leaves none; None: some remain."""

    steps: tuple[tuple[Rule, int], ...]
    start: int
    stops_at: Rule | None

    @property
    def left_before(self) -> int:
        """How many there were when the last rule was asked."""
        counts = [self.start, *(count for _rule, count in self.steps)]
        return next((count for count in reversed(counts) if count), 0)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What is said of one newcomer without a pair."""

    newcomer: str
    funnel: Funnel
    bottleneck: Bottleneck | None
    remedy: Remedy
    hurdle: str
    remedy_words: str


def funnel_of(row: int, table: RuleTable) -> Funnel:
    """The volunteers with a place, and how many of them each rule leaves."""
    left = table.placed.copy()
    start, steps = int(left.sum()), []
    broken = table.broken(row)
    for rule in (rule for rule in Rule if rule in broken):
        left &= ~broken[rule]
        steps.append((rule, int(left.sum())))
        if not steps[-1][1]:
            return Funnel(tuple(steps), start, rule)
    return Funnel(tuple(steps), start, None)


def left_over(plan: Plan) -> Mapping[str, LeftOver]:
    """Everybody without a pair, by reference: hurdle and remedy."""
    solution, encoded = plan.solution, plan.solution.encoded
    waiting = sorted(one.ref for one in plan.pool.newcomers if one.ref not in plan.pairs)
    if not waiting:
        return {}
    table, bottlenecks = RuleTable(encoded), Bottlenecks(solution)
    with np.errstate(over="ignore"):
        open_ = open_volunteers(solution)
        found = {}
        for ref in waiting:
            row = encoded.row_of[ref]
            funnel = funnel_of(row, table)
            narrow = bottlenecks.of(row) if funnel.stops_at is None else None
            remedy = remedy_for(row, table, open_)
            hurdle = _hurdle(encoded, encoded.newcomers[row], funnel, narrow)
            found[ref] = LeftOver(ref, funnel, narrow, remedy, hurdle, _remedy(encoded, remedy))
    return found


def _hurdle(encoded: Encoded, newcomer: Newcomer, funnel: Funnel, narrow: Bottleneck | None) -> str:
    until = encoded.settings.end_on.isoformat()
    if narrow is not None:
        shared = _in_common(encoded, narrow)
        key = "bottleneck" if shared else "bottleneck_plain"
        return words.HURDLE[key].format(places=narrow.places, waiting=len(narrow.newcomers), what=shared)
    if not funnel.start:
        return words.HURDLE["nobody"]
    key = str(funnel.stops_at)
    if funnel.stops_at is Rule.language and not newcomer.languages:
        key = "no_language"
    if funnel.stops_at is Rule.time and not newcomer.times:
        key = "no_time"
    return words.HURDLE[key].format(left=funnel.left_before, until=until)


def _in_common(encoded: Encoded, narrow: Bottleneck) -> str:
    """What the people of a narrow bottleneck share, if anything: languages, postcode. A wide one is everybody."""
    if len(narrow.newcomers) > _CLOSE:
        return ""
    people = [encoded.newcomers[encoded.row_of[ref]] for ref in narrow.newcomers]
    languages = set.intersection(*(set(one.languages) for one in people))
    said = [words.language(code) for code in sorted(languages)[:2]]
    postcodes = {one.postcode for one in people}
    if len(postcodes) == 1 and None not in postcodes:
        said.append(str(postcodes.pop()))
    return ", ".join(said)


def _remedy(encoded: Encoded, remedy: Remedy) -> str:
    count = len(remedy.volunteers)
    values = {
        "count": words.HOSTS[count != 1].format(count=count),
        "ref": remedy.volunteers[0] if remedy.volunteers else "",
        "part": words.part_of_week(remedy.detail) if remedy.change is Change.time else "",
        "km": remedy.detail,
        "postcode": remedy.detail,
        "until": remedy.detail,
        "programme": remedy.detail,
        "capacity": remedy.detail,
        "column": remedy.detail,
        "kind": words.kind_of(remedy.recruit) if remedy.recruit else "",
    }
    return words.REMEDY[remedy.change].format(**values)
