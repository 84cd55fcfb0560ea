"""How the states of an entry are called, by its team and at the desk, and how their tags look."""

from __future__ import annotations

from portal.competitions.entries.models import Anonymity, EntryState
from portal.kit.say import N_

STATES = {
    EntryState.DRAFT: N_("Draft, not sent"),
    EntryState.MANIFESTED: N_("Sent by its sums, files still to arrive"),
    EntryState.SUBMITTED: N_("Entry received"),
    EntryState.IN_CHECK: N_("In the technical check"),
    EntryState.QUERY: N_("A question for you"),
    EntryState.FIXED: N_("Answered, waits for the registrar"),
    EntryState.CLEARED: N_("Cleared for the jury"),
    EntryState.IN_ROUND: N_("Before the jury"),
    EntryState.SHORTLISTED: N_("Shortlisted"),
    EntryState.NOT_ADVANCED: N_("Not in the next round"),
    EntryState.REVIVED: N_("Called back by a juror"),
    EntryState.FINALIST: N_("In the final"),
    EntryState.AWARDED: N_("Awarded"),
    EntryState.MENTIONED: N_("Mentioned"),
    EntryState.NOT_AWARDED: N_("Without a prize"),
    EntryState.EXHIBITED: N_("Exhibited"),
    EntryState.WITHDRAWN: N_("Withdrawn"),
    EntryState.EXCLUDED: N_("Excluded by a vote of the jury"),
    EntryState.HORS_CONCOURS: N_("Shown outside the competition"),
}
TAGS = {
    EntryState.DRAFT: "warn", EntryState.MANIFESTED: "warn", EntryState.SUBMITTED: "ok", EntryState.QUERY: "red",
    EntryState.CLEARED: "ok", EntryState.AWARDED: "ok", EntryState.MENTIONED: "ok", EntryState.EXCLUDED: "red",
}  # fmt: skip
ANONYMITY = {
    Anonymity.UNCHECKED: N_("Not looked through yet"),
    Anonymity.FLAGGED: N_("A name may be seen"),
    Anonymity.CLEARED: N_("Without names"),
}
FINDINGS = {
    "text": N_("drawn on the sheet"),
    "info": N_("in what the file says of itself"),
    "xmp": N_("in what the file says of itself"),
    "structure": N_("in what the file says of itself"),
    "comment": N_("in what the file says of itself"),
    "png_text": N_("in what the file says of itself"),
    "layer": N_("in the name of a layer"),
    "annotation": N_("in a remark"),
    "field": N_("in a form field"),
    "attachment": N_("in a file inside"),
    "exif": N_("in what the camera wrote"),
    "gps": N_("in what the camera wrote"),
    "iptc": N_("in what the camera wrote"),
    "qr": N_("in a QR code"),
    "link": N_("in a link"),
    "file_name": N_("in the name of the file"),
    "title": N_("in the title"),
    "statement": N_("in the statement"),
}
ELSEWHERE = N_("in the file")
OPENED = {
    "identity": N_("who entered"),
    "findings": N_("names that were found"),
    "comparison": N_("jurors and entrants, compared"),
    "reveal": N_("the names, to publish them"),
}
"""What was opened of a vault, by the word that stands in its log."""
STEPS = {1: N_("Team"), 2: N_("Idea"), 3: N_("Panels"), 4: N_("Statement"), 5: N_("Look again")}
