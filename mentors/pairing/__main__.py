"""The spreadsheet command: see `mentors.pairing.pool.command` and docs/import.md."""

from __future__ import annotations

import sys

from mentors.pairing.pool.command import main

if __name__ == "__main__":
    sys.exit(main())
