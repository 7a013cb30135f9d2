"""The web server's door: `gunicorn wsgi:app` and `flask --app wsgi`."""

import os

from mentors.app import create_app
from mentors.kit.warming import warm_beside

app = create_app()
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":  # an operator's command is over before it would help
    warm_beside(app.extensions["rooms"])
