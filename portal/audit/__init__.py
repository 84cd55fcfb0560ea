"""The record of who did what, on what, when and from where: added to, never changed."""
