"""Series and their sessions: cafés, courses, salons, open days; seats, the door, who came."""
