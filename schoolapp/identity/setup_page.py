"""/setup: a real school's first page. It says what will happen, asks once, and leads on to the import."""

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.identity.door import PostForm
from schoolapp.identity.pages import form_words
from schoolapp.ui import kit
from schoolapp.ui.shell import plain_page

_BELLS = ((_("Period 1"), "16:30", "17:10"), (_("Period 2"), "17:20", "18:00"), ("", "", ""), ("", "", ""))


def setup_page() -> rx.Component:
    return plain_page(
        kit.heading(_("Set your school up"), class_name="k-serif"),
        rx.el.p(
            _("Five minutes: the school, this term, the bells, and your own login. Then you import the lists."),
            class_name="k-soft",
        ),
        PostForm.create(
            _code(),
            _school(),
            _bells(),
            _person(),
            action="/api/setup",
            label=_("Create the school"),
            busy_label=_("One moment …"),
            words=form_words(),
        ),
    )


def _input(name: str, label: str, hint: str | None = None, **props: Any) -> rx.Component:
    props = {"type": "text", "required": True, "max_length": 60, **props}
    control = kit.text_input(id=f"setup-{name}", name=name, **props)
    return kit.field(label, control, control_id=f"setup-{name}", hint=hint)


def _group(title: str, *children: rx.Component) -> rx.Component:
    return kit.card(rx.el.fieldset(rx.el.legend(title, class_name="k-h2 pb-2"), *children, class_name="k-stack"))


def _code() -> rx.Component:
    where = _("It stands in the window in which the server was started, and changes with each start.")
    return _group(
        _("Set-up code"),
        _input(
            "code", _("Code"), where, auto_complete="off", auto_capitalize="characters", placeholder="XXXX-XXXX-XXXX"
        ),
    )


def _school() -> rx.Component:
    return _group(
        _("School and term"),
        _input("school", _("Name of the school")),
        _input("short", _("Short name"), _("For the narrow places, such as a card."), required=False, max_length=20),
        _input("term", _("Name of the term"), _("For example: autumn 2026")),
        rx.el.div(
            _input("starts", _("First day of week 1"), type="date"),
            _input("ends", _("Last day"), type="date"),
            class_name="k-two",
        ),
    )


def _bells() -> rx.Component:
    return _group(
        _("Bells of the after-school service"),
        kit.soft(_("As on an ordinary weekday. Rows left empty do not count; the office can change all of it later.")),
        *[_bell(number, *bell) for number, bell in enumerate(_BELLS, start=1)],
    )


def _bell(number: int, name: str, starts: str, ends: str) -> rx.Component:
    def part(key: str, label: str, value: str, **props: Any) -> rx.Component:
        control_id = f"bell{number}_{key}"
        return _input(control_id, label, required=False, default_value=value, class_name="min-w-0", **props)

    return rx.el.div(
        rx.el.div(part("name", _("Period"), name, max_length=20), class_name="max-sm:col-span-2"),
        part("starts", _("Begins"), starts, type="time"),
        part("ends", _("Ends"), ends, type="time"),
        class_name="grid grid-cols-2 sm:grid-cols-3 gap-3 [&>*]:min-w-0 pt-2",
    )


def _person() -> rx.Component:
    return _group(
        _("Your login, for the service office"),
        _input("person", _("Your name"), max_length=40, auto_complete="name"),
        _input("login", _("Name for signing in"), auto_complete="username", auto_capitalize="none", max_length=40),
        _input(
            "password",
            _("Password"),
            _("At least 8 characters."),
            type="password",
            auto_complete="new-password",
            min_length=8,
            max_length=200,
        ),
    )
