"""Real servers, really killed."""
