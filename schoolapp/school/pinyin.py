"""How a name or a title sounds, for searching in Latin letters."""

from __future__ import annotations

_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "缪": "miao", "乐": "yue", "翟": "zhai", "任": "ren", "华": "hua", "燕": "yan", "尉迟": "yu chi", "万俟": "mo qi",
    "长孙": "zhang sun", "冼": "xian", "覃": "qin", "员": "yun", "宓": "mi", "么": "yao", "种": "chong", "秘": "bi",
    "折": "she", "召": "shao", "洗": "xian", "黑": "he", "逄": "pang", "郇": "xun",
}  # fmt: skip
"""Surnames that sound unlike the same character elsewhere."""
_MOST_SYLLABLES = 12


def spell(name: str) -> tuple[str, str]:
    """Pinyin of a name: blank separated syllables without tones, and their initials, both lower case."""
    surname = next((part for part in (name[:2], name[:1]) if part in _SURNAMES), "")
    syllables = _SURNAMES.get(surname, "").split() + _syllables(name[len(surname) :])
    return " ".join(syllables), "".join(part[:1] for part in syllables)


def title_sounds(title: str) -> str:
    """What one types in Latin letters to find a title: from each of its syllables on, in full and by initials.

    团花 → `|tuanhua|hua|th|h|`: what begins after a bar is a way to begin, so that `an` finds no 团花. The first
    twelve syllables count.
    """
    syllables = _syllables(title)[:_MOST_SYLLABLES]
    initials = "".join(part[:1] for part in syllables)
    places = range(len(syllables))
    ways = ["".join(syllables[place:]) for place in places] + [initials[place:] for place in places]
    return f"|{'|'.join(ways)}|" if ways else ""


def _syllables(text: str) -> list[str]:
    """Lower case, without tones; words in Latin letters stay whole, signs are left out."""
    from pypinyin import lazy_pinyin  # its tables take 20 MB, which a worker that never spells need not carry

    spelled = lazy_pinyin(text, errors=_letters)  # pyright: ignore[reportArgumentType]  a list is fine, its hint says str
    return [part.lower() for part in spelled if part]


def _letters(rest: str) -> list[str]:
    """Words in Latin letters stay whole; the dot of 阿依努尔·吐尔逊 is no syllable."""
    return ["".join(c for c in word if c.isalnum()) for word in rest.replace("·", " ").split()]
