"""Where the SMS gateway tells what became of a message. Machines knock here: no cookie, no CSRF token."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, current_app, request

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import open_to
from mentors.messages import commands_delivery

hooks = Blueprint("messages_hooks", __name__)

_ARRIVED = frozenset({"DELIVERED"})
_LOST = frozenset({"UNDELIVERABLE", "EXPIRED", "REJECTED", "DELETED", "SKIPPED"})


@hooks.post("/hooks/sms/<token:token>")
@open_to(web.PUBLIC_DOOR)
def sms_receipt(token: str) -> Response:
    """GatewayAPI's status callback: `{"id", "userref", "status", ...}`, repeated until it gets a 2xx."""
    secret = current_app.config.get("SMS_HOOK_TOKEN")
    if not secret or not hmac.compare_digest(secret.encode(), token.encode()):
        raise NotThere
    said = request.get_json(silent=True)
    said = said if isinstance(said, dict) else {}
    ref, status = said.get("userref"), said.get("status")
    if not isinstance(ref, str) or not isinstance(status, str):
        return Response(status=204)
    if not ref.isascii() or not ref.isalnum() or status not in _ARRIVED | _LOST:
        return Response(status=204)  # an in-between state, or nothing of ours
    known = commands_delivery.record_receipt(ref, arrived=status in _ARRIVED, code=f"sms_{status.lower()}")
    return Response(status=204 if known else 503)
