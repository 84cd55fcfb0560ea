"""The creative map: who and what makes this city creative, found by anyone, in words first and on a drawing second."""
