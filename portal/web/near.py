"""The addresses of questions near the one that was asked: another page of it, one filter more, the same as a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import request

from portal.web.language import url


def near(endpoint: str, names: Collection[str], /, **changes: Any) -> str:
    """What this request asks by these `names`, with some values changed, or taken away by None or "".

    Whatever else a stranger wrote into the address is left behind: `url_for` would take some of it for its own.
    """
    stays = frozenset(names).difference(changes)
    asked = {name: tuple(filter(None, values)) for name, values in request.args.lists() if name in stays}
    changed = {name: str(value) for name, value in changes.items() if value not in (None, "")}
    return url(
        endpoint, **{name: values for name, values in asked.items() if values}, **changed, **(request.view_args or {})
    )
