"""The demo of the competition: what is planted, and the panels drawn for it."""
