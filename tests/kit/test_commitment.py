"""The seal of a ballot."""

import hashlib

import pytest

from portal.kit import commitment
from portal.kit.commitment import Altered

SALT = "ab" * 32
BALLOT = {
    "round": 1, "juror": "J3", "entry": "HT4827", "remark": "Mái hiên", "scores": {"reuse": 85, "system": None}
}  # fmt: skip


def test_a_seal_can_be_made_by_hand():
    written = '{"entry":"HT4827","juror":"J3","remark":"Mái hiên","round":1,"scores":{"reuse":85,"system":null}}'
    by_hand = hashlib.sha256(written.encode() + bytes.fromhex(SALT)).hexdigest()
    assert commitment.seal(BALLOT, SALT) == by_hand
    assert commitment.fits(BALLOT, SALT, by_hand)


def test_no_seal_fits_another_ballot_salt_juror_or_entry():
    sealed = commitment.seal(BALLOT, SALT)
    for change in ({"juror": "J2"}, {"entry": "KV3916"}, {"round": 2}, {"scores": {"reuse": 85}}, {"remark": ""}):
        assert not commitment.fits(BALLOT | change, SALT, sealed)
    assert not commitment.fits(BALLOT, "ac" * 32, sealed)
    assert not commitment.fits(BALLOT, "short", sealed)
    assert not commitment.fits({"scores": object()}, SALT, sealed)
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.seal(BALLOT, "ab")


def test_the_one_changed_score_is_found_with_what_was_sealed():
    sealed = commitment.seal(BALLOT, SALT)
    for criterion, now, was in (("reuse", 95, 85), ("reuse", None, 85), ("system", 0, None)):
        forged = BALLOT | {"scores": BALLOT["scores"] | {criterion: now}}
        assert commitment.altered(forged, SALT, sealed) == Altered(criterion, now, was)
    assert commitment.altered(BALLOT | {"scores": {"reuse": 1, "system": 2}}, SALT, sealed) is None
