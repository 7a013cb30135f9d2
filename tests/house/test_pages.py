"""Every page that can be reached, in every role and two languages, stands up to inspection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.house.checks.pages import faults_of_page
from tests.house.walk import LANGUAGES, WALKERS, Seen
from tests.seeded import Town

Walked = Callable[[str, str], list[Seen]]

# GET endpoints no link leads to, each with its reason.
UNLINKED = {
    "gatherings.talks": "for an advice café; the walk opens two series: tests/gatherings/test_open_days.py",
    "gatherings_desk.slots": "for an advice café; the walk opens two sessions: tests/gatherings/test_open_days.py",
    "timetables_desk.last_day": "for hours that are taken; the walk opens two weeks: tests/timetables/test_thisted.py",
    "own_data_link.forgotten": "shown after a form: tests/own_data",
    "own_data_link.stay": "stands in messages",
    "own_data_link.file": "a file to take along: tests/own_data",
    "own_data_my.file": "a file to take along: tests/own_data",
    "own_data_desk.file": "a file to take along: tests/own_data",
    "own_data_desk.merge": "the demo town has nobody twice: tests/own_data",
    "imports.one": "the demo town has brought no list: tests/imports",
    "pairing_reports.recruiting_csv": "shown when a report has been made: tests/pairing/test_reports_on_the_pool.py",
    "pairing_plans.plan": "for a plan somebody has made: tests/pairing/test_plans_desk.py",
    "pairing_plans.plan_waiting": "for a plan somebody has made: tests/pairing/test_plans_desk.py",
    "pairing_plans.plan_person": "for a plan somebody has made: tests/pairing/test_plans_desk.py",
    "pairing_plans.plan_edit": "for a plan somebody has made: tests/pairing/test_plans_desk.py",
    "pairing_plans.plan_send": "for a plan somebody has made: tests/pairing/test_plans_desk.py",
    "pairing_plans.certificate": "for a plan somebody has made: tests/pairing/test_plans_desk.py",
    "pairing.propose": "for a suggestion with a soft hurdle: tests/pairing/test_suggestions.py",
    "guide_desk.card": "a newcomer's page; the walk opens two people: tests/guide/test_link.py",
    "gatherings.sign_up": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings.sign_up_course": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.certificate": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.door_worker": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.helper_new": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.leader": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.modules": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.notes": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.series_people": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.session_cancel": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.session_edit": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.session_move": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.speaker_new": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.tag": "further in than the walk goes: tests/gatherings/test_pages.py",
    "gatherings_desk.tag_cards": "further in than the walk goes: tests/gatherings/test_pages.py",
    "associations_link.agreement": "stands in messages",
    "associations_link.nomination": "stands in messages",
    "gatherings_feeds.desk_feed": "stands in messages",
    "gatherings_feeds.my_feed": "stands in messages",
    "gatherings_links.my_gatherings": "stands in messages",
    "youth.spare_job": "stands in messages",
    "associations_my.my_activity": "an association's own: tests/associations",
    "associations_my.my_association": "an association's own: tests/associations",
    "associations_my.my_referral": "an association's own: tests/associations",
    "associations_my.my_associations": "an association's own: tests/associations",
    "associations_my.nominate": "an association's own: tests/associations",
    "static": "files, not pages",
    "readyz": "for machines",
    "metrics": "for machines",
    "messages_hooks.sms_receipt": "for machines",
    "healthz": "for machines",
    "municipalities.theme": "a stylesheet of the page's head",
    "accounts.link_sent": "shown after a form",
    "second.second": "shown after the password: tests/accounts/test_second_factor.py",
    "second.passkey": "offered where the address can have passkeys: tests/accounts/test_passkeys.py",
    "second.provider": "a town with a provider of its own: tests/accounts/test_provider.py",
    "second.came_back": "the provider leads there: tests/accounts/test_provider.py",
    "factors_desk.prove": "asked for before a change: tests/accounts/test_second_factor.py",
    "factors_desk.mailbox": "asked for before the first second step: tests/accounts/test_stolen_password.py",
    "factors_desk.code_app": "asks first who it is: tests/accounts/test_second_factor.py",
    "factors_desk.new_passkey": "asks first who it is: tests/accounts/test_passkeys.py",
    "factors_desk.change_password": "for those who have one: tests/accounts/test_passwords_guessed.py",
    "cards.card": "stands on paper: tests/accounts/test_cards.py",
    "followups.call_asked": "shown after a form",
    "followups_jobs.call_asked": "shown after a form",
    "followups_jobs.thanks": "shown after a form",
    "followups.thanks": "shown after a form",
    "guide.receipt": "shown after a form",
    "portfolios_desk.handover": "shown after a form: tests/portfolios",
    "guide.mine": "leads on to her personal link",
    "programmes.send": "shown after a form",
    "programmes.receipt": "shown after a form",
    "programmes_links.declared": "shown after a form",
    "links.enter": "stands in messages",
    "meetings_link.calendar": "stands in her own calendar",
    "programmes_links.declaration": "stands in messages",
    "messages_desk.mailbox": "only a demo town has one",
    "desk.specimens": "for those who build",
}


@pytest.mark.parametrize(("walker", "language"), [(w, code) for w in WALKERS for code in LANGUAGES[w]])
def test_every_page_stands(walked: Walked, walker: str, language: str) -> None:
    faults: dict[str, list[str]] = {}
    for seen in walked(walker, language):
        found = [f"answers {seen.page.status}"] if seen.page.status != 200 else []
        if seen.is_html and not found:
            # A personal link opens in its reader's own language, whoever follows it.
            own = seen.page.path.startswith("/w/") and not seen.url.startswith("/w/")
            found = faults_of_page(seen.page.html, None if own else language)
        for fault in found:
            faults.setdefault(f"{seen.endpoint}: {fault}", []).append(seen.url)
    assert not faults, "\n" + "\n".join(f"{fault}  ({urls[0]})" for fault, urls in sorted(faults.items()))


def test_every_page_can_be_reached_by_somebody(seeded: Town, walked: Walked) -> None:
    met = {seen.endpoint for w in WALKERS for seen in walked(w, LANGUAGES[w][0])}
    met |= {endpoint for w in WALKERS for seen in walked(w, LANGUAGES[w][0]) for endpoint in _landed(seeded, seen)}
    pages = {str(rule.endpoint) for rule in seeded.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    lost = sorted(pages - met - set(UNLINKED))
    assert not lost, f"no link leads to {', '.join(lost)}"


def _landed(town: Town, seen: Seen) -> list[str]:
    from tests.house.walk import endpoint_of

    landed = endpoint_of(town.app, seen.page.path)
    return [landed] if landed else []
