"""Benchmarks: `make bench [ONLY=checkin]` prints a line a figure, then the conditions they were measured under.

A file of this folder is a benchmark when it has `GROUP` (what ONLY names: checkin, works, exhibitions, office) and
`measure()`, which starts what it needs (bench/needs.py) and yields `Figure`s (bench/figures.py). Nothing else has to be
registered. What is measured apart is an `attempt`: where it breaks, or this machine lacks something, the rest goes on.
"""
