"""The steps of the packages: what a shop hands in for each, what the advisor answers, and what expires."""
