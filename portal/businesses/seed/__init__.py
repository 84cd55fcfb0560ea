"""The packages of the campaign as they begin, and the demo of its shops."""
