"""Every page and who sees something of their own on it: for pictures and for the accessibility test."""

from __future__ import annotations

STAFF = ("teacher", "homeroom", "leader", "office")

ROLES_OF: dict[str, tuple[str, ...]] = {
    "/sign-in": ("visitor",),
    "/setup": ("visitor",),
    "/guide": ("visitor",),
    "/today": STAFF,
    "/scan": STAFF,
    "/shoot": STAFF,
    "/kiosk": ("teacher",),
    "/board": STAFF,
    "/attendance": STAFF,
    "/consents": ("guardian",),
    "/recalls": ("teacher",),
    "/works": STAFF,
    "/works/approve": STAFF,
    "/works/consents": ("teacher", "homeroom", "leader"),
    "/home": ("guardian",),
    "/families": ("homeroom", "office"),
    "/notices": ("guardian", "homeroom"),
    "/gallery": ("visitor", "guardian", "teacher"),
    "/portfolio": ("guardian",),
    "/me": (*STAFF, "guardian"),
    "/office": ("office",),
    "/office/accounts": ("office",),
    "/office/audit": ("office",),
    "/office/cards": ("office",),
    "/office/consents": ("office",),
    "/office/day": ("office",),
    "/office/import": ("office",),
    "/office/paper-roll": ("office",),
    "/office/people": ("office",),
    "/office/school": ("office",),
}
PAGES = tuple(ROLES_OF)
