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
from portal.businesses.sheets import accounts, keeping
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


def textured(seed: int, width: int = 1120, height: int = 840) -> Image.Image:
    """As lively as a photo of a glaze, and each seed another one."""
    dice = random.Random(seed)
    coarse = Image.new("L", (12, 9))
    coarse.putdata([dice.randrange(40, 216) for _dot in range(108)])
    fine = Image.effect_noise((width, height), 40)
    return Image.blend(coarse.resize((width, height), Image.Resampling.BICUBIC), fine, 0.35).convert("RGB")


def jpeg(image: Image.Image) -> bytes:
    return samples.encoded(image, "JPEG", quality=82)


def page_of_paper(text: str, *, picture: bytes = b"") -> bytes:
    made = blank((210.0, 297.0), lang="vi", made_at=AT)
    made.add_page()
    made.set_font("portal", "", 14)
    made.text(30, 40, text)
    if picture:
        made.image(BytesIO(picture), x=20, y=60, w=150)
    return bytes(made.output())


def held_by(name: str, payload: str) -> str:
    """A code for the same account under another name. Nothing here looks at its sum."""
    return f"{payload[:-8]}59{len(name):02}{name}6304ABCD"


def with_code(text: str, seed: int) -> bytes:
    """A photo of a printed code on a table."""
    photo, out = textured(seed), BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=9, border=4)
    photo.paste(
        Image.open(BytesIO(out.getvalue())).convert("RGB").rotate(7, expand=True, fillcolor="white"), (300, 250)
    )
    return jpeg(photo)


BAD, GOOD = False, True
Found = frozenset[tuple[str, bool]] | set[tuple[str, bool]]


class Case(NamedTuple):
    """What is handed in for which step, and the hints that must come of it, and no others."""

    what: str
    key: str
    files: tuple[tuple[str, bytes], ...] = ()
    hints: frozenset[tuple[str, bool]] = frozenset()
    valid_until: date | None = None


def case(what: str, key: str, *files: tuple[str, bytes], bad: str = "", good: str = "", days: int = 0) -> Case:
    hints = frozenset([*((one, BAD) for one in bad.split()), *((one, GOOD) for one in good.split())])
    return Case(what, key, files, hints, (AT + timedelta(days=days)).date() if days else None)


def cases() -> Iterator[Case]:
    """Files of the first shop, which has done all its work."""
    photo, card = textured(1), "048090001234|201234567|Trần Thị Hạnh|01011990|Nữ|Thanh Hà|01012022"
    smaller = samples.encoded(photo.resize((1010, 758)), "WEBP", quality=60)
    yield case("a sharp photo", "1.5", SHARP)
    yield case("a small photo", "1.6", ("nho.jpg", jpeg(textured(3, 640, 480))), bad="small")
    yield case(
        "a blurred photo", "1.10", ("mo.jpg", jpeg(textured(4).filter(ImageFilter.GaussianBlur(8)))), bad="blurred"
    )
    yield case("one photo, twice, the second smaller", "1.9", ("a.jpg", jpeg(photo)), ("b.jpg", smaller), bad="twice")
    yield case("the shop’s own QR code", "1.3", ("qr.jpg", with_code(vietqr.payload(*OURS), 5)), good="qr_account")
    yield case("somebody else’s QR code", "3.5", ("qr2.jpg", with_code(vietqr.payload(*THEIRS), 6)), bad="qr_account")
    yield case("the back of an identity card", "1.1", ("giay.jpg", with_code(card, 7)), bad="identity", good="valid",
               days=200)  # fmt: skip
    yield case("a file named like one", "3.9", ("CCCD mat truoc.jpg", jpeg(textured(8))), bad="identity")
    yield case("a paper that opens", "3.12", ("so-lieu.pdf", page_of_paper("Gốm Son, tháng 11")), good="opens")
    yield case("a paper that ends in two weeks", "3.7", ("kho.pdf", page_of_paper("Kho")), bad="valid", good="opens",
               days=14)  # fmt: skip


SHARP = ("ao.jpg", jpeg(textured(2)))


def of_words(shop: Shop) -> Iterator[Case]:
    """What its sheets tell: praise nobody can prove, a strange phone number, prices below their cost."""
    by = shop.members[0].person
    praise = {"text_vi": Change(f"{sheets.STORY_VI} Gốm đẹp nhất Việt Nam."), "text_en": Change(sheets.STORY_EN)}
    keeping.keep(shop, "story", praise, seen=1, by=by, at=AT)
    yield case("a story with praise", "1.4", bad="superlative", good="words")
    strange = {"returns_vi": Change("Hàng vỡ: gọi 0913 222 333 trong 48 giờ.")}
    keeping.keep(shop, "policy", strange, seen=1, by=by, at=AT)
    yield case("a policy with another phone number", "1.11", bad="phone")
    yield case("a list of products", "1.7")
    yield case("prices of which some lie below cost", "1.8", bad="cost")


def of_another(shop: Shop) -> Iterator[Case]:
    """A second shop, whose words are right and whose files are not; what it shows of the first shop is known again."""
    by = shop.members[0].person
    story = {"text_vi": Change(sheets.STORY_VI), "text_en": Change(sheets.STORY_EN)}
    keeping.keep(shop, "story", story, seen=1, by=by, at=AT)
    yield case("a story that praises nothing", "1.4", good="words")
    ours = {"returns_vi": Change("Hàng vỡ: gọi 0905 123 456 trong 48 giờ.")}
    keeping.keep(shop, "policy", ours, seen=1, by=by, at=AT)
    yield case("a policy with the shop’s own number", "1.11", good="phone")
    accounts.write_down(shop, bank=OURS[0], number=OURS[1], holder="NGUY THI SEN", by=by, at=AT)
    yield case("a photo without a code, where one is asked for", "1.3", ("ban.jpg", jpeg(textured(9))), bad="qr_none")
    others = held_by("NGUYEN VAN A", vietqr.payload(*OURS))
    yield case("the account under another name", "3.5", ("qr3.jpg", with_code(others, 10)), bad="qr_account")
    yield case("the file of another shop", "1.5", SHARP, bad="elsewhere")
    again = samples.encoded(textured(9).resize((1010, 758)), "JPEG", quality=70)
    yield case("a photo that showed another step", "1.6", ("lai.jpg", again), bad="twice")
    noise = samples.encoded(textured(11, 2400, 1800), "JPEG", quality=95)
    yield case("a paper of more than 2 MB", "1.10", ("to.pdf", page_of_paper("Tem", picture=noise)), bad="heavy")
    scan = page_of_paper("CĂN CƯỚC CÔNG DÂN số 048090001234")
    yield case("an identity card in a paper", "1.1", ("giay-to.pdf", scan), bad="identity", good="opens")
    yield case("a file that is lost", "3.12", ("mat.jpg", b""), bad="unread")


def planted(shop: Shop, case: Case, app: Flask) -> Progress:
    progress = planting.begun(shop, case.key)
    for name, body in case.files:
        if not body:
            planting.photo(progress, name=name)  # under a sum that nothing is stored under
            continue
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


def test_good_and_bad_evidence_gives_the_hints_that_it_should(session: object, app: Flask, capsys: Any):
    advisor = make.person(Role.ADVISOR)
    first = make.shop(owner=make.person(name="Trần Thị Hạnh"))
    second = make.shop("Gốm Sen", owner=make.person(name="Ngụy Thị Sen"))
    for shop in (first, second):
        working.shop_at_work(shop)
    table = []
    for shop, planned in ((first, cases()), (first, of_words(first)), (second, of_another(second))):
        for one in planned:
            progress = planted(shop, one, app)
            worked_off()
            rows = db.session.scalars(select(Hint).join(Submission).where(Submission.progress_id == progress.id)).all()
            found = {(row.kind, row.good) for row in rows}
            table.append((one, found & one.hints, one.hints - found, found - one.hints))
            for sentence, values in map(hints.said, rows):
                assert sentence % values  # each names what it needs
            if one.key == "1.7":
                planting.accept(progress.submissions[-1], by=advisor)
    with capsys.disabled():
        print(*as_lines(table), sep="\n")
    assert [(one.what, missed, false) for one, _hit, missed, false in table if missed | false] == []


def as_lines(table: list[tuple[Case, Found, Found, Found]]) -> Iterator[str]:
    line = "{:<48} {:<6} {:<22} {:<12} {}"
    yield "\n" + line.format("handed in", "step", "hit", "missed", "false alarm")
    for one, *sides in table:
        told = (", ".join(sorted(f"{kind} {'+' if good else '!'}" for kind, good in side)) or "-" for side in sides)
        yield line.format(one.what, one.key, *told)
    hit, missed, false = (sum(len(row[place]) for row in table) for place in (1, 2, 3))
    yield f"{len(table)} cases: {hit} hints hit, {missed} missed, {false} false alarms (! asks for a look)"


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
