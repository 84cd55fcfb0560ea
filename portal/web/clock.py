"""The one place where the portal looks at a clock. Views and jobs pass what it says downward."""

from datetime import UTC, datetime

from flask import has_request_context, request

CAME_AT = "portal.came_at"


def now() -> datetime:
    return datetime.now(UTC)


def came() -> datetime:
    """When the last byte of this request came: what is sent in the last second waits for no lock after it."""
    at = request.environ.get(CAME_AT) if has_request_context() else None
    return at or now()
