"""Who gets what: every route x method x role x {own, another's, another town's}, held against docs/doors.md.

A route without a row fails. `UPDATE_DOORS=1 pytest tests/house/test_every_door.py` writes the table anew; read the
difference line by line before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from werkzeug.routing import Map, Rule

from mentors.kit.links import token_for
from tests.house.doors import ROLES, TOKEN, Crowd, Way, asked, cells, links, nothing_kept, short, ways
from tests.house.planting import Planted, plant, prove_everybody
from tests.seeded import Town, live_links

HEAD = f"| Route | {' | '.join(ROLES)} |\n|---|{'---|' * len(ROLES)}\n"
LINK_HEAD = "| Route | opened by a link for | its holder | company contact | another link | no such link |\n|---|---|---|---|---|---|\n"
MARK = "<!-- from here on written by UPDATE_DOORS=1 pytest tests/house/test_every_door.py -->\n"


def rows_of(text: str) -> dict[str, str]:
    """The rows of the table's file, by route."""
    return {
        row.split("|")[1].strip(): row
        for row in text.splitlines()
        if re.match(r"\| `?(GET|POST|PUT|PATCH|DELETE) ", row)
    }


def held_against(found: dict[str, str], kept: dict[str, str]) -> list[str]:
    """What the house does and the table does not say, and the other way round."""
    faults = [f"no row for {route}: {row}" for route, row in found.items() if route not in kept]
    faults += [f"{row}\n   the table says {kept[route]}" for route, row in found.items() if kept.get(route, row) != row]
    return faults + [f"no such route any more: {route}" for route in kept if route not in found]


OPENS = re.compile(r"(\||/) yes\b")
# Rows that open for nobody here, each with why. Anything else proves nothing, and fails.
FOR_NOBODY = {
    "GET /readyz": "no worker runs in a test, and it says so (503): tests/house/test_jobs.py",
    "GET /sign-in/provider/<town>": "leads to a town's own provider, a process of its own: tests/accounts/test_provider.py",
    "GET /sign-in/provider/<town>/back": "comes back from that provider: tests/accounts/test_provider.py",
    "POST /sign-in/provider/<town>/back": "comes back from that provider: tests/accounts/test_provider.py",
}


def opens_for_nobody(found: dict[str, str]) -> list[str]:
    """Routes without a single "yes" for anybody: their row could not tell an open door from a shut one."""
    closed = [route.strip("`") for route, row in found.items() if not OPENS.search(row.removeprefix(f"| {route} "))]
    return [route for route in closed if route not in FOR_NOBODY]


def people(town: Town, planted: Planted) -> dict[str, str]:
    crowd, found = Crowd(town, planted), {}
    prove_everybody(planted)
    listed: list[Way] = list(ways(town.app, planted))
    with nothing_kept(town.app):
        for way in listed:
            found[f"`{way.row}`"] = f"| `{way.row}` | {' | '.join(cells(crowd, way))} |"
    return found


def holders(town: Town, planted: Planted) -> dict[str, str]:
    """Links open for whoever holds them: signed in or not, role or no role."""
    town.sign_in_path("host")
    client, found = town.new_visitor().client, {}
    tokens = {
        purpose: token_for(live[0].ref)
        for purpose in town.app.extensions["link_pages"]
        if (live := live_links(purpose))
    } | planted.tokens
    with nothing_kept(town.app):
        for method, rule, purposes in links(town.app):
            url, values = re.sub(r"<any\((\w+),?[^>]*>", r"\1", rule), planted.values.get(short(rule), {})
            url = re.sub(r"<ref:(\w+)>", lambda one, known=values: known.get(one[1], "aaaaaaaa"), url)
            url, sent = re.sub(r"<kind>", "call_me", url), planted.sent.get(f"{method} {short(rule)}", {})
            held = next((tokens[one] for one in sorted(purposes) if one in tokens), None)
            other = next((token for one, token in sorted(tokens.items()) if one not in purposes), TOKEN)
            said = [
                asked(client, method, url.replace("<token:token>", token), sent) if token else "–"
                for token in (held, tokens["my_company"], other, TOKEN)
            ]
            row = f"{method} {short(rule)}"
            found[f"`{row}`"] = f"| `{row}` | {', '.join(sorted(purposes))} | {' | '.join(said)} |"
    return found


def test_every_door_is_as_the_table_says(seeded: Town, root: Path) -> None:
    file, planted = root / "docs" / "doors.md", plant(seeded)
    by_role, by_link = people(seeded, planted), holders(seeded, planted)
    if os.environ.get("UPDATE_DOORS"):
        head = file.read_text(encoding="utf-8").split(MARK)[0]
        tables = (
            HEAD + "\n".join(by_role.values()) + "\n\n## Personal links\n\n" + LINK_HEAD + "\n".join(by_link.values())
        )
        file.write_text(f"{head}{MARK}\n{tables}\n", encoding="utf-8")
    faults = held_against({**by_role, **by_link}, rows_of(file.read_text(encoding="utf-8")))
    faults += [f"opens for nobody: {row}" for row in opens_for_nobody({**by_role, **by_link})]
    assert not faults, "\n" + "\n".join(faults)


def test_nobody_meets_an_error(root: Path) -> None:
    """`/readyz` alone says 503, on purpose: no worker runs in a test."""
    rows = rows_of((root / "docs" / "doors.md").read_text(encoding="utf-8"))
    assert len(rows) > 300 and not [
        row for row in rows.values() if re.search(r"\b5\d\d\b", row) and "/readyz" not in row
    ]


def test_no_row_lets_another_town_in(root: Path) -> None:
    rows = rows_of((root / "docs" / "doors.md").read_text(encoding="utf-8")).values()
    wide = [
        row
        for row in rows
        if "/desk/" in row or "/my/" in row
        for cell in row.split("|")
        if cell.strip().endswith("/ yes")
    ]
    assert not wide, "\n" + "\n".join(wide)


def test_no_exception_is_out_of_date(root: Path) -> None:
    rows = rows_of((root / "docs" / "doors.md").read_text(encoding="utf-8"))
    assert not [route for route in FOR_NOBODY if f"`{route}`" not in rows]
    assert not [route for route in FOR_NOBODY if OPENS.search(rows[f"`{route}`"])]


def test_a_row_that_opens_for_nobody_is_seen() -> None:
    shut = {"`GET /desk/new`": "| `GET /desk/new` | sign in | 403 | 404 / 404 / 404 |"}
    assert opens_for_nobody(shut) == ["GET /desk/new"]
    assert not opens_for_nobody({"`GET /desk/new`": "| `GET /desk/new` | sign in | yes / 404 / 404 |"})
    assert opens_for_nobody({"`GET /yes`": "| `GET /yes` | 404 |"}) == ["GET /yes"], "its name is not an answer"


def test_a_route_that_is_new_is_seen_through_the_whole_test(
    seeded: Town, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view nobody has written a row for: planted as a route of the running house, in a map that ends with the test."""
    with_one_more = Map(
        [
            *(rule.empty() for rule in seeded.app.url_map.iter_rules()),
            Rule("/desk/planted", endpoint="desk.todo", methods=["GET"]),
        ],
        converters=seeded.app.url_map.converters,
    )
    monkeypatch.setattr(seeded.app, "url_map", with_one_more)
    planted_rows = {f"`{way.row}`": f"| `{way.row}` | ? |" for way in ways(seeded.app, Planted())}
    missing = held_against(planted_rows, rows_of((root / "docs" / "doors.md").read_text(encoding="utf-8")))
    assert [fault for fault in missing if fault.startswith("no row for `GET /desk/planted`")]


def test_a_missing_and_a_wrong_row_are_seen() -> None:
    found = {"`GET /desk/new`": "| `GET /desk/new` | yes |"}
    assert held_against(found, {}) and held_against(found, {"`GET /desk/new`": "| `GET /desk/new` | 404 |"})
    assert held_against({}, found) and not held_against(found, dict(found))
