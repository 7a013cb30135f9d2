"""Where the SMS gateway tells what became of a message. Machines knock here: no cookie, no CSRF token."""

from __future__ import annotations

import hmac
import logging

from flask import Blueprint, Response, current_app, request

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import open_to
from mentors.messages.commands_receipts import keep_receipt
from mentors.messages.transports_gateways import GATEWAYS, GatewayApi
from mentors.messages.transports_sms import Knock, hook_url

hooks = Blueprint("messages_hooks", __name__)
log = logging.getLogger(__name__)


@hooks.route("/hooks/sms/<token:token>", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR)
def sms_receipt(token: str) -> Response:
    """A receipt of the configured gateway, kept at once and answered at once; a job works it off.

    Gateways repeat until they get a 2xx, so nonsense is taken without a word. One of them speaks only GET:
    what it says is an event of its own, kept in a transaction of its own.
    """
    secret = current_app.config.get("SMS_HOOK_TOKEN")
    if not secret or not hmac.compare_digest(secret.encode(), token.encode()):
        raise NotThere
    gateway = GATEWAYS.get(current_app.config["SMS_TRANSPORT"], GatewayApi)
    query = request.query_string.decode("ascii", "replace")
    knock = Knock(
        url=(hook_url(current_app.config) or "") + (f"?{query}" if query else ""),
        headers=dict(request.headers),
        query=request.args.to_dict(),
        form=request.form.to_dict(),
        json=request.get_json(silent=True),
    )
    if not gateway.is_signed(knock, current_app.config):
        log.warning("a receipt with a wrong signature was refused")
        return Response(status=401)
    report = gateway.read(knock)
    if report is not None:
        keep_receipt(gateway.name, report)
    return Response(status=204)
