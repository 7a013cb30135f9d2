"""The triggers by which the database itself refuses to change the journal, for both databases.

Three changes of a line are let through: giving it its place in the chain, once, when its transaction commits; saying
that it is about the record its person's two records became, where the journal itself says that they did; and forgetting
the person it is about. With her go the reason, which may be words about her, and the salt, without which their digests
say nothing any more.
"""

from __future__ import annotations

MOVED = "journal.moved"  # a line that says: two records became one, `person:<number that goes>><number that stays>`
REFUSAL = "the journal is append-only"
_FIXED = ("id", "municipality_id", "at", "by", "act", "thing")
_SEALED = ("chain", "seq", "previous", "hash", "person_digest", "reason_digest")
_FORGETTABLE = ("person_id", "reason", "salt")


def _same(columns: tuple[str, ...], test: str) -> str:
    return " AND ".join(f'NEW."{name}" {test} OLD."{name}"' for name in columns)


def _allowed(same: str) -> str:
    """The condition under which an UPDATE of a line is let through."""
    stays = {name: f'NEW."{name}" IS NULL OR NEW."{name}" {same} OLD."{name}"' for name in _FORGETTABLE}
    stays["person_id"] += (
        f" OR EXISTS (SELECT 1 FROM journal_entry AS moved WHERE moved.act = '{MOVED}' "  # nosec B608
        "AND moved.thing = 'person:' || OLD.person_id || '>' || NEW.person_id)"
    )
    going = " AND ".join(f"({one})" for one in stays.values())
    sealing = f"OLD.hash IS NULL AND {_same(('person_id', 'reason'), same)}"
    return f"{_same(_FIXED, same)} AND (({sealing}) OR ({_same(_SEALED, same)} AND {going}))"


def _sqlite(name: str, when: str, condition: str = "") -> str:
    guard = f" WHEN {condition}" if condition else ""
    return f"CREATE TRIGGER {name} {when}{guard} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        _sqlite("journal_entry_changed", "BEFORE UPDATE ON journal_entry", f"NOT ({_allowed('IS')})"),
        _sqlite("journal_entry_deleted", "BEFORE DELETE ON journal_entry"),
        # INSERT OR REPLACE would delete the row that is in its way, and SQLite calls no trigger for that.
        _sqlite(
            "journal_entry_replaced",
            "BEFORE INSERT ON journal_entry",
            "EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.id OR (chain = NEW.chain AND seq = NEW.seq))",
        ),
        (
            "CREATE TRIGGER journal_entry_forgets AFTER UPDATE OF person_id ON journal_entry "
            "WHEN OLD.person_id IS NOT NULL AND NEW.person_id IS NULL "
            "BEGIN UPDATE journal_entry SET reason = NULL, salt = NULL WHERE id = NEW.id; END"
        ),
        _sqlite(
            "journal_head_changed",
            "BEFORE UPDATE ON journal_head",
            "NEW.chain <> OLD.chain OR NEW.seq <= OLD.seq",
        ),
        _sqlite("journal_head_deleted", "BEFORE DELETE ON journal_head"),
    ),
    "postgresql": (
        f"""CREATE OR REPLACE FUNCTION journal_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'UPDATE' AND {_allowed("IS NOT DISTINCT FROM")} THEN
                IF OLD.person_id IS NOT NULL AND NEW.person_id IS NULL THEN
                    NEW.reason := NULL;
                    NEW.salt := NULL;
                END IF;
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '{REFUSAL}';
        END $$ /* for ON journal_entry */""",
        (
            "CREATE TRIGGER journal_entry_changed BEFORE UPDATE OR DELETE ON journal_entry "
            "FOR EACH ROW EXECUTE FUNCTION journal_entry_guard()"
        ),
        (
            "CREATE TRIGGER journal_entry_emptied BEFORE TRUNCATE ON journal_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_guard()"
        ),
        f"""CREATE OR REPLACE FUNCTION journal_head_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'UPDATE' AND NEW.chain = OLD.chain AND NEW.seq > OLD.seq THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '{REFUSAL}';
        END $$ /* for ON journal_head */""",
        (
            "CREATE TRIGGER journal_head_changed BEFORE UPDATE OR DELETE ON journal_head "
            "FOR EACH ROW EXECUTE FUNCTION journal_head_guard()"
        ),
        (
            "CREATE TRIGGER journal_head_emptied BEFORE TRUNCATE ON journal_head "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_head_guard()"
        ),
    ),
}

UNGUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {statement.split()[2]}" for statement in GUARDS["sqlite"]),
    "postgresql": (
        "DROP TRIGGER IF EXISTS journal_entry_changed ON journal_entry",
        "DROP TRIGGER IF EXISTS journal_entry_emptied ON journal_entry",
        "DROP TRIGGER IF EXISTS journal_head_changed ON journal_head",
        "DROP TRIGGER IF EXISTS journal_head_emptied ON journal_head",
        "DROP FUNCTION IF EXISTS journal_entry_guard()",
        "DROP FUNCTION IF EXISTS journal_head_guard()",
    ),
}

# The triggers each database must have, to be found by `flask journal verify`.
NAMES: dict[str, frozenset[str]] = {
    "sqlite": frozenset(statement.split()[2] for statement in GUARDS["sqlite"]),
    "postgresql": frozenset(
        statement.split()[2] for statement in GUARDS["postgresql"] if statement.startswith("CREATE TRIGGER")
    ),
}
