"""Receipts: stored the moment they come in, worked off by a job; late, double and forged ones move nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update

from mentors.kit.db import change_rows, db, shared_now
from mentors.kit.failpoints import reach
from mentors.messages import rules
from mentors.messages.commands import record
from mentors.messages.commands_outcomes import count_bounce, say_on_other_channel
from mentors.messages.models import Message
from mentors.messages.models_delivery import Receipt
from mentors.messages.rules import MessageEventKind, MessageState
from mentors.messages.rules_codes import ODD
from mentors.messages.transports_sms import Report

AT_ONCE = 500
# A receipt may overtake the record of its own sending; after this it is nobody's.
PATIENCE = timedelta(minutes=5)
# What a gateway says where the number itself is the reason.
_BOUNCED = ("undeliverable", "undelivered", "1006", "2104", "2105", "2106")


def keep_receipt(provider: str, report: Report) -> bool:
    """Store what came in, in a transaction of its own; False where it was here before."""
    now = shared_now()
    db.session.rollback()  # the request has only looked: let go, so that SQLite's one writer is free
    with db.engine.begin() as connection:
        seen = select(Receipt.id).where(Receipt.provider == provider, Receipt.event == report.event)
        if connection.scalar(seen) is not None:
            return False
        connection.execute(
            insert(Receipt).values(
                provider=provider,
                event=report.event,
                ref=report.ref,
                arrived=report.arrived,
                code=report.code,
                received_at=now,
            )
        )
        reach("receipt.stored")
    return True


def process_receipts() -> int:
    """A job: work off what has come in; how many messages were moved."""
    now, moved = shared_now(), 0
    waiting = db.session.scalars(
        select(Receipt)
        .where(Receipt.processed_at.is_(None))
        .order_by(Receipt.received_at, Receipt.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for receipt in waiting:
        outcome = _apply(receipt)
        if outcome is None and now - receipt.received_at < PATIENCE:
            continue
        receipt.processed_at, receipt.outcome = now, outcome or "stranger"
        moved += outcome == "moved"
    reach("receipt.moved")
    db.session.flush()
    return moved


def _apply(receipt: Receipt) -> str | None:
    """Move the message on; None while its own sending is not recorded yet, or for a reference nobody has."""
    message = db.session.scalar(select(Message).where(Message.ref == receipt.ref))
    if message is None or message.state in rules.OPEN:
        return None
    is_odd = receipt.code.startswith(ODD)
    ended = MessageState.delivered if receipt.arrived else MessageState.unknown if is_odd else MessageState.failed
    values = {"state": ended, "finished_at": shared_now(), "problem": None if receipt.arrived else receipt.code}
    moved = change_rows(
        update(Message)
        .where(Message.id == message.id, Message.state.in_(rules.RECEIVABLE))
        .values(lease_token=None, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(message)
    if moved != 1:
        return "late"
    if is_odd:  # neither a yes nor a no: a coordinator asks the reader
        record(message.id, MessageEventKind.unclear, receipt.code)
    elif not receipt.arrived:
        record(message.id, MessageEventKind.receipt, receipt.code)
        if receipt.code.removeprefix("sms_") in _BOUNCED:
            count_bounce(message)
        say_on_other_channel(message)
    return "moved"


def notice_missing_receipts() -> int:
    """A job: three days without a word from the provider is written on the message; how many."""
    now = shared_now()
    silent = (
        Message.state == MessageState.sent,
        Message.problem.is_(None),
        Message.provider.in_(("gatewayapi", "link", "cpsms", "twilio")),
        Message.sent_at < now - rules.NO_RECEIPT,
        Message.sent_at > now - 2 * rules.NO_RECEIPT,
    )
    return change_rows(
        update(Message).where(*silent).values(problem="no_receipt").execution_options(synchronize_session=False)
    )
