"""Anybody may send in an event; the desk decides."""
