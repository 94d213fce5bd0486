"""/home: what a family sees of its child. Large type, one card for this moment, then the day, the works, the rest."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.family.home_state import HomeState
from schoolapp.family.view import ChildTab, Moment, NoticeLine, Remark, WeekLine, WorkTile
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon, verdict_icon_for
from schoolapp.ui.shell import page

REFRESH = 15
"""Seconds between two looks at the server while the page is seen."""


def home_page() -> rx.Component:
    return page(
        rx.el.h1(_("My child"), class_name="k-sr"),
        kit.refused(HomeState.refusal),
        rx.cond(HomeState.is_loaded, _content(), kit.waiting(52, 230, 200)),
        rx.el.button(
            on_click=HomeState.load, hidden=True, type="button", custom_attrs={"data-again": REFRESH, "tabindex": "-1"}
        ),
        active="home",
        wide=True,
        large=True,
    )


def _content() -> rx.Component:
    return kit.stack(
        rx.cond(HomeState.tabs.length() > 0, _tabs(), _nobody()),
        rx.cond(HomeState.child.id > 0, rx.cond(HomeState.child.is_waiting, _waiting(), _child())),
        class_name="gap-4",
    )


def _tabs() -> rx.Component:
    return rx.el.div(
        rx.foreach(HomeState.tabs, _tab),
        class_name="f-tabs",
        role="group",
        custom_attrs={"aria-label": _("My children")},
    )


def _tab(tab: ChildTab) -> rx.Component:
    is_chosen = HomeState.child.id == tab.id
    return rx.el.button(
        tab.name,
        type="button",
        class_name=rx.cond(is_chosen, "f-tab on", "f-tab"),
        custom_attrs={"aria-pressed": is_chosen},
        on_click=HomeState.choose(tab.id),
        key=tab.id,
    )


def _nobody() -> rx.Component:
    return kit.card(
        kit.empty_state(
            "me",
            _("No child here"),
            _("Scan the letter from your child's bag with WeChat, or ask the homeroom teacher for a new one."),
            kit.link_button(_("Type the code of a letter"), href="/join", kind="ghost", class_name="k-slim k-fit"),
        )
    )


def _waiting() -> rx.Component:
    """Joined, not confirmed: says calmly what happens next and that there is nothing to do."""
    return kit.card(
        kit.row(
            icon("clock", "k-icon f-big"),
            rx.el.div(
                rx.el.h2(_("You have joined"), class_name="f-title"),
                rx.el.p(HomeState.waiting.relation, _(" · "), HomeState.waiting.joined, class_name="k-soft"),
            ),
        ),
        rx.el.p(_("The homeroom teacher now looks at who joined and confirms you, usually on the next school day.")),
        rx.el.p(_("Until then nothing is shown here. There is nothing more for you to do.")),
        _call(HomeState.waiting.teacher, HomeState.waiting.phone),
        class_name="k-stack",
    )  # fmt: skip


def _call(name: rx.Var[str], phone: rx.Var[str]) -> rx.Component:
    """The homeroom teacher's number, one tap to call."""
    return rx.cond(
        phone != "",
        rx.el.a(
            _("Call the homeroom teacher"), " ", name, " ", phone,
            href=f"tel:{phone}",
            class_name="k-btn k-ghost f-call",
        ),
    )  # fmt: skip


def _child() -> rx.Component:
    first = kit.stack(_now(), rx.foreach(HomeState.notices, _notice), _works(), class_name="gap-4")
    second = kit.stack(_remarks(), _week(), _consents(), class_name="gap-4")
    return rx.el.div(first, second, class_name="k-two")


def _now() -> rx.Component:
    return kit.card(
        rx.el.div(
            verdict_icon_for(HomeState.now.tone),
            rx.el.div(
                rx.el.h2(HomeState.now.title, class_name="f-title"),
                rx.el.p(HomeState.now.detail, class_name="k-soft"),
                class_name="k-grow",
            ),
            class_name="f-now",
            custom_attrs={"aria-live": "polite"},
        ),
        _call(HomeState.now.teacher, HomeState.now.phone),
        rx.cond(HomeState.today.length() > 0, rx.el.ol(rx.foreach(HomeState.today, _moment), class_name="f-day")),
        class_name="k-stack",
    )


def _moment(moment: Moment) -> rx.Component:
    return rx.el.li(
        rx.el.b(moment.time, class_name="k-num"),
        " ",
        moment.text,
        class_name=rx.cond(moment.kind == "later", "k-soft", ""),
        key=moment.key,
    )


def _notice(line: NoticeLine) -> rx.Component:
    return rx.el.a(
        icon("bell"), rx.el.span(line.text), href="/notices", class_name="k-notice k-calm f-notice", key=line.id
    )


def _works() -> rx.Component:
    return rx.el.section(
        kit.row(
            rx.el.h2(_("New works"), class_name="f-head"),
            rx.el.a(_("See all"), href="/portfolio?child=" + HomeState.child.id.to_string(), class_name="k-link"),
            class_name="k-between",
        ),
        rx.cond(
            HomeState.works.length() > 0,
            rx.el.div(rx.foreach(HomeState.works, _work), class_name="f-works"),
            kit.card(kit.soft(_("Nothing yet. What your child makes in class will stand here."))),
        ),
    )


def _work(work: WorkTile) -> rx.Component:
    """Opens the work among all works of the child."""
    return rx.el.a(
        rx.el.span(
            rx.el.img(
                src=work.src,
                alt="",
                loading="lazy",
                style={"background_image": f"url({work.placeholder})"},
                custom_attrs={
                    "width": work.width,
                    "height": work.height,
                },  # As properties they would be style: a fixed height.
            ),
            kit.film_badge(work.lasts),
            class_name="k-filmed",
        ),
        rx.el.b(work.title),
        rx.el.span(" ", work.day, rx.cond(work.is_waiting, _(" · not shown to others yet"), ""), class_name="k-soft"),
        href=work.link,
        class_name="f-work",
        key=work.id,
    )


def _remarks() -> rx.Component:
    return rx.cond(
        HomeState.remarks.length() > 0,
        kit.card(
            rx.el.h2(_("What the teachers say"), class_name="f-head"),
            rx.el.div(rx.foreach(HomeState.remarks, _remark), class_name="k-list"),
        ),
    )


def _remark(remark: Remark) -> rx.Component:
    """Leads to the work that it was said about."""
    return rx.el.div(rx.el.p(remark.text), rx.el.a(remark.source, href=remark.link, class_name="f-link"), key=remark.id)


def _week() -> rx.Component:
    return rx.cond(
        HomeState.week.length() > 0,
        kit.card(
            rx.el.h2(_("This week"), class_name="f-head"),
            rx.el.ul(rx.foreach(HomeState.week, _lesson), class_name="f-week"),
        ),
    )


def _lesson(line: WeekLine) -> rx.Component:
    return rx.el.li(
        rx.el.b(line.day, class_name="f-weekday"),
        rx.el.span(line.time, class_name="k-num k-soft"),
        rx.el.span(
            rx.el.span(line.title, class_name=rx.cond(line.is_off, "line-through", "")),
            rx.el.span(line.detail, class_name="k-soft block"),
            class_name="k-grow",
        ),
        class_name=rx.cond(line.is_today, "f-today", ""),
        key=line.id,
    )


def _consents() -> rx.Component:
    return kit.card(
        rx.el.h2(_("Who may see the works"), class_name="f-head"),
        rx.foreach(HomeState.consents, lambda line: rx.el.p(line)),
        rx.el.a(_("Change it"), href="/consents?child=" + HomeState.child.id.to_string(), class_name="k-link"),
        class_name="k-stack",
    )
