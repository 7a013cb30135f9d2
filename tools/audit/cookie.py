"""Print the cookie of a browser in which a persona of a demo town on this machine is signed in.

.venv/bin/python tools/audit/cookie.py http://127.0.0.1:8000/w/<link of `flask --app wsgi persona coordinator`>
"""

import re
import sys
from urllib.parse import urljoin, urlsplit

import requests


def cookie_of(link: str) -> str:
    """`name=value` of the signed-in browser. Raises ValueError for a link to anywhere but this machine."""
    if urlsplit(link).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("only a demo town on this machine is crawled")
    browser = requests.Session()
    page = browser.get(link, timeout=30)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    if token is None:
        raise ValueError("the link has been used, or is too old")
    browser.post(page.url, data={"csrf_token": token[1]}, timeout=30, allow_redirects=False).raise_for_status()
    if browser.get(urljoin(link, "/my/sign-ins"), timeout=30, allow_redirects=False).status_code != 200:
        raise ValueError("the town has not let her in")
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies)


if __name__ == "__main__":
    sys.stdout.write(cookie_of(sys.argv[1]) + "\n")
