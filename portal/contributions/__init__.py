"""How the map grows by itself: proposals, corrections, reports and claims, each with a code, and the desk for them."""
