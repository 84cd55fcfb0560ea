"""Everything the portal holds of a person: one line for each place of the database that speaks of one.

A test walks the tables: a new reference to a person that is missing here fails it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import JSON, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.audit.models import AuditEntry
from portal.businesses.customers.models import (
    BookExport,
    Customer,
    Order,
    OrderStep,
    Tombstone,
    Touch,
)  # fmt: skip
from portal.businesses.customers.reminder_models import ReminderSent
from portal.businesses.models import (
    Application,
    ApplicationAct,
    Cohort,
    Measure,
    Shop,
    ShopInvitation,
    ShopMember,
    StepVersion,
    SuccessStory,
)  # fmt: skip
from portal.businesses.sheets.models import BankAccount, Sheet
from portal.businesses.showcase.models import Badge, Publication, Wish
from portal.businesses.steps.models import Evidence, Progress, ProgressAct, Review, SecondLook, Submission, Visit
from portal.competitions.brief_models import Acknowledgement, Addendum, BriefVersion, Question
from portal.competitions.entries.check_models import EntryQuery, Finding, Verdict
from portal.competitions.entries.models import EntryMember, EntryStep, Identity, LateLink, VaultAccess
from portal.competitions.jury.models import (
    Conflict,
    FlagSeen,
    Motion,
    RankedBallot,
    Reopening,
    ScoreAct,
    Sitting,
    Vote,
)  # fmt: skip
from portal.competitions.jury.staff_models import PaperTyping, StaffConflict
from portal.competitions.models import Competition, CompetitionStep, Extension, JuryMember
from portal.competitions.results.models import Confirmation, JurySentence, Minutes, RevealKey, VoteCode
from portal.contributions.models import Card, Decision, Message, Ticket, TicketPhoto
from portal.db import Words, db
from portal.events.importer.models import EventImport, EventSource
from portal.events.models import Event, EventRevision
from portal.events.registrations.models import Registration, SeatAct
from portal.events.series.models import Series
from portal.kit.clock import iso
from portal.letters.models import Letter
from portal.listings import rules as listings
from portal.listings.models import Import, Listing, Merge, NotSame, Ownership, Photo, Revision, WardPause
from portal.media.models import Upload
from portal.people.models import (
    Consent,
    DataRequest,
    Erasing,
    Grant,
    OneTimeCode,
    Person,
    PersonSession,
    RecoveryCode,
    SecondFactor,
)  # fmt: skip
from portal.uploads.models import Transfer


class Held(NamedTuple):
    """A column that names a person, and what the copy calls the rows it leads to."""

    name: str
    column: InstrumentedAttribute[Any]
    whole: bool = True
    """The row is the person's own. Of other people's rows only that the person acted on them, and when."""


HELD = (
    Held("roles", Grant.person_id),
    Held("roles_i_granted", Grant.granted_by_id, whole=False),
    Held("roles_i_withdrew", Grant.withdrawn_by_id, whole=False),
    Held("sign_ins", PersonSession.person_id),
    Held("one_time_codes", OneTimeCode.person_id),
    Held("second_step", SecondFactor.person_id),
    Held("recovery_codes", RecoveryCode.person_id),
    Held("consents", Consent.person_id),
    Held("requests", DataRequest.person_id),
    Held("requests_i_answered", DataRequest.done_by_id, whole=False),
    Held("letters", Letter.person_id),
    Held("letters_i_sent_again", Letter.sent_again_by_id, whole=False),
    Held("listings_i_look_after", Ownership.person_id),
    Held("listings_i_gave_to_others", Ownership.by_id, whole=False),
    Held("listings_i_added", Listing.added_by_id, whole=False),
    Held("changes_i_made", Revision.by_id),
    Held("imports", Import.by_id, whole=False),
    Held("imports_i_took_back", Import.undone_by_id, whole=False),
    Held("listings_i_joined", Merge.by_id, whole=False),
    Held("listings_i_parted_again", Merge.undone_by_id, whole=False),
    Held("listings_i_kept_apart", NotSame.by_id, whole=False),
    Held("pauses_i_began", WardPause.by_id, whole=False),
    Held("pauses_i_was_asked_about", WardPause.with_id, whole=False),
    Held("pauses_i_ended", WardPause.ended_by_id, whole=False),
    Held("files", Upload.by_id),
    Held("sent_in", Ticket.person_id),
    Held("tickets_i_hold", Ticket.held_by_id, whole=False),
    Held("messages", Message.by_id),
    Held("decisions", Decision.by_id),
    Held("cards_i_made", Card.made_by_id, whole=False),
    Held("registrations", Registration.person_id),
    Held("places_i_gave_or_took", SeatAct.by_id, whole=False),
    Held("events_i_added", Event.added_by_id, whole=False),
    Held("changes_of_events_i_made", EventRevision.by_id),
    Held("series_i_added", Series.added_by_id, whole=False),
    Held("calendars_i_bring", EventSource.owner_id, whole=False),
    Held("calendars_i_approved", EventSource.approved_by_id, whole=False),
    Held("calendar_files", EventImport.by_id, whole=False),
    Held("calendar_files_i_took_over", EventImport.applied_by_id, whole=False),
    Held("files_on_their_way", Transfer.person_id),
    Held("entries", Identity.person_id),
    Held("teams", EntryMember.person_id),
    Held("juries", JuryMember.person_id),
    Held("conflicts_i_told", Conflict.by_id, whole=False),
    Held("conflicts_i_decided", Conflict.decided_by_id, whole=False),
    Held("entries_i_stand_apart_from", StaffConflict.person_id),
    Held("conflicts_of_staff_i_told", StaffConflict.by_id, whole=False),
    Held("paper_ballots_i_typed", PaperTyping.by_id, whole=False),
    Held("paper_ballots_typed_like_mine", PaperTyping.agrees_with_id, whole=False),
    Held("points_i_gave", ScoreAct.by_id, whole=False),
    Held("votes_in_a_jury", Vote.by_id, whole=False),
    Held("orders_i_gave", RankedBallot.by_id, whole=False),
    Held("ballots_i_asked_to_open", Reopening.asked_by_id, whole=False),
    Held("ballots_i_agreed_to_open", Reopening.agreed_by_id, whole=False),
    Held("sittings_i_noted", Sitting.by_id, whole=False),
    Held("motions_i_opened", Motion.opened_by_id, whole=False),
    Held("flags_i_looked_at", FlagSeen.by_id, whole=False),
    Held("sentences_i_wrote", JurySentence.by_id, whole=False),
    Held("minutes_i_made", Minutes.by_id, whole=False),
    Held("minutes_i_confirmed", Confirmation.by_id, whole=False),
    Held("reveals_i_agreed_to", RevealKey.by_id, whole=False),
    Held("vote_codes_i_made", VoteCode.made_by_id, whole=False),
    Held("entries_i_moved_on", EntryStep.by_id, whole=False),
    Held("entries_i_asked_about", EntryQuery.by_id, whole=False),
    Held("entries_i_checked", Verdict.by_id, whole=False),
    Held("names_i_settled", Finding.settled_by_id, whole=False),
    Held("late_links_i_gave", LateLink.by_id, whole=False),
    Held("looks_into_the_vault", VaultAccess.by_id, whole=False),
    Held("competitions_i_added", Competition.added_by_id, whole=False),
    Held("steps_of_competitions_i_took", CompetitionStep.by_id, whole=False),
    Held("deadlines_i_moved", Extension.by_id, whole=False),
    Held("briefs_i_published", BriefVersion.by_id, whole=False),
    Held("addenda_i_wrote", Addendum.by_id, whole=False),
    Held("questions_i_answered", Question.answered_by_id, whole=False),
    Held("warnings_i_answered", Acknowledgement.by_id, whole=False),
    Held("customers_i_noted_down", Customer.added_by_id, whole=False),
    Held("talks_with_customers_i_noted", Touch.by_id, whole=False),
    Held("orders_i_took", Order.added_by_id, whole=False),
    Held("orders_i_moved_on", OrderStep.by_id, whole=False),
    Held("reminders_i_carried_out", ReminderSent.by_id, whole=False),
    Held("customers_i_deleted", Tombstone.by_id, whole=False),
    Held("books_i_took_out", BookExport.by_id, whole=False),
    Held("what_i_ticked_to_be_public", Wish.by_id, whole=False),
    Held("what_i_made_public", Publication.by_id, whole=False),
    Held("what_i_withdrew", Publication.ended_by_id, whole=False),
    Held("badges_i_revoked", Badge.revoked_by_id, whole=False),
    Held("steps_i_wrote_last", Progress.changed_by_id, whole=False),
    Held("steps_i_moved_on", ProgressAct.by_id, whole=False),
    Held("visits_i_made", Visit.advisor_id),
    Held("evidence_i_brought", Evidence.by_id),
    Held("what_i_handed_in", Submission.by_id),
    Held("answers_i_gave_as_an_advisor", Review.by_id),
    Held("second_looks_i_took", SecondLook.by_id),
    Held("sheets_i_wrote_last", Sheet.changed_by_id, whole=False),
    Held("accounts_i_wrote_down", BankAccount.by_id, whole=False),
    Held("shops_i_work_in", ShopMember.person_id),
    Held("people_i_took_out_of_a_shop", ShopMember.taken_out_by_id, whole=False),
    Held("invitations_i_made", ShopInvitation.invited_by_id, whole=False),
    Held("invitations_i_took", ShopInvitation.taken_by_id, whole=False),
    Held("shops_i_advise", Shop.advisor_id, whole=False),
    Held("applications", Application.person_id),
    Held("words_on_applications", ApplicationAct.by_id),
    Held("rounds_i_added", Cohort.added_by_id, whole=False),
    Held("steps_i_worded", StepVersion.written_by_id, whole=False),
    Held("bands_i_told", Measure.by_id, whole=False),
    Held("stories_i_agreed_to", SuccessStory.agreed_by_id, whole=False),
    Held("stories_i_published", SuccessStory.published_by_id, whole=False),
    Held("record_of_what_i_did", AuditEntry.by_id),
)
PASSING = {Erasing.person_id}  # stands only inside the transaction that erases
SECRETS = {"digest", "password_hash", "secret", "once", "folded_name", "sort_name"}
"""What would open a door to whoever finds the copy, or is computed from the rest."""

Row = dict[str, Any]


def copy(person: Person) -> dict[str, Any]:
    """Everything as plain values, ready for JSON."""
    found: dict[str, Any] = {"person": _row(person)}
    for held in HELD:
        rows = db.session.scalars(_rows(held.column, person))
        found[held.name] = [_row(row, whole=held.whole) | _inside(row, held) for row in rows]
    about = select(AuditEntry).where(AuditEntry.kind == "person", AuditEntry.of_id == person.id)
    found["record_about_me"] = [_row(row) for row in db.session.scalars(about.order_by(AuditEntry.id))]
    return found


def files(person: Person) -> Sequence[Upload]:
    """The pictures and papers that the person brought, or that stand on what they look after."""
    owned = select(Ownership.listing_id).where(Ownership.person_id == person.id, Ownership.ended_at.is_(None))
    sent = select(Ticket.id).where(Ticket.person_id == person.id)
    mine = select(Upload.id).where(Upload.by_id == person.id)
    shown = select(Photo.upload_id).where(Photo.listing_id.in_(owned))
    brought = select(TicketPhoto.upload_id).where(TicketPhoto.ticket_id.in_(sent))
    return db.session.scalars(select(Upload).where(Upload.id.in_(mine.union(shown, brought))).order_by(Upload.id)).all()


def _rows(column: InstrumentedAttribute[Any], person: Person) -> Select[Any]:
    kind = column.class_
    return select(kind).where(column == person.id).order_by(*kind.__table__.primary_key)


def _row(row: Any, *, whole: bool = True) -> Row:
    """A row without its secrets; of somebody else's no text."""
    columns = [one for one in row.__table__.columns if one.key not in SECRETS]
    return {one.key: _plain(getattr(row, one.key)) for one in columns if whole or not _is_text(one.type)}


def _is_text(kind: object) -> bool:
    return isinstance(kind, Words | JSON)


def _inside(row: Any, held: Held) -> Row:
    """What hangs on a row of the person's own."""
    if isinstance(row, Ticket) and held.whole:
        return {"messages": _all(row.messages), "photos": _all(row.photos), "decisions": _all(row.decisions)}
    if isinstance(row, Registration):
        return {"event": row.event.title_vi, "places": _all(row.seats)}
    if isinstance(row, Ownership) and held.whole and row.ended_at is None:
        listing = db.session.get_one(Listing, row.listing_id)
        return {"listing": {name: _plain(value) for name, value in listings.values(listing).items()}}
    return {}


def _all(rows: Iterable[Any]) -> list[Row]:
    return [_row(row) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
