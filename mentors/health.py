"""What machines ask. `/healthz`: the process answers. `/readyz`: the house can do its work; 503 with a reason where
it cannot. `/metrics`: numbers for Prometheus, for who has the token or asks from this machine."""

from __future__ import annotations

import hmac
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from mentors.core.refusal import NotThere
from mentors.kit import web, workers
from mentors.kit.db import db, shared_now
from mentors.kit.web import open_to
from mentors.messages import queries_desk, rules_provider
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint, Provider, Receipt
from mentors.messages.rules import MessageState
from mentors.people.rules import Channel

OLDEST_DUE = timedelta(minutes=5)
DISK_SHARE = 0.05
LAG_BOUNDS = (1, 5, 10, 30, 60, 300, 600, 3600)


def install(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/metrics", "metrics", metrics)


@open_to(web.PUBLIC_DOOR)
def healthz() -> Response:
    return jsonify(ok=True)


@open_to(web.PUBLIC_DOOR)
def readyz() -> Response:
    reason = _unready()
    answer = jsonify(ok=True) if reason is None else jsonify(ok=False, reason=reason)
    answer.status_code = 200 if reason is None else 503
    return answer


def _unready() -> str | None:
    """The first reason why the house cannot do its work, as a code; None where it can."""
    try:
        db.session.execute(text("SELECT 1 FROM municipality LIMIT 1")).all()
        now = shared_now()
        beaten, due = workers.latest_beat(), queries_desk.oldest_due(now)
    except SQLAlchemyError:
        return "database"
    if beaten is None or now - beaten > workers.ALIVE:
        return "worker"
    if due is not None and now - due > OLDEST_DUE:
        return "deliveries"
    return "disk" if _is_full() else None


def _is_full() -> bool:
    path = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).database if workers.is_sqlite() else None
    folder = Path(path).parent if path and path != ":memory:" else Path(current_app.root_path)
    disk = shutil.disk_usage(folder)
    return disk.free < DISK_SHARE * disk.total


# --- numbers --------------------------------------------------------------------------------------


@open_to(web.PUBLIC_DOOR)
def metrics() -> Response:
    if not _may_read_metrics():
        raise NotThere
    registry = CollectorRegistry()
    registry.register(_House())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics() -> bool:
    wanted = current_app.config["METRICS_TOKEN"]
    if wanted:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
    # A proxy on this machine brings strangers from this machine's address.
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return request.remote_addr in ("127.0.0.1", "::1") and not forwarded


class _House:
    """What the database knows, so that the numbers are right whichever of several processes is asked."""

    def collect(self) -> Iterator[Metric]:
        now = shared_now()
        since = now - timedelta(days=1)
        counts = GaugeMetricFamily(
            "mentors_messages", "Messages of the last day, and all that wait", labels=["channel", "state"]
        )
        found = {(row[0], row[1]): row[2] for row in queries_desk.delivery_counts(since)}
        for channel in Channel:
            for state in MessageState:
                counts.add_metric([channel.value, state.value], found.get((channel, state), 0))
        yield counts
        yield _gauge("mentors_oldest_due_seconds", "Age of the oldest message that could leave", _due_age(now))
        yield _lags(since)
        yield from _providers(now)
        beaten = workers.latest_beat()
        age = float("inf") if beaten is None else (now - beaten).total_seconds()
        yield _gauge("mentors_worker_beat_age_seconds", "Since a worker last said that it lives", age)
        yield _gauge("mentors_workers", "Workers alive", _count(workers.Worker.beaten_at > now - workers.ALIVE))
        yield _gauge("mentors_suspended_addresses", "Left alone", _count(ContactPoint.suspended_at.is_not(None)))
        yield _gauge("mentors_receipts_waiting", "Receipts not worked off", _count(Receipt.processed_at.is_(None)))


def _gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=value)


def _count(which: object) -> int:
    return db.session.scalar(select(func.count()).where(which)) or 0  # type: ignore[arg-type]


def _due_age(now: datetime) -> float:
    due = queries_desk.oldest_due(now)
    return 0.0 if due is None else (now - due).total_seconds()


def _lags(since: datetime) -> HistogramMetricFamily:
    late = queries_desk.seconds_late()
    columns = [func.count().filter(late <= bound) for bound in LAG_BOUNDS]
    row = db.session.execute(select(*columns, func.count(), func.sum(late)).where(Message.sent_at >= since)).one()
    buckets = [(str(float(bound)), float(row[place])) for place, bound in enumerate(LAG_BOUNDS)]
    lags = HistogramMetricFamily("mentors_due_lag_seconds", "From when a message could leave until it left, last day")
    lags.add_metric([], [*buckets, ("+Inf", float(row[-2]))], float(row[-1] or 0))
    return lags


def _providers(now: datetime) -> Iterator[Metric]:
    open_ones = GaugeMetricFamily("mentors_breaker_open", "1 while a provider is left alone", labels=["provider"])
    failing = GaugeMetricFamily("mentors_provider_failures", "Failures among its last ten tries", labels=["provider"])
    for row in db.session.scalars(select(Provider)):
        outcomes = rules_provider.unpacked(row.outcomes, now)
        open_ones.add_metric([row.name], float(row.opened_at is not None))
        failing.add_metric([row.name], float(sum(not good for _at, good in outcomes)))
    yield open_ones
    yield failing
