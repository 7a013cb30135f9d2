"""Why these two: what the pair earned its points for, in sentences."""

from __future__ import annotations

from mentors.pairing.pool import rules, words
from mentors.pairing.pool.facts import Newcomer, Volunteer
from mentors.pairing.pool.planning import Plan
from mentors.pairing.pool.ranks import rank_of
from mentors.pairing.pool.rules import Earned
from mentors.pairing.pool.settings import Part, Settings


def reasons_for(plan: Plan, newcomer: str) -> list[str]:
    """The reasons for a newcomer's pair, most points first, then how it stands among the others. KeyError without one."""
    volunteer = plan.pairs[newcomer]
    pair = (newcomer, volunteer)
    said = []
    if pair in plan.pool.pins:
        because = plan.pool.reasons.get(pair)
        said.append(words.REASON["pinned_because" if because else "pinned"].format(reason=because))
    encoded = plan.solution.encoded
    one = encoded.newcomers[encoded.row_of[newcomer]]
    other = encoded.volunteers[encoded.column_of[volunteer]]
    said += sentences(one, other, plan.settings)
    if pair in plan.pool.previous:
        said.append(words.REASON["kept"])
    rank = rank_of(plan.solution, newcomer)
    return [*said, words.REASON["rank"].format(rank=rank.place, possible=rank.possible)]


def sentences(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> list[str]:
    """What two have in common; what decides most comes first. Age and distance are only told where they are near."""
    earned = sorted(rules.earned(newcomer, volunteer, settings), key=lambda one: -one.points)
    found = [_sentence(one) for one in earned]
    if not newcomer.languages.keys() & volunteer.languages.keys():
        found.insert(0, words.REASON["interpreter"])
    return [sentence for sentence in found if sentence]


def _sentence(one: Earned) -> str | None:
    if not one.detail:
        return None
    if one.part is Part.language:
        return words.REASON["language"].format(languages=words.listed(map(words.language, one.detail)))
    if one.part is Part.time:
        return words.REASON["time"].format(times=words.listed(map(words.part_of_week, one.detail)))
    if one.part is Part.distance:
        return words.REASON["same_postcode" if one.detail[0] == "0" else "distance"].format(km=one.detail[0])
    if one.part is Part.interests:
        return words.REASON["interests"].format(
            interests=words.listed(words.INTEREST.get(code, code) for code in one.detail)
        )
    if one.part is Part.trade:
        trade, other = (words.TRADE.get(code, code) for code in (one.detail * 2)[:2])
        return words.REASON["trade" if len(one.detail) == 1 else "near_trade"].format(trade=trade, other=other)
    return words.REASON["age"].format(years=one.detail[0]) if one.points else None
