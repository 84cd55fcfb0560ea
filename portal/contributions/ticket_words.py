"""What a sender reads of a ticket, as msgids: what it is, where it stands, what is wrong with a listing."""

from portal.contributions.models import Act, TicketKind, TicketState
from portal.contributions.reports import Wrong
from portal.kit.say import N_

KINDS = {
    TicketKind.PROPOSAL: N_("Proposal"),
    TicketKind.EDIT: N_("Change of a listing"),
    TicketKind.REPORT: N_("Report of an error"),
    TicketKind.CLAIM: N_("Claim of a listing"),
    TicketKind.EVENT: N_("Event"),
}
STATES = {
    TicketState.DRAFT: N_("Not sent yet"),
    TicketState.WAITING: N_("With the desk"),
    TicketState.ASKED: N_("Waits for your answer"),
    TicketState.ACCEPTED: N_("Accepted"),
    TicketState.REFUSED: N_("Not accepted"),
    TicketState.MERGED: N_("Was on the map already"),
    TicketState.SPAM: N_("Put aside"),
    TicketState.WITHDRAWN: N_("Taken back by you"),
}
TAGS = {
    TicketState.DRAFT: "warn", TicketState.WAITING: "info", TicketState.ASKED: "red", TicketState.ACCEPTED: "ok",
    TicketState.MERGED: "ok",
}  # fmt: skip
NEXT = {
    TicketState.DRAFT: N_("Only you see it. Go on writing, look at it, and send it to the desk."),
    TicketState.WAITING: N_("Somebody of the desk reads it, usually within a few days. You need not do anything."),
    TicketState.ASKED: N_("Answer below, or mend what you wrote. Take your time."),
    TicketState.ACCEPTED: N_("It is done. Thank you."),
    TicketState.REFUSED: N_("The reason stands below. You may propose it again with what was missing."),
    TicketState.MERGED: N_("The same was on the map already, so both were put together."),
    TicketState.SPAM: N_("It looked like advertising. If that is wrong, call or write to us with this code."),
    TicketState.WITHDRAWN: N_("Nothing of it will be published."),
}  # fmt: skip
STEPS = {
    Act.SENT: N_("Sent"),
    Act.ANSWERED: N_("You answered"),
    Act.WITHDRAWN: N_("You took it back"),
    Act.PUBLISHED: N_("Accepted"),
    Act.ASKED: N_("The desk asked something"),
    Act.REFUSED: N_("Not accepted"),
    Act.MERGED: N_("Put together with another listing"),
    Act.UNMERGED: N_("Taken apart again"),
    Act.HIDDEN: N_("Taken off the map"),
    Act.SPAM: N_("Put aside"),
    Act.SETTLED: N_("Settled"),
    Act.UNDONE: N_("The desk looks at it again"),
}
WRONG = {
    Wrong.GONE: N_("It is not there any more"),
    Wrong.FACTS: N_("Something here is wrong"),
    Wrong.PLACE: N_("It is in another place"),
    Wrong.MY_DATA: N_("These are my data: please remove them"),
    Wrong.OTHER: N_("Something else"),
    "owner_hide": N_("Its owner wishes it to be taken off the map"),
    "owner_ended": N_("Its owner says that it has ended"),
}
