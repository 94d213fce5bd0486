"""Pinyin of a name, for the search by syllables and initials. Pure."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def spell(name: str) -> tuple[str, str]:
    """("chen xiao he", "cxh"): syllables without tones, ü as v, and their first letters; surnames as surnames."""
    family = _SURNAMES.get(name[:2]) or _SURNAMES.get(name[:1])
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=_letters, v_to_u=False)
    if family:
        syllables = [*family.split(), *syllables[len(family.split()) :]]
    words = [syllable.lower() for syllable in syllables if syllable.strip()]
    return " ".join(words), "".join(word[0] for word in words)


def _letters(rest: str) -> list[str]:
    """Words in Latin letters stay whole; dots and blanks are no syllables."""
    return ["".join(c for c in word if c.isalnum()) for word in rest.replace("·", " ").split()]


_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "盖": "ge", "翟": "zhai", "任": "ren",
    "区": "ou", "朴": "piao", "冼": "xian", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "缪": "miao",
    "乐": "yue", "覃": "qin", "洗": "xian", "员": "yun", "纪": "ji", "华": "hua", "燕": "yan", "那": "na",
    "邵": "shao", "召": "shao", "宓": "mi", "么": "yao", "重": "chong", "种": "chong", "秘": "bi", "折": "she",
}  # fmt: skip
"""Surnames that are read differently from the common reading of the character."""
