"""What can be wrong with a translation, each as one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel.messages.plurals import get_plural

from mentors.core.text import balanced, placeholders
from mentors.i18n.faults_letters import faults_in_letters

# A Danish word in brackets, as it will be met on a letter or a door, costs a translation nothing.
_ASIDE = re.compile(r"\s*\([^()]*\)")
_TAG = re.compile(r"</?[a-z][^>]*>")


def plural_forms(code: str) -> tuple[int, str]:
    """How many forms a language has when it counts, and the rule for choosing, as gettext writes it."""
    found = get_plural(code)
    return found.num_plurals, found.plural_forms


def faults_in(msgid: str, plural: str | None, said: str | Sequence[str], code: str) -> list[str]:
    """Everything wrong with one translation; empty where it fits."""
    if plural is None:
        if not isinstance(said, str):
            return ["is one text, not a list of forms"]
        return _faults_in_form(msgid, msgid, said) + faults_in_letters(msgid, said, code)
    forms, _rule = plural_forms(code)
    if isinstance(said, str) or len(said) != forms:
        count = 1 if isinstance(said, str) else len(said)
        return [f"needs {forms} plural forms in {code} and has {count}"]
    faults = [fault for form in said for fault in _faults_in_form(msgid, plural, form)]
    return faults + [fault for form in said for fault in faults_in_letters(plural, form, code, counts=True)]


def _faults_in_form(msgid: str, plural: str, said: str) -> list[str]:
    faults = []
    wanted, has = placeholders(msgid) | placeholders(plural), placeholders(said)
    may_lack = {"num"} if plural != msgid else set()
    if has - wanted:
        faults.append(f"has placeholders the source lacks: {_listed(has - wanted)}")
    if wanted - has - may_lack:
        faults.append(f"lacks the placeholders {_listed(wanted - has - may_lack)}")
    if wanted and not faults and not _fills(said, wanted):
        faults.append("cannot be filled in: write a lone % as %%")
    if sorted(_TAG.findall(said)) not in (sorted(_TAG.findall(msgid)), sorted(_TAG.findall(plural))):
        faults.append("has other HTML tags than the source")
    most = budget(max(msgid, plural, key=len))
    if (length := len(_ASIDE.sub("", said))) > most:
        faults.append(f"takes {length} characters and has {most}: say it shorter")
    if not balanced(said):
        faults.append("has a direction mark that is not closed")
    if not said.strip():
        faults.append("is empty")
    elif (said[0].isspace(), said[-1].isspace()) != (msgid[0].isspace(), msgid[-1].isspace()):
        faults.append("begins or ends with a blank where the source does not, or the other way round")
    return faults


def budget(msgid: str) -> int:
    """How many characters a translation may take: a short word may grow, a sentence by rather more than half.

    Longer ones break buttons and small screens. The four languages that came first keep within it.
    """
    return round(1.6 * len(_ASIDE.sub("", msgid))) + 20


def _fills(text: str, names: set[str]) -> bool:
    try:
        text % dict.fromkeys(names, 1)
    except (KeyError, ValueError, TypeError):
        return False
    return True


def _listed(names: set[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names))
