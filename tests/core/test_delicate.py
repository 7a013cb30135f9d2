"""What tells of health, faith or crime is stopped; what only sounds like it is let through."""

from __future__ import annotations

import pytest

from mentors.core.delicate import Delicate, delicate

TOLD = {
    Delicate.health: [
        "Hun har en depression", "lider af ANGST", "han har PTSD efter krigen", "går til psykolog hver uge", "Hun er gravid",
        "er syg i denne uge", "har fået en diagnose", "tager medicin mod smerter", "har diabetes", "er alkoholiker",
        "indlagt på OUH", "taler om selvmord", "barnet er autist", "She is pregnant", "suffers from anxiety", "he is disabled",
        "هي حامل", "لديه سرطان", "Вона вагітна", "بیماری قلبی", "tre sygdomme", "sygemeldt siden maj", "er handicappet",
    ],
    Delicate.religion: [
        "Hun er muslim", "familien er muslimsk", "De er kristne", "han er kristen", "katolsk familie", "går med tørklæde", "er jøde",
        "fejrer ramadan", "meget religiøs", "she is Jewish", "he was Christian", "Jehovas Vidner", "أنا مسلم", "Вони православні",
        "konverteret til islam", "er ateist", "spiser kun halal",
    ],
    Delicate.crime: [
        "han er dømt for noget", "har siddet i fængsel", "er sigtet i en sag", "blev anholdt i går", "er kriminel", "udsat for vold",
        "handler med narko", "he was convicted", "three years in prison", "arrested last year", "سجن سنتين", "Він злочинець",
    ],
}  # fmt: skip
INNOCENT = [
    "Arbejder som sygeplejerske", "sygeplejeskolen i Odense", "Bor i Kirkegade", "Troels kommer også", "Jeg tror på dig", "tro på det",
    "Læser gerne krimier", "en god krimi", "kirkekoncert på torvet", "Kristen hjælper os med flytningen", "Christian og Kristina",
    "Kristian henter", "Han kan lide at cykle", "Mødes ved Sct. Knuds Kirke", "mødes på sygehusets bibliotek", "Hun beder om hjælp til CV",
    "jeg beder jer ringe", "Vi taler om arbejdsmiljø", "sund mad og motion", "Sundhedsaften i kulturhuset",
    "gå ture og lave mad", "Øver dansk til prøven", "Læser medicin på SDU", "uddannet psykolog", "Arbejder som psykolog i Kyiv",
    "blind date med en bog", "Troldegade 4", "troværdig og rolig", "utroligt glad", "Tirsdag efter kl. 17", "Voldgade 3",
    "Volden ved havnen", "voldsomt god stemning", "Handicapparkering ved døren", "bandet spiller på lørdag",
    "spiller i et band", "bandagist", "dommer i håndbold", "Retten ligger i byen", "en ret med kylling", "Kan tage fra med det samme",
    "Fængselsmuseet i Horsens", "abe", "Aborre og torsk", "giftig", "gigantisk", "døveskole",
    "Islamabad er min by", "Angstrom", "cancel mødet", "stressfri start",
    "skilt fra arbejdet", "Ill. Marie", "the illustration", "sickle", "Rapeseed oil", "rapporten",
    "grape", "grapefrugt", "Vi håber på et godt match", "Hjælp til lektier og breve fra kommunen", "NemID og MitID",
    "cykelværksted hver lørdag", "Kaffe og kage", "Vil gerne tale med koordinatoren", "مرحبا أنا من دمشق", "Я люблю готувати",
    "I like cooking and football", "my sister lives in Aalborg", "Kan køre bil", "forældremøde", "børnehave på Skolevej", "ansigtet",
    "strafferet på universitetet", "straffespark i fodbold", "Kræftens Bekæmpelse", "hashtag", "Dømmekraft",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TOLD.items() for text in texts])
def test_what_is_nobody_s_business_is_seen(kind: Delicate, text: str) -> None:
    assert delicate(text) is kind


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_innocent_is_let_through(text: str) -> None:
    assert delicate(text) is None


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert sum(map(len, TOLD.values())) > 50 and len(INNOCENT) > 70
