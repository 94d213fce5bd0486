"""Who may do what: the one place that decides. Pure; every handler and route asks it.

Source: the table "Who may do what" of the product's description.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    HOMEROOM = "homeroom"
    LEADER = "leader"
    OFFICE = "office"


class Action(StrEnum):
    """Something a person may want to do. The target, where one counts, is a `Target`."""

    SIGNED_IN = "signed_in"
    """Own account: password, logins, browser check."""
    SEE_PUBLIC = "see_public"
    """Whatever is public, visitors too; which work that is, `works.visibility` says."""
    SEE_GALLERY = "see_gallery"
    """The school's gallery, applause, reporting: staff and confirmed guardians. Which works: `works.visibility`."""
    SEE_OWN_CHILD = "see_own_child"
    SPEAK_FOR_CHILD = "speak_for_child"
    """Consents, leave, pick-up: a confirmed guardian. What a caretaker may not say, the consent rule knows."""
    TAKE_ROLL = "take_roll"
    KEEP_CHILD = "keep_child"
    """留在我这里: any teacher, any child."""
    SEE_TODAY = "see_today"
    SEE_BOARD = "see_board"
    SEE_WHOLE_BOARD = "see_whole_board"
    MARK_FOUND = "mark_found"
    SEE_CHILD = "see_child"
    """Place, attendance and history of one child."""
    SEE_CONTACTS = "see_contacts"
    """Whom to call about a child: numbers of its guardians and its homeroom teacher."""
    SEE_ATTENDANCE = "see_attendance"
    SEE_WORKS = "see_works"
    """Works of a section, a homeroom or a child, in every state."""
    ADD_WORK = "add_work"
    APPROVE_WORK = "approve_work"
    """Approve, send back, take down, settle reports, moderate kind words."""
    SHARE_WORK = "share_work"
    """Poster and link of a public work."""
    INVITE_FAMILY = "invite_family"
    """Print letters, confirm who joined, reissue: the homeroom teacher."""
    SEE_CONSENTS = "see_consents"
    """What families agreed to: those who must know before they photograph."""
    ENTER_CONSENT = "enter_consent"
    """From a signed sheet."""
    MANAGE_FAMILIES = "manage_families"
    """End a guardian's access, correct relation and standing."""
    ENTER_PAPER_ROLL = "enter_paper_roll"
    PRINT_ROLLS = "print_rolls"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_PLAN = "manage_plan"
    MANAGE_CARDS = "manage_cards"
    IMPORT = "import"
    EXPORT = "export"
    MANAGE_SETTINGS = "manage_settings"
    SEE_AUDIT = "see_audit"


@dataclass(frozen=True)
class Viewer:
    """Who is looking. A visitor has no account and no role."""

    account_id: int | None = None
    staff_id: int | None = None
    guardian_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    homeroom_ids: frozenset[int] = field(default_factory=frozenset)
    """Homerooms of which this person is the homeroom teacher today."""
    section_ids: frozenset[int] = field(default_factory=frozenset)
    """Sections this person teaches today."""
    student_ids: frozenset[int] = field(default_factory=frozenset)
    """Children of a confirmed guardian."""
    login_id: int | None = None
    must_change_password: bool = False
    """Signed in with a password that the office knows: nothing else works before it is changed."""

    @property
    def is_visitor(self) -> bool:
        return self.account_id is None

    def has(self, *roles: Role) -> bool:
        """True when one of `roles` is held."""
        return not self.roles.isdisjoint(roles)


VISITOR = Viewer()


@dataclass(frozen=True)
class Target:
    """What an action is about; only the fields that matter are filled."""

    student_id: int | None = None
    homeroom_id: int | None = None
    """The homeroom asked about, or the child's homeroom."""
    section_id: int | None = None
    section_ids: frozenset[int] = frozenset()
    """The sections in which the child is enrolled."""
    staff_ids: frozenset[int] = frozenset()
    """Who takes the session: planned teacher and substitutes."""


_OFFICE_ONLY = frozenset(
    {
        Action.MANAGE_PEOPLE,
        Action.MANAGE_PLAN,
        Action.MANAGE_CARDS,
        Action.IMPORT,
        Action.EXPORT,
        Action.MANAGE_SETTINGS,
        Action.SEE_AUDIT,
        Action.ENTER_PAPER_ROLL,
        Action.ENTER_CONSENT,
        Action.MANAGE_FAMILIES,
    }
)
_FAMILY_ONLY = frozenset({Action.SEE_OWN_CHILD, Action.SPEAK_FOR_CHILD})
_ANY_STAFF = frozenset({Action.SEE_TODAY, Action.KEEP_CHILD, Action.SEE_BOARD, Action.SEE_GALLERY, Action.SHARE_WORK})
_NEEDS_TARGET = frozenset(
    {
        Action.TAKE_ROLL,
        Action.MARK_FOUND,
        Action.SEE_CHILD,
        Action.SEE_ATTENDANCE,
        Action.PRINT_ROLLS,
        Action.SEE_WORKS,
        Action.ADD_WORK,
        Action.APPROVE_WORK,
        Action.SEE_CONSENTS,
    }
)


def may(viewer: Viewer, action: Action, target: Target | None = None) -> bool:
    """Whether `viewer` may do `action` to `target`.

    Without a target: whether there is anything at all that this viewer may do so to; a page asks that,
    and each row or object is asked about again with its target.
    """
    if action is Action.SEE_PUBLIC:
        return True
    if viewer.is_visitor:
        return False
    if action is Action.SIGNED_IN:
        return True
    if viewer.must_change_password:
        return False
    if viewer.has(Role.OFFICE):
        return action not in _FAMILY_ONLY
    if action in _OFFICE_ONLY:
        return False
    if action in _FAMILY_ONLY:
        return viewer.has(Role.GUARDIAN) and (target is None or target.student_id in viewer.student_ids)
    if action in (Action.SEE_GALLERY, Action.SHARE_WORK) and viewer.has(Role.GUARDIAN) and viewer.student_ids:
        return True
    return _staff_may(viewer, action, target)


def _staff_may(viewer: Viewer, action: Action, target: Target | None) -> bool:
    """For teachers, homeroom teachers and duty leaders."""
    if not viewer.has(Role.TEACHER, Role.HOMEROOM, Role.LEADER):
        return False
    if action is Action.INVITE_FAMILY:
        return _is_of_own_homeroom(viewer, target)
    if action in _ANY_STAFF or viewer.has(Role.LEADER):
        return True
    if action is Action.SEE_CONTACTS:
        return _is_of_own_homeroom(viewer, target)
    if action in _NEEDS_TARGET:
        return target is None or _is_own(viewer, target)
    return False


def _is_of_own_homeroom(viewer: Viewer, target: Target | None) -> bool:
    return viewer.has(Role.HOMEROOM) and (target is None or target.homeroom_id in viewer.homeroom_ids)


def _is_own(viewer: Viewer, target: Target) -> bool:
    return (
        (target.homeroom_id is not None and target.homeroom_id in viewer.homeroom_ids)
        or (target.section_id is not None and target.section_id in viewer.section_ids)
        or bool(target.section_ids & viewer.section_ids)
        or (viewer.staff_id is not None and viewer.staff_id in target.staff_ids)
    )
