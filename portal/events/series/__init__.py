"""Events that come again by a rule, by the sun or by the moon."""
