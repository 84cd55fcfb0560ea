"""Blind: what a juror can ask for says nothing of who entered; whoever is in conflict learns nothing of the entry."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.competitions.entries import identity
from portal.competitions.entries.models import EntryFile
from portal.competitions.jury import conflicts, locks, queries
from portal.competitions.jury.models import ConflictKind, Motion, MotionKind, Round
from portal.competitions.models import Competition
from portal.competitions.results import awards, flagging, keeping, reading
from portal.db import db
from portal.kit.fold import fold
from portal.media.models import CleanCopy, Pyramid, Upload
from portal.media.panels import copies, pyramid
from portal.media.storage import Storage, storage_for
from portal.people.models import Grant, Role
from tests import cast, make
from tests.competitions.jury import planting
from tests.competitions.planting import slot
from tests.looking import LookingClient
from tests.media import panels

SECRETS = (*planting.NAMES, "Xưởng Mộc Khanh", "khanh@xuong.example", "905777123", "ban-ve-khanh")
"""What stands in the vault, in the names of files, and in the title and the statement that an entrant wrote."""


def _addresses(app: Flask) -> list[Rule]:
    """Every address below /jury that can be asked for."""
    return [
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/jury") and "GET" in (rule.methods or ())
    ]


def _planted(of: Competition, storage: Storage) -> None:
    """A panel that names its maker in every place there is, its copy and its pictures made as the worker makes them."""
    entry, body = of.entries[0], panels.talkative_pdf()
    entry.title = f"Mái hiên của {planting.NAMES[0]}"
    entry.statement_vi = f"Nhóm KHANH TRỊNH CÔNG, {planting.NAMES[0].upper()}, gọi 0905 777 123.\nkhanh@xuong.example"
    kept = storage.put(body)
    upload = Upload(
        digest=kept.digest, size=kept.size, media_type="application/pdf", name="ban-ve-khanh.pdf", at=make.AT
    )
    of_slot = slot(of)
    db.session.add(
        EntryFile(entry_id=entry.id, slot_id=of_slot.id, digest=kept.digest, size=kept.size, upload=upload,
                  alt_vi=f"Phối cảnh, {planting.NAMES[0]} vẽ", arrived_at=make.AT, announced_at=make.AT)
    )  # fmt: skip
    db.session.flush()
    copy = copies.make(storage.open(kept.digest), storage)
    made = {"upload_id": upload.id, "due_at": make.AT, "done_at": make.AT}
    db.session.add(CleanCopy(**made, digest=copy.stored.digest, size=copy.stored.size, media_type=copy.media_type))
    db.session.add(Pyramid(**made, page=0, manifest=pyramid.make(io.BytesIO(body), 0, storage)))
    db.session.flush()


def _walk(client: LookingClient, app: Flask, of: Competition) -> Iterator[tuple[str, bytes, str]]:
    """Every juror address with every entry, every file that a page leads to: its address, its bytes, its headers."""
    names = [f"{one.code}-1{part}" for one in of.entries for part in (".pdf", "-420.webp", "-1200.webp", "-0-0-0.webp")]
    asked: set[str] = set()
    for rule in _addresses(app):
        for code in [one.code for one in of.entries] if "code" in rule.arguments else [""]:
            for name in [one for one in names if one.startswith(code)] if "name" in rule.arguments else [""]:
                values = {"competition": of.slug, "code": code, "name": name}
                built = app.url_map.bind("localhost").build(
                    rule.endpoint, {key: value for key, value in values.items() if key in rule.arguments}
                )
                asked |= {built, f"/en{built}"}
    for address in sorted(asked):
        answer = client.get(address)
        if answer.status_code == 200:
            yield address, answer.get_data(), str(answer.headers)
            for link in re.findall(r'(?:href|src)="(/[^"]*files[^"]*)"', answer.get_data(as_text=True) if
                                   answer.mimetype == "text/html" else ""):  # fmt: skip
                if link not in asked:
                    followed = client.get(link)
                    yield link, followed.get_data(), str(followed.headers)


@pytest.mark.faults
def test_no_juror_address_says_who_entered(client: LookingClient, app: Flask) -> None:
    of = planting.judged(entries=2)
    _planted(of, storage_for(app.config["SETTINGS"]))
    planting.opened(of)
    cast.sign_in(client, of.jury[0].person)
    seen = list(_walk(client, app, of))
    kinds = {address.rsplit(".", 1)[-1] for address, _body, _headers in seen if "files" in address}
    assert kinds == {"pdf", "webp"} and len(seen) >= 15
    for address, body, headers in seen:
        bare = body if body.startswith(b"%PDF") else b""
        assert not (bare and panels.still_in(bare)), address
        text = fold(f"{address} {headers} {body.decode('utf-8', 'ignore')}")
        found = [secret for secret in SECRETS if fold(secret) in text]
        assert not found, (address, found)
        assert "Last-Modified" not in headers
        # nobody's number, and no time of sending in: only codes and the neutral names made of them
        for number in {one.id for one in of.entries}:
            assert f'"{number}"' not in address
    assert "Mái hiên của ▇▇▇" in client.get(f"/jury/{of.slug}/{of.entries[0].code}").text


def test_the_pages_of_a_conflicted_chair_are_the_same_with_and_without_the_entry(app: Flask, session: object) -> None:
    """Counts, orders and lists too, also on the board, which the chair may open here."""
    with_it, without = (_pages(app, [*CODES, *more]) for more in (["XV9001"], []))
    assert with_it == without and len(with_it) == 8
    assert b"XV9001" not in b"".join(with_it)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.REGISTRAR])
def test_so_are_those_of_staff_who_stand_apart_from_an_entry(app: Flask, session: object, role: Role) -> None:
    """Also when the ballots are open: a ranking, its table and the desk of the result are made without the entry."""
    with_it, without = (_desk(app, [*CODES, *more], role) for more in (["XV9001"], []))
    assert with_it.keys() == without.keys() and len(with_it) == (11 if role == Role.REGISTRAR else 6)
    for address in with_it:
        assert with_it[address] == without[address], address
    assert b"XV9001" not in b"".join(with_it.values()) and b"CV2416,J2,reuse" in b"".join(with_it.values())


OF_THE_RUN = re.compile(
    rb'name="once"[^>]*|<option[^>]*>|<input[^>]*name="(present|motion)"[^>]*>|/sentences/[0-9]+|datetime="[^"]*"'
)
"""What two runs of one test differ in: random words, and the numbers of members and prizes in the desk's forms."""
CODES = ("BT1037", "CV2416", "DH3795")


def _desk(app: Flask, codes: list[str], role: Role) -> dict[str, bytes]:
    """What one of the staff is shown who stands apart from the fourth of these entries, which wins the first prize."""
    point = db.session.begin_nested()
    of = planting.judged(entries=0)
    for number, code in enumerate(codes):
        planting.entry(of, number, code=code)
    db.session.refresh(of)
    apart, other = make.person(role, name="Phan Thị Mai"), make.person(Role.REGISTRAR)
    for entry in of.entries[3:]:
        conflicts.step_aside(apart, entry, ConflictKind.TEACHER, by=apart, at=planting.OPENED)
        identity.note(of, "Kiểm tra đội", entry=entry, by=other, at=make.AT)
    round_ = planting.opened(of)
    for member in of.jury[:5]:
        for ballot in queries.ballots_of(member, round_):
            planting.fill(ballot, *[10 * CODES.index(ballot.entry.code) + 40 if ballot.entry.code in CODES else 99] * 6)
        locks.lock(member, round_, by=member.person, at=planting.OPENED)
    db.session.refresh(round_)
    _reckon(round_)
    for entry in of.entries[3:]:
        motion = Motion(competition_id=of.id, kind=MotionKind.PRIZE, entry=entry, prize=of.prizes[0], carried=True,
                        opened_at=make.AT, closed_at=make.AT)  # fmt: skip
        db.session.add(motion)
        db.session.flush()
        awards.give(of.prizes[0], motion, at=make.AT)
    client = app.test_client()
    cast.sign_in(client, apart)
    there = ["board", "sittings", "ranking", "ranking.csv", "result"]
    if role == Role.REGISTRAR:
        there += ["entries", *(f"entries/{code}" for code in CODES), "vault"]
        assert client.get(f"/desk/competitions/{of.slug}/entries/XV9001").status_code == 404
    addresses = ["/desk", *(f"/desk/competitions/{of.slug}/{part}" for part in there)]
    seen = {address: OF_THE_RUN.sub(b"", client.get(address).get_data()) for address in addresses}
    point.rollback()
    return seen


def _reckon(round_: Round) -> None:
    """As the worker does."""
    keeping.reckon_now(round_, at=planting.OPENED)
    kept, given = keeping.of_round(round_), reading.material(round_)
    assert kept is not None
    found = flagging.look(given, keeping.reckon(given), flagging.listed(round_))
    kept.record = kept.record | {flagging.FLAGS: flagging.plain(found)}
    db.session.flush()


def _pages(app: Flask, codes: list[str]) -> list[bytes]:
    """What the chair is shown of a round with these entries, the fourth of which they have a conflict with."""
    point = db.session.begin_nested()
    of = planting.judged(entries=0)
    for number, code in enumerate(codes):
        planting.entry(of, number, code=code)
    chair = of.jury[0]
    chair.person.grants.append(Grant(role=Role.ORGANISER, granted_at=make.AT))
    db.session.refresh(of)
    for entry in of.entries[3:]:
        conflicts.declare(chair, entry, ConflictKind.FAMILY, by=None, at=planting.OPENED)
    round_ = planting.opened(of)
    for member in of.jury[1:5]:
        planting.fill_all(member, round_)
    client = app.test_client()
    cast.sign_in(client, chair.person)
    desk = f"/desk/competitions/{of.slug}"
    orders = [f"/jury/{of.slug}/{one.entry.code}" for one in queries.ballots_of(chair, round_)]
    there = ["/jury", f"/jury/{of.slug}", f"/jury/{of.slug}/votes", *orders, f"{desk}/board", f"{desk}/sittings"]
    assert client.get(f"/jury/{of.slug}/XV9001").status_code == 404
    seen = [OF_THE_RUN.sub(b"", client.get(address).get_data()) for address in there]
    point.rollback()
    return seen
