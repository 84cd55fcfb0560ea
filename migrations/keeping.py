"""What migrations say to the database about rows that must stand, alike on both engines."""

from alembic import op


def keep_as_it_is(table: str) -> None:
    """Refuses to change or delete a row; while a row stands in `erasing`, a person's values may be emptied."""
    standing = "EXISTS (SELECT 1 FROM erasing)"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
        op.execute(f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} WHEN NOT {standing} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} {refuse}")
        return
    op.execute(
        f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF TG_OP = 'UPDATE' AND {standing} THEN RETURN NEW; END IF;"
        f" RAISE EXCEPTION '{table} is only added to'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION keep_{table}()"
    )


def forget_keeping(table: str) -> None:
    """Takes away what `keep_as_it_is` made beside the table; its triggers go with the table."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION keep_{table}()")


def refuse_new(table: str, name: str, when: str, says: str) -> None:
    """Refuses a new row, `NEW`, for which `when` holds. A backup that is put back brings its rows in any order."""
    when = f"({when}) AND NOT EXISTS (SELECT 1 FROM restoring)"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        op.execute(f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} WHEN {when} {refuse}")
        return
    op.execute(
        f"CREATE FUNCTION refuse_{table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{says}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{table}_{name}()"
    )


def forget_refusal(table: str, name: str) -> None:
    """Takes away what `refuse_new` made beside the table; its triggers go with the table."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION refuse_{table}_{name}()")
