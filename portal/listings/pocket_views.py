"""The city in one file, to be kept and passed on: every public listing, the sketches, a search, nothing from outside.

It is opened from a disk, where no header protects it: its style and script stand in it, and a policy that names their
digests stands in the file as well as around the answer.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from portal.city.chosen import here
from portal.city.model import Area
from portal.city.sketch import backdrop, projection
from portal.events import queries as calendar
from portal.events import showing
from portal.kit.clock import to_zone
from portal.listings import pocket, remembered, search
from portal.listings.models import Listing
from portal.listings.question import Query
from portal.listings.showing import Shown
from portal.listings.sketching import ANY_SHAPE, SHAPES, Sheet
from portal.web.asset import STATIC, smaller_css, smaller_js
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import LANGUAGES, current, link
from portal.web.lasting import lasting

bp = Blueprint("pocket", __name__)
_one_at_a_time = Lock()
LIMIT = 300_000  # bytes of the file as it lies on a phone and goes from hand to hand
AHEAD = 30  # days of the calendar that go with it
MOST_EVENTS = 150
SPARE = 5_000  # bytes: what groups and larger numbers add to the frame
SHEETS = ("css/tokens/colours", "css/tokens/groups", "css/tokens/scale", "css/parts/sketch", "css/parts/marks")
OWN = "offline/pocket"
POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri {home}; form-action 'none'"
)


@dataclass(frozen=True)
class Entry:
    """A listing and how the file says it: its row, and its dot on the sketch."""

    listing: Listing
    row: str
    dot: str

    @property
    def size(self) -> int:
        return len(self.row.encode()) + len(self.dot)


@bp.record_once
def _tell_weight(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["pocket_weight"] = lambda: pocket.weight(search.counts(Query()).total.n)


def stand() -> tuple[str, str]:
    """What the file is made of: the public map, and the day that is written on it."""
    return remembered.stamp(), _today()


@bp.get("/pocket.html")
@guard(anyone)
@lasting(stand)
def show() -> Response:
    with _one_at_a_time:
        file = _made(*stand(), current(), link("listings.index"))
    response = Response(file, mimetype="text/html")
    response.headers["Content-Security-Policy"] = f"{_policy()}; frame-ancestors 'none'"
    response.headers["Content-Disposition"] = f'attachment; filename="{here().key}-{_today()}-{current()}.html"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@lru_cache(maxsize=2 * len(LANGUAGES))
def _made(_stamp: str, _day: str, _lang: str, _home: str) -> str:
    """Making one takes a second or so: it is done once, whatever questions are put behind the address."""
    at, total = now(), pocket.count()
    entries = _fitting(_entries(pocket.freshest(), at), LIMIT - SPARE - len(_file([], total, at).encode()))
    return _file(entries, total, at)


def _today() -> str:
    return to_zone(now(), _zone()).date().isoformat()


def _zone() -> ZoneInfo:
    return ZoneInfo(here().zone)


def _entries(listings: Iterable[Listing], at: datetime) -> Iterable[Entry]:
    """One after the other, for what does not fit is not drawn."""
    row = current_app.jinja_env.get_template("listings/_pocket_row.html")
    for listing in listings:
        shown = Shown(listing, at=at, zone=_zone(), lang=current())
        yield Entry(listing, row.render(listing=listing, shown=shown, lang=current()), _dot(listing))


def _fitting(entries: Iterable[Entry], room: int) -> list[Entry]:
    """The first of them that have room together."""
    found = []
    for entry in entries:
        room -= entry.size
        if room < 0:
            break
        found.append(entry)
    return found


def _file(entries: Sequence[Entry], total: int, at: datetime) -> str:
    in_order = sorted(entries, key=lambda one: getattr(one.listing, "sort_vi" if current() == "vi" else "sort_en"))
    groups = {key: [one.row for one in in_order if one.listing.group == key] for key in here().groups}
    return render_template(
        "listings/pocket.html",
        groups={key: [Markup(row) for row in rows] for key, rows in groups.items() if rows},  # nosec B704  drawn above
        sheets=[_sheet(area, entries) for area in here().areas.values()],
        shapes={key: SHAPES.get(key, ANY_SHAPE) for key in groups},
        count=len(entries),
        total=total,
        events=showing.shown(calendar.within(at, days=AHEAD, count=MOST_EVENTS), current()),
        at=at,
        home=link("listings.index"),
        policy=_policy(),
        style=Markup(f"<style>{_style()}</style>"),  # nosec B704  our own file
        script=Markup(f"<script>{_script()}</script>"),  # nosec B704  our own file
    )


def _sheet(area: Area, entries: Iterable[Entry]) -> Sheet:
    """The backdrop of an area and on it one path for each group."""
    here_about = [one for one in entries if one.dot and one.listing.area == area.key]
    paths = [
        f'<path class="dot" data-l="{key}" d="{"".join(one.dot for one in here_about if one.listing.group == key)}"/>'
        for key in here().groups
    ]
    drawn = backdrop(area, current()) + Markup("".join(paths))  # nosec B704  numbers and keys
    return Sheet(area.key, area.name, projection(area).view_box, drawn, len(here_about))


def _dot(listing: Listing) -> str:
    if listing.lat is None or listing.lon is None:
        return ""
    x, y = projection(here().areas[listing.area]).project(listing.lat, listing.lon)
    return f"M{x} {y}{SHAPES.get(listing.group, ANY_SHAPE)}"


def _policy() -> str:
    home = link("listings.index")
    return POLICY.format(style=_digest(_style()), script=_digest(_script()), home="/".join(home.split("/")[:3]))


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _style() -> str:
    return smaller_css("\n".join((STATIC / f"{name}.css").read_text() for name in (*SHEETS, OWN)))


@cache
def _script() -> str:
    return smaller_js((STATIC / f"{OWN}.js").read_text())
