"""What the tables may not hold, and how they must let go of a person."""

from __future__ import annotations

import re

from sqlalchemy import MetaData

_NEVER = re.compile(
    r"cpr|health|religi|ethnic|nationalit|citizenship|document|passport|diagnos|helbred|etni|statsborger"
)


def faults_in_tables(metadata: MetaData) -> list[str]:
    faults = []
    for table in metadata.tables.values():
        for column in table.columns:
            if _NEVER.search(column.name) or _NEVER.search(table.name):
                faults.append(f"{table.name}.{column.name} names what must never be kept (facts.md 5.6)")
            for key in column.foreign_keys:
                if key.column.table.name == "person" and not key.ondelete:
                    faults.append(f"{table.name}.{column.name} does not say what happens when its person is deleted")
    return faults
