from __future__ import annotations

from collections.abc import Callable

import pytest

from mentors.programmes.rules import ParticipationState
from tests.given import Given
from tests.page import Visitor
from tests.programmes.filling import NEWCOMER_YOU, VOLUNTEER_YOU

STRANGE = ("\x00", "x" * 3000, "٢", "-1", "9" * 40, "<b>", "2026-13-45", "🙂", "' OR 1=1 --", "null")


def _post(visitor: Visitor, page_path: str, action: str, fields: dict[str, object]) -> int:
    token = visitor.get(page_path).soup.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    return visitor.post(action, data={**fields, "csrf_token": token}).status


@pytest.mark.parametrize("side", ["volunteer", "newcomer"])
def test_the_wishes_take_anything_without_breaking(given: Given, visitor: Callable[[], Visitor], side: str) -> None:
    given.programme()
    you = VOLUNTEER_YOU if side == "volunteer" else NEWCOMER_YOU
    anna = visitor()
    step = anna.get(f"/demoby/join/{side}?lang=da").press("Næste", **you)
    names = step.form("Næste").names() - {"csrf_token"}
    for value in STRANGE:
        fields: dict[str, object] = {name: [value, value] for name in names}
        assert _post(anna, step.path, f"/demoby/join/{side}/2", fields) in (200, 422), value


def test_the_desk_takes_anything_without_breaking(given: Given) -> None:
    it = given.volunteer(state=ParticipationState.applied, steps=False)
    karen, page = given.coordinator(), f"/desk/applications/{it.ref}"
    for value in STRANGE:
        for action, field in (
            ("steps/interview", "interview-on"),
            ("steps/child_certificate", "child_certificate-outcome"),
            ("decisions", "decision"),
            ("pauses", "pause-until"),
        ):
            assert _post(karen, page, f"{page}/{action}", {field: value}) < 500, (action, value)
    for path in ("/desk/newcomers/new", "/desk/programmes/new", f"/desk/programmes/{it.programme.ref}"):
        names = karen.get(path).form().names() - {"csrf_token"}
        for value in STRANGE:
            assert _post(karen, path, path, dict.fromkeys(names, value)) < 500, (path, value)
