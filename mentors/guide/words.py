from __future__ import annotations

from flask_babel import gettext as _

from mentors.core.language import Language
from mentors.guide.rules import Wish
from mentors.kit.filters import isolate
from mentors.kit.speech import speaking


def tile_words(name: str) -> dict[str, str]:
    """The words on the large buttons about one contact, in the language being spoken."""
    return {
        "call": _("Ring til %(name)s", name=isolate(name)),
        Wish.new_time: _("Ny tid"),
        Wish.call_me: _("Ring til mig"),
        Wish.stop: _("Jeg vil stoppe"),
    }


def card_words(code: str) -> tuple[Language, dict[str, str]]:
    """What stands on the printed card, in one language."""
    with speaking(code) as language:
        return language, {
            "title": _("Min side"),
            "scan": _("Åbn kameraet på din telefon. Hold det over koden. Tryk på linket."),
            "call": _("Ring til os"),
            "keep": _("Skriv så din kode på seks tal. Den står ikke på kortet."),
        }
