from mentors.kit.room import Room

messages = Room(name="timetables")
