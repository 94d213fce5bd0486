"""Where a child is and how its day goes, in the words that a family reads. The decision stands in `rules.word_for`."""

from __future__ import annotations

from schoolapp.checkin.board import words as board_words
from schoolapp.checkin.board.day import DayBoard
from schoolapp.checkin.rules import MINUTE
from schoolapp.checkin.whereis.answers import Answer, State
from schoolapp.checkin.whereis.facts import FactKind
from schoolapp.family.queries import Teacher
from schoolapp.family.rules import Standing, Word, is_number_shown, word_for
from schoolapp.family.view import Moment, Now
from schoolapp.i18n import _
from schoolapp.programme.words import joined, teacher_called

_DAY_IS_OVER = 60 * MINUTE
_TITLES = {
    Word.IN_CLASS: (_("In {title}"), "here"),
    Word.AT_SCHOOL: (_("In {title}"), "here"),
    Word.WITH_TEACHER: (_("With {teacher}"), "calm"),
    Word.ON_THE_WAY: (_("On the way to {title}"), "calm"),
    Word.BEFORE: (_("At {time}: {title}"), "unknown"),
    Word.ON_LEAVE: (_("On leave today"), "calm"),
    Word.ROLL: (_("The teacher is taking the roll"), "unknown"),
    Word.CHECKING: (_("The teachers are making sure"), "redirect"),
    Word.NOT_ARRIVED: (_("Has not arrived at {title}"), "refuse"),
    Word.NO_RECORD: (_("No roll was taken"), "unknown"),
    Word.GONE_HOME: (_("School is over"), "here"),
}


def standing_of(board: DayBoard, answer: Answer, is_called: bool, now: int) -> Standing:
    """The answer as the family's rule looks at it."""
    end = board.hours(board.numbers[-1])[1]
    return Standing(
        answer.state,
        answer.why,
        answer.since,
        answer.fact.kind if answer.fact else None,
        bool(answer.conflict),
        is_called,
        now > end + _DAY_IS_OVER,
    )


def now_of(board: DayBoard, answer: Answer | None, is_called: bool, teacher: Teacher | None, now: int) -> Now:
    """The card of this moment. None: nothing takes place for the child now."""
    if answer is None:
        is_any = bool(board.numbers)
        return Now(_("No class just now") if is_any else _("No after-school service today"), "", "unknown")
    standing = standing_of(board, answer, is_called, now)
    word = word_for(standing, now)
    wording, tone = _TITLES[word]
    place = answer.session_id if word in (Word.IN_CLASS, Word.AT_SCHOOL) else answer.expected_in
    if word is Word.AT_SCHOOL and answer.session_id is None:
        wording = _("At school")
    title = wording.format(
        title=board_words.title_of(board, place),
        teacher=_keeper(board, answer),
        time=board_words.clock_of(answer.since),
    )
    contact = teacher if is_number_shown(word) else None
    name = contact.name if contact else ""
    return Now(title, _detail(board, word, answer, place), tone, teacher_called(name), contact.phone if contact else "")


def _keeper(board: DayBoard, answer: Answer) -> str:
    kept = board.keepers.get(answer.fact.id) if answer.fact else None
    return teacher_called(kept.teacher) if kept else _("a teacher")


def _where(board: DayBoard, session_id: int | None) -> str:
    place = board.plan.places.get(session_id or 0)
    return joined(place.room, teacher_called(place.teacher)) if place else ""


def _detail(board: DayBoard, word: Word, answer: Answer, place: int | None) -> str:
    at = board_words.clock_of(answer.since)
    if word is Word.AT_SCHOOL and place is None:
        return _("A teacher saw the child at {time}").format(time=at)
    if word in (Word.IN_CLASS, Word.AT_SCHOOL):
        return joined(_("since {time}").format(time=at), _where(board, place))
    if word in (Word.WITH_TEACHER, Word.ON_LEAVE):
        until = answer.fact.until if answer.fact else None
        return _("until {time}").format(time=board_words.clock_of(until)) if until else ""
    if word is Word.GONE_HOME:
        return _("at {time}").format(time=at)
    return _EXPLAINED.get(word, "") or _where(board, place)


_EXPLAINED = {
    Word.ROLL: _("It stands here as soon as the roll is done. You can always call the homeroom teacher."),
    Word.CHECKING: _("We are looking and call you if needed. You can always call the homeroom teacher."),
    Word.NOT_ARRIVED: _("The school has called you about it. Please stay reachable."),
    Word.NO_RECORD: _("Nobody took that roll. Ask the homeroom teacher if you want to know more."),
}


def today_of(board: DayBoard, student_id: int, now: int) -> list[Moment]:
    """The day's lines: what was, then what is still to come, down to the last bell."""
    lines = [one for number in board.numbers if (one := _moment(board, student_id, number, now)) is not None]
    if not lines:
        return []
    end = max(board.hours(number)[1] for number in board.numbers if _session_of(board, student_id, number))
    is_over = now >= end
    last = Moment("end", board_words.clock_of(end), _("School is over"), "calm" if is_over else "later")
    return [*lines, last]


def _moment(board: DayBoard, student_id: int, number: int, now: int) -> Moment | None:
    """What one period says. Of a missing child it says nothing: there the card of this moment speaks."""
    standing = board.standings.get(number)
    answer = standing.answers.get(student_id) if standing else None
    session = _session_of(board, student_id, number)
    if session is None:
        return None
    title, clock_of = board_words.title_of(board, session), board_words.clock_of
    starts, ends = board.hours(number)
    fact = answer.fact if answer else None
    if answer is not None and fact is not None:
        if fact.kind is FactKind.HERE:
            room = board_words.title_of(board, fact.session_id)
            return Moment(str(number), clock_of(fact.at), _("arrived at {title}").format(title=room), "here")
        if answer.state is State.ON_LEAVE:
            return Moment(str(number), clock_of(starts), _("{title}: on leave").format(title=title), "calm")
        if answer.state is State.KEPT:
            text = _("with {teacher}").format(teacher=_keeper(board, answer))
            return Moment(str(number), clock_of(fact.at), text, "calm")
    if now >= ends:
        return Moment(str(number), clock_of(starts), title, "calm")
    return Moment(str(number), clock_of(starts), joined(title, _where(board, session)), "later")


def _session_of(board: DayBoard, student_id: int, number: int) -> int | None:
    """Where the child belongs in that period, with the changes of the day."""
    standing = board.standings.get(number)
    if standing is not None and student_id in standing.answers:
        return standing.answers[student_id].expected_in
    for key, one in board.plan.meetings(number).items():
        if student_id in board.plan.lists.get(key, ()):
            return None if one.is_cancelled else one.into_id or key
    return None
