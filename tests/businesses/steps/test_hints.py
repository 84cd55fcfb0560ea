"""What the portal notices: planted good and bad evidence, and a table of what was hit and what was missed."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import IO, Any, NamedTuple

import segno
from flask import Flask
from PIL import Image, ImageFilter
from sqlalchemy import select

from portal import owed
from portal.businesses.models import Shop
from portal.businesses.sheets import keeping
from portal.businesses.sheets import seed as sheets
from portal.businesses.sheets.keeping import Change
from portal.businesses.steps import evidence, hints, jobs, looking, noticing, rules
from portal.businesses.steps.models import EvidenceLook, Hint, Progress, Submission
from portal.db import db
from portal.kit import vietqr
from portal.media.paper import blank
from portal.media.storage import storage_for
from portal.people.models import Role
from tests import make
from tests.businesses.steps import planting, working
from tests.make import AT
from tests.media import samples

OURS, THEIRS = ("970436", "0071000123456"), ("970415", "113366668888")


def textured(seed: int, width: int = 1600, height: int = 1200) -> Image.Image:
    """As lively as a photo of a glaze, and each seed another one."""
    dice = random.Random(seed)
    coarse = Image.new("L", (12, 9))
    coarse.putdata([dice.randrange(40, 216) for _dot in range(108)])
    fine = Image.effect_noise((width, height), 40)
    return Image.blend(coarse.resize((width, height), Image.Resampling.BICUBIC), fine, 0.35).convert("RGB")


def jpeg(image: Image.Image) -> bytes:
    return samples.encoded(image, "JPEG", quality=82)


def page_of_paper(text: str) -> bytes:
    made = blank((210.0, 297.0), lang="vi", made_at=AT)
    made.add_page()
    made.set_font("portal", "", 14)
    made.text(30, 40, text)
    return bytes(made.output())


def with_code(text: str, seed: int) -> bytes:
    """A photo of a printed code on a table."""
    photo, out = textured(seed), BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=9, border=4)
    photo.paste(
        Image.open(BytesIO(out.getvalue())).convert("RGB").rotate(7, expand=True, fillcolor="white"), (300, 250)
    )
    return jpeg(photo)


class Case(NamedTuple):
    """What is handed in, and the hints that must come of it; all kinds beside these must not."""

    what: str
    key: str
    files: tuple[tuple[str, bytes], ...] = ()
    bad: frozenset[str] = frozenset()
    good: frozenset[str] = frozenset()
    valid_until: date | None = None


def cases() -> Iterator[Case]:
    photo = textured(1)
    paper = page_of_paper("Gốm Son, sổ tháng 11")
    yield Case("a sharp photo", "1.5", (("ao.jpg", jpeg(textured(2))),))
    yield Case("a small photo", "1.6", (("nho.jpg", jpeg(textured(3, 640, 480))),), bad=frozenset({"small"}))
    blurred = jpeg(textured(4).filter(ImageFilter.GaussianBlur(8)))
    yield Case("a blurred photo", "1.10", (("mo.jpg", blurred),), bad=frozenset({"blurred"}))
    twice = (("a.jpg", jpeg(photo)), ("b.jpg", samples.encoded(photo.resize((1400, 1050)), "WEBP", quality=60)))
    yield Case("one photo, twice, the second smaller", "1.9", twice, bad=frozenset({"twice"}))
    yield Case("the shop’s own QR code", "1.3", (("qr.jpg", with_code(vietqr.payload(*OURS), 5)),),
               good=frozenset({"qr_account"}))  # fmt: skip
    yield Case("somebody else’s QR code", "3.5", (("qr2.jpg", with_code(vietqr.payload(*THEIRS), 6)),),
               bad=frozenset({"qr_account"}))  # fmt: skip
    card = "048090001234|201234567|Trần Thị Hạnh|01011990|Nữ|Thanh Hà|01012022"
    yield Case("the back of an identity card", "1.1", (("giay.jpg", with_code(card, 7)),), bad=frozenset({"identity"}),
               valid_until=(AT + timedelta(days=200)).date(), good=frozenset({"valid"}))  # fmt: skip
    yield Case(
        "a file named like one", "3.9", (("CCCD mat truoc.jpg", jpeg(textured(8))),), bad=frozenset({"identity"})
    )
    yield Case("a paper that opens", "3.12", (("so-lieu.pdf", paper),), good=frozenset({"opens"}))
    yield Case("a paper that ends in two weeks", "3.7", (("kho.pdf", page_of_paper("Kho")),), good=frozenset({"opens"}),
               bad=frozenset({"valid"}), valid_until=(AT + timedelta(days=14)).date())  # fmt: skip


def planted(shop: Shop, case: Case, app: Flask) -> Progress:
    progress = planting.begun(shop, case.key)
    for name, body in case.files:
        stored = storage_for(app.config["SETTINGS"]).put(body)
        upload = looking.record(stored, looking.look(on_disk(body)), label=name, by_id=None, at=AT)
        evidence.add_file(progress, upload, by_id=None, at=AT).valid_until = case.valid_until
    rules.submit(progress, by=None, at=AT)
    return progress


def on_disk(body: bytes) -> IO[bytes]:
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
    file.write(body)
    return file


def worked_off() -> None:
    """What the worker does, row by row."""
    (duty,) = jobs.DUTIES
    for row in db.session.scalars(select(EvidenceLook).where(EvidenceLook.done_at.is_(None))).all():
        duty.settle(row, duty.work(duty.brief(row), AT), AT)
        owed.done(row, at=AT)


def of_words(shop: Shop) -> Iterator[Case]:
    """What is told in sheets: praise nobody can prove, a strange phone number, prices below their cost."""
    by = shop.members[0].person
    praise = {"text_vi": Change(f"{sheets.STORY_VI} Gốm đẹp nhất Việt Nam."), "text_en": Change(sheets.STORY_EN)}
    keeping.keep(shop, "story", praise, seen=1, by=by, at=AT)
    yield Case("a story with praise", "1.4", bad=frozenset({"superlative"}), good=frozenset({"words"}))
    strange = {"returns_vi": Change("Hàng vỡ: gọi 0913 222 333 trong 48 giờ.")}
    keeping.keep(shop, "policy", strange, seen=1, by=by, at=AT)
    yield Case("a policy with another phone number", "1.11", bad=frozenset({"phone"}))
    yield Case("a list of products", "1.7")
    yield Case("prices of which some lie below cost", "1.8", bad=frozenset({"cost"}))


def test_good_and_bad_evidence_gives_the_hints_that_it_should(session: object, app: Flask, capsys: Any):
    shop, advisor = make.shop(owner=make.person(name="Trần Thị Hạnh")), make.person(Role.ADVISOR)
    working.shop_at_work(shop)
    table = []
    for case in (*cases(), *of_words(shop)):
        progress = planted(shop, case, app)
        worked_off()
        found = db.session.scalars(select(Hint).join(Submission).where(Submission.progress_id == progress.id)).all()
        bad, good = ({one.kind for one in found if one.good is side} for side in (False, True))
        table.append((case, case.bad & bad, case.bad - bad, bad - case.bad, case.good - good))
        for one in found:
            sentence, values = hints.said(one)
            assert sentence % values  # each names what it needs
        if case.key == "1.7":
            planting.accept(progress.submissions[-1], by=advisor)
    with capsys.disabled():
        line = "{:<42} {:<6} {:<14} {:<14} {}"
        print("\n" + line.format("handed in", "step", "hit", "missed", "false alarm"))
        for case, hit, missed, false, _good in table:
            said = (", ".join(sorted(one)) or "-" for one in (hit, missed, false))
            print(line.format(case.what, case.key, *said))
    wrong = [(case.what, missed, false, good) for case, _hit, missed, false, good in table if missed | false | good]
    assert wrong == []


def test_the_shop_reads_before_what_is_cheap_to_know(session: object):
    """From words, names, sizes and days, without opening a file."""
    shop = make.shop()
    progress = planting.begun(shop, "1.1", note="")
    progress.draft_vi = "Lồng đèn số 1 Hội An"
    file = planting.photo(progress, name="cmnd.jpg")
    file.valid_until = (AT + timedelta(days=9)).date()
    found = {one.kind for one in hints.at_once(progress, [file], at=AT)}
    assert found == {"superlative", "identity", "valid"}


def test_the_same_look_twice_at_once_writes_its_hints_once(session: object):
    submission = planting.handed_in(make.shop(), "1.1")
    row = db.session.scalars(select(EvidenceLook)).one()
    seen = {one.id: {"refused": "broken"} for one in submission.evidence}
    noticing.settle(row, seen, at=AT)
    owed.done(row, at=AT)
    noticing.settle(row, seen, at=AT)
    assert db.session.scalars(select(Hint.kind)).all() == ["unread"]
