"""The spreadsheets of docs/import.md as the rest of the house reads them: a face of the engine, which needs no database."""

from __future__ import annotations

from mentors.pairing.pool.cells import BadCell, languages, word, worked_out
from mentors.pairing.pool.reading import Reader, newcomer_columns, volunteer_columns
from mentors.pairing.pool.sheets import Table, Unreadable, table_in
from mentors.pairing.pool.week import parts_of
from mentors.pairing.pool.words import Sentence
from mentors.pairing.pool.writing import safe

__all__ = [
    "BadCell", "Reader", "Sentence", "Table", "Unreadable", "languages", "newcomer_columns", "parts_of", "safe", "table_in",
    "volunteer_columns", "word", "worked_out",
]  # fmt: skip
