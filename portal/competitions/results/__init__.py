"""What came of it: the ranking, prizes, minutes, the frozen result, the exhibition and the public vote."""
