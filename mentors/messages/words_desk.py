from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.messages.rules import MessageEventKind, MessageState

STATE = {
    MessageState.waiting: _l("Venter på at blive sendt"),
    MessageState.leased: _l("Er ved at blive sendt"),
    MessageState.sending: _l("Er ved at blive sendt"),
    MessageState.sent: _l("Sendt"),
    MessageState.delivered: _l("Kommet frem"),
    MessageState.failed: _l("Kunne ikke sendes"),
    MessageState.unknown: _l("Uvist, om den kom frem"),
    MessageState.expired: _l("Blev for gammel"),
    MessageState.cancelled: _l("Afbrudt"),
}
TONE = {
    MessageState.waiting: "info",
    MessageState.leased: "info",
    MessageState.sending: "info",
    MessageState.sent: "neutral",
    MessageState.delivered: "good",
    MessageState.failed: "late",
    MessageState.unknown: "late",
    MessageState.expired: "attention",
    MessageState.cancelled: "neutral",
}

EVENT = {
    MessageEventKind.refused: _l("Et forsøg lykkedes ikke"),
    MessageEventKind.worker_lost: _l("Maskinen, der sendte, stoppede midt i det"),
    MessageEventKind.gave_up: _l("Vi opgav at sende den"),
    MessageEventKind.unclear: _l("Svaret fra SMS-firmaet gik tabt"),
    MessageEventKind.other_channel: _l("Sendt på en anden måde i stedet"),
    MessageEventKind.receipt: _l("SMS-firmaet meldte, at den ikke kom frem"),
    MessageEventKind.sent_again: _l("Sat til at blive sendt igen"),
    MessageEventKind.address_corrected: _l("Nummeret eller adressen er rettet"),
    MessageEventKind.called: _l("Personen er ringet op"),
    MessageEventKind.closed: _l("Taget af listen"),
}

# What happened, in words that say what to do. The longest beginning that fits the code wins.
_PROBLEMS = {
    "": _l("Den kunne ikke sendes. Prøv igen, eller ring."),
    "sms_": _l("SMS-firmaet sagde nej. Prøv igen senere, eller ring."),
    "sms_5": _l("SMS-firmaet havde problemer. Prøv igen senere, eller ring."),
    "sms_429": _l("SMS-firmaet havde for travlt. Prøv igen senere."),
    "sms_401": _l("Vores adgang til SMS-firmaet virker ikke. Sig det til den, der driver systemet."),
    "sms_403": _l("Vores adgang til SMS-firmaet virker ikke. Sig det til den, der driver systemet."),
    "sms_TimeoutError": _l("SMS-firmaet svarede ikke. Måske er beskeden kommet frem. Spørg personen."),
    "sms_502": _l("SMS-firmaet svarede ikke. Måske er beskeden kommet frem. Spørg personen."),
    "sms_504": _l("SMS-firmaet svarede ikke. Måske er beskeden kommet frem. Spørg personen."),
    "sms_odd": _l("SMS-firmaet svarede noget, vi ikke kender. Måske er beskeden kommet frem. Spørg personen."),
    "sms_undeliver": _l("Nummeret tager ikke imod SMS. Ret nummeret, eller ring."),
    "sms_21610": _l("Modtageren har bedt SMS-firmaet om ikke at få flere SMS’er. Ring, eller skriv en mail."),
    "sms_21": _l("Nummeret findes ikke. Ret nummeret, eller ring."),
    "sms_expired": _l("Telefonen var slukket for længe. Prøv igen, eller ring."),
    "smtp_": _l("Mailserveren svarede ikke. Prøv igen senere, eller ring."),
    "smtp_4": _l("Modtagerens mailserver ville ikke tage imod lige nu. Prøv igen senere, eller ring."),
    "smtp_5": _l("E-mailadressen tager ikke imod. Ret adressen, eller ring."),
    "smtp_552": _l("Modtagerens postkasse er fuld. Ring, eller prøv igen om nogle dage."),
    "smtp_554": _l("Modtagerens mailserver afviste mailen. Ring, eller send den på en anden måde."),
    "smtp_tls": _l("Mailserverens certifikat er forkert, så vi sender ikke. Sig det til den, der driver systemet."),
    "bad_address": _l("Nummeret eller adressen er skrevet forkert. Ret det."),
    "bad_text": _l("Der er et tegn i teksten, som ikke kan sendes. Ring i stedet."),
    "no_address": _l("Personen har ikke længere et nummer eller en adresse her. Skriv et nyt."),
    "suspended": _l("Nummeret eller adressen har afvist flere beskeder, så vi sender ikke dertil. Ret det, eller ring."),
    "worker_lost": _l("Maskinen stoppede, mens den sendte. Måske er beskeden kommet frem. Spørg personen."),
    "no_receipt": _l("Vi har ikke hørt fra SMS-firmaet, om den kom frem."),
    "not_wanted": _l("Personen har trukket sit samtykke tilbage."),
    "bug_": _l("Der er en fejl i systemet. Sig det til den, der driver det, og ring i stedet."),
    "expired": _l("Den kunne ikke sendes, før den blev for gammel."),
}  # fmt: skip


def problem(code: str | None) -> str:
    """What a code of a message's problem means, in words."""
    found = max((start for start in _PROBLEMS if (code or "").startswith(start)), key=len)
    return str(_PROBLEMS[found])
