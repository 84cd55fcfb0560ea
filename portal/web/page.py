"""Page or part: the name of the block, the id of the element and the word in `parts` are the same word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, redirect, render_template
from htmx_flask import make_response, request
from jinja2_fragments.flask import render_block

VARY = ("HX-Request", "HX-Target")


def page(
    template: str,
    *,
    parts: Sequence[str] | Mapping[str, str] = (),
    beside: Sequence[str] = (),
    status: int = 200,
    **values: Any,
) -> Response:
    """The whole page, or for an htmx request whose target is in `parts` only that block.

    `parts` is the server's own list, so a browser cannot ask for a block whose permission test stands outside it. A
    mapping names the include that draws a part. Blocks named in `beside` travel along and replace themselves out of
    band; they read `beside` to mark themselves.
    """
    wanted = _wanted(parts)
    if wanted is None:
        body = render_template(template, beside=False, **values)
    elif isinstance(parts, Mapping):
        body = render_template(parts[wanted], beside=False, **values)
    else:
        body = render_block(template, wanted, beside=False, **values)
        body += "".join(render_block(template, block, beside=True, **values) for block in beside)
    response = make_response(body, status)
    if parts:
        response.vary.update(VARY)
    return response


def go(where: str) -> Response:
    """Onward to another page: 303, or for htmx a redirect that the browser follows as a whole page."""
    return make_response("", redirect=where) if request.htmx else make_response(redirect(where, 303))


def _wanted(parts: Sequence[str] | Mapping[str, str]) -> str | None:
    """The part that htmx asks for. A restored history entry asks for the whole page."""
    if not request.htmx or request.htmx.history_restore_request:
        return None
    return request.htmx.target if request.htmx.target in parts else None
