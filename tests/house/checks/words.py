"""Words for kinds: every member of an enum that has words has one; and only whole texts are translated."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

GETTEXTS = frozenset({"_", "_l", "gettext", "lazy_gettext"})
PLURALS = frozenset({"ngettext", "lazy_ngettext"})


def faults_in_words(name: str, module: Mapping[str, Any]) -> list[str]:
    """A table whose keys are members of one enum must have them all, and nothing empty."""
    faults = []
    for table, value in module.items():
        if table.startswith("_") or not isinstance(value, Mapping) or not value:
            continue
        kinds = {type(key) for key in value}
        kind = kinds.pop()
        if not kinds and issubclass(kind, StrEnum):
            missing = [member.name for member in kind if member not in value]
            if missing:
                faults.append(f"{name}.{table} has no word for {kind.__name__} {', '.join(missing)}")
        faults += [
            f"{name}.{table} has an empty word for {key}" for key, word in value.items() if not str(word).strip()
        ]
    return faults


def faults_in_calls(name: str, source: str) -> list[str]:
    """Texts to translate are written out where they are said: never put together from pieces."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            wanted = 1 if node.func.id in GETTEXTS else 2 if node.func.id in PLURALS else 0
            if wanted and not _all_literal(node.args[:wanted], wanted):
                faults.append(f"{name}:{node.lineno} translates something that is not a literal text")
            if wanted and any(isinstance(arg, ast.Constant) and "%s" in str(arg.value) for arg in node.args):
                faults.append(f"{name}:{node.lineno} has a nameless placeholder; write %(what)s")
    return faults


def _all_literal(arguments: Iterable[ast.expr], wanted: int) -> bool:
    found = list(arguments)
    return len(found) == wanted and all(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in found)
