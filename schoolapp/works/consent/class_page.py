"""/works/consents: before the camera comes out, whose picture may be shown to whom."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import verdict_icon
from schoolapp.ui.shell import page
from schoolapp.works.consent.class_state import ClassConsentState, Group
from schoolapp.works.consent.view import ChildLine


def class_consents_page() -> rx.Component:
    """A group's children with what counts for each."""
    return page(
        kit.heading(_("What families agreed to")),
        kit.soft(_("You may photograph works at any time; who sees them follows from this list by itself.")),
        kit.refused(ClassConsentState.refusal),
        rx.cond(ClassConsentState.is_loaded, _loaded(), kit.waiting(72, 64, 64, 64, 64)),
        active="works",
    )


def _loaded() -> rx.Component:
    nothing = kit.empty_state("list", _("No class of your own"), _("The office assigns sections and homerooms."))
    return rx.cond(ClassConsentState.groups.length() > 0, kit.stack(_chooser(), _list()), nothing)


def _chooser() -> rx.Component:
    return kit.field(
        _("Class"),
        kit.select(
            rx.foreach(ClassConsentState.groups, _group),
            id="consent-group",
            value=ClassConsentState.key,
            on_change=ClassConsentState.choose,
        ),
        control_id="consent-group",
    )


def _group(group: Group) -> rx.Component:
    return rx.el.option(group.name, value=group.key)


def _list() -> rx.Component:
    return kit.card(
        rx.cond(
            ClassConsentState.without_pictures > 0,
            kit.notice(
                ClassConsentState.without_pictures.to_string(),
                " ",
                _("children are not to be shown in pictures of the class."),
                tone="redirect",
            ),
        ),
        rx.el.div(rx.foreach(ClassConsentState.children, _child), class_name="k-list"),
        class_name="k-stack",
    )


def _child(child: ChildLine) -> rx.Component:
    return kit.row(
        rx.cond(child.no_pictures, verdict_icon("calm"), verdict_icon("here")),
        rx.el.div(
            rx.el.div(rx.el.b(child.name), " ", rx.el.span(child.where, class_name="k-soft k-small")),
            kit.soft(_("Works: "), child.work),
            kit.soft(_("Pictures of the child: "), child.person),
            class_name="k-grow",
        ),
        key=child.id.to_string(),
    )
