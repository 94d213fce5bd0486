"""What the demo school consists of: buildings, rooms, courses, sections, the week. Plain values, no database.

The week is told in days from the weekday on which the demo first started (0 = that weekday, then the next ones,
Friday followed by Monday), so that the first afternoon always has interest classes.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHOOL = "青禾镇九年制学校"
SHORT = "青禾学校"
BUILDINGS = ("教学楼", "综合楼", "体育馆")
WALKS = {("教学楼", "综合楼"): 5, ("教学楼", "体育馆"): 7, ("综合楼", "体育馆"): 6}
"""Minutes between buildings, both ways."""

INTEREST_ROOMS = (
    *[("综合楼", str(number), "special", 40) for number in (101, 102, 103, 201, 203, 204, 205, 206)],
    *[("综合楼", str(number), "special", 40) for number in (301, 302, 303, 304, 401, 402, 403, 404)],
    ("体育馆", "体育馆", "hall", 200),
    ("体育馆", "舞蹈室", "special", 40),
    ("体育馆", "形体室", "special", 40),
    ("体育馆", "乒乓球室", "special", 60),
    ("体育馆", "风雨球场", "field", 100),
    ("体育馆", "篮球场", "field", 100),
    ("体育馆", "田径场", "field", 200),
)
"""Building, number, kind, seats; with homerooms 101 and 102, where grade 1 recites, 25 interest rooms."""

GRADES = {1: (47, 47, 47), 2: (47, 47, 46), 3: (47, 47, 47), 4: (47, 47, 47), 5: (47, 47, 46), 6: (47, 47, 46)} | {
    7: (47, 47, 47, 47, 47),
    8: (47, 47, 47, 47, 46),
    9: (47, 47, 47, 47),
}
"""Grade → children of each homeroom: 281 + 562 + 469 + 188 = 1,500."""
DEMO_HOMEROOM = (3, 2)
"""The homeroom of the login `homeroom`: all 47 take part, 42 go out, 5 stay."""
STAYING = {DEMO_HOMEROOM: 5, (4, 3): 3, (6, 2): 4}
"""Children without a section; they stay in their homeroom while the others go out."""

CATEGORIES = {
    "体育": ("篮球", "田径", "乒乓球"),
    "美术": ("绘画", "书法", "剪纸", "陶艺"),
    "音乐舞蹈": ("音乐", "舞蹈", "二胡", "笛子", "电子琴"),
    "科技益智": ("象棋", "信息技术"),
    "语言文化": ("国学", "英语口语", "诵读"),
}

BANDS = {"A": (1, 2), "B": (3, 6), "C": (7, 8), "D": (9, 9)}
TAKING_PART = {"A": 239, "B": 478, "C": 399, "D": 159}
"""85 % of 1,500 are 1,275."""
WEEK = {"B": ((0, 1), (3, 1)), "C": ((0, 2), (2, 2)), "A1": ((0, 1), (4, 1)), "A2": ((1, 1), (3, 2))}
"""Group of sections → (day from the first, slot) of its two weekly periods; every other period is homework care."""


@dataclass(frozen=True, slots=True)
class Class:
    """A section: `post` names who takes it (see staff.py), `group` says when (see WEEK)."""

    name: str
    course: str
    group: str
    building: str
    room: str
    size: int
    post: str


def _classes(group: str, rows: str) -> tuple[Class, ...]:
    made = []
    for line in rows.strip().splitlines():
        name, course, place, size, post = line.split()
        building, room = place.split("/")
        made.append(Class(name, course, group, building, room, int(size), post))
    return tuple(made)


CLASSES = (
    *_classes(
        "B",
        """
        书法一班 书法 综合楼/301 30 calligraphy
        绘画一班 绘画 综合楼/302 31 art
        音乐一班 音乐 综合楼/401 32 music
        舞蹈一班 舞蹈 体育馆/舞蹈室 28 dance1
        舞蹈二班 舞蹈 体育馆/形体室 26 dance2
        二胡班 二胡 综合楼/402 24 erhu
        笛子班 笛子 综合楼/403 26 flute
        篮球一班 篮球 体育馆/风雨球场 32 sport1
        篮球二班 篮球 体育馆/篮球场 32 sport2
        田径一班 田径 体育馆/田径场 30 sport3
        乒乓球一班 乒乓球 体育馆/乒乓球室 28 sport4
        象棋班 象棋 综合楼/203 30 chess
        信息技术一班 信息技术 综合楼/201 32 computing
        国学一班 国学 综合楼/204 29 classics
        英语口语一班 英语口语 综合楼/205 30 english
        电子琴一班 电子琴 综合楼/404 26 keyboard
        """,
    ),
    *_classes(
        "C",
        """
        书法二班 书法 综合楼/301 28 calligraphy
        绘画二班 绘画 综合楼/302 32 art
        音乐二班 音乐 综合楼/401 31 music
        舞蹈三班 舞蹈 体育馆/舞蹈室 29 dance1
        篮球三班 篮球 体育馆/风雨球场 34 sport1
        篮球四班 篮球 体育馆/体育馆 34 sport2
        田径二班 田径 体育馆/田径场 32 sport3
        乒乓球二班 乒乓球 体育馆/乒乓球室 30 sport4
        信息技术二班 信息技术 综合楼/201 33 computing
        英语口语二班 英语口语 综合楼/205 30 english
        象棋提高班 象棋 综合楼/203 29 chess
        国学二班 国学 综合楼/204 29 classics
        电子琴二班 电子琴 综合楼/404 28 keyboard
        """,
    ),
    *_classes(
        "A1",
        """
        剪纸一班 剪纸 综合楼/101 32 paper1
        剪纸二班 剪纸 综合楼/102 31 paper2
        诵读一班 诵读 教学楼/101 30 recital1
        诵读二班 诵读 教学楼/102 30 recital2
        绘画三班 绘画 综合楼/303 30 drawing
        国学启蒙班 国学 综合楼/206 29 primer
        陶艺一班 陶艺 综合楼/103 27 clay
        音乐三班 音乐 综合楼/304 30 singing
        """,
    ),
    *_classes(
        "A2",
        """
        剪纸三班 剪纸 综合楼/101 32 paper1
        剪纸四班 剪纸 综合楼/102 31 paper2
        诵读三班 诵读 教学楼/101 30 recital1
        诵读四班 诵读 教学楼/102 30 recital2
        绘画四班 绘画 综合楼/303 30 drawing
        陶艺二班 陶艺 综合楼/103 27 clay
        舞蹈四班 舞蹈 体育馆/舞蹈室 29 dance2
        象棋启蒙班 象棋 综合楼/203 30 chess
        """,
    ),
)

CAST = {
    (3, 2, 21): ("陈小禾", "女", "书法一班"),
    (3, 2, 22): ("陈小苗", "女", "象棋班"),
    (5, 3, 8): ("周雨桐", "女", "书法一班"),
    (4, 1, 17): ("刘星宇", "男", "象棋班"),
    (5, 2, 14): ("刘星宇", "男", "书法一班"),
    (4, 2, 6): ("何子涵", "男", "篮球二班"),
    (5, 1, 30): ("唐欣怡", "女", "舞蹈二班"),
    (3, 3, 11): ("罗一鸣", "男", "绘画一班"),
    (3, 1, 9): ("李欣怡", "女", "舞蹈一班"),
    (3, 1, 31): ("李欣怡", "女", "国学一班"),
    (6, 1, 5): ("王子涵", "女", "书法一班"),
    (7, 3, 12): ("王子涵", "男", "书法二班"),
    (7, 2, 18): ("杨思远", "男", "篮球三班"),
    (7, 2, 19): ("杨思齐", "男", "信息技术二班"),
}
"""Grade, homeroom, seat → who the screens and the stories speak of: namesakes, twins (陈小禾 and 陈小苗), the lost."""
TWINS = (((3, 2, 21), (3, 2, 22)), ((7, 2, 18), (7, 2, 19)))
"""They share their guardian."""
