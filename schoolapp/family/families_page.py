"""/families: confirm who joined, print letters, give a new one."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.family.families_state import FamiliesState
from schoolapp.family.overview import Family, Person
from schoolapp.family.rules import RELATIONS
from schoolapp.family.words import relation_word
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page


def families_page() -> rx.Component:
    """Who waits stands first; beside it the homeroom child by child."""
    return page(
        kit.heading(_("Families")),
        kit.noted(FamiliesState.done),
        kit.refused(FamiliesState.refusal),
        rx.cond(
            FamiliesState.is_loaded,
            rx.cond(
                FamiliesState.homerooms.length() > 0,
                rx.el.div(
                    rx.el.div(_homeroom(), _waiting(), class_name="k-stack gap-4"),
                    _children(),
                    class_name="k-two",
                ),
                _new_school(),
            ),
            rx.cond(FamiliesState.refusal == "", kit.waiting(120, 180, 240)),
        ),
        active="families",
        wide=True,
    )


def _new_school() -> rx.Component:
    hint = _("Bring in the list of students: the homerooms come with it, and then the letters can be printed.")
    way = kit.link_button(_("Import lists"), href="/office/import", class_name="k-slim k-fit")
    return kit.card(kit.empty_state("heart", _("There are no homerooms yet"), hint, way))


def _homeroom() -> rx.Component:
    """Which homeroom, how many joined, and the letters."""
    chooser = kit.field(
        _("Homeroom"),
        kit.select(
            rx.foreach(FamiliesState.homerooms, lambda room: rx.el.option(room.name, value=room.id)),
            id="family-homeroom",
            value=FamiliesState.homeroom_id,
            on_change=FamiliesState.choose_homeroom,
        ),
        control_id="family-homeroom",
    )
    return kit.card(
        rx.cond(FamiliesState.homerooms.length() > 1, chooser, kit.heading(FamiliesState.title, level=2)),
        kit.row(
            kit.pill(FamiliesState.joined, " / ", FamiliesState.total, " ", _("families are in"), tone="here"),
            class_name="flex-wrap",
        ),
        kit.link_button(
            icon("print"),
            _("Print letters for the homeroom"),
            href=f"/print/letters?homeroom={FamiliesState.homeroom_id}",
            target="_blank",
        ),
        kit.soft(_("Four to a sheet, to be cut and put into the bags. Printing again gives the same letters.")),
        class_name="k-stack",
    )


def _waiting() -> rx.Component:
    return rx.cond(
        FamiliesState.waiting.length() > 0,
        rx.el.section(
            kit.heading(_("Waiting for you"), " ", FamiliesState.waiting.length(), level=2),
            rx.foreach(FamiliesState.waiting, _claim),
            class_name="k-stack",
        ),
        kit.card(
            kit.empty_state("tick", _("Nobody waits"), _("Who joins with a letter stands here until you confirm."))
        ),
    )


def _claim(one: Person) -> rx.Component:
    """Somebody who says who they are."""
    return kit.card(
        rx.el.div(
            rx.el.b(one.name, class_name="k-h2"),
            rx.el.div(_("says to be:"), " ", rx.el.b(one.relation_word), " · ", one.child, " ", one.where),
            kit.soft(_("joined"), " ", one.since),
        ),
        rx.cond(one.seems_odd, kit.notice(_("The standing is unusual for this relation: please ask.")), rx.fragment()),
        _standing_form(one, FamiliesState.confirm, _("Confirm"), "claim"),
        kit.button(
            _("I do not know this person"), kind="danger", class_name="k-slim", on_click=FamiliesState.refuse(one.id)
        ),
        class_name="k-stack",
        key=one.id,
    )


def _standing_form(one: Person, submit: Any, label: str, prefix: str) -> rx.Component:
    """Relation and standing, as claimed, to be corrected where needed."""
    relation_id, legal_id = f"{prefix}-relation-{one.id}", f"{prefix}-legal-{one.id}"
    return rx.el.form(
        rx.el.input(type="hidden", name="person", value=one.id.to(str)),
        rx.el.div(
            kit.field(
                _("Relation"),
                kit.select(
                    *[rx.el.option(relation_word(word), value=word) for word in RELATIONS],
                    id=relation_id,
                    name="relation",
                    default_value=one.relation,
                ),
                control_id=relation_id,
            ),
            kit.field(
                _("Standing"),
                kit.select(
                    rx.el.option(_("legal guardian"), value="yes"),
                    rx.el.option(_("looks after the child"), value="no"),
                    id=legal_id,
                    name="legal",
                    default_value=rx.cond(one.is_legal, "yes", "no"),
                ),
                control_id=legal_id,
            ),
            class_name="grid gap-3 grid-cols-2",
        ),
        kit.button(label, type="submit", class_name="k-slim"),
        on_submit=submit,
        class_name="k-stack",
    )


def _children() -> rx.Component:
    return kit.card(
        kit.heading(FamiliesState.title, level=2, class_name="mb-1"),
        rx.el.div(rx.foreach(FamiliesState.families, _family), class_name="k-list"),
    )


def _family(family: Family) -> rx.Component:
    is_open = FamiliesState.open_id == family.id
    return rx.el.div(
        rx.el.button(
            rx.el.span(
                rx.el.b(family.name), " ", rx.el.span(family.where, class_name="k-soft k-small"),
                rx.el.span(family.letter, class_name="k-soft k-small block"),
                class_name="k-grow text-left",
            ),
            rx.cond(family.is_locked, kit.pill(_("locked"), tone="refuse")),
            rx.cond(family.waiting > 0, kit.pill(family.waiting, " ", _("to confirm"), tone="redirect")),
            rx.cond(family.joined > 0, kit.pill(family.joined, " ", _("in"), tone="here")),
            rx.cond(family.joined + family.waiting == 0, kit.pill(_("nobody yet"))),
            type="button",
            class_name="k-row k-between w-full min-h-[48px] cursor-pointer",
            on_click=FamiliesState.toggle(family.id),
            custom_attrs={"aria-expanded": is_open},
        ),
        rx.cond(is_open, _open_family(family)),
        key=family.id,
    )  # fmt: skip


def _open_family(family: Family) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.foreach(family.people, _person), class_name="k-list"),
        rx.cond(family.is_locked, kit.notice(_("Locked after too many wrong tries. A new letter opens it again."))),
        kit.link_button(
            icon("print"),
            _("Print this letter"),
            href=f"/print/letters?student={family.id}",
            target="_blank",
            kind="ghost",
            class_name="k-slim",
        ),
        rx.cond(family.has_letter, _reissue(family)),
        class_name="k-stack pt-2 pb-3",
    )


def _reissue(family: Family) -> rx.Component:
    """Opened first and then confirmed: the old letter is void at once."""
    return rx.el.details(
        rx.el.summary(_("New letter, the old one is void …"), class_name="k-link"),
        kit.stack(
            rx.el.p(
                _("For a lost letter or forgotten digits. Who joined signs in with the new one. Face to face only.")
            ),
            kit.button(
                _("Yes, a new letter"), kind="danger", class_name="k-slim", on_click=FamiliesState.reissue(family.id)
            ),
        ),
    )


def _person(one: Person) -> rx.Component:
    return rx.el.div(
        kit.row(
            rx.el.div(
                rx.el.b(one.relation_word), " ", one.name,
                kit.soft(rx.cond(one.is_legal, _("legal guardian"), _("looks after the child"))),
                class_name="k-grow",
            ),
            rx.match(
                one.state,
                ("confirmed", kit.pill(icon("tick", "w-4 h-4"), _("confirmed"), tone="here")),
                ("waiting", kit.pill(_("waits"), tone="redirect")),
                kit.pill(_("on the list")),
            ),
        ),
        rx.cond(FamiliesState.is_office, _office_tools(one)),
        key=one.id,
    )  # fmt: skip


def _office_tools(one: Person) -> rx.Component:
    """What the office alone may do."""
    return rx.cond(
        FamiliesState.correcting == one.id,
        rx.el.div(
            _standing_form(one, FamiliesState.correct, _("Correct"), "correct"),
            kit.button(
                _("End this person's access"), kind="danger", class_name="k-slim", on_click=FamiliesState.end(one.id)
            ),
            class_name="k-stack mt-2",
        ),
        kit.button(
            _("Correct or end"),
            kind="ghost",
            class_name="k-slim k-fit mt-2",
            on_click=FamiliesState.start_correcting(one.id),
        ),
    )
