"""Every word that the camera for works shows, by the key that its JavaScript asks for; with the scanner's own."""

from __future__ import annotations

from schoolapp.checkin.scanner.words import words as scanner_words
from schoolapp.i18n import _


def words() -> dict[str, str]:
    """The table in the interface's language."""
    return scanner_words() | own_words()


def own_words() -> dict[str, str]:
    """Those that the scanner does not have."""
    parts = (_camera(), _cards(), _corners(), _children(), _works(), _details(), _troubles())
    return {key: text for part in parts for key, text in part.items()}


def _camera() -> dict[str, str]:
    return {
        "not_allowed_title": _("This account cannot add works"),
        "broken_hint": _("Nothing is lost: what was photographed is on the phone."),
        "no_lesson": _("Without a lesson"),
        "no_lesson_hint": _("Tap to choose one"),
        "shoot_hint": _("Hold up the card, then photograph the work."),
        "shutter": _("Photograph"),
        "take_with_phone": _("Photograph with the phone's camera"),
        "library": _("Photo library"),
        "record_film": _("Film a little"),
        "kind": _("What the picture shows"),
        "kind_work": _("Work"),
        "kind_people": _("Class moment"),
        "filed_for": _("Kept for {names}"),
        "filed_without": _("Kept. Say later whose it is."),
        "filed_n": _("{n} pictures kept"),
        "same_child": _("One more picture"),
    }


def _cards() -> dict[str, str]:
    return {
        "card_known": _("{name}: now photograph the work."),
        "card_unknown": _("A card that this phone does not know; the school will. Photograph the work."),
        "card_label": _("known once sent"),
        "card_unnamed": _("A card"),
        "card_old": _("An old card. Choose the child by name."),
        "card_foreign": _("Not a card of this school."),
        "drop_maker": _("Take {name} off"),
    }


def _corners() -> dict[str, str]:
    return {
        "straighten": _("Straighten the sheet"),
        "straighten_again": _("Straighten again"),
        "no_maker_yet": _("Nobody chosen yet"),
        "shoot_again": _("Again"),
        "good_next": _("Good, next"),
        "save": _("Save"),
        "preview": _("See the result"),
        "white": _("White paper"),
        "turn": _("Turn"),
        "guess": _("Find the corners"),
        "whole": _("Whole picture"),
        "corner_tl": _("Corner top left"),
        "corner_tr": _("Corner top right"),
        "corner_br": _("Corner bottom right"),
        "corner_bl": _("Corner bottom left"),
        "corner_hint": _("Drag it, or move it with the arrow keys; with Shift in larger steps."),
    }


def _children() -> dict[str, str]:
    return {
        "choose_children": _("Choose children"),
        "more_children": _("One more child"),
        "choose_hint": _("Several for a joint work."),
        "chosen_n": _("These {n}"),
        "chosen_none": _("Nobody for now"),
        "find_somebody": _("Type a name, initials or a seat number."),
    }


def _works() -> dict[str, str]:
    return {
        "works_n": _("{n} works"),
        "works_open": _("{n} to complete"),
        "works_here": _("Works on this phone"),
        "works_none": _("No work yet. Photograph the first one."),
        "works_waiting": _("{n} not sent yet; they leave by themselves."),
        "works_all_sent": _("The school has them all."),
        "works_no_room": _(
            "The school's server is full: please tell the office. Pictures wait on this phone and leave by themselves."
        ),
        "badge_full": _("Server full"),
        "works_wait": _("Waits for the network"),
        "works_sending": _("Sending, {percent} %"),
        "works_making": _("It has arrived; the school makes it ready"),
        "film_n": _("Film, {n} s"),
        "works_sent": _("The school has it"),
        "works_nameless": _("Whose is it? Tap to choose."),
        "works_refused": _("The school did not take it."),
        "send_now": _("Send now"),
    }


def _details() -> dict[str, str]:
    return {
        "work_details": _("This work"),
        "field_title": _("Title"),
        "field_title_example": _("may stay empty"),
        "field_medium": _("Made of"),
        "field_medium_example": _("ink and brush, red paper …"),
        "field_remark": _("Your word for child and family"),
        "field_remark_example": _("What succeeded?"),
        "work_unreachable": _("This work cannot be opened now: no network, or it is not one of yours."),
        "discard": _("Throw away"),
        "discard_sure": _("Throw this picture away? It is on this phone only."),
        "original_gone": _("The original is not within reach: no network, or the work is approved already."),
    }


def _troubles() -> dict[str, str]:
    return {
        "store_full": _("The phone's memory is full: this picture was not kept. Delete something, then take it again."),
        "store_broken": _("This picture could not be kept on the phone. Open this page again, then take it again."),
        "film_opening": _("Opening the film …"),
        "film_too_long": _("This film lasts {n} seconds. Cut it to 30 in the phone's album, then choose it again."),
        "film_too_large": _("This film has more than 80 MB. Film it shorter, or set the phone's camera to 1080p."),
        "film_cannot_open": _(
            "This browser cannot open the film. Set the phone's camera to “most compatible” and film once more."
        ),
        "file_too_large": _("This picture has more than 40 MB. Take a screenshot of it and choose that."),
        "not_pictures": _("{n} files are neither pictures nor films and were left out."),
    }
