"""A family for the small school: letters by child, joining in one call."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from schoolapp.db import read
from schoolapp.family import joining, letters
from schoolapp.family.joining import Claim
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Viewer
from schoolapp.models import Account, Guardianship
from schoolapp.models import tables as t
from tests.factory import SmallSchool, begin_login

DIGITS = "739154"


@dataclass
class Families:
    """What the tests of families do again and again."""

    school: SmallSchool
    tokens: dict[int, str] = field(default_factory=dict)
    """Login → its token."""

    def viewer(self, role: str) -> Viewer:
        return viewer_of(f"{cookies.NAME}={begin_login(self.school.accounts[role])}")

    def again(self, viewer: Viewer) -> Viewer:
        """The same login, looked up now."""
        return self.of(self.tokens[viewer.login_id or 0])

    def of(self, token: str) -> Viewer:
        return viewer_of(f"{cookies.NAME}={token}")

    def letter(self, child: int, role: str = "homeroom") -> str:
        """The code on the child's letter."""
        _school, printed = letters.letters_to_print(self.viewer(role), None, child)
        return printed[0].code

    def join(
        self, child: int, relation: str = "妈妈", name: str = "李红", digits: str = DIGITS, **more: object
    ) -> Viewer:
        """Somebody joined the child's family with its letter."""
        claim = Claim(relation, bool(more.get("is_legal", True)), name, digits, digits)
        token = joining.join(self.letter(child), claim, "MicroMessenger Android", "10.0.0.1")
        viewer = self.of(token)
        self.tokens[viewer.login_id or 0] = token
        return viewer

    def row(self, viewer: Viewer, child: int) -> Guardianship:
        with read() as db:
            both = t.guardianship.c.guardian_id == viewer.guardian_id, t.guardianship.c.student_id == child
            return db.scalars(select(Guardianship).where(*both)).one()

    def account(self, viewer: Viewer) -> Account:
        with read() as db:
            return db.get_one(Account, viewer.account_id)


@pytest.fixture
def families(school: SmallSchool) -> Families:
    return Families(school)
