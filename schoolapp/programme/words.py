"""How days, times, classes and people are worded on the pages of a day."""

from __future__ import annotations

from datetime import date, datetime

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.programme.queries import Meeting
from schoolapp.settings import settings

_NUMERALS = "零一二三四五六七八九"
_TWO_CHARACTERS = ("欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "东方", "慕容", "司徒", "夏侯")
_WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def teacher_called(name: str) -> str:
    """王老师: the surname with its title, as children and colleagues say it; in English the name."""
    surname = name[:2] if name.startswith(_TWO_CHARACTERS) else name[:1]
    return _("Teacher {name}").format(name=surname if settings().locale == "zh_CN" else name) if name else ""


def greeting(now: datetime) -> str:
    """Good morning, noon, afternoon or evening by the school's clock."""
    hour = clock.local(now).hour
    if hour < 11:
        return _("good morning")
    if hour < 13:
        return _("good day")
    return _("good afternoon") if hour < 18 else _("good evening")


def day_line(day: date, week: int | None) -> str:
    """11月23日 星期一 · 第 12 周."""
    text = _("{weekday}, {day}/{month}").format(month=day.month, day=day.day, weekday=_WEEKDAYS[day.weekday()])
    return text if week is None else text + _(" · ") + _("week {n}").format(n=week)


def day_word(day: date, today: date) -> str:
    """明天, or 星期四 11月26日."""
    return _("Tomorrow") if (day - today).days == 1 else day_line(day, None)


def span(meeting: Meeting) -> str:
    """16:30–17:10."""
    return f"{clock.local(meeting.starts_at):%H:%M}–{clock.local(meeting.ends_at):%H:%M}"


def title(meeting: Meeting) -> str:
    """书法一班, or 四（2）班 课业整理."""
    return _("{homeroom} homework care").format(homeroom=meeting.title) if meeting.is_care else meeting.title


def grades(meeting: Meeting) -> str:
    """三至六年级; empty for homework care, whose title says it."""
    first, last = meeting.grades
    if meeting.is_care:
        return ""
    one, two = (_NUMERALS[grade] if settings().locale == "zh_CN" else str(grade) for grade in (first, last))
    if first == last:
        return _("grade {first}").format(first=one)
    return _("grades {first} to {last}").format(first=one, last=two)


def joins(into: Meeting | None) -> str:
    """今天并到象棋班，综合楼 203."""
    if into is None:
        return _("joins another class today")
    return _("joins {title} in {room} today").format(title=title(into), room=into.room)


def joined(*parts: str) -> str:
    """The parts that say something, with a point between them."""
    return _(" · ").join(part for part in parts if part)


def reason_tail(reason: str) -> str:
    """，因下雨; empty without a reason."""
    return _(", because of: {reason}").format(reason=reason) if reason else ""


def hello(name: str, greeting_words: str) -> str:
    """王老师，下午好."""
    return _("{teacher}, {greeting}").format(teacher=teacher_called(name), greeting=greeting_words)
