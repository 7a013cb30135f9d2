from tests.seeded import kept_town, seeded

__all__ = ["kept_town", "seeded"]
