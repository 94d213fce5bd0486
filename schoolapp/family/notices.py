"""The notices of an account, in words. Families and staff have the same page."""

from __future__ import annotations

from typing import Any

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.family import home_queries
from schoolapp.family.view import NoticeLine
from schoolapp.i18n import _
from schoolapp.identity.notice_words import wording
from schoolapp.identity.policy import Viewer

MOST = 60


def notices_of(viewer: Viewer, limit: int = MOST) -> list[NoticeLine]:
    """The newest notices of the viewer's own account."""
    with read() as db:
        return [_line(row) for row in home_queries.notices(db, viewer.account_id or 0, limit)]


def mark_read(viewer: Viewer, upto: int) -> None:
    """The viewer has seen everything up to this notice."""
    with write() as db:
        home_queries.mark_read(db, viewer.account_id or 0, upto)


def _line(row: Any) -> NoticeLine:
    said = wording(row.kind)
    child = row.name or _("a child")
    link = said.link.format(student=row.student_id or "", work=row.work_id or "")
    at = clock.local(row.at)
    detail = f"{at:%m-%d %H:%M}" + (f"{_(' · ')}{row.note}" if row.note else "")
    return NoticeLine(row.id, said.text.format(child=child), detail, link, row.read_at is None)
