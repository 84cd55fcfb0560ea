"""Moments: aware always, UTC when kept, the city's zone when shown. Nothing here reads the time: it is passed in."""

from datetime import UTC, datetime, tzinfo

from portal.kit.say import N_, Refused

_NOT_A_MOMENT = N_("Write the moment with its zone, for example 2026-06-15T14:12:00+07:00.")


def aware(at: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive one: nobody can say when it was."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} is naive: a moment needs its zone")
    return at.astimezone(UTC)


def to_zone(at: datetime, zone: tzinfo) -> datetime:
    """An aware moment as the clocks of a zone show it. Raises ValueError for a naive one."""
    return aware(at).astimezone(zone)


def iso(at: datetime) -> str:
    """An aware moment in ISO 8601, UTC, to the second: "2026-06-15T07:12:00Z". Raises ValueError for a naive one."""
    return aware(at).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_iso(text: str) -> datetime:
    """An ISO 8601 moment with its zone (or Z), as UTC. Raises Refused without a zone and for anything else."""
    try:
        return aware(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError) as unreadable:
        raise Refused(_NOT_A_MOMENT) from unreadable
