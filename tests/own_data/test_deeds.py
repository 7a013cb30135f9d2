"""Who wrote or changed what about her, and when, on her own page and in her language (issue 6 item 6)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from mentors.core import clock
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.kit.speech import speaking
from mentors.own_data import words
from mentors.own_data.queries_deeds import deeds
from mentors.people.commands import protect
from tests.associations.builders import association, contact_of
from tests.given import Given
from tests.guide.newcomers import acting, address_of, agreed


def test_she_reads_who_changed_what_and_when(given: Given) -> None:
    her = given.newcomer(language="da").person
    desk = given.signed_in(given.staff(name="Karen Kofoed"))
    desk.get(f"/desk/people/{her.ref}/details").press("Gem", first_name="Amina")
    page = given.new_visitor().get(f"{address_of(her)}/own-data")
    deed = page.soup.select_one("#deeds")
    assert deed is not None
    said = " ".join(deed.get_text(" ").split())
    assert "Hvem der har gjort hvad" in said and "Karen : Om dig" in said.replace("Karen:", "Karen :")
    assert "Kofoed" not in said and "23. november" in said
    # Once: the lines of the journal do not stand among what is held as well, as days without a word.
    assert (
        page.text.count("Hvem der har gjort hvad") == 1
        and page.click("Læs det hele").text.count("Hvem der har gjort hvad") == 1
    )
    again = page.press("Træk mit ja tilbage")
    assert "Du selv" in str(again.soup.select_one("#deeds")) and "Det, du har sagt ja til" in str(
        again.soup.select_one("#deeds")
    )


def test_it_is_said_in_her_language(given: Given) -> None:
    her = given.newcomer(language="ar").person
    protect(given.by(), her, True)
    db.session.commit()
    page = given.new_visitor().get(f"{address_of(her)}/own-data")
    with speaking("ar"):
        heading, what = str(words.TABLE["journal_entry"]), str(words.COLUMN["is_protected"])
    assert heading != "Hvem der har gjort hvad"
    assert heading in page.text and what in page.text and given.town().name in page.text


def test_one_who_does_much_under_one_heading_on_a_day_is_one_line(given: Given) -> None:
    her, by = given.person(), given.by()
    for days in (0, 0, 1):
        with clock.stopped(clock.now() + timedelta(days=days)):
            for _ in range(3):
                note(by, "people.details_changed", person_id=her.id)
            db.session.commit()
    mine = [one for one in deeds(her) if str(one.what) == "Om dig"]
    assert len(mine) == 2 and mine[0].at > mine[1].at and mine[0].who == given.town().name


def test_nobodys_surname_and_no_reading_stands_there(given: Given) -> None:
    newcomer = given.newcomer(first_name="Amal", language="da")
    agreed(given, newcomer, first_name="Hanne", last_name="Skjultsen")
    club = association(given)
    bent = contact_of(given, club, last_name="Hemmeligsen")
    note(acting(bent), "associations.came_first_time", person_id=newcomer.person.id)
    note(given.by(), "desk.person_seen", person_id=newcomer.person.id)
    db.session.commit()
    found = deeds(newcomer.person, most=1000)
    assert {one.who for one in found} & {"Uden login", given.town().name}
    said = " ".join(f"{one.who} {one.what}" for one in found)
    assert "Skjultsen" not in said and "Hemmeligsen" not in said and "seen" not in said


def test_every_act_about_a_person_has_a_heading(root: Path) -> None:
    """What stands in the code as an act, so that a room of tomorrow needs its word."""
    acts: set[str] = set()
    for file in (root / "mentors").rglob("*.py"):
        found = re.findall(r"note\(\s*[^,()]*(?:\([^()]*\))?,\s*f?\"(\w+\.\w*)", file.read_text(encoding="utf-8"))
        acts |= set(found)
    without = {act for act in acts if words.deed(act) is None}
    assert len(acts) > 100
    # These rooms write lines about things alone.
    assert {act.partition(".")[0] for act in without} <= {"municipalities", "wordings"}, sorted(without)
    assert words.deed("nowhere.changed") is None
