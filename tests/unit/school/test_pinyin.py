"""Names are found by how they sound."""

import pytest

from schoolapp.school.pinyin import spell


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("陈小禾", "chen xiao he", "cxh"),
        ("单雨桐", "shan yu tong", "syt"),
        ("曾一鸣", "zeng yi ming", "zym"),
        ("尉迟明", "yu chi ming", "ycm"),
        ("吕梁", "lv liang", "ll"),
    ],
)
def test_a_name_is_spelled_as_the_family_says_it(name: str, pinyin: str, initials: str) -> None:
    assert spell(name) == (pinyin, initials)
