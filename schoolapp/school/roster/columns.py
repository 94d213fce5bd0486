"""Which heading means which field, for every kind of list. Pure tables.

Headings are compared squashed (no blanks, narrow, lower case) and without ★ and what stands in brackets at their end.
"""

from __future__ import annotations

import re
from enum import StrEnum

from schoolapp.school.roster.text import squashed


class Kind(StrEnum):
    STUDENTS = "students"
    STAFF = "staff"
    ROOMS = "rooms"
    COURSES = "courses"
    SECTIONS = "sections"
    ENROLMENTS = "enrolments"
    TIMETABLE = "timetable"


_PERSON = {
    "seq": "序号 编号 顺序 顺序号 no no. 序",
    "name": "姓名 名字 名单",
    "gender": "性别",
    "remark": "备注 说明 备注说明 情况说明",
}
_CLASS = {
    "class": "班级 行政班 所在班级 班别 现班级 学生班级 年级班级 年级/班级 年班 所属班级 原班级 行政班级",
    "grade": "年级 所在年级 现年级",
    "class_no": "班号 班次 班级号 班",
    "seat_no": "座号 座位号 班内学号 班内序号 班序号 班级序号 座次 座位 座号/序号",
    "school_no": "学号 校内学号 学生编号 学校学号 学生学号 学生号",
}

ALIASES: dict[Kind, dict[str, str]] = {
    Kind.STUDENTS: _PERSON
    | _CLASS
    | {
        "name": "姓名 学生姓名 名字 学生 孩子姓名 学生名字 名单",
        "entry_month": "入学年月 入学时间 入学年份 入学日期 入学年度",
        "national_student_no": "学籍号 全国学籍号 国网学籍号 学籍编号 全国统一学籍号 全国学籍编号 全国学籍 学籍号码",
        "id_number": "身份证号 身份证号码 身份证件号 身份证 公民身份号码 证件号码 身份证件号码 身份证件号 身份号码",
        "birth_date": "出生日期 出生年月 出生年月日 生日 出生时间",
        "ethnicity": "民族 族别",
        "phone": "联系电话 电话 手机 联系方式 手机号码 手机号 电话号码 联系号码",
        "address": "家庭住址 住址 现住址 家庭地址 居住地址",
        "left_behind": "是否留守 是否留守儿童 留守儿童 留守",
        "poverty_registered": "是否建档立卡 建档立卡 是否脱贫户 脱贫户",
        "boarding": "就读方式 是否住校 住校",
        "takes_part": "是否参加课后服务 参加课后服务 课后服务 是否参加 是否参加延时服务 延时服务 参加与否",
        "status": "状态 学籍状态 就读状态 在校状态 学生状态",
        "guardian_name": "家长姓名 监护人姓名 监护人 家长 联系人 成员1姓名 第一监护人 监护人1姓名",
        "guardian_relation": "与学生关系 关系 成员1关系 监护人关系 与监护人关系 家长关系",
        "guardian_phone": "家长电话 监护人电话 家长联系电话 监护人联系电话 联系人电话 成员1联系电话 家长手机"
        " 家长手机号 家长联系方式",
        "father_name": "父亲姓名 父亲 爸爸",
        "father_phone": "父亲电话 父亲联系电话 父亲手机 父亲手机号",
        "mother_name": "母亲姓名 母亲 妈妈",
        "mother_phone": "母亲电话 母亲联系电话 母亲手机 母亲手机号",
    },
    Kind.STAFF: _PERSON
    | {
        "name": "姓名 教师姓名 教师 教职工姓名 名字 老师 老师姓名 任课教师",
        "staff_no": "工号 教师编号 职工号 教工号 人员编号 教职工号",
        "phone": "联系电话 电话 手机 联系方式 手机号码 手机号 电话号码",
        "subject": "任教学科 学科 科目 任教科目 教学科目 任课学科 所教学科 学科/职务",
        "hired": "是否外聘 外聘 聘用方式 用工性质 人员性质 编制",
        "homeroom_teacher_of": "班主任 任班主任班级 担任班主任 班主任班级",
        "id_number": "身份证号 身份证号码 身份证",
    },
    Kind.ROOMS: {
        "seq": _PERSON["seq"],
        "building": "楼栋 楼 教学楼 楼宇 建筑 楼名 所在楼 楼栋名称 位置 所在位置",
        "number": "教室 房间 房号 教室号 门牌号 教室名称 房间号 场地 场地名称 教室编号 功能室 功能室名称 地点",
        "floor": "楼层 层 所在楼层",
        "seats": "座位数 容量 容纳人数 座位 可容纳人数 人数",
        "room_kind": "类型 教室类型 种类 用途 场地类型 性质",
        "campus": "校区 分校区",
        "remark": _PERSON["remark"],
    },
    Kind.COURSES: {
        "seq": _PERSON["seq"],
        "course": "课程 课程名称 课程名 名称 项目 社团 社团名称 兴趣班",
        "category": "类别 课程类别 分类 课程分类 门类 类型",
        "remark": _PERSON["remark"],
    },
    Kind.SECTIONS: {
        "seq": _PERSON["seq"],
        "section": "教学班 班级名称 班名 教学班名称 兴趣班 兴趣班名称 社团名称 社团 兴趣特长班 特色班 班级 开设班级"
        " 班次",
        "course": "课程 课程名称 课程名 项目 开设课程 科目",
        "teacher": "教师 任课教师 指导教师 辅导教师 授课教师 老师 指导老师 任课老师 负责教师 辅导老师 教师姓名",
        "staff_no": "工号 教师工号",
        "room": "教室 地点 上课地点 场地 上课教室 活动地点 活动场地 教学地点 上课地址",
        "grades": "年级 招生年级 面向年级 适合年级 招收年级 对象 招生对象 参加年级 年级范围",
        "seats": "人数 名额 招生人数 计划人数 人数上限 限额 限报人数 招生名额 容量",
        "time": "时间 上课时间 活动时间 课时安排 开课时间",
        "weekday": "星期 周次 星期几",
        "slot": "节次 第几节",
        "signature": "是否特色班 特色 是否特色",
        "remark": _PERSON["remark"],
    },
    Kind.ENROLMENTS: _PERSON
    | _CLASS
    | {
        "name": "姓名 学生姓名 名字 学生 孩子姓名 名单",
        "section": "教学班 兴趣班 兴趣班名称 报名班级 报名项目 所选课程 选课 课程 社团 社团名称 兴趣特长班 所报班级"
        " 参加班级 教学班名称 课程名称 报名课程 所报课程",
        "choice1": "第一志愿 志愿1 志愿一 首选 第1志愿 一志愿 第一选择",
        "choice2": "第二志愿 志愿2 志愿二 次选 第2志愿 二志愿 第二选择",
        "accept_adjust": "是否服从调剂 服从调剂 是否调剂 调剂",
        "guardian_phone": "家长电话 联系电话 电话 家长联系电话 监护人电话 手机号 家长手机",
        "national_student_no": "学籍号 全国学籍号",
    },
    Kind.TIMETABLE: {
        "seq": _PERSON["seq"],
        "weekday": "星期 周几 星期几 上课日",
        "slot": "节次 第几节 课节 节",
        "time": "时间 上课时间",
        "section": "教学班 兴趣班 班级名称 社团 社团名称 兴趣特长班 教学班名称 课程 课程名称 上课内容 内容",
        "class": "行政班 班级 所在班级 课业整理班级",
        "teacher": "教师 任课教师 老师 辅导教师 指导教师 授课教师 值班教师",
        "staff_no": "工号 教师工号",
        "room": "教室 地点 上课地点 场地 上课教室",
        "remark": _PERSON["remark"],
    },
}

NEEDED: dict[Kind, tuple[frozenset[str], ...]] = {
    Kind.STUDENTS: (frozenset({"name"}),),
    Kind.STAFF: (frozenset({"name"}), frozenset({"staff_no", "subject", "hired", "phone", "homeroom_teacher_of"})),
    Kind.ROOMS: (frozenset({"number"}), frozenset({"building", "floor", "seats", "room_kind"})),
    Kind.COURSES: (frozenset({"course"}),),
    Kind.SECTIONS: (frozenset({"section", "course"}), frozenset({"teacher", "room", "grades", "seats", "time"})),
    Kind.ENROLMENTS: (frozenset({"name"}), frozenset({"section", "choice1"})),
    Kind.TIMETABLE: (
        frozenset({"weekday", "time"}),
        frozenset({"slot", "time"}),
        frozenset({"section", "class"}),
    ),
}
"""A heading row counts when each of these sets has a column."""

TELLING: dict[Kind, frozenset[str]] = {
    Kind.STUDENTS: frozenset({"seat_no", "national_student_no", "birth_date", "entry_month", "father_name", "gender"}),
    Kind.STAFF: frozenset({"staff_no", "subject", "hired", "homeroom_teacher_of"}),
    Kind.ROOMS: frozenset({"building", "floor", "room_kind"}),
    Kind.COURSES: frozenset({"category"}),
    Kind.SECTIONS: frozenset({"grades", "seats", "time", "signature"}),
    Kind.ENROLMENTS: frozenset({"section", "choice1", "choice2", "accept_adjust"}),
    Kind.TIMETABLE: frozenset({"weekday", "slot"}),
}
"""Fields that tell kinds with the same headings apart; each counts twice."""

NOT_KEPT = frozenset(
    {"id_number", "birth_date", "ethnicity", "address", "left_behind", "poverty_registered", "boarding", "phone"}
)
"""Understood for checking, never stored: the app has no use for them."""

_TABLE: dict[Kind, dict[str, str]] = {
    kind: {alias: field for field, words in fields.items() for alias in words.split()}
    for kind, fields in ALIASES.items()
}
_PARENT_WORDS = (("父", "father"), ("母", "mother"), ("监护人", "guardian"), ("家长", "guardian"))
_LEAF_FIELDS = {"name": "name", "phone": "phone", "guardian_phone": "phone", "guardian_name": "name"}
_MARKS = re.compile(r"[★☆*※:：\"'“”]|^\d+[.、]")
_TAIL = re.compile(r"[(\[【].*?[)\]】]$")


def heading(text: object) -> str:
    """A heading made comparable."""
    squeezed = _MARKS.sub("", squashed(str(text)))
    return squeezed if squeezed in ("",) else _TAIL.sub("", squeezed) or squeezed


def field_of(kind: Kind, path: tuple[str, ...]) -> str | None:
    """The field of a column by its heading, given from the topmost to the lowest level; None: not for us."""
    words = [heading(part) for part in path if heading(part)]
    if not words:
        return None
    leaf = _TABLE[kind].get(words[-1])
    if kind is Kind.STUDENTS and len(words) > 1:
        for above in reversed(words[:-1]):
            for mark, person in _PARENT_WORDS:
                if mark in above and (leaf or "") in _LEAF_FIELDS:
                    return f"{person}_{_LEAF_FIELDS[leaf or '']}"
    return leaf or _TABLE[kind].get("".join(words))


def is_heading_word(text: object) -> bool:
    """True for text that is a heading in any kind of list."""
    word = heading(text)
    return bool(word) and any(word in table for table in _TABLE.values())
