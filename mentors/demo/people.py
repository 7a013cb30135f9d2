"""Who lives in the demo town. Every name, number and address is made up."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from mentors.core.calendar import WEEK_PARTS
from mentors.people.commands import Details
from mentors.people.rules import INTERESTS, TRADES, Gender

# Around one middle-sized town, so that some live near and some do not.
POSTCODES = (
    "5000", "5000", "5000", "5200", "5210", "5220", "5230", "5240", "5250", "5260", "5270", "5290", "5300",
    "5330", "5450", "5500", "5550", "5600", "5700",
)  # fmt: skip
WOMEN = (
    "Mette", "Hanne", "Kirsten", "Lone", "Anne", "Birgit", "Susanne", "Pia", "Louise", "Camilla", "Ida", "Sofie",
    "Inge", "Lis", "Dorthe", "Tine", "Maja", "Katrine", "Helle", "Bodil",
)  # fmt: skip
MEN = (
    "Lars", "Jens", "Peter", "Søren", "Henrik", "Ole", "Niels", "Anders", "Thomas", "Morten", "Kasper", "Jakob",
    "Bent", "Finn", "Rasmus", "Erik", "Mads", "Ulrik", "Steen", "Ejnar",
)  # fmt: skip
SURNAMES = (
    "Jensen", "Nielsen", "Hansen", "Pedersen", "Andersen", "Christensen", "Larsen", "Sørensen", "Rasmussen",
    "Jørgensen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Møller", "Poulsen", "Bjerre", "Ågård", "Lund", "Holm",
)  # fmt: skip

# A newcomer's language, what she also speaks, first names (women, men) and surnames.
GROUPS = (
    ("ar", ("en",), ("Amal", "Rania", "Huda", "Salma", "Nour", "Layla", "Maha", "Dima"),
     ("Omar", "Khaled", "Yousef", "Samir", "Ahmad", "Bilal"), ("Haddad", "Khalil", "Nassar", "Saleh", "Darwish")),
    ("uk", ("ru",), ("Oksana", "Iryna", "Olena", "Svitlana", "Kateryna", "Yuliia", "Nataliia", "Halyna"),
     ("Andrii", "Dmytro", "Serhii", "Taras", "Bohdan"), ("Shevchuk", "Kovalenko", "Bondar", "Melnyk", "Tkach")),
    ("ti", ("en",), ("Selam", "Feven", "Rahwa", "Mebrat"), ("Tesfay", "Filmon", "Yonas", "Kidane"),
     ("Haile", "Tekle", "Gebre")),
    ("fa_AF", ("fa", "en"), ("Zahra", "Parwin", "Shukria"), ("Reza", "Farid", "Najib"), ("Ahmadi", "Rahimi", "Noori")),
    ("so", ("en",), ("Hodan", "Ifrah", "Sahra"), ("Abdi", "Liban"), ("Warsame", "Jama")),
    ("tr", ("de",), ("Elif", "Zeynep"), ("Murat", "Emre"), ("Yildiz", "Demir")),
    ("en", ("hi",), ("Priya", "Ananya", "Emily"), ("Rahul", "James", "Arjun"), ("Sharma", "Iyer", "Wilson")),
    ("es", ("en",), ("Lucia", "Carmen"), ("Diego", "Mateo"), ("Fernandez", "Rojas")),
)  # fmt: skip
# Languages a Danish volunteer may have besides Danish.
EXTRA = (("en",), ("en",), ("en", "de"), ("en", "ar"), ("en", "fr"), ("en", "uk", "ru"), ("en", "tr"), ("en", "es"))
# What we can write in; others are written to in English until their catalogue is whole.
WRITTEN = ("ar", "uk", "en")


def mobile_numbers() -> Iterator[str]:
    """Numbers of the right shape; the demo town sends nothing to any of them."""
    yield from (f"+4520{n:06d}" for n in range(300_100, 400_000, 37))


def free_times(random: Random, *, days_taken: bool) -> tuple[str, ...]:
    """Parts of a week: whoever has language school or a job is free in the evening and at weekends."""
    likely = {"morning": 0.15, "afternoon": 0.3, "evening": 0.55}
    if days_taken:
        likely = {"morning": 0.03, "afternoon": 0.15, "evening": 0.5}
    found = [
        part
        for part in WEEK_PARTS
        if random.random() < (0.5 if part[:3] in ("sat", "sun") else likely[part.split("-")[1]])
    ]
    return tuple(found or ["sat-morning"])


def volunteer(random: Random, mobile: str, number: int) -> Details:
    woman = random.random() < 0.6
    first = random.choice(WOMEN if woman else MEN)
    last = random.choice(SURNAMES)
    return Details(
        first_name=first,
        last_name=last,
        mobile=mobile,
        email=f"{_ascii(first)}.{_ascii(last)}{number}@example.org",
        speaks=("da", *random.choice(EXTRA)),
        birth_year=random.randint(1948, 2003),
        gender=Gender.woman if woman else Gender.man,
        postcode=random.choice(POSTCODES),
        interests=_interests(random),
        trade=random.choice(TRADES[:-3]),
        language="da",
    )


def newcomer(random: Random, mobile: str, number: int) -> Details:
    language, also, women, men, surnames = random.choices(GROUPS, weights=(26, 22, 9, 9, 6, 4, 6, 4))[0]
    woman = random.random() < 0.58
    first, last = random.choice(women if woman else men), random.choice(surnames)
    speaks = [language, *(code for code in also if random.random() < 0.7)]
    if random.random() < 0.35:
        speaks.append("da")
    return Details(
        first_name=first,
        last_name=last,
        mobile=mobile,
        email=f"{first.lower()}{number}@example.org" if random.random() < 0.5 else None,
        speaks=tuple(dict.fromkeys(speaks)),
        birth_year=random.randint(1966, 2006),
        gender=Gender.woman if woman else Gender.man,
        postcode=random.choice(POSTCODES),
        interests=_interests(random),
        trade=random.choice(TRADES),
        language=language if language in WRITTEN else "en",
    )


def _interests(random: Random) -> tuple[str, ...]:
    return tuple(random.sample(INTERESTS, random.randint(2, 5)))


def _ascii(name: str) -> str:
    return name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
