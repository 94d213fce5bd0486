"""The demo school of 1,500 children in a database of its own, its teachers signed in, and the scans they make."""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import Engine, text

from bench import needs
from bench.server import ROOT
from schoolapp import db
from schoolapp.checkin import codes
from schoolapp.identity import cookies

PHONES = 32
_PREPARE = "from schoolapp.serve import prepare_database; prepare_database()"


@dataclass
class Phone:
    """A teacher's phone with its login and the sessions it takes."""

    account_id: int
    token: str
    device_id: str
    sessions: list[int]


@dataclass
class World:
    """A filled database, the environment that serves it, and what is needed to make scans."""

    engine: Engine
    env: dict[str, str]
    day: date
    phones: list[Phone]
    expected: dict[int, list[int]]
    """Session → students."""
    codes: dict[int, str]
    """Student → text of the card."""

    def forget_events(self) -> None:
        """Back to the state before any of today's scans."""
        with self.engine.execution_options(write=True).begin() as connection:
            connection.execute(text("DELETE FROM checkin_event WHERE pack_version = 'bench'"))


@contextmanager
def postgres_database() -> Iterator[str]:
    """The address of a new database, dropped afterwards."""
    name = f"schoolapp_bench_{uuid4().hex[:10]}"
    with needs.postgres() as server:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


def build(folder: Path, database_url: str, more: Mapping[str, str]) -> World:
    """Fill a database with the demo school and stop before its bell: the demo's players stay away."""
    env = {"SCHOOLAPP_DATA": str(folder), "SCHOOLAPP_DATABASE_URL": database_url, **more}
    subprocess.run(
        [sys.executable, "-c", _PREPARE], cwd=ROOT, env={**os.environ, **env, "SCHOOLAPP_DEMO": "1"}, check=True
    )
    url = database_url.replace("postgresql://", "postgresql+psycopg://", 1) or f"sqlite:///{folder}/schoolapp.db"
    engine = db.make_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        found: Any = connection.execute(text("SELECT min(day) FROM session WHERE day >= :day"), {"day": date.today()})
        day = date.fromisoformat(str(found.scalar_one()))
        connection.execute(text("DELETE FROM day_change"))
        phones = _phones(connection, day)
        rows = connection.execute(
            text("SELECT session_id, student_id FROM session_student JOIN session ON id = session_id WHERE day = :day"),
            {"day": str(day) if not database_url else day},
        )
        expected: dict[int, list[int]] = {}
        for session, student in rows:
            expected.setdefault(session, []).append(student)
        key = (folder / "keys" / "card.key").read_bytes()
        cards = connection.execute(text("SELECT student_id, serial FROM card WHERE revoked_at IS NULL"))
        texts = {student: codes.make_code(key, serial) for student, serial in cards}
    served = {**env, "SCHOOLAPP_DEMO": "0", "SCHOOLAPP_CLOCK_START": f"{day}T17:05:00"}
    return World(engine, served, day, phones, expected, texts)


def _phones(connection: Any, day: date) -> list[Phone]:
    """The teachers of the day's sessions, each signed in on a phone."""
    rows = connection.execute(
        text(
            "SELECT a.id, s.id FROM session s JOIN account a ON a.staff_id = s.staff_id"
            " WHERE s.day = :day ORDER BY a.id"
        ),
        {"day": day if connection.dialect.name == "postgresql" else str(day)},
    )
    sessions: dict[int, list[int]] = {}
    for account, session in rows:
        sessions.setdefault(account, []).append(session)
    now = datetime.now(UTC)
    phones = []
    for account, own in list(sessions.items())[:PHONES]:
        phone = Phone(account, cookies.new_token(), f"bench-{account}", own)
        _sign_in(connection, phone, now)
        phones.append(phone)
    return phones


def _sign_in(connection: Any, phone: Phone, now: datetime) -> None:
    from schoolapp.models import LoginSession

    row = {
        "token_hash": cookies.hash_of(phone.token),
        "account_id": phone.account_id,
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + timedelta(days=1),
        "agent": "",
    }
    connection.execute(LoginSession.__table__.insert(), row)  # type: ignore[attr-defined]


def requests(world: World, phone: Phone, number: int, batch: int, seed: int) -> list[str]:
    """`number` requests of `batch` distinct scans each, as base64: nineteen of twenty of the own list, one stranger."""
    draw = random.Random(f"{seed}-{phone.account_id}")
    own = [(session, child) for session in phone.sessions for child in world.expected.get(session, [])]
    own = [(session, child) for session, child in own if child in world.codes]
    draw.shuffle(own)
    everybody = list(world.codes)
    made = []
    for at in range(number):
        events = []
        for step in range(batch):
            session, child = own[(at * batch + step) % len(own)]
            child = draw.choice(everybody) if draw.random() < 0.05 else child
            events.append(_scan(world, phone, session, child))
        made.append(base64.b64encode(_post(phone, events)).decode())
    return made


def _uuid7() -> str:
    """As phones make their ids: 48 bits of time, then chance."""
    millis, chance = time.time_ns() // 1_000_000, random.getrandbits(74)
    return str(UUID(int=millis << 80 | 7 << 76 | chance >> 62 << 64 | 2 << 62 | chance & (1 << 62) - 1))


def _scan(world: World, phone: Phone, session: int, child: int) -> dict[str, Any]:
    wall = datetime.combine(world.day, datetime.min.time()) + timedelta(hours=17, minutes=5)
    at = int((wall - timedelta(hours=8)).replace(tzinfo=UTC).timestamp() * 1000)
    return {
        "id": _uuid7(),
        "kind": "scan",
        "actor_id": phone.account_id,
        "code": world.codes[child],
        "session_id": session,
        "scanned_at": at,
        "clock_offset_ms": 12,
        "pack_version": "bench",
        "phone_verdict": "on_time",
        "method": "camera",
    }


def _post(phone: Phone, events: list[dict[str, Any]]) -> bytes:
    body = json.dumps({"device_id": phone.device_id, "sent_at": 0, "unsent": 0, "events": events}).encode()
    head = (
        "POST /api/checkin/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"User-Agent: Mozilla/5.0 (Linux; Android 10) MicroMessenger/8\r\nCookie: {cookies.NAME}={phone.token}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def fill_log(world: World, rows: int) -> None:
    """A log of `rows` events, spread over the past sessions and their children as years of use leave it."""
    with world.engine.execution_options(write=True).begin() as connection:
        is_postgres = connection.dialect.name == "postgresql"
        have = connection.execute(text("SELECT count(*) FROM checkin_event")).scalar_one()
        day = world.day if is_postgres else str(world.day)
        past = "FROM session_student ss JOIN session s ON s.id = ss.session_id WHERE s.day < :day"
        pairs = connection.execute(text(f"SELECT count(*) {past}"), {"day": day}).scalar_one()
        statement = (_FILL_POSTGRES if is_postgres else _FILL_SQLITE).replace("PAST", past)
        wanted = max(0, rows - have)
        values = {"actor": world.phones[0].account_id, "times": wanted // pairs + 1, "day": day, "wanted": wanted}
        connection.execute(text(statement), values)
    with world.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


_COLUMNS = """INSERT INTO checkin_event (id, kind, actor_id, session_id, student_id, happened_at, received_at,
    clock_offset_ms, is_clock_doubtful, pack_version, phone_verdict, verdict, alert, method, choice, note)
    SELECT {id}, 'scan', :actor, p.session_id, p.student_id, p.starts_at, p.starts_at,
    0, {no}, '', '', 'on_time', '', 'camera', '', ''
    FROM {numbers} CROSS JOIN (SELECT ss.session_id, ss.student_id, s.starts_at PAST) AS p LIMIT :wanted"""
_FILL_POSTGRES = _COLUMNS.format(id="gen_random_uuid()", no="false", numbers="generate_series(1, :times) AS n")
_FILL_SQLITE = _COLUMNS.format(
    id="lower(hex(randomblob(16)))",
    no="0",
    numbers="(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < :times) SELECT x FROM c) AS n",
)
