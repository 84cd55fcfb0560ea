"""Calendars of others, taken in from their files."""
