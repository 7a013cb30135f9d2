"""Whatever a file holds, the coordinator reads what to change, and nothing is saved by accident."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from mentors.core import clock
from mentors.imports import commands, rules
from mentors.imports.models import ImportList, ImportRow
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.programmes.rules import ProgrammeKind
from tests.given import Given
from tests.imports import sheets
from tests.page import Page


def problems(page: Page) -> list[str]:
    """The rows shown with what must be put right."""
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("main table.rows tbody tr")]


def test_every_wrong_cell_names_row_column_and_what_to_write(given: Given) -> None:
    given.programme()
    wrong = {
        "mobile": ("12", "mobilnummer"), "email": ("amal@", "e-mailadresse"), "languages": ("arabisk?", "sprogkoder"),
        "postcode": ("9999", "dansk postnummer"), "gender": ("lady", "woman, man eller other"),
        "free": ("someday", "mon-evening"), "birth_year": ("19x0", "helt tal"), "waiting_since": ("31-02-2026", "dato"),
        "max_km": ("far", "kilometer"), "programme": ("unknown", "Test host"),
    }  # fmt: skip
    rows = [sheets.newcomer(at, **{column: cell}) for at, (column, (cell, _say)) in enumerate(wrong.items(), 2)]
    preview = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer(1), *rows]))
    assert preview.says("1 er nye")
    shown = problems(preview)
    for at, (column, (cell, say)) in enumerate(wrong.items(), 2):
        line = shown[at - 2]
        assert line.startswith(f"{at + 1} "), line
        assert f"Kolonne {column} : {cell}" in line or f"Kolonne {column}: {cell}" in line, line
        assert say in line, line


@pytest.mark.parametrize(
    ("cells", "say"),
    [
        ({"waiting_since": "2027-01-01"}, "fremtiden"),
        ({"birth_year": "2020"}, "fødselsår"),
        ({"languages": "tlh"}, "Det sprog kender vi ikke"),
        ({"write_in": "tr"}, "Vi kan ikke skrive på det sprog"),
        ({"ref": ""}, "kort betegnelse"),
        ({"first_name": "x" * 81}, "højst 80 tegn"),
        ({"programme": ""}, "Der mangler et program"),
    ],
)  # fmt: skip
def test_what_the_house_asks_for_beyond_the_pairing(given: Given, cells: dict[str, str], say: str) -> None:
    given.programme()
    preview = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer(1, **cells)]))
    assert preview.says("1 skal rettes")
    assert preview.says(say), preview


@pytest.mark.parametrize("capacity", ["0", "4", "999"])
def test_a_volunteer_takes_one_to_three(given: Given, capacity: str) -> None:
    given.programme()
    page = sheets.upload(given.coordinator(), sheets.as_csv([sheets.volunteer(capacity=capacity)]), side="volunteer")
    assert page.says("Skriv et tal fra 1 til 3")


@pytest.mark.parametrize("column", ["ref", "first_name", "trade", "interests"])
def test_a_cpr_number_is_never_kept_or_shown(given: Given, app: Flask, column: str) -> None:
    given.programme()
    page = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer(**{column: "010190-1234"})]))
    assert page.says("Det ligner et CPR-nummer")
    assert "010190" not in page.html.replace(sheets.the_list().ref, "")
    row = db.session.query(ImportRow).one()
    kept = f"{row.said} {row.problems} {row.row_ref}"
    assert "010190" not in kept


def test_the_same_reference_and_the_same_person_twice_are_named(given: Given) -> None:
    given.programme()
    one = sheets.newcomer(1)
    preview = sheets.upload(given.coordinator(), sheets.as_csv([one, one | {"email": ""}, one | {"ref": "N9"}]))
    assert preview.says("2 skal rettes")
    assert any("også i række 2" in line for line in problems(preview))
    assert any("Den samme person står også i række 2" in line for line in problems(preview))


def test_rows_with_faults_are_left_and_the_others_put_in(given: Given) -> None:
    given.programme()
    rows = [sheets.newcomer(1), sheets.newcomer(2, postcode="x"), sheets.newcomer(3)]
    done = sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv(rows)))
    assert done.says("2 nye personer")
    assert done.says("1 kom ikke ind")
    assert sheets.rows() == {"N1": "imported", "N2": "wrong", "N3": "imported"}


def bomb() -> bytes:
    file, sheet = io.BytesIO(), io.BytesIO(sheets.as_xlsx([sheets.newcomer()]))
    with zipfile.ZipFile(sheet) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            more = b" " * (rules.MOST_UNPACKED + 1) if name.endswith("sheet1.xml") else b""
            target.writestr(name, source.read(name).replace(b"</worksheet>", more + b"</worksheet>"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "say"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "Filen kan ikke læses"),
        (b"PK\x03\x04" + bytes(60), "Filen kan ikke læses"),
        (b"ref;free\nN1\x00;mon\n", "Filen kan ikke læses"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Filen kan ikke læses"),
        (b"\xef\xbb\xbf \r\n;;\r\n", "Filen er tom"),
        (b"name;mobile\nAmal;20304050\n", "Kolonnen ref mangler"),
        (b"ref;ref\nN1;N2\n", "Kolonnen ref står to gange"),
        (b'ref;trade\nN1;"care\nN2;shop\n', "anførselstegn"),
    ],
)
def test_a_file_that_is_no_list_says_so_and_keeps_nothing(given: Given, content: bytes, say: str) -> None:
    given.programme()
    page = sheets.upload(given.coordinator(), content, name="liste.xlsx")
    assert page.status == 200
    assert page.says(say), page
    assert sheets.the_list().content is None
    assert page.press("Slet, og vælg en anden fil").says("Listen er slettet")
    assert db.session.query(ImportList).count() == 0


def test_a_small_file_that_unpacks_to_a_mountain_is_not_opened(given: Given) -> None:
    given.programme()
    content = bomb()
    assert len(content) < 100_000
    desk = given.coordinator()
    page = sheets.upload(desk, content, name="liste.xlsx")
    sheets.worked()
    assert desk.get(page.path).says("Filen kan ikke læses")


def test_a_file_of_fifty_megabytes_is_turned_away(given: Given) -> None:
    page = sheets.upload(given.coordinator(), b"ref;free\n" * 5_600_000)
    assert page.status == 413
    assert page.says("Filen er for stor")
    assert db.session.query(ImportList).count() == 0


@pytest.mark.parametrize("size", [rules.MOST_BYTES + 1, rules.MOST_BYTES + 50_000])
def test_a_file_just_too_large_is_told_so_on_the_form(given: Given, size: int) -> None:
    page = sheets.upload(given.coordinator(), b"x" * size)
    assert page.status == 422
    assert page.says("Filen er for stor")


def test_no_file_and_an_empty_file_are_told_so(given: Given) -> None:
    desk = given.coordinator()
    assert sheets.upload(desk, b"", name="").says("Vælg en fil")
    assert sheets.upload(desk, b"", name="tom.csv").says("Filen er tom")


def test_a_heading_alone_is_a_list_with_nobody_on_it(given: Given) -> None:
    given.programme()
    page = sheets.upload(given.coordinator(), b"ref;languages;free\n")
    assert page.says("Der er ingen rækker")
    assert not page.soup.select("form input[name=source]")


def test_two_hundred_columns_are_named_and_passed_over(given: Given) -> None:
    given.programme()
    row = sheets.newcomer() | {f"kolonne{at}": "x" for at in range(200)}
    page = sheets.upload(given.coordinator(), sheets.as_csv([row]))
    sheets.worked()
    assert page.says("1 er nye")
    assert page.says("Disse kolonner læser vi ikke: kolonne0")


def test_excels_own_types_and_old_alphabet_are_read(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    row = sheets.newcomer(
        mobile=4520305001, postcode=5000.0, birth_year=1984.0, waiting_since=datetime.fromisoformat("2026-10-05")
    )
    assert sheets.upload(desk, sheets.as_xlsx([row]), name="a.xlsx").says("1 er nye")
    row = sheets.newcomer(first_name="Åse", last_name="Sørensen", waiting_since="05-10-2026")
    sheets.confirm(sheets.upload(desk, sheets.as_csv([row], encoding="cp1252")))
    assert db.session.query(Person).one().name == "Åse Sørensen"


def test_a_cell_that_looks_like_a_formula_stays_text(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.newcomer(first_name="=1+1", last_name="@sum")])))
    assert db.session.query(Person).one().name == "=1+1 @sum"


def test_markup_in_a_cell_is_shown_as_it_stands(given: Given) -> None:
    given.programme()
    page = sheets.upload(
        given.coordinator(), sheets.as_csv([sheets.newcomer(postcode="<script>alert(1)</script>")]), name="<b>x</b>.csv"
    )
    assert "<script>alert" not in page.html
    assert "<b>x</b>" not in page.html
    assert page.says("<script>alert(1)</script>")


def test_what_nobody_confirmed_is_deleted_after_thirty_days(given: Given, app: Flask) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.upload(desk, sheets.as_csv([sheets.newcomer()]))
    with clock.stopped(clock.now() + timedelta(days=29)):
        commands.forget()
        db.session.commit()
        assert db.session.query(ImportRow).count() == 1
    with clock.stopped(clock.now() + timedelta(days=31)):
        commands.forget()
        db.session.commit()
        assert db.session.query(ImportList).count() + db.session.query(ImportRow).count() == 0


def test_what_a_row_said_is_forgotten_when_it_is_in_and_what_was_wrong_after_thirty_days(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.newcomer(1), sheets.newcomer(2, email="secret@")])))
    assert sheets.the_list().content is None
    assert [row.said for row in db.session.query(ImportRow)] == [None, None]
    assert "secret@" in str([row.problems for row in db.session.query(ImportRow)])
    with clock.stopped(clock.now() + timedelta(days=31)):
        commands.forget()
        db.session.commit()
    assert "secret@" not in str([row.problems for row in db.session.query(ImportRow)])
    assert db.session.query(Person).count() == 1


def test_a_company_mentor_is_not_put_in_without_her_company(given: Given) -> None:
    given.programme(ProgrammeKind.business_mentor)
    rows = [sheets.volunteer(programmes="business_mentor")]
    assert sheets.upload(given.coordinator(), sheets.as_csv(rows), side="volunteer").says("kommer fra en virksomhed")


def test_a_volunteer_may_join_several_programmes_and_names_them_as_the_town_does(given: Given) -> None:
    given.programme()
    given.programme(ProgrammeKind.career_mentor, name="Karriere, Odense")
    rows = [sheets.volunteer(programmes="host|career_mentor")]
    page = sheets.upload(given.coordinator(), sheets.as_csv(rows), side="volunteer")
    sheets.confirm(page)
    person = db.session.query(Person).one()
    from mentors.programmes.queries import participations_of

    assert {one.programme.kind for one in participations_of(person.id)} == {"host", "career_mentor"}
    assert date(2026, 11, 23) == participations_of(person.id)[0].applied_at.date()
