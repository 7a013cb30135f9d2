"""Which texts are found, and whether they are everybody's or the desk's."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentors.i18n.sources import DESK, PUBLIC, desk_templates, find_texts, part_of_python


@pytest.mark.parametrize(
    ("name", "part"),
    [("mentors/pairing/forms_desk.py", DESK), ("mentors/desk/views.py", DESK), ("mentors/tasks/words.py", DESK),
     ("mentors/people/words.py", PUBLIC), ("mentors/pairing/commands.py", PUBLIC), ("mentors/deskwork/words.py", PUBLIC)],
)  # fmt: skip
def test_a_python_file_speaks_to_staff_by_its_name(name: str, part: str) -> None:
    assert part_of_python(name) == part


def test_a_template_speaks_to_staff_by_its_shell_its_folder_or_its_users() -> None:
    found = desk_templates(
        {
            "shell/desk.html": '{% include "shell/_nav.html" %}{% include "shell/_side.html" %}',
            "shell/public.html": '{% include "shell/_nav.html" %}',
            "shell/_nav.html": "", "shell/_side.html": "", "panels/pairing/person.html": "", "desk/todo.html": "",
            "pairing/base.html": "{% extends 'shell/desk.html' %}", "pairing/pair.html": '{%- extends "pairing/base.html" -%}',
            "guide/contact.html": '{% extends "shell/public.html" %}',
            "pairing/_row.html": "", "pairing/list.html": '{% extends "shell/desk.html" %}{% from "pairing/_row.html" import row %}',
            "nobody/uses.html": "",
        }
    )  # fmt: skip
    public = {"shell/public.html", "shell/_nav.html", "guide/contact.html", "nobody/uses.html"}
    assert not found & public
    assert found >= {
        "pairing/pair.html",
        "panels/pairing/person.html",
        "pairing/_row.html",
        "shell/_side.html",
        "desk/todo.html",
    }


def test_texts_are_found_where_they_are_said(tmp_path: Path) -> None:
    for name, source in {
        "mentors/a/words.py": 'X = _l("Hej")\n# i18n: om et møde\nY = ngettext("%(num)d dag", "%(num)d dage", n)',
        "mentors/a/forms_desk.py": 'Z = _("Kun personale"), _("Hej"), gettext(f"{x}")',
        "templates/a/x.html": '{% if x %}\n{{ _("En lang\n   linje") }}{{ _("Med %(a)s", a=1) }}{% endif %}{{ ngettext("%(num)d par", "%(num)d par i alt", n) }}',
        "templates/desk/y.html": '{{ _("Opgave") }}',
        "templates/messages/a/b/sms.txt": '{{ _("Kort") }}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    texts = find_texts(tmp_path)
    assert {m: (t.part, t.plural) for m, t in texts.items()} == {
        "Hej": (PUBLIC, None), "%(num)d dag": (PUBLIC, "%(num)d dage"), "Kun personale": (DESK, None), "En lang\n   linje": (PUBLIC, None),
        "Med %(a)s": (PUBLIC, None), "%(num)d par": (PUBLIC, "%(num)d par i alt"), "Opgave": (DESK, None), "Kort": (PUBLIC, None),
    }  # fmt: skip
    assert texts["%(num)d dag"].notes == ["i18n: om et møde"]
