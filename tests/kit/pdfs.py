"""Tests that make PDF files need the libraries weasyprint draws with; CI has them and may not skip."""

from __future__ import annotations

import os
import re
import zlib

import pytest

from mentors.kit.pdf import can_make_pdf

needs_pdf = pytest.mark.skipif(
    not os.environ.get("REQUIRE_BROWSER") and not can_make_pdf(),
    reason="weasyprint's libraries (Pango, HarfBuzz) are not installed",
)


def inside(made: bytes) -> bytes:
    """Everything a PDF holds, its packed streams unpacked."""
    found = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)
