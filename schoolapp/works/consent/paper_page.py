"""/office/consents: look a child up, enter what the signed sheet says; below it what has to come back."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.shell import page
from schoolapp.works.consent.client import sheet_picture
from schoolapp.works.consent.pages import history_line
from schoolapp.works.consent.paper_state import PaperConsentState, Signer
from schoolapp.works.consent.recall_page import recall_list
from schoolapp.works.consent.service import LONGEST_SIGNER
from schoolapp.works.consent.view import SUBJECT_WORDS, ChildLine
from schoolapp.works.rules import Subject
from schoolapp.works.words import CHOICE_WORDS


def paper_consents_page() -> rx.Component:
    """The search and, beside it from 1024 px, the open child."""
    return page(
        kit.heading(_("Consents on paper")),
        kit.soft(_("A family signed a sheet? Find the child and enter what it says.")),
        rx.el.div(kit.stack(_finder(), _recalls()), _side(), class_name="k-two"),
        active="office",
        wide=True,
    )


def _finder() -> rx.Component:
    nobody = kit.empty_state("search", _("Nobody found"), _("Try fewer characters, or the student number."))
    return kit.card(
        kit.field(
            _("Name, initials or student number"),
            kit.text_input(
                id="find-child",
                type="search",
                on_change=PaperConsentState.search.debounce(250),
                auto_complete="off",
            ),
            control_id="find-child",
        ),
        rx.el.div(rx.foreach(PaperConsentState.found, _line), class_name="k-list"),
        rx.cond(PaperConsentState.was_searched & (PaperConsentState.found.length() == 0), nobody),
        class_name="k-stack",
    )


def _line(child: ChildLine) -> rx.Component:
    return kit.opener(
        child.name,
        child.where,
        kit.pill(child.work),
        on_click=PaperConsentState.open(child.id),
        key=child.id.to_string(),
    )


def _recalls() -> rx.Component:
    return rx.cond(
        PaperConsentState.tasks.length() > 0,
        kit.card(
            kit.heading(_("Copies that have to come back"), level=2),
            recall_list(PaperConsentState.tasks, PaperConsentState.close_task),
            class_name="k-stack",
        ),
    )


def _side() -> rx.Component:
    hint = rx.el.div(
        kit.empty_state("me", _("Choose a child"), _("Then enter who signed, when, and what the sheet agrees to.")),
        class_name="hidden lg:block",
    )
    return rx.cond(PaperConsentState.child.id > 0, _sheet(), hint)


def _sheet() -> rx.Component:
    return rx.el.div(
        kit.row(
            rx.el.div(kit.heading(PaperConsentState.child.name, level=2), kit.soft(PaperConsentState.child.where)),
            kit.close_button(PaperConsentState.close),
            class_name="k-between",
        ),
        kit.noted(PaperConsentState.done),
        kit.refused(PaperConsentState.refusal),
        kit.soft(
            *(_("Works: "), PaperConsentState.child.work, " · "),
            *(_("Pictures of the child: "), PaperConsentState.child.person),
        ),
        _form(),
        rx.cond(
            PaperConsentState.history.length() > 0,
            kit.card(rx.el.div(rx.foreach(PaperConsentState.history, history_line), class_name="k-list")),
        ),
        class_name="k-sheet k-stack content-start",
    )


def _form() -> rx.Component:
    return rx.el.form(
        kit.field(
            _("Who signed"),
            kit.select(
                rx.foreach(PaperConsentState.signers, _signer),
                rx.el.option(_("Somebody else"), value=""),
                id="signer",
                name="signer",
            ),
            control_id="signer",
        ),
        _somebody_else(),
        kit.field(
            _("Signed on"),
            kit.text_input(
                id="signed-on",
                name="signed_on",
                type="date",
                max=PaperConsentState.today,
                default_value=PaperConsentState.today,
                required=True,
            ),
            control_id="signed-on",
        ),
        *[_choice(subject) for subject in Subject],
        sheet_picture(PaperConsentState.sheet_id),
        kit.button(_("Enter the sheet"), type="submit"),
        on_submit=PaperConsentState.enter,
        class_name="k-stack",
        key=PaperConsentState.child.id.to_string(),
    )


def _somebody_else() -> rx.Component:
    """Shown while no known guardian is chosen."""
    return rx.el.div(
        kit.field(
            _("If somebody else: relation to the child"),
            kit.text_input(id="signed-by", name="signed_by", max_length=LONGEST_SIGNER, auto_complete="off"),
            control_id="signed-by",
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="is_legal", class_name="c-switch"),
            _("This somebody else is a legal guardian"),
            class_name="k-row min-h-[48px]",
        ),
        class_name="c-other",
    )


def _signer(signer: Signer) -> rx.Component:
    return rx.el.option(signer.word, value=signer.id)


def _choice(subject: Subject) -> rx.Component:
    return kit.field(
        SUBJECT_WORDS[subject],
        kit.select(
            rx.el.option(_("Choose"), value=""),
            *[rx.el.option(word, value=key) for key, word in CHOICE_WORDS.items()],
            id=f"sheet-{subject}",
            name=str(subject),
            required=True,
        ),
        control_id=f"sheet-{subject}",
    )
