"""Whether the campaign suits a business: five questions with an answer in words each. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from portal.kit.say import N_


class Question(NamedTuple):
    key: str
    asks: str
    no: str
    """What is said to a no; a yes needs no words."""
    decides: bool = False
    """Whether a no means that the campaign is not for them."""


QUESTIONS = (
    Question(
        "makes", N_("Do you make or sell something of your own in the area of the city?"),
        N_("The campaign is for those who make or sell here themselves. The map and its events are open to you all the"
           " same."), decides=True,
    ),
    Question(
        "phone", N_("Is there a phone with the internet that you can use for it?"),
        N_("Somebody of your family or team can do the steps with you: several people may work in one shop."),
    ),
    Question(
        "time", N_("Can you give it about two hours a week for three months?"),
        N_("Then begin with one package. Steps can wait; what was accepted stays accepted."),
    ),
    Question(
        "papers", N_("Do you have a registration certificate, or do you want one?"),
        N_("Without papers you can still do the story, the photos and the price list. The account, the verified"
           " channels and the marketplace need them."),
    ),
    Question(
        "advisor", N_("May an advisor look at your work and tell you what to mend?"),
        N_("No step is done before an advisor has looked at it. Without that the campaign has nothing to give you."),
        decides=True,
    ),
)  # fmt: skip
YES, NO = "yes", "no"


class Outcome(NamedTuple):
    """What the answers come to: whether it suits, is half answered, or does not; and what is said to each no."""

    sentence: str
    suits: bool
    says: list[str]


def outcome(answers: Mapping[str, str]) -> Outcome | None:
    """None while nothing was answered."""
    given = {one: answers.get(one.key, "") for one in QUESTIONS}
    if not any(answer in {YES, NO} for answer in given.values()):
        return None
    noes = [one for one, answer in given.items() if answer == NO]
    says = [one.no for one in noes]
    if any(one.decides for one in noes):
        return Outcome(N_("The campaign does not suit you now."), False, says)
    if any(answer not in {YES, NO} for answer in given.values()):
        return Outcome(N_("Answer all five, then we can tell."), False, says)
    return Outcome(N_("Yes, it suits you. Apply, also when something below is still missing."), True, says)
