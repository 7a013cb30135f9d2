from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.accounts.rules_absence import ChangeReason
from mentors.kit.speech import say_list

# Read by the newcomer herself, on her page.
CHANGE_REASON = {
    ChangeReason.stopped: _l("Kollegaen arbejder her ikke mere"),
    ChangeReason.workload: _l("Vi deler arbejdet på en ny måde"),
    ChangeReason.knows_area: _l("Den nye kender dit område bedre"),
    ChangeReason.language: _l("Den nye taler dit sprog"),
    ChangeReason.wish: _l("Du har selv bedt om det"),
    ChangeReason.group: _l("Din holdleder hjælper dig, mens du går på holdet"),
    ChangeReason.group_over: _l("Dit hold er slut"),
    ChangeReason.other_work: _l("Kollegaen har fået andre opgaver"),
}

# Names of browsers and systems are the same in every language; only the kind of thing is said in words.
_BROWSERS = {"edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome",
             "safari": "Safari"}  # fmt: skip
_SYSTEMS = {
    "android": _l("Android-telefon"),
    "iphone": _l("iPhone"),
    "ipad": _l("iPad"),
    "windows": _l("Windows-computer"),
    "mac": _l("Mac"),
    "linux": _l("Linux-computer"),
    "chromeos": _l("Chromebook"),
}


def device_word(device: str) -> str:
    """A browser and its device as people know them: `Chrome, Android-telefon`."""
    browser, _blank, system = device.partition(" ")
    return say_list(
        [_BROWSERS.get(browser, str(_l("Ukendt browser"))), str(_SYSTEMS.get(system, _l("ukendt telefon eller computer")))]
    )  # fmt: skip
