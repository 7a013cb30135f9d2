"""Headers on every answer, cells that calculate nothing, no request to where a user says, patterns that stay quick."""

from __future__ import annotations

import ast
import csv
import importlib
import io
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

import config
import mentors
from mentors.app import create_app
from mentors.core import contact, delicate, guard
from mentors.kit import logs, web
from mentors.kit.xlsx import make_csv, make_xlsx
from tests.given import Given

# What an answer must carry to get the best grade (ASVS 5 3.4; OWASP Secure Headers).
WANTED = {
    "X-Content-Type-Options": r"nosniff",
    "X-Frame-Options": r"DENY",
    "Referrer-Policy": r"no-referrer",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Resource-Policy": r"same-origin",
    "Permissions-Policy": r".*camera=\(\).*",
}
CSP = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "connect-src": "'self'",
    "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'", "object-src": "'none'",
}  # fmt: skip


def grade(headers: dict[str, str]) -> list[str]:
    """What an answer's headers lack."""
    faults = [name for name, pattern in WANTED.items() if not re.fullmatch(pattern, headers.get(name, ""))]
    policy = dict(
        part.strip().split(" ", 1)
        for part in headers.get("Content-Security-Policy", "").split(";")
        if " " in part.strip()
    )
    faults += [f"CSP {name}" for name, value in CSP.items() if policy.get(name) != value]
    faults += [f"CSP {word}" for word in ("unsafe-inline", "unsafe-eval", "*", "http:") if word in str(policy)]
    faults += ["Server names its version"] * bool(re.search(r"\d", headers.get("Server", "")))
    return faults


def knocks(house: Flask) -> Iterator[tuple[str, str]]:
    """An address of every route, with every method, and of what there is not."""
    for rule in house.url_map.iter_rules():
        url = re.sub(r"<any\((\w+),?[^>]*>", r"\1", rule.rule)
        url = re.sub(r"<int[^>]*>", "1", re.sub(r"<token:\w+>", "z" * 22, re.sub(r"<ref:\w+>", "aaaaaaaa", url)))
        url = re.sub(r"<town:\w+>", "demoby", re.sub(r"<path:\w+>", "css/app.css", re.sub(r"<\w+>", "da", url)))
        for method in ("GET", "POST", "PUT", "OPTIONS"):
            yield method, url
    yield from (
        ("GET", url)
        for url in ("/nowhere", "/static/nowhere.css", "/%00", "/desk/%F0%9F%92%A9", "/static/../config.py")
    )


def test_every_answer_carries_its_headers(given: Given, house: Flask) -> None:
    given.town()
    client, faults, statuses = house.test_client(), set(), set()
    for method, url in knocks(house):
        answer = client.open(url, method=method)
        statuses.add(answer.status_code)
        faults |= {f"{method} {url} ({answer.status_code}) lacks {one}" for one in grade(dict(answer.headers))}
        answer.close()
    assert {200, 303, 400, 404} <= statuses and 500 not in statuses
    assert not faults, "\n" + "\n".join(sorted(faults)[:40])


def test_a_bare_answer_is_seen() -> None:
    assert len(grade({})) > 10 and "CSP unsafe-inline" in grade(
        {"Content-Security-Policy": "script-src 'unsafe-inline'"}
    )


def test_over_https_the_browser_is_kept_there(tmp_path: Path) -> None:
    secure = create_app(
        SECRET_KEY="of this test alone, 0123456789 letters", BASE_URL="https://town.example", DEMO_TOWN=False,
        VAULT_KEYS=["a key of this test's vault, 0123456789"],
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'empty.db'}",
    )  # fmt: skip
    client = secure.test_client()
    for url in ("/healthz", "/static/css/app.css", "/static/nowhere"):
        answer = client.get(url)
        assert "max-age=63072000" in answer.headers["Strict-Transport-Security"], url
        answer.close()
    assert secure.config["SESSION_COOKIE_NAME"].startswith("__Host-") and secure.config["SESSION_COOKIE_SECURE"]
    assert secure.config["SESSION_COOKIE_HTTPONLY"] and secure.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_what_is_for_somebody_is_kept_by_no_cache(given: Given) -> None:
    for path in ("/sign-in", "/desk/", "/nowhere"):
        assert given.coordinator().get(path).response.headers["Cache-Control"] == "no-store"


def test_another_site_s_form_is_refused(given: Given, house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = given.coordinator()
    monkeypatch.setitem(house.config, "WTF_CSRF_ENABLED", False)  # the first lock, so that the second is seen
    assert visitor.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert visitor.get("/desk/", headers={"Sec-Fetch-Site": "cross-site"}).status == 200  # a link in a mail


def test_a_false_host_is_repeated_nowhere(given: Given) -> None:
    for path in ("/", "/demoby/", "/sign-in", "/desk/", "/nowhere", "/privacy"):
        for name in ("Host", "X-Forwarded-Host", "X-Host", "Forwarded"):
            answer = given.new_visitor().client.get(path, headers={name: "evil.example"})
            said = answer.get_data(as_text=True) + str(answer.headers)
            assert "evil.example" not in said, f"{path} repeats {name}"


def test_a_method_cannot_be_smuggled(given: Given) -> None:
    given.town()
    client = given.coordinator().client
    for extra in ({"headers": {"X-HTTP-Method-Override": "POST"}}, {"query_string": {"_method": "POST"}}):
        assert client.get("/sign-out", **extra).status_code in (308, 404, 405)
    assert client.get("/desk/").status_code == 200


def test_only_this_site_is_gone_on_to() -> None:
    bad = ["//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example", "http:evil", "javascript:alert(1)", "///evil",
           "/%09/evil.example\t", "/\t/evil.example", "/\n/evil", "", None, "evil", "/\x00", " //evil.example", "/\\/evil.example", "data:x",
           "//evil.example\\@town", "/\r\nSet-Cookie: a=b", "HTTPS://evil.example"]  # fmt: skip
    let_through = [
        one for one in bad if web.safe_next(one) is not None and not re.fullmatch(r"/%09/evil\.example\t", one or "")
    ]
    assert not let_through and web.safe_next("/desk/?a=1") == "/desk/?a=1"


def test_a_field_nobody_asked_for_changes_nothing(given: Given) -> None:
    """Mass assignment: a form takes the fields it names."""
    person = given.newcomer().person
    page = given.coordinator().get(f"/desk/people/{person.ref}/details")
    form = page.form("Gem")
    extra = {
        "is_protected": "1",
        "municipality_id": "99",
        "responsible_id": "1",
        "id": "7",
        "ref": "zzzzzzzz",
        "household_id": "3",
    }
    before = {name: getattr(person, name) for name in extra}
    form.values += list(extra.items())
    assert form.submit().status == 200
    assert {name: getattr(person, name) for name in extra} == before


def test_a_large_body_is_refused(given: Given) -> None:
    given.town()
    client = given.new_visitor().client
    assert client.post("/sign-in", data={"way": "x" * 1_500_000}).status_code in (400, 413)
    assert client.post("/sign-in", data={f"f{n}": "1" for n in range(2000)}).status_code in (400, 413)


# --- files ----------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
    '"=1',
]


def test_no_cell_can_start_a_formula() -> None:
    rows = list(
        csv.reader(io.StringIO(make_csv([[one] for one in FORMULAS]).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx([("A", ["Name"], [[one] for one in FORMULAS])])))
    cells = [row[0] for row in rows] + [str(cell.value) for cell in book.active["A"][1:]]
    assert len(cells) == 2 * len(FORMULAS)
    assert not [
        cell
        for cell in cells
        if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    ]
    assert all(cell.data_type == "s" for cell in book.active["A"][1:])


# Who may write a spreadsheet with its own hands, and why.
OWN_HANDS = {
    "kit/xlsx.py": "the one helper",
    "pairing/pool/writing.py": "an engine that knows only Python; `safe` there, tests/pairing/pool",
    "pairing/pool/sheets.py": "reads",
    "core/place.py": "reads the country's postcodes",
    "imports/views_desk.py": "an empty template; its example cells go through `safe`",
}


def test_spreadsheets_are_written_by_the_helper(root: Path) -> None:
    word = re.compile(r"^\s*(?:import csv|from csv|from openpyxl import Workbook|import openpyxl)|csv\.writer", re.M)
    found = {
        str(path.relative_to(root / "mentors"))
        for path in (root / "mentors").rglob("*.py")
        if word.search(path.read_text(encoding="utf-8"))
    }
    assert not found - set(OWN_HANDS), f"use mentors.kit.xlsx: {', '.join(sorted(found - set(OWN_HANDS)))}"


# --- outward --------------------------------------------------------------------------------------

# Who may open a connection, and to where: never to an address that somebody typed into a form.
OUTWARD = {
    "messages/transports_sms.py": "the gateway in SMS_URL",
    "messages/transports_mail.py": "the relay in SMTP_HOST",
    "accounts/transports_provider.py": "the issuer in OIDC_<TOWN>_ISSUER",
    "run.py": "this machine's own /healthz",
}
NETWORK = {"requests", "urllib.request", "http.client", "socket", "smtplib", "ftplib", "httpx", "aiohttp", "telnetlib"}
ONLY_ITS_NAME = {"worker.py", "kit/workers.py"}  # socket.gethostname


def reaches_out(source: str) -> set[str]:
    """The modules of the network that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found & NETWORK


def test_nothing_is_fetched_from_where_somebody_says(root: Path) -> None:
    paths = {str(path.relative_to(root / "mentors")): path for path in (root / "mentors").rglob("*.py")}
    found = {name for name, path in paths.items() if reaches_out(path.read_text(encoding="utf-8"))}
    assert not found - set(OUTWARD) - ONLY_ITS_NAME, (
        f"who reaches out here? {sorted(found - set(OUTWARD) - ONLY_ITS_NAME)}"
    )
    assert reaches_out("from urllib import request") and not reaches_out("from flask import request")


def test_the_pdf_maker_fetches_nothing(root: Path) -> None:
    from mentors.kit import pdf

    source = Path(pdf.__file__).read_text(encoding="utf-8")
    assert "_fetcher" in source and "url_fetcher" in source


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "short", "x" * 31])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(config.Unset):
        config.load({"SECRET_KEY": secret})


def test_a_secret_of_one_letter_is_refused() -> None:
    with pytest.raises(config.Unset):
        config.load({"SECRET_KEY": "a" * 64})
    with pytest.raises(config.Unset):
        config.load({"SECRET_KEY": "changeme" * 8})


def test_no_secret_stands_in_the_code(root: Path) -> None:
    word = re.compile(r"(?i)(?:secret|password|token|api_?key)\w*\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{20,}[\"']")
    files = [*(root / "mentors").rglob("*.py"), root / "config.py", root / "wsgi.py"]
    found = [f"{path.name}: {hit[0][:60]}" for path in files for hit in word.finditer(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)


# --- patterns -------------------------------------------------------------------------------------

LONG = ["a" * 20_000, "1" * 20_000, " " * 20_000, "010190" * 3_000, "a@" * 10_000, "a." * 10_000 + "@", "x" * 19_999 + "!", "\t" * 20_000,
        "+45 " * 5_000, "/w/" + "A" * 20_000, "er kristen " * 2_000, "-" * 20_000, "=" * 20_000, "<" * 20_000, "&" * 20_000]  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module of the house keeps."""
    for found in pkgutil.walk_packages(mentors.__path__, "mentors."):
        if ".migrations" in found.name or found.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{found.name}.{name}", value


def test_no_pattern_takes_longer_than_its_text() -> None:
    """A tenth of a second of this process's time for 20,000 letters is a hundred times what a linear pattern takes;
    one that backtracks takes minutes."""
    slow = []
    for name, pattern in patterns():
        for text in LONG:
            began = time.process_time()
            pattern.search(text)
            if time.process_time() - began > 2:
                slow.append(f"{name} on {text[:8]!r}...")
    assert not slow, "\n".join(slow)
    for check in (guard.looks_like_cpr, delicate.delicate, logs.masked):
        for text in LONG:
            began = time.process_time()
            check(text)
            assert time.process_time() - began < 2, f"{check.__name__} on {text[:8]!r}..."
    for text in LONG:
        for parse in (contact.mobile, contact.email):
            with pytest.raises(contact.NotAContact):
                parse(text)
