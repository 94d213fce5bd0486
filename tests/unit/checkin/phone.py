"""The phone's side in Python: facts from a pack. The real one is `client/rules.js`; both run the same table."""

from __future__ import annotations

from typing import Any

from schoolapp.checkin import codes, rules
from schoolapp.checkin.rules import CardState, Facts, Hours, Plan


def decide(pack: dict[str, Any], case: dict[str, Any]) -> tuple[str, int | None, str | None]:
    """Verdict, index of the place to go to (or None), alert: for one case of the table."""
    session = next((item for item in pack["sessions"] if item["id"] == case["session_id"]), None)
    card, index = _card(pack, case)
    student = case.get("student_id") or (pack["tag_students"][index] if index is not None else 0)
    counted = [tag for tag in case["counted"] if tag == index or (student and pack["tag_students"][tag] == student)]
    plan, place = _plan(pack, session, index, student)
    facts = Facts(case["at"], card, _hours(session), plan, bool(counted))
    verdict = rules.decide(facts)
    alert = rules.alert_of(
        has_other_card=index is not None and any(tag != index for tag in counted),
        is_in_other_room=False,
        has_namesake_elsewhere=_has_namesake(pack, case, session),
    )
    return verdict, place if verdict == "wrong_room" else None, alert


def _hours(session: dict[str, Any] | None) -> Hours | None:
    if session is None:
        return None
    return Hours(session["opens_at"], session["late_after"], session["closes_at"], session["cancelled"])


def _card(pack: dict[str, Any], case: dict[str, Any]) -> tuple[CardState, int | None]:
    if case["kind"] == "mark":
        return CardState.NONE, None
    if not codes.is_code(case["code"]):
        return CardState.NOT_A_CARD, None
    tag = codes.tag(pack["salt"], case["code"])
    if tag not in pack["tags"]:
        return CardState.UNKNOWN, None
    index = pack["tags"].index(tag)
    return (CardState.REVOKED if index in pack["revoked"] else CardState.VALID), index


def _plan(
    pack: dict[str, Any], session: dict[str, Any] | None, index: int | None, student: int
) -> tuple[Plan, int | None]:
    """What the pack says of this card, or of this child when there was no card, and where the child should be."""
    if session is None:
        return Plan.NOWHERE, None
    if index is None:
        index = next((i for i, other in enumerate(pack["tag_students"]) if other == student and student), None)
    if index is None:
        expected, on_leave = student in session["expected"], student in session["on_leave"]
        return rules.plan_of(is_expected=expected, is_on_leave=on_leave, is_elsewhere=False), None
    if str(index) in session["base"]:
        base, place = session["base"][str(index)]
        return Plan(base), place if place >= 0 else None
    place = pack["slots"][f"{session['day']}/{session['slot']}"]["places"][index]
    return (Plan.ELSEWHERE, place) if place >= 0 else (Plan.NOWHERE, None)


def _has_namesake(pack: dict[str, Any], case: dict[str, Any], session: dict[str, Any] | None) -> bool:
    """A child chosen by name or seat whose namesake is expected elsewhere."""
    if case["kind"] != "mark" or session is None:
        return False
    slot = f"{session['day']}/{session['slot']}"
    return any(other["slot"] == slot for other in pack["namesakes"].get(str(case["student_id"]), []))
