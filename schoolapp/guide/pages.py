"""`/guide`: one sheet of A4 for teachers, to read on the phone or to print: the roll in front, works on the back."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import plain_page

Steps = tuple[tuple[str, str, str], ...]
"""Picture, title, words."""
Questions = tuple[tuple[str, str], ...]

ROLL_STEPS: Steps = (
    ("narrow-today", _("1 Open today"), _("Today's class is on top. Press the green button.")),
    (
        "narrow-scan",
        _("2 Scan"),
        _("Cards to the camera, several at once. Green: here. Orange: wrong room; send the child there or keep it."),
    ),
    ("guide-hand-in", _("3 Hand in"), _("Count the heads, put the number in. Who is missing goes to the duty leader.")),
    ("guide-seats", _("Homework care"), _("No scanning: tap who is absent, confirm the number. 15 seconds.")),
)
ROLL_QUESTIONS: Questions = (
    (_("No network?"), _("Go on as always. The badge shows how many are not sent yet; they go by themselves later.")),
    (_("Card lost or forgotten?"), _("Manual roll: by seat number, or type initials of the name.")),
    (_("Scanned the wrong child?"), _("Press the arrow beside the name: it is taken back.")),
    (_("Kept a child back?"), _("Press ··· and Keep: how long and why. The next teacher sees it.")),
    (_("Camera stays black?"), _("The address must begin with https. In WeChat press ··· and open in the browser.")),
    (_("Phone empty, power cut?"), _("Use the printed roll; the office enters it afterwards.")),
)
WORK_STEPS: Steps = (
    (
        "guide-shoot",
        _("1 Card, then shutter"),
        _("Works, Photograph works: first the child's card, then the shutter. Made together: scan every card."),
    ),
    (
        "guide-straighten",
        _("2 Straighten"),
        _("Draw the four corners to the paper's corners, look at the result, on to the next one."),
    ),
    (
        "guide-approve",
        _("3 Look through"),
        _("Under Waiting: approve, and the family sees it at once. Something is wrong: send it back and say what."),
    ),
    (
        "guide-consents",
        _("4 Who sees it"),
        _("As far as the family agreed, no further: the app minds it. Taken back is gone at once, everywhere."),
    ),
)
WORK_QUESTIONS: Questions = (
    (_("No network?"), _("Photograph on. The works wait in the phone and go by themselves later.")),
    (_("No card at hand?"), _("Choose the child by name, or shoot now and say later whose it is.")),
    (
        _("A child's face in the picture?"),
        _("Class moment. Look first who must not be shown: What families agreed to."),
    ),
    (_("Many at once?"), _("Tick them, or take all, and approve in one go.")),
    (_("The wrong picture is out?"), _("Open the work, take it down: nobody sees it any more.")),
    (_("You sent it to a group?"), _("When a family takes its yes back you are told: please delete it there too.")),
)


_PRINTS = {"data-print": ""}
"""`/print.js` answers it."""


def guide_page() -> rx.Component:
    """Needs no sign-in: it may hang in the staff room as a link."""
    return plain_page(
        rx.el.link(rel="stylesheet", href="/guide.css", custom_attrs={"precedence": "default"}),
        rx.el.script(src="/print.js", custom_attrs={"async": True}),
        kit.row(
            kit.button(icon("print"), _("Print"), kind="ghost", class_name="k-slim k-fit", custom_attrs=_PRINTS),
            class_name="g-screen",
        ),
        rx.el.div(
            _sheet(_("Taking the roll, on one page"), (_("Take a roll"), "/scan"), ROLL_STEPS, ROLL_QUESTIONS),
            _sheet(_("Works, on one page"), (_("Photograph works"), "/shoot"), WORK_STEPS, WORK_QUESTIONS),
            class_name="g-guide",
        ),
    )


def _sheet(title: str, link: tuple[str, str], steps: Steps, questions: Questions) -> rx.Component:
    """One side of the printed sheet. `link`: a word and where it leads, on the screen only."""
    word, href = link
    return rx.el.section(
        kit.row(
            kit.heading(title, class_name="k-grow"),
            rx.el.a(word, href=href, class_name="k-link g-screen"),
        ),
        rx.el.ol(*[_step(*step) for step in steps], class_name="g-steps"),
        rx.el.dl(*[_question(*pair) for pair in questions], class_name="g-questions"),
        class_name="g-sheet",
    )


def _step(picture: str, title: str, words: str) -> rx.Component:
    return rx.el.li(
        rx.el.img(src=f"/pictures/{picture}.webp", alt="", width="390", height="844", loading="lazy"),
        rx.el.div(rx.el.h2(title, class_name="k-h2"), rx.el.p(words)),
    )


def _question(question: str, answer: str) -> rx.Component:
    return rx.el.div(rx.el.dt(question), rx.el.dd(answer))
