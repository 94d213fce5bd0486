"""Names as the school writes them."""

from schoolapp.school.naming import homeroom_name, namesakes, room_name, seat_name


def test_homerooms_are_written_as_on_the_door() -> None:
    assert homeroom_name(3, 2) == "三（2）班"
    assert homeroom_name(9, 4) == "九（4）班"


def test_a_child_is_told_apart_by_homeroom_and_seat() -> None:
    assert seat_name("三（2）班", 21) == "三（2）班 21 号"
    assert seat_name("三（2）班", None) == "三（2）班"


def test_only_shared_names_are_namesakes() -> None:
    assert namesakes(["张伟", "李静", "张伟", "王芳"]) == {"张伟"}


def test_a_hall_called_like_its_building_is_named_once() -> None:
    assert room_name("综合楼", "301") == "综合楼 301"
    assert room_name("体育馆", "体育馆") == "体育馆"
    assert room_name("", "操场") == "操场"
