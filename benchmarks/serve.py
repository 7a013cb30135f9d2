"""What is measured: the house over a demo town, and beside it a bare Flask page, on one server."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from mentors.app import create_app

bare = Flask("bare")


@bare.get("/")
def page() -> str:
    return "<!doctype html><title>Hej</title><h1>Hej</h1>"


def application() -> Any:
    """For gunicorn: `benchmarks.serve:application()`."""
    return DispatcherMiddleware(create_app(THROTTLE=False).wsgi_app, {"/__bare": bare})
