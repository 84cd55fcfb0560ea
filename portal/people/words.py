"""The words of people's fixed lists, as msgids: what each role is called."""

from portal.kit.say import N_
from portal.people.models import Person, Role

ROLES = {
    Role.ORGANISER: N_("Organiser"),
    Role.MODERATOR: N_("Moderator"),
    Role.JUROR: N_("Juror"),
    Role.REGISTRAR: N_("Registrar of the competition"),
    Role.ADVISOR: N_("Advisor"),
    Role.TREASURER: N_("Treasurer"),
    Role.AUDITOR: N_("Auditor"),
    Role.MENTOR: N_("Mentor"),
}


def roles_of(person: Person) -> list[str]:
    """What a person does here, as msgids, in the order of the roles."""
    return [name for role, name in ROLES.items() if person.has(role)]
