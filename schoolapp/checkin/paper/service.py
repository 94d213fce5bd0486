"""Paper rolls: which sheets a viewer may print."""

from __future__ import annotations

from datetime import date

from schoolapp import clock
from schoolapp.checkin.paper import queries
from schoolapp.checkin.paper.rules import Sheet, sheets
from schoolapp.db import read
from schoolapp.identity.policy import Action, Target, Viewer, may


def rolls(
    viewer: Viewer, day: date | None, section_id: int | None = None, homeroom_id: int | None = None
) -> tuple[str, date, list[Sheet]]:
    """The school's name, the day (the next one on which anything meets, unless given) and the sheets.

    Without section and homeroom: every sheet that this viewer may print. Others are left out, never shown empty.
    """
    with read() as db:
        chosen = day or queries.next_day(db, clock.today()) or clock.today()
        name, found = queries.school_name(db), sheets(queries.facts(db, chosen))
    if section_id is not None:
        found = [sheet for sheet in found if sheet.section_id == section_id]
    if homeroom_id is not None:
        found = [sheet for sheet in found if sheet.homeroom_id == homeroom_id]
    return name, chosen, [sheet for sheet in found if may_print(viewer, sheet)]


def may_print(viewer: Viewer, sheet: Sheet) -> bool:
    """Own sections and homerooms, those taken over for the day, and everything for leaders and the office."""
    target = Target(homeroom_id=sheet.homeroom_id, section_id=sheet.section_id, staff_ids=sheet.staff_ids)
    return may(viewer, Action.PRINT_ROLLS, target)
