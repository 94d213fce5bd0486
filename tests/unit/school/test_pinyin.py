"""Names are found by how they sound."""

import pytest

from schoolapp.school.pinyin import spell, title_sounds


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


@pytest.mark.parametrize(
    ("title", "sounds"),
    [
        ("团花", "|tuanhua|hua|th|h|"),
        ("《音乐》", "|yinyue|yue|yy|y|"),
        ("My cat", "|mycat|cat|mc|c|"),
        ("2026 春", "|2026chun|chun|2c|c|"),
        ("……", ""),
        ("", ""),
    ],
)
def test_a_title_may_be_begun_at_any_syllable(title: str, sounds: str) -> None:
    assert title_sounds(title) == sounds


def test_a_long_title_is_spelled_to_its_twelfth_syllable() -> None:
    assert len(title_sounds("床" * 60)) < 600
