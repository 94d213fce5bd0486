"""The parts of `door.jsx` as components: a form to our API, the demo logins, signing out."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import browser_code

_LIBRARY = browser_code.hand_to_build(__name__, __file__, ["door.jsx", "forget.js"])["door.jsx"]


class PostForm(rx.Component):
    """A form whose fields go to `action` as JSON; the answer's `next` is opened with a full page load."""

    library = _LIBRARY
    tag = "PostForm"
    action: rx.Var[str]
    label: rx.Var[str]
    busy_label: rx.Var[str]
    words: rx.Var[dict[str, str]]


class DemoLogins(rx.Component):
    """Shown in demo mode only, which the server says."""

    library = _LIBRARY
    tag = "DemoLogins"
    title: rx.Var[str]
    hint: rx.Var[str]
    password: rx.Var[str]
    people: rx.Var[list[dict[str, str]]]
    words: rx.Var[dict[str, str]]


class SignOut(rx.Component):
    """The button that ends this login, with a warning when scans or works wait on this phone."""

    library = _LIBRARY
    tag = "SignOut"
    label: rx.Var[str]
    warning: rx.Var[str]
    send_first: rx.Var[str]
    leave_anyway: rx.Var[str]
    offline: rx.Var[str]


def sign_out() -> rx.Component:
    """With its words."""
    return SignOut.create(
        label=_("Sign out"),
        warning=_(
            "{n} scans or works on this phone are not sent yet. Signed out, they wait here until you sign in again."
        ),
        send_first=_("Send them first"),
        leave_anyway=_("Sign out all the same"),
        offline=_("No network: signing out needs one. Try again in a moment."),
    )
