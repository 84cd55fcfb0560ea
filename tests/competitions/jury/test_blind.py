"""Blind: what a juror can ask for says nothing of who entered; whoever is in conflict learns nothing of the entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from portal.competitions.entries import identity
from portal.competitions.entries.models import EntryState
from portal.competitions.jury import conflicts, locks, queries
from portal.competitions.jury.models import ConflictKind, Motion, MotionKind, Round
from portal.competitions.models import Competition
from portal.competitions.results import awards, flagging, keeping, reading
from portal.db import db
from portal.kit import phone
from portal.kit.fold import fold
from portal.letters.models import Letter
from portal.media.storage import storage_for
from portal.people.models import Grant, Role
from tests import cast, make
from tests.competitions.jury import planting, talkative
from tests.competitions.jury.crawling import Answer, Finder, Known, Reader
from tests.competitions.planting import PHASES, VOTING

QUESTION = b'name="q"'


@pytest.mark.faults
def test_no_juror_address_says_who_entered(app: Flask, session: object) -> None:
    """Twenty-four entries name six people each: in the title, the file's name, EXIF, XMP, the PDF's author and layer.

    Asked for is all of the url map that can be filled in, whatever its pages lead to, files and tiles, in three
    languages, and every search for names. The figures: `pytest -s`.
    """
    storage = storage_for(app.config["SETTINGS"])
    # while the public votes a juror may look at the gallery of what is shortlisted, too
    of = planting.judged(entries=0, phases=PHASES | VOTING, has_public_vote=True)
    makers, round_ = talkative.planted(of, storage), planting.opened(of)
    for entry in of.entries[:3]:  # the public votes on these
        entry.state = EntryState.SHORTLISTED
    planting.fill_all(of.jury[1], round_)
    locks.lock(of.jury[1], round_, by=of.jury[1].person, at=planting.OPENED)
    of.entries.sort(key=lambda one: one.sequence or 0)  # as they were planted
    codes, names = [one.code for one in of.entries], [name for maker in makers for name in maker.names]
    sums = [file.digest for entry in of.entries for file in entry.files]
    finder = Finder([*(secret for maker in makers for secret in maker.secrets), *sums])
    assert len(codes) == talkative.ENTRIES == len(set(sums)) and len(set(names)) == 6 * talkative.ENTRIES

    _finds_what_there_is(finder, app, of, makers)
    reader = Reader(app, of.jury[0].person)
    reader.crawl(_known(of, codes, round_.id, round_.number))
    for code in codes:
        assert reader.post(f"/jury/{of.slug}/{code}/score", f="remark", v="Rộng.", o=code).status_code == 200
        assert reader.post(f"/en/jury/{of.slug}/{code}/conflict").status_code == 422
    searched = list(_searched(reader, [*names[:6], *names[6::36]]))
    hits = {address: told for address, one in reader.answers.items() if (told := finder.told(address, one))}
    assert not hits, hits
    letters = db.session.scalars(select(Letter)).all()
    assert not [one for one in letters if finder.in_text(f"{one.subject} {one.body}")]

    _saw_everything(reader.answers, codes)
    assert "Mái hiên của ▇▇▇" in reader.get(f"/jury/{of.slug}/{codes[3]}").text
    whole = sum(len(one.body) for one in reader.answers.values())
    print(
        f"\nblind: {len(codes)} entries, {len(finder.words)} planted words; {len(reader.answers)} answers at"
        f" {len({urlsplit(one).path for one in reader.answers})} addresses, {whole:,} bytes,"
        f" {len(finder.seen)} different bodies, {len(searched)} searches: {len(hits)} hits"
    )


def _known(of: Competition, codes: list[str], *numbers: int) -> Known:
    """What a juror could put into an address: the codes, and whatever numbers a row may have."""
    entry = of.entries[0]
    tried = {*numbers, entry.id, entry.identity.person_id, *(file.id for file in entry.files), of.jury[0].id}
    return {
        "competition": [of.slug], "slug": [of.slug], "code": codes, "number": sorted(map(str, tried)),
        "juror": [one.pseudonym for one in of.jury[:2]], "name": [f"{codes[0]}-1.pdf"],
    }  # fmt: skip


def _finds_what_there_is(finder: Finder, app: Flask, of: Competition, makers: list[talkative.Maker]) -> None:
    """Without this a silent crawl would say nothing: the originals, the vault and the entrant's own page tell."""
    storage = storage_for(app.config["SETTINGS"])
    registrar, entries = Reader(app, make.person(Role.REGISTRAR)), list(of.entries)
    for maker, entry in zip(makers, entries, strict=True):
        with storage.open(entry.files[0].digest) as original:
            assert finder.in_file(original.read()) >= set(talkative.places_told(maker))
        opened = registrar.post(f"/desk/competitions/{of.slug}/entries/{entry.code}/vault", why="Kiểm tra đội")
        assert finder.in_file(opened.get_data().replace(b"<wbr>", b"")) >= {*maker.names, maker.email, maker.studio}
        assert phone.show(maker.phone) in opened.text and maker.phone not in opened.text
    entrant = Reader(app, entries[0].identity.person)
    steps = [entrant.get(f"/entries/{entries[0].code}{part}").text for part in ("", "/steps/3", "/steps/5")]
    assert makers[0].secrets[-1] in finder.in_text(" ".join(steps))


def _searched(reader: Reader, names: list[str]) -> Iterator[str]:
    """Every search there is, by these names: it answers as it does to a word that nobody has."""
    pages = {urlsplit(address).path: one.body for address, one in reader.answers.items() if one.status == 200}
    for there in sorted(
        page
        for page, body in pages.items()
        if page[:4] not in ("/en/", "/fr/") and f'action="{page}"'.encode() in body and QUESTION in body
    ):
        nothing = _without("Zzyzx", reader.client.get(there, query_string={"q": "Zzyzx"}).text)
        for name in names:
            assert _without(name, reader.client.get(there, query_string={"q": name}).text) == nothing, (there, name)
            yield there


def _without(word: str, page: str) -> str:
    """A page of results without the words that were searched for, and without its own weight."""
    page = re.sub(r"[0-9]+[,.][0-9] KB", "", page)
    for said in (word, fold(word)):
        for form in (said, quote(quote_plus(said)), quote(quote(said)), quote_plus(said), quote(said)):
            page = page.replace(form, "")
    return page


def _saw_everything(answers: dict[str, Answer], codes: list[str]) -> None:
    """Each entry's ballot in three languages, its copy, its picture and a tile; exports, lists and the gallery."""
    good = {address for address, one in answers.items() if one.status == 200}
    for number, code in enumerate(codes):
        ending = "jpg" if number in talkative.PICTURES else "pdf"
        names = (f"{code}-1.{ending}", f"{code}-1-1200.webp", f"{code}-1-0-0-0.webp")
        assert {one.rpartition("/")[2] for one in good if f"/{code}/files/" in one} >= set(names), code
        assert (
            len({one for one in good if one.startswith(("/jury", "/en/jury", "/fr/jury")) and one.endswith(code)}) == 3
        )
    for part in ("/gallery", "/map.csv", "/people/me", "/sitemap.xml", "/events.ics", "/seals", "/ballots.pdf"):
        assert any(part in one for one in good), part
    assert all("Last-Modified" not in one.headers for address, one in answers.items() if "/jury" in address)


@pytest.mark.faults
def test_the_pages_of_a_conflicted_chair_are_the_same_with_and_without_the_entry(app: Flask, session: object) -> None:
    """Everything that the chair can ask for, who is an organiser too: counts, orders and lists, headers and desks."""
    with_it, without = (_pages(app, codes) for codes in (MANY, MANY[:-1]))
    assert with_it.keys() == without.keys() and len(with_it) >= 100
    other = {address.removeprefix(f"/desk/competitions/{SLUG}") for address in with_it
             if with_it[address] != without[address]}  # fmt: skip
    assert other <= SPEAK_OF_PEOPLE, other
    assert all(
        f"/jury/{SLUG}/{code}" in with_it and with_it[f"/jury/{SLUG}/{code}"].status == 200 for code in MANY[:-1]
    )
    assert with_it[f"/jury/{SLUG}/{APART}"].status == 404
    assert not [address for address, one in with_it.items() if APART.encode() in one.body and APART not in address]
    print(f"\nconflicted chair: {len(with_it)} addresses, the same with {len(MANY)} entries as with {len(MANY) - 1}")


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.REGISTRAR])
def test_so_are_those_of_staff_who_stand_apart_from_an_entry(app: Flask, session: object, role: Role) -> None:
    """Also when the ballots are open: a ranking, its table and the desk of the result are made without the entry."""
    with_it, without = (_desk(app, [*CODES, *more], role) for more in (["XV9001"], []))
    assert with_it.keys() == without.keys() and len(with_it) == (11 if role == Role.REGISTRAR else 6)
    for address in with_it:
        assert with_it[address] == without[address], address
    assert b"XV9001" not in b"".join(with_it.values()) and b"CV2416,J2,reuse" in b"".join(with_it.values())


OF_THE_RUN = re.compile(
    rb'name="once"[^>]*|<option[^>]*>|<input[^>]*name="(present|motion|row[0-9]+_number)"[^>]*>|datetime="[^"]*"'
    rb"|(?<=[a-z][/_])[0-9]+|[0-9]+,[0-9] KB"
    rb'|<b class="num">[0-9a-f]{8}</b>|"number": "[0-9a-f]{8}"|/CreationDate \([^)]*\)|/ID \[[^\]]*\]'
)
"""What two runs of one test differ in: random words, the numbers of rows in addresses and ids, the time of a paper.

What a page weighs, too, hangs on those words once it is compressed."""
CODES = ("BT1037", "CV2416", "DH3795")
APART = "XV9001"
MANY = [f"{'BCDGHKLMNPRSTV'[number % 14]}T{1037 + 211 * number}" for number in range(23)] + [APART]
SPEAK_OF_PEOPLE = {"/extension", "/desk/audit"}
"""How many people get a letter about a new deadline; and the acts of staff, this conflict among them, without codes."""
SLUG = "thiet-ke-khong-gian-sang-tao-hoi-an"


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


def _pages(app: Flask, codes: list[str]) -> dict[str, Answer]:
    """What the chair is answered about a round with these entries, who has a conflict with the last of all."""
    point = db.session.begin_nested()
    of = planting.judged(entries=0)
    for number, code in enumerate(codes):
        planting.entry(of, number, code=code)
    if APART not in codes:  # its author has an account all the same
        make.person(name=planting.NAMES[len(codes) % 3]).email = f"{APART.lower()}@gmail.com"
    chair = of.jury[0]
    for member in of.jury:
        member.person.email = f"{member.pseudonym.lower()}@jury.example"  # the same in both runs
    chair.person.grants.append(Grant(role=Role.ORGANISER, granted_at=make.AT))
    db.session.refresh(of)
    for entry in of.entries:
        if entry.code == APART:
            conflicts.declare(chair, entry, ConflictKind.FAMILY, by=None, at=planting.OPENED)
    round_ = planting.opened(of)
    for member in of.jury[1:5]:
        planting.fill_all(member, round_)
    reader = Reader(app, chair.person, languages=())
    known = {"competition": [of.slug], "slug": [of.slug], "code": MANY, "juror": ["J2"]}
    reader.crawl(known, within=("/jury", "/competitions", "/entries", "/desk", "/people/me", "/people/notices"))
    point.rollback()
    return {
        OF_THE_RUN.sub(b"", address.encode()).decode(): Answer(one.status, "", OF_THE_RUN.sub(b"", one.body))
        for address, one in reader.answers.items()
        if not re.match(r"/desk/people/[0-9]", address)  # of an account each
    }
