"""Files on their way: they arrive in pieces over a line that breaks, and go on where they stopped."""
