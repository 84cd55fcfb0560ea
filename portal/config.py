"""Every setting: its name in the environment, its default, its meaning. All are optional."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. `from_environment` reads it; tests build it directly."""

    host: str = "127.0.0.1"
    """HOST: the address the server listens on."""
    port: int = 8000
    """PORT: the port the server listens on."""
    home: Path = ROOT / "instance"
    """PORTAL_HOME: the folder that holds everything the portal writes."""
    database_url: str = ""
    """PORTAL_DATABASE_URL: `postgresql+psycopg://…`; empty means SQLite in the home."""
    storage_url: str = ""
    """PORTAL_STORAGE_URL: where files are kept; empty means the folder `files` in the home."""
    mail_url: str = ""
    """PORTAL_MAIL_URL: `smtp://user:password@host:port` (`smtps://` for TLS); empty: `outbox` in the home."""
    mail_from: str = "portal@hoian.example"
    """PORTAL_MAIL_FROM: the sender's address on letters."""
    secret_key: str = ""
    """PORTAL_SECRET_KEY: signs cookies; empty means one made once and kept in the home, mode 600."""
    old_secret_keys: tuple[str, ...] = ()
    """PORTAL_OLD_SECRET_KEYS: former keys, comma separated, still accepted while people's cookies are renewed."""
    base_url: str = ""
    """PORTAL_BASE_URL: how people reach the portal; links are built from it, its scheme decides `Secure` and HSTS."""
    trusted_hosts: tuple[str, ...] = ()
    """PORTAL_TRUSTED_HOSTS: further host names from whose pages forms may come, comma separated."""
    proxies: int = 0
    """PORTAL_PROXIES: how many proxies in front are trusted to say the visitor's address."""
    metrics_token: str = ""
    """PORTAL_METRICS_TOKEN: a bearer token that opens /metrics to a peer that is not on this machine."""
    limits: bool = True
    """PORTAL_LIMITS: `off` switches rate limits off, on a demo database only."""
    demo: bool | None = None
    """PORTAL_DEMO: `0` never plants the demo city, `1` also on a public address; unset: into an empty database."""
    city: str = "hoi-an"
    """PORTAL_CITY: a folder in `portal/city/`, or the path of a city's folder elsewhere."""
    controller: str = ""
    """PORTAL_CONTROLLER: who answers for personal data, with a postal address; shown on /privacy."""
    contact: str = ""
    """PORTAL_CONTACT: a mail address or phone number people may write to or call; shown on /contact."""
    second_factor: bool | None = None
    """PORTAL_SECOND_FACTOR: whether organisers, registrars, treasurers and jurors must set up an authenticator app
    before their desks open; unset: yes, except in a demo database."""
    threads: int = 32
    """PORTAL_THREADS: requests one web process answers at the same time; also the size of its database pool."""
    processes: int = 1
    """PORTAL_PROCESSES: web processes."""
    testing: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Reads the environment; an unreadable value stops the start with a sentence."""

        def number(name: str, default: int) -> int:
            text = environ.get(name, "").strip()
            if text and not text.isdigit():
                raise SystemExit(f"{name} must be a whole number, not {text!r}.")
            return int(text) if text else default

        def names(name: str) -> tuple[str, ...]:
            return tuple(part.strip() for part in environ.get(name, "").split(",") if part.strip())

        demo = environ.get("PORTAL_DEMO", "").strip()
        second_factor = environ.get("PORTAL_SECOND_FACTOR", "").strip().lower()
        return cls(
            host=environ.get("HOST") or cls.host,
            port=number("PORT", cls.port),
            home=Path(environ.get("PORTAL_HOME") or cls.home).resolve(),
            database_url=environ.get("PORTAL_DATABASE_URL", ""),
            storage_url=environ.get("PORTAL_STORAGE_URL", ""),
            mail_url=environ.get("PORTAL_MAIL_URL", ""),
            mail_from=environ.get("PORTAL_MAIL_FROM") or cls.mail_from,
            secret_key=environ.get("PORTAL_SECRET_KEY", ""),
            old_secret_keys=names("PORTAL_OLD_SECRET_KEYS"),
            base_url=environ.get("PORTAL_BASE_URL", "").rstrip("/"),
            trusted_hosts=names("PORTAL_TRUSTED_HOSTS"),
            proxies=number("PORTAL_PROXIES", cls.proxies),
            metrics_token=environ.get("PORTAL_METRICS_TOKEN", ""),
            limits=environ.get("PORTAL_LIMITS", "on").lower() not in {"off", "0", "no"},
            demo=None if demo == "" else demo != "0",
            city=environ.get("PORTAL_CITY") or cls.city,
            controller=environ.get("PORTAL_CONTROLLER", ""),
            contact=environ.get("PORTAL_CONTACT", ""),
            second_factor=None if second_factor == "" else second_factor not in {"off", "0", "no"},
            threads=number("PORTAL_THREADS", cls.threads),
            processes=number("PORTAL_PROCESSES", cls.processes),
        )

    @property
    def public_url(self) -> str:
        """The address links are built from, without a slash at its end."""
        return self.base_url or f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"  # nosec B104

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def database(self) -> str:
        """The address of the data, as SQLAlchemy reads it."""
        if self.database_url.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + self.database_url.split("://", 1)[1]
        return self.database_url or f"sqlite:///{self.home / 'portal.db'}"

    @property
    def jobs_database(self) -> str:
        """Where rate limits live: with the data, or on SQLite beside it, so that counting never waits for a write."""
        return self.database if self.database.startswith("postgresql") else f"sqlite:///{self.home / 'jobs.db'}"


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: the setting, or one made once and kept in the home, readable by its owner only."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret-key"
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    return path.read_text().strip()
