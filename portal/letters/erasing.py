"""Takes a person out of the letters: theirs are emptied, and those to others lose what names them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select

from portal import owed
from portal.db import db
from portal.kit import phone
from portal.kit.blot import Blot
from portal.letters.models import Letter
from portal.people.models import Person


def erase(person: Person, *, slugs: Iterable[str], at: datetime) -> None:
    """Empties the person's letters, also those not sent yet, which nobody will get."""
    for letter in db.session.scalars(select(Letter).where(Letter.person_id == person.id)):
        letter.subject = letter.body = letter.sent_to = letter.failure = ""
        if letter.done_at is None:
            owed.done(letter, at=at)
            letter.gave_up_at = None
    _blot_others(person, set(slugs))
    db.session.flush()


def _blot_others(person: Person, slugs: set[str]) -> None:
    """Letters to others name whoever worked for the city, and lead to the pages of the map.

    The name of somebody who never did is left alone: whoever calls himself "Hội An" must not erase that word.
    """
    blot = Blot(name=person.full_name if person.grants else "", phone=person.phone, email=person.email, slugs=slugs)
    sought = [person.email, *slugs, *([person.full_name] if person.grants else [])]
    sought += (
        [person.phone, phone.show(person.phone), phone.show(person.phone).replace(" ", "")] if person.phone else []
    )
    spoken_of = [Letter.subject.icontains(word, autoescape=True) for word in sought if word]
    spoken_of += [Letter.body.icontains(word, autoescape=True) for word in sought if word]
    for letter in db.session.scalars(select(Letter).where(or_(*spoken_of))):
        letter.subject, letter.body = blot.text(letter.subject), blot.text(letter.body)
