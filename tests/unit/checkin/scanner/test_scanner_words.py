"""What the scanner's Chinese words say once they are put together."""

from __future__ import annotations

from schoolapp.checkin.scanner import words as said
from schoolapp.i18n import catalogue

CHINESE = catalogue("zh_CN")


def _whole(key: str, **values: str) -> str:
    """The words of a key in Chinese, filled as words.js fills them. The source strings are English in the tests."""
    text = said.words()[key]
    return CHINESE.get(text, text).format(**values)


def test_a_number_is_called_a_number_once() -> None:
    seat, card = _whole("seat", homeroom="五（2）班", seat="14"), _whole("card_tail", tail="0ZXC")
    assert (seat, card) == ("五（2）班 14 号", "卡尾号 0ZXC")
    assert _whole("name_seat", name="刘星宇", seat=seat) == "刘星宇（五（2）班 14 号）"
    assert _whole("name_seat", name="别班的孩子", seat=card) == "别班的孩子（卡尾号 0ZXC）"
    assert _whole("name_number", name="刘星宇", seat="14") == "刘星宇（14 号）"


def test_no_sentence_adds_a_number_to_a_name_or_seat_that_has_one() -> None:
    bare = {"seat", "name_number"}  # these take the number alone
    texts = {key: CHINESE.get(text, text) for key, text in said.words().items() if key not in bare}
    assert [f"{key}: {text}" for key, text in texts.items() if "{seat} 号" in text or "{name} 号" in text] == []
