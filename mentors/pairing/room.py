from mentors.kit.room import Room

pairing = Room(name="timetables")
