from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import db
from portal.kit.say import Refused
from portal.listings import photos, queries, rules
from portal.listings.models import Listing, Photo
from portal.media.models import Preview, Upload
from portal.media.storage import storage_for
from portal.people.models import Role
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.make import AT
from tests.media import samples

LATER = AT + timedelta(minutes=1)
WORDS = {"alt_vi": "Lò gốm", "alt_en": "A kiln", "credit": "Mai", "people_agreed": True}


def upload(digest: str = "ab" * 32) -> Upload:
    made = Upload(
        digest=digest, size=10, media_type="image/jpeg", name="lo.jpg", at=AT, previews=[Preview(width=320, due_at=AT)]
    )
    db.session.add(made)
    db.session.flush()
    return made


# The rules


@pytest.mark.usefixtures("session")
def test_a_photo_stands_below_the_others_and_the_history_says_so():
    listing, by = make.listing(), make.person()
    for alt in ("Một", "Hai"):
        photos.add(listing, upload(), **(WORDS | {"alt_vi": alt}), by=by, at=LATER)
    assert [photo.alt_vi for photo in listing.photos] == ["Một", "Hai"]
    latest = db.session.scalars(rules.history(listing)).first()
    assert (latest.act, latest.changes, latest.by_id) == ("photo_added", {"photo": ["", "Hai"]}, by.id)


@pytest.mark.usefixtures("session")
def test_the_public_map_has_changed_with_a_photo():
    listing, before = make.listing(), queries.map_version()[0]
    photo = photos.add(listing, upload(), **WORDS, by=make.person(), at=LATER)
    db.session.flush()
    assert queries.map_version()[0] == before + 1
    photos.remove(listing, photo, by=make.person(), at=LATER)
    assert queries.map_version()[0] == before + 2


@pytest.mark.usefixtures("session")
def test_the_eleventh_photo_is_refused():
    listing, by = make.listing(), make.person()
    for _number in range(10):
        photos.add(listing, upload(), **WORDS, by=by, at=LATER)
    with pytest.raises(Refused) as refused:
        photos.add(listing, upload(), **WORDS, by=by, at=LATER)
    assert (refused.value.field, len(listing.photos)) == ("photo", 10)


@pytest.mark.usefixtures("session")
def test_a_photo_without_the_word_of_the_people_on_it_is_refused():
    with pytest.raises(Refused) as refused:
        photos.add(make.listing(), upload(), **(WORDS | {"people_agreed": False}), by=make.person(), at=LATER)
    assert refused.value.field == "people_agreed"


@pytest.mark.usefixtures("session")
def test_a_removed_photo_takes_its_file_along_unless_it_stands_elsewhere_too():
    first, second, by = make.listing("Một"), make.listing("Hai"), make.person()
    shared = upload()
    one, other = (photos.add(listing, shared, **WORDS, by=by, at=LATER) for listing in (first, second))
    db.session.flush()
    photos.remove(first, one, by=by, at=LATER)
    db.session.flush()
    assert db.session.scalars(select(Upload)).all() == [shared]
    photos.remove(second, other, by=by, at=LATER)
    db.session.flush()
    assert [db.session.scalars(select(kind)).all() for kind in (Photo, Preview, Upload)] == [[], [], []]


def test_a_file_above_five_megabytes_is_refused_and_a_good_one_stands_at_its_beginning():
    good = BytesIO(b"x" * photos.LARGEST)
    photos.check_size(good)
    assert good.tell() == 0
    with pytest.raises(Refused):
        photos.check_size(BytesIO(b"x" * (photos.LARGEST + 1)))


# The page


@pytest.fixture
def editor(client: LookingClient) -> LookingClient:
    return sign_in(client, make.person(Role.MODERATOR))


def send(client: LookingClient, listing: Listing, file: bytes = b"", **changes: Any):
    words = {"alt_vi": "Lò gốm", "credit": "Mai", "people_agreed": "y", "photo": (BytesIO(file), "../lo gom.jpg")}
    return client.post(f"/map/{listing.slug}/photos", data=words | changes)


def stored(client: LookingClient) -> list[str]:
    folder = client.application.config["SETTINGS"].home / "files"
    return sorted(path.name for path in folder.glob("??/*"))


def test_a_photo_is_kept_with_its_words_and_owes_its_previews(editor: LookingClient):
    listing = make.listing()
    answer = send(editor, listing, samples.jpeg(), once="abc")
    assert (answer.status_code, answer.location) == (303, f"/map/{listing.slug}/edit#photos")
    assert send(editor, listing, samples.jpeg(), once="abc").location == answer.location
    [photo] = db.session.scalars(select(Photo)).all()
    assert (photo.alt_vi, photo.credit, photo.people_agreed, photo.upload.name) == ("Lò gốm", "Mai", True, "lo gom.jpg")
    assert photo.upload.previews and photo.upload.digest in stored(editor)
    assert "Lò gốm" in editor.get(f"/map/{listing.slug}/edit").text


@pytest.mark.parametrize("missing", ["alt_vi", "credit", "people_agreed"])
def test_a_photo_lacks_nothing_that_must_be_said_of_it(editor: LookingClient, missing: str):
    listing = make.listing()
    answer = send(editor, listing, samples.jpeg(), **{missing: ""})
    assert answer.status_code == 422 and f'id="{missing}_error"' in answer.text
    assert ('value="Lò gốm"' in answer.text) is (missing != "alt_vi")
    assert db.session.scalars(select(Photo)).all() == []


@pytest.mark.parametrize("file", [b"", b"GIF89a", b"<svg/>", b"x" * 5_000_001, samples.bomb()])
def test_what_is_no_fitting_photo_is_refused_in_words(editor: LookingClient, file: bytes):
    answer = send(editor, make.listing(), file)
    assert answer.status_code == 422 and 'id="photo_error"' in answer.text
    assert db.session.scalars(select(Upload)).all() == []


def test_words_in_place_of_a_file_are_refused(editor: LookingClient):
    assert send(editor, make.listing(), photo="lo.jpg").status_code == 422


def test_nobody_else_stores_a_file(client: LookingClient):
    listing, before = make.listing(), stored(client)
    assert send(client, listing, samples.jpeg(123, 77)).status_code == 303
    assert send(sign_in(client, make.person(Role.JUROR)), listing, samples.jpeg(123, 77)).status_code == 403
    assert stored(client) == before


def test_a_photo_is_removed_from_its_own_listing_only(editor: LookingClient):
    listing, other = make.listing("Một"), make.listing("Hai")
    send(editor, listing, samples.jpeg())
    [photo] = db.session.scalars(select(Photo)).all()
    assert editor.post(f"/map/{other.slug}/photos/{photo.id}/removal").status_code == 404
    assert editor.post(f"/map/{listing.slug}/photos/{photo.id}/removal").status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Photo)).all() == []


def test_a_picture_of_what_is_not_public_is_kept_by_nobody_on_the_way(editor: LookingClient):
    storage = storage_for(editor.application.config["SETTINGS"])
    addresses = []
    for listing in (make.listing(), make.draft()):
        photo = photos.add(listing, upload(), **WORDS, by=make.person(), at=LATER)
        preview = photo.upload.previews[0]
        preview.digest, preview.height, preview.done_at = storage.put(b"RIFF....WEBP").digest, 200, LATER
        db.session.flush()
        addresses.append(f"/map/{listing.slug}/pictures/{photo.id}/320")
    public, private = (editor.get(address) for address in addresses)
    assert (public.status_code, private.status_code) == (200, 200)
    assert "public" in public.headers["Cache-Control"] or "max-age=2592000" in public.headers["Cache-Control"]
    assert private.headers["Cache-Control"] == "no-store"
