"""Refusals and sentences of the office's page about the school."""

from __future__ import annotations

from datetime import date

from schoolapp.i18n import _
from schoolapp.identity.trail_names import WEEKDAYS
from schoolapp.programme.service import Steps
from schoolapp.refusals import Refused

KIND_WORDS = {
    "holiday": _("Holiday"),
    "exam": _("Exams, no after-school service"),
    "follows_weekday": _("Make-up day"),
    "early_dismissal": _("School ends early"),
    "half_day": _("Half a day of school"),
    "normal": _("An ordinary day"),
}
STAGE_WORDS = {"": _("All grades"), "primary": _("Primary grades"), "junior": _("Junior grades")}

_PHRASES = {
    "empty_name": _("Write the school's name."),
    "empty_term": _("Write the term's name."),
    "wrong_term": _("The term ends before it begins, or lasts longer than a year. Check both days."),
    "no_term": _("This term does not exist any more. Open the page again."),
    "term_over": _("This term is over; the past stays as it was."),
    "term_past": _("These days are over already. Check both days."),
    "term_overlaps": _("{term} runs from {first} to {last}. Two terms cannot share days."),
    "term_held": _("Lessons were held from {first} to {last}; the term must include those days."),
    "wrong_bells": _("Each period needs a name, a beginning and a later end."),
    "no_bells": _("Leave at least one period."),
    "bells_overlap": _("On {weekday} two periods run into each other. Each begins when the one before is over."),
    "bells_day": _("Choose a day from {first} to {last} from which the bells hold."),
    "bell_in_use": _("The timetable has lessons in period {n}. Take them out of the timetable first."),
    "bell_rang": _("By the new bell period {n} would have begun today already. Let it hold from tomorrow."),
    "wrong_days": _("Check the days: a make-up day is one day and follows a weekday; an early end needs its time."),
    "past_day": _("This day is over; the past stays as it was."),
    "outside_term": _("{day} lies in no term. Enter the term first."),
    "day_taken": _("{day} is entered already: {kind}. Remove that first."),
    "wrong_walk": _("A walking time is 0 to 30 whole minutes."),
}


def refuse(code: str, **filled: object) -> Refused:
    """The refusal in words."""
    return Refused(code, _PHRASES[code].format(**filled), 409)


def day_words(day: date) -> str:
    """11月26日 星期四."""
    return _("{weekday}, {day}/{month}").format(month=day.month, day=day.day, weekday=WEEKDAYS[day.weekday()])


def span_words(first: date, last: date) -> str:
    """One day, or from the first to the last."""
    if first == last:
        return day_words(first)
    return _("{first} to {last}").format(first=day_words(first), last=day_words(last))


def effect(steps: Steps) -> str:
    """What became of the lessons of the coming week."""
    parts = [
        words.format(n=number)
        for words, number in (
            (_("{n} lessons made"), steps.made),
            (_("{n} lessons at other times"), len(steps.change)),
            (_("{n} lessons withdrawn"), steps.gone),
        )
        if number
    ]
    return _("In the coming week: {parts}.").format(parts=_(", ").join(parts)) if parts else ""
