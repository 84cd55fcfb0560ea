"""What the showcase calls things, as msgids: what may become public, where it then stands, what that means."""

from __future__ import annotations

from portal.businesses.showcase.models import Becomes
from portal.kit.say import N_

NAMES = {
    Becomes.PHOTOS: N_("Photos"),
    Becomes.PRICES: N_("Price list"),
    Becomes.STORY: N_("Story"),
    Becomes.HOURS: N_("Opening hours"),
    Becomes.POLICY: N_("Sales policy"),
}
WHERE = {
    Becomes.PHOTOS: N_(
        "The photos go into the gallery of your page on the map, as far as it has room. Tick this only when everybody "
        "who can be recognised in them has agreed."
    ),
    Becomes.PRICES: N_(
        "The products and their retail prices become your public catalogue, and your page on the map says from what "
        "price. What a piece costs you and wholesale prices stay with you."
    ),
    Becomes.STORY: N_("The story stands on your page on the map, in Vietnamese and English."),
    Becomes.HOURS: N_("The opening hours stand on your page on the map."),
    Becomes.POLICY: N_("The sales policy stands in your public catalogue."),
}
