"""Which of the house's texts a municipality may say in its own words, and what its words must live up to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mentors.core.text import balanced, placeholders
from mentors.messages.rules import sms_segments


class Medium(StrEnum):
    page = "page"
    sms = "sms"
    mail = "mail"


# The longest a text may be, in characters: one phone screen, one SMS (below), one paragraph of a mail.
MOST = {Medium.page: 160, Medium.sms: 160, Medium.mail: 400}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the house that a municipality may replace. `msgid` is its Danish words as they stand in the code."""

    key: str
    medium: Medium
    msgid: str

    @property
    def names(self) -> tuple[str, ...]:
        """What is filled in, in the order it is said: `("name", "link")`."""
        return tuple(re.findall(r"%\((\w+)\)s", self.msgid))


WORDINGS = (
    Wording("front", Medium.page, "Nogle få timer om måneden er nok til, at en ny nabo føler sig hjemme."),
    Wording("was-status", Medium.page, "Siderne følger reglerne for tilgængelighed, WCAG 2.1 på niveau A og AA."),
    Wording("was", Medium.page, "Vi kender ingen fejl lige nu."),
    Wording("welcome-sms", Medium.sms, "Din side: %(link)s"),
    Wording("welcome", Medium.mail, "Hej %(name)s. Her er din side. Her kan du se din kontakt og bede os ringe."),
    Wording("applied", Medium.mail, "Hej %(name)s. Tak, fordi du har meldt dig. Vi har fået dine svar."),
    Wording("approved-sms", Medium.sms, "Velkommen! Du er godkendt. Du hører snart fra os."),
    Wording("approved", Medium.mail, "Hej %(name)s. Du er godkendt som frivillig. Velkommen!"),
    Wording("newcomer-sms", Medium.sms, "En vil gerne møde dig: %(link)s"),
    Wording("newcomer", Medium.mail, "Hej %(name)s. Vi har fundet en, der gerne vil møde dig."),
    Wording(
        "volunteer-sms", Medium.sms, "Vi har en, vi tror, du passer godt sammen med. Se og svar her: %(link)s"
    ),
    Wording("volunteer", Medium.mail, "Hej %(name)s. Vi har en, vi tror, du passer godt sammen med."),
    Wording("seat-sms", Medium.sms, "Der er en plads til dig. Svar her: %(link)s"),
    Wording("check-in-sms", Medium.sms, "Hvordan går det? Svar her: %(link)s"),
    Wording("ended-sms", Medium.sms, "Tak for jeres tid sammen. Ring, hvis vi kan hjælpe igen."),
)  # fmt: skip
BY_KEY = {wording.key: wording for wording in WORDINGS}


class WordingProblem(StrEnum):
    missing_name = "missing_name"
    unknown_name = "unknown_name"
    too_long = "too_long"
    too_many_sms = "too_many_sms"
    open_direction = "open_direction"


_HOLE = re.compile(r"\[(\w+)\]")


def to_text(wording: Wording, typed: str) -> str:
    """What somebody typed, `Hej [name]`, as the house keeps it: `Hej %(name)s`. A lone % stays a %."""
    if not wording.names:
        return typed
    return _HOLE.sub(lambda hole: f"%({hole[1]})s", typed.replace("%", "%%"))


def to_typed(wording: Wording, text: str) -> str:
    """The other way: what the person writing sees and changes."""
    if not wording.names:
        return text
    return re.sub(r"%%|%\((\w+)\)s", lambda found: f"[{found[1]}]" if found[1] else "%", text)


def problems(wording: Wording, text: str, link: str) -> tuple[tuple[WordingProblem, str], ...]:
    """Everything wrong with a text as the house keeps it, each with what it is about. Empty where it fits.

    `link` is an address of the length readers get. An SMS must fit in one, with its link: a second costs the same again and tears the text apart on old phones.
    """
    found: list[tuple[WordingProblem, str]] = []
    has = placeholders(text) | set(_HOLE.findall(text) if wording.names else ())
    found += [(WordingProblem.missing_name, name) for name in wording.names if name not in has]
    found += [(WordingProblem.unknown_name, name) for name in sorted(has - set(wording.names))]
    if len(text) > MOST[wording.medium]:
        found.append((WordingProblem.too_long, str(MOST[wording.medium])))
    if not balanced(text):
        found.append((WordingProblem.open_direction, ""))
    if wording.medium is Medium.sms and not found and sms_segments(shown(wording, text, link)) > 1:
        found.append((WordingProblem.too_many_sms, str(len(shown(wording, text, link)))))
    return tuple(found)


def shown(wording: Wording, text: str, link: str, name: str = "Mette") -> str:
    """The text as a reader would get it, with a name and a link."""
    if not wording.names:
        return text
    return text % {"name": name, "link": link}
