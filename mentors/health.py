"""`/healthz`: the process answers. `/readyz`: it can do its work; 503 with a reason where it cannot."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mentors.kit import web
from mentors.kit.db import db
from mentors.kit.web import open_to


def install(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@open_to(web.PUBLIC_DOOR)
def healthz() -> Response:
    return jsonify(ok=True)


@open_to(web.PUBLIC_DOOR)
def readyz() -> Response:
    try:
        db.session.execute(text("SELECT 1 FROM municipality LIMIT 1")).all()
    except SQLAlchemyError:
        answer = jsonify(ok=False, reason="database")
        answer.status_code = 503
        return answer
    return jsonify(ok=True)
