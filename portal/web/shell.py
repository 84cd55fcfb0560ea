"""What every page has around its own words: the menu, the city, the reader, the macros."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from flask_babel import gettext as _
from flask_babel import ngettext
from jinja2 import pass_context
from werkzeug.local import LocalProxy

from portal.city import City
from portal.config import Settings
from portal.kit import dates, lunar, lunar_names, money, numbers, phone
from portal.kit.say import N_
from portal.web import language, reader

Answer = TypeVar("Answer")
A_MINUTE = 60  # seconds
# The menu shows only what exists.
MENU = (
    ("listings.index", N_("Map"), "i-map"), ("events.index", N_("Events"), "i-cal"),
    ("competitions.index", N_("Competitions"), "i-cup"), ("businesses.index", N_("Businesses"), "i-shop"),
)  # fmt: skip
_conditions: dict[str, Callable[[], bool]] = {}


def only_when(endpoint: str, asked: Callable[[], bool]) -> None:
    """The menu leads to this page only when there is something to see; asked once a minute at the most."""
    _conditions[endpoint] = asked


def look_again() -> None:
    """What the menu shows may have changed here and now."""
    current_app.extensions["menu"].clear()


def init(app: Flask, settings: Settings, city: City, *, is_demo: Callable[[], bool]) -> None:
    """`is_demo` asks whether this database was planted; it is asked once a minute at the most."""
    zone = ZoneInfo(city.zone)
    demo = _now_and_then(is_demo)
    menu = _now_and_then(_menu, app.extensions.setdefault("menu", {}))
    app.jinja_env.globals.update(
        city=city,
        settings=settings,
        person=LocalProxy(reader.person),  # asked only by templates that speak to the reader
        absolute=language.absolute,
        languages=list(language.LANGUAGES.items()),
    )
    spoken: dict[str, Callable[..., str]] = {
        "when": lambda at: dates.moment(at, zone, language.current()),
        "day": lambda at: dates.day(at.astimezone(zone).date(), language.current()),
        "both_dates": lambda day: both_dates(day, language.current()),
        "number": lambda n, decimals=None: numbers.show(n, language.current(), decimals),
        "size": lambda n: numbers.size(n, language.current()),
        "kilobytes": lambda n: numbers.bytes_kb(n, language.current()),
        "money": lambda amount: money.show(amount, language.current()),
        "distance": distance,
        "duration": duration,
    }
    app.jinja_env.filters.update({name: _when_shown(show) for name, show in spoken.items()}, phone=phone.show)

    @app.context_processor
    def around() -> dict[str, Any]:
        return {"lang": language.current(), "ui": _macros(), "demo": demo(), "menu": menu() or _menu(none=True)}


def _when_shown(show: Callable[..., str]) -> Callable[..., str]:
    """A filter that hangs on the reader's language: a template does not work it out ahead, not even of a constant."""

    @pass_context
    def shown(_context: object, *given: Any, **named: Any) -> str:
        return show(*given, **named)

    return shown


def _menu(*, none: bool = False) -> tuple[tuple[str, str, str], ...]:
    """The entries that lead somewhere; with `none` those alone that always do."""
    return tuple(one for one in MENU if one[0] not in _conditions or (not none and _conditions[one[0]]()))


def _now_and_then(ask: Callable[[], Answer], answers: dict[str, Any] | None = None) -> Callable[[], Answer | None]:
    """The same question with its last answer, which is asked anew after a minute. None before there is one."""
    kept: dict[str, Any] = {} if answers is None else answers

    def answer() -> Answer | None:
        if time.monotonic() > kept.get("until", 0.0) and not g.get("nobody"):
            kept.update(last=ask(), until=time.monotonic() + A_MINUTE)
        return kept.get("last")

    return answer


def _macros() -> Any:
    """The macros of layout/ui.html, once for a request: what they say is in its language."""
    if "ui" not in g:
        g.ui = current_app.jinja_env.get_template("layout/ui.html").module
    return g.ui


def distance(metres: float) -> str:
    """Metres in words: "350 m", "1,2 km"."""
    lang = language.current()
    if metres < 1000:
        return f"{numbers.show(round(metres / 10) * 10, lang)}\u00a0m"
    return f"{numbers.show(metres / 1000, lang, decimals=1)}\u00a0km"


def both_dates(day: date, lang: str) -> str:
    """A day by the sun and by the moon: "Thứ Bảy, 28/11/2026 (20 tháng Mười âm lịch)"."""
    return f"{dates.long_day(day, lang)} ({lunar_names.in_line(lunar.from_solar(day), lang)})"


def ago(n: int, unit: str) -> str:
    """An age in words: "3 months ago"."""
    if unit == "day":
        return ngettext("%(num)s day ago", "%(num)s days ago", n)
    if unit == "month":
        return ngettext("%(num)s month ago", "%(num)s months ago", n)
    if unit == "year":
        return ngettext("%(num)s year ago", "%(num)s years ago", n)
    return _("today")


def duration(minutes: int) -> str:
    """A length of time in words: minutes below an hour, hours below two days, days beyond."""
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 2 * 24 * 60:
        hours = numbers.show(round(minutes / 60, 1), language.current())
        return ngettext("%(hours)s hour", "%(hours)s hours", 1 if minutes == 60 else 2, hours=hours)
    days = numbers.show(round(minutes / 60 / 24, 1), language.current())
    return _("%(days)s days", days=days)
