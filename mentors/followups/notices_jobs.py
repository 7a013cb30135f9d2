from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mentors.followups.models_jobs import Job, JobCheck
from mentors.followups.notices import LINK_LASTS
from mentors.followups.rules_jobs import JobSide
from mentors.kit.links import marker
from mentors.links.commands import make_link
from mentors.messages.commands import Reader, post, reader_of
from mentors.messages.models import Message
from mentors.people.rules import Channel, channels_for

KIND = {JobSide.citizen: "followups/job_citizen", JobSide.company: "followups/job_company"}
COMPANY_LANGUAGE = "da"
COMPANY_PAGE_LASTS = timedelta(days=275)  # as long as a job is followed


def ask(check: JobCheck) -> Message | None:
    """Put the question. None where that side cannot be reached."""
    return _tell(check, KIND[check.side], f"job_check:{check.ref}", reader_for(check))


def remind(check: JobCheck) -> Message | None:
    return _tell(check, "followups/job_reminder", f"job_check:{check.ref}:reminder", reader_for(check))


def remind_elsewhere(check: JobCheck) -> Message | None:
    """The reminder on the other channel. None where there is none."""
    return _tell(check, "followups/job_reminder", f"job_check:{check.ref}:second", reader_for(check, place=1))


def reader_for(check: JobCheck, place: int = 0) -> Reader | None:
    """Whoever answers for a side, on the first or the second of the ways to reach them."""
    job = check.job
    if check.side is JobSide.company:
        return _company(job, place)
    ways = channels_for(job.person.reachability())
    if len(ways) <= place:
        return None
    address = job.person.mobile if ways[place] is Channel.sms else job.person.email
    return replace(reader_of(job.person), channel=ways[place], address=address)


def _company(job: Job, place: int) -> Reader | None:
    ways = job.company_channels()
    if len(ways) <= place:
        return None
    address = job.contact_mobile if ways[place] is Channel.sms else job.contact_email
    return Reader(job.municipality_id, COMPANY_LANGUAGE, ways[place], address)


def _tell(check: JobCheck, kind: str, key: str, reader: Reader | None) -> Message | None:
    """Neither name nor company stands in it: mail is read on phones and trains, and the page says the rest."""
    if reader is None:
        return None
    link = make_link(
        "job_check",
        municipality_id=check.job.municipality_id,
        person_id=reader.person_id,
        thing=f"job_check:{check.ref}",
        language=reader.language,
        lasts=LINK_LASTS,
    )
    return post(reader, kind, key=key, about=f"job:{check.job.ref}", link=marker(link.ref))


def company_page(job: Job) -> Message | None:
    """The link to a company contact's own page. None where nobody is named."""
    reader = _company(job, 0)
    if reader is None:
        return None
    link = make_link(
        "my_company", municipality_id=job.municipality_id, thing=f"job:{job.ref}", language=reader.language,
        lasts=COMPANY_PAGE_LASTS,
    )  # fmt: skip
    return post(
        reader, "followups/company_page", key=f"company-page-{link.ref}", about=f"job:{job.ref}", link=marker(link.ref)
    )
