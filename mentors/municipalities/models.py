from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.core.calendar import Window
from mentors.kit.db import Base, Codes, Referable, UtcDateTime


class Municipality(Referable, Base):
    __tablename__ = "municipality"

    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    colour: Mapped[str] = mapped_column(Text, default="#1a5a96")
    logo: Mapped[str | None] = mapped_column(Text)  # a checked SVG or PNG as a data address
    phone: Mapped[str] = mapped_column(Text)  # E.164
    email: Mapped[str] = mapped_column(Text)
    sms_sender: Mapped[str] = mapped_column(Text)  # at most 11 letters: what the phone shows as sender
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes)  # readable languages offered to the public
    from_hour: Mapped[int] = mapped_column(default=8)
    until_hour: Mapped[int] = mapped_column(default=20)
    messages_a_day: Mapped[int] = mapped_column(default=3)  # to one person at most; urgent ones do not count
    was_url: Mapped[str | None] = mapped_column(Text)  # the accessibility statement at the state's tool

    # The journal lies a floor above, so who last changed the settings stands here.
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by: Mapped[str | None] = mapped_column(Text)

    @property
    def window(self) -> Window:
        return Window(self.from_hour, self.until_hour)

    @property
    def logo_url(self) -> str | None:
        return self.logo
