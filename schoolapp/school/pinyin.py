"""How a name sounds, for searching by initials."""

from __future__ import annotations

_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "缪": "miao", "乐": "yue", "翟": "zhai", "任": "ren", "华": "hua", "燕": "yan", "尉迟": "yu chi", "万俟": "mo qi",
    "长孙": "zhang sun", "冼": "xian", "覃": "qin", "员": "yun", "宓": "mi", "么": "yao", "种": "chong", "秘": "bi",
    "折": "she", "召": "shao", "洗": "xian", "黑": "he", "逄": "pang", "郇": "xun",
}  # fmt: skip
"""Surnames that sound unlike the same character elsewhere."""


def spell(name: str) -> tuple[str, str]:
    """Pinyin of a name: blank separated syllables without tones, and their initials, both lower case."""
    from pypinyin import lazy_pinyin  # its tables take 20 MB, which a worker that never spells need not carry

    surname = next((part for part in (name[:2], name[:1]) if part in _SURNAMES), "")
    given = lazy_pinyin(name[len(surname) :], errors=_letters)  # pyright: ignore[reportArgumentType]  a list is fine, its hint says str
    syllables = _SURNAMES.get(surname, "").split() + [part.lower() for part in given if part]
    return " ".join(syllables), "".join(part[:1] for part in syllables)


def _letters(rest: str) -> list[str]:
    """Words in Latin letters stay whole; the dot of 阿依努尔·吐尔逊 is no syllable."""
    return ["".join(c for c in word if c.isalnum()) for word in rest.replace("·", " ").split()]
