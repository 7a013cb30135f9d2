"""Danish under each line, on request: a newcomer and a helper point at the same words (issue 7, item 2)."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import Tag

from mentors.core.language import READABLE
from mentors.kit.db import db
from tests.given import Given
from tests.guide.newcomers import address_of, agreed, page_of, proposed
from tests.page import Page

SWITCH = ".reading a"


def both_of(page: Page) -> Page:
    return page.visitor.get(str(page.soup.select_one(SWITCH)["href"]))  # type: ignore[index]


def lines(page: Page) -> list[str]:
    found = [" ".join(line.get_text().split()) for line in page.soup.select(".danish")]
    return ["".join(c for c in line if not 0x2066 <= ord(c) <= 0x2069) for line in found]


@pytest.mark.parametrize("language", sorted(set(READABLE) - {"da"}))
def test_each_line_has_its_danish_when_she_asks_and_not_before(given: Given, language: str) -> None:
    newcomer = given.newcomer(language=language, first_name="Fatima")
    agreed(given, newcomer, first_name="Hanne", mobile="+4520304050")
    page = page_of(given, newcomer.person)
    assert lines(page) == []
    page = both_of(page)
    said = lines(page)
    for line in ("Hej Fatima", "Din kontakt", "Ring til Hanne", "Ny tid", "Ring til mig", "Jeg vil stoppe"):
        assert line in said, line
    assert any("Taler" in line and "arabisk" in line for line in said)  # what is filled in is Danish as well
    assert all((line["lang"], line["dir"]) == ("da", "ltr") for line in page.soup.select(".danish"))


def test_a_danish_line_is_danish_to_its_last_word(given: Given) -> None:
    newcomer = given.newcomer(language="ar", speaks=("ar", "en"), first_name="Fatima")
    pair = agreed(given, newcomer, first_name="Hanne", speaks=("ar", "da"))
    pair.planned_end_on = date(2027, 4, 3)
    db.session.commit()
    said = lines(both_of(page_of(given, newcomer.person)))
    assert "I taler begge arabisk." in said and "3. april 2027" in said
    assert not [line for line in said if any("\u0600" <= c <= "\u06ff" for c in line)]


def test_it_stays_on_from_page_to_page_until_she_turns_it_off(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    pair = agreed(given, newcomer, first_name="Hanne")
    page = both_of(page_of(given, newcomer.person))
    stop = page.visitor.get(address_of(newcomer.person) + f"/contacts/{pair.ref}/stop")
    assert "Ja, jeg vil stoppe" in lines(stop) and "Vil du stoppe med at mødes med Hanne?" in lines(stop)
    assert lines(stop.visitor.get(str(stop.soup.select_one(SWITCH)["href"]))) == []  # type: ignore[index]
    assert lines(stop.visitor.get(address_of(newcomer.person))) == []


def test_a_danish_reader_is_offered_nothing_and_shown_nothing_twice(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    agreed(given, newcomer)
    page = page_of(given, newcomer.person)
    assert page.soup.select_one(SWITCH) is None
    assert lines(page.visitor.get(page.path.split("?")[0] + "?both=1")) == []


@pytest.mark.parametrize("asked", ["2", "", "ja", "<script>", "1&both=0"])
def test_nonsense_in_the_address_changes_nothing(given: Given, asked: str) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer)
    page = given.new_visitor().get(address_of(newcomer.person))
    again = page.visitor.get(f"{page.path.split('?')[0]}?both={asked}")
    assert again.status == 200 and bool(lines(again)) is asked.startswith("1")


def test_no_attribute_or_title_holds_the_danish_line(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer, first_name="Hanne")
    page = both_of(page_of(given, newcomer.person))
    values = [v for tag in page.soup.find_all(True) for v in tag.attrs.values() if isinstance(v, str)]
    assert not [value for value in values if "<" in value or "span" in value]
    assert page.soup.title is not None and "Min side" not in page.soup.title.get_text()


def test_a_name_that_is_markup_is_a_name_in_both_lines(given: Given) -> None:
    newcomer = given.newcomer(language="ar", first_name="<b>Fatima</b>")
    agreed(given, newcomer, first_name="<i>Hanne</i> 100%")
    page = both_of(page_of(given, newcomer.person))
    main = page.soup.select_one("main")
    assert isinstance(main, Tag) and not main.find_all(["b", "i"])
    assert "Hej <b>Fatima</b>" in lines(page) and "Ring til <i>Hanne</i> 100%" not in page.html


def test_the_proposal_says_yes_and_no_in_both(given: Given) -> None:
    newcomer = given.newcomer(language="ti")
    pair = proposed(given, newcomer, first_name="Hanne")
    page = both_of(page_of(given, newcomer.person))
    answer = page.press("Se forslaget")
    assert answer.status == 200 and "Ja tak" in lines(answer) and "Nej tak" in lines(answer)
    assert "Vil du møde Hanne?" in lines(answer)
    db.session.refresh(pair)
    assert pair.newcomer_said_yes_at is None


def test_the_way_to_hear_the_page_waits_for_a_voice(given: Given) -> None:
    newcomer = given.newcomer(language="so")
    agreed(given, newcomer)
    page = page_of(given, newcomer.person)
    speak = page.soup.select_one('button[data-does="speak"]')
    assert speak is not None and speak.has_attr("hidden") and speak["aria-label"]
    assert page.soup.select_one('button[data-does="hush"]').has_attr("hidden")  # type: ignore[union-attr]


def test_an_error_is_said_in_both_at_its_field_and_in_the_list(given: Given) -> None:
    page = given.new_visitor().get("/sign-in?lang=ar&both=1")
    wrong = page.form().fill(way="nobody@").submit()
    summary, field = wrong.soup.select_one(".error-summary"), wrong.soup.select_one(".form-error-message")
    assert wrong.status == 422 and isinstance(summary, Tag) and isinstance(field, Tag)
    assert "Der er noget, der skal rettes" in [line.get_text() for line in summary.select(".danish")]
    (told,) = [line.get_text() for line in field.select(".danish")]
    assert any(line.get_text().endswith(f": {told}") for line in summary.select("a .danish"))


def test_a_receipt_is_said_in_both(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer, first_name="Hanne")
    page = both_of(page_of(given, newcomer.person)).press("Ny tid").press("Fortryd")
    receipt = page.soup.select_one(".alert-success .alert-text")
    assert isinstance(receipt, Tag) and "Det er fortrudt. Alt er, som det var." in receipt.get_text()
    assert receipt.select_one(".danish")["lang"] == "da"  # type: ignore[index]
    assert not receipt.select("[lang=ar]"), "the page is Arabic already"


def test_a_receipt_keeps_its_language_on_a_page_in_another(given: Given) -> None:
    """WCAG 3.1.2: what was said in Arabic is Arabic on a page that stands in Danish."""
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer, first_name="Hanne")
    undo = both_of(page_of(given, newcomer.person)).press("Ny tid").form("Fortryd")
    undo.page.visitor.client.post(str(undo.tag["action"]), data=dict(undo.values))
    there = undo.page.visitor.get("/sign-in?lang=da&both=0")
    said = there.soup.select_one(".alert-text [lang]")
    assert isinstance(said, Tag) and (said["lang"], said["dir"]) == ("ar", "rtl"), there
    assert not lines(there)


def test_a_word_after_a_label_stands_before_the_danish_line(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer)
    visitor = both_of(page_of(given, newcomer.person)).visitor
    label = visitor.get(address_of(newcomer.person) + "/own-data/details").soup.select_one("label[for=last_name]")
    assert isinstance(label, Tag)
    assert [child.get("class") for child in label.find_all("span")] == [["optional"], ["danish"]]
    assert label.select_one(".danish").get_text() == "Efternavn (valgfrit)"  # type: ignore[union-attr]
