"""Who sees which work: the one rule. `queries.visible_to` is the same rule as a condition in SQL, and a property test
holds the two together. Pages, media route, exports, share links and feeds use one of them and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schoolapp.works.rules import Purpose, WorkState

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Eyes:
    """Who looks, reduced to what counts for works. `Eyes()` is a visitor."""

    account_id: int | None = None
    is_staff: bool = False
    sees_all: bool = False
    """Duty leaders and the office."""
    homeroom_ids: frozenset[int] = _NONE
    """A homeroom teacher's own."""
    section_ids: frozenset[int] = _NONE
    """A teacher's own."""
    student_ids: frozenset[int] = _NONE
    """A confirmed guardian's children."""
    class_homeroom_ids: frozenset[int] = _NONE
    """The homerooms of these children today."""
    class_section_ids: frozenset[int] = _NONE
    """The sections of these children today."""
    is_at_open_day: bool = False


@dataclass(frozen=True)
class Seen:
    """A work, reduced to what counts for who sees it."""

    kind: str
    state: str
    audience: int
    created_by: int
    section_id: int | None = None
    homeroom_id: int | None = None
    """The makers' homeroom when it is one."""
    makers: dict[int, int | None] = field(default_factory=dict)
    """Child → homeroom on the day of the work."""


def may_see(eyes: Eyes, work: Seen) -> bool:
    """Whether the work, its picture and every rendition of it may be shown to these eyes."""
    return is_responsible(eyes, work) or is_shown_to(eyes, work) or is_of_own_child(eyes, work)


def is_responsible(eyes: Eyes, work: Seen) -> bool:
    """Staff who answer for the work see it in every state."""
    return eyes.is_staff and (
        eyes.sees_all
        or work.created_by == eyes.account_id
        or work.section_id in eyes.section_ids
        or any(homeroom in eyes.homeroom_ids for homeroom in work.makers.values())
    )


def is_shown_to(eyes: Eyes, work: Seen) -> bool:
    """An approved work reaches those for whom it was approved and agreed to."""
    if work.state != WorkState.APPROVED:
        return False
    reach = work.audience
    return bool(
        reach & Purpose.PUBLIC
        or (reach & Purpose.OPEN_DAY and eyes.is_at_open_day)
        or (reach & Purpose.SCHOOL and (eyes.is_staff or eyes.student_ids))
        or (reach & Purpose.CLASS and _is_in_class(eyes, work))
    )


def _is_in_class(eyes: Eyes, work: Seen) -> bool:
    return (
        work.section_id in eyes.class_section_ids
        or work.homeroom_id in eyes.class_homeroom_ids
        or bool(work.makers.keys() & eyes.student_ids)
    )


def is_of_own_child(eyes: Eyes, work: Seen) -> bool:
    """A family sees what its child made, approved or still waiting; a picture of children only when all are its own."""
    if work.state not in (WorkState.WAITING, WorkState.APPROVED):
        return False
    own = work.makers.keys() & eyes.student_ids
    return bool(own) if work.kind == "work" else bool(own) and own == work.makers.keys()
