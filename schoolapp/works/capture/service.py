"""Files works that phones send, and changes them later. Doing either twice is harmless."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin import day_queries
from schoolapp.db import read, write
from schoolapp.identity import audit
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import Decision, Work
from schoolapp.school.pinyin import title_sounds
from schoolapp.works import audience
from schoolapp.works.capture import makers, queries
from schoolapp.works.capture.makers import Makers
from schoolapp.works.capture.phrases import refused
from schoolapp.works.capture.place import Place, children_in, place_of, target_of_lesson
from schoolapp.works.capture.rules import state_after_change, what_all_share, why_not_change
from schoolapp.works.capture.wire import NewWork, WorkChange
from schoolapp.works.media import service as media


def file_work(viewer: Viewer, work: NewWork) -> int:
    """Store the work, once whatever the number of tries; its number.

    The picture must have been sent before, by the same account. A card that names nobody leaves the work filed without
    that maker, and nobody sees it before a person has said who it is.
    Raises Refused: photo_missing, photo_taken, not_your_class, not_your_child, future_day, no_term, no_such_work.
    """
    with write() as db:
        uploader = queries.lock_photo(db, str(work.photo_id))  # the same work twice in one moment: one after the other
        known = _known(db, viewer, work)
        if known is not None:
            return known
        if uploader != viewer.account_id:  # with somebody else's number nobody gets to see somebody else's picture
            raise refused("photo_missing")
        return _file(db, viewer, work)


def _known(db: Db, viewer: Viewer, work: NewWork) -> int | None:
    known = queries.work_by_uuid(db, str(work.id))
    if known is not None and known.created_by != viewer.account_id:
        raise refused("no_such_work")
    return known.id if known else None


def _file(db: Db, viewer: Viewer, work: NewWork) -> int:
    place = place_of(db, viewer, work.session_id, work.section_id, work.day)
    if queries.is_on_a_work(db, str(work.photo_id)):
        raise refused("photo_taken")
    found = makers.find(db, viewer, place.day, work.student_ids, work.codes, place.children)
    row = _row(db, viewer, work, place, found)
    db.add(row)
    db.flush()
    work_id = int(row.id or 0)
    makers.put(db, work_id, found.homerooms)
    after = {"photo": row.photo_id, "session": row.session_id, "students": sorted(found.homerooms)}
    audit.record(db, viewer.account_id, "works.file", "work", work_id, after=after)
    return work_id


def _row(db: Db, viewer: Viewer, work: NewWork, place: Place, found: Makers) -> Work:
    homeroom_id, grade = _shared(db, found.homerooms)
    return Work(
        uuid=str(work.id),
        kind=work.kind,
        photo_id=str(work.photo_id),
        title=work.title,
        title_sounds=title_sounds(work.title),
        medium=work.medium,
        remark=work.remark,
        term_id=place.term_id,
        day=place.day,
        section_id=place.section_id,
        course_id=place.course_id,
        session_id=place.session_id,
        homeroom_id=homeroom_id,
        grade=grade,
        unmatched=found.unmatched,
        created_by=viewer.account_id or 0,
        created_at=clock.now(),
    )


def _shared(db: Db, homerooms: dict[int, int | None]) -> tuple[int | None, int | None]:
    """Homeroom and grade of the makers, where it is one."""
    grades = queries.grades_of(db, {homeroom for homeroom in homerooms.values() if homeroom})
    return what_all_share(homerooms.values()), what_all_share([grades.get(one or 0) for one in homerooms.values()])


def change_work(viewer: Viewer, work_id: int, change: WorkChange) -> int:
    """Lay the change over the work; the same change twice is the same. Its number.

    Raises Refused: no_such_work, already_approved, taken_down, not_your_child, photo_edit, photo_original_gone.
    """
    if change.edit is not None:
        _straighten(viewer, work_id, change, change.edit)
    with write() as db:
        row = _held(db, viewer, work_id, change)
        before = _trail(db, row)
        if change.touches_makers:
            _change_makers(db, viewer, row, change)
        for name, text in change.words().items():
            setattr(row, name, text)
        row.title_sounds = title_sounds(row.title)
        if row.state != state_after_change(row.state):
            row.state = state_after_change(row.state)
            db.add(Decision(work_id=work_id, kind="handed_in", account_id=viewer.account_id or 0, at=clock.now()))
        audience.refresh_works(db, [work_id])
        audit.record(db, viewer.account_id, "works.change", "work", work_id, before, _trail(db, row))
    return work_id


def _straighten(viewer: Viewer, work_id: int, change: WorkChange, edit: dict[str, Any]) -> None:
    """The picture made anew from its original, before anything else is changed: it takes long and may be refused."""
    with read() as db:
        row = _own(db, viewer, db.get(Work, work_id))
        _check_change(db, viewer, row, change)
    media.change(row.photo_id, edit, viewer.account_id or 0, lambda db: _held(db, viewer, work_id, change))


def _held(db: Db, viewer: Viewer, work_id: int, change: WorkChange) -> Work:
    """The work, kept from everybody who decides about it until the transaction ends, when it may be changed so."""
    audience.lock_makers(db, [work_id], makers.named_by(db, change.student_ids or (), change.codes))
    row = _own(db, viewer, queries.work_to_change(db, work_id))
    _check_change(db, viewer, row, change)
    return row


def _own(db: Db, viewer: Viewer, row: Work | None) -> Work:
    """The work, when the viewer may work on it; a stranger does not learn that it exists."""
    if row is None or not any(may(viewer, Action.ADD_WORK, target) for target in targets_of(db, row)):
        raise refused("no_such_work")
    return row


def targets_of(db: Db, row: Work) -> list[Target]:
    """Lesson and section, who filed it, and the homerooms of the makers: any of them may answer for the work."""
    author = queries.staff_of(db, row.created_by)
    found = [Target(section_id=row.section_id, staff_ids=frozenset({author} if author else ()))]
    if row.session_id is not None:
        lessons = day_queries.meetings_by_id(db.connection(), [row.session_id])
        found += [target_of_lesson(meeting) for meeting in lessons.values()]
    homerooms = {homeroom for homeroom in queries.makers_of(db, int(row.id or 0)).values() if homeroom}
    return [*found, *(Target(homeroom_id=homeroom) for homeroom in sorted(homerooms))]


def _check_change(db: Db, viewer: Viewer, row: Work, change: WorkChange) -> None:
    homerooms = queries.makers_of(db, int(row.id or 0)).values()
    targets = [Target(section_id=row.section_id), *(Target(homeroom_id=one) for one in homerooms if one)]
    may_approve = any(may(viewer, Action.APPROVE_WORK, target) for target in targets)
    code = why_not_change(row.state, may_approve=may_approve, touches_picture=change.edit is not None)
    if code:
        raise refused(code)


def _change_makers(db: Db, viewer: Viewer, row: Work, change: WorkChange) -> None:
    """Whoever is on it already may stay, even where the child has left the viewer's classes since."""
    work_id = int(row.id or 0)
    present = queries.makers_of(db, work_id)
    room = set(present)
    if row.session_id is not None:
        for meeting in day_queries.meetings_by_id(db.connection(), [row.session_id]).values():
            room |= children_in(db, meeting) if may(viewer, Action.ADD_WORK, target_of_lesson(meeting)) else set()
    named = present.keys() if change.student_ids is None else change.student_ids
    found = makers.find(db, viewer, row.day, named, change.codes, room)
    makers.put(db, work_id, {child: present.get(child, homeroom) for child, homeroom in found.homerooms.items()})
    row.homeroom_id, row.grade = _shared(db, found.homerooms)
    row.unmatched = found.unmatched + (row.unmatched if change.student_ids is None else 0)


def _trail(db: Db, row: Work) -> dict[str, Any]:
    """By ids and lengths: what was written about a child is not for the trail."""
    texts = {"title": len(row.title), "medium": len(row.medium), "remark": len(row.remark)}
    students = sorted(queries.makers_of(db, int(row.id or 0)))
    return {"kind": row.kind, "state": row.state, "students": students, "unmatched": row.unmatched, "letters": texts}


def as_filed(viewer: Viewer, work_id: int) -> dict[str, Any]:
    """The work as the phone shows it. Raises Refused(no_such_work) for whoever may not work on it."""
    with read() as db:
        row = _own(db, viewer, db.get(Work, work_id))
        return {
            "id": row.id,
            "uuid": row.uuid,
            "kind": row.kind,
            "state": row.state,
            "photo_id": row.photo_id,
            "edit": queries.edit_of(db, row.photo_id),
            "film": queries.film_of(db, row.photo_id),
            "student_ids": sorted(queries.makers_of(db, work_id)),
            "unmatched": row.unmatched,
            "session_id": row.session_id,
            "section_id": row.section_id,
            "day": row.day.isoformat(),
            "title": row.title,
            "medium": row.medium,
            "remark": row.remark,
        }
