from __future__ import annotations

import pytest

from mentors.desk import rules, words
from mentors.tasks.rules import TaskKind


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (200, 4)])
def test_lines_fill_pages(count: int, pages: int) -> None:
    assert rules.pages(count) == pages


@pytest.mark.parametrize(("page", "first"), [(-1, 0), (1, 0), (2, 50), (3, 100), (9, 100)])
def test_a_page_beyond_the_last_is_the_last(page: int, first: int) -> None:
    assert rules.page_of(range(101), page)[0] == first


@pytest.mark.parametrize("kind", list(TaskKind))
def test_every_kind_of_task_has_its_place_in_a_group(kind: TaskKind) -> None:
    assert rules.group_of(f"task:{kind}") != "other"


def test_every_group_has_a_word() -> None:
    assert set(words.GROUP) == {*rules._GROUPS, "other"}
