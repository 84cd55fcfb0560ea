"""The words of the moderation desk, as msgids: why something waits, what was decided, what is looked at."""

from portal.contributions.models import Act, TicketKind, TicketState
from portal.kit.say import N_

WHY = {
    "late": N_("Waiting too long"),
    "my_data": N_("My data"),
    "new": N_("New"),
    "edit": N_("Change"),
    "report": N_("Report"),
    "claim": N_("Claim"),
    "owner": N_("From its owner"),
    "duplicate": N_("Possible duplicate"),
    "outside": N_("Ward of another area"),
    "no_place": N_("No place"),
    "language": N_("No English"),
    "suspicious": N_("Looks like spam"),
    "minor": N_("Idea names a person"),
    "asked": N_("Waits for an answer"),
}
"""What each reason of `queue.reasons` is called."""
WEIGHT = {
    "late": "red", "my_data": "red", "duplicate": "warn", "outside": "warn", "no_place": "warn", "minor": "warn",
    "suspicious": "warn",
}  # fmt: skip
KINDS = {
    TicketKind.PROPOSAL: N_("New listing"),
    TicketKind.EDIT: N_("Change of a listing"),
    TicketKind.REPORT: N_("Report of an error"),
    TicketKind.CLAIM: N_("Claim of a listing"),
    TicketKind.EVENT: N_("New event"),
}
STANDS = {
    TicketState.DRAFT: N_("Being written"),
    TicketState.WAITING: N_("Waits for the desk"),
    TicketState.ASKED: N_("Waits for an answer"),
    TicketState.ACCEPTED: N_("Done"),
    TicketState.REFUSED: N_("Refused"),
    TicketState.MERGED: N_("Merged"),
    TicketState.SPAM: N_("Spam"),
    TicketState.WITHDRAWN: N_("Withdrawn by its sender"),
}
DONE = {
    Act.SENT: N_("Sent"),
    Act.ANSWERED: N_("Answered"),
    Act.WITHDRAWN: N_("Withdrawn by its sender"),
    Act.PUBLISHED: N_("Published"),
    Act.ASKED: N_("Asked back"),
    Act.REFUSED: N_("Refused"),
    Act.MERGED: N_("Merged"),
    Act.UNMERGED: N_("Merge taken back"),
    Act.HIDDEN: N_("Hidden"),
    Act.SPAM: N_("Put away as spam"),
    Act.SETTLED: N_("Settled"),
    Act.UNDONE: N_("Decision taken back"),
}
TO_DO = {
    Act.PUBLISHED: N_("Publish"),
    Act.SETTLED: N_("Settled"),
    Act.ASKED: N_("Ask back"),
    Act.REFUSED: N_("Refuse"),
    Act.HIDDEN: N_("Hide"),
    Act.SPAM: N_("Spam"),
}
"""The words on the buttons. A merge has its button beside the listing that is kept."""
CHECKS = {
    "local": N_("Of this city"),
    "new": N_("Something creative about it"),
    "lasting": N_("Sustainable"),
    "true": N_("True: somebody called, met or knows them"),
    "people": N_("The people shown have agreed"),
    "home": N_("No private home is given away"),
    "credit": N_("Each photo names who took it"),
    "no_map": N_("No photo is a picture of a map"),
    "when": N_("Day and hour are right, by the sun and by the moon"),
}
OF_A_LISTING = ("local", "new", "lasting", "true", "people", "home", "credit", "no_map")
OF_AN_EVENT = ("local", "true", "when", "people", "credit")
OF_A_CHANGE = ("true", "people", "home")
TAKE_OVER = {
    "away": N_("They are away and do not answer"),
    "urgent": N_("It cannot wait"),
    "mistake": N_("It was taken by mistake"),
}
LIKE = {
    "phone": N_("The same phone number"),
    "link": N_("The same web page"),
    "near": N_("Nearly the same name, close by"),
    "name": N_("The same name in the same area"),
}
"""Why another listing may be the same: the words of `duplicates.Why`."""
LIKE_AN_EVENT = N_("The same title on the same day, at the same place or near it")
