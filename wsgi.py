"""The web server's door: `gunicorn wsgi:app` and `flask --app wsgi`."""

from mentors.app import create_app

app = create_app()
