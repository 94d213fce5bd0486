"""How much waits for somebody: the number on the entry 作品."""

from __future__ import annotations

from schoolapp.db import read
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.works.approval.queries import waiting_counts


def waiting_for(viewer: Viewer) -> int:
    """Works, reported works and kind words together; 0 for whoever decides about none."""
    if not may(viewer, Action.APPROVE_WORK):
        return 0
    with read() as db:
        return sum(waiting_counts(db, viewer))
