"""Files for an entry: by its team or its token, before the deadline, or after it when their sums were registered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.competitions.entries import files, manifest, receiving
from portal.competitions.entries.files import Sum
from portal.competitions.entries.models import Entry
from portal.kit.say import Refused
from portal.media.panels.inspection import Facts
from portal.media.storage import Stored
from portal.people.models import Person
from portal.uploads import receivers, rules
from portal.uploads.receivers import Sender
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.competitions.planting import DEADLINE
from tests.make import AT

LATE = DEADLINE + timedelta(hours=2)
SIZE = 1_000


@pytest.fixture
def leader(session: object) -> Person:
    return entering.entrant()


@pytest.fixture
def entry(leader: Person) -> Entry:
    return entering.draft(planting.competition(), leader)


def begin(entry: Entry, by: Person, digest: str, *, at: datetime = AT, size: int = SIZE) -> str:
    given = {"slot": "panels", "size": size, "digest": digest, "label": "bảng 1.pdf", "media_type": "application/pdf"}
    return rules.begin(Sender(by), "entry", entry.code, at=at, **given).name


def arrive(name: str, digest: str, *, at: datetime, seen: Facts = entering.A1) -> None:
    rules.hand_over(name, Stored(digest, SIZE, at), seen, at=at)


def test_bytes_come_after_the_deadline_only_when_their_sum_came_before(entry: Entry, leader: Person) -> None:
    registered, other = entering.sum_of("registered"), entering.sum_of("other")
    manifest.register(entry, [Sum("panels", registered, SIZE)], at=DEADLINE - timedelta(seconds=1))
    names = [begin(entry, leader, digest, at=DEADLINE - timedelta(seconds=1)) for digest in (registered, other)]
    with pytest.raises(Refused, match="was not announced before it"):
        arrive(names[1], other, at=LATE)
    with pytest.raises(Refused, match="is over"):
        arrive(names[0], registered, at=DEADLINE + timedelta(hours=12))
    arrive(names[0], registered, at=LATE)
    assert [(one.digest, one.arrived_at) for one in files.standing(entry)] == [(registered, LATE)]
    with pytest.raises(Refused, match="was not announced before it"):
        begin(entry, leader, entering.sum_of("later still"), at=LATE)


def test_what_changed_or_is_of_another_kind_is_refused(entry: Entry, leader: Person) -> None:
    announced = entering.sum_of("announced")
    name = begin(entry, leader, announced)
    with pytest.raises(Refused, match="it changed while it was sent"):
        arrive(name, entering.sum_of("changed"), at=AT)
    with pytest.raises(Refused, match="This kind of file is not taken here"):
        arrive(name, announced, at=AT, seen=Facts(media_type="image/webp", pages=1))
    assert files.standing(entry) == []


def test_what_was_announced_and_will_not_come_leaves_its_slot_until_the_deadline(entry: Entry, leader: Person) -> None:
    sums = [entering.sum_of(words) for words in ("cancelled", "refused", "goes on", "too late")]
    manifest.register(entry, [Sum("panels", one, SIZE) for one in sums[:3]], at=AT)
    names = [begin(entry, leader, one) for one in sums[:3]]
    rules.cancel(names[0], at=AT)
    rules.refuse(names[1], Refused("Not taken."), at=AT)
    assert [one.digest for one in files.standing(entry)] == sums[2:3]
    assert manifest.in_time(entry) is not None, "the postmark is that of what is left"
    rules.cancel(names[2], at=LATE)
    assert [one.digest for one in files.standing(entry)] == sums[2:3], "after the deadline it may still be sent again"


def test_there_is_room_for_so_much_and_no_more(entry: Entry, leader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROOM", 2 * SIZE)
    for words in ("one", "two"):
        begin(entry, leader, entering.sum_of(words))
    with pytest.raises(Refused, match="together"):
        begin(entry, leader, entering.sum_of("three"))
    manifest.register(entry, [Sum("panels", entering.sum_of(words), SIZE) for words in ("one", "two")], at=AT)
    with pytest.raises(Refused, match="together"):
        manifest.register(entry, [Sum("panels", entering.sum_of("three"), SIZE)], at=AT)
    with pytest.raises(rules.TooLarge):
        begin(entry, leader, "", size=receiving.largest(entry.code, "panels") + 1)


def test_a_token_opens_one_entry_until_it_is_taken_back(entry: Entry, leader: Person) -> None:
    first = receiving.give_token(entry)
    second = receiving.give_token(entry)
    assert entry.identity.upload_digest not in {first, second}
    assert (receivers.sender_of(first), receivers.sender_of(second)) == (None, Sender(None, "entry", entry.code))
    others = entering.draft(entry.competition)
    sender = receivers.sender_of(second)
    may = {(one.code, slot): receivers.may_send(sender, "entry", one.code, slot)
           for one in (entry, others) for slot in ("panels", "statement", "nowhere")}  # fmt: skip
    assert [where for where, allowed in may.items() if allowed] == [(entry.code, "panels")]
    receiving.take_token_back(entry)
    assert receivers.sender_of(second) is None
    assert not receivers.may_send(Sender(entering.entrant()), "entry", entry.code, "panels")
    assert receivers.may_send(Sender(leader), "entry", entry.code, "panels")
