"""The city this portal serves: chosen once at the start, the same for the whole process."""

from portal.city import City, CityError, load

_chosen: list[City] = []


def choose(key: str) -> City:
    """Loads the city's folder; a broken one stops the start with a sentence."""
    try:
        _chosen[:] = [load(key)]
    except CityError as error:
        raise SystemExit(str(error)) from error
    return _chosen[0]


def here() -> City:
    """The city of this portal."""
    return _chosen[0]
