"""Names, homerooms, numbers, dates and phones as schools type them."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.school.pinyin import spell
from schoolapp.school.roster import homerooms, times, values
from schoolapp.school.roster.names import clean_name


@pytest.mark.parametrize(
    ("typed", "name", "codes"),
    [
        ("陈小禾", "陈小禾", []),
        ("张　三", "张三", ["name_padded"]),
        (" 彭天源\xa0", "彭天源", ["name_padded"]),
        ("阿依努尔•吐尔逊", "阿依努尔·吐尔逊", ["middle_dot_variant"]),
        ("阿依努尔.吐尔逊", "阿依努尔·吐尔逊", ["middle_dot_variant"]),
        ("阿依努尔・吐尔逊", "阿依努尔·吐尔逊", ["middle_dot_variant"]),
        ("邱\ue863", "邱䶮", ["pua_char"]),
        ("萧𬤊", "萧𬤊", []),
        ("崔铭博（班长）", "崔铭博", ["name_annotation"]),
        ("Anna Smith", "Anna Smith", []),
        ("张?", "", ["name_unreadable"]),
        ("张？", "", ["name_unreadable"]),
        ("张�", "", ["name_unreadable"]),
        ("李*明", "", ["name_unreadable"]),
        ("李\ue001", "", ["name_unreadable"]),
        ("张三1", "", ["name_odd"]),
        ("", "", ["missing_name"]),
        ("/", "", ["missing_name"]),
        (12, "", ["name_is_number"]),
        ("王", "王", ["name_one_character"]),
    ],
)
def test_names_are_repaired_visibly_or_refused(typed, name, codes):
    cleaned, _, problems = clean_name(typed)
    assert (cleaned, [problem.code for problem in problems]) == (name, codes)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("6.1", [(6, 1)]),
        ("6.10", [(6, 10)]),
        ("601", [(6, 1)]),
        ("610", [(6, 10)]),
        (610, [(6, 10)]),
        ("6-10", [(6, 10)]),
        ("六（10）班", [(6, 10)]),
        ("六(十)班", [(6, 10)]),
        ("六十一班", [(6, 11)]),
        ("６．２", [(6, 2)]),
        ("6年2班", [(6, 2)]),
        ("六年级二班", [(6, 2)]),
        ("初一（3）班", [(7, 3)]),
        ("2020级10班", [(6, 10)]),
        ("五2班", [(5, 2)]),
        (6.1, [(6, 1), (6, 10)]),
        (6.12, [(6, 12)]),
        (date(2026, 6, 10), [(6, 10)]),
        ("6月10日", [(6, 10)]),
    ],
)
def test_homerooms_in_every_notation(typed, keys):
    reading = homerooms.read_homeroom(typed, 2025)
    assert reading is not None
    assert list(reading.keys) == keys


@pytest.mark.parametrize("typed", ["", "无", "火箭班", "1班", "四年级", "10.1", "6.99", True])
def test_what_names_no_homeroom(typed):
    assert homerooms.read_homeroom(typed, 2025) is None


def test_a_number_cell_is_ambiguous_only_where_both_homerooms_exist():
    reading = homerooms.read_homeroom(6.1, 2025)
    assert reading is not None
    assert homerooms.choose(reading, {(6, 1), (6, 2)}) == ((6, 1),)
    assert homerooms.choose(reading, {(6, 1), (6, 10)}) == ((6, 1), (6, 10))
    assert homerooms.choose(reading, set()) == ((6, 1),)


@pytest.mark.parametrize(
    ("month", "birthday", "grade"),
    [
        ("2021-09", None, 5),
        ("2025-09", "2018-11-02", 1),
        ("2025-09", "2013-02-02", 7),
        ("2023-09", "2010-12-01", 9),
        ("2026-03", None, 1),
        ("2010-09", None, None),
    ],
)
def test_grade_by_month_of_entry(month, birthday, grade):
    assert homerooms.grade_from_month(month, 2025, birthday) == grade


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("三（2）班", (3, 2)),
        ("青禾镇九年制学校三（2）班花名册", (3, 2)),
        ("301", (3, 1)),
        ("五年级2班名单", (5, 2)),
        ("四年级学生花名册（2025年秋季）(1)", None),
        ("Sheet1", None),
        ("2班", None),
    ],
)
def test_homerooms_inside_titles(title, key):
    assert homerooms.homeroom_in(title) == key


@pytest.mark.parametrize(
    ("typed", "iso", "code"),
    [
        ("2015.10.13", "2015-10-13", None),
        (20160621, "2016-06-21", None),
        ("2016年6月27日", "2016-06-27", None),
        ("2015/11/19", "2015-11-19", None),
        (date(2016, 7, 23), "2016-07-23", None),
        (42380, "2016-01-11", None),
        ("2016.7", None, "date_incomplete"),
        ("2015.2.30", None, "date_invalid"),
        ("生日不详", None, "date_invalid"),
        ("", None, None),
    ],
)
def test_days_are_never_invented(typed, iso, code):
    value, problem = values.clean_date(typed)
    assert (value, problem.code if problem else None) == (iso, code)


@pytest.mark.parametrize(
    ("typed", "number", "code"),
    [
        ("51019820160507905x", "51019820160507905X", None),
        ("510198 20160802 4388", "510198201608024388", None),
        (5.10198201511197e17, None, "id_precision_lost"),
        ("5.10198E+17", None, "id_precision_lost"),
        (510198201511197000, None, "id_precision_lost"),
        ("51019820160813991", None, "id_length"),
        ("510198201602097451", None, "id_checksum"),
        ("无", None, None),
    ],
)
def test_identity_numbers(typed, number, code):
    value, problem = values.clean_id(typed)
    assert (value, problem.code if problem else None) == (number, code)


@pytest.mark.parametrize(
    ("typed", "phone", "code"),
    [
        ("163 9248 5547", "16392485547", None),
        ("１６３０２３２４６１３", "16302324613", None),
        (16318751265, "16318751265", None),
        ("163-4374-8025", "16343748025", None),
        ("+86 16343748025", "16343748025", None),
        ("15414327132/15498765432", "15414327132", "phone_two_numbers"),
        ("15414327132 15498765432", "15414327132", "phone_two_numbers"),
        ("1635451297", None, "phone_invalid"),
        ("/", None, None),
    ],
)
def test_phones(typed, phone, code):
    value, problem = values.clean_phone(typed)
    assert (value, problem.code if problem else None) == (phone, code)


@pytest.mark.parametrize(
    ("typed", "days", "slots"),
    [
        ("周二第1节", (2,), (1,)),
        ("周二、周四 第1、2节", (2, 4), (1, 2)),
        ("星期三第1-2节", (3,), (1, 2)),
        ("周一、三第二节", (1, 3), (2,)),
        ("4", (4,), (4,)),
    ],
)
def test_times_of_the_week(typed, days, slots):
    assert (times.weekdays(typed), times.slots(typed)) == (days, slots)


def test_places():
    assert times.place("综合楼 301") == ("综合楼", "301")
    assert times.place("综合楼301教室") == ("综合楼", "301")
    assert times.place("体育馆") == ("", "体育馆")


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("曾翔", ("zeng xiang", "zx")),
        ("吕泽", ("lv ze", "lz")),
        ("阿依努尔·吐尔逊", ("a yi nu er tu er xun", "aynetex")),
        ("Anna Smith", ("anna smith", "as")),
    ],
)
def test_pinyin(name, spelling):
    assert spell(name) == spelling
