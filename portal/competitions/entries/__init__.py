"""What people hand in: an entry by its random code, its files, its receipt; who they are stands in the vault."""
