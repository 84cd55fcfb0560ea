"""The calendar for other calendars and readers: iCalendar, Atom, linked data."""
