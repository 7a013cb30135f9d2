"""The list of rooms, bottom first: the register and the architecture on one screen.

A room may look only down: at rooms on lower floors, and there only at their faces.
"""

from mentors.accounts.room import accounts
from mentors.associations.room import associations
from mentors.audits.room import audits
from mentors.casework.room import casework
from mentors.clearances.room import clearances
from mentors.desk.room import desk
from mentors.followups.room import followups
from mentors.gatherings.room import gatherings
from mentors.guide.room import guide
from mentors.hotline.room import hotline
from mentors.imports.room import imports
from mentors.journal.room import journal
from mentors.links.room import links
from mentors.meetings.room import meetings
from mentors.messages.room import messages
from mentors.municipalities.room import municipalities
from mentors.own_data.room import own_data
from mentors.pairing.room import pairing
from mentors.people.room import people
from mentors.portfolios.room import portfolios
from mentors.programmes.room import programmes
from mentors.tasks.room import tasks
from mentors.timetables.room import timetables
from mentors.wordings.room import wordings
from mentors.youth.room import youth

FLOORS = (
    (municipalities,),
    (journal,),
    (people,),
    (timetables, links),
    (messages,),
    (accounts,),
    (tasks, wordings),
    (clearances, hotline),
    (programmes,),
    (associations,),
    (gatherings,),
    (pairing,),
    (imports, meetings, youth),
    (followups, guide),
    (casework,),
    (portfolios, audits),
    (own_data,),
    (desk,),
)
ROOMS = tuple(room for floor in FLOORS for room in floor)
