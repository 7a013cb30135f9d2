"""Everything we say to people, in every language, beside the file in which it was agreed upon.

`UPDATE_GOLDEN=1 pytest tests/house/test_messages.py` writes the files anew; the diff is what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask import Flask, render_template
from jinja2 import meta

from mentors.core.language import READABLE, Language
from mentors.kit.links import TOKEN_LENGTH, marker
from mentors.kit.speech import speaking
from mentors.messages.rules import sms_segments
from tests.house.checks.messages import faults_in_message
from tests.house.plausible import values_for

TEMPLATES = Path(__file__).parents[2] / "templates" / "messages"
GOLDEN = Path(__file__).parent / "golden"
KINDS = sorted(f"{path.parent.name}/{path.name}" for path in TEMPLATES.glob("*/*") if path.is_dir())
PARTS = ("sms", "subject", "body")
# What no newcomer gets: two SMS are in order.
TO_HELPERS = ("associations/agreement", "associations/declaration", "associations/introduced", "associations/renewal",
              "associations/welcome", "associations/withdrawn", "clearances/", "programmes/", "pairing/not_this_time",
              "tasks/", "followups/digest", "accounts/changed", "hotline/", "portfolios/")  # fmt: skip
# Kinds that go to staff, by e-mail only.
TO_STAFF = frozenset({"accounts/invitation", "accounts/changed", "accounts/card_locked"})
SHORT_ADDRESS = "https://mentor.demoby.dk/w/" + "x" * TOKEN_LENGTH


def written(app: Flask, kind: str, language: Language) -> dict[str, str]:
    """A message's texts as they would be kept."""
    texts = {}
    with app.test_request_context("/"), speaking(language.code):
        for part in PARTS:
            if not (TEMPLATES / kind / f"{part}.txt").exists():
                continue
            source = (TEMPLATES / kind / f"{part}.txt").read_text(encoding="utf-8")
            names = meta.find_undeclared_variables(app.jinja_env.parse(source)) - set(app.jinja_env.globals)
            values = values_for(names | {"language"}, language)
            texts[part] = render_template(f"messages/{kind}/{part}.txt", **values).strip()
    return texts


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_has_all_its_parts(kind: str) -> None:
    there = {path.stem for path in (TEMPLATES / kind).glob("*.txt")}
    wanted = set(PARTS) - ({"sms"} if kind in TO_STAFF else set())
    assert wanted <= there, f"{kind} lacks {', '.join(sorted(wanted - there))}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", sorted(READABLE))
def test_a_message_is_as_agreed(app: Flask, kind: str, code: str) -> None:
    texts = written(app, kind, READABLE[code])
    faults = faults_in_message(texts, to_staff=kind in TO_STAFF)
    assert not faults, "\n".join(faults)
    file = GOLDEN / kind.replace("/", ".") / f"{code}.txt"
    content = "".join(f"--- {part}\n{text}\n" for part, text in texts.items())
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    assert file.exists(), f"{kind} in {code} was never agreed upon; UPDATE_GOLDEN=1 writes it down"
    assert content == file.read_text(encoding="utf-8"), f"{kind} in {code} says something else than agreed"


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_message_is_short(app: Flask, kind: str) -> None:
    """With its link one SMS in any alphabet (70 Arabic or Ukrainian letters), at most two where no newcomer reads it."""
    costs = {
        code: sms_segments(re.sub(re.escape(marker("abcdefghjk")), SHORT_ADDRESS, texts["sms"]))
        for code, language in READABLE.items()
        if "sms" in (texts := written(app, kind, language))
    }
    most = 2 if kind.startswith(TO_HELPERS) else 1
    assert all(cost <= most for cost in costs.values()), f"{kind} costs {costs} SMS"


def test_no_agreed_message_is_left_over() -> None:
    kept = {path.name for path in GOLDEN.glob("*")} if GOLDEN.exists() else set()
    left = sorted(kept - {kind.replace("/", ".") for kind in KINDS})
    assert not left, f"no message is called {', '.join(left)} any more"
