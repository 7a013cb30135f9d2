"""What a room says about itself: its doors, menu entries, panels, jobs and to-dos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, url_for

from mentors.core.actor import Actor, Role
from mentors.core.menu import Part
from mentors.kit.keeping import Keeper as Keeper


@dataclass(frozen=True, slots=True)
class NavLink:
    label: Any
    endpoint: str
    roles: frozenset[Role]
    section: Part = Part.today
    order: int = 50


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the coordinator's list. `since` orders it: the longest wait stands first."""

    kind: str
    title: str
    url: str
    since: datetime
    person: str | None = None
    detail: str | None = None
    late: bool = False
    urgent: bool = False
    todo_ref: str | None = None
    responsible_id: int | None = None  # the account it is for; whoever stands in for that one sees it as hers


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a person, for the history on her page. `title` is in the reader's language."""

    at: datetime
    title: Any
    text: Any = None
    tone: str = "neutral"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """A time that somebody has agreed to: a meeting, a session. `title` is in the reader's language.

    `page` is an endpoint and a reference: an address is made for readers alone, since the worker has none.
    """

    thing: str
    title: str
    starts_at: datetime
    minutes: int
    page: tuple[str, str]
    responsible_id: int | None = None

    @property
    def url(self) -> str:
        endpoint, ref = self.page
        return url_for(endpoint, ref=ref)


@dataclass(frozen=True, slots=True)
class Job:
    """A command without arguments that the worker runs every so often; safe to run twice.

    Of several workers one runs it, whoever leads; `everywhere` marks what all of them share.
    """

    name: str
    run: Callable[[], Any]
    seconds: int
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece this room offers to another's page: a template and the query that fills it.

    `fill(actor, person_id)` returns the template's values, or None where there is nothing to show.
    """

    where: str
    template: str
    fill: Callable[[Actor, int], dict[str, Any] | None]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    blueprints: Sequence[Blueprint] = ()
    nav: Sequence[NavLink] = ()
    panels: Sequence[Panel] = ()
    todos: Callable[[Actor], list[Todo]] | None = None
    history: Callable[[Actor, int], list[Event]] | None = None
    jobs: Sequence[Job] = ()
    link_pages: dict[str, str] = field(default_factory=dict)
    keeper: Keeper | None = None
    own_words: Callable[[int, str], Mapping[str, str]] | None = None  # a town's own words for our texts, in a language
    engagements: Callable[[int], list[Engagement]] | None = None  # what a person has before her, held against her week
    week_changed: Callable[[Actor, int], None] | None = None  # a person's week is another one now: same transaction
    warm_up: Callable[[], None] | None = None  # what each process does once, beside its first requests
