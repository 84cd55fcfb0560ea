"""What the states of a place are called, as msgids."""

from portal.events.registrations.models import Joining, SeatState
from portal.kit.say import N_

JOINING = {
    Joining.NONE: N_("One just comes"),
    Joining.LINK: N_("By somebody else's page"),
    Joining.FORM: N_("By the form of this portal"),
}
STATES = {
    SeatState.ASKED: N_("Not yet confirmed"),
    SeatState.CONFIRMED: N_("You have a place"),
    SeatState.WAITING: N_("In the waiting list"),
    SeatState.OFFERED: N_("It is your turn"),
    SeatState.CANCELLED: N_("Cancelled"),
    SeatState.DECLINED: N_("No place"),
    SeatState.LAPSED: N_("The offer has run out"),
}
"""As whoever registered reads them."""
AT_THE_DESK = {
    SeatState.ASKED: N_("To be confirmed"),
    SeatState.CONFIRMED: N_("Has a place"),
    SeatState.WAITING: N_("Waits"),
    SeatState.OFFERED: N_("Was offered a place"),
    SeatState.CANCELLED: N_("Cancelled"),
    SeatState.DECLINED: N_("Refused"),
    SeatState.LAPSED: N_("Offer ran out"),
}
TAGS = {
    SeatState.ASKED: "warn",
    SeatState.CONFIRMED: "ok",
    SeatState.WAITING: "warn",
    SeatState.OFFERED: "info",
    SeatState.DECLINED: "red",
}
ACTS = {
    "booked": N_("Registered, with a place"),
    "asked": N_("Registered"),
    "waiting": N_("Registered, in the waiting list"),
    "confirmed": N_("Confirmed by the organiser"),
    "offered": N_("Offered a place"),
    "accepted": N_("Took the place"),
    "turned_down": N_("Turned the place down"),
    "lapsed": N_("The offer ran out"),
    "back_in_line": N_("Back in the waiting list"),
    "cancelled": N_("Cancelled"),
    "refused": N_("Refused by the organiser"),
    "kept": N_("Comes on the new date too"),
    "called": N_("Told by telephone"),
    "present": N_("Came"),
    "gone": N_("Taken back: did not come"),
}
