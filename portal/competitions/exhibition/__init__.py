"""The exhibition of all entries, light on the line, and the vote of the public, apart from the jury."""
