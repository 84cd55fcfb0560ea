"""Who is erased does not come back with the next date of a series."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.db import db
from portal.events.models import EventPhoto
from portal.events.series import copies, erasing, rules
from portal.kit.blot import Blot
from portal.media.models import Upload
from portal.people.models import Person
from tests import make
from tests.events.series.series import begun
from tests.make import AT


@pytest.fixture
def artisan(session: Any) -> Person:
    return make.person(name="Huỳnh Văn Ba", phone="+84905123456")


def test_the_number_and_the_name_of_who_is_erased_stand_in_no_later_date(artisan: Person) -> None:
    series = begun(contact_phone="+84905123456", summary_vi="Gọi Huỳnh Văn Ba, 0905 123 456.")
    series.added_by_id = artisan.id
    first = copies.ahead(series, at=AT)[0]
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="đèn", by_id=artisan.id, at=AT)
    first.photos = [EventPhoto(upload=upload, alt_vi="Huỳnh Văn Ba thắp đèn", credit="Huỳnh Văn Ba")]
    db.session.flush()
    rules.share_photos(first, at=AT)
    erasing.erase(artisan, Blot(name=artisan.full_name, phone=artisan.phone), erased="(đã xóa)")
    rules.extend(series, at=AT + timedelta(days=7))
    last = copies.ahead(series, at=AT)[-1]
    assert (last.contact_phone, last.summary_vi) == (None, "Gọi …, ….")
    assert [(photo.alt_vi, photo.credit) for photo in last.photos] == [("… thắp đèn", "(đã xóa)")]


def test_of_a_series_that_others_entered_only_the_number_goes(artisan: Person) -> None:
    series = begun(contact_phone="+84905123456", organiser_name="Lò rèn Huỳnh Văn Ba")
    erasing.erase(artisan, Blot(name=artisan.full_name, phone=artisan.phone), erased="(đã xóa)")
    assert (series.fields["contact_phone"], series.fields["organiser_name"]) == (None, "Lò rèn Huỳnh Văn Ba")
