"""Works in a served demo school, for browser tests: real pictures by the phone's way, many by rows."""

from __future__ import annotations

import io
import sqlite3
from uuid import uuid4

from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext

from tools.demo_server import DemoServer

DAY = "2026-11-23"


def a_picture(number: int = 0, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A JPEG of a red round on paper, each number another size of round."""
    picture = Image.new("RGB", size, (246, 240, 226))
    middle, radius = (size[0] // 2, size[1] // 2), 160 + number % 7 * 40
    box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
    ImageDraw.Draw(picture).ellipse(box, fill=(190 - number % 5 * 20, 50 + number % 9 * 12, 40))
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def post_photo(teacher: BrowserContext, server: DemoServer, data: bytes) -> str:
    """Send a picture as a phone does; its id."""
    photo_id = str(uuid4())
    headers = {"Origin": server.url, "Content-Type": "application/octet-stream"}
    answer = teacher.request.post(f"/api/photos?id={photo_id}", data=data, headers=headers)
    assert answer.ok, answer.text()
    return photo_id


def children_of(server: DemoServer, section: str) -> tuple[int, list[int]]:
    """A section and the children enrolled in it."""
    with sqlite3.connect(server.data / "schoolapp.db") as db:
        (section_id,) = db.execute("SELECT id FROM section WHERE name = ?", (section,)).fetchone()
        enrolled = "SELECT student_id FROM enrolment WHERE section_id = ? AND valid_to IS NULL ORDER BY student_id"
        return section_id, [row[0] for row in db.execute(enrolled, (section_id,))]


def add_rows(server: DemoServer, section: str, photo_ids: list[str], children: list[int], title: str = "") -> list[int]:
    """A waiting work for each picture, by the teacher who sent it, of the children in turn."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        section_id, course = db.execute("SELECT id, course_id FROM section WHERE name = ?", (section,)).fetchone()
        (term,) = db.execute("SELECT id FROM term WHERE starts_on <= ? AND ends_on >= ?", (DAY, DAY)).fetchone()
        return [
            _add_row(db, photo, children[number % len(children)], (term, section_id, course), title)
            for number, photo in enumerate(photo_ids)
        ]


def _add_row(db: sqlite3.Connection, photo: str, child: int, place: tuple[int, int, int], title: str) -> int:
    key = photo.replace("-", "")
    (account,) = db.execute("SELECT uploaded_by FROM photo WHERE id = ?", (key,)).fetchone()
    member = "SELECT m.homeroom_id, h.grade FROM homeroom_membership m JOIN homeroom h ON h.id = m.homeroom_id"
    homeroom, grade = db.execute(f"{member} WHERE student_id = ? AND valid_to IS NULL", (child,)).fetchone()
    at = f"{DAY} 08:30:00.000000"
    row = (uuid4().hex, "work", key, title, "", "", DAY, *place, homeroom, grade, account, at, "waiting", 0, 0, 0)
    columns = (
        "uuid, kind, photo_id, title, medium, remark, day, term_id, section_id, course_id, homeroom_id, grade,"
        " created_by, created_at, state, approved_for, audience, unmatched"
    )
    marks = ", ".join("?" * len(row))
    work = db.execute(f"INSERT INTO work ({columns}) VALUES ({marks}) RETURNING id", row).fetchone()[0]
    maker = "INSERT INTO work_maker (work_id, student_id, homeroom_id, added_at) VALUES (?, ?, ?, ?)"
    db.execute(maker, (work, child, homeroom, at))
    return int(work)


def copy_photo(server: DemoServer, photo_id: str, count: int) -> list[str]:
    """Further photos of the same files: a class's worth of works without sending each."""
    made = [uuid4() for _ in range(count)]
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(photo)") if row[1] != "id"]
        listed = ", ".join(names)
        for one in made:
            db.execute(
                f"INSERT INTO photo (id, {listed}) SELECT ?, {listed} FROM photo WHERE id = ?",
                (one.hex, photo_id.replace("-", "")),
            )
    return [str(one) for one in made]


def agree(server: DemoServer, child: int, purposes: int) -> None:
    """A legal guardian's signed sheet; entered before the works are decided about."""
    with sqlite3.connect(server.data / "schoolapp.db", timeout=20) as db:
        (account,) = db.execute("SELECT id FROM account WHERE login = 'office'").fetchone()
        rows = [
            (child, subject, purpose, bool(purposes & purpose), True, account, f"{DAY} 00:00:00.000000", "妈妈")
            for subject in ("work", "person")
            for purpose in (1, 2, 4, 8)
        ]
        columns = "student_id, subject, purpose, is_given, is_legal, account_id, at, signed_by"
        db.executemany(f"INSERT INTO consent ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
