"""`python -m benchmarks.pages`: requests per second of the busiest pages, as a share of a bare Flask page.

One gunicorn with threads on loopback serves both in the same run, so the share says something about the
house and little about the machine. The load is bounded: a few threads, a few seconds for each page.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
THREADS = 4
TOWN = "demoby"


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    path: str
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    target: Target
    per_second: float
    median_ms: float
    slowest_ms: float
    kilobytes: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each page")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        environment = settings(Path(folder))
        os.environ.update(environment)
        print("Filling a demo town ...", flush=True)
        targets = prepare()
        with served(environment) as port:
            for target in targets:
                load(port, target, 0.5)  # warm
            report([load(port, target, seconds) for target in targets])
    return 0


def settings(folder: Path) -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "BASE_URL": "http://127.0.0.1",
        "DEMO_TOWN": "1",
        "MAIL_TRANSPORT": "mailbox",
        "SMS_TRANSPORT": "mailbox",
    }


def prepare() -> list[Target]:
    """Fill the town, sign a coordinator in, and name the five busiest pages; the bare page first."""
    from sqlalchemy import select

    from mentors import migrations
    from mentors.accounts import commands as accounts
    from mentors.accounts.queries import find_staff
    from mentors.app import create_app
    from mentors.demo import personas, seed
    from mentors.kit.db import db
    from mentors.kit.links import token_for
    from mentors.links.commands import standing_link
    from mentors.people.models import Person

    app = create_app(THROTTLE=False)
    with app.app_context():
        migrations.migrate()
        seed.fill()
        newcomer = db.session.scalars(select(Person).where(Person.email == personas.PEOPLE["newcomer-ar"])).one()
        contact = standing_link(
            "my_contact", municipality_id=newcomer.municipality_id, person_id=newcomer.id, language="ar"
        )
        staff = find_staff(personas.STAFF["coordinator"])
        assert staff is not None
        entrance = accounts.sign_in_link(staff)
        db.session.commit()
        client = app.test_client()
        mine = client.get(f"/w/{token_for(contact.ref)}", follow_redirects=True).request.path
        cookie = _signed_in(client, f"/w/{token_for(entrance.ref)}")
        return [
            Target("a bare Flask page", "/__bare/"),
            Target("the town's front page", f"/{TOWN}/"),
            Target("sign-up, first step", client.get(f"/{TOWN}/join/volunteer", follow_redirects=True).request.path),
            Target("my contact, in Arabic", mine),
            Target("the coordinator's list", "/desk/", cookie),
            Target("a person's page", f"/desk/people/{newcomer.ref}", cookie),
        ]


def _signed_in(client: object, path: str) -> str:
    """The cookie of a browser that has followed a sign-in link."""
    page = client.get(path, follow_redirects=True)  # type: ignore[attr-defined]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    client.post(page.request.path, data={"csrf_token": token[1]})  # type: ignore[attr-defined]
    cookie = client.get_cookie("mentors")  # type: ignore[attr-defined]
    return f"mentors={cookie.value}"


@contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1",
        "--threads", str(THREADS), "--keep-alive", "30", "--log-level", "error", "benchmarks.serve:application()",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(15)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer in 15 seconds")


def load(port: int, target: Target, seconds: float) -> Result:
    """Ask for a page with a few threads for a few seconds, each on one connection."""
    times: list[list[float]] = [[] for _ in range(THREADS)]
    sizes: list[int] = []
    wrong: list[str] = []
    started = time.perf_counter()
    ends = started + seconds

    def ask(mine: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Cookie": target.cookie} if target.cookie else {}
        while (begun := time.perf_counter()) < ends:
            connection.request("GET", target.path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                wrong.append(f"{target.path} answered {answer.status}")
                return
            mine.append(time.perf_counter() - begun)
            sizes.append(len(body))
        connection.close()

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in times]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    all_times = sorted(one for mine in times for one in mine)
    if wrong or not all_times:
        raise SystemExit(wrong[0] if wrong else f"nobody got an answer from {target.path}")
    late = all_times[int(len(all_times) * 0.99)]
    return Result(target, len(all_times) / took, median(all_times) * 1000, late * 1000, sum(sizes) / len(sizes) / 1024)


def report(results: list[Result]) -> None:
    bare = results[0].per_second
    print(f"\n{'page':<26}{'requests/s':>12}{'share':>8}{'median ms':>11}{'99 % ms':>9}{'kB':>7}")
    for result in results:
        print(
            f"{result.target.name:<26}{result.per_second:>12.0f}{result.per_second / bare:>8.0%}"
            f"{result.median_ms:>11.1f}{result.slowest_ms:>9.1f}{result.kilobytes:>7.1f}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
