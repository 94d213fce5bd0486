"""/sign-in and /me."""

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.identity.door import DemoLogins, PostForm, sign_out
from schoolapp.identity.me_state import MeState, OwnLogin
from schoolapp.identity.passwords import DEMO_PASSWORD
from schoolapp.identity.service import REFUSALS
from schoolapp.pwa.install import install_card
from schoolapp.refusals import TABLE
from schoolapp.ui import kit
from schoolapp.ui.shell import page, plain_page


def form_words() -> dict[str, str]:
    """What a form may have to say by itself."""
    return {
        "wrong_sign_in": REFUSALS["wrong_sign_in"][1],
        "too_many_tries": TABLE["too_many_tries"][1],
        "busy": TABLE["busy"][1],
        "failed": TABLE["failed"][1],
        "offline": _("No network just now. Check the Wi-Fi, then try again."),
    }


def sign_in() -> rx.Component:
    """Also a plain form: it works before and without any script."""
    return plain_page(
        rx.el.div(
            kit.heading(_("After-school time"), class_name="k-serif"),
            rx.el.p(_("Who is where, and nobody is lost."), class_name="k-soft"),
        ),
        rx.el.div(_sign_in_form(), _demo_logins(), class_name="k-two"),
    )


def _sign_in_form() -> rx.Component:
    return kit.card(
        PostForm.create(
            _credential("login", _("Name for signing in"), "text", "username"),
            _credential("password", _("Password"), "password", "current-password"),
            action="/api/login",
            label=_("Sign in"),
            busy_label=_("One moment …"),
            words=form_words(),
        ),
        kit.soft(_("Password forgotten? The service office gives you a new one.")),
        class_name="k-stack",
    )


def _demo_logins() -> rx.Component:
    return DemoLogins.create(
        title=_("Look around in the demo school"),
        hint=_("Everyone here is invented. One tap signs you in. Password:"),
        password=DEMO_PASSWORD,
        people=_demo_people(),
        words=form_words(),
    )


def _demo_people() -> list[dict[str, str]]:
    people = (
        ("teacher", _("Teacher"), _("takes the roll at the classroom door")),
        ("homeroom", _("Homeroom teacher"), _("taps the absent by seat number")),
        ("leader", _("Duty leader"), _("sees the whole school at a glance")),
        ("office", _("Service office"), _("imports, prints cards, keeps accounts")),
        ("guardian", _("Grandmother"), _("sees where her two grandchildren are")),
    )
    return [{"login": login, "title": title, "hint": hint} for login, title, hint in people]


def _credential(name: str, label: str, kind: str, completion: str) -> rx.Component:
    """An input that password managers know."""
    control = kit.text_input(
        id=f"sign-in-{name}",
        name=name,
        type=kind,
        auto_complete=completion,
        auto_capitalize="none",
        spell_check=False,
        required=True,
        max_length=100,
    )
    return kit.field(label, control, control_id=f"sign-in-{name}")


def me() -> rx.Component:
    return page(
        _who(),
        kit.refused(MeState.refusal),
        kit.noted(MeState.done),
        rx.cond(MeState.must_change, _must_change(), rx.fragment()),
        rx.cond(MeState.is_office, _office_links(), rx.fragment()),
        rx.cond(MeState.may_invite, _families_link()),
        rx.cond(MeState.is_family, _code(), _password()),
        _logins(),
        install_card(),
        rx.cond(MeState.is_family, rx.fragment(), _guide_link()),
        sign_out(),
        active="me",
    )


def _who() -> rx.Component:
    return kit.row(
        kit.stack(
            rx.cond(MeState.name != "", kit.heading(MeState.name), kit.waiting(34)),
            kit.row(rx.foreach(MeState.roles, lambda role: kit.pill(role, tone="calm")), class_name="flex-wrap"),
            class_name="k-grow",
        ),
    )


def _must_change() -> rx.Component:
    return kit.notice(_("You signed in with a one-time password. Choose your own now; then everything opens."))


def _office_links() -> rx.Component:
    return kit.card(
        kit.heading(_("Service office"), level=2),
        kit.row(
            kit.link_button(_("Office"), href="/office", kind="ghost", class_name="k-slim k-fit"),
            kit.link_button(_("Accounts"), href="/office/accounts", kind="ghost", class_name="k-slim k-fit"),
            kit.link_button(_("Audit trail"), href="/office/audit", kind="ghost", class_name="k-slim k-fit"),
            class_name="flex-wrap",
        ),
        class_name="k-stack",
    )


def _guide_link() -> rx.Component:
    return kit.link_button(_("A guide for teachers"), href="/guide", kind="ghost")


def _families_link() -> rx.Component:
    return kit.link_button(_("Families: letters, who joined"), href="/families", kind="ghost")


def _code() -> rx.Component:
    """A family's six digits."""
    return kit.card(
        rx.el.details(
            rx.el.summary(_("Change the six digits"), class_name="k-h2 min-h-[44px] content-center cursor-pointer"),
            rx.el.form(
                _digits("present", _("Present six digits"), "current-password"),
                _digits("new", _("New six digits"), "new-password"),
                _digits("again", _("The new six digits again"), "new-password"),
                kit.button(_("Change the six digits"), type="submit", class_name="k-slim"),
                kit.soft(_("Forgotten? The homeroom teacher gives you a new letter.")),
                on_submit=MeState.change_code,
                class_name="k-stack pt-3",
                key=MeState.form_key,
            ),
        )
    )


def _digits(name: str, label: str, completion: str) -> rx.Component:
    control = kit.text_input(
        id=f"digits-{name}",
        name=name,
        type="password",
        input_mode="numeric",
        auto_complete=completion,
        required=True,
        max_length=20,
    )
    return kit.field(label, control, control_id=f"digits-{name}")


def _password() -> rx.Component:
    return kit.card(
        rx.el.details(
            rx.el.summary(_("Change the password"), class_name="k-h2 min-h-[44px] content-center cursor-pointer"),
            rx.el.form(
                _secret("present", _("Present password"), "current-password"),
                _secret("new", _("New password, at least 8 characters"), "new-password"),
                _secret("again", _("New password once more"), "new-password"),
                kit.button(_("Change the password"), type="submit", class_name="k-slim"),
                on_submit=MeState.change_password,
                class_name="k-stack pt-3",
                key=MeState.form_key,
            ),
            open=MeState.must_change,
        )
    )


def _secret(name: str, label: str, completion: str) -> rx.Component:
    control = kit.text_input(
        id=f"password-{name}", name=name, type="password", auto_complete=completion, required=True, max_length=200
    )
    return kit.field(label, control, control_id=f"password-{name}")


def _logins() -> rx.Component:
    return kit.card(
        kit.heading(_("Where you are signed in"), level=2),
        kit.soft(_("A phone is lost or was lent? End its login here.")),
        rx.el.div(rx.foreach(MeState.logins, _login), class_name="k-list"),
        class_name="k-stack",
    )


def _login(login: OwnLogin) -> rx.Component:
    end = kit.button(
        _("End"),
        kind="ghost",
        class_name="k-slim k-fit",
        on_click=MeState.revoke(login.id),
        custom_attrs={"aria-label": rx.Var.create(_("End this login:") + " ") + login.agent},
    )
    return kit.row(
        kit.stack(rx.el.span(login.agent), kit.soft(login.used), class_name="k-grow !gap-0"),
        rx.cond(login.is_this, kit.pill(_("this browser"), tone="here"), end),
        key=login.id,
    )
