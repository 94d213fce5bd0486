"""The office reads the trail in words, never in codes."""

from __future__ import annotations

import re

from schoolapp.checkin.log.effects import _AUDITED_CHOICES, _AUDITED_KINDS
from schoolapp.identity.words import ACTIONS, SLICES
from tests.unit.platform.sources import ROOT

_DAY_CHANGES = {f"plan.{kind}" for kind in ("substitute", "room", "cancelled", "merged")}


def _recorded() -> set[str]:
    """Every action that stands in the code as a whole word, and those that are put together of parts."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "schoolapp").rglob("*.py"))
    written = set(re.findall(rf'"((?:{"|".join(SLICES)})\.[a-z_]+)"', text)) - {"import.jsx", "works.toml"}
    rolls = {f"checkin.{kind}" for kind in _AUDITED_KINDS} | {f"checkin.choose_{one}" for one in _AUDITED_CHOICES}
    return written | rolls | _DAY_CHANGES


def test_every_recorded_action_has_words() -> None:
    assert _recorded() == set(ACTIONS)
