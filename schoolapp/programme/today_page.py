"""/today: the first page. One thing to do on it: take the roll of the class that is on."""

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.checkin.scanner.component import offline_today, phone_ready
from schoolapp.i18n import _
from schoolapp.programme.today_roster import roster
from schoolapp.programme.today_state import TodayState
from schoolapp.programme.today_view import ClassCard, Line, Notice, OwnHomeroom, WholeSchool
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page
from schoolapp.works.capture.component import works_ready

REFRESH = 10
"""Seconds between two looks at the server while the page is seen."""


def today_page() -> rx.Component:
    """What is on, what has changed, what comes next; for leaders the whole school first."""
    return page(
        rx.el.div(
            rx.el.div(TodayState.day_line, class_name="k-soft k-small min-h-[21px]"),
            kit.heading(rx.cond(TodayState.hello != "", TodayState.hello, _("Today")), class_name="min-h-[33px]"),
        ),
        rx.cond(TodayState.is_loaded, _content(), offline_today(kit.waiting(250, 90, 140))),
        # Whoever takes a roll here: the lists are on the phone before the network goes.
        rx.cond(TodayState.cards, phone_ready(), rx.cond(TodayState.coming, phone_ready())),
        works_ready(),
        rx.el.button(
            on_click=TodayState.load, hidden=True, type="button", custom_attrs={"data-again": REFRESH, "tabindex": "-1"}
        ),
        active="today",
        wide=True,
    )


def _content() -> rx.Component:
    first = kit.stack(
        rx.foreach(TodayState.cards, _class_card),
        rx.cond(TodayState.is_listed, roster()),
        rx.foreach(TodayState.schools, _school_card),
        rx.cond(TodayState.schools, rx.fragment(), rx.cond(TodayState.empty != "", _empty())),
        rx.foreach(TodayState.homerooms, _homeroom_card),
        class_name="gap-4",
    )
    second = kit.stack(rx.foreach(TodayState.notices, _notice), _coming(), class_name="gap-4")
    return rx.el.div(first, second, class_name="k-two")


def _class_card(card: ClassCard) -> rx.Component:
    return kit.card(
        kit.row(
            kit.pill(
                rx.cond(card.is_now, _("Now"), _("Next")),
                _(" · "),
                card.slot,
                tone="calm",
            ),
            rx.el.span(card.when, class_name="k-soft k-small k-num"),
            class_name="k-between",
        ),
        kit.row(
            rx.el.div(
                rx.el.h2(card.title, class_name="k-serif text-[30px] leading-tight font-bold [word-break:keep-all]"),
                rx.el.div(card.where, class_name="k-soft"),
                _asides(card),
                class_name="k-grow",
            ),
            _ring(card),
            class_name="mt-[14px] mb-[18px]",
        ),
        rx.cond(card.is_care, _care_buttons(card), _section_buttons(card)),
    )


def _asides(card: ClassCard) -> rx.Component:
    """Whom one stands in for, who is on leave or a guest, whether the roll is in and whom it still looks for."""
    return rx.el.div(
        rx.cond(card.instead_of != "", kit.pill(_("for "), card.instead_of, tone="calm")),
        rx.cond(card.on_leave > 0, kit.pill(_("on leave "), card.on_leave, tone="calm")),
        rx.cond(card.guests > 0, kit.pill(_("of other classes "), card.guests, tone="redirect")),
        rx.cond(card.is_submitted, kit.pill(icon("tick", "w-[18px] h-[18px]"), _("roll submitted"), tone="here")),
        rx.cond(card.unclear > 0, kit.pill(_("to be checked "), card.unclear, tone="redirect")),
        rx.cond(card.is_outdated, kit.pill(_("not submitted since a class joined"), tone="redirect")),
        class_name="flex flex-wrap gap-2 mt-2 empty:hidden",
    )


def _ring(card: ClassCard) -> rx.Component:
    """How many of those on the list are here."""
    around = {"cx": 38, "cy": 38, "r": 32, "stroke_width": 8, "fill": "none"}
    part = rx.el.svg.circle(
        stroke="var(--here)",
        stroke_dasharray=card.part,
        stroke_linecap="round",
        transform="rotate(-90 38 38)",
        **around,
    )
    return rx.el.svg(
        rx.el.svg.circle(stroke="var(--line)", **around),
        rx.cond(card.part != "", part),
        _ring_text(card.here, 37, 20, "700", "var(--ink)"),
        _ring_text(card.count_of, 53, 12, "400", "var(--ink-soft)"),
        view_box="0 0 76 76",
        class_name="k-ring k-num",
        role="img",
        custom_attrs={"aria-label": card.label},
    )


def _ring_text(text: Any, y: int, size: int, weight: str, colour: str) -> rx.Component:
    return rx.el.svg.text(text, x=38, y=y, text_anchor="middle", font_size=size, font_weight=weight, fill=colour)


def _section_buttons(card: ClassCard) -> rx.Component:
    return kit.stack(
        kit.link_button(icon("qr"), _("Scan the roll"), href=card.scan_link),
        kit.row(
            kit.link_button(
                _("By seat number"),
                href=rx.Var.create(card.scan_link) + "&view=manual",
                kind="ghost",
                class_name="k-slim",
            ),
            _list_button(),
            _shoot_button(card),
            class_name="gap-2",
        ),
        class_name="gap-[10px]",
    )


def _care_buttons(card: ClassCard) -> rx.Component:
    return kit.stack(
        kit.link_button(icon("grid"), _("Take the roll by seat"), href=card.scan_link),
        kit.row(_list_button(), _shoot_button(card)),
        class_name="gap-[10px]",
    )


def _shoot_button(card: ClassCard) -> rx.Component:
    return kit.link_button(_("Photograph works"), href=card.shoot_link, kind="ghost", class_name="k-slim px-1")


def _list_button() -> rx.Component:
    return kit.button(
        rx.cond(TodayState.is_listed, _("Close the list"), _("See the list")),
        kind="ghost",
        class_name="k-slim",
        on_click=TodayState.toggle_list,
        custom_attrs={"aria-expanded": TodayState.is_listed},
    )


def _school_card(school: WholeSchool) -> rx.Component:
    return kit.card(
        kit.row(
            kit.pill(rx.cond(school.is_now, _("Now"), _("Next")), _(" · "), school.slot, tone="calm"),
            rx.el.span(school.when, class_name="k-soft k-small k-num"),
            class_name="k-between",
        ),
        rx.el.h2(_("The whole school"), class_name="k-serif text-[28px] leading-tight font-bold mt-3"),
        rx.el.div(
            _figure(school.children, _("children")),
            _figure(school.on_leave, _("on leave")),
            _figure(school.submitted, _("rolls in")),
            _figure(school.not_begun, _("not begun")),
            class_name="grid grid-cols-4 gap-2 text-center my-4",
        ),
        kit.stack(
            kit.link_button(icon("board"), _("Where is everyone"), href="/board"),
            rx.cond(
                TodayState.may_change,
                kit.link_button(_("Change today's plan"), href="/office/day", kind="ghost", class_name="k-slim"),
            ),
            class_name="gap-[10px]",
        ),
    )


def _figure(number: Any, word: str) -> rx.Component:
    return rx.el.div(
        rx.el.b(number, class_name="block text-[22px] k-num"), rx.el.span(word, class_name="k-soft text-[14px]")
    )


def _homeroom_card(homeroom: OwnHomeroom) -> rx.Component:
    return kit.card(
        kit.row(
            rx.el.h2(homeroom.name, class_name="k-h2"),
            rx.el.span(homeroom.slot, class_name="k-soft k-small"),
            class_name="k-between",
        ),
        rx.el.div(
            _figure(homeroom.total, _("children")),
            _figure(homeroom.out, _("gone out")),
            _figure(homeroom.stay, _("stay")),
            _figure(homeroom.on_leave, _("on leave")),
            class_name="grid grid-cols-4 gap-2 text-center my-3",
        ),
        kit.row(
            kit.link_button(
                _("See where they are"), href="/board", kind="ghost", class_name="k-slim whitespace-nowrap"
            ),
            kit.link_button(_("Families"), href="/families", kind="ghost", class_name="k-slim k-fit whitespace-nowrap"),
        ),
    )


def _notice(notice: Notice) -> rx.Component:
    return kit.card(
        kit.row(
            rx.match(
                notice.tone,
                ("redirect", kit.pill(notice.kind, tone="redirect")),
                ("refuse", kit.pill(notice.kind, tone="refuse")),
                kit.pill(notice.kind, tone="calm"),
            ),
            rx.el.div(
                rx.el.b(notice.title),
                rx.Var.create(" "),
                notice.text,
                rx.el.div(notice.detail, class_name="k-soft"),
                class_name="k-grow k-small",
            ),
            class_name="t-notice",
        ),
        class_name="py-[14px]",
    )


def _coming() -> rx.Component:
    """Today's further classes, or when today is done those of the next school day."""
    return rx.cond(
        TodayState.coming,
        rx.el.section(
            rx.el.h2(
                rx.cond(TodayState.coming_day != "", TodayState.coming_day, _("Coming up")), class_name="k-h2 mb-1"
            ),
            rx.el.div(rx.foreach(TodayState.coming, _line), class_name="k-list"),
        ),
    )


def _line(line: Line) -> rx.Component:
    return kit.row(
        rx.el.div(rx.el.b(line.title), rx.el.div(line.detail, class_name="k-soft k-small"), class_name="k-grow"),
        rx.cond(
            line.pill != "",
            kit.pill(line.pill, tone="calm"),
            rx.el.span(_("expected "), line.expected, class_name="k-soft k-small whitespace-nowrap"),
        ),
        class_name="k-between",
        key=line.id,
    )


def _empty() -> rx.Component:
    return rx.cond(TodayState.lacks != "", _new_school(), _nothing_on())


def _new_school() -> rx.Component:
    hint = _("The service office first brings in the homerooms, the children and the timetable under “Import lists”.")
    way = kit.link_button(_("Import lists"), href="/office/import", class_name="k-slim k-fit")
    return kit.card(kit.empty_state("upload", TodayState.lacks, hint, way))


def _nothing_on() -> rx.Component:
    return kit.card(
        kit.empty_state(
            "sun",
            TodayState.empty,
            _("Keeping a child with you, or looking where one is, works any time."),
            kit.link_button(_("Where is everyone"), href="/board", kind="ghost", class_name="k-slim k-fit"),
        )
    )
