"""Sessions and their expected children as they follow from the plan."""

from dataclasses import replace
from datetime import date

from schoolapp.programme.planning import Entry, Facts, Group, Planned, plan_day
from schoolapp.programme.rules import Bell, Special

TERM = (date(2026, 9, 7), date(2026, 12, 25))
MONDAY = date(2026, 11, 23)
ALWAYS = (TERM[0], None)
DANCE, HOME = 7, 3
FACTS = Facts(
    term=TERM,
    bells=(Bell(1, "1", 990, 1030), Bell(2, "2", 1040, 1080)),
    specials={},
    entries=(
        Entry(1, 1, 1, DANCE, None, None, None, ALWAYS),
        Entry(2, 1, 1, None, HOME, None, None, ALWAYS),
        Entry(3, 1, 2, None, HOME, None, 99, ALWAYS),
    ),
    sections={DANCE: Group(20, 3, ((50, ALWAYS),))},
    homerooms={HOME: Group(10, 3, ((40, ALWAYS),))},
    enrolled={DANCE: [(101, ALWAYS), (102, ALWAYS), (104, (TERM[0], date(2026, 11, 22)))]},
    members={HOME: [(student, ALWAYS) for student in (101, 102, 103, 104, 105)]},
    taking_part={student: [ALWAYS] for student in (101, 102, 103, 104)},
)


def by_entry(planned: list[Planned]) -> dict[int | None, Planned]:
    return {item.entry_id: item for item in planned}


def test_children_without_a_section_go_into_care() -> None:
    planned = by_entry(plan_day(MONDAY, FACTS))
    assert planned[1].students == {101, 102}
    assert planned[2].students == {103, 104}
    assert planned[3].students == {101, 102, 103, 104}


def test_rooms_and_teachers_come_from_the_entry_else_from_the_group() -> None:
    planned = by_entry(plan_day(MONDAY, FACTS))
    assert (planned[1].room_id, planned[1].staff_id) == (20, 50)
    assert (planned[3].room_id, planned[3].staff_id) == (10, 99)
    assert (planned[3].starts, planned[3].ends) == (1040, 1080)


def test_no_sessions_outside_the_term_and_on_holidays() -> None:
    assert plan_day(date(2027, 1, 4), FACTS) == []
    assert plan_day(MONDAY, replace(FACTS, specials={MONDAY: Special("holiday")})) == []
    assert plan_day(date(2026, 11, 24), FACTS) == []


def test_a_saturday_may_follow_monday() -> None:
    saturday = date(2026, 11, 28)
    facts = replace(FACTS, specials={saturday: Special("follows_weekday", 1)})
    assert {item.entry_id for item in plan_day(saturday, facts)} == {1, 2, 3}


def test_a_shortened_day_drops_the_second_period() -> None:
    facts = replace(FACTS, specials={MONDAY: Special("early_dismissal", ends_at_minutes=1030)})
    assert {item.entry_id for item in plan_day(MONDAY, facts)} == {1, 2}


def test_children_of_a_cancelled_section_go_back_to_care() -> None:
    facts = replace(FACTS, cancelled=frozenset({(MONDAY, 1, DANCE)}))
    planned = by_entry(plan_day(MONDAY, facts))
    assert planned[1].students == {101, 102}, "who would have come stays on record"
    assert planned[2].students == {101, 102, 103, 104}


def test_care_is_made_for_them_where_the_homeroom_has_none() -> None:
    without_care = tuple(entry for entry in FACTS.entries if entry.id != 2)
    facts = replace(FACTS, entries=without_care, cancelled=frozenset({(MONDAY, 1, DANCE)}))
    made = by_entry(plan_day(MONDAY, facts))[None]
    assert made.key == (MONDAY, 1, None, HOME)
    assert made.students == {101, 102}
    assert (made.room_id, made.staff_id, made.starts) == (10, 40, 990)


def test_overlap_is_judged_by_minutes_not_by_slot_number() -> None:
    """Junior homerooms ring other bells: a long section of slot 1 reaches into their care of slot 2."""
    bells = (Bell(1, "long", 990, 1060, stage="primary"), Bell(2, "2", 1040, 1080))
    planned = by_entry(plan_day(MONDAY, replace(FACTS, bells=bells)))
    assert planned[3].students == {103, 104}
