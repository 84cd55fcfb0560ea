"""The words of a competition as data, as msgids: its stages, phases, seats, kinds of slots, methods and rungs."""

from __future__ import annotations

from portal.competitions.models import Obligation, PhaseKind, Seat, Stage
from portal.competitions.terms_models import SlotKind
from portal.kit.say import N_

STAGES = {
    Stage.SETUP: N_("Being set up"),
    Stage.PUBLISHED: N_("Open for entries"),
    Stage.QUESTIONS_CLOSED: N_("Questions are closed"),
    Stage.SUBMISSION_CLOSED: N_("Submission is over"),
    Stage.JUDGING: N_("The jury is judging"),
    Stage.RANKING_SIGNED: N_("The ranking is signed"),
    Stage.REVEALED: N_("The names are revealed"),
    Stage.RESULTS_PUBLISHED: N_("Results are out"),
    Stage.EXHIBITION: N_("On exhibition"),
    Stage.ARCHIVED: N_("In the archive"),
}
PHASES = {
    PhaseKind.REGISTER: N_("Registration"),
    PhaseKind.QUESTIONS: N_("Questions"),
    PhaseKind.SUBMIT: N_("Submission"),
    PhaseKind.CHECK: N_("Technical check"),
    PhaseKind.ROUND_1: N_("First round of the jury"),
    PhaseKind.SHORTLIST: N_("Shortlist shown"),
    PhaseKind.CONTROL: N_("Control round"),
    PhaseKind.FINAL: N_("Final round"),
    PhaseKind.SIGN: N_("Signing"),
    PhaseKind.REVEAL: N_("Reveal of the names"),
    PhaseKind.RESULTS: N_("Results"),
    PhaseKind.EXHIBITION: N_("Exhibition"),
    PhaseKind.PUBLIC_VOTE: N_("Public vote"),
}
SEATS = {Seat.CHAIR: N_("Chair"), Seat.MEMBER: N_("Member"), Seat.RESERVE: N_("Reserve")}
SLOTS = {
    SlotKind.PANEL: N_("Panels"),
    SlotKind.STATEMENT: N_("Statement in words"),
    SlotKind.PHOTO: N_("Photos"),
    SlotKind.VIDEO: N_("Link to a video"),
}
OBLIGATIONS = {
    Obligation.PROJECT: N_("A project: the winner is to be built"),
    Obligation.IDEAS: N_("Ideas: the best are awarded, building is decided later"),
}
METHODS = {
    "adjusted": N_("Mean of the ballots, corrected for strict and mild jurors"),
    "raw": N_("Plain mean of the ballots"),
    "z": N_("Ballots brought to one scale for each juror"),
}
RUNGS = {
    "majority": N_("Which of them more jurors put higher"),
    "median": N_("The higher median"),
    "first_criterion": N_("More points on the criterion listed first"),
    "fewer_low": N_("Fewer low points"),
    "vote": N_("A recorded vote of the jury after discussion"),
    "casting": N_("The chair’s casting vote"),
}
FORMATS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WebP"}
"""Names of formats, the same in every language."""
ORIENTATIONS = {"portrait": N_("portrait"), "landscape": N_("landscape")}
