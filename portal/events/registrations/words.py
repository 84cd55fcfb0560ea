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
    SeatState.DECLINED: N_("No place for you"),
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
