"""The calendar: what happens in the city, by the sun and by the moon."""
