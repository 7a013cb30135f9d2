"""Who gets what: every route x method x role x {own, another's, another town's}, held against docs/doors.md.

A route without a row fails. `UPDATE_DOORS=1 pytest tests/house/test_every_door.py` writes the table anew; read the
difference line by line before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from mentors.kit.links import token_for
from tests.house.doors import ROLES, TOKEN, Crowd, Way, asked, cells, links, live_link, nothing_kept, short, ways
from tests.seeded import Town

HEAD = f"| Route | {' | '.join(ROLES)} |\n|---|{'---|' * len(ROLES)}\n"
LINK_HEAD = "| Route | opened by a link for | its holder | another link | no such link |\n|---|---|---|---|---|\n"
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


def people(town: Town) -> dict[str, str]:
    crowd, found = Crowd(town), {}
    listed: list[Way] = list(ways(town.app))
    with nothing_kept(town.app):
        for way in listed:
            found[f"`{way.row}`"] = f"| `{way.row}` | {' | '.join(cells(crowd, way))} |"
    return found


def holders(town: Town) -> dict[str, str]:
    """Links open for whoever holds them: signed in or not, role or no role."""
    town.sign_in_path("host")
    client, found = town.new_visitor().client, {}
    tokens = {
        purpose: token_for(link.ref) for purpose in town.app.extensions["link_pages"] if (link := live_link(purpose))
    }
    with nothing_kept(town.app):
        for method, rule, purposes in links(town.app):
            url = re.sub(r"<any\((\w+),?[^>]*>", r"\1", rule)
            url = re.sub(r"<ref:\w+>", "aaaaaaaa", re.sub(r"<kind>", "call_me", url))
            held = next((tokens[one] for one in sorted(purposes) if one in tokens), None)
            other = next((token for one, token in sorted(tokens.items()) if one not in purposes), TOKEN)
            said = [
                asked(client, method, url.replace("<token:token>", token)) if token else "–"
                for token in (held, other, TOKEN)
            ]
            row = f"{method} {short(rule)}"
            found[f"`{row}`"] = f"| `{row}` | {', '.join(sorted(purposes))} | {' | '.join(said)} |"
    return found


def test_every_door_is_as_the_table_says(seeded: Town, root: Path) -> None:
    file = root / "docs" / "doors.md"
    by_role = people(seeded)
    by_link = holders(seeded)
    if os.environ.get("UPDATE_DOORS"):
        head = file.read_text(encoding="utf-8").split(MARK)[0]
        tables = (
            HEAD + "\n".join(by_role.values()) + "\n\n## Personal links\n\n" + LINK_HEAD + "\n".join(by_link.values())
        )
        file.write_text(f"{head}{MARK}\n{tables}\n", encoding="utf-8")
    faults = held_against({**by_role, **by_link}, rows_of(file.read_text(encoding="utf-8")))
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


def test_a_missing_and_a_wrong_row_are_seen() -> None:
    found = {"`GET /desk/new`": "| `GET /desk/new` | yes |"}
    assert held_against(found, {}) and held_against(found, {"`GET /desk/new`": "| `GET /desk/new` | 404 |"})
    assert held_against({}, found) and not held_against(found, dict(found))
