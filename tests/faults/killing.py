"""Workers are killed, at random or at a step; and what a run with kills came to."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from mentors.messages.rules import MessageState
from mentors.people.rules import Channel
from tests.faults.workshop import FINAL, Shop, end


@dataclass(frozen=True)
class Verdict:
    """What a run with kills came to."""

    messages: int
    kills: int
    lost: int  # said to be sent, and the provider never saw it
    endless: int  # without a visible end state
    unclear: int  # parked for a coordinator
    copies: int  # accepted more than once

    @property
    def copies_per_kill(self) -> float:
        return self.copies / max(1, self.kills)


def judge(shop: Shop, kills: int) -> Verdict:
    accepted = shop.mail.accepted() + shop.sms.accepted()
    states = shop.states()
    said = (MessageState.sent, MessageState.delivered)
    return Verdict(
        messages=len(states),
        kills=kills,
        lost=sum(1 for key, state in states.items() if state in said and not accepted[key]),
        endless=sum(1 for state in states.values() if state not in FINAL),
        unclear=sum(1 for state in states.values() if state == MessageState.unknown),
        copies=sum(count - 1 for count in accepted.values() if count > 1),
    )


def random_kills(shop: Shop, kills: int, *, workers: int = 2, seed: int = 1, gap: tuple[float, float]) -> int:
    """Kill a random one of the workers every so often, and start another at once; how many were killed."""
    chance = random.Random(seed)
    crew = [shop.worker() for _ in range(workers)]
    done = 0
    while done < kills:
        time.sleep(chance.uniform(*gap))
        place = chance.randrange(workers)
        end(crew[place])
        done += 1
        if done % 20 == 0 and not shop.left():
            break
        crew[place] = shop.worker()
    for child in crew:
        with suppress(ChildProcessError):
            end(child)
    return done


def kills_at(shop: Shop, step: str, count: int, chance: random.Random, fresh: int = 6) -> int:
    """Let workers die at one step, the first times they come by (at the latest in a second try); how many did."""
    died = 0
    for life in range(count):
        for nth in (chance.randint(1, 3), 1, 1):
            _put_before(shop, step, f"{step}-{life}-{nth}-{chance.random()}", fresh)
            if _dies(shop._at(step, nth)):
                died += 1
                break
    return died


def _put_before(shop: Shop, step: str, prefix: str, fresh: int) -> None:
    if step == "outcome.other_channel":
        shop.write_dead(3, prefix)
        return
    # Who lets go of what it holds must hold more than it can send at once.
    for channel in Channel:
        shop.write(5 * fresh if step in ("release.written", "beat.written") else fresh, channel, prefix)


def _dies(child: int) -> bool:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        time.sleep(0.005)
    end(child)
    return False
