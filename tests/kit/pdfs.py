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
            found.append(zlib.decompressobj().decompress(stream))  # its last byte may look like the line's end
        except zlib.error:
            continue
    return b"\n".join(found)


def untagged(made: bytes, language: str) -> list[str]:
    """What a screen reader misses in a PDF (PDF/UA-1: 7.1, 7.2): empty where it is tagged, titled, and says its language."""
    all_of_it = inside(made)
    wanted = {
        "it is marked as tagged": rb"/MarkInfo\s*<<[^>]*/Marked\s+true",
        "it has a structure tree": rb"/StructTreeRoot",
        "its language": rb"/Lang\s*\(" + language.encode() + rb"\)",
        "its title is shown": rb"/DisplayDocTitle\s+true",
        "it claims PDF/UA": rb"pdfuaid",
        "a heading": rb"/S\s*/H1\b",
    }
    return [what for what, pattern in wanted.items() if not re.search(pattern, all_of_it)]
