"""`/guide`: the one page for teachers, to read on the phone or to print on one sheet of A4."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.shell import plain_page

STEPS = (
    ("narrow-today", _("1 Open today"), _("Today's class is on top. Press the green button.")),
    (
        "narrow-scan",
        _("2 Scan"),
        _("Cards to the camera, several at once. Green: here. Orange: wrong room; send the child there or keep it."),
    ),
    ("guide-hand-in", _("3 Hand in"), _("Count the heads, put the number in. Who is missing goes to the duty leader.")),
    ("guide-seats", _("Homework care"), _("No scanning: tap who is absent, confirm the number. 15 seconds.")),
)
QUESTIONS = (
    (_("No network?"), _("Go on as always. The badge shows how many are not sent yet; they go by themselves later.")),
    (_("Card lost or forgotten?"), _("Manual roll: by seat number, or type initials of the name.")),
    (_("Scanned the wrong child?"), _("Press the arrow beside the name: it is taken back.")),
    (_("Kept a child back?"), _("Press ··· and Keep: how long and why. The next teacher sees it.")),
    (_("Camera stays black?"), _("The address must begin with https. In WeChat press ··· and open in the browser.")),
    (_("Phone empty, power cut?"), _("Use the printed roll; the office enters it afterwards.")),
)


def guide_page() -> rx.Component:
    """Needs no sign-in: it may hang in the staff room as a link."""
    return plain_page(
        rx.el.link(rel="stylesheet", href="/guide.css", custom_attrs={"precedence": "default"}),
        rx.el.div(
            kit.row(
                kit.heading(_("Taking the roll, on one page"), class_name="k-grow"),
                rx.el.a(_("Take a roll"), href="/scan", class_name="k-link g-screen"),
            ),
            rx.el.ol(*[_step(*step) for step in STEPS], class_name="g-steps"),
            rx.el.dl(*[_question(*pair) for pair in QUESTIONS], class_name="g-questions"),
            class_name="g-guide",
        ),
    )


def _step(picture: str, title: str, words: str) -> rx.Component:
    return rx.el.li(
        rx.el.img(src=f"/pictures/{picture}.webp", alt="", width="390", height="844", loading="lazy"),
        rx.el.div(rx.el.h2(title, class_name="k-h2"), rx.el.p(words)),
    )


def _question(question: str, answer: str) -> rx.Component:
    return rx.el.div(rx.el.dt(question), rx.el.dd(answer))
