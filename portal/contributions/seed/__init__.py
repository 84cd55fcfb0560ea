"""What the demo city has sent in, in every state, for every reason and of every age."""
