from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Role
from mentors.followups import commands_check, commands_digest, commands_jobs, queries, queries_jobs
from mentors.followups.commands_jobs_sweep import sweep_jobs
from mentors.followups.commands_keeping import KEEPER
from mentors.followups.commands_sweep import sweep
from mentors.followups.views import blueprint
from mentors.followups.views_company_link import company_link
from mentors.followups.views_desk import desk
from mentors.followups.views_job_ladder_desk import job_ladder_desk
from mentors.followups.views_jobs_link import jobs_link
from mentors.followups.views_my import my
from mentors.kit.room import Job, NavLink, Panel, Room

followups = Room(
    name="followups",
    blueprints=(blueprint, desk, job_ladder_desk, jobs_link, company_link, my),
    nav=(
        NavLink(_l("Opfølgning"), "followups_desk.board", STAFF, order=30),
        NavLink(_l("Det har vi spurgt om"), "followups_my.mine", frozenset({Role.participant}), order=60),
    ),
    panels=(
        Panel("pair", "panels/followups/pair.html", queries.for_pair_page, order=30),
        Panel("person", "panels/followups/person.html", queries.for_person_page, order=40),
        Panel("person", "panels/followups/jobs.html", queries_jobs.for_person_page, order=35),
    ),
    history=queries.history,
    jobs=(
        Job("followups.sweep", sweep, 120),
        Job("followups.sweep_jobs", sweep_jobs, 120),
        Job("followups.digest", commands_digest.send_digests, 600),
        Job("followups.check", commands_check.mend, 3600),
        Job("followups.forget_contacts", commands_jobs.forget_contacts, 86_400),
    ),
    link_pages={
        "check_in": "followups.question",
        "job_check": "followups_jobs.question",
        "my_company": "followups_company.company",
    },
    keeper=KEEPER,
)
