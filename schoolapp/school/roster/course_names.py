"""Which section a wish means: 书法, 葫芦丝班, 书法（硬笔）, 足球社. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schoolapp.school.roster.snapshot import SectionNow
from schoolapp.school.roster.text import squashed

_TAIL = re.compile(r"(?:兴趣特长班|兴趣班|特长班|特色班|社团|小组|兴趣小组|社|班|队|课)$")
_BRACKETS = re.compile(r"[()\[\]【】《》\s·.\-]")


def bare(name: str) -> str:
    """The name without brackets and without the word for the group: 书法（硬笔）班 → 书法硬笔."""
    text = _BRACKETS.sub("", squashed(name))
    return _TAIL.sub("", text) or text


def sections_meant(wish: str, sections: Sequence[SectionNow]) -> list[SectionNow]:
    """The sections that `wish` may mean: by exact name, else by bare name, by the same characters, by a part of it.

    Several sections of one course are all returned; so are those of several courses: a person must choose.
    """
    exact = [s for s in sections if squashed(s.name) == squashed(wish)]
    if exact:
        return exact
    word = bare(wish)
    for test in (_is_same, _has_same_characters, _is_part):
        found = [s for s in sections if test(word, bare(s.name)) or test(word, bare(s.course))]
        if found:
            return found
    return []


def section_in(texts: Sequence[str], sections: Sequence[SectionNow]) -> list[SectionNow]:
    """The section whose name stands in a title, a sheet's or a file's name; the longest name wins."""
    for text in texts:
        squeezed = squashed(text)
        found = sorted((s for s in sections if squashed(s.name) in squeezed), key=lambda s: -len(s.name))
        if found:
            return found[:1]
        meant = sections_meant(text, sections) if len(squeezed) <= 10 else []
        if meant:
            return meant
    return []


def _is_same(wish: str, name: str) -> bool:
    return wish == name


def _has_same_characters(wish: str, name: str) -> bool:
    return sorted(wish) == sorted(name)


def _is_part(wish: str, name: str) -> bool:
    return len(wish) >= 2 and len(name) >= 2 and (wish in name or name in wish)
