"""What the letters of a translation give away: still Danish, another script, another ending, other numbers."""

from __future__ import annotations

import pytest

from mentors.i18n.faults import faults_in

FITS = [
    ("Telefon", "الهاتف", "ar"),
    ("Skriv dit CVR-nummer.", "يرجى كتابة رقم CVR.", "ar"),
    ("Har du MitID?", "MitIDን ኣለኩም ዶ?", "ti"),
    ("Børneattest", "ምስክር ወረቐት (børneattest)", "ti"),
    ("Barselscafé", "Кафе для молодих батьків (barselscafé)", "uk"),
    ("CV", "CV", "uk"),
    ("%(kind)s: %(name)s", "%(kind)s: %(name)s", "fa"),
    ("Er du klar?", "آماده‌اید؟", "fa"),
    ("Kl. 16.30.", "الساعة 16:30.", "ar"),
    ("Højst 100 kr.", "حتى ١٠٠ كرونة", "ar"),
    ("Fx 20 30 40 50", "مثل 20304050", "ar"),
    ("Velkommen.", "Soo dhowow!", "so"),
    ("Tid: %(time)s", "ግዜ፦ %(time)s", "ti"),
    ("Ring til Børns Vilkår.", "Li Børns Vilkår bigere.", "ku"),
]
FAULTY = [
    ("Skriv til os.", "يرجى الكتابة إلى kommunen.", "ar", "'kommunen' in Latin letters"),
    ("Telefon", "Telefon", "fa", "Latin letters"),
    ("Din side", "Your page", "uk", "Latin letters"),
    ("Din side", "Bogga гaag", "so", "another script"),
    ("Ring til kommunen i dag", "Wac kommunen maanta", "so", "in Danish"),
    ("Vi hjælper dig", "Em hjælper te", "ku", "in Danish"),
    ("Ring til os", "Ring til os", "so", "still the Danish text"),
    ("Er du klar?", "آماده‌اید.", "fa", "ends with ."),
    ("Tid:", "Waqti", "so", "ends with no mark"),
    ("Klar", "Diyaar.", "so", "ends with ."),
    ("(valgfrit)", "ikhtiyaari", "so", "begins with no mark"),
    ("Højst 100 kr.", "حتى 10 كرونة", "ar", "has the numbers"),
    ("Kl. 16.30.", "الساعة 4:30.", "ar", "has the numbers"),
]


@pytest.mark.parametrize(("msgid", "said", "code"), FITS)
def test_what_people_of_the_language_would_write_fits(msgid: str, said: str, code: str) -> None:
    assert faults_in(msgid, None, said, code) == []


@pytest.mark.parametrize(("msgid", "said", "code", "complaint"), FAULTY)
def test_what_slipped_through_is_seen(msgid: str, said: str, code: str, complaint: str) -> None:
    assert any(complaint in fault for fault in faults_in(msgid, None, said, code))


def test_a_count_may_be_said_in_words() -> None:
    forms = ["ilmo %(num)d", "%(num)d carruur"]
    assert faults_in("%(num)d barn", "%(num)d børn", forms, "so") == []
    assert faults_in("%(num)d barn", "%(num)d børn", ["hal ilmo", "%(num)d børn"], "so")
