"""/office/accounts: the staff's logins and roles."""

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.identity.accounts_state import AccountsState, Choice, PersonLine, RoleLine
from schoolapp.identity.policy import Role
from schoolapp.identity.words import ROLES
from schoolapp.ui import kit
from schoolapp.ui.shell import page


def accounts_page() -> rx.Component:
    """The list and, beside it from 1024 px, the open person."""
    return page(
        kit.heading(_("Staff accounts")),
        rx.cond(AccountsState.person.staff_id == 0, _refusal()),
        rx.el.div(rx.el.div(_finder(), _list(), class_name="k-stack"), _side(), class_name="k-two"),
        active="office",
        wide=True,
    )


def _refusal() -> rx.Component:
    return kit.refused(AccountsState.refusal)


def _finder() -> rx.Component:
    control = kit.text_input(
        id="find-staff", type="search", on_change=AccountsState.search.debounce(250), auto_complete="off"
    )
    return kit.card(kit.field(_("Name, initials or name for signing in"), control, control_id="find-staff"))


def _list() -> rx.Component:
    rows = rx.el.div(rx.foreach(AccountsState.rows, _row), class_name="k-list")
    nobody = kit.empty_state("search", _("Nobody found"), _("Staff come in with the import; look there first."))
    return kit.card(
        rx.cond(
            AccountsState.is_loaded,
            rx.fragment(rx.cond(AccountsState.rows, rows, nobody), rx.cond(AccountsState.is_alone, _alone())),
            kit.waiting(48, 48, 48),
        )
    )


def _alone() -> rx.Component:
    """In a new school the list holds oneself alone."""
    return kit.notice(
        rx.el.div(_("The other teachers come in with the import; then you give each a login here.")),
        rx.el.a(_("Import lists"), href="/office/import", class_name="k-link"),
        tone="calm",
    )


def _row(person: PersonLine) -> rx.Component:
    return rx.el.button(
        rx.el.span(
            rx.el.b(person.name),
            rx.el.span(person.login, class_name="k-soft k-small block"),
            class_name="k-grow text-left",
        ),
        rx.cond(person.roles, kit.pill(person.roles[0].words, tone="calm"), rx.fragment()),
        rx.el.span(person.standing, class_name=person.badge),
        type="button",
        on_click=AccountsState.choose(person.staff_id),
        class_name="k-row w-full min-h-[56px] flex-wrap cursor-pointer",
        key=person.staff_id,
    )


def _side() -> rx.Component:
    hint = rx.el.div(
        kit.empty_state("hand", _("Choose a person"), _("Here you give a login, a role or a new password.")),
        class_name="hidden lg:block",
    )
    opened = rx.el.div(
        kit.noted(AccountsState.done),
        _refusal(),
        _open_person(),
        class_name="k-sheet k-stack content-start",
    )
    return rx.cond(AccountsState.person.staff_id == 0, hint, opened)


def _open_person() -> rx.Component:
    return kit.card(
        kit.row(
            kit.heading(AccountsState.person.name, level=2, class_name="k-grow"),
            kit.close_button(AccountsState.choose(0)),
        ),
        rx.cond(AccountsState.one_time != "", _one_time(), rx.fragment()),
        rx.cond(AccountsState.person.account_id == 0, _create(), _account()),
        class_name="k-stack",
    )


def _one_time() -> rx.Component:
    return kit.notice(
        rx.el.div(_("One-time password, shown only now. It must be changed at the first sign-in.")),
        rx.el.code(AccountsState.one_time, class_name="k-h1 k-num select-all"),
        tone="here",
        role="status",
    )


def _create() -> rx.Component:
    control = kit.text_input(
        id="new-login", name="login", auto_capitalize="none", spell_check=False, required=True, max_length=40
    )
    return rx.el.form(
        kit.field(
            _("Name for signing in"),
            control,
            control_id="new-login",
            hint=_("Letters a–z and digits, such as the name in pinyin or the phone number."),
        ),
        kit.button(_("Give a login"), type="submit", class_name="k-slim"),
        on_submit=AccountsState.create,
        class_name="k-stack",
        key=AccountsState.person.staff_id,
    )


def _account() -> rx.Component:
    return kit.stack(
        kit.row(
            rx.el.span(_("Signs in as"), class_name="k-soft"),
            rx.el.code(AccountsState.person.login),
            class_name="flex-wrap",
        ),
        rx.el.div(rx.foreach(AccountsState.person.roles, _role), class_name="k-list"),
        _give_role(),
        kit.row(
            kit.button(
                _("New one-time password"), kind="ghost", class_name="k-slim", on_click=AccountsState.reset_password
            ),
            rx.cond(
                AccountsState.person.is_disabled,
                kit.button(_("Unlock"), kind="ghost", class_name="k-slim", on_click=AccountsState.set_disabled(False)),
                kit.button(_("Lock"), kind="danger", class_name="k-slim", on_click=AccountsState.set_disabled(True)),
            ),
        ),
    )


def _role(role: RoleLine) -> rx.Component:
    return kit.row(
        rx.el.span(role.words, class_name="k-grow"),
        kit.button(_("End"), kind="ghost", class_name="k-slim k-fit", on_click=AccountsState.end_role(role.id)),
        key=role.id,
    )


def _give_role() -> rx.Component:
    return rx.el.details(
        rx.el.summary(_("Give a role"), class_name="min-h-[44px] content-center font-semibold cursor-pointer"),
        rx.el.form(
            kit.field(
                _("Role"),
                kit.select(
                    *[
                        rx.el.option(ROLES[role], value=role.value)
                        for role in (Role.HOMEROOM, Role.LEADER, Role.OFFICE)
                    ],
                    id="role",
                    name="role",
                ),
                control_id="role",
                hint=_("Every member of staff is a teacher without being given that role."),
            ),
            kit.field(
                _("Homeroom, for a homeroom teacher"),
                kit.select(
                    rx.el.option(_("none"), value=""),
                    rx.foreach(AccountsState.homerooms, _homeroom),
                    id="role-homeroom",
                    name="homeroom_id",
                ),
                control_id="role-homeroom",
            ),
            _day("valid_from", _("From"), required=True, default_value=AccountsState.today),
            _day("valid_to", _("Until (empty: until further notice)")),
            kit.button(_("Give this role"), type="submit", class_name="k-slim"),
            on_submit=AccountsState.grant,
            class_name="k-stack pt-3",
            key=AccountsState.form_key,
        ),
    )


def _homeroom(choice: Choice) -> rx.Component:
    return rx.el.option(choice.name, value=choice.id)


def _day(name: str, label: str, **props: Any) -> rx.Component:
    control = kit.text_input(id=f"role-{name}", name=name, type="date", **props)
    return kit.field(label, control, control_id=f"role-{name}")
