"""What delivery costs: how soon due messages leave, what the engine keeps of the bare sending rate, what history does
to a claim. Ratios between things measured in the same run; the machine's mood moves both.

    python -m benchmarks.outbox                        on SQLite
    DATABASE=postgresql python -m benchmarks.outbox    (starts a server of its own)

Goals (docs/operate.md): 99 % within 10 s at ten times the expected load; 40 % of the send-only rate, 90 % where each
reply takes 20 ms; a claim with 1 million finished rows at most twice the time with none.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, select, text, update

from mentors.core import clock
from mentors.kit.db import db, new_ref, transaction
from mentors.messages import commands_claims as claims
from mentors.messages import rules
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Ready
from mentors.messages.transports_mail import Smtp
from mentors.people.rules import Channel
from tests.faults.sinks import Plan, Sink
from tests.faults.workshop import Shop, postgres

# 98 municipalities x 400 pairs x 2 persons x 1 message a week, over 40 open hours (reliability.md 2.5).
EXPECTED_PER_SECOND = 98 * 400 * 2 / (40 * 3600)


def send_only(shop: Shop, count: int) -> float:
    """Messages a second from the same transport, the same threads, and no database."""
    with shop.app.app_context():
        way = Smtp(shop.app.config)

        def one(number: int) -> None:
            with shop.app.app_context():
                way.send(
                    Ready(
                        key=f"bare-{number}", ref="bare", channel=Channel.email, address="reader@example.org",
                        language="da", subject="Hej", text="Hvordan går det?", town="By",
                        town_email="by@town.example", sms_sender="By",
                    )
                )  # fmt: skip

        began = time.perf_counter()
        with ThreadPoolExecutor(rules.AT_ONCE[Channel.email]) as senders:
            list(senders.map(one, range(count)))
        way.close()
        return count / (time.perf_counter() - began)


def engine(shop: Shop, count: int, prefix: str) -> float:
    """Messages a second through the outbox, each marked and recorded in committed transactions."""
    shop.write(count, Channel.email, prefix)
    with shop.app.app_context():
        began = time.perf_counter()
        sent = deliver_due()
        took = time.perf_counter() - began
        db.session.remove()
    assert sent == count, f"{sent} of {count} were handed over"
    return count / took


def keeps(shop: Shop, count: int, rounds: int, name: str) -> float:
    """The share of the bare rate that the engine keeps: the median of rounds that take turns."""
    shares = []
    for number in range(rounds):
        bare, whole = send_only(shop, count), engine(shop, count, f"{name}-{number}")
        shares.append(whole / bare)
        print(
            f"  {name}: {bare:,.0f}/s bare, {whole:,.0f}/s through the outbox = {100 * whole / bare:.0f} %", flush=True
        )
    return median(shares)


def due_lag(shop: Shop, seconds: float, times: int) -> tuple[float, int]:
    """Messages come due at ten times the expected rate, with a worker beside; the share within ten seconds."""
    count = int(seconds * EXPECTED_PER_SECOND * times)
    shop.write(count, Channel.email, "due")
    with shop.looking(), transaction():
        start = clock.now() + timedelta(seconds=2)
        ids = list(db.session.scalars(select(Message.id).where(Message.key.startswith("due-"))))
        moments = [start + timedelta(seconds=seconds * place / count) for place in range(count)]
        db.session.execute(
            update(Message), [{"id": id, "due_at": at, "not_before": at} for id, at in zip(ids, moments, strict=True)]
        )
    child = shop.worker(pause=5)  # the worker's own rhythm
    time.sleep(seconds + 8)
    from tests.faults.workshop import end

    end(child, 15)
    with shop.looking():
        rows = db.session.execute(select(Message.due_at, Message.sent_at).where(Message.key.startswith("due-"))).all()
    good = sum(1 for due, sent in rows if sent is not None and sent - due <= timedelta(seconds=10))
    return good / count, count


def claim_time(shop: Shop, times: int = 40) -> float:
    """Milliseconds for a claim of 50, the median."""
    took = []
    with shop.app.app_context():
        for _ in range(times):
            began = time.perf_counter()
            with transaction():
                held = claims.claim(Channel.sms, 50)
            took.append(time.perf_counter() - began)
            with transaction():
                claims.release(held)
        db.session.remove()
    return 1000 * median(took)


def add_history(shop: Shop, count: int) -> None:
    """So many rows that are finished."""
    with shop.looking():
        town = db.session.scalar(select(Message.municipality_id).limit(1))
        now = clock.now()
        for start in range(0, count, 10_000):
            rows = [
                {
                    "municipality_id": town, "ref": f"{new_ref()}{n % 10}", "key": f"old-{n}", "kind": "followups/check_in",
                    "channel": Channel.sms, "address": "+4520304050", "language": "da", "subject": "", "body": "Hej",
                    "is_urgent": False, "state": MessageState.sent, "created_at": now, "due_at": now, "not_before": now,
                    "sent_at": now, "expires_at": now, "tries": 0, "turn": 0,
                }
                for n in range(start, min(count, start + 10_000))
            ]  # fmt: skip
            with transaction():
                db.session.execute(insert(Message), rows)
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def run(url: str, kind: str, asked: argparse.Namespace) -> bool:
    print(f"\n{kind}", flush=True)
    fast, slow, sms = Sink(Plan()), Sink(Plan(reply_seconds=0.02)), Sink(Plan())
    good = True
    try:
        shop = Shop(url, fast, sms)
        share = keeps(shop, asked.count, asked.rounds, "as fast as it goes")
        good &= say("keeps of the send-only rate", f"{100 * share:.0f} %", share >= 0.40, "40 %")
        shop.app.config["SMTP_PORT"] = slow.port
        share = keeps(shop, asked.count // 2, asked.rounds, "each reply takes 20 ms")
        good &= say("keeps where each reply takes 20 ms", f"{100 * share:.0f} %", share >= 0.90, "90 %")
        shop.app.config["SMTP_PORT"] = fast.port
        with shop.looking():  # a forked child may inherit no connection
            pass
        share, count = due_lag(shop, asked.seconds, 10)
        good &= say(f"of {count} due at 10x load within 10 s", f"{100 * share:.1f} %", share >= 0.99, "99 %")
        shop.write(500, Channel.sms, "claims")
        none = claim_time(shop)
        add_history(shop, asked.history)
        many = claim_time(shop)
        told = f"{none:.2f} -> {many:.2f} ms ({many / none:.2f}x)"
        good &= say(f"a claim with {asked.history:,} finished rows", told, many <= 2 * none, "2x")
    finally:
        for sink in (fast, slow, sms):
            sink.stop()
    return good


def say(what: str, value: str, good: bool, goal: str) -> bool:
    print(f"{what:<44}{value:>28}   goal {goal}: {'held' if good else 'MISSED'}", flush=True)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outbox", description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="messages per round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--history", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.environ.get("DATABASE", "sqlite") == "sqlite":
            return 0 if run(f"sqlite:///{folder / 'outbox.db'}", "SQLite", asked) else 1
        with postgres(folder) as url:
            return 0 if run(url, "PostgreSQL", asked) else 1


if __name__ == "__main__":
    raise SystemExit(main())
