"""The demo city's listings: the seed, and what plants it."""
