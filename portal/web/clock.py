"""The one place where the portal looks at a clock. Views and jobs pass what it says downward."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
