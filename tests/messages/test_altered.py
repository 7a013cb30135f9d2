"""A message that somebody changed in the database does not open, and stands in nobody's way (issue 6, 9)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.transports import Memory
from tests.given import Given
from tests.messages.writing import write_to


def test_it_fails_alone_and_the_others_leave(given: Given, memory: Memory, caplog: pytest.LogCaptureFixture) -> None:
    altered, *others = (write_to(given.person(), f"key-{number}") for number in range(4))
    changed = text("UPDATE message SET body = (SELECT subject FROM message WHERE id = :id) WHERE id = :id")
    number = altered.id
    db.session.execute(changed, {"id": number})
    db.session.commit()
    assert deliver_due() == 3
    found = db.session.execute(
        db.select(Message.id, Message.state, Message.problem).order_by(Message.id)
    ).all()  # fmt: skip
    assert [(row.state, row.problem) for row in found] == [("failed", "altered")] + [("sent", None)] * 3
    assert f"message {number}: message.body was changed" in caplog.text
    assert deliver_due() == 0
    assert len(others) == 3
