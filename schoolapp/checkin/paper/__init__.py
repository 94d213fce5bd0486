"""Rolls on paper: printed the day before, entered by the office afterwards."""
