"""/office/cards: who has a card, print ten to a sheet, replace a lost one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.school.cards.state import CardLine, CardsState, GroupChoice
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page

REASONS = (
    ("lost", _("Lost")),
    ("damaged", _("Damaged")),
    ("stolen", _("Stolen or lent to somebody")),
    ("other", _("Another reason")),
)
"""Code kept with the revoked card, and its words."""


def cards_page() -> rx.Component:
    """The list and, beside it from 1024 px, the open child's card."""
    return page(
        kit.heading(_("QR cards")),
        rx.el.div(rx.el.div(_finder(), _summary(), _list(), class_name="k-stack"), _side(), class_name="k-two"),
        active="office",
        wide=True,
    )


def _finder() -> rx.Component:
    return kit.card(
        kit.stack(
            rx.el.div(
                _group_field("card-homeroom", _("Homeroom"), CardsState.homerooms, CardsState.homeroom_id,
                             CardsState.choose_homeroom),
                _group_field("card-section", _("Section"), CardsState.sections, CardsState.section_id,
                             CardsState.choose_section),
                class_name="grid gap-3 sm:grid-cols-2",
            ),
            kit.field(
                _("Or one child"),
                kit.text_input(
                    id="card-find",
                    type="search",
                    placeholder=_("Name or initials, e.g. zs"),
                    on_change=CardsState.search.debounce(250),
                    auto_complete="off",
                ),
                control_id="card-find",
            ),
        )
    )  # fmt: skip


def _group_field(control_id: str, label: str, groups: list[GroupChoice], chosen: str, on_change: Any) -> rx.Component:
    return kit.field(
        label,
        kit.select(
            rx.el.option(_("Choose"), value=""),
            rx.foreach(groups, lambda group: rx.el.option(group.name, value=group.id)),
            id=control_id,
            value=chosen,
            on_change=on_change,
        ),
        control_id=control_id,
    )


def _summary() -> rx.Component:
    """What a chosen group lacks, then what can be printed: one thing to do at a time."""
    counts = kit.row(
        kit.heading(CardsState.title, level=2, class_name="k-serif"),
        kit.pill(CardsState.printable, " ", _("with a card"), tone="here"),
        rx.cond(CardsState.lacking > 0, kit.pill(CardsState.lacking, " ", _("without"), tone="redirect")),
        class_name="flex-wrap",
    )
    give = kit.button(
        icon("qr"), _("Give the missing ones a card"), on_click=CardsState.issue_missing, class_name="k-slim"
    )
    return rx.cond(
        (CardsState.title != "") & (CardsState.shown > 0),
        kit.card(
            kit.stack(
                counts,
                rx.cond(CardsState.lacking > 0, give),
                rx.cond(CardsState.printable > 0, rx.cond(CardsState.lacking > 0, _print_all("ghost"), _print_all(""))),
                rx.cond(
                    CardsState.printable > 0,
                    kit.soft(_("Ten to an A4 sheet, with cut marks. Sheets: "), CardsState.sheets),
                ),
            )
        ),
    )


def _print_all(kind: str) -> rx.Component:
    """The one thing to do once nobody lacks a card."""
    return kit.link_button(
        icon("print"),
        _("Print"),
        " ",
        CardsState.printable,
        " ",
        _("cards"),
        href=CardsState.print_address,
        target="_blank",
        kind=kind,
        class_name="k-slim",
    )


def _list() -> rx.Component:
    return rx.cond(
        CardsState.is_loaded,
        rx.cond(
            CardsState.shown > 0,
            kit.card(rx.el.div(rx.foreach(CardsState.rows, _row), class_name="k-list")),
            rx.cond(
                (CardsState.title != "") | (CardsState.text != ""),
                kit.empty_state("search", _("Nobody found"), _("Try fewer characters, or choose a homeroom.")),
                kit.empty_state("qr", _("Whose cards?"), _("Choose a homeroom or a section, or look for one child.")),
            ),
        ),
        kit.waiting(64, 64, 64, 64),
    )


def _row(child: CardLine) -> rx.Component:
    return kit.opener(
        child.name,
        child.where,
        _card_pill(child),
        inside=(rx.cond(child.is_namesake, kit.pill(_("namesake"), class_name="ml-2")),),
        on_click=CardsState.open(child.id),
        key=child.id,
    )


def _card_pill(child: CardLine) -> rx.Component:
    return rx.cond(
        child.card_id > 0,
        kit.pill(icon("tick", "w-4 h-4"), _("has a card"), tone="here"),
        rx.cond(child.takes_part, kit.pill(_("no card yet"), tone="redirect"), kit.pill(_("does not take part"))),
    )


def _side() -> rx.Component:
    hint = rx.el.div(
        kit.empty_state("qr", _("Choose a child"), _("Its card stands here then: print it, or replace a lost one.")),
        class_name="hidden lg:block",
    )
    told = rx.fragment(
        kit.noted(CardsState.done),
        kit.refused(CardsState.refusal),
    )
    return rx.cond(
        CardsState.child.id > 0,
        rx.el.div(told, _open_child(), class_name="k-sheet k-stack content-start"),
        rx.el.div(told, hint, class_name="k-stack"),
    )


def _open_child() -> rx.Component:
    child = CardsState.child
    return kit.card(
        kit.stack(
            kit.row(
                rx.el.div(kit.heading(child.name, level=2, class_name="k-serif"), kit.soft(child.where)),
                kit.close_button(CardsState.close),
                class_name="k-between",
            ),
            rx.cond(child.is_namesake, kit.notice(_("Another child has this name: mind homeroom and seat."))),
            rx.cond(child.card_id > 0, _with_card(), _without_card()),
        ),
        key=child.id,
    )


def _without_card() -> rx.Component:
    return rx.fragment(
        kit.soft(_("This child has no card yet.")),
        kit.button(icon("qr"), _("Give a card"), on_click=CardsState.issue_one),
    )


def _with_card() -> rx.Component:
    child = CardsState.child
    picture = f"/api/cards/{child.card_id}.png"
    return rx.fragment(
        rx.el.img(
            src=picture,
            alt=_("QR code of this child's card"),
            width="232",
            height="232",
            class_name="justify-self-center w-[232px] h-[232px] bg-white rounded-2xl border border-[color:var(--line)]",
        ),
        kit.soft(
            _("Since"), " ", child.since,
            rx.cond(child.replaced > 0, rx.el.span(" · ", _("replaced"), " ", child.replaced, " ", _("times"))),
            class_name="text-center",
        ),
        kit.link_button(_("Print this card"), href=f"/print/cards?student={child.id}", target="_blank"),
        kit.link_button(_("Save as a picture"), href=picture, kind="ghost", class_name="k-slim", download="card.png"),
        _replacement(),
    )  # fmt: skip


def _replacement() -> rx.Component:
    """Opened first and then confirmed: a replaced card is refused at every door at once."""
    return rx.el.details(
        rx.el.summary(_("Replace this card …"), class_name="k-link"),
        kit.stack(
            rx.el.p(_("The old card no longer counts, also when it is found again.")),
            kit.field(
                _("Why?"),
                kit.select(
                    *[rx.el.option(word, value=code) for code, word in REASONS],
                    id="card-reason",
                    value=CardsState.reason,
                    on_change=CardsState.choose_reason,
                ),
                control_id="card-reason",
            ),
            kit.button(_("Yes, replace it"), kind="danger", class_name="k-slim", on_click=CardsState.replace),
        ),
    )
