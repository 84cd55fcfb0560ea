"""The files of a step that are not taken: too heavy by either road, a certificate that ran out yesterday."""

from __future__ import annotations

import base64
import io
import tracemalloc
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from portal.businesses.steps.models import Evidence, Progress, Standing
from portal.db import db
from portal.kit import dates
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.media import samples

HEAVY = 40_000_000


class Endless(io.RawIOBase):
    """A form with a photo that is never in memory as a whole. It knows its length, as a browser does."""

    HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'

    def __init__(self, size: int) -> None:
        self.size, self.at = size, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, where: int, whence: int = io.SEEK_SET) -> int:
        self.at = where + (self.size if whence == io.SEEK_END else 0)
        return self.at

    def read(self, size: int = -1) -> bytes:
        left = self.size - self.at
        size = min(left, size if size >= 0 else left)
        piece = self.HEAD[self.at : self.at + size].ljust(size, b"\xff")
        self.at += size
        return piece


def test_a_photo_of_forty_megabytes_is_refused_in_words_and_held_nowhere(client: LookingClient) -> None:
    shop = make.shop()
    sign_in(client, shop.members[0].person)
    here = f"/en/businesses/{shop.slug}/packages/1/1.1"
    client.get(here)
    photo = Endless(HEAVY)
    tracemalloc.start()
    answer = client.post(f"{here}/files", input_stream=photo, content_type="multipart/form-data; boundary=x")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    page = answer.get_data(as_text=True)
    assert (answer.status_code, photo.at) == (422, HEAVY)
    assert 'id="file_error">This is more than 20 MB at once.' in page
    assert most < 8_000_000, most
    about = {"step": str(shop.id), "slot": "1.1", "filename": "a.jpg", "filetype": "image/jpeg"}
    said = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
    announced = client.post(
        "/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(HEAVY), "Upload-Metadata": said}
    )
    assert announced.status_code == 413 and "lớn hơn 20 MB" in announced.get_data(as_text=True)
    assert db.session.scalars(select(Evidence)).all() == []


def test_a_certificate_that_ran_out_yesterday_is_said_on_its_page(client: LookingClient) -> None:
    """Noted by its owner with the day printed on it; what was typed beside it is kept."""
    shop = make.shop()
    sign_in(client, shop.members[0].person)
    here = f"/en/businesses/{shop.slug}/packages/1/1.1"
    client.post(f"{here}/files", data={"file": (BytesIO(samples.jpeg()), "giay.jpg")})
    file = db.session.scalars(select(Evidence.id)).one()
    wrong = client.post(f"{here}/files/{file}", data={"valid_until": "hôm qua"})
    assert wrong.status_code == 422 and 'id="valid_error"' in wrong.get_data(as_text=True)
    yesterday = now() - timedelta(days=1, hours=7)
    day = dates.day(yesterday.date(), "vi")
    assert client.post(f"{here}/files/{file}", data={"valid_until": day}).status_code == 303
    assert "valid until" in client.get(here).get_data(as_text=True)
    version = db.session.scalars(select(Progress.version)).one()
    refused = client.post(here, data={"act": "submit", "begun": str(version), "note": "Em gửi giấy"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422 and f"The paper was valid until {day}. Bring the renewed one." in page
    assert "Em gửi giấy" in page
    assert db.session.scalars(select(Progress.standing)).one() is Standing.IN_PROGRESS
    sentence = client.post(here.replace("/en", "/fr"), data={"act": "submit"}).get_data(as_text=True)
    assert day in sentence and "The paper was valid" not in sentence
