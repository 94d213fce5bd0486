"""Packs at hand: the school's plan is read once and again only when it changed; each actor's pack is made from it once.

The plan is looked at again when the database's revision moved, at most every three seconds; scans move the revision
too, so a mark of the plan's tables decides whether it is read anew. What the mark cannot see (a corrected name) is
noticed within a minute.
"""

from __future__ import annotations

import gzip
import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from schoolapp import clock, db
from schoolapp.checkin.pack import making as pack
from schoolapp.checkin.pack.plan import Plan, fingerprint, mark_of, read_plan
from schoolapp.checkin.revision import Revision
from schoolapp.identity.policy import Viewer

log = logging.getLogger("schoolapp.checkin")

LOOK_SECONDS = 3.0
RELOAD_SECONDS = 60.0
_MOST_PACKS = 40
"""Made packs kept ready, some 100 KB each."""


@dataclass(frozen=True, slots=True)
class Known:
    """A plan that was read, with the mark it had and a hash of what is in it."""

    plan: Plan
    mark: str
    content: str
    revision: str
    read_at: float


class Packs:
    """The packs of one process. Used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = Revision()
        self._known: Known | None = None
        self._engine: object = None
        self._looked_at = 0.0
        self._is_looking = False
        self._made: OrderedDict[str, bytes] = OrderedDict()

    def version(self, viewer: Viewer) -> str:
        """The version of the viewer's pack as far as it is known; never waits, looks for changes in the background."""
        if time.monotonic() - self._looked_at > LOOK_SECONDS and not self._is_looking:
            self._is_looking = True
            threading.Thread(target=self._look_quietly, name="checkin-packs", daemon=True).start()
        known = self._known
        return self._version_of(known, viewer) if known is not None and known.plan.today == clock.today() else ""

    def version_now(self, viewer: Viewer) -> str:
        """The version of the viewer's pack, looked up afresh; waits for the database."""
        with self._lock:
            return self._version_of(self._look(), viewer)

    def pack(self, viewer: Viewer) -> tuple[str, bytes]:
        """The viewer's version and pack (without the times of the moment), looked up afresh."""
        with self._lock:
            known = self._look()
            version = self._version_of(known, viewer)
            made = self._made.get(version)
            if made is None:
                made = gzip.compress(pack.to_bytes(pack.build(known.plan, viewer, version)), 1)
                self._made[version] = made
                while len(self._made) > _MOST_PACKS:
                    self._made.popitem(last=False)
            self._made.move_to_end(version)
        return version, gzip.decompress(made)

    @staticmethod
    def _version_of(known: Known, viewer: Viewer) -> str:
        return f"{known.content}-{pack.actor_mark(viewer)}"

    def _look_quietly(self) -> None:
        try:
            with self._lock:
                self._look()
        except Exception as error:
            log.warning("the plan could not be read", exc_info=error)
        finally:
            self._is_looking = False

    def _look(self) -> Known:
        """The plan, read again where it has to be."""
        known, engine = self._known, db.engine()
        revision = self._revision.now()
        now = time.monotonic()
        is_same = known is not None and self._engine is engine and known.plan.today == clock.today()
        if known is None or not is_same or (known.revision != revision and self._has_changed(known, now)):
            known = self._read(revision, now)
        self._looked_at, self._engine, self._known = now, engine, known
        return known

    @staticmethod
    def _has_changed(known: Known, now: float) -> bool:
        if now - known.read_at > RELOAD_SECONDS:
            return True
        with db.engine().connect() as connection:
            return mark_of(connection) != known.mark

    @staticmethod
    def _read(revision: str, now: float) -> Known:
        """Mark and plan of one moment: the mark is read first, so that a change in between is seen next time."""
        with db.engine().connect() as connection:
            mark = mark_of(connection)
            plan = read_plan(connection)
        return Known(plan, mark, fingerprint(plan), revision, now)


@lru_cache
def packs() -> Packs:
    """The process's packs."""
    return Packs()
