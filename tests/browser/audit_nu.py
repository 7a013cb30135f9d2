"""What the W3C's own checker says of every page: no error. `make audit` runs it; Java and the checker are needed.

Not a test of `make test`: the file's name keeps it out, and the Makefile names it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.walk import LANGUAGES, WALKERS, walk
from tests.seeded import Town

JAR = Path(__file__).parents[2] / "tools" / "audit" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.parametrize("walker", WALKERS)
def test_no_page_has_an_error(seeded: Town, tmp_path: Path, walker: str) -> None:
    """Every page a role reaches, saved and checked in one go."""
    addresses: dict[str, str] = {}
    for language in LANGUAGES[walker]:
        for seen in walk(seeded, walker, language, most=1):
            if seen.is_html:
                name = re.sub(r"[^a-z0-9]+", "-", seen.endpoint.lower())
                file = _free(tmp_path, f"{language}-{name}")
                file.write_text(seen.page.html, encoding="utf-8")
                addresses[file.name] = seen.url
    assert addresses, "the walk met no page"
    faults = [f"{addresses[Path(url).name]} line {line}: {said}" for url, line, said in said_of(tmp_path)]
    assert not faults, f"{len(faults)} errors\n" + "\n".join(faults)


def _free(folder: Path, stem: str) -> Path:
    number = 1
    while (file := folder / f"{stem}-{number}.html").exists():
        number += 1
    return file


def said_of(folder: Path) -> list[tuple[str, int, str]]:
    """The checker's errors over a folder: the page's address, the line, what is wrong there."""
    jar = Path(os.environ.get("VNU_JAR", JAR))
    ran = subprocess.run(
        ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--stdout", "--errors-only", "--exit-zero-always", str(folder)],
        capture_output=True, text=True, timeout=900, check=True,
    )  # fmt: skip
    messages = json.loads(ran.stdout)["messages"]
    return [
        (one["url"], one.get("lastLine", 0), f"{one['message']} ({one.get('extract', '').strip()[:120]})")
        for one in messages
        if one["type"] != "info"
    ]
