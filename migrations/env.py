"""Runs the migrations inside the app, on either engine."""

from alembic import context
from flask import current_app

from portal.db import db

# Made by hand in a migration, not by the models: the search table, its shadows, and the limiter's own.
OURS = ("listing_search", "rate_limit")


def is_of_the_models(_object, name, kind, _reflected, _compare_to):
    return not (kind in {"table", "index"} and name and any(our in name for our in OURS))


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    options = dict(current_app.extensions["migrate"].configure_args)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=db.metadata, include_object=is_of_the_models, **options
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
