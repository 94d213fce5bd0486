"""/office/people: every child by homeroom and seat."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.school.people.state import ChildLine, HomeroomChoice, PeopleState
from schoolapp.ui import kit
from schoolapp.ui.shell import page


def people_page() -> rx.Component:
    """The list and, beside it from 1024 px, the open child or the form."""
    return page(
        rx.cond(
            ~PeopleState.is_loaded & (PeopleState.refusal != ""),
            kit.notice(PeopleState.refusal, tone="refuse", role="alert"),
            _people(),
        ),
        active="office",
        wide=True,
    )


def _people() -> rx.Component:
    return kit.stack(
        kit.row(
            kit.heading(_("Students")),
            kit.button(_("Add a child"), class_name="k-slim k-fit", on_click=PeopleState.start_adding),
            class_name="k-between",
        ),
        rx.el.div(rx.el.div(_finder(), _list(), class_name="k-stack"), _side(), class_name="k-two"),
    )


def _finder() -> rx.Component:
    return kit.card(
        kit.stack(
            kit.field(
                _("Name, initials or student number"),
                kit.text_input(
                    id="find",
                    type="search",
                    placeholder=_("e.g. zhangsan: zs"),
                    on_change=PeopleState.search.debounce(250),
                    auto_complete="off",
                ),
                control_id="find",
            ),
            kit.field(
                _("Homeroom"),
                kit.select(
                    rx.el.option(_("All homerooms"), value=""),
                    rx.foreach(PeopleState.homerooms, _homeroom_option),
                    id="homeroom-filter",
                    value=PeopleState.homeroom_id,
                    on_change=PeopleState.choose_homeroom,
                ),
                control_id="homeroom-filter",
            ),
        )
    )


def _homeroom_option(choice: HomeroomChoice) -> rx.Component:
    return rx.el.option(choice.name, value=choice.id)


def _list() -> rx.Component:
    filled = kit.card(
        rx.el.div(rx.foreach(PeopleState.rows, _line), class_name="k-list"),
        rx.cond(
            PeopleState.has_more,
            kit.button(_("Show more"), kind="ghost", class_name="k-slim", on_click=PeopleState.more),
        ),
    )
    nobody = rx.cond(
        PeopleState.is_new,
        kit.empty_state(
            "me",
            _("There are no students yet"),
            _("Bring in the list of students: the homerooms come with it."),
            kit.link_button(_("Import lists"), href="/office/import", class_name="k-slim k-fit"),
        ),
        kit.empty_state("search", _("Nobody found"), _("Try fewer characters, or all homerooms.")),
    )
    return rx.cond(
        PeopleState.is_loaded,
        rx.fragment(_hidden(), rx.cond(PeopleState.rows.length() > 0, filled, nobody)),
        kit.waiting(64, 64, 64, 64, 64, 64),
    )


def _hidden() -> rx.Component:
    """Whom one looks for may sit in another homeroom than the one chosen before."""
    return rx.cond(
        PeopleState.hidden != "",
        kit.notice(
            rx.el.span(PeopleState.hidden, class_name="k-grow", role="status"),
            kit.button(
                _("All homerooms"), kind="ghost", class_name="k-slim k-fit", on_click=PeopleState.choose_homeroom("")
            ),
            class_name="k-row",
        ),
    )


def _line(child: ChildLine) -> rx.Component:
    return kit.opener(
        child.name,
        child.where,
        rx.cond(
            child.has_left, kit.pill(_("left")), rx.el.span(child.school_number, class_name="k-soft k-small k-num")
        ),
        on_click=PeopleState.open(child.id),
        key=child.id.to_string(),
    )


def _side() -> rx.Component:
    is_open = PeopleState.is_adding | (PeopleState.child.id > 0)
    hint = rx.el.div(
        kit.empty_state("me", _("Choose a child"), _("Homeroom, seat, sections and card stand here then.")),
        class_name="hidden lg:block",
    )
    opened = rx.el.div(
        kit.noted(PeopleState.done),
        kit.refused(PeopleState.refusal),
        rx.cond(PeopleState.is_adding, _new_child(), _open_child()),
        class_name="k-sheet k-stack content-start",
    )
    return rx.cond(is_open, opened, hint)


def _homeroom_and_seat(prefix: str, homeroom: rx.Var | str, seat: rx.Var | str) -> list[rx.Component]:
    return [
        kit.field(
            _("Homeroom"),
            kit.select(
                rx.el.option(_("Choose"), value=""),
                rx.foreach(PeopleState.homerooms, _homeroom_option),
                id=f"{prefix}-homeroom",
                name="homeroom_id",
                default_value=homeroom,
                required=True,
            ),
            control_id=f"{prefix}-homeroom",
        ),
        kit.field(
            _("Seat number"),
            kit.text_input(id=f"{prefix}-seat", name="seat", default_value=seat, input_mode="numeric", max_length=2),
            control_id=f"{prefix}-seat",
        ),
    ]


def _new_child() -> rx.Component:
    return kit.card(
        rx.el.form(
            kit.row(
                kit.heading(_("Add a child"), level=2), kit.close_button(PeopleState.close), class_name="k-between"
            ),
            kit.field(
                _("Name"),
                kit.text_input(id="new-name", name="name", required=True, max_length=40, auto_complete="off"),
                control_id="new-name",
            ),
            kit.field(
                _("Student number"),
                kit.text_input(id="new-number", name="school_number", max_length=32, auto_complete="off"),
                control_id="new-number",
                hint=_("As the school gives it; may stay empty."),
            ),
            *_homeroom_and_seat("new", "", ""),
            rx.el.label(
                rx.el.input(type="checkbox", name="takes_part", default_checked=True, class_name="w-6 h-6"),
                rx.el.span(_("Takes part in the after-school service")),
                class_name="k-row min-h-[44px]",
            ),
            kit.button(_("Add"), type="submit"),
            class_name="k-stack",
            on_submit=PeopleState.add,
        )
    )


def _open_child() -> rx.Component:
    child = PeopleState.child
    return kit.card(
        kit.stack(
            kit.row(
                rx.el.div(kit.heading(child.name, level=2), kit.soft(child.where, " · ", child.pinyin)),
                kit.close_button(PeopleState.close),
                class_name="k-between",
            ),
            kit.soft(_("Student number"), " ", rx.cond(child.school_number != "", child.school_number, "—")),
            _facts(),
            rx.cond(child.has_left, kit.notice(_("Has left the school."), tone="unknown"), _actions()),
            _past(),
        ),
        key=child.id.to_string(),
    )


def _facts() -> rx.Component:
    child = PeopleState.child
    return rx.el.div(
        rx.cond(child.takes_part, kit.pill(_("takes part"), tone="here"), kit.pill(_("does not take part"))),
        rx.cond(child.has_card, kit.pill(_("has a card"), tone="here"), kit.pill(_("no card yet"), tone="redirect")),
        rx.foreach(child.sections, lambda name: kit.pill(name, tone="calm")),
        class_name="flex flex-wrap gap-2",
    )


def _actions() -> rx.Component:
    child = PeopleState.child
    return kit.stack(
        rx.el.form(
            *_homeroom_and_seat("move", child.homeroom_id, child.seat),
            kit.button(_("Save homeroom and seat"), type="submit", kind="ghost", class_name="k-slim"),
            class_name="k-stack",
            on_submit=PeopleState.move,
        ),
        kit.button(
            rx.cond(child.takes_part, _("No longer takes part"), _("Takes part from today")),
            kind="ghost",
            class_name="k-slim",
            on_click=PeopleState.toggle_participation,
        ),
        kit.link_button(_("Print or reissue the card"), href="/office/cards", kind="ghost", class_name="k-slim"),
        rx.el.details(
            rx.el.summary(_("Has left the school …"), class_name="k-link"),
            kit.stack(
                rx.el.p(_("From today the child is expected nowhere, the card no longer counts. Past rolls stay.")),
                kit.button(_("Yes, has left"), kind="danger", class_name="k-slim", on_click=PeopleState.leave_school),
            ),
        ),
    )


def _past() -> rx.Component:
    return rx.cond(
        PeopleState.child.past.length() > 0,
        rx.el.div(
            kit.heading(_("Before"), level=2),
            rx.foreach(PeopleState.child.past, lambda text: kit.soft(text)),
        ),
    )
