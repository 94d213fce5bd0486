"""/recalls: take back what you sent, because a family withdrew its consent or the work was taken down."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any

import reflex as rx

from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.shell import page
from schoolapp.works.consent.recalls import Recall, RecallState


def recall_page() -> rx.Component:
    """Own tasks."""
    return page(
        kit.heading(_("Please take back")),
        kit.refused(RecallState.refusal),
        rx.cond(RecallState.is_loaded, _tasks(), kit.waiting(120)),
    )


def _tasks() -> rx.Component:
    nothing = kit.empty_state("tick", _("Nothing to take back"), _("Whatever you sent may stay where it is."))
    why = _("This may no longer be shown. The school's pages have dropped the picture; copies you sent have not.")
    listed = kit.stack(kit.soft(why), kit.card(recall_list(RecallState.tasks, RecallState.finish)))
    return rx.cond(RecallState.tasks.length() > 0, listed, nothing)


def recall_list(tasks: Any, finish: Any) -> rx.Component:
    """The tasks with a button each; also for the office, which sees everybody's."""
    return rx.el.div(rx.foreach(tasks, lambda task: _task(task, finish)), class_name="k-list")


def _task(task: Recall, finish: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.b(task.title), " ", rx.el.span(task.kind, class_name="k-soft")),
        kit.soft(_("sent "), task.sent, " · ", _("asked back "), task.since),
        kit.soft(_("Delete it in the group and in your album, and ask whoever passed it on to do the same.")),
        kit.button(_("It is gone"), kind="ghost", class_name="k-slim k-fit", on_click=finish(task.id)),
        class_name="k-stack",
        key=task.id.to_string(),
    )
