"""How works are shown to whom: names, filters, places in the list, kind words, sharing. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from schoolapp.works.rules import Purpose, WorkState
from schoolapp.works.typed import one_line

PAGE = 24
"""Works of one page."""
MOST_LETTERS = 140
"""Of a kind word."""
WORDS_A_DAY = 20
"""Kind words of one person."""
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "司徒",
        "夏侯",
        "端木",
        "南宫",
        "万俟",
        "闻人",
        "轩辕",
        "百里",
        "独孤",
        "呼延",
        "东郭",
        "西门",
    ]
)
_LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(com|cn|net|top|xyz|vip|cc)\b|\d{7,}", re.IGNORECASE)


def given_name(name: str) -> str:
    """The name without its surname, for those outside: 陈小禾 → 小禾, 欧阳雨 → 雨, 阿依古丽·买买提 → 阿依古丽.

    A name of one character or in Latin letters keeps its first word.
    """
    name = name.strip()
    if "·" in name or " " in name:
        return re.split(r"[· ]", name)[0]
    if len(name) > 2 and name[:2] in _COMPOUND:
        return name[2:]
    return name[1:] if len(name) > 1 and not name.isascii() else name


def shown_names(names: list[str], kind: str, *, knows_school: bool) -> list[str]:
    """Who made it, as the reader may know it: the school's own people read whole names, visitors given names.

    Beside a picture of children visitors read no name at all: a face and a name together were not agreed to.
    """
    if knows_school:
        return names
    return [] if kind == "people" else [given_name(name) for name in names]


def is_public(state: str, audience: int) -> bool:
    """Whether a poster or a link of the work may exist: shown, and every family agreed to everybody."""
    return state == WorkState.APPROVED and bool(audience & Purpose.PUBLIC)


@dataclass(frozen=True)
class Place:
    """Where in the list a page begins: after this work."""

    shown_at: datetime
    work_id: int


def place_text(place: Place) -> str:
    """As it travels in an address: microseconds and id."""
    return f"{round(place.shown_at.timestamp() * 1_000_000)}-{place.work_id}"


def place_of(text: str) -> Place | None:
    """Raises ValueError for what `place_text` did not write; None for the empty text: the beginning."""
    if not text:
        return None
    moment, dash, work_id = text.partition("-")
    if not dash or not moment.isdecimal() or not work_id.isdecimal() or len(text) > 40:
        raise ValueError(text)
    since = datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return Place(since + timedelta(microseconds=int(moment)), int(work_id))
    except OverflowError:
        raise ValueError(text) from None


def month_days(text: str) -> tuple[date, date] | None:
    """First day of the month YYYY-MM and of the next one; None for the empty text. Raises ValueError."""
    if not text:
        return None
    first = date.fromisoformat(f"{text}-01")
    return first, (first + timedelta(days=32)).replace(day=1)


def clean_words(text: str) -> str:
    """Kind words as they are kept: one line, trimmed."""
    return one_line(text)


def words_refusal(text: str, today: int) -> str:
    """The code of the refusal that these words earn, or the empty text. `today`: words of this person so far."""
    if not text:
        return "words_empty"
    if len(text) > MOST_LETTERS:
        return "words_long"
    if _LINK.search(text):
        return "words_link"
    return "words_many" if today >= WORDS_A_DAY else ""


def like_pattern(text: str) -> str:
    """A LIKE pattern that finds `text` anywhere; its own signs are escaped by a backslash."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def typed_in_letters(search: str) -> str:
    """The search as it would be typed for a sound: `Tuan hua` → `tuanhua`; empty when it holds anything but letters."""
    compact = search.lower().replace(" ", "")
    return compact if compact.isascii() and compact.isalnum() else ""


def sounds_pattern(letters: str) -> str:
    """A LIKE pattern over `work.title_sounds` for a title that sounds so from one of its syllables on."""
    return f"%|{letters}%"
