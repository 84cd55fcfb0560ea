"""Taking part: who has a place, who waits for one, who came."""
