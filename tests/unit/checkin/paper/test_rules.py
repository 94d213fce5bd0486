"""Who stands on which paper roll."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schoolapp.checkin.paper.rules import Child, Facts, Meeting, Sheet, seating, sheets
from schoolapp.checkin.paper.sheets import pages_of

FIRST = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SECOND = FIRST + timedelta(minutes=50)
SPAN = timedelta(minutes=40)
CALLIGRAPHY = Meeting(1, 1, FIRST, FIRST + SPAN, "书法一班", "综合楼 301", staff_id=5, section_id=7)
CHESS = Meeting(2, 1, FIRST, FIRST + SPAN, "象棋一班", "综合楼 203", staff_id=6, section_id=8)
CARE_1 = Meeting(3, 1, FIRST, FIRST + SPAN, "三（2）班", "明德楼 101", staff_id=9, homeroom_id=2)
CARE_2 = Meeting(4, 2, SECOND, SECOND + SPAN, "三（2）班", "明德楼 101", staff_id=9, homeroom_id=2)
CHILDREN = [Child(seat, f"孩子{seat}", 2, "三（2）班", seat) for seat in range(1, 6)]
LISTED = [(1, 1), (1, 2), (2, 3), (3, 4), (3, 5), *[(4, seat) for seat in range(1, 6)]]
DAY = Facts([CALLIGRAPHY, CHESS, CARE_1, CARE_2], LISTED, CHILDREN, [])


def by_title(facts: Facts) -> dict[str, Sheet]:
    return {sheet.title: sheet for sheet in sheets(facts)}


def kinds(sheet: Sheet) -> list[str]:
    return ["/".join(cell.kind for cell in line.cells) for line in sheet.lines]


def test_a_section_has_its_children_and_a_homeroom_all_of_its_own() -> None:
    found = by_title(DAY)
    assert [line.child.id for line in found["书法一班"].lines] == [1, 2]
    assert kinds(found["书法一班"]) == ["boxes", "boxes"]
    assert kinds(found["三（2）班"]) == ["elsewhere/boxes"] * 3 + ["boxes/boxes"] * 2
    assert found["三（2）班"].lines[0].cells[0].text == "书法一班\n综合楼 301"
    assert [(period.expected, period.on_leave) for period in found["三（2）班"].periods] == [(2, 0), (5, 0)]


def test_leave_is_printed_and_counted_where_the_child_is_expected() -> None:
    facts = replace(DAY, leaves=[(1, FIRST, FIRST + SPAN), (4, FIRST - SPAN, SECOND + SPAN)])
    found = by_title(facts)
    assert kinds(found["书法一班"]) == ["leave", "boxes"]
    assert [(p.expected, p.on_leave) for p in found["书法一班"].periods] == [(2, 1)]
    assert kinds(found["三（2）班"])[0] == "leave/boxes"
    assert kinds(found["三（2）班"])[3] == "leave/leave"
    assert [(p.expected, p.on_leave) for p in found["三（2）班"].periods] == [(2, 1), (5, 1)]


def test_a_leave_that_ends_at_the_bell_is_none() -> None:
    facts = replace(DAY, leaves=[(1, FIRST - SPAN, FIRST)])
    assert kinds(by_title(facts)["书法一班"]) == ["boxes", "boxes"]


def test_a_cancelled_class_goes_back_to_homework_care() -> None:
    facts = replace(DAY, meetings=[replace(CALLIGRAPHY, is_cancelled=True), CHESS, CARE_1, CARE_2])
    found = by_title(facts)
    assert "书法一班" not in found
    assert kinds(found["三（2）班"]) == ["boxes/boxes"] * 2 + ["elsewhere/boxes"] + ["boxes/boxes"] * 2
    assert found["三（2）班"].periods[0].expected == 4


def test_a_merged_class_stands_on_the_other_roll() -> None:
    facts = replace(DAY, meetings=[replace(CALLIGRAPHY, merged_into=CHESS.id), CHESS, CARE_1, CARE_2])
    found = by_title(facts)
    assert "书法一班" not in found
    assert [line.child.id for line in found["象棋一班"].lines] == [1, 2, 3]


def test_who_takes_it_is_who_may_print_it() -> None:
    found = by_title(replace(DAY, meetings=[replace(CALLIGRAPHY, staff_id=77), CHESS, CARE_1, CARE_2]))
    assert found["书法一班"].staff_ids == {77}
    assert found["三（2）班"].staff_ids == {9}


@given(st.integers(1, 140))
def test_no_child_is_lost_between_pages(count: int) -> None:
    children = [Child(seat, "孩子", 2, "三（2）班", seat) for seat in range(1, count + 1)]
    facts = Facts([CARE_2], [(4, child.id) for child in children], children, [])
    [sheet] = sheets(facts)
    pages = pages_of(sheet)
    printed = [line.child.id for page in pages for lines in page.columns for line in lines]
    assert printed == list(range(1, count + 1))
    limit = 20 if pages[0].density == "roomy" else 28
    assert all(len(lines) <= limit for page in pages for lines in page.columns)
    assert {page.of for page in pages} == {len(pages)}


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, 99]), st.integers(1, 6)), max_size=20), st.booleans())
def test_every_listed_child_has_one_place_a_slot(listed: list[tuple[int, int]], cancelled: bool) -> None:
    meetings = [replace(CALLIGRAPHY, is_cancelled=cancelled), CHESS, CARE_1, CARE_2]
    found = seating(Facts(meetings, listed, CHILDREN, []))
    for meeting_id, child_id in listed:
        if meeting_id in (1, 2, 3, 4) and child_id <= 5:
            slot = 2 if meeting_id == 4 else 1
            assert not found[child_id][slot].is_cancelled
