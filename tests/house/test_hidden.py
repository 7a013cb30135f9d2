"""Every page, message and file, for every role: nothing of twenty protected people stands there (facts.md 5.6).
They are planted in every room (`hidden.py`); an empty table and a page nobody reached fail, too."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import delete, or_, select
from werkzeug.wrappers import Response

from mentors.accounts.models import Account
from mentors.associations.models_referrals import ReferralView
from mentors.core.actor import Role
from mentors.gatherings.models import Series
from mentors.guide.rules import Wish
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.kit.pdf import can_make_pdf
from mentors.kit.web import CASEWORKER_DOOR
from mentors.kit.xlsx import XLSX, make_xlsx
from mentors.links.models import PersonalLink
from mentors.meetings.models import Meeting
from mentors.messages.models import Message
from mentors.pairing import queries_plans
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PoolPlan
from mentors.people.models import Person
from mentors.programmes.models import Participation
from tests.databases import Store
from tests.given import Given
from tests.house.doors import INSIDE, THING, WORDS
from tests.house.hidden import MINUTE, Hidden
from tests.house.walk import endpoint_of, links_on
from tests.kit.pdfs import inside
from tests.page import Form, Page, Visitor
from tests.seeded import Kept

TIMES = (f"16.{MINUTE}", f"16:{MINUTE}", f"15:{MINUTE}", f"T15{MINUTE}", f"T16{MINUTE}")
# Said of no protected person to whoever has no need, wherever she lives.
PLACES = ("9240", "9300", "Nibe", "Sæby")
_WORD = {word: re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])") for word in (*PLACES, *TIMES)}


@pytest.fixture(scope="module")
def kept(store: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, dict[str, Any]]:
    return Kept(store, tmp_path_factory.mktemp("hidden")), {}


@pytest.fixture
def hidden(given: Given, kept: tuple[Kept, dict[str, Any]]) -> Hidden:
    """Planted once; each test has its own copy."""
    copy, keys = kept
    if keys:
        copy.fill()
    else:
        keys |= Hidden(given).keys()
        copy.keep(copy.file)
    db.session.remove()
    return Hidden.again(given, keys)


# --- reading ------------------------------------------------------------------------------------------


def readable(page: Page) -> str:
    """All an answer says: its headers, its page or file, a spreadsheet's cells, a PDF's streams."""
    body = page.response.get_data()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    elif body[:4] == b"%PDF":
        body = inside(body)
    folded = body.decode("utf-8", "replace").replace("\r\n ", "")  # a calendar's long lines
    # Until when a cookie holds is counted on the real clock, and would be any time of day.
    return re.sub(r"Expires=[^;]+GMT", "", str(page.response.headers)) + folded


def said_in(text: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if (_WORD[word].search(text) if word in _WORD else word in text)]


def shape(url: str) -> str:
    """An address without what it is about: references, tokens, what is asked behind the question mark."""
    parts = urlsplit(url)
    asked = "&".join(sorted({name for name, _value in parse_qsl(parts.query)}))
    return re.sub(r"/w/[\w-]+|/[a-z0-9]{10}(?=[/.]|$)", "/*", parts.path) + (f"?{asked}" if asked else "")


def crawled(visitor: Visitor, starts: Iterable[str], most: int = 1) -> Iterator[tuple[str, Page]]:
    """Every page a visitor reaches by links, so many for each shape of address, with all it says."""
    waiting, seen = list(starts), set()
    count: Counter[str] = Counter()
    firm = set(waiting)
    while waiting:
        url = waiting.pop(0)
        if url in seen or (url not in firm and count[shape(url)] >= most) or url.startswith("/static"):
            continue
        seen.add(url)
        count[shape(url)] += 1
        page = visitor.get(url)
        yield url, page
        if page.status == 200 and page.html:
            waiting += [link for link in links_on(page) if link not in seen]


# --- where to look ------------------------------------------------------------------------------------


def addresses(app: Flask, hidden: Hidden, start: str, *, of: set[int] | None = None) -> list[str]:
    """Every page whose address begins so, asked about things these people (`of`: some of them) stand in."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith(start):
            continue
        for values in _fillings(rule.rule, set(rule.arguments), hidden, of or hidden.ids):
            found.append(app.url_map.bind("town.example").build(rule.endpoint, values))
    return found


def two_at_once(hidden: Hidden) -> list[str]:
    """Pages about two people or things that belong together."""
    bent, mand = hidden.bent.ref, hidden.mand.ref
    offers = {one.person_id: one.ref for one in db.session.scalars(select(Participation))}
    pair = hidden.pairs[0]
    plan = db.session.scalars(select(PoolPlan).order_by(PoolPlan.id)).first()
    assert plan is not None
    planned = "/".join(next(iter(queries_plans.opened(plan, queries_plans.head_of(plan)).pairs.items())))
    two = f"{offers[pair.newcomer_id]}/{offers[hidden.people[9].id]}"
    return [
        f"/desk/people/{bent}/merge/{mand}", f"/desk/newcomers/{two.replace('/', '/proposals/')}",
        f"/desk/plans/{plan.ref}/edits/forbid/{planned}",
    ]  # fmt: skip


def _fillings(rule: str, names: set[str], hidden: Hidden, of: set[int]) -> Iterator[dict[str, Any]]:
    fixed: dict[str, Any] = {name: WORDS[name] for name in names if name in WORDS}
    for choices, name in re.findall(r"<any\(([^)]*)\):(\w+)>", rule):
        fixed[name] = choices.split(",")[0].strip()
    if "town" in names:
        fixed["town"] = "demoby"
    if "step" in names and "int(" in rule:
        fixed["step"] = 1
    inner = next((name for name in names if name in INSIDE), None)
    if inner is not None:
        kind, parent = INSIDE[inner]
        for row in _rows(kind, of)[:1]:
            yield {**fixed, inner: row.ref, "ref": parent(row)}
        return
    others = {
        name: str(one.ref) for name, one in zip(sorted(names - set(fixed) - {"ref"}), hidden.people, strict=False)
    }
    if "ref" not in names:
        yield {**fixed, **others}
        return
    kind = next((kind for start, kind in THING.items() if rule.startswith(start)), None)
    if kind is None:
        kind = THING["/desk/series/"] if "/series/" in rule else THING["/desk/sessions/"]
    for row in _rows(kind, of)[: 3 if kind in (Person, Message, Series) else 2 if kind is PoolPlan else 1]:
        yield {**fixed, **others, "ref": str(row.ref)}


def _rows(kind: type[Any], of: set[int]) -> list[Any]:
    """Things these people stand in, where the table says whose a thing is; else any."""
    columns = kind.__table__.c
    names = ("id",) if kind is Person else ("person_id", "newcomer_id", "volunteer_id")
    mine = [columns[name].in_(of) for name in names if name in columns]
    rows = select(kind).where(or_(*mine)) if mine else select(kind)
    if kind is Meeting:
        rows = (
            select(kind)
            .join(Pair, Pair.id == Meeting.pair_id)
            .where(Pair.newcomer_id.in_(of) | Pair.volunteer_id.in_(of))
        )
    if kind is Account:
        rows = select(kind).where(Account.person_id.is_(None))
    rows = rows.order_by(kind.id)
    return list(db.session.scalars(rows.limit(6)).unique())


def link_addresses() -> list[tuple[int | None, str, str]]:
    """Every live personal link: whose it is, for what, where."""
    rows = db.session.scalars(select(PersonalLink).where(PersonalLink.withdrawn_at.is_(None)))
    return [(row.person_id, row.purpose, f"/w/{token_for(row.ref)}") for row in rows]


# --- the crawls -----------------------------------------------------------------------------------------


def test_they_stand_in_every_room(hidden: Hidden) -> None:
    assert len(hidden.ids) == 20
    assert hidden.tables_without() == []


# Whoever knows the mother knows the child.
GUARDIAN = ("Zqguard18xk", "26187744", "26 18 77 44")
# Pages that cannot be reached here, and what else keeps them.
NOT_MET = {
    "messages_desk.mailbox": "the demo town's alone; its lines are those of the list of messages",
    "desk.specimens": "the library of parts, with nobody in it",
}


# Where those begin who do not have the whole desk.
HOMES = {Role.hotline: "/desk/hotline/", Role.caseworker: "/desk/cases/"}


@pytest.mark.parametrize("role", [Role.administrator, Role.coordinator, Role.hotline, Role.caseworker])
def test_staff_read_a_first_name_until_they_press_show(app: Flask, hidden: Hidden, role: Role) -> None:
    visitor = hidden.given.signed_in(hidden.sofie if role is Role.caseworker else hidden.colleague(role))
    asked = [f"/desk/search?q={word}" for word in ("Zqname", "zqmail", "hidden.example", "Fornavn", "260077")]
    starts = [
        HOMES.get(role, "/desk/"),
        *asked,
        *addresses(app, hidden, "/desk/"),
        *two_at_once(hidden),
    ]
    # What opens after "show" alone is met at somebody whose name is nobody's secret.
    starts += addresses(app, hidden, "/desk/people/", of={hidden.bent.id})
    reached, faults = crawl(app, visitor, starts, [*hidden.secrets(), *GUARDIAN, *PLACES, *TIMES])
    for kind in ("xlsx", "pdf")[: 0 if role in HOMES else 1 + can_make_pdf()]:
        page = visitor.get(f"/desk/audits/{hidden.pack.ref}")
        [form] = [one for one in page.soup.find_all("form") if one.find("input", attrs={"name": "kind", "value": kind})]
        file = Form(page, form, form.find("button")).submit()
        assert file.status == 200 and not file.html
        faults += [f"the audit pack as {kind} tells {word}" for word in said_in(readable(file), hidden.secrets())]
    assert not faults, "\n" + "\n".join(faults[:60])
    own = caseworkers_alone(app)
    assert {"casework_desk.mine", "casework_desk.case"} <= own
    must = {Role.administrator: behind(app, "/desk/") - own - set(NOT_MET), Role.caseworker: own}.get(role, set())
    assert not must - reached, f"nobody reached {', '.join(sorted(must - reached))}"


def test_those_they_meet_read_a_first_name(app: Flask, hidden: Hidden) -> None:
    """Both sides of pairs, a helper, a contact of an association, somebody else who takes part."""
    reached: set[str] = set()
    faults: list[str] = []
    for person in _both(hidden):
        met, found = crawl(
            app, hidden.given.as_person(person), ["/my/", *addresses(app, hidden, "/my/", of={person.id})],
            words_for(hidden, person),
        )  # fmt: skip
        reached |= met
        faults += [f"{person.first_name}: {fault}" for fault in found]
    visitor = hidden.given.as_person(hidden.bent)
    starts = [f"/my/association/{hidden.association.ref}", *addresses(app, hidden, "/my/association")]
    visitor.get(starts[0]).press("Vis navnene") if "Vis navnene" in visitor.get(starts[0]).html else None
    met, found = crawl(app, visitor, starts, [*hidden.secrets(), *TIMES, *PLACES])
    assert not [*faults, *found], "\n" + "\n".join([*faults, *found])
    left = behind(app, "/my/") - reached - met
    assert not left, f"nobody reached {', '.join(sorted(left))}"


def _both(hidden: Hidden) -> list[Person]:
    pairs = hidden.pairs[1:3] + hidden.pairs[-1:]
    return [pair.newcomer for pair in pairs] + [pair.volunteer for pair in pairs] + [hidden.people[0], hidden.people[9]]


def words_for(hidden: Hidden, person: Person | None) -> list[str]:
    """What somebody may not read: all of the others, but for the number a contact shares by consent (facts.md 5.6)."""
    if person is None or person.id not in hidden.ids:
        return [*hidden.secrets(), *PLACES, *TIMES]
    theirs = [
        other for pair in hidden.pairs if person.id in (pair.newcomer_id, pair.volunteer_id)
        for other in (pair.newcomer, pair.volunteer) if other.id != person.id
    ]  # fmt: skip
    numbers = {word for other in theirs for word in hidden.secrets(of=[other]) if word.replace(" ", "").isdigit()}
    own = set(hidden.secrets(of=[person]))
    return [word for word in hidden.secrets() if word not in own | numbers]


def test_no_personal_link_tells_of_another(app: Flask, hidden: Hidden) -> None:
    """Guardians, companies, speakers, nominees, advisers and those asked how it goes, on anybody's phone."""
    reached: set[str] = set()
    faults: list[str] = []
    seen: Counter[str] = Counter()
    for person_id, purpose, address in link_addresses():
        seen[purpose] += 1
        if seen[purpose] > 2:
            continue
        person = db.session.get(Person, person_id) if person_id else None
        starts = [address, *(f"{address}/{page}" for page in FILES.get(purpose, ()))]
        met, found = crawl(app, hidden.given.new_visitor(), starts, words_for(hidden, person))
        reached |= met
        faults += [f"{purpose}: {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)
    assert set(seen) >= PURPOSES, f"no link for {', '.join(sorted(PURPOSES - set(seen)))}"
    left = {one for one in behind(app, "/w/<") if one.partition(".")[0] != "accounts"} - reached - NO_PAGE
    assert not left, f"nobody reached {', '.join(sorted(left))}"


FILES = {
    "calendar": ("calendar.ics",), "meeting": ("meeting.ics",), "desk_calendar": ("desk-calendar.ics",),
    "my_gatherings": ("sessions.ics",), "check_in": ("check-in/call", "check-in/stop", "check-in/thanks"),
    "job_check": ("job/call", "job/thanks"), "my_contact": ("own-data", "own-data/all", "own-data/file", *(f"wishes/{wish}" for wish in Wish)),
}  # fmt: skip
PURPOSES = {
    "guardian",
    "job_check",
    "speaking",
    "nomination",
    "advice_slot",
    "referral",
    "check_in",
    "meeting",
    "proposal",
}
NO_PAGE = {"links.enter"}  # leads on to the page of its purpose


def test_nobody_who_passes_by_reads_of_them(app: Flask, hidden: Hidden) -> None:
    visitor = hidden.given.new_visitor()
    starts = ["/", "/demoby/", "/sign-in", "/privacy", "/was", *addresses(app, hidden, "/<town")]
    _reached, faults = crawl(app, visitor, starts, [*hidden.secrets(), *TIMES])
    assert not faults, "\n" + "\n".join(faults)


def test_no_message_tells_of_another(hidden: Hidden) -> None:
    """Digests, reminders, proposals and warnings as they were written, to people, associations and staff."""
    faults = []
    rows = list(db.session.scalars(select(Message)))
    for row in rows:
        text = " ".join(filter(None, (row.subject, row.body, row.spare_body)))
        whose = db.session.get(Person, row.person_id) if row.person_id else None
        own = whose is not None and whose.id in hidden.ids
        hidden_words = words_for(hidden, whose) if own else [*hidden.secrets(), *PLACES, *TIMES]
        faults += [f"{row.kind} tells {word}" for word in said_in(text, hidden_words)]
        surname = whose.last_name if whose is not None and own else ""
        faults += [f"{row.kind} says her own surname"] if surname and surname in text else []
    assert len(rows) > 40 and len({row.kind for row in rows}) > 12
    assert not faults, "\n" + "\n".join(sorted(set(faults)))


def test_the_journal_names_nobody(hidden: Hidden) -> None:
    rows = list(db.session.scalars(select(Entry)))
    said = "\n".join(f"{row.act} {row.thing} {row.reason} {row.by}" for row in rows)
    assert len(rows) > 200 and not said_in(said, [*hidden.secrets(), *TIMES])


# --- each of these is seen to fail ----------------------------------------------------------------------


def test_a_leak_is_seen(app: Flask, hidden: Hidden) -> None:
    hidden.people[0].first_name = hidden.people[0].last_name
    db.session.commit()
    visitor = hidden.given.signed_in(hidden.colleague(Role.coordinator))
    _reached, faults = crawl(app, visitor, ["/desk/search?q=Zqname"], hidden.secrets(), follow=False)
    assert faults
    assert said_in("mødes kl. 16.37 i 9240 Nibe", [*PLACES, *TIMES]) == ["9240", "Nibe", "16.37"]
    assert said_in("a9240-1637", [*PLACES, *TIMES]) == []
    book = make_xlsx([("Ark", ["Navn"], [[hidden.people[0].last_name]])])
    assert said_in(readable(Page(visitor, Response(book, mimetype=XLSX), "/")), hidden.secrets())


def test_an_empty_room_and_a_page_nobody_reached_are_seen(app: Flask, hidden: Hidden) -> None:
    db.session.execute(delete(ReferralView))
    assert hidden.tables_without() == ["referral_view"]
    assert behind(app, "/desk/") - {"desk.todo"} and "desk.person" in behind(app, "/desk/")


# --- the crawl itself -----------------------------------------------------------------------------------


def crawl(
    app: Flask, visitor: Visitor, starts: list[str], words: list[str], *, follow: bool = True
) -> tuple[set[str], list[str]]:
    """The endpoints that were shown, and what was told that should not be, by page."""
    reached: set[str] = set()
    faults: list[str] = []
    for url, page in crawled(visitor, starts) if follow else ((url, visitor.get(url)) for url in starts):
        found = said_in(readable(page), words)
        faults += [f"{shape(url)} tells {', '.join(sorted(found)[:6])}"] if found else []
        faults += [f"{url} answers {page.status}"] if page.status >= 500 and url != "/readyz" else []
        if page.status == 200:
            reached.add(endpoint_of(app, page.path) or url)
    return reached, sorted(set(faults))


def behind(app: Flask, start: str) -> set[str]:
    """The pages whose addresses begin so."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(start) and "GET" in (rule.methods or ())
    }


def caseworkers_alone(app: Flask) -> set[str]:
    """The desk's pages that open for caseworkers and for nobody else."""
    doors = {one: getattr(app.view_functions[one], "door", None) for one in behind(app, "/desk/")}
    return {one for one, door in doors.items() if door == CASEWORKER_DOOR}
