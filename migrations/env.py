"""Runs the migrations inside the app, on either engine."""

from alembic import context
from flask import current_app

from portal.db import db

# Made by hand in a migration, not by the models: the search table, its shadows, and the limiter's own.
OURS = ("listing_search", "rate_limit")


def is_of_the_models(_object, name, kind, _reflected, _compare_to):
    return not (kind in {"table", "index"} and name and any(our in name for our in OURS))


def leave_other_tables_alone(connection) -> None:
    """SQLite changes a table by making it anew: what refers to it must not be deleted with the old one."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")


def refuse_broken_references(connection) -> None:
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"Rows refer to what is not there: {broken[:5]}")


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    options = dict(current_app.extensions["migrate"].configure_args)
    with engine.connect() as connection:
        leave_other_tables_alone(connection)
        context.configure(
            connection=connection, target_metadata=db.metadata, include_object=is_of_the_models, **options
        )
        with context.begin_transaction():
            context.run_migrations()
        refuse_broken_references(connection)
        connection.commit()
        connection.invalidate()  # so that no request gets one that does not look after references


run()
