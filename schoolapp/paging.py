"""Lists that grow page by page: a query asks for one row more than a page holds, which tells whether more follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def cut(found: Sequence[T], size: int) -> tuple[list[T], bool]:
    """The page, and whether more follow."""
    return list(found[:size]), len(found) > size
