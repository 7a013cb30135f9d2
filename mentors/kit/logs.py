"""Logs: one line per event, as JSON where a machine reads them, and never a person in them."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from datetime import UTC, datetime

# What nobody writes into a log on purpose and somebody will write by mistake. The house logs codes and
# references; this is the net under it.
_PERSONAL = re.compile(
    r"(?<![^\s@])[^\s@]+@[^\s@]+\.[^\s@]+"  # an address, tried once a word: from every letter a long word takes minutes
    r"|\+?\d[\d -]{6,}\d"  # a number one can call, or a CPR number
    r"|/w/[A-Za-z0-9_-]{16,}"  # a personal link
)


def masked(text: str) -> str:
    """The text without what may be a person, on one line."""
    return " ".join(_PERSONAL.sub("[...]", text).split())


def where(problem: BaseException) -> str:
    """The places in the code, innermost last. Never the error's own text: it may quote a person's data."""
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return " > ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames)


class JsonLines(logging.Formatter):
    """Time, level, where and what. Nothing else a record carries gets out."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__  # never its text: it may quote a row
        return json.dumps(said, ensure_ascii=False)


class TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(sep=" ", timespec="milliseconds")
        return f"{at} {record.levelname} {record.name}: {masked(record.getMessage())}"


def install(kind: str) -> None:
    """Write everything to the error output: `json` or `text`."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
