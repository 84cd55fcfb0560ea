"""The pages about the portal itself, and what search engines ask for."""
