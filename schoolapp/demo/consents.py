"""What the demo's families agreed to: on paper at the start of term, as most families do it.

85 % agreed to something, 10 % not to pictures of the child; the three choices in a mix.
"""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

from schoolapp.works.rules import CHOICES, PURPOSES, Subject

_ANSWERS = ("public", "school", "teachers", "")
_SHARES = (55, 30, 5, 10)
"""No sheet came back from the last ones: nothing was said, so nothing is agreed to."""
NO_PICTURE = 0.10


def consent_rows(
    draw: random.Random, student_ids: list[int], settled: dict[int, str], account_id: int, signed_on: date, at: datetime
) -> list[dict[str, Any]]:
    """The signed sheets as rows. `settled`: children whose answer the stories tell; signed by a legal guardian."""
    rows: list[dict[str, Any]] = []
    for student_id in student_ids:
        answer = settled.get(student_id) or draw.choices(_ANSWERS, _SHARES)[0]
        without_picture = student_id not in settled and draw.random() < NO_PICTURE
        signed_by = draw.choice(("妈妈", "爸爸"))
        if not answer:
            continue
        for subject in Subject:
            chosen = CHOICES[_about_person(draw, answer, without_picture) if subject is Subject.PERSON else answer]
            for purpose in PURPOSES:
                rows.append(
                    {
                        "student_id": student_id,
                        "subject": str(subject),
                        "purpose": int(purpose),
                        "is_given": bool(chosen & purpose),
                        "is_legal": True,
                        "account_id": account_id,
                        "at": at,
                        "signed_on": signed_on,
                        "signed_by": signed_by,
                    }
                )
    return rows


def _about_person(draw: random.Random, answer: str, without_picture: bool) -> str:
    """Pictures of the child itself are guarded more closely than what it made."""
    if without_picture or answer == "teachers":
        return "teachers"
    return answer if draw.random() < 0.45 else "school"
