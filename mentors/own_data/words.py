"""What a participant reads about her own data: a heading per table, a word per column. What has no word here
stands in the file she takes along, as it is."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.gatherings.words import SEAT
from mentors.own_data.rules import RetentionKind
from mentors.people.words import CHANNEL, GENDER

# One heading may gather several tables; those without one are parts of another.
TABLE: dict[str, Any] = {
    "person": _l("Om dig"),
    "consent": _l("Det, du har sagt ja til"),
    "week": _l("Din uge"),
    "busy_time": _l("Din uge"),
    "participation": _l("Det, du er meldt til"),
    "step_done": _l("Det, du er meldt til"),
    "pair": _l("Dine kontakter"),
    "pair_change": _l("Dine kontakter"),
    "plan_sending": _l("Dine kontakter"),
    "meeting": _l("Jeres møder"),
    "check_in": _l("Det, vi har spurgt dig om"),
    "answer": _l("Det, du har svaret"),
    "question_stop": _l("Det, vi har spurgt dig om"),
    "job": _l("Dit job"),
    "job_check": _l("Dit job"),
    "job_answer": _l("Det, du har svaret"),
    "message": _l("Beskeder til dig"),
    "message_event": _l("Beskeder til dig"),
    "contact_point": _l("Beskeder til dig"),
    "account": _l("Din adgang"),
    "sitting": _l("Din adgang"),
    "personal_link": _l("Dine links"),
    "responsible_change": _l("Hvem der hjælper dig i kommunen"),
    "handover_item": _l("Hvem der hjælper dig i kommunen"),
    "newcomer_case": _l("Hvem der hjælper dig i kommunen"),
    "task": _l("Det, kommunen skal gøre for dig"),
    "hotline_call": _l("Når du har ringet"),
    "clearance": _l("Dine attester"),
    "clearance_need": _l("Dine attester"),
    "child_contact": _l("Dit arbejde med børn"),
    "childcare_helper": _l("Dit arbejde med børn"),
    "guardian": _l("Din mor, far eller værge"),
    "guardian_consent": _l("Din mor, far eller værge"),
    "referral": _l("Foreninger, du er sendt videre til"),
    "referral_consent": _l("Foreninger, du er sendt videre til"),
    "referral_view": _l("Hvem der har set dig"),
    "association_contact": _l("Din forening"),
    "association_volunteer": _l("Din forening"),
    "nomination": _l("Din forening"),
    "lead": _l("Virksomheder, du vil høre fra"),
    "sign_up": _l("Caféer og hold"),
    "attendance": _l("Caféer og hold"),
    "door_tag": _l("Caféer og hold"),
    "module_done": _l("Caféer og hold"),
    "leader_switch": _l("Caféer og hold"),
    "leave": _l("Caféer og hold"),
    "speaker": _l("Caféer og hold"),
    "advice_slot": _l("Samtaler, du har bestilt"),
    "unit_note": _l("Noter om dig"),
    "youth_profile": _l("Fordi du er ung"),
    "spare_job_answer": _l("Fordi du er ung"),
    "youth_member": _l("Fordi du er ung"),
    "youth_helper": _l("Dit arbejde med børn"),
    "import_row": _l("Listen, du kom med"),
    "audit_pair": _l("Når nogen ser kommunen efter"),
    "complaint_notice": _l("Når nogen ser kommunen efter"),
    "journal_entry": _l("Hvem der har gjort hvad"),
    "erasure": _l("Når du vil glemmes"),
    "longer_keep": _l("Hvor længe vi gemmer"),
    "retention_notice": _l("Hvor længe vi gemmer"),
}

COLUMN: dict[str, Any] = {
    "first_name": _l("Fornavn"),
    "last_name": _l("Efternavn"),
    "name": _l("Navn"),
    "caller": _l("Navn"),
    "mobile": _l("Mobilnummer"),
    "phone": _l("Telefon"),
    "email": _l("E-mail"),
    "address": _l("Sendt til"),
    "prefers": _l("Vil helst høre fra os på"),
    "birth_year": _l("Fødselsår"),
    "birth_month": _l("Fødselsmåned"),
    "gender": _l("Køn"),
    "postcode": _l("Postnummer"),
    "expected_on": _l("Ventes til Danmark"),
    "is_protected": _l("Beskyttet navn og adresse"),
    "given_at": _l("Sagt ja"),
    "withdrawn_at": _l("Trukket tilbage"),
    "wording": _l("Ordlyd"),
    "applied_at": _l("Meldt til"),
    "approved_at": _l("Godkendt"),
    "left_at": _l("Stoppet"),
    "note": _l("Det, du skrev"),
    "company_name": _l("Virksomhed"),
    "company": _l("Virksomhed"),
    "done_on": _l("Gjort"),
    "done_at": _l("Gjort"),
    "proposed_at": _l("Foreslået"),
    "starts_on": _l("Fra"),
    "since_on": _l("Fra"),
    "since": _l("Fra"),
    "planned_end_on": _l("Til og med"),
    "closed_at": _l("Slut"),
    "ended_on": _l("Slut"),
    "free": _l("Har tid"),
    "goal": _l("Mål"),
    "tasks": _l("Det laver I"),
    "starts_at": _l("Dag"),
    "minutes": _l("Minutter"),
    "place": _l("Sted"),
    "asked_at": _l("Spurgt"),
    "answered_at": _l("Svaret"),
    "subject": _l("Emne"),
    "body": _l("Besked"),
    "sent_at": _l("Sendt"),
    "created_at": _l("Skrevet ned"),
    "began_at": _l("Logget ind"),
    "called_at": _l("Ringet"),
    "words": _l("Note"),
    "requested_on": _l("Bedt om"),
    "assessed_on": _l("Vurderet"),
    "valid_until": _l("Gælder til"),
    "introduced_on": _l("Sendt videre"),
    "came_on": _l("Kom første gang"),
    "at": _l("Dag"),
    "adults": _l("Voksne"),
    "children": _l("Børn"),
    "number": _l("Nummer"),
    "ends_on": _l("Slut"),
    "joined_on": _l("Kom med"),
    "left_on": _l("Stoppet"),
    "raised_at": _l("Skrevet ned"),
    "state": _l("Status"),
    "reason": _l("Grund"),
    "until_on": _l("Gemmes til"),
    "goes_on": _l("Slettes"),
    "due_at": _l("Slettes"),
    "given_on": _l("Dag"),
    "made_at": _l("Dag"),
}
# What a line of the journal is about, by its room; where one room does several things, by the act.
HERSELF, UNKNOWN = _l("Du selv"), _l("Uden login")
_OF_ROOM: dict[str, Any] = {
    "people": TABLE["person"], "programmes": TABLE["participation"], "timetables": TABLE["week"],
    "pairing": TABLE["pair"], "casework": TABLE["newcomer_case"], "meetings": TABLE["meeting"], "followups": TABLE["check_in"], "messages": TABLE["message"],
    "accounts": TABLE["account"], "guide": TABLE["personal_link"], "desk": TABLE["responsible_change"],
    "portfolios": TABLE["responsible_change"], "tasks": TABLE["task"], "hotline": TABLE["hotline_call"],
    "clearances": TABLE["clearance"], "youth": TABLE["youth_profile"], "associations": TABLE["referral"],
    "gatherings": TABLE["sign_up"], "imports": TABLE["import_row"], "audits": TABLE["audit_pair"],
    "own_data": TABLE["longer_keep"], "journal": TABLE["journal_entry"],
}  # fmt: skip
_OF_ACT: dict[str, Any] = {
    "people.consent_given": TABLE["consent"], "people.consent_withdrawn": TABLE["consent"],
    "people.protected": COLUMN["is_protected"], "people.protection_lifted": COLUMN["is_protected"],
    "people.protection_renewed": COLUMN["is_protected"], "gatherings.note_written": TABLE["unit_note"],
    "gatherings.responsible_switched": TABLE["responsible_change"], "youth.helper_added": TABLE["youth_helper"],
    "gatherings.responsible_back": TABLE["responsible_change"], "followups.job_started": TABLE["job"],
    "clearances.contact_entered": TABLE["child_contact"], "youth.guardian_asked": TABLE["guardian"],
    "youth.guardian_consented": TABLE["guardian"], "youth.guardian_withdrew": TABLE["guardian"],
    "associations.contact_invited": TABLE["association_contact"], "own_data.erasure_asked": TABLE["erasure"],
    "associations.volunteer_added": TABLE["association_volunteer"], "own_data.erasure_taken_back": TABLE["erasure"],
}  # fmt: skip


def deed(act: str) -> Any | None:
    """Under which heading somebody did what a line of the journal says; None for a room nobody knows any more."""
    act = act.partition(":")[0]
    return _OF_ACT.get(act) or _OF_ROOM.get(act.partition(".")[0])


# Kinds that have words a participant can read; a kind without one is left to the file.
VALUE: dict[Any, Any] = {**GENDER, **CHANNEL, **SEAT}

KIND = {
    RetentionKind.application: _l("Tilmeldinger, der ikke blev til noget"),
    RetentionKind.ended_pair: _l("Personer, hvis forløb er slut"),
    RetentionKind.attendance: _l("Fremmøde med navn"),
    RetentionKind.messages: _l("Beskeder"),
    RetentionKind.journal: _l("Navne i loggen"),
    RetentionKind.plans: _l("Planer med par"),
}
STAYS = {"journal_entry": _l("Linjer i loggen, uden dit navn")}
# What two records are compared in, side by side.
MERGED: dict[str, Any] = {
    **{name: COLUMN[name] for name in ("first_name", "last_name", "mobile", "email", "prefers", "birth_year", "gender",
                                       "postcode", "expected_on")},
    "language": _l("Vi skriver på"),
    "trade": _l("Fag"),
}  # fmt: skip
