"""Empty lists to fill in, one .xlsx a kind, with an explained heading row and text columns for numbers."""

from __future__ import annotations

import io
from functools import lru_cache

import xlsxwriter

from schoolapp.i18n import _
from schoolapp.school.roster.columns import Kind
from schoolapp.school.roster.words import KINDS

_TEXT = frozenset({"学号", "学籍号", "班级", "工号", "联系电话", "父亲电话", "母亲电话", "教室", "年级", "家长电话"})
"""Columns that a spreadsheet would otherwise take for numbers or dates."""

COLUMNS: dict[Kind, tuple[tuple[str, int, str], ...]] = {
    Kind.STUDENTS: (
        ("班级", 12, _("Such as 三（2）班. A sheet named after the class will do instead of this column.")),
        ("座号", 8, _("Seat number within the class.")),
        ("姓名", 14, _("Full name, without padding.")),
        ("性别", 8, "男 / 女"),
        ("学号", 16, _("The school's own number; best for recognising the child later.")),
        ("学籍号", 22, _("National number. Only a fingerprint of it is kept.")),
        ("父亲姓名", 12, ""),
        ("父亲电话", 15, _("11 digits.")),
        ("母亲姓名", 12, ""),
        ("母亲电话", 15, _("11 digits.")),
        ("是否参加课后服务", 18, "是 / 否"),
        ("备注", 20, ""),
    ),
    Kind.STAFF: (
        ("工号", 12, _("Staff number; best for recognising the person later.")),
        ("姓名", 14, _("Full name, without padding.")),
        ("任教学科", 14, ""),
        ("联系电话", 15, _("11 digits.")),
        ("是否外聘", 12, "是 / 否"),
        ("班主任班级", 14, "三（2）班"),
        ("备注", 20, ""),
    ),
    Kind.ROOMS: (
        ("楼栋", 14, "综合楼"),
        ("教室", 12, _("What is on the door, such as 301.")),
        ("楼层", 8, ""),
        ("座位数", 10, ""),
        ("类型", 14, "普通教室 / 专用教室 / 场馆 / 操场"),
    ),
    Kind.COURSES: (("课程", 16, ""), ("类别", 16, "")),
    Kind.SECTIONS: (
        ("教学班", 16, "书法一班"),
        ("课程", 14, "书法"),
        ("教师", 14, _("Several: 王芳、李强")),
        ("教室", 16, "综合楼 301"),
        ("年级", 10, "3-6"),
        ("名额", 8, ""),
        ("时间", 22, "周二第1节"),
        ("是否特色班", 12, "是 / 否"),
    ),
    Kind.ENROLMENTS: (
        ("班级", 12, "三（2）班"),
        ("座号", 8, _("Tells namesakes apart.")),
        ("姓名", 14, ""),
        ("教学班", 16, "书法一班"),
        ("备注", 20, ""),
    ),
    Kind.TIMETABLE: (
        ("星期", 10, "周二"),
        ("节次", 10, "第1节"),
        ("教学班", 16, _("A section, or 课业整理.")),
        ("班级", 12, _("Only for 课业整理: the homeroom.")),
        ("教师", 14, _("Empty: the section's own teacher.")),
        ("教室", 16, _("Empty: the section's own room.")),
    ),
}


@lru_cache
def template(kind: Kind) -> bytes:
    """The workbook. Explanations are cell notes, so that no example row is ever imported by mistake."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(KINDS[kind])
    bold = book.add_format({"bold": True, "bg_color": "#E3F1ED", "border": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@"})
    for place, (title, width, hint) in enumerate(COLUMNS[kind]):
        sheet.set_column(place, place, width, text if title in _TEXT else None)
        sheet.write_string(0, place, title, bold)
        if hint:
            sheet.write_comment(0, place, hint, {"author": "", "x_scale": 1.6})
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)
    book.close()
    return target.getvalue()


def file_name(kind: Kind) -> str:
    """What the template is saved as."""
    return _("Template {kind}").format(kind=KINDS[kind]) + ".xlsx"
