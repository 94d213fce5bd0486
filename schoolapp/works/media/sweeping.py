"""Sweeps what no longer belongs to anything: files without a row, and photos that were never put to use."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, exists, update
from sqlalchemy.exc import IntegrityError

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.models import tables as t
from schoolapp.works.approval.rules import UNDO_WITHIN
from schoolapp.works.media import queries, store
from schoolapp.works.media.service import lock_photos
from schoolapp.works.rules import WorkState

log = logging.getLogger("schoolapp.media")
EVERY = 3600
"""Seconds."""
YOUNG = timedelta(hours=1)
"""A younger file may belong to a picture that is just being accepted, whose row comes last."""
UNUSED = timedelta(days=30)
"""A photo on no work and no consent goes after that: a phone that was offline has sent its work long before."""
_AT_ONCE = 500


def sweep() -> int:
    """Remove what is nobody's now; how many files went."""
    forget_unused(clock.now())
    forget_originals(clock.now())
    before = clock.real_now() - YOUNG
    swept = store.remove_unfinished(before)
    old = (found for found in store.everything() if found.written_at < before)
    while batch := list(islice(old, _AT_ONCE)):
        swept += _sweep_some(batch)
    return swept


def forget_unused(now: datetime) -> None:
    """Remove the rows of photos that were never put to use by the school's time; their files go with the next sweep."""
    with read() as db:
        forgotten = queries.forgotten_photos(db, now - UNUSED)
    for photo_id in forgotten:
        try:
            with write() as db:
                db.execute(delete(t.photo).where(t.photo.c.id == photo_id))
        except IntegrityError:  # put to use in this moment
            continue


def forget_originals(now: datetime) -> None:
    """Originals of works that were approved and can no longer be taken back; their files go with the next sweep.

    Nobody is shown them from the approval on; they are kept these minutes for an approval that is undone.
    """
    p, w = t.photo.c, t.work.c
    is_settled = w.state == WorkState.APPROVED, w.shown_at <= now - UNDO_WITHIN
    approved = exists().where(w.photo_id == p.id, *is_settled)
    with write() as db:
        db.execute(update(t.photo).where(p.original_digest != "", approved).values(original_digest=""))


def _sweep_some(files: Sequence[store.Found]) -> int:
    """Those of these files that no row names. Rows wait meanwhile; who waited looks whether its files are there."""
    with read() as db:
        used = queries.used_digests(db, {file.digest for file in files})
    orphans = [file for file in files if file.digest not in used]
    if not orphans:
        return 0
    with write() as db:
        lock_photos(db)
        used = queries.used_digests(db, {file.digest for file in orphans})
        swept = [file.name for file in orphans if file.digest not in used]
        for name in swept:
            store.remove(name)
    log.info("files swept", extra={"files": len(swept)})
    return len(swept)


async def sweeper() -> None:
    """Runs until the server stops; a failed round is logged and tried again at the next."""
    while True:
        try:
            await asyncio.to_thread(sweep)
        except Exception:
            log.exception("sweeping failed")
        await asyncio.sleep(EVERY)
