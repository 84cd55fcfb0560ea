"""What people may ask for about their own data, as msgids."""

from portal.kit.say import N_
from portal.people.models import DataRequestKind

REQUESTS = {
    DataRequestKind.COPY: N_("Copy of my data"),
    DataRequestKind.CORRECT: N_("Correction"),
    DataRequestKind.ERASE: N_("Erasure"),
}
