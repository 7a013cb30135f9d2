from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask import Flask

from mentors.kit import pdf
from mentors.kit.pdf import make_pdf
from tests.kit.pdfs import inside, needs_pdf, untagged

PAGE = '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>سيرة</title>{head}</head><body><h1>مرحبا Åse</h1>{body}</body></html>'


@needs_pdf
def test_our_fonts_are_in_the_file_for_every_script(app: Flask) -> None:
    made = inside(make_pdf(PAGE.format(head="", body="<p>ሰላም Привіт</p>")))
    assert made.startswith(b"%PDF-") and b"pdfuaid" in made
    for font in (b"Plex", b"Arabic", b"Ethiopic"):
        assert font in made, font


@needs_pdf
@pytest.mark.parametrize(
    "what",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="/etc/passwd" alt="">',
        '<img src="house:///vendor/fds/fonts/../../../../config.py" alt="">',
        '<img src="house:///css/paper.css" alt="">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import url("file:///etc/hostname"); body{background:url(http://127.0.0.1:9/)}</style>',
        '<object data="file:///etc/hostname"></object>',
    ],
)
def test_nothing_else_is_read_from_net_or_disk(app: Flask, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a PDF tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with open("/etc/hostname", "rb") as file:
        secret = file.read().strip()
    made = inside(make_pdf(PAGE.format(head=what if what.startswith("<link") else "", body=what)))
    assert made.startswith(b"%PDF-") and b"/EmbeddedFile" not in made and (not secret or secret not in made)


@pytest.mark.parametrize("page", ["<p>x</p>", '<html lang="da"><title></title>', "<html><title>x</title>"])
def test_a_pdf_needs_a_language_and_a_title(app: Flask, page: str) -> None:
    with pytest.raises(ValueError, match="a language and a title"):
        make_pdf(page)


@needs_pdf
def test_every_pdf_is_tagged_and_says_its_language(app: Flask) -> None:
    made = make_pdf(PAGE.format(head="", body="<p>ሰላም</p>"))
    assert not untagged(made, "ar")
    assert untagged(made, "da") == ["its language"] and len(untagged(b"%PDF-1.7", "ar")) == 6


def test_no_pdf_is_made_past_the_one_that_tags(root: Path) -> None:
    """Who draws PDF files elsewhere draws them without tags sooner or later."""
    own = Path(pdf.__file__)
    others = [path for path in (root / "mentors").rglob("*.py") if path != own]
    assert not [path for path in others if "weasyprint" in path.read_text() or "write_pdf" in path.read_text()]
