"""What the worker does for entries: looks into files, settles what a deadline ends, writes owed letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from flask import current_app

from portal.competitions.entries import closing, receipts, rules, scanning, telling
from portal.competitions.entries.checking import ASKED
from portal.competitions.entries.checking import query as query_of
from portal.kit.say import N_, Refused
from portal.letters.rules import reminded
from portal.media.storage import storage_for
from portal.schedule import InTransaction, Task

NO_FILE = N_("This file was lost on the way. Send it once more.")
DRAFTS_LAST = timedelta(days=365)
"""Since they were last touched, and never while they can still be sent."""
end_windows, settle_changed = closing.end_windows, closing.settle_changed


@reminded(receipts.RECEIVED)
def acknowledge(receipt_id: int, at: datetime) -> None:
    """The receipt by letter; one that a later sending has overtaken is not sent any more."""
    receipt = receipts.find(receipt_id)
    entry = rules.numbered(receipt.entry_id) if receipt is not None else None
    if entry is not None and receipt is not None and receipts.latest(entry) is receipt:
        telling.received(entry, receipt, at=at)


@reminded(closing.NOT_ARRIVED)
def regret(entry_id: int, at: datetime) -> None:
    if (entry := rules.numbered(entry_id)) is not None:
        telling.not_arrived(entry, at=at)


@reminded(rules.WITHDRAWN)
def confirm_withdrawal(entry_id: int, at: datetime) -> None:
    if (entry := rules.numbered(entry_id)) is not None:
        telling.withdrawn(entry, at=at)


@reminded(ASKED)
def ask(query_id: int, at: datetime) -> None:
    if (query := query_of(query_id)) is not None and query.answered_at is None:
        telling.asked(query.entry, query, at=at)


def look(at: datetime, in_transaction: InTransaction) -> None:
    """Opens what has arrived, outside any transaction and in a process of its own."""
    storage = storage_for(current_app.config["SETTINGS"])
    for order in in_transaction(scanning.orders):
        try:
            with storage.open(order.digest) as file:
                seen = scanning.look(order, file)
        except FileNotFoundError:
            seen = scanning.Seen(None, Refused(NO_FILE), ())
        in_transaction(partial(scanning.note, order.file_id, seen, at=at))


def close(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(partial(closing.end_windows, at=at))
    in_transaction(partial(closing.settle_changed, at=at))


def forget(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(partial(closing.forget_drafts, before=at - DRAFTS_LAST))


TASKS = (
    Task("look_into_entries", timedelta(seconds=3), look),
    Task("close_entries", timedelta(minutes=1), close),
    Task("forget_entry_drafts", timedelta(days=1), forget),
)
