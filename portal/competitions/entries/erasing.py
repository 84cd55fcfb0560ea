"""Takes a person out of the competition: the vault of what they led is emptied, in other teams their name goes.

Only `people/jobs.py` calls this. A design that jurors have judged stays under its code: it was never tied to a name
outside the vault. What is still a draft or can still be withdrawn goes out of the competition with its leader.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.competitions.entries import rules
from portal.competitions.entries.check_models import EntryQuery, Finding, Verdict
from portal.competitions.entries.models import Entry, EntryFile, EntryMember, EntryStep, Identity, LateLink, VaultAccess
from portal.competitions.entries.policy import BEFORE_ROUNDS
from portal.competitions.jury.staff_models import StaffConflict
from portal.competitions.models import JuryMember
from portal.db import db
from portal.kit.blot import Blot
from portal.media.models import Upload
from portal.people.models import Person

ERASED = "(đã xóa)"


def erase(person: Person, *, at: datetime) -> None:
    """Names, addresses and file names go; the code, the sums and the receipts stay."""
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    for identity in db.session.scalars(select(Identity).where(Identity.person_id == person.id)).all():
        _empty(identity)
        _blot_entry(identity.entry, blot)
        if identity.entry.state in BEFORE_ROUNDS:
            rules.withdraw(identity.entry, at=at)
    for member in db.session.scalars(select(EntryMember).where(EntryMember.person_id == person.id)).all():
        _blot_entry(member.entry, blot)
        member.name, member.guardian_name, member.guardian_phone = ERASED, "", ""
        member.left_at = member.left_at or at
        member.invite_digest = None
    _leave_juries(person)
    _blot_desk(person, blot)
    db.session.flush()


def _empty(identity: Identity) -> None:
    for name in rules.OF_THE_VAULT:
        setattr(identity, name, "")
    identity.upload_digest = None
    for member in identity.entry.members:
        if member.person_id is None:  # named by the leader, and known here by nobody else
            member.name, member.guardian_name, member.guardian_phone = ERASED, "", ""


def _blot_entry(entry: Entry, blot: Blot) -> None:
    """Where an entrant wrote their own name into what they handed in, and what was found of it."""
    for name in rules.OF_THE_ENTRY:
        setattr(entry, name, blot.text(getattr(entry, name)))
    entry.typed = blot.value(entry.typed)
    for file in entry.files:
        file.alt_vi, file.alt_en = blot.text(file.alt_vi), blot.text(file.alt_en)
        if file.upload is not None:
            file.upload.name = _plain_name(file)
    for finding in entry.findings:
        finding.words = ""
    for receipt in entry.receipts:
        receipt.contents = blot.value(receipt.contents)
    for query in entry.queries:
        query.text, query.answer = blot.text(query.text), blot.text(query.answer)
    for step in entry.steps:
        step.reason = blot.text(step.reason)
    for identity in db.session.scalars(select(Identity).where(Identity.entry_id == entry.id)):
        for name in rules.OF_THE_VAULT:
            setattr(identity, name, blot.text(getattr(identity, name)))


def _plain_name(file: EntryFile) -> str:
    ending = (file.upload.name if file.upload else "").rpartition(".")[2]
    return f"{file.entry.code}-{file.position + 1}.{ending[:5] or 'pdf'}"


def _leave_juries(person: Person) -> None:
    """Their place in a jury stays with its votes; what says who sat on it goes."""
    for seat in db.session.scalars(select(JuryMember).where(JuryMember.person_id == person.id)):
        seat.work_vi = seat.work_en = seat.organisation = seat.decline_reason = ""


def _blot_desk(person: Person, blot: Blot) -> None:
    """What staff wrote as this person."""
    for access in db.session.scalars(select(VaultAccess).where(VaultAccess.by_id == person.id)):
        access.why = blot.text(access.why)
    for step in db.session.scalars(select(EntryStep).where(EntryStep.by_id == person.id)):
        step.reason = blot.text(step.reason)
    for query in db.session.scalars(select(EntryQuery).where(EntryQuery.by_id == person.id)):
        query.text, query.answer = blot.text(query.text), blot.text(query.answer)
    for finding in db.session.scalars(select(Finding).where(Finding.settled_by_id == person.id)):
        finding.settled_because, finding.words = blot.text(finding.settled_because), blot.text(finding.words)
    for verdict in db.session.scalars(select(Verdict).where(Verdict.by_id == person.id)):
        verdict.reason = blot.text(verdict.reason)
    for apart in db.session.scalars(select(StaffConflict).where(StaffConflict.person_id == person.id)):
        apart.note = blot.text(apart.note)
    for late in db.session.scalars(select(LateLink).where(LateLink.by_id == person.id)):
        late.reason = blot.text(late.reason)
    for upload in db.session.scalars(
        select(Upload).where(Upload.by_id == person.id, Upload.id.in_(select(EntryFile.upload_id)))
    ):
        upload.name = blot.text(upload.name)
