"""Benchmarks: run by bin/bench, never by the tests."""
