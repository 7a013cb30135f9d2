"""A fingerprint of everything kept, to see whether something was written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import MetaData, select
from sqlalchemy.engine import Engine

from mentors.kit.db import reading

# Counting attempts and noticing that somebody is still here are not writing.
UNCOUNTED_TABLES = frozenset({"throttle_hit"})
UNCOUNTED_COLUMNS = frozenset({("sitting", "seen_at")})


def digest(engine: Engine, metadata: MetaData) -> Mapping[str, str]:
    """Each table's fingerprint by its name."""
    found = {}
    with reading(), engine.connect() as connection:
        for name, table in metadata.tables.items():
            if name in UNCOUNTED_TABLES:
                continue
            columns = [column for column in table.c if (name, column.name) not in UNCOUNTED_COLUMNS]
            rows = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        connection.rollback()
    return found


def written(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The tables that changed."""
    return sorted(name for name in before if before[name] != after[name])
