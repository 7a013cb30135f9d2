"""docs/security.md: each requirement of OWASP ASVS 5.0, levels 1 and 2, stands there once, and each test it names is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

# The numbers of levels 1 and 2, by section.
ASKED = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2 4.1:1-3
4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3
7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11
10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1 12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5
13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1
17.2:1-4 17.3:1-2
"""
Number = tuple[int, int, int]


def asked() -> list[Number]:
    found = []
    for word in ASKED.split():
        section, _colon, numbers = word.partition(":")
        first, _dash, last = numbers.partition("-")
        chapter, part = (int(one) for one in section.split("."))
        found += [(chapter, part, number) for number in range(int(first), int(last or first) + 1)]
    return found


def lines(text: str) -> list[tuple[str, str]]:
    """The table's lines: the numbers, and who holds them."""
    rows = (line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ") and line.count("|") >= 4)
    return [(row[0].strip(), row[-1].strip()) for row in rows if row[0].strip()]


def numbers(cell: str) -> Iterator[Number]:
    """`1.2.1-1.2.3, 1.3.1` and what stands between: ranges run over the sections of the list above."""
    order = asked()
    for word in re.findall(r"\d+\.\d+\.\d+(?:-\d+\.\d+\.\d+)?", cell):
        first, last = (tuple(int(n) for n in one.split(".")) for one in (word.split("-") * 2)[:2])
        yield from (one for one in order if first <= one <= last)


def faults(text: str, root: Path) -> list[str]:
    found = []
    for cell, held in lines(text):
        tests = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", held)
        if not tests and not re.search(r"\*\*(Open|Not here)\*\*|`make audit`", held):
            found.append(f"{cell} names no test")
        for path, name in tests:
            file = root / path
            if not file.is_file():
                found.append(f"{cell}: there is no {path}")
            elif name and f"\ndef {name}(" not in file.read_text(encoding="utf-8"):
                found.append(f"{cell}: {path} has no {name}")
    return found


def test_every_requirement_stands_there_once(root: Path) -> None:
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    # One number may be held for staff and open for others: each line says for whom.
    counted = Counter(number for cell, _held in lines(text) if "(participants)" not in cell for number in numbers(cell))
    wanted = asked()
    assert len(wanted) == 253
    assert set(wanted) - set(counted) == set(), "not on the page"
    assert {number for number, times in counted.items() if times > 1} == set(), "twice on the page"


def test_every_test_that_is_named_is_there(root: Path) -> None:
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    assert len(lines(text)) > 80 and faults(text, root) == []


def test_a_promise_without_a_test_is_seen(root: Path) -> None:
    planted = "\n".join([
        "| 1.1.1 | a | `tests/house/test_nowhere.py` |", "| 1.1.2 | b | our word |",
        "| 1.2.1 | c | `tests/house/test_security_doc.py::test_of_nothing` |", "| 1.2.2-1.2.4 | d | **Open**: later |",
    ])  # fmt: skip
    assert len(faults(planted, root)) == 3
    assert list(numbers("1.2.8-1.3.2, 2.4.1")) == [(1, 2, 8), (1, 2, 9), (1, 3, 1), (1, 3, 2), (2, 4, 1)]
