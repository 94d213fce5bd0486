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
applause = _table(models.Applause)
audit_entry = _table(models.AuditEntry)
building = _table(models.Building)
calendar = _table(models.CalendarDay)
campus = _table(models.Campus)
card = _table(models.Card)
category = _table(models.Category)
change = _table(models.DayChange)
consent = _table(models.Consent)
course = _table(models.Course)
decision = _table(models.Decision)
departure = _table(models.Departure)
device = _table(models.Device)
enrolment = _table(models.Enrolment)
entry = _table(models.TimetableEntry)
event = _table(models.CheckinEvent)
family_call = _table(models.FamilyCall)
guardian = _table(models.Guardian)
guardianship = _table(models.Guardianship)
homeroom = _table(models.Homeroom)
keep = _table(models.Keep)
kind_word = _table(models.KindWord)
leave = _table(models.Leave)
letter = _table(models.Letter)
listed = _table(models.SessionStudent)
login_session = _table(models.LoginSession)
maker = _table(models.WorkMaker)
member = _table(models.HomeroomMembership)
notice = _table(models.Notice)
outbox = _table(models.Outbox)
period_slot = _table(models.PeriodSlot)
photo = _table(models.Photo)
report = _table(models.WorkReport)
role_grant = _table(models.RoleGrant)
roll = _table(models.RollSubmission)
room = _table(models.Room)
school = _table(models.School)
section = _table(models.Section)
section_teacher = _table(models.SectionTeacher)
session = _table(models.Session)
share_link = _table(models.ShareLink)
staff = _table(models.Staff)
student = _table(models.Student)
taking_part = _table(models.Participation)
term = _table(models.Term)
walk_time = _table(models.WalkTime)
work = _table(models.Work)
wrong_try = _table(models.WrongTry)
