"""The portal of a creative city: `create_app()` reads as its table of contents."""

# ruff: noqa: E402
from __future__ import annotations

import gc

gc.set_threshold(20_000, 10, 10)  # before all else: what a start loads stays, and looking through it took a fifth of it

from flask import Flask, request
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli
from portal.city import City
from portal.city.chosen import choose
from portal.config import ROOT, Settings, secret_key
from portal.db import db, engine_options
from portal.gather import every
from portal.web import (
    address,
    asset,
    compress,
    door,
    guard,
    headers,
    language,
    lasting,
    limit,
    log,
    operator,
    pieces,
    problem,
    reader,
    sentences,
    settle,
    shell,
    symbol,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.from_environment()
    app = settle.Settled(
        "portal", root_path=str(ROOT / "portal"), template_folder=ROOT / "templates", static_folder=None
    )
    configure(app, settings)
    address.init(app)
    Htmx(app)
    city = choose(settings.city)

    lasting.init(app)  # answers pass these from the bottom up
    compress.init(app)
    headers.init(app, settings)
    log.init(app)
    problem.init(app)
    door.init(app)
    settle.init(app)
    limit.init(app, settings)

    database(app)
    language.init(app, settings.home)
    sentences.init(app)
    pieces.init(app)
    symbol.init(app, {key: group.symbol for key, group in city.groups.items()})
    asset.init(app, settings.home, extra={"outline.json": city.outline.encode()})
    domains(app, settings, city)
    cli.init(app)
    guard.check(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app


def configure(app: Flask, settings: Settings) -> None:
    host = settings.public_url.split("://", 1)[1]
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SECRET_KEY=secret_key(settings),
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        PUBLIC_URL=settings.public_url,
        OUR_HOSTS={host, *settings.trusted_hosts},
        MAX_CONTENT_LENGTH=8_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=2_000,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database, threads=settings.threads),
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def database(app: Flask) -> None:
    every("*models")  # tables refer to each other by name: all of them must be known
    db.init_app(app)


def domains(app: Flask, settings: Settings, city: City) -> None:
    from portal.audit import rules as audit
    from portal.contributions import tickets
    from portal.media.storage import StorageAway
    from portal.people import entering
    from portal.people import rules as people
    from portal.uploads import receivers
    from portal.web.clock import now

    shell.init(app, settings, city, is_demo=people.is_demo_database)
    app.register_error_handler(StorageAway, lambda _away: settle.busy())
    app.before_request(lambda: audit.come_from(request.remote_addr or ""))
    reader.init(
        app, settings, lambda token: people.person_behind(token, at=now()),
        begun=lambda person, held: tickets.adopt(held, by=person),
    )  # fmt: skip
    app.before_request(entering.insist)
    receivers.init(every("receiving"))
    for views in (operator, *every("views"), *every("*_views")):
        app.register_blueprint(views.bp)
