"""The words of the steps, as msgids: where a step stands, what it is shown by, what an advisor decided."""

from portal.businesses.models import EvidenceKind
from portal.businesses.steps.models import Standing, Verdict
from portal.kit.say import N_

TO_DO, DOING, DONE = N_("Not done yet"), N_("In hand"), N_("Done")
SHOP_WORDS = {
    Standing.NOT_STARTED: TO_DO,
    Standing.IN_PROGRESS: DOING,
    Standing.SUBMITTED: DOING,
    Standing.CHANGES_WANTED: DOING,
    Standing.ACCEPTED: DONE,
    Standing.EXPIRING: DONE,
    Standing.EXPIRED: TO_DO,
    Standing.NOT_APPLICABLE: N_("Not for you"),
}
"""Three words are enough for who does the work; what an advisor took out of the list is none of them."""
STANDINGS = {
    Standing.NOT_STARTED: N_("Not begun yet"),
    Standing.IN_PROGRESS: DOING,
    Standing.SUBMITTED: N_("With the advisor"),
    Standing.CHANGES_WANTED: N_("Sent back, to be mended"),
    Standing.ACCEPTED: N_("Accepted"),
    Standing.EXPIRING: N_("Accepted, expires soon"),
    Standing.EXPIRED: N_("Expired"),
    Standing.NOT_APPLICABLE: N_("Does not apply"),
}
KINDS = {
    EvidenceKind.FILE: N_("Files and photos"),
    EvidenceKind.LINK: N_("Links"),
    EvidenceKind.TEXT: N_("Text"),
    EvidenceKind.VISIT: N_("Visit"),
    EvidenceKind.CHECK: N_("Checked by the portal"),
}
ACCEPTED_NOW = N_("Accepted. The shop reads it at once.")
SENT_BACK_NOW = N_("Sent back. The shop reads your sentence at once.")
REFUSED_NOW = N_("A refusal counts when a second advisor agrees. Until then the shop hears nothing.")
LEFT_OUT_NOW = N_("The step is out of their list, with your reason.")
VERDICTS = {
    Verdict.ACCEPTED: N_("Accepted"),
    Verdict.CHANGES_WANTED: N_("Sent back, to be mended"),
    Verdict.REFUSED: N_("Refused"),
}
