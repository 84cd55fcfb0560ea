"""Businesses: three packages of concrete steps, an advisor who answers, and a customer book for one person."""
