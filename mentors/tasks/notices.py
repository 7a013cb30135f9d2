from __future__ import annotations

from mentors.accounts.queries import reader_of_account
from mentors.messages.commands import post
from mentors.tasks.models import Task
from mentors.tasks.queries import who_must_know


def urgent(task: Task, address: str) -> None:
    """A mail at once, at any hour, that something urgent stands on the list. It tells neither who nor
    what about: mail is read on phones and trains."""
    for account in who_must_know(task):
        post(
            reader_of_account(account), "tasks/urgent", key=f"task-{task.ref}-{account.ref}", about=f"task:{task.ref}",
            urgent=True, name=account.name, link=address,
        )  # fmt: skip
