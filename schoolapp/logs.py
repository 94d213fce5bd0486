"""Structured logs: one JSON object a line on standard error. Ids only, never names, codes or what people typed."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

_EVENT = re.compile(r"(Event\(name='[\w.]{0,200}).*", re.DOTALL)
_TYPED = re.compile(r"(?<=Event data: ).*|(?<=Failed to deserialize event data: ).*", re.DOTALL)
_REFLEX = (
    "reflex.app",
    "reflex_base.event.processor.event_processor",
    "reflex_base.event.processor.base_state_processor",
)
_MOST_OF_A_PAGE = 200
"""Characters of what a page says went wrong; anybody may send them."""


_OPENS = re.compile(r"(?<=^/w/)[^/.]+")


def quiet(path: str) -> str:
    """A request's path as a log may keep it: the token of a shared link opens a child's work, so it is left out."""
    return _OPENS.sub("…", path)


class JsonLines(logging.Formatter):
    """`log.info("card reissued", extra={"card_id": 7})` → `{"at": …, "level": "info", "event": …, "card_id": 7}`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            line["cause"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Discreet(logging.Filter):
    """Cuts what Reflex would print of an event: its headers with the login's cookie, and what the person typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the line stays, what follows the event's name goes."""
        text = record.getMessage()
        cut = _TYPED.sub("left out", _EVENT.sub(r"\1", text))
        if cut != text:
            record.msg, record.args = cut, ()
            record.exc_info = record.exc_text = None  # the cause repeats what was sent
        return True


def page_failed(exception: Exception) -> None:
    """A page's script failed. The first line says what; the rest, and what it quotes, is the visitor's own text."""
    first = str(exception).strip().partition("\n")[0]
    logging.getLogger("schoolapp.page").warning("a page failed", extra={"cause": first[:_MOST_OF_A_PAGE]})


def configure(level: int = logging.INFO) -> None:
    """Let everything below the logger `schoolapp` write JSON lines. Doing it twice is harmless."""
    log = logging.getLogger("schoolapp")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
    for name in _REFLEX:
        reflex_log = logging.getLogger(name)
        if not any(isinstance(kept, Discreet) for kept in reflex_log.filters):
            reflex_log.addFilter(Discreet())
    log.setLevel(level)
    log.propagate = False
