"""Families: the paper letter, joining with it, confirming who joined, and what a family sees of its child."""
