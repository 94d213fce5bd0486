"""Hands JavaScript and styles that lie beside Python to the build.

Does what `rx.asset(name, shared=True)` does, without looking through the whole call stack for every file: with fifty
files that took seconds at each start.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

_EXTERNAL = Path("assets") / "external"
_ROOT = Path(__file__).resolve().parents[2]


def hand_to_build(module: str, file: str, names: Iterable[str]) -> dict[str, str]:
    """Link the named files beside `file` where Vite finds them together; name → path to import.

    Call it with the module's own `__name__` and `__file__`. Raises FileNotFoundError for a name that is not there.
    """
    folder = _EXTERNAL / module.replace(".", "/")
    (_ROOT / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        _link(_ROOT / folder / name, (Path(file).parent / name).resolve(strict=True))
    return {name: f"$/public/external/{module.replace('.', '/')}/{name}" for name in names}


def _link(link: Path, target: Path) -> None:
    """Several processes may do this at once: the link is made under another name and then put in place."""
    if link.is_symlink() and os.readlink(link) == str(target):
        return
    made = link.with_name(f".{uuid4().hex}.tmp")
    made.symlink_to(target)
    made.replace(link)
