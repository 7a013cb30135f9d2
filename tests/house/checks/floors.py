"""Imports run down: down the floors between rooms, down the stair inside one."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path

STAIR = ("rules", "words", "models", "policy", "queries", "transports", "notices", "commands", "forms", "views", "room")
FACES = frozenset({"rules", "words", "models", "policy", "queries", "commands"})
AUDIENCES = ("_public", "_my", "_desk", "_link")
DOORS = frozenset({"app", "cli", "worker", "run", "shell", "health", "i18n", "demo", "migrations", "moves", "rooms"})
PURE = ("sqlalchemy", "flask", "flask_babel", "flask_sqlalchemy", "wtforms", "flask_wtf")


def imports_of(source: str, package: str) -> list[tuple[str, int]]:
    """The `mentors...` modules a file imports with their lines; a relative import comes as `.name`."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.append((f".{node.module or ''}", node.lineno))
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(_target(node.module, alias.name, package), node.lineno) for alias in node.names]
    return found


def _target(module: str, name: str, package: str) -> str:
    """`from mentors.people import queries` means mentors.people.queries; a name in a drawer means the drawer."""
    return f"{module}.{name}" if module.count(".") == 1 and module.startswith("mentors.") else module


def drawer_of(stem: str) -> str | None:
    """The drawer a file belongs to: `views_desk` is a view, `rules_ranking` rules; None for a stranger."""
    if stem == "__init__":
        return stem
    return next((drawer for drawer in STAIR if stem == drawer or stem.startswith(drawer + "_")), None)


def faults_in_file(name: str, source: str, floors: Mapping[str, int]) -> list[str]:
    """`name` is the path under mentors/, such as `people/commands.py`; `floors` a room's floor by its name."""
    parts = Path(name).with_suffix("").parts
    space, stem = (parts[0], parts[-1]) if len(parts) > 1 else ("", parts[0])
    # `python -m mentors.<room>` is a door too: nothing in the house imports it.
    if (space or stem) in DOORS or name == "__init__.py" or stem == "__main__":
        return []
    faults: list[str] = []
    if space in floors and len(parts) == 2 and drawer_of(stem) is None:
        faults.append(f"mentors/{name} is no drawer; a room holds {', '.join(STAIR)}")
    for target, line in imports_of(source, space):
        where = f"mentors/{name}:{line}"
        if target.startswith("."):
            faults.append(f"{where} imports relatively; write the whole name")
        elif target.startswith("mentors"):
            faults += [f"{where} {fault}" for fault in _fault(space, stem, target.split(".")[1:], floors)]
        elif target.split(".")[0] in PURE and _is_pure(space, stem):
            faults.append(f"{where} is pure and may not import {target.split('.')[0]}")
    return list(dict.fromkeys(faults))


def _is_pure(space: str, stem: str) -> bool:
    return space == "core" or drawer_of(stem) == "rules"


def _fault(space: str, stem: str, target: Sequence[str], floors: Mapping[str, int]) -> list[str]:
    there, drawer = target[0] if target else "", drawer_of(target[1]) if len(target) > 1 else None
    if space == "core":
        return [] if there == "core" else [f"is core and knows nothing but Python, not {there}"]
    if space == "kit":
        return [] if there in ("core", "kit") else [f"is kit and may look only at core and kit, not {there}"]
    if there in ("core", "kit"):
        return ["is rules and may not use kit: rules are pure"] if there == "kit" and drawer_of(stem) == "rules" else []
    if there in DOORS:
        return [f"is in a room and may not look up at the door {there}"]
    if there not in floors:
        return [f"imports {there}, which is no room in mentors/rooms.py"]
    return _between(space, stem, there, drawer, floors)


def _between(space: str, stem: str, there: str, drawer: str | None, floors: Mapping[str, int]) -> list[str]:
    if space not in floors:
        return [f"is in {space}, which is no room in mentors/rooms.py"]
    if space == there:
        return _inside(stem, drawer)
    if floors[there] >= floors[space]:
        return [f"looks up or sideways from {space} (floor {floors[space]}) to {there} (floor {floors[there]})"]
    if drawer_of(stem) == "rules" and drawer != "rules":
        return [f"is rules and may use only other rules, not {there}.{drawer}"]
    if drawer not in FACES:
        return [f"looks behind the face of {there}: {drawer} is its own affair"]
    return []


def _inside(stem: str, drawer: str | None) -> list[str]:
    own = drawer_of(stem)
    if own is None or drawer is None or own == "__init__":
        return []
    if STAIR.index(drawer) > STAIR.index(own):
        return [f"climbs its own stair: {own} may not import {drawer}"]
    return []
