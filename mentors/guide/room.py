from mentors.kit.room import Room

guide = Room(name="timetables")
