"""How a name sounds, for searching by initials."""

from __future__ import annotations

_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "缪": "miao", "乐": "yue", "翟": "zhai", "任": "ren", "华": "hua", "燕": "yan", "尉迟": "yu chi", "万俟": "mo qi",
}  # fmt: skip
"""Surnames that sound unlike the same character elsewhere."""


def spell(name: str) -> tuple[str, str]:
    """Pinyin of a name: blank separated syllables without tones, and their initials, both lower case."""
    from pypinyin import lazy_pinyin  # its tables take 20 MB, which a worker that never spells need not carry

    surname = next((part for part in (name[:2], name[:1]) if part in _SURNAMES), "")
    syllables = _SURNAMES.get(surname, "").split() + [part.lower() for part in lazy_pinyin(name[len(surname) :])]
    return " ".join(syllables), "".join(part[:1] for part in syllables)
