"""/consents: three choices for what the child makes and for pictures of the child, single switches behind."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import icon
from schoolapp.ui.shell import page
from schoolapp.works.consent.state import ConsentState
from schoolapp.works.consent.view import ChildLine, HistoryLine, SubjectView, Switch
from schoolapp.works.words import CHOICE_WORDS

CHOICE_HINTS = {
    "teachers": _("Nobody else sees it, not even the class."),
    "school": _("Families and teachers of this school, signed in."),
    "public": _("Also guests of the open day and whoever opens the school's page."),
}


def consents_page() -> rx.Component:
    """What a guardian agreed to, child by child."""
    return page(
        kit.heading(_("Who may see it")),
        kit.soft(_("You can change this at any time. What you take back disappears at once, everywhere.")),
        kit.refused(ConsentState.refusal),
        rx.cond(ConsentState.is_loaded, _loaded(), kit.waiting(48, 260, 260)),
        active="home",
    )


def _loaded() -> rx.Component:
    nobody = kit.empty_state(
        "me", _("No child yet"), _("The homeroom teacher confirms you first. Then you decide here.")
    )
    return rx.cond(ConsentState.children.length() > 0, _child(), nobody)


def _child() -> rx.Component:
    return kit.stack(
        rx.cond(ConsentState.children.length() > 1, _tabs()),
        rx.cond(ConsentState.is_legal, rx.fragment(), _caretaker()),
        kit.noted(ConsentState.done),
        rx.foreach(ConsentState.subjects, _subject),
        _history(),
        kit.soft(_("A picture that somebody saved or passed on in a chat is out of our reach; who sent it is asked.")),
        class_name="c-big",
    )


def _tabs() -> rx.Component:
    return kit.row(rx.foreach(ConsentState.children, _tab), class_name="flex-wrap", role="group")


def _tab(child: ChildLine) -> rx.Component:
    is_open = child.id == ConsentState.child_id
    return rx.el.button(
        child.name,
        type="button",
        on_click=ConsentState.choose(child.id),
        class_name=rx.cond(is_open, "k-pill k-chosen", "k-pill k-unknown"),
        custom_attrs={"aria-pressed": is_open},
        key=child.id.to_string(),
    )


def _caretaker() -> rx.Component:
    return kit.notice(
        _("You look after the child: you may take back what was agreed to. Agreeing is for the legal guardians.")
    )


def _subject(subject: SubjectView) -> rx.Component:
    return kit.card(
        rx.el.fieldset(
            rx.el.legend(subject.title, class_name="k-h2"),
            kit.soft(subject.hint),
            rx.cond(
                subject.is_silent,
                kit.notice(
                    rx.cond(subject.is_agreed, _("Your family agreed already: "), _("Nobody has chosen yet. Now: ")),
                    rx.el.b(subject.counts),
                ),
            ),
            *[_choice(subject, key) for key in CHOICE_WORDS],
            class_name="k-stack",
        ),
        rx.cond(
            subject.is_outvoted,
            kit.notice(rx.el.b(_("Another guardian is stricter. What counts now: ")), subject.counts, tone="redirect"),
        ),
        _switches(subject),
        class_name="k-stack",
        key=subject.subject,
    )


def _choice(subject: SubjectView, key: str) -> rx.Component:
    """A radio button as large as its card. A caretaker only takes away, with the switches and the first choice."""
    is_chosen = subject.choice == key
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=f"choice-{subject.subject}",
            checked=is_chosen,
            disabled=~ConsentState.is_legal if key != "teachers" else False,
            on_change=ConsentState.decide(subject.subject, key).prevent_default,
            class_name="k-radio",
        ),
        rx.el.span(rx.el.b(CHOICE_WORDS[key]), rx.el.span(CHOICE_HINTS[key], class_name="k-soft k-small block")),
        class_name=rx.cond(is_chosen, "c-choice c-on", "c-choice"),
    )


def _switches(subject: SubjectView) -> rx.Component:
    return rx.el.details(
        rx.el.summary(_("Each one by itself"), class_name="min-h-[44px] content-center cursor-pointer k-link"),
        rx.el.div(rx.foreach(subject.switches, lambda s: _switch(subject, s)), class_name="k-list"),
        open=subject.is_mix,
    )


def _switch(subject: SubjectView, switch: Switch) -> rx.Component:
    return rx.el.label(
        rx.el.span(switch.word, class_name="k-grow"),
        rx.el.input(
            type="checkbox",
            role="switch",
            checked=switch.is_on,
            disabled=switch.is_fixed,
            on_change=lambda is_on: ConsentState.turn(subject.subject, switch.purpose, is_on),
            class_name="c-switch",
        ),
        class_name="k-row min-h-[48px]",
        key=switch.purpose.to_string(),
    )


def _history() -> rx.Component:
    return rx.cond(
        ConsentState.history.length() > 0,
        kit.card(
            rx.el.details(
                rx.el.summary(
                    icon("clock"), _("What was said so far"), class_name="k-row k-h2 min-h-[44px] cursor-pointer"
                ),
                rx.el.div(rx.foreach(ConsentState.history, history_line), class_name="k-list"),
            )
        ),
    )


def history_line(line: HistoryLine) -> rx.Component:
    """Who said what when."""
    return rx.el.div(
        rx.el.div(rx.el.b(line.who), " ", rx.el.span(line.at, class_name="k-soft k-small k-num")),
        rx.el.div(line.what),
        key=line.id.to_string(),
    )
