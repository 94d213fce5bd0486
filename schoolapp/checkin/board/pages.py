"""/board: where the children are, live."""

# On a class, a State's vars are Reflex Vars, while its hints name the plain values.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import reflex as rx

from schoolapp.checkin.board.child_dialog import child_dialog
from schoolapp.checkin.board.client import Reveal, board_live, copy_text
from schoolapp.checkin.board.finder import choosers, finder, way_back
from schoolapp.checkin.board.rows import child_row, doubtful_row, roll_row
from schoolapp.checkin.board.state import BoardState
from schoolapp.checkin.board.view import BuildingRow, Tile
from schoolapp.i18n import _
from schoolapp.ui import kit
from schoolapp.ui.icons import verdict_icon_for
from schoolapp.ui.shell import page


def board_page() -> rx.Component:
    """The summary and who is to be checked first; the whole school below, or beside it from 1024 px."""
    return page(
        _head(),
        kit.refused(BoardState.refusal),
        kit.noted(BoardState.done),
        rx.cond(BoardState.is_loaded, _content(), kit.waiting(150, 220, 220)),
        child_dialog(),
        active="board",
        wide=True,
    )


def _head() -> rx.Component:
    """The title, the time, and the page's pulse, which comes a moment later into places kept free for it."""
    return rx.el.div(
        kit.heading(_("Where the children are"), class_name="b-title"),
        kit.soft(BoardState.heading, class_name="b-heading k-num"),
        rx.cond(
            BoardState.is_loaded & (BoardState.lacks == ""),
            board_live(
                version=BoardState.version,
                day=BoardState.day,
                slot=BoardState.slot,
                shown=BoardState.shown_day + "/" + BoardState.shown_slot,
                is_live=BoardState.is_live,
                alarms=BoardState.alarms,
                on_change=BoardState.changed,
            ),
        ),
        class_name="b-head",
        on_mount=BoardState.begin,
    )


def _content() -> rx.Component:
    return rx.fragment(
        way_back(),
        rx.cond(
            BoardState.tiles.length() > 0,
            rx.el.div(
                rx.el.div(
                    _summary(),
                    finder(),
                    rx.cond(BoardState.is_filtered, _list()),
                    rx.cond(BoardState.asks_homeroom, rx.fragment(), _attention()),
                    _doubtful(),
                    rx.el.a(_("Attendance as a table"), href="/attendance", class_name="k-link"),
                    class_name="b-column",
                ),
                _buildings(),
                class_name="k-two",
            ),
            rx.cond(BoardState.lacks != "", _new_school(), _no_service()),
        ),
    )


def _new_school() -> rx.Component:
    """Before the lists are in there is no day to choose: says what comes first, and where."""
    hint = _("The service office first brings in the homerooms, the children and the timetable under “Import lists”.")
    way = kit.link_button(_("Import lists"), href="/office/import", class_name="k-slim k-fit")
    return kit.card(kit.empty_state("board", BoardState.lacks, hint, rx.cond(BoardState.may_import, way)))


def _no_service() -> rx.Component:
    title = _("No after-school service on this day")
    return rx.cond(
        BoardState.days.length() > 0,
        kit.stack(choosers(), kit.empty_state("board", title, _("Choose another day to look at its rolls."))),
        kit.empty_state("board", title, _("The first lessons are planned for a later day.")),
    )


def _summary() -> rx.Component:
    """The bar and one number a state; a number is a filter."""
    return kit.card(
        rx.el.div(
            rx.foreach(BoardState.tiles, _bar_part),
            rx.foreach(BoardState.extras, _bar_part),
            class_name="b-bar",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.div(rx.foreach(BoardState.tiles, _tile), class_name="b-tiles"),
        rx.cond(
            BoardState.extras.length() > 0,
            rx.el.div(rx.foreach(BoardState.extras, _extra), class_name="b-wrap b-extras"),
        ),
        custom_attrs={"aria-label": _("All children by state")},
    )


def _bar_part(tile: Tile) -> rx.Component:
    return rx.el.i(class_name=f"b-part b-{tile.tone}", style={"flex": tile.share})


def _tile(tile: Tile) -> rx.Component:
    return rx.el.button(
        rx.el.b(tile.number, class_name="b-number k-num"),
        rx.el.span(tile.word, class_name="b-word"),
        type="button",
        class_name=rx.cond(tile.state == "missing", "b-tile b-alert", "b-tile"),
        on_click=BoardState.filter_state(tile.state),
        custom_attrs={"aria-pressed": rx.cond(BoardState.state_filter == tile.state, "true", "false")},
        key=tile.state,
    )


def _extra(tile: Tile) -> rx.Component:
    """A state that only some days have."""
    return rx.el.button(
        tile.word,
        " ",
        rx.el.b(tile.number, class_name="k-num"),
        type="button",
        class_name=rx.cond(BoardState.state_filter == tile.state, "k-pill k-chosen", "k-pill k-unknown"),
        on_click=BoardState.filter_state(tile.state),
        custom_attrs={"aria-pressed": rx.cond(BoardState.state_filter == tile.state, "true", "false")},
        key=tile.state,
    )


def _attention() -> rx.Component:
    return kit.card(
        rx.cond(
            BoardState.attention.length() > 0,
            rx.fragment(
                rx.el.div(
                    _attention_heading(),
                    rx.cond(
                        BoardState.is_homeroom,
                        copy_text(BoardState.copy_text, _("Copy the list")),
                        copy_text(BoardState.copy_text, _("Copy for the homeroom teachers")),
                    ),
                    class_name="k-row k-between flex-wrap",
                ),
                rx.el.div(rx.foreach(BoardState.attention, child_row), class_name="k-list"),
                rx.cond(
                    BoardState.attention_total > BoardState.attention.length(),
                    kit.button(
                        _("Show all"),
                        kind="ghost",
                        class_name="k-slim",
                        on_click=BoardState.filter_state("missing"),
                    ),
                ),
            ),
            kit.row(
                rx.el.span(verdict_icon_for(rx.Var.create("here"))),
                rx.el.div(
                    rx.el.h2(
                        rx.cond(BoardState.homeroom_title != "", BoardState.homeroom_title + " ", ""),
                        _("Nobody to be checked"),
                        class_name="k-h2",
                    ),
                    kit.soft(_("Children of rolls not begun are not counted here: see below.")),
                ),
            ),
        ),
        id="board-attention",
    )


def _attention_heading() -> rx.Component:
    """The number agrees with the tile above; who was seen twice is counted by itself, for such a child is here."""
    missing = BoardState.attention_total - BoardState.contradictions
    return rx.el.h2(
        rx.cond(BoardState.homeroom_title != "", BoardState.homeroom_title + " ", ""),
        rx.cond(missing > 0, rx.fragment(_("To be checked"), " ", missing)),
        rx.cond((missing > 0) & (BoardState.contradictions > 0), _(" · "), ""),
        rx.cond(BoardState.contradictions > 0, rx.fragment(_("Seen twice"), " ", BoardState.contradictions)),
        class_name="k-h2 b-red",
    )


def _doubtful() -> rx.Component:
    """Rolls not begun, silent phones, head counts that differ: nobody knows, and that is not the same as missing."""
    return rx.cond(
        BoardState.doubtful.length() > 0,
        kit.card(
            rx.el.h2(_("Classes to look at"), class_name="k-h2"),
            rx.el.div(rx.foreach(BoardState.doubtful, doubtful_row), class_name="k-list"),
        ),
    )


def _list() -> rx.Component:
    """The children that were asked for, in sight at once; of a homeroom those to be checked first, with their text."""
    asked = BoardState.state_filter + "/" + BoardState.homeroom_filter + "/" + BoardState.session_filter.to_string()
    return Reveal.create(
        rx.el.div(rx.cond(BoardState.asks_homeroom, _attention()), _children(), class_name="b-column"), when=asked
    )


def _children() -> rx.Component:
    return kit.card(
        rx.el.div(
            rx.el.h2(
                rx.cond(
                    BoardState.session_title != "",
                    BoardState.session_title,
                    rx.cond(
                        BoardState.homeroom_title != "",
                        BoardState.homeroom_title,
                        rx.cond(BoardState.state_title != "", "", _("Children")),
                    ),
                ),
                " ",
                BoardState.state_title,
                " ",
                BoardState.children_total,
                class_name="k-h2",
            ),
            rx.el.button(
                _("Show everything"), type="button", class_name="k-pill k-calm", on_click=BoardState.clear_filters
            ),
            class_name="k-row k-between",
        ),
        rx.cond(
            BoardState.children.length() > 0,
            rx.el.div(rx.foreach(BoardState.children, child_row), class_name="k-list"),
            kit.empty_state(
                "search", _("Nobody here"), _("No child is in this state now. Choose another number above.")
            ),
        ),
        rx.cond(
            BoardState.children_total > BoardState.children.length(),
            kit.button(_("Show more"), kind="ghost", class_name="k-slim", on_click=BoardState.more),
        ),
    )


def _buildings() -> rx.Component:
    return kit.stack(rx.foreach(BoardState.buildings, _building), class_name="b-gap")


def _building(building: BuildingRow) -> rx.Component:
    return kit.card(
        rx.el.div(
            rx.el.h2(building.name, class_name="k-h2"),
            rx.el.span(building.summary, class_name="k-soft k-small k-num"),
            class_name="k-row k-between",
        ),
        rx.el.div(rx.foreach(building.rolls, roll_row), class_name="k-list"),
        key=building.name,
    )
