"""Accounts, roles and sign-in: a person may have several roles and may have no e-mail."""
