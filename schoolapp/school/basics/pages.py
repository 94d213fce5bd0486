"""/office/school: what the school's day rests on. One card a part, each with a button of its own."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.school.basics.rules import KINDS, MOST_WALK
from schoolapp.school.basics.state import BasicsState
from schoolapp.school.basics.view import BellLine, DaysLine, TermLine, WalkLine, stage_choices, weekday_choices
from schoolapp.school.basics.words import KIND_WORDS, WEEKDAYS
from schoolapp.ui import kit
from schoolapp.ui.shell import page


def school_page() -> rx.Component:
    """Two columns from 1024 px: what changes with the term, and what hardly ever does."""
    return page(
        kit.heading(_("School, term and bells")),
        rx.cond(BasicsState.about == "", kit.refused(BasicsState.refusal)),
        rx.cond(
            BasicsState.is_loaded,
            rx.el.div(
                rx.el.div(_bells(), _term(), class_name="k-stack gap-4 content-start"),
                rx.el.div(_days(), _walks(), _name(), class_name="k-stack gap-4 content-start"),
                class_name="k-two",
            ),
            kit.waiting(260, 320),
        ),
        active="office",
        wide=True,
    )


def _part(about: str, title: str, *children: rx.Component) -> rx.Component:
    """A card with what was refused or done about it."""
    is_here = BasicsState.about == about
    return kit.card(
        kit.heading(title, level=2),
        *children,
        rx.cond(is_here, kit.refused(BasicsState.refusal)),
        rx.cond(is_here & (BasicsState.refusal == ""), kit.noted(BasicsState.done)),
        class_name="k-stack",
    )


def _form(on_submit: Any, label: str, *children: rx.Component, key: Any = "") -> rx.Component:
    return rx.el.form(
        *children,
        kit.button(label, type="submit", class_name="k-slim"),
        on_submit=on_submit,
        class_name="k-stack",
        key=BasicsState.form_key.to_string() + key,
    )


def _field(name: Any, label: Any, hint: str | None = None, **props: Any) -> rx.Component:
    control_id = props.pop("id", f"school-{name}")
    props = {"type": "text", "required": True, "auto_complete": "off", "class_name": "min-w-0", **props}
    control = kit.text_input(id=control_id, name=name, **props)
    return kit.field(label, control, control_id=control_id, hint=hint)


def _name() -> rx.Component:
    view = BasicsState.view
    return _part(
        "name",
        _("The school's name"),
        _form(
            BasicsState.rename,
            _("Save the name"),
            _field("school", _("Name of the school"), default_value=view.name, max_length=60),
            _field(
                "short",
                _("Short name"),
                _("For the narrow places, such as a card."),
                default_value=view.short,
                required=False,
                max_length=20,
            ),
        ),
    )


def _term() -> rx.Component:
    view = BasicsState.view
    return _part(
        "term",
        _("Term"),
        rx.cond(view.terms.length() > 1, rx.el.div(rx.foreach(view.terms, _term_line), class_name="k-list")),
        rx.cond(
            view.term.is_open,
            _form(BasicsState.change_term, _("Save the term"), *_term_fields(view.term), key=view.term.name),
            kit.soft(_("This term is over; the past stays as it was.")),
        ),
        _new_term(),
    )


def _term_fields(term: Any, prefix: str = "") -> tuple[rx.Component, rx.Component, rx.Component]:
    names = {name: f"school-{prefix}{name}" for name in ("term", "starts", "ends")}
    monday = _("Weeks are counted from the Monday of the first day. Past lessons stay; coming ones follow the days.")
    return (
        _field("term", _("Name of the term"), id=names["term"], default_value=term.name, max_length=60),
        rx.el.div(
            _field("starts", _("First day"), id=names["starts"], type="date", default_value=term.starts_on),
            _field("ends", _("Last day"), id=names["ends"], type="date", default_value=term.ends_on),
            class_name="k-two",
        ),
        kit.soft(monday),
    )


def _term_line(term: TermLine) -> rx.Component:
    is_shown = term.id == BasicsState.view.term.id
    return kit.opener(
        term.name,
        term.days,
        rx.cond(is_shown, kit.pill(_("opened here"), tone="calm")),
        is_below=True,
        on_click=BasicsState.choose_term(term.id),
        aria_pressed=is_shown,
        key=term.id,
    )


def _new_term() -> rx.Component:
    is_here = BasicsState.about == "new_term"
    hint = _(
        "Enter it when the days are known. Its bells are taken over from the term before; "
        "its lists are imported once this term is over."
    )
    return rx.el.details(
        rx.el.summary(_("Next term"), class_name="min-h-[44px] content-center font-semibold cursor-pointer"),
        _form(BasicsState.add_term, _("Add the term"), kit.soft(hint), *_term_fields(TermLine(), "new-")[:2]),
        rx.cond(is_here, kit.refused(BasicsState.refusal)),
        rx.cond(is_here & (BasicsState.refusal == ""), kit.noted(BasicsState.done)),
    )


def _bells() -> rx.Component:
    view = BasicsState.view
    which = view.term.name + BasicsState.weekday + BasicsState.stage
    return _part(
        "bells",
        _("Bells of the after-school service"),
        rx.el.div(
            _choice("weekday", _("Weekday"), weekday_choices(), BasicsState.weekday, BasicsState.choose_weekday),
            _choice("stage", _("For whom"), stage_choices(), BasicsState.stage, BasicsState.choose_stage),
            class_name="k-two",
        ),
        rx.cond(view.later != "", kit.notice(view.later)),
        rx.cond(
            view.term.is_open,
            _form(
                BasicsState.save_bells,
                _("Save the bells"),
                rx.foreach(view.bells, _bell),
                _field(
                    "valid_from",
                    _("Holds from"),
                    _("Until then the bells stay as they were. Rows left empty do not count."),
                    type="date",
                    default_value=view.bells_from,
                ),
                key=which,
            ),
            kit.soft(_("This term is over; the past stays as it was.")),
        ),
    )


def _choice(name: str, label: str, choices: list[Any], value: Any, on_change: Any) -> rx.Component:
    options = [rx.el.option(choice.words, value=choice.value) for choice in choices]
    control = kit.select(*options, id=f"bells-{name}", value=value, on_change=on_change)
    return kit.field(label, control, control_id=f"bells-{name}")


def _bell(bell: BellLine) -> rx.Component:
    def part(control_id: Any, label: Any, value: Any, **props: Any) -> rx.Component:
        return _field(control_id, label, id=control_id, default_value=value, required=False, **props)

    return rx.el.fieldset(
        rx.el.legend(bell.number, class_name="k-sr"),
        rx.el.div(
            rx.el.div(part(bell.name_id, bell.number, bell.name, max_length=20), class_name="max-sm:col-span-2"),
            part(bell.starts_id, _("Begins"), bell.starts, type="time"),
            part(bell.ends_id, _("Ends"), bell.ends, type="time"),
            class_name="grid grid-cols-2 sm:grid-cols-3 gap-3 [&>*]:min-w-0",
        ),
        rx.cond(bell.note != "", kit.pill(bell.note, tone="calm", class_name="mt-2")),
        key=bell.name_id,
    )


def _days() -> rx.Component:
    view = BasicsState.view
    none = kit.soft(_("No day to come is entered: every weekday of the term has its lessons."))
    past = rx.el.details(
        rx.el.summary(_("Days that are over"), class_name="min-h-[44px] content-center k-soft cursor-pointer"),
        rx.el.div(rx.foreach(view.past_days, _days_line), class_name="k-list"),
    )
    return _part(
        "days",
        _("Holidays and make-up days"),
        rx.cond(view.days, rx.el.div(rx.foreach(view.days, _days_line), class_name="k-list"), none),
        rx.cond(view.past_days, past),
        _new_days(),
    )


def _days_line(line: DaysLine) -> rx.Component:
    remove = kit.button(
        _("Remove"),
        rx.el.span(" ", line.words, class_name="k-sr"),
        kind="ghost",
        class_name="k-slim k-fit",
        on_click=BasicsState.remove_days(line.ids),
    )
    return kit.row(
        rx.el.span(
            rx.el.b(line.words), rx.el.span(line.detail, class_name="k-soft k-small block"), class_name="k-grow"
        ),
        rx.cond(line.is_past, rx.fragment(), remove),
        key=line.ids,
    )


def _new_days() -> rx.Component:
    kinds = [rx.el.option(KIND_WORDS[kind], value=kind) for kind in KINDS]
    chooser = kit.select(
        *kinds, id="days-kind", value=BasicsState.kind, on_change=BasicsState.choose_kind, class_name="max-w-none"
    )
    is_makeup, is_early = BasicsState.kind == "follows_weekday", BasicsState.kind == "early_dismissal"
    note = _("Note, shown on that day")
    return rx.el.div(
        kit.field(_("What is different"), chooser, control_id="days-kind"),
        _form(
            BasicsState.add_days,
            _("Add"),
            rx.el.div(
                _field("first", rx.cond(is_makeup, _("Day"), _("First day")), type="date"),
                rx.cond(is_makeup, _follows(), _field("last", _("Last day, if more"), type="date", required=False)),
                class_name="k-two",
            ),
            rx.cond(is_early, _field("ends_at", _("Nothing takes place after"), type="time")),
            _field("note", note, required=False, max_length=20, placeholder=_("National Day")),
        ),
        rx.cond(
            BasicsState.question != "",
            kit.ask(BasicsState.question, yes=_("Enter it"), on_yes=BasicsState.go_on, on_no=BasicsState.leave_it),
        ),
        class_name="k-stack",
    )


def _follows() -> rx.Component:
    weekdays = [rx.el.option(word, value=str(number)) for number, word in enumerate(WEEKDAYS, start=1)]
    control = kit.select(*weekdays, id="days-follows", name="follows")
    return kit.field(_("Has the lessons of"), control, control_id="days-follows")


def _walks() -> rx.Component:
    view = BasicsState.view
    hint = _("Minutes that children need. For so long after the bell they count as on their way, not as missing.")
    form = _form(
        BasicsState.save_walks,
        _("Save the walking times"),
        rx.el.div(rx.foreach(view.walks, _walk), class_name="k-list"),
    )
    none = kit.soft(_("With two buildings or more, the minutes between them are entered here."))
    return _part("walks", _("Walking times"), kit.soft(hint), rx.cond(view.walks, form, none))


def _walk(walk: WalkLine) -> rx.Component:
    control = kit.text_input(
        id=walk.field,
        name=walk.field,
        type="number",
        min=0,
        max=MOST_WALK,
        step=1,
        required=True,
        default_value=walk.minutes,
        class_name="k-num",
        style={"width": "92px"},
    )
    return kit.row(
        rx.el.label(walk.words, html_for=walk.field, class_name="k-grow"), control, _("minutes"), key=walk.field
    )
