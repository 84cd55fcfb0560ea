"""How entries are judged: ballots by code alone, conflicts that exclude at once, sealed until all are locked."""
