"""`make run`: the demo town with its web server and worker, stopped together by Ctrl-C."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
INSTANCE = ROOT / "instance"
STOP_WITHIN = 10


def settle() -> str:
    """Write the demo town's settings once (a secret of its own); the address of this run."""
    INSTANCE.mkdir(exist_ok=True)
    file = INSTANCE / "settings.env"
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line) if file.exists() else {}
    port = os.environ.get("PORT") or "8000"
    base = f"http://127.0.0.1:{port}"
    kept = {"SECRET_KEY": secrets.token_urlsafe(48), **kept, "DEMO_TOWN": "1", "PORT": port, "BASE_URL": base}
    file.write_text("".join(f"{name}={value}\n" for name, value in kept.items()))
    file.chmod(0o600)
    return base


def prepare() -> list[str]:
    """Migrate, fill the town if it is empty, and make a link per persona."""
    from mentors import migrations
    from mentors.app import create_app
    from mentors.demo import cli, personas, seed

    app = create_app()
    with app.app_context():
        migrations.migrate()
        if not seed.is_filled():
            _tell("Filling the demo town with half a year of life ...")
            seed.fill()
        return [f"  {name:<16} {cli.persona_link(name)}" for name in personas.NAMES]


def start(base: str) -> list[subprocess.Popen[bytes]]:
    """The web server and the worker, as processes of their own."""
    server = [
        sys.executable, "-m", "gunicorn", "--bind", base.removeprefix("http://"), "--worker-class", "gthread",
        "--workers", "1", "--threads", "8", "--access-logfile", "/dev/null", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "mentors.worker"]
    # Each in a group of its own: Ctrl-C reaches this process alone, which then stops both in order.
    return [subprocess.Popen(command, cwd=ROOT, start_new_session=True) for command in (server, worker)]


def wait_until_up(base: str, children: list[subprocess.Popen[bytes]]) -> bool:
    for _ in range(200):
        if any(child.poll() is not None for child in children):
            return False
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    # Said outright: a process started in the background is born deaf to Ctrl-C's signal.
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, _interrupt)
    base = settle()
    links = prepare()
    children = start(base)
    try:
        if not wait_until_up(base, children):
            _tell(f"The town did not start. Is something else listening on {base}? Try: make run PORT=8010")
            return 1
        _tell(f"\nDemo town: {base}\n\nSign in (each link works once, for 10 minutes; `flask --app wsgi persona NAME`")
        _tell("makes a new one):\n" + "\n".join(links))
        _tell(f"\nMail and SMS land in {base}/desk/mailbox. Ctrl-C stops both processes.\n")
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        return 1
    except KeyboardInterrupt:
        _tell("Stopping ...")
        return 0
    finally:
        stop(children)


if __name__ == "__main__":
    raise SystemExit(main())
