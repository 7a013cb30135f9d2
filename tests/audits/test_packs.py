"""An audit pack: agreements, planned against delivered, follow-ups done or missed (issue 5, item 7; M6)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from mentors.audits import queries
from mentors.audits.models import AuditPack, AuditPair, ComplaintNotice
from mentors.core import clock
from mentors.followups.commands import record_answer
from mentors.followups.models import CheckIn
from mentors.followups.rules import CheckKind
from mentors.journal.models import Entry
from mentors.kit import pdf
from mentors.kit.db import db
from mentors.meetings.models import Meeting
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from tests.followups.pairs import a_pair
from tests.given import Given
from tests.kit.pdfs import needs_pdf, untagged
from tests.page import Page

DAY = timedelta(days=1)
FROM, UNTIL = "2026-08-25", "2026-11-23"


def lived(given: Given, **values: Any) -> Pair:
    """A pair a hundred days old, with its agreement."""
    newcomer = values.pop("newcomer", None) or given.newcomer().person
    volunteer = values.pop("volunteer", None) or given.volunteer().person
    return a_pair(
        given, newcomer=newcomer, volunteer=volunteer, since=clock.now() - 100 * DAY,
        **{"goal": "Et job", "tasks": "Samtaler", "minutes_a_month": 120, **values},
    )  # fmt: skip


def drawn(given: Given, **values: Any) -> Page:
    page = given.coordinator().get("/desk/audits/")
    return page.press("Træk stikprøven", **{"from_on": FROM, "until_on": UNTIL, "size": 5, "seed": "2026", **values})


def asked(pair: Pair, days_ago: int) -> CheckIn:
    due = clock.today() - days_ago * DAY
    row = CheckIn(pair=pair, person_id=pair.newcomer_id, kind=CheckKind.check_in, period=str(due), due_on=due,
                  asked_at=clock.now() - days_ago * DAY)  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def met(pair: Pair, days_ago: int, minutes: int | None = 60, **values: Any) -> None:
    at = clock.now() - days_ago * DAY
    held = {"held_at": at} if minutes else {}
    db.session.add(Meeting(pair_id=pair.id, starts_at=at, minutes=minutes, created_at=at, **{**held, **values}))
    db.session.commit()


def line_of(pack: AuditPack) -> queries.Line:
    return queries.lines_of(pack)[0]


def the_pack() -> AuditPack:
    db.session.expire_all()
    return db.session.query(AuditPack).order_by(AuditPack.id.desc()).first()  # type: ignore[return-value]


def test_planned_is_held_against_delivered_and_follow_ups_against_days(given: Given) -> None:
    pair = lived(given)
    for days, minutes in ((10, 60), (20, 90), (400, 60)):
        met(pair, days, minutes)
    met(pair, 5, None, cancelled_at=clock.now())
    record_answer(given.by(), asked(pair, 50), "good")
    asked(pair, 40)
    asked(pair, 5)
    db.session.commit()
    page = drawn(given, size=1)
    line = line_of(the_pack())
    assert line.delivered == 150 and line.meetings == {"planned": 3, "held": 2, "cancelled": 1, "minutes": 150}
    assert line.planned == round(120 * 91 / (365.25 / 12))
    assert [one.state for one in line.follow_ups] == ["answered", "missed", "waiting"] and not line.is_without
    assert page.says("2,5") and page.says("Ikke fulgt op") and page.says("Klagevejledning Nej")


def test_the_seed_draws_the_same_pairs_again_and_who_drew_is_written_down(given: Given) -> None:
    for _ in range(8):
        lived(given)
    page = drawn(given, size=3)
    first = [row.pair_ref for row in the_pack().pairs]
    assert page.says("2026") and page.says("Par i perioden 8") and page.says("ikke stratificeret")
    drawn(given, size=3)
    assert [row.pair_ref for row in the_pack().pairs] == first
    drawn(given, size=3, seed="")
    assert the_pack().seed and len(the_pack().pairs) == 3
    entry = db.session.query(Entry).filter_by(act="audits.made").order_by(Entry.id).first()
    assert entry is not None and entry.by.startswith("account:") and entry.reason == f"{FROM}..{UNTIL} 2026"
    assert db.session.query(Entry).filter_by(act="audits.included", thing=entry.thing).count() == 6


def test_more_than_there_are_gives_all_of_them(given: Given) -> None:
    lived(given)
    assert drawn(given, size=200).says("der er ikke flere") and len(the_pack().pairs) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"from_on": UNTIL, "until_on": FROM}, "Den sidste dag skal ligge efter den første."),
        ({"from_on": "2027-01-01", "until_on": "2027-02-01"}, "Vælg en periode, der er begyndt."),
        ({"from_on": "2020-01-01", "until_on": "2020-02-01"}, "Der var ingen par i gang i den periode."),
        ({"size": 0}, "Skriv et tal mellem 1 og 200."),
        ({"size": 201}, "Skriv et tal mellem 1 og 200."),
        ({"from_on": "i går"}, "Skriv en dato"),
        ({"seed": "010190-1234"}, "Det ligner et CPR-nummer."),
    ],
)
def test_what_cannot_be_audited_is_said(given: Given, values: dict[str, Any], sentence: str) -> None:
    lived(given)
    page = drawn(given, **values)
    assert page.status == 422 and page.says(sentence) and db.session.query(AuditPack).count() == 0
    shown = "size" if "size" in values else "seed"
    assert (shown, str(values.get(shown, "2026"))) in page.form("Træk stikprøven").values


def test_a_proposal_nobody_agreed_to_is_no_case(given: Given) -> None:
    lived(given)
    lived(given, state=PairState.proposed, newcomer_said_yes_at=None, volunteer_said_yes_at=None)
    lived(given, state=PairState.ended, closed_at=clock.now() - 95 * DAY)  # over before the period
    assert drawn(given, size=9).says("Par i perioden 1")


def test_a_pair_without_agreement_lacks_it_and_has_no_plan(given: Given) -> None:
    lived(given, goal=None, tasks=None, minutes_a_month=None, starts_on=None, planned_end_on=None)
    page = drawn(given)
    line = line_of(the_pack())
    assert line.planned is None and len(line.missing) == 5 and page.says("5 / 7")


def test_an_erased_person_leaves_a_number_and_nothing_else(given: Given) -> None:
    kept, gone = lived(given), lived(given)
    drawn(given, with_names=True)
    ref = gone.ref
    db.session.delete(gone.newcomer)
    db.session.commit()
    page = given.coordinator().get(f"/desk/audits/{the_pack().ref}")
    assert page.says("Personens oplysninger er slettet.") and page.says(ref) and page.says(kept.newcomer.name)
    assert db.session.query(AuditPair).filter_by(pair_id=None).count() == 1
    assert page.press("Hent regneark").status == 200


def test_names_only_when_asked_for_and_never_protected_ones(given: Given) -> None:
    pair = lived(given)
    pair.newcomer.is_protected = True
    db.session.commit()
    name, mentor = pair.newcomer.name, pair.volunteer.name
    assert not drawn(given).says(mentor)
    page = drawn(given, with_names=True)
    assert page.says(mentor) and page.says("Beskyttet navn") and not page.says(name)
    sheet = page.press("Hent regneark").response.data
    text = "".join(
        str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(sheet)) for row in sheet for cell in row
    )
    assert mentor in text and name not in text and str(pair.newcomer.mobile) not in text


def test_one_pair_is_packed_from_its_page_and_complaint_guidance_is_noted(given: Given) -> None:
    pair = lived(given)
    desk = given.coordinator()
    page = desk.get(f"/desk/pairs/{pair.ref}")
    assert page.says("Aftalen mangler: Klagevejledning")
    page = page.press("Klagevejledning er givet")
    assert page.says("Aftalen er hel") and db.session.query(ComplaintNotice).one().given_on == date(2026, 11, 23)
    assert page.press("Fortryd klagevejledning").says("Aftalen mangler: Klagevejledning")
    pack = page.press("Lav revisionspakke")
    assert pack.says(pair.newcomer.name) and not pack.says("Frø")
    far = given.signed_in(given.staff(town=given.town("nabo")))
    assert far.get(pack.path).status == 404


def test_no_cell_of_the_spreadsheet_is_a_formula(given: Given) -> None:
    pair = lived(given)
    pair.newcomer.first_name, pair.volunteer.last_name = "=1+1", "＝cmd"
    db.session.commit()
    page = drawn(given, with_names=True).press("Hent regneark")
    assert (
        page.response.headers["Content-Disposition"].startswith("attachment")
        and page.response.headers["Cache-Control"] == "no-store"
    )
    book = openpyxl.load_workbook(io.BytesIO(page.response.data))
    assert book.sheetnames == ["Stikprøve", "Par", "Opfølgninger"]
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(str(cell.value).startswith("'=1+1") for cell in cells)
    assert db.session.query(Entry).filter_by(act="audits.downloaded:xlsx").count() == 1


@needs_pdf
def test_the_pdf_is_tagged_has_a_language_and_a_title(given: Given) -> None:
    lived(given)
    page = drawn(given, with_names=True).press("Hent PDF")
    assert page.response.data.startswith(b"%PDF-") and not untagged(page.response.data, "da")
    assert db.session.query(Entry).filter_by(act="audits.downloaded:pdf").count() == 1


def test_without_the_libraries_a_sentence_says_what_to_do(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Any:
        raise pdf.PdfMissing

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    lived(given)
    page = drawn(given).press("Hent PDF")
    assert page.says("Her kan vi ikke lave PDF") and page.heading == "Revisionspakke"
    assert db.session.query(Entry).filter_by(act="audits.downloaded:pdf").count() == 0


def test_the_share_without_follow_up_is_a_number_on_the_desk_that_leads_to_which(given: Given) -> None:
    pair, followed = lived(given), lived(given)
    record_answer(given.by(), asked(followed, 20), "good")
    db.session.commit()
    page = given.coordinator().get("/desk/")
    assert page.says("50 %")
    which = page.click("uden opfølgning i 90 dage")
    assert which.says(pair.newcomer.name) and not which.says(followed.newcomer.name)
    assert given.coordinator().get(f"/desk/audits/without?from={UNTIL}&to={FROM}").status == 200
    assert given.coordinator().get("/desk/audits/without?from=x&to=%00").status == 200


def test_what_is_kept_about_somebody_can_be_shown(given: Given) -> None:
    pair = lived(given)
    drawn(given)
    assert queries.held(pair.newcomer_id)["audit_pair"][0]["pair"] == pair.ref
