"""What a registrar should look at in a juror's scoring."""

from portal.kit.ballots import Ballot
from portal.kit.jury_flags import Conduct, Flag, Kind, flags

CALM = {f"E{n}": {"J1": float(n), "J2": n + 0.5, "J3": 9.0 - n} for n in range(1, 7)}


def kinds(found, juror):
    return [flag.kind for flag in found if flag.juror == juror]


def test_a_juror_who_goes_against_the_others_is_named_with_the_number():
    found = flags(CALM)
    assert kinds(found, "J1") == kinds(found, "J2") == []
    [flag] = [flag for flag in found if flag.juror == "J3"]
    assert flag.kind is Kind.CONTRARY
    assert -1 <= flag.value < -0.9
    assert flag.sentence.startswith("%(juror)s orders the entries against")


def test_flat_severe_and_misfitting_scores():
    flat = {entry: {**given, "J3": 7.0 + (entry == "E1") / 10} for entry, given in CALM.items()}
    severity = {"J1": 0.1, "J2": 0.2, "J3": -2.0, "J4": 0.3, "J5": 0.4, "J6": 1.0}
    found = flags(flat, severity=severity, infit={"J1": 1.0, "J2": 0.4, "J3": 1.6})
    assert kinds(found, "J3") == [Kind.FLAT, Kind.SEVERE, Kind.CONTRARY, Kind.MISFIT]
    assert Flag(Kind.SEVERE, "J3", -2.0) in found
    assert kinds(found, "J2") == [Kind.MISFIT]
    assert kinds(found, "J1") == kinds(found, "J6") == []


def test_the_same_points_on_every_criterion_are_a_halo():
    halo = [Ballot("J1", f"E{n}", {"a": float(n), "b": float(n), "c": n + 0.5, "d": None}) for n in range(1, 7)]
    apart = [Ballot("J2", f"E{n}", {"a": float(n), "b": float(n * 5 % 7)}) for n in range(1, 7)]
    found = flags({entry: {"J1": given["J1"], "J2": given["J2"]} for entry, given in CALM.items()}, halo + apart)
    assert [(flag.kind, flag.juror) for flag in found] == [(Kind.HALO, "J1")]


def test_how_a_juror_went_about_it():
    hasty = Conduct(seconds=[20, 59, 400], listed=[5, 5, 6, 7, 8, 9], late_edits=4)
    calm = Conduct(seconds=[61, 61, 20], listed=[5, 7, 6, 5, 8, 9], late_edits=3)
    found = flags(CALM, conduct={"J1": hasty, "J2": calm})
    assert [flag for flag in found if flag.juror == "J1"] == [
        Flag(Kind.FAST, "J1", 59), Flag(Kind.LATE_EDITS, "J1", 4), Flag(Kind.LIST_ORDER, "J1", 6)
    ]  # fmt: skip
    assert kinds(found, "J2") == []
    falling = flags(CALM, conduct={"J2": Conduct(listed=[9, 8, 7, 7, 6, 5]), "J1": Conduct(listed=[7] * 6)})
    assert kinds(falling, "J2") == [Kind.LIST_ORDER]
    assert kinds(falling, "J1") == []


def test_little_says_nothing():
    assert flags({"E1": {"J1": 5.0, "J2": 9.0}, "E2": {"J1": 5.0, "J2": 1.0}}, severity={"J1": 0.0, "J2": 0.0}) == []
