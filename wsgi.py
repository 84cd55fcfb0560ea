"""The app for the server."""

from portal import create_app

app = create_app()
