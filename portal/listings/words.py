"""The words of the map's fixed lists, as msgids: stages, offers and needs, legal forms, kinds of links, states."""

from portal.kit.say import N_
from portal.listings.models import Channel, LegalForm, LinkKind, Stage, State, Support

BY_ITS_OWNER = "@owner"
"""Stands for the name of an owner who is not named, where a listing says who confirmed it."""
STAGES = {
    Stage.IDEA: N_("Idea"),
    Stage.TRIAL: N_("On trial"),
    Stage.RUNNING: N_("Running"),
    Stage.SCALED: N_("Spread further"),
    Stage.ENDED: N_("Ended"),
}
SUPPORT = {
    Support.PEOPLE: N_("People"),
    Support.MONEY: N_("Money"),
    Support.CONNECTION: N_("Connections"),
    Support.COMMUNICATION: N_("Communication"),
    Support.TRAINING: N_("Training"),
    Support.SPACE: N_("Space"),
    Support.MATERIALS: N_("Materials"),
    Support.MARKET: N_("A market"),
}
LEGAL_FORMS = {
    LegalForm.NONE: N_("No legal form"),
    LegalForm.INDIVIDUAL: N_("Individual"),
    LegalForm.HOUSEHOLD: N_("Household business"),
    LegalForm.GROUP: N_("Group"),
    LegalForm.COOPERATIVE: N_("Co-operative"),
    LegalForm.COMPANY: N_("Company"),
    LegalForm.PUBLIC_BODY: N_("Public body"),
}
STATES = {
    State.DRAFT: N_("Draft"),
    State.WAITING: N_("Waiting"),
    State.CHANGES_ASKED: N_("Changes asked for"),
    State.PUBLISHED: N_("Published"),
    State.HIDDEN: N_("Hidden"),
    State.ARCHIVED: N_("Archived"),
    State.REFUSED: N_("Refused"),
    State.MERGED: N_("Merged"),
    State.SPAM: N_("Spam"),
}
CHANNELS = {
    Channel.ZALO: N_("Zalo"),
    Channel.PHONE: N_("Phone"),
    Channel.EMAIL: N_("E-mail"),
    Channel.PAGE: N_("Web page"),
}
# Read from this listing (outward) and from the other one: "makes" on the maker's page, "made by" on the product's.
LINKS = {
    LinkKind.WORKS_IN: (N_("Works in"), N_("Works here")),
    LinkKind.RUNS: (N_("Runs"), N_("Run by")),
    LinkKind.HOSTS: (N_("Hosts"), N_("Takes place in")),
    LinkKind.MAKES: (N_("Makes"), N_("Made by")),
    LinkKind.USED_FOR: (N_("Used for"), N_("Made with this process")),
    LinkKind.PRACTISED_IN: (N_("Practised in"), N_("Practised here")),
    LinkKind.IDEA_BY: (N_("Idea of"), N_("Had the idea")),
    LinkKind.BECAME: (N_("Became"), N_("Grew out of")),
    LinkKind.EXPERIENCE_AT: (N_("Experienced at"), N_("To experience here")),
    LinkKind.SUPPORTS: (N_("Supports"), N_("Supported by")),
}
SORTS = {
    "relevance": N_("Best match"),
    "newest": N_("Newest"),
    "nearest": N_("Nearest"),
    "name": N_("By name"),
}
COMPASS = {
    "n": N_("north"), "ne": N_("north-east"), "e": N_("east"), "se": N_("south-east"),
    "s": N_("south"), "sw": N_("south-west"), "w": N_("west"), "nw": N_("north-west"),
}  # fmt: skip
