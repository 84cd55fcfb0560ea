"""The words of the record, as msgids: every act that is ever noted, and what it may be done on.

A test reads the code and fails when an act is noted that has no words here.
"""

from portal.contributions.models import Act
from portal.kit.say import N_

TICKETS = {
    Act.SENT: N_("Sent something in"),
    Act.ANSWERED: N_("Answered the desk's question"),
    Act.WITHDRAWN: N_("Took something sent in back"),
    Act.PUBLISHED: N_("Accepted and published"),
    Act.ASKED: N_("Asked the sender"),
    Act.REFUSED: N_("Refused what was sent in"),
    Act.MERGED: N_("Joined what was sent in with a listing"),
    Act.UNMERGED: N_("Took a joining back"),
    Act.HIDDEN: N_("Hid a listing after a report"),
    Act.SPAM: N_("Put away as spam"),
    Act.SETTLED: N_("Settled a report"),
    Act.UNDONE: N_("Took a decision back"),
}
ACTS = {
    "account_changed": N_("Changed name or language"),
    "card_made": N_("Made a paper card"),
    "card_revoked": N_("Took a paper card out of use"),
    "card_used": N_("Used a paper card"),
    "code_handed": N_("Handed over a one-time code"),
    "competition_created": N_("Began to set up a competition"),
    "competition_stepped": N_("Took a step of a competition"),
    "consent_given": N_("Agreed to a purpose"),
    "consent_withdrawn": N_("Took a consent back"),
    "data_request_answered": N_("Answered a request about data"),
    "data_request_taken_back": N_("Took a request about data back"),
    "data_requested": N_("Asked for something about their data"),
    "erasure_stopped": N_("Stopped an erasure"),
    "event_cancelled": N_("Cancelled an event"),
    "event_hidden": N_("Hid an event"),
    "event_import_applied": N_("Took over a file of events"),
    "event_moved": N_("Moved an event"),
    "event_postponed": N_("Postponed an event"),
    "event_published": N_("Published an event"),
    "event_resumed": N_("Let an event take place after all"),
    "event_source_added": N_("Added a source of events"),
    "event_source_changed": N_("Changed the terms of a source of events"),
    "link_mailed": N_("Had a link for a new password mailed"),
    "listing_merged": N_("Merged two listings"),
    "merge_undone": N_("Took a merge back"),
    "not_same": N_("Found two listings not to be the same"),
    "other_sign_ins_ended": N_("Ended all other sign-ins"),
    "ownership_ended": N_("Ended somebody's care for a listing"),
    "ownership_given": N_("Gave a listing into somebody's care"),
    "password_changed": N_("Changed the password"),
    "password_set": N_("Set a password with a code"),
    "person_erased": N_("A person was erased"),
    "reach_changed": N_("Changed phone number or mail address"),
    "recovery_code_used": N_("Signed in with a recovery code"),
    "recovery_codes_made": N_("Made recovery codes"),
    "role_granted": N_("Granted a role"),
    "role_withdrawn": N_("Withdrew a role"),
    "second_step_off": N_("Turned the second step off"),
    "second_step_on": N_("Turned the second step on"),
    "sign_in_ended": N_("Ended a sign-in"),
    "signed_up": N_("Signed up"),
    "ward_paused": N_("Let a ward rest"),
    "ward_pause_ended": N_("Ended the rest of a ward"),
    "ticket_taken_over": N_("Took a ticket over from a colleague"),
    **{f"ticket_{act}": words for act, words in TICKETS.items()},
}
BY_VISITORS = {"ticket_sent", "ticket_answered", "ticket_withdrawn", "card_used", "link_mailed"}
"""Acts that need no account: where nobody is named, it was a visitor and not the portal by itself."""
KINDS = {
    "person": N_("Person"),
    "listing": N_("Listing"),
    "event": N_("Event"),
    "event_source": N_("Source of events"),
    "ticket": N_("Ticket"),
    "data_request": N_("Request about data"),
    "competition": N_("Competition"),
    "ward_pause": N_("Ward"),
}
DETAILS = {
    "role": N_("Role: %(value)s"),
    "reason": N_("Reason: %(value)s"),
    "purpose": N_("Purpose: %(value)s"),
    "wording": N_("Wording %(value)s"),
    "asked": N_("Asked for: %(value)s"),
    "fields": N_("Changed: %(value)s"),
    "person": N_("Person no. %(value)s"),
    "kept": N_("Kept: listing no. %(value)s"),
    "other": N_("The other: listing no. %(value)s"),
    "card": N_("Card no. %(value)s"),
    "sign_in": N_("Sign-in no. %(value)s"),
    "ward": N_("Ward: %(value)s"),
    "with_person": N_("Decided with person no. %(value)s"),
    "cause": N_("Because of: %(value)s"),
    "held_by": N_("Held by person no. %(value)s"),
}
"""Details that are worth a word; the others are for whoever reads the database."""
FIELDS = {
    "full_name": N_("Name"),
    "language": N_("Language"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
}
