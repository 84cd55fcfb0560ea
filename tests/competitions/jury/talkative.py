"""Twenty-four entries that name their makers: other people in each of six places, and all of them in the vault."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from portal.competitions.entries.models import Entry, EntryFile, EntryMember
from portal.competitions.models import Competition
from portal.db import db
from portal.kit.fold import fold
from portal.media.models import CleanCopy, Pyramid, Upload
from portal.media.panels import copies, pyramid
from portal.media.storage import Storage
from tests import make
from tests.competitions.jury import planting
from tests.competitions.planting import slot
from tests.media import panels, samples

ENTRIES = 24
PLACES = ("title", "file name", "EXIF", "XMP", "PDF author", "layer")
PICTURES = (5, 11, 17, 23)
"""These hand in the photograph alone, as a JPG; the others a PDF that holds it."""
SURNAMES = ("Trịnh", "Mạc", "Lương", "Quách", "Tôn Thất", "Vũ")
GIVEN = ("Khuyên", "Diễm", "Quỳnh", "Thoại", "Nghiêm", "Huyền", "Khuê", "Thược")
"""Forty-eight pairs; a second name makes each of the 144 people another one."""
BETWEEN = ("Công", "Ngọc", "Đình")
ARTIST = 0x013B
SIZE = (80.0, 113.0)  # mm: two tiles


class Maker(NamedTuple):
    """The people of one entry, one for each place, and how they are reached."""

    names: tuple[str, ...]
    phone: str
    email: str
    studio: str
    file: str

    @property
    def secrets(self) -> tuple[str, ...]:
        return (*self.names, self.phone.removeprefix("+84"), self.email, self.studio, self.file.rpartition(".")[0])


def makers() -> list[Maker]:
    people = iter(" ".join(one) for one in itertools.product(SURNAMES, BETWEEN, GIVEN))
    return [_maker(number, tuple(next(people) for _place in PLACES)) for number in range(ENTRIES)]


def _maker(number: int, names: tuple[str, ...]) -> Maker:
    called = fold(names[PLACES.index("file name")]).replace(" ", "-")
    return Maker(
        names, f"+849057{number:02}31{number:02}", f"lien-he-{number}@{called}.example", f"Xưởng {names[0]} {number}",
        f"ban-ve-{called}.{'jpg' if number in PICTURES else 'pdf'}",
    )  # fmt: skip


def planted(of: Competition, storage: Storage) -> list[Maker]:
    """The entries in `of`, cleared, each with its panel; the copies and pictures are made as the worker makes them."""
    found = makers()
    with ThreadPoolExecutor(3) as pool:  # each is drawn by a process of its own: they may do so side by side
        made = list(pool.map(lambda number: _made(number, found[number], storage), range(ENTRIES)))
    for number, (maker, panel) in enumerate(zip(found, made, strict=True)):
        _hand_in(planting.entry(of, number), maker, panel)
    db.session.refresh(of)
    return found


class Made(NamedTuple):
    digest: str
    size: int
    copy: copies.Made
    pyramid: dict[str, object]


def _made(number: int, maker: Maker, storage: Storage) -> Made:
    kept = storage.put(original(number, maker))
    with storage.open(kept.digest) as first, storage.open(kept.digest) as second:
        return Made(kept.digest, kept.size, copies.make(first, storage), pyramid.make(second, 0, storage))


def _hand_in(entry: Entry, maker: Maker, made: Made) -> None:
    leader, *others = maker.names
    entry.title = f"Mái hiên của {leader}"
    entry.statement_vi = f"{leader.upper()} và {others[0]}, gọi {maker.phone}.\n{maker.email}, {fold(maker.studio)}"
    entry.statement_en = f"By {' '.join(reversed(leader.split()))}."
    entry.identity.person.full_name = entry.members[0].name = leader
    entry.identity.phone, entry.identity.email, entry.identity.studio = maker.phone, maker.email, maker.studio
    entry.members += [EntryMember(name=name, is_leader=False, joined_at=make.AT) for name in others]
    media_type = "image/jpeg" if maker.file.endswith("jpg") else "application/pdf"
    upload = Upload(digest=made.digest, size=made.size, media_type=media_type, name=maker.file, at=make.AT)
    db.session.add(
        EntryFile(entry_id=entry.id, slot_id=slot(entry.competition).id, digest=made.digest, size=made.size,
                  upload=upload, alt_vi=f"Phối cảnh, {leader} vẽ", arrived_at=make.AT, announced_at=make.AT)
    )  # fmt: skip
    db.session.flush()
    done = {"upload_id": upload.id, "due_at": make.AT, "done_at": make.AT}
    copy = made.copy
    db.session.add(CleanCopy(**done, digest=copy.stored.digest, size=copy.stored.size, media_type=copy.media_type))
    db.session.add(Pyramid(**done, page=0, manifest=made.pyramid))
    db.session.flush()


def original(number: int, maker: Maker) -> bytes:
    """What the entrant sent: a photograph with EXIF and XMP, alone or in a PDF with an author, a layer and XMP."""
    told = dict(zip(PLACES, maker.names, strict=True))
    photograph = _photograph(number, told)
    if number in PICTURES:
        return photograph
    made = pikepdf.open(io.BytesIO(panels.with_picture(photograph, 600, 850, SIZE)))
    made.docinfo["/Author"] = told["PDF author"]
    with made.open_metadata(update_docinfo=False) as packet:
        packet["dc:creator"] = [told["XMP"]]
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(told["layer"])))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))
    return panels.saved(made)


def _photograph(number: int, told: dict[str, str]) -> bytes:
    """A sheet of its own for each entry: no two have one picture, or one sum."""
    sheet = Image.new("RGB", (600, 850), "white")
    ImageDraw.Draw(sheet).rectangle((40, 60 + 20 * number, 560, 200 + 20 * number), fill=(120, 10 * number, 90))
    exif = Image.Exif()
    exif[ARTIST] = told["EXIF"].encode()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{told['XMP']}</x:xmpmeta>".encode()
    return samples.encoded(sheet, "JPEG", quality=80, exif=exif, xmp=xmp)


def places_told(maker: Maker) -> Iterator[str]:
    """The names that stand in the bytes of the original: a photograph has no author of a PDF and no layer."""
    for place, name in zip(PLACES, maker.names, strict=True):
        if place in ("EXIF", "XMP") or (place in ("PDF author", "layer") and maker.file.endswith("pdf")):
            yield name
