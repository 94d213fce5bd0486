"""The 92 members of staff: 13 who do not teach after school, 32 homeroom teachers, 11 specialists, 36 others."""

from __future__ import annotations

import random
from dataclasses import dataclass

from schoolapp.demo.blueprint import GRADES
from schoolapp.demo.names import Name, Names


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff. `post` is unique: a specialism, homeroom-3-2, care-1 …; `login` where it is a demo login."""

    id: int
    name: Name
    post: str
    subject: str
    is_hired: bool = False
    login: str = ""


_OFFICES = (
    ("principal", "校长", "高明远", ""),
    ("vice1", "副校长", "", ""),
    ("vice2", "副校长", "", ""),
    ("leader", "德育主任", "陈志强", "leader"),
    ("leader2", "教务主任", "", ""),
    ("logistics", "总务主任", "", ""),
    ("office", "课服办主任", "孙丽华", "office"),
    ("office2", "课服办", "", ""),
    ("accounts", "会计", "", ""),
    ("library", "图书管理员", "", ""),
    ("doctor", "校医", "", ""),
    ("boarding", "宿管", "", ""),
    ("safety", "安全员", "", ""),
)
_SPECIALISTS = (
    ("sport1", "体育", "", False),
    ("sport2", "体育", "赵铁生", False),
    ("sport3", "体育", "", False),
    ("sport4", "体育", "", False),
    ("calligraphy", "书法", "王砚秋", False),
    ("art", "美术", "", False),
    ("music", "音乐", "", False),
    ("dance1", "舞蹈", "吴晓燕", True),
    ("dance2", "舞蹈", "", True),
    ("erhu", "二胡", "", True),
    ("flute", "笛子", "张鸣远", True),
)
_SECTION_POSTS = (
    ("chess", "数学", "杨国栋"),
    ("computing", "信息技术", ""),
    ("classics", "语文", ""),
    ("english", "英语", ""),
    ("keyboard", "音乐", ""),
    ("paper1", "美术", "赵巧云"),
    ("paper2", "语文", ""),
    ("recital1", "语文", ""),
    ("recital2", "语文", ""),
    ("drawing", "道德与法治", ""),
    ("primer", "语文", ""),
    ("clay", "科学", ""),
    ("singing", "英语", ""),
)
_NAMED = {(3, 2): ("周敏", "homeroom"), (4, 2): ("李春梅", "")}
_SUBJECTS = ("语文", "数学", "英语", "科学", "物理", "化学", "历史", "地理", "道德与法治")
CARE_POSTS = 23


def people(draw: random.Random) -> list[Person]:
    """All of them, ids from 1, in a fixed order."""
    names = Names(
        draw,
        {"高明远", "陈志强", "孙丽华", "赵铁生", "王砚秋", "吴晓燕", "张鸣远", "杨国栋", "赵巧云", "周敏", "李春梅"},
    )
    staff: list[Person] = []

    def add(post: str, subject: str, name: str, hired: bool = False, login: str = "") -> None:
        chosen = Name(name, "") if name else names.teacher()
        staff.append(Person(len(staff) + 1, chosen, post, subject, hired, login))

    for post, subject, name, login in _OFFICES:
        add(post, subject, name, login=login)
    for grade, sizes in GRADES.items():
        for number in range(1, len(sizes) + 1):
            name, login = _NAMED.get((grade, number), ("", ""))
            add(f"homeroom-{grade}-{number}", "语文" if number % 2 else "数学", name, login=login)
    for post, subject, name, hired in _SPECIALISTS:
        add(post, subject, name, hired, "teacher" if post == "calligraphy" else "")
    for post, subject, name in _SECTION_POSTS:
        add(post, subject, name)
    for number in range(CARE_POSTS):
        add(f"care-{number}", draw.choice(_SUBJECTS), "")
    return staff
