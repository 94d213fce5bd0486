"""The rows that tests of works begin with are such as the application makes them."""

from schoolapp.db import write
from schoolapp.models import Work
from schoolapp.works.rules import EVERYTHING, Purpose
from tests.factory import SmallSchool, add_consent, add_work


def test_a_work_is_shown_for_what_its_children_agreed_to(school: SmallSchool) -> None:
    first, second = school.students["third"][:2]
    with write() as db:
        add_consent(db, school, first, EVERYTHING)
        add_consent(db, school, second, Purpose.CLASS)
        alone = add_work(db, school, [first], state="approved", approved_for=EVERYTHING)
        joint = add_work(db, school, [first, second], state="approved", approved_for=EVERYTHING)
        found = [db.get(Work, work_id) for work_id in (alone, joint)]
        assert [work.audience for work in found if work] == [EVERYTHING, Purpose.CLASS]
        assert [(work.homeroom_id, work.grade) for work in found if work] == [(school.homerooms["third"], 3)] * 2
