"""What things of the judging are called."""

from __future__ import annotations

from portal.competitions.entries import words
from portal.competitions.entries.models import EntryState
from portal.competitions.jury.models import BallotState, ConflictKind, ConflictSource, MotionKind, RoundKind
from portal.competitions.jury.paper import Stand
from portal.competitions.models import Seat
from portal.kit.say import N_

ROUNDS = {
    RoundKind.ELIGIBILITY: N_("Eligibility"),
    RoundKind.SCORING: N_("Scores"),
    RoundKind.CONTROL: N_("Control round"),
    RoundKind.FINAL: N_("Final"),
}
CONFLICTS = {
    ConflictKind.FAMILY: N_("Family"),
    ConflictKind.EMPLOYER: N_("Same workplace"),
    ConflictKind.TEACHER: N_("Teacher and student"),
    ConflictKind.COLLABORATOR: N_("Worked together"),
    ConflictKind.COMPETITOR: N_("Competitors"),
    ConflictKind.RECOGNISED: N_("I recognise the author"),
    ConflictKind.NOT_QUALIFIED: N_("I am not qualified for this one"),
    ConflictKind.OTHER: N_("Another reason"),
}
SOURCES = {
    ConflictSource.JUROR: N_("Declared by the juror."),
    ConflictSource.ENTRANT: N_("Declared by the entrant."),
    ConflictSource.MATCH: N_("Found by comparison."),
    ConflictSource.STAFF: N_("Written down by the registrar."),
}
SEATS = {Seat.CHAIR: N_("Chair"), Seat.MEMBER: N_("Member"), Seat.RESERVE: N_("Reserve")}
BALLOTS = {
    BallotState.ASSIGNED: N_("not scored"),
    BallotState.STARTED: N_("begun"),
    BallotState.COMPLETE: N_("scored"),
    BallotState.LOCKED: N_("locked"),
}
PAPER = {
    Stand.NOTHING: N_("not typed in yet"),
    Stand.ONCE: N_("typed in by one person"),
    Stand.DIFFERENT: N_("typed differently by two"),
    Stand.COUNTS: N_("typed alike by two: it counts"),
    Stand.OWN: N_("scored on the juror’s own page"),
    Stand.LOCKED: N_("locked"),
}
STATES = words.STATES | {
    EntryState.DRAFT: N_("Drafts"),
    EntryState.MANIFESTED: N_("Announced by their sums, files under way"),
    EntryState.QUERY: N_("Asked, waits for the team"),
    EntryState.FIXED: N_("Answered, to be looked at again"),
    EntryState.IN_ROUND: N_("Before the jury in this round"),
}
"""What the board calls the states of entries: the desk is not their team."""
MOTIONS = {
    MotionKind.EXCLUDE: N_("Exclude from the competition"),
    MotionKind.SHORTLIST: N_("Onto the shortlist"),
    MotionKind.REVIVE: N_("Bring back"),
    MotionKind.PRIZE: N_("Award a prize"),
    MotionKind.WITHHOLD: N_("Do not award a prize"),
    MotionKind.TIE: N_("Decide a tie"),
    MotionKind.HORS_CONCOURS: N_("Show out of competition"),
}
