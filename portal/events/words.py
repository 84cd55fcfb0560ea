"""What the calendar's words are called, as msgids."""

from portal.events.models import EventKind, Price, Status
from portal.kit.say import N_
from portal.listings.models import State

KINDS = {
    EventKind.FESTIVAL: N_("Festival"),
    EventKind.WORKSHOP: N_("Workshop"),
    EventKind.EXHIBITION: N_("Exhibition"),
    EventKind.TALK: N_("Talk"),
    EventKind.PERFORMANCE: N_("Performance"),
    EventKind.MARKET: N_("Market"),
    EventKind.TRAINING: N_("Training course"),
    EventKind.COMPETITION: N_("Competition"),
    EventKind.CAMPAIGN: N_("Campaign"),
    EventKind.MEETING: N_("Meeting"),
}
STATES = {
    State.DRAFT: N_("Draft"),
    State.WAITING: N_("Waiting"),
    State.CHANGES_ASKED: N_("Changes asked for"),
    State.PUBLISHED: N_("Published"),
    State.HIDDEN: N_("Hidden"),
    State.ARCHIVED: N_("Laid away"),
    State.REFUSED: N_("Refused"),
    State.MERGED: N_("Merged"),
    State.SPAM: N_("Spam"),
}
STATUSES = {
    Status.PLANNED: N_("Takes place"),
    Status.POSTPONED: N_("Postponed"),
    Status.CANCELLED: N_("Cancelled"),
}
PRICES = {
    Price.FREE: N_("Free of charge"),
    Price.AMOUNT: N_("With a fee"),
    Price.DONATION: N_("Give what you like"),
}
GROUPS = {
    EventKind.FESTIVAL: "events",
    EventKind.WORKSHOP: "events",
    EventKind.EXHIBITION: "ideas",
    EventKind.TALK: "ideas",
    EventKind.PERFORMANCE: "experiences",
    EventKind.MARKET: "products",
    EventKind.TRAINING: "processes",
    EventKind.COMPETITION: "places",
    EventKind.CAMPAIGN: "organisations",
    EventKind.MEETING: "organisations",
}
"""The symbol of the map by which a kind is marked."""
ACTS = {
    "created": N_("Entered"),
    "edited": N_("Edited"),
    "published": N_("Published"),
    "hidden": N_("Hidden"),
    "archived": N_("Laid away"),
    "moved": N_("Moved"),
    "postponed": N_("Postponed"),
    "cancelled": N_("Cancelled"),
    "resumed": N_("Takes place after all"),
    "photo_added": N_("Photo added"),
    "photo_removed": N_("Photo removed"),
    "sent": N_("Sent to the desk"),
    "answered": N_("Answered by its sender"),
    "asked": N_("The desk asked something"),
    "refused": N_("Refused"),
    "spam": N_("Put away as spam"),
    "taken_back": N_("Decision taken back"),
    "extended": N_("Registration kept open for longer"),
    "shortened": N_("Registration closes when it did before"),
    "imported": N_("Taken over from its source"),
    "followed": N_("Changed with its series"),
}
