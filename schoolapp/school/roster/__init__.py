"""Rosters in: files as schools have them become students, staff, rooms, courses, sections, enrolments, timetable.

file → `spreadsheets` (cells) → `headers` (tables) → `records` (values and what is wrong with them)
     → `plan` (what would be added, changed, asked, refused) → `service` (preview, then apply in one transaction)
"""
