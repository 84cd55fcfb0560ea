"""The life of an application: written as a draft, sent, asked about, answered, decided. Each act adds a row."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.businesses import cohorts, enrolments, rules
from portal.businesses.models import Application, ApplicationAct, ApplicationState, Cohort, Shop, ShopMember
from portal.contributions import tickets
from portal.db import db
from portal.kit import code as short
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings.models import Listing
from portal.people.models import Person

OF_THE_SHOP = ("holder", "phone")
"""Fields of the application that the shop keeps."""
FIELDS = ("packages", "makes", "since_year", "hands", "sells", "wish", "women_led", "agreed", "cohort_id", *OF_THE_SHOP)
LONGEST = 1000
OVER = frozenset({ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN})
WITH_THE_DESK = frozenset({ApplicationState.SENT, ApplicationState.ANSWERED, ApplicationState.WAITING_LIST})
UNDECIDED = WITH_THE_DESK | {ApplicationState.QUESTION}
NEEDED = {
    "packages": N_("Choose at least one package."),
    "makes": N_("Say what you make or sell."),
    "holder": N_("Write the name of who answers for the business, as on its papers."),
    "phone": N_("Write a phone number: the advisor will call it."),
    "agreed": N_("Agree to how the campaign works before you send."),
}
DECIDED = N_("This application was decided already. Nothing was changed.")


# The applicant


def begin(shop: Shop, *, by: Person, at: datetime) -> Application:
    """A draft; the one that is still open, if there is one."""
    if (standing := open_one(shop)) is not None:
        return standing
    application = Application(
        code=_new_code(), shop_id=shop.id, person_id=by.id, packages=[], typed={}, begun_at=at, changed_at=at
    )
    db.session.add(application)
    db.session.flush()
    _note(application, ApplicationState.DRAFT, by=by, at=at)
    return application


def keep(
    application: Application, given: Mapping[str, Any], *, typed: Mapping[str, str] | None = None, at: datetime
) -> None:
    """Keeps fields of the draft. `given` holds what could be read, `typed` as it was written what could not."""
    if application.state is not ApplicationState.DRAFT:
        raise Refused(N_("This application was sent already: it can no longer be changed."))
    kept = dict(application.typed)
    for name, value in given.items():
        kept.pop(name, None)
        setattr(application.shop if name in OF_THE_SHOP else application, name, value)
    application.typed = kept | {name: text[:LONGEST] for name, text in (typed or {}).items()}
    application.changed_at = at
    db.session.flush()


def missing(application: Application) -> dict[str, str]:
    """What has to be written before it can be sent: fields with their sentences."""
    return {name: says for name, says in NEEDED.items() if not value(application, name)}


def value(application: Application, name: str) -> Any:
    return getattr(application.shop if name in OF_THE_SHOP else application, name)


def send(application: Application, *, by: Person, at: datetime) -> None:
    """Hands the draft in, for a round that takes applications. Sent twice it was sent once."""
    if application.state is not ApplicationState.DRAFT:
        return
    for name, says in missing(application).items():
        raise Refused(says, field=name)
    rounds = {one.id: one for one in cohorts.open_now(at)}
    if not rounds:
        raise Refused(N_("No round takes applications at the moment. Your draft is kept."))
    cohort = rounds.get(application.cohort_id or 0, next(iter(rounds.values())))
    application.cohort_id, application.sent_at = cohort.id, at
    turn(application, ApplicationState.SENT, by=by, at=at)


def answer(application: Application, text: str, *, by: Person | None, at: datetime) -> None:
    """What the applicant says to the open question; the desk has it again."""
    if application.state is not ApplicationState.QUESTION:
        raise Refused(N_("There is no open question any more."), field="text")
    turn(application, ApplicationState.ANSWERED, says=text, by=by, at=at)


def withdraw(application: Application, *, by: Person | None, at: datetime) -> None:
    """The applicant takes it back, as long as it is not decided."""
    if application.state is ApplicationState.WITHDRAWN:
        return
    if application.state in OVER:
        raise Refused(DECIDED)
    if application.sent_at is None:
        application.sent_at = at  # no row of the queue is without its day
    turn(application, ApplicationState.WITHDRAWN, by=by, at=at)


# The organiser


def ask(application: Application, text: str, *, by: Person, at: datetime) -> None:
    _check_undecided(application)
    if not clean(text):
        raise Refused(N_("Write what you want to know."), field="says")
    turn(application, ApplicationState.QUESTION, says=text, by=by, at=at)


def accept(
    application: Application, *, advisor: Person, cohort: Cohort, says: str = "", by: Person, at: datetime
) -> None:
    """The shop works from now on, in this round, with this advisor. Refused where the round is full."""
    _check_undecided(application)
    if cohorts.free(cohort) < 1 and not enrolments.has_place(application.shop, cohort):
        raise Refused(
            N_("This round is full. Put the application on the waiting list, or choose another round."), field="cohort"
        )
    rules.give_advisor(application.shop, advisor, by=by, at=at)
    application.cohort_id = cohort.id
    for number in application.packages:
        enrolments.begin(application.shop, number, cohort, at=at)
    turn(application, ApplicationState.ACCEPTED, says=says, by=by, at=at)


def put_on_waiting_list(application: Application, *, says: str = "", by: Person, at: datetime) -> None:
    _check_undecided(application)
    if application.state is not ApplicationState.WAITING_LIST:
        turn(application, ApplicationState.WAITING_LIST, says=says, by=by, at=at)


def refuse(application: Application, reason: str, *, by: Person, at: datetime) -> None:
    """Never without a reason that the applicant reads."""
    _check_undecided(application)
    if not clean(reason):
        raise Refused(N_("Write the reason: the applicant reads it."), field="says")
    turn(application, ApplicationState.REFUSED, says=reason, by=by, at=at)


def turn(
    application: Application, state: ApplicationState, *, says: str = "", by: Person | None, at: datetime
) -> ApplicationAct:
    """Moves an application on, for its applicant and for the record."""
    application.state, application.changed_at = state, at
    audit.note(f"application_{state}", "application", application.id, by=by, at=at)
    return _note(application, state, says=says, by=by, at=at)


def _check_undecided(application: Application) -> None:
    if application.state not in UNDECIDED:
        raise Refused(DECIDED)


def _note(
    application: Application, state: ApplicationState, *, says: str = "", by: Person | None, at: datetime
) -> ApplicationAct:
    act = ApplicationAct(
        application_id=application.id, state=state, says=clean(says, lines=True)[:LONGEST], by_id=by.id if by else None,
        at=at,
    )  # fmt: skip
    db.session.add(act)
    db.session.flush()
    db.session.expire(application, ["acts"])
    return act


# Finding them


def find(typed: str) -> Application | None:
    """The application behind a typed code, however it is spelled; a wrong code and an unknown one are the same."""
    symbols = short.read(typed)
    return db.session.scalar(select(Application).where(Application.code == symbols)) if symbols else None


def of_shop(shop: Shop) -> Sequence[Application]:
    """Its applications, the latest first."""
    asked = select(Application).where(Application.shop_id == shop.id).order_by(Application.id.desc())
    return db.session.scalars(asked).all()


def of_person(person: Person) -> Sequence[Application]:
    """Those of the shops that somebody works in that want something of them, the oldest first."""
    mine = select(ShopMember.shop_id).where(ShopMember.person_id == person.id, ShopMember.left_at.is_(None))
    wanted = Application.state.in_([ApplicationState.DRAFT, ApplicationState.QUESTION])
    found = select(Application).where(Application.shop_id.in_(mine), wanted)
    found = found.options(joinedload(Application.shop).joinedload(Shop.listing).lazyload(Listing.marks))
    return db.session.scalars(found.order_by(Application.id)).all()


def open_one(shop: Shop) -> Application | None:
    """The one that is written or waits."""
    return still_open(of_shop(shop))


def still_open(found: Sequence[Application]) -> Application | None:
    """The first of these that is written or waits."""
    return next((one for one in found if one.state not in OVER), None)


def queue(state: ApplicationState | None = None) -> Select[Application]:
    """What came in, what waits longest first; without a state all that waits for the desk."""
    wanted = Application.state == state if state else Application.state.in_(WITH_THE_DESK)
    return (
        select(Application).where(wanted, Application.sent_at.is_not(None))
        .options(joinedload(Application.shop), joinedload(Application.cohort), joinedload(Application.person))
        .order_by(Application.sent_at, Application.id)
    )  # fmt: skip


def counts() -> dict[ApplicationState, int]:
    """How many there are of each state, drafts left out."""
    rows = db.session.execute(
        select(Application.state, func.count()).where(Application.sent_at.is_not(None)).group_by(Application.state)
    )
    return dict(rows.tuples().all())


def waiting() -> Select[int]:
    """Those that wait for the desk's word."""
    return select(Application.id).where(Application.state.in_([ApplicationState.SENT, ApplicationState.ANSWERED]))


def _new_code() -> str:
    """Nothing else that one looks up has it."""
    while True:
        code = short.make(secrets.choice)
        if find(code) is None and tickets.find(code) is None:
            return code
