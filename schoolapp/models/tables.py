"""The tables behind the models, for queries.

A model's attribute is typed as the value that it holds; a column of its table is typed as a column.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import SQLModel

from schoolapp import models


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


account = _table(models.Account)
audit_entry = _table(models.AuditEntry)
building = _table(models.Building)
calendar = _table(models.CalendarDay)
campus = _table(models.Campus)
card = _table(models.Card)
category = _table(models.Category)
event = _table(models.CheckinEvent)
course = _table(models.Course)
change = _table(models.DayChange)
device = _table(models.Device)
enrolment = _table(models.Enrolment)
guardian = _table(models.Guardian)
guardianship = _table(models.Guardianship)
homeroom = _table(models.Homeroom)
member = _table(models.HomeroomMembership)
keep = _table(models.Keep)
leave = _table(models.Leave)
login_session = _table(models.LoginSession)
outbox = _table(models.Outbox)
taking_part = _table(models.Participation)
period_slot = _table(models.PeriodSlot)
role_grant = _table(models.RoleGrant)
roll = _table(models.RollSubmission)
room = _table(models.Room)
school = _table(models.School)
section = _table(models.Section)
section_teacher = _table(models.SectionTeacher)
session = _table(models.Session)
listed = _table(models.SessionStudent)
staff = _table(models.Staff)
student = _table(models.Student)
term = _table(models.Term)
entry = _table(models.TimetableEntry)
walk_time = _table(models.WalkTime)
