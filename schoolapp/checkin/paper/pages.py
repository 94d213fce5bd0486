"""/office/paper-roll: rolls for a day without phones or power are printed before and entered after."""

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.paper.state import LessonLine, PaperRollState, Seat
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page

STATES = {
    "present": ("tick", "here", _("here")),
    "absent": ("cross", "refuse", _("absent")),
    "leave": ("bar", "calm", _("on leave")),
}
"""State of a seat → icon, tone, word."""


def paper_roll_page() -> rx.Component:
    """The lessons of a day and, beside them from 1024 px, the open sheet."""
    return page(
        kit.row(
            kit.heading(_("Paper rolls")),
            kit.link_button(
                icon("print"),
                _("Print the next day's rolls"),
                href="/print/rolls?all=1",
                target="_blank",
                kind="ghost",
                class_name="k-slim k-fit",
            ),
            class_name="k-between flex-wrap",
        ),
        rx.el.div(rx.el.div(_finder(), _told(), _lessons(), class_name="k-stack"), _side(), class_name="k-two"),
        active="office",
        wide=True,
    )


def _finder() -> rx.Component:
    return kit.card(
        rx.el.div(
            kit.field(
                _("Day"),
                kit.text_input(
                    id="paper-day",
                    type="date",
                    value=PaperRollState.day,
                    max=PaperRollState.latest,
                    on_change=PaperRollState.choose_day,
                ),
                control_id="paper-day",
            ),
            kit.field(
                _("Class, room or teacher"),
                kit.text_input(
                    id="paper-find",
                    type="search",
                    on_change=PaperRollState.search.debounce(200),
                    auto_complete="off",
                ),
                control_id="paper-find",
            ),
            class_name="grid gap-3 sm:grid-cols-2",
        )
    )


def _told() -> rx.Component:
    return rx.fragment(
        kit.noted(PaperRollState.done),
        rx.cond(
            (PaperRollState.refusal != "") & (PaperRollState.lesson.id == 0),
            kit.notice(PaperRollState.refusal, tone="refuse", role="alert"),
        ),
    )


def _lessons() -> rx.Component:
    return rx.cond(
        PaperRollState.is_loaded,
        rx.cond(
            PaperRollState.shown > 0,
            kit.card(rx.el.div(rx.foreach(PaperRollState.lessons, _lesson), class_name="k-list")),
            kit.empty_state("list", _("No lesson has begun"), _("Choose another day, or search for less.")),
        ),
        kit.waiting(64, 64, 64, 64),
    )


def _lesson(lesson: LessonLine) -> rx.Component:
    return kit.opener(
        lesson.title,
        rx.fragment(lesson.slot, " · ", lesson.where),
        rx.cond(
            lesson.is_submitted,
            kit.pill(icon("tick", "w-4 h-4"), _("handed in"), tone="here"),
            kit.pill(_("not handed in"), tone="redirect"),
        ),
        is_below=True,
        on_click=PaperRollState.open(lesson.id),
        key=lesson.id,
    )


def _side() -> rx.Component:
    hint = rx.el.div(
        kit.empty_state("grid", _("Choose a lesson"), _("Then tap whoever is marked absent on the paper.")),
        class_name="hidden lg:block",
    )
    return rx.cond(
        PaperRollState.lesson.id > 0,
        rx.el.div(_sheet(), class_name="k-sheet k-stack content-start"),
        hint,
    )


def _sheet() -> rx.Component:
    lesson = PaperRollState.lesson
    return kit.card(
        kit.stack(
            kit.row(
                rx.el.div(
                    kit.heading(lesson.title, level=2, class_name="k-serif"), kit.soft(lesson.slot, " · ", lesson.where)
                ),
                kit.close_button(PaperRollState.close),
                class_name="k-between",
            ),
            rx.cond(lesson.is_submitted, kit.notice(_("This roll was handed in. Entering it again corrects it."))),
            kit.soft(_("Everyone counts as here: tap whoever is marked absent.")),
            rx.el.div(
                rx.foreach(PaperRollState.seats, _seat),
                class_name="grid gap-2 grid-cols-3 sm:grid-cols-4",
                role="group",
                custom_attrs={"aria-label": _("Children")},
            ),
            _counts(),
            _form(),
        ),
        key=lesson.id,
    )


def _seat(seat: Seat) -> rx.Component:
    where = rx.cond(PaperRollState.is_homeroom, seat.seat, f"{seat.homeroom} {seat.seat}")
    return rx.el.button(
        rx.el.span(where, class_name="k-small k-num block"),
        rx.el.b(seat.name, class_name="block leading-tight"),
        rx.match(seat.state, *[(state, _mark(state)) for state in ("absent", "leave")], _mark("present")),
        type="button",
        class_name=rx.match(
            seat.state,
            *[(state, f"{_SEAT} k-{STATES[state][1]}") for state in ("absent", "leave")],
            f"{_SEAT} k-{STATES['present'][1]}",
        ),
        custom_attrs={"aria-pressed": rx.cond(seat.state == "present", "false", "true")},
        on_click=PaperRollState.tap(seat.id),
        key=seat.id,
    )


_SEAT = "min-h-[64px] rounded-xl px-2 py-1 text-left cursor-pointer"


def _mark(state: str) -> rx.Component:
    icon_name, _tone, word = STATES[state]
    return rx.el.span(icon(icon_name, "w-4 h-4"), word, class_name="k-small flex items-center gap-1 font-semibold")


def _counts() -> rx.Component:
    return kit.row(
        kit.pill(PaperRollState.present, " ", _("here"), tone="here"),
        kit.pill(PaperRollState.absent, " ", _("absent"), tone="refuse"),
        rx.cond(PaperRollState.on_leave > 0, kit.pill(PaperRollState.on_leave, " ", _("on leave"), tone="calm")),
        class_name="flex-wrap",
        role="status",
    )


def _form() -> rx.Component:
    return rx.el.form(
        kit.field(
            _("Head count on the sheet"),
            kit.text_input(
                id="paper-count",
                name="head_count",
                input_mode="numeric",
                max_length=3,
                auto_complete="off",
                default_value=PaperRollState.head_count,
            ),
            control_id="paper-count",
        ),
        kit.field(
            _("Who is missing, and why"),
            kit.text_input(
                id="paper-note", name="note", max_length=500, auto_complete="off", default_value=PaperRollState.note
            ),
            control_id="paper-note",
            hint=_("Needed when the head count differs from the children marked here."),
        ),
        kit.refused(PaperRollState.refusal),
        kit.button(_("Record this roll"), type="submit"),
        class_name="k-stack",
        on_submit=PaperRollState.submit,
    )
