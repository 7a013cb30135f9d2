"""Places at which a test may end the process as a power cut would, or freeze it. Nothing happens where none is armed.

`FAIL_AT=step:n` in the environment ends the process the n-th time the step is reached (`make faults`).
"""

from __future__ import annotations

import os
import signal

# Every step on a message's way, from planning to receipt; `reach` takes no other.
STEPS = (
    "post.begun", "post.written", "post.committed",
    "claim.taken", "claim.committed",
    "look.done", "marker.written", "marker.committed",
    "mail.connected", "mail.before_dot", "mail.after_dot", "mail.accepted",
    "sms.connected", "sms.asked", "sms.answered",
    "outcome.written", "outcome.other_channel", "outcome.committed",
    "rescue.taken", "rescue.committed",
    "release.written", "beat.written",
    "receipt.stored", "receipt.moved", "receipt.committed",
)  # fmt: skip

_armed: dict[str, int] = {}
_signal = signal.SIGKILL


def arm(plan: str, how: signal.Signals = signal.SIGKILL) -> None:
    """Arm from `step:n`, several with commas; an empty text disarms. `how`: what the process gets there."""
    global _signal
    _armed.clear()
    _signal = how
    for one in filter(None, plan.split(",")):
        step, _, count = one.partition(":")
        if step not in STEPS:
            raise ValueError(f"there is no step {step!r}")
        _armed[step] = int(count or 1)


def reach(step: str) -> None:
    if step in _armed:
        _armed[step] -= 1
        if _armed[step] == 0:
            os.kill(os.getpid(), _signal)


arm(os.environ.get("FAIL_AT", ""))
