from mentors.kit.room import Job, Room
from mentors.own_data import commands, commands_retention
from mentors.own_data.commands_keeping import KEEPER

own_data = Room(
    name="own_data",
    jobs=(
        Job("own_data.forget_due", commands.forget_due, 600),
        Job("own_data.keep_the_rules", commands_retention.keep_the_rules, 86_400),
    ),
    keeper=KEEPER,
)
