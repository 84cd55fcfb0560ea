"""The customer book of a shop: people, conversations, orders and reminders. Nobody but the shop reads it."""
