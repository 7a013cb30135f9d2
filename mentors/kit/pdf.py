"""The one place that makes PDF files: a whole page of HTML in, a tagged PDF (PDF/UA-1) out.

Nothing is read from the network or the disk but our own fonts: whatever else a page names is refused, so that
a text somebody typed can never make the server fetch an address (SSRF) or show a file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import current_app

_FONT = re.compile(r"fonts/([a-z0-9-]+\.woff2)")  # as our own style sheet names them
_NOWHERE = "house:/"  # no address leads out of it
_LANG = re.compile(r"<html[^>]*\slang=\"[A-Za-z-]+\"", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*[^<\s]", re.IGNORECASE)


class PdfMissing(Exception):
    """This machine cannot make PDF files: weasyprint or the libraries it draws with are not installed."""


def _weasyprint() -> Any:
    try:
        import weasyprint  # slow to load, and needs Pango: only where somebody asks for a PDF
    except (ImportError, OSError) as missing:
        raise PdfMissing from missing
    return weasyprint


def can_make_pdf() -> bool:
    try:
        _weasyprint()
    except PdfMissing:
        return False
    return True


def _fetcher(static: Path) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurFonts(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            found = _FONT.fullmatch(url)
            if found is None:
                raise ValueError("only our own fonts may be read")
            font = static / "vendor" / "fds" / "fonts" / found[1]
            return URLFetcherResponse(url, body=font.read_bytes(), headers={"Content-Type": "font/woff2"})

    return OnlyOurFonts()


def make_pdf(html: str) -> bytes:
    """A tagged PDF of a whole page. Raises PdfMissing; ValueError for a page without language or title, which a
    screen reader needs (PDF/UA 7.1 and 7.2)."""
    if not _LANG.search(html) or not _TITLE.search(html):
        raise ValueError("a PDF needs a language and a title")
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    static = Path(current_app.static_folder or "static")
    fetcher, fonts = _fetcher(static), FontConfiguration()
    sheets = [
        weasyprint.CSS(string=(static / path).read_text(), base_url=_NOWHERE, url_fetcher=fetcher, font_config=fonts)
        for path in ("vendor/fds/fonts.css", "css/paper.css")
    ]
    page = weasyprint.HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher)
    made: bytes = page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    return made


def pdf_answer(html: str, name: str) -> Any:
    """The PDF as a file to keep. Raises PdfMissing."""
    return file_answer(make_pdf(html), name, "application/pdf")


def file_answer(content: bytes, name: str, mimetype: str) -> Any:
    """A file to keep, never stored by anybody between us and the reader. `name` is ours, in plain letters."""
    answer = current_app.response_class(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
