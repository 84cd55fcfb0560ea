"""The words of the campaign, as msgids: the states of applications and enrolments, and how their tags look."""

from __future__ import annotations

from portal.businesses.models import ApplicationState, EnrolmentState
from portal.kit.say import N_

STATES = {
    ApplicationState.DRAFT: N_("Draft, not sent yet"),
    ApplicationState.SENT: N_("Sent, waits for the organisers"),
    ApplicationState.QUESTION: N_("The organisers ask something"),
    ApplicationState.ANSWERED: N_("Answered, waits for the organisers"),
    ApplicationState.ACCEPTED: N_("Accepted into the campaign"),
    ApplicationState.WAITING_LIST: N_("On the waiting list"),
    ApplicationState.REFUSED: N_("Not accepted"),
    ApplicationState.WITHDRAWN: N_("Taken back"),
}
TAGS = {
    ApplicationState.DRAFT: "warn", ApplicationState.QUESTION: "red", ApplicationState.ACCEPTED: "ok",
    ApplicationState.SENT: "warn", ApplicationState.ANSWERED: "warn", ApplicationState.WAITING_LIST: "warn",
}  # fmt: skip
NEXT = {
    ApplicationState.DRAFT: N_("Write it in your own time: every field is kept as you leave it."),
    ApplicationState.SENT: N_("The organisers read it within five working days. You need not do anything."),
    ApplicationState.QUESTION: N_("They need one thing from you before they can decide."),
    ApplicationState.ANSWERED: N_("Your answer is with the organisers."),
    ApplicationState.ACCEPTED: N_("Your shop is open on the portal: begin with any step you like."),
    ApplicationState.WAITING_LIST: N_("This round is full. You get a letter as soon as there is a place."),
    ApplicationState.REFUSED: N_("The reason stands below. You may apply again in the next round."),
    ApplicationState.WITHDRAWN: N_("Nothing of it is looked at any more."),
}
ENROLMENTS = {
    EnrolmentState.ACTIVE: N_("At work"),
    EnrolmentState.COMPLETED: N_("All of it done"),
    EnrolmentState.STOPPED: N_("Stopped for now"),
}
ENROLMENT_TAGS = {EnrolmentState.ACTIVE: "", EnrolmentState.COMPLETED: "ok", EnrolmentState.STOPPED: "warn"}
