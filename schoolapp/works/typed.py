"""What people type, without what no screen shows: control characters, marks that turn the direction of what follows,
blanks of no width. Pure."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    r"|[\ud800-\udfff]|[\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """Trimmed, every run of blanks and line breaks one blank."""
    return " ".join(_UNSEEN.sub("", text).split())


def some_lines(text: str) -> str:
    """Trimmed, with its line breaks."""
    return "\n".join(" ".join(line.split()) for line in _UNSEEN.sub("", text).strip().splitlines())
