"""What the demo city has in its calendar: every kind, state and mode, around the day on which it is planted."""
