"""Every word that the scanner shows, by the key that its JavaScript asks for; what stands in braces is filled there."""

from __future__ import annotations

from schoolapp.checkin.scanner.words_around import browser_words, kiosk_words
from schoolapp.i18n import _


def words() -> dict[str, str]:
    """The table in the interface's language."""
    parts = (
        _network(),
        _around(),
        _not_ready(),
        _verdicts(),
        _sheet(),
        _by_hand(),
        _submission(),
        _care(),
        _keep(),
        _lessons(),
        _other_ways(),
        browser_words(),
        kiosk_words(),
    )
    return {key: text for part in parts for key, text in part.items()}


def offline_today_words() -> dict[str, str]:
    """What the first page says while the server does not answer."""
    lessons = _lessons()
    return {
        "offline_title": _("No connection. Taking a roll still works."),
        "offline_from_phone": _("These are today's lessons as this phone knows them."),
        "offline_no_lessons": _("This phone knows of no lesson of yours now. The lists come with the network."),
        "offline_unsent": _("{n} records wait here and leave by themselves."),
        "offline_scan": _("Scan the roll"),
        "offline_seats": _("Take the roll by seat"),
        "offline_open": _("Open the roll call"),
        "offline_shoot": _("Photograph works"),
    } | {key: lessons[key] for key in ("phase_now", "phase_later", "expected_n")}


def _network() -> dict[str, str]:
    return {
        "badge_ok": _("All sent"),
        "badge_waiting": _("{n} not sent yet"),
        "badge_offline": _("Offline"),
        "badge_slow": _("Slow network"),
        "badge_and_unsent": _("{state} · {n} not sent"),
        "sign_in_to_send": _("Sign in to send {n}"),
        "others_waiting": _("{n} records of another teacher wait here for that teacher to sign in"),
    }


def _around() -> dict[str, str]:
    return {
        "back": _("Back"),
        "to_today": _("To today"),
        "more_ways": _("Other ways and settings"),
        "torch": _("Torch"),
        "camera": _("Camera"),
        "opening": _("Opening…"),
        "try_again": _("Try again"),
        "sign_in": _("Sign in"),
        "comma": _(", "),
        "enter": _("Enter"),
        "another": _("Another one"),
        "reason": _("Reason"),
        "until": _("Until"),
    }


def _not_ready() -> dict[str, str]:
    return {
        "no_pack_title": _("The class lists are not on this phone yet"),
        "no_pack_hint": _("Connect to the network once; after that it works without one."),
        "sign_in_title": _("Please sign in"),
        "sign_in_hint": _("Records on this phone are kept and are sent afterwards."),
        "not_allowed_title": _("This account cannot take a roll"),
        "not_allowed_hint": _("Sign in as a teacher, or ask the service office."),
        "broken_title": _("Something on this page broke"),
        "broken_hint": _("Nothing is lost: what was scanned is on the phone."),
    }


def _verdicts() -> dict[str, str]:
    return {
        "verdict_on_time": _("is here"),
        "verdict_late": _("is here, late"),
        "verdict_already_here": _("was counted already"),
        "verdict_on_leave": _("on leave, but here"),
        "verdict_wrong_room": _("Should be in {where}"),
        "go_to": _("To {room}"),
        "verdict_not_enrolled": _("has no class in this period"),
        "verdict_revoked_card": _("old card, replaced"),
        "verdict_unknown_card_yet": _("not in this phone's lists; the school checks it when there is a network"),
        "verdict_unknown_card": _("card unknown to the school"),
        "verdict_not_a_card": _("not a school card"),
        "verdict_session_cancelled": _("this lesson is cancelled"),
        "verdict_session_closed": _("outside the hours of this lesson"),
        "verdict_not_allowed": _("not your roll"),
        "verdict_invalid": _("could not be recorded"),
        "verdict_": _("recorded"),
        "unknown_child": _("A child of another class"),
        "some_card": _("A card"),
        "card_tail": _("card ending in {tail}"),
        "foreign_code": _("Unknown code"),
        "place": _("{room} · {title}"),
        "seat": _("{homeroom} No. {seat}"),
        "name_seat": _("{name} ({seat})"),
        "name_number": _("{name} (no. {seat})"),
        "should_be": _("Should be in {room} · {title} · {teacher}"),
        "corrected": _("corrected by the school's server"),
        "correction": _("The school corrects: {name}, {verdict}"),
        "understood": _("Understood"),
    }


def _sheet() -> dict[str, str]:
    return {
        "of_expected": _("/ {n} here"),
        "on_leave_n": _("{n} on leave"),
        "kept_n": _("{n} kept"),
        "guests_n": _("{n} guests"),
        "left_n": _("{n} to come"),
        "all_here": _("All here"),
        "last_scans": _("Last scans"),
        "start_scanning": _("Hold the cards up to the camera, several at once if you like."),
        "start_other_way": _("Take a picture of a card, or call by seat number."),
        "still_missing": _("Still to come: {names}"),
        "by_hand": _("Call by hand"),
        "submit": _("Submit the roll"),
        "count_first": _("Count the heads first"),
        "reason_first": _("Choose a reason first"),
        "submit_again": _("Submit again"),
        "submitted_at": _("Submitted at {time}, {n} counted. Late children are still taken."),
        "submitted_waits": _("Noted at {time}, {n} counted. It goes to the school as soon as there is a network."),
        "submitted_at_care": _("Submitted at {time}, {n} counted. When a child comes late, tap the seat."),
        "back_since": _("This class is on again since {time}. Please take its roll once more."),
        "send_there": _("Send there"),
        "send_home": _("Send back to the class"),
        "keep_here": _("Keep here"),
        "chosen_send": _("sent there"),
        "chosen_keep": _("kept here"),
        "not_enrolled_hint": _("Has no class in this period"),
        "said_undo": _("Taken back: {name}"),
        "said_keep": _("Kept: {name}"),
        "said_keep_end": _("Gone back: {name}"),
        "undo_one": _("Undo {name}"),
        "marked_absent": _("marked absent"),
        "pack_expired": _("These lists are old. Connect to the network; what you record is kept meanwhile."),
        "alert_two_cards": _("{name}: two different cards were used. Please look who is holding which."),
        "alert_two_rooms": _("{name} was also recorded in another room. The duty leader sees both."),
        "alert_twin": _("{name}: a twin of the same grade belongs elsewhere now. {seat}, is it this one?"),
        "alert_yes": _("Yes, this one"),
        "alert_no": _("No, take it back"),
        "alert_namesake": _("{name}: another child of the same name belongs elsewhere now. {seat}, is it this one?"),
    }


def _by_hand() -> dict[str, str]:
    return {
        "find_label": _("Name, initials or seat number"),
        "find_example": _("cxh or 21"),
        "nobody_found": _("Nobody found. Try the initials or the seat number."),
        "here_n": _("{n} here"),
        "is_here": _("Here"),
        "is_absent": _("Absent"),
        "mark_here": _("Mark {name} as here"),
        "mark_absent": _("Mark {name} as absent"),
        "namesake": _("Same name"),
        "twin": _("Twin"),
        "by_seat_or_name": _("Call by seat number or name"),
        "state_here": _("here"),
        "state_left": _("to come"),
        "state_absent": _("absent"),
        "state_leave": _("on leave"),
        "state_kept": _("kept by a teacher"),
        "state_elsewhere": _("seen elsewhere"),
        "state_other": _("of another class"),
        "seen_here": _("{time} counted in {room}, {title}"),
        "seen_sent": _("{time} sent here from {room}"),
        "seen_passing": _("{time} at the door of {room}, {title}"),
        "seen_found": _("{time} found: {room}"),
        "seen_found_somewhere": _("{time} found"),
        "seen_home": _("{time} gone home"),
    }


def _submission() -> dict[str, str]:
    return {
        "recorded": _("Recorded"),
        "counted_heads": _("Heads counted"),
        "why_count": _("Friends sometimes scan friends' cards: count the heads once."),
        "fewer_heads": _("{n} fewer in the room than recorded. Why?"),
        "more_heads": _("{n} more in the room than recorded. Why?"),
        "too_many_heads": _("{n} people? Please count again."),
        "reason_friend": _("A card was scanned by a friend"),
        "reason_no_card": _("Somebody is here without a card"),
        "reason_just_left": _("Somebody just left the room"),
        "reason_other_class": _("A child of another class is here"),
        "reason_unclear": _("Do not know, looking into it"),
        "reason_more": _("More, if you like"),
        "one_less": _("One less"),
        "one_more": _("One more"),
        "go_out_as_unclear": _("{n} go out as to be checked"),
        "go_out_hint": _("The duty leader looks for them at once; your lesson can begin."),
        "nobody_missing": _("Nobody is missing."),
        "nobody_missing_but_leave": _("Nobody is missing, {n} on leave."),
        "done_title": _("The roll is done"),
        "take_late": _("Take a late child"),
        "unclear_names": _("To be checked: {names}"),
        "done_waiting": _("{n} records wait for the network. They leave by themselves."),
        "done_sent": _("The school has it."),
        "photograph_works": _("Photograph works"),
    }


def _care() -> dict[str, str]:
    return {
        "tap_absent": _("Tap who is absent"),
        "missed_before": _("Missing in the period before: {names}. Tap the seat of whoever has come."),
        "counted_in_room": _("In the room"),
        "differs_care": _("You count {counted}, the seats say {roll}. Why?"),
        "confirm_n": _("Confirm {n}"),
        "confirm_again": _("Confirm again"),
        "opens_from": _("Opens at {time}"),
        "by_name": _("By name"),
        "second_bell": _("Second period: only the head count"),
        "second_bell_hint": _("The first period's roll goes on: {n} should be here."),
        "somebody_left": _("Somebody has left or come"),
        "scan_anyway": _("Scan cards here"),
    }


def _keep() -> dict[str, str]:
    return {
        "keep_back": _("Keep with me"),
        "keep_hint": _("The receiving teacher sees it within half a minute."),
        "keep_card": _("Any child of the school, by its card"),
        "keep_camera": _("Hold the card up to the camera"),
        "keep_this_child": _("the child with this card"),
        "keep_by_card": _("Not on this phone's lists: it is kept by its card, and the school tells the name."),
        "keep_named_later": _("Recorded by the card; the name comes with the network."),
        "keep_choose": _("Choose a child"),
        "keep_confirm": _("Keep {name} until {time}"),
        "keep_homework": _("Homework"),
        "keep_talk": _("A talk"),
        "keep_rehearsal": _("Rehearsal"),
        "keep_unwell": _("Unwell"),
        "keep_other": _("Something else"),
        "for_minutes": _("{n} minutes"),
        "until_end": _("End of the lesson, {time}"),
        "kept_now": _("Kept now"),
        "kept_by": _("Kept by {by} until {time} {place}"),
        "kept_here": _("Kept with me until {time}"),
        "keep_end": _("Has gone back"),
    }


def _lessons() -> dict[str, str]:
    return {
        "which_lesson": _("Which lesson?"),
        "clock_now": _("It is {time}"),
        "no_lesson_today": _("No lesson today that you could take."),
        "phase_now": _("Now"),
        "phase_now_others": _("Now, other teachers"),
        "phase_later": _("Later today"),
        "phase_over": _("Over"),
        "cancelled": _("Cancelled"),
        "expected_n": _("{n} expected"),
    }


def _other_ways() -> dict[str, str]:
    return {
        "other_ways": _("Other ways"),
        "take_picture": _("Take a picture of a card"),
        "reading_picture": _("Reading the picture…"),
        "picture_no_card": _("No code found. Closer, and without glare."),
        "picture_not_opened": _("This browser cannot open that file. Take the picture here, or choose a JPG."),
        "type_code": _("Type the sixteen characters under the code"),
        "code_mistyped": _("One character is wrong; compare with the card."),
        "keyboard_scanner_hint": _("A scanner gun that types works on every page here."),
        "which_camera": _("Which camera"),
        "choose_camera": _("Choose"),
        "camera_n": _("Camera {n}"),
        "open_kiosk": _("Greeting tablet at the door"),
    }
