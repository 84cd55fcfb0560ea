"""Bringing together what two people wrote at once in the same fields: neither loses a word unseen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merge:
    """A form that was written while others changed the same thing."""

    values: dict[str, Any]
    """What the form should hold now: what its writer changed, and the others' words where they changed nothing."""
    theirs: dict[str, Any]
    """The fields that others changed meanwhile, with the values they have now."""


def merge(
    given: Mapping[str, Any], now: Mapping[str, Any], changes: Iterable[Mapping[str, list[Any]]]
) -> Merge | None:  # fmt: skip
    """`given` was written on an older state; `changes` are what others did since, in order, each field as [old, new].

    None when they left every field as it was.
    """
    before: dict[str, Any] = {}
    for change in changes:
        for name, (old, _new) in change.items():
            before.setdefault(name, old)
    theirs = {name: now[name] for name, old in before.items() if name in now and now[name] != old}
    if not theirs:
        return None
    untouched = {name: value for name, value in theirs.items() if given.get(name, before[name]) == before[name]}
    return Merge({**given, **untouched}, theirs)
