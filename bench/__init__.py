"""Benchmarks that print their numbers and the goals."""
