"""Names of people as typed in rosters. Pure."""

from __future__ import annotations

import re
import unicodedata

from schoolapp.school.roster.issues import Problem, asked, noted, rejected
from schoolapp.school.roster.sheets import Cell
from schoolapp.school.roster.text import is_nothing, trimmed

_HAN = "\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LOST = re.compile(r"[?？\ufffd□■◆◇○●*＊#＃]|(?<=[" + _HAN + r"])[xXＸｘ×]+")
"""What stands where a program could not show a rare character, or where a name was masked."""
_DOTS = re.compile("[•‧∙⋅・･．\u2022\u30fb]")
_POINT = re.compile(f"(?<=[{_HAN}])[.。](?=[{_HAN}])")
_BLANK_BESIDE_HAN = re.compile(f"(?<=[{_HAN}·]) (?=[{_HAN}·])")
_REMARK = re.compile(r"[(（\[【〔](.*?)[)）\]】〕]")
_ODD = re.compile(f"[^{_HAN}A-Za-z·'’ .\\-\u00c0-\u024f]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_TRAILS = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
_STILL_PRIVATE = {
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6,
    0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip
"""Places that the codec of 2000 left private and GB 18030-2022 has moved."""


def _old_places() -> dict[int, int]:
    """Private-use places of GBK 1.0 (its row FE) → the character of today, as GB 18030 maps the same two bytes."""
    places: dict[int, int] = {}
    for offset, trail in enumerate(_TRAILS):
        today = ord(bytes((0xFE, trail)).decode("gb18030"))
        if not 0xE000 <= today <= 0xF8FF:
            places[0xE815 + offset] = today
    return places | _STILL_PRIVATE


_GBK_PRIVATE = _old_places()


def clean_name(cell: Cell) -> tuple[str, str, list[Problem]]:
    """(name, remark taken out of it, problems). An empty name comes with a problem that rejects the row."""
    if not isinstance(cell, str):
        return "", "", [rejected("name_is_number")]
    if is_nothing(cell):
        return "", "", [rejected("missing_name")]
    problems: list[Problem] = []
    name = _without_private(trimmed(cell), problems)
    remark = "".join(_REMARK.findall(name))
    if remark or _REMARK.search(name):
        name = _REMARK.sub("", name).strip()
        problems.append(noted("name_annotation", remark))
    name = _evened(name, cell, problems)
    if not name:
        return "", remark, [rejected("missing_name")]
    if _LOST.search(name) or _PRIVATE.search(name):
        return "", remark, [rejected("name_unreadable")]
    if _ODD.search(name):
        return "", remark, [rejected("name_odd", "".join(sorted(set(_ODD.findall(name)))))]
    if len(name) > 40:
        return "", remark, [rejected("name_too_long")]
    if re.fullmatch(f"[{_HAN}]", name):
        problems.append(asked("name_one_character"))
    return name, remark, problems


def _without_private(name: str, problems: list[Problem]) -> str:
    repaired = name.translate(_GBK_PRIVATE)
    if repaired != name:
        problems.append(noted("pua_char", repaired))
    return repaired


def _evened(name: str, cell: str, problems: list[Problem]) -> str:
    """One kind of middle dot, no padding between Chinese characters, narrow letters; says what it did."""
    dotted = _POINT.sub("·", _DOTS.sub("·", name))
    if dotted != name:
        problems.append(noted("middle_dot_variant", dotted))
    tight = _BLANK_BESIDE_HAN.sub("", dotted)
    if tight != dotted or cell != cell.strip():
        problems.append(noted("name_padded", tight))
    return "".join(unicodedata.normalize("NFKC", mark) if "！" <= mark <= "～" else mark for mark in tight)
