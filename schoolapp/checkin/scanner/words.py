"""Every word that the scanner shows, by the key that its JavaScript asks for; what stands in braces is filled there."""

from __future__ import annotations

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
        _browsers(),
        _kiosk(),
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
        "verdict_unknown_card": _("card unknown to the school"),
        "verdict_not_a_card": _("not a school card"),
        "verdict_session_cancelled": _("this lesson is cancelled"),
        "verdict_session_closed": _("outside the hours of this lesson"),
        "verdict_not_allowed": _("not your roll"),
        "verdict_invalid": _("could not be recorded"),
        "verdict_": _("recorded"),
        "unknown_child": _("A child of another class"),
        "foreign_code": _("Unknown code"),
        "place": _("{room} · {title}"),
        "seat": _("{homeroom} No. {seat}"),
        "name_seat": _("{name} ({seat})"),
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
        "send_there": _("Send there"),
        "send_home": _("Send back to the class"),
        "keep_here": _("Keep here"),
        "chosen_send": _("sent there"),
        "chosen_keep": _("kept here"),
        "not_enrolled_hint": _("Has no class in this period"),
        "undo_one": _("Undo {name}"),
        "marked_absent": _("marked absent"),
        "pack_expired": _("These lists are old. Connect to the network; what you record is kept meanwhile."),
        "alert_two_cards": _("{name}: two different cards were used. Please look who is holding which."),
        "alert_two_rooms": _("{name} was also recorded in another room. The duty leader sees both."),
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
        "state_here": _("here"),
        "state_left": _("to come"),
        "state_absent": _("absent"),
        "state_leave": _("on leave"),
        "state_kept": _("kept by a teacher"),
        "state_other": _("of another class"),
        "seen_here": _("{time} counted in {room}, {title}"),
        "seen_sent": _("{time} sent here from {room}"),
        "seen_passing": _("{time} at the door of {room}, {title}"),
        "seen_found": _("{time} found: {room}"),
        "seen_found_somewhere": _("{time} found"),
    }


def _submission() -> dict[str, str]:
    return {
        "recorded": _("Recorded"),
        "counted_heads": _("Heads counted"),
        "why_count": _("Friends sometimes scan friends' cards: count the heads once."),
        "fewer_heads": _("{n} fewer in the room than recorded. Why?"),
        "more_heads": _("{n} more in the room than recorded. Why?"),
        "reason_friend": _("A card was scanned by a friend"),
        "reason_no_card": _("Somebody is here without a card"),
        "reason_just_left": _("Somebody just left the room"),
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
        "counted_in_room": _("In the room"),
        "differs_care": _("You count {counted}, the seats say {roll}. Why?"),
        "confirm_n": _("Confirm {n}"),
        "confirm_again": _("Confirm again"),
        "by_name": _("By name"),
        "second_bell": _("Second period: only the head count"),
        "second_bell_hint": _("The first period's roll goes on: {n} should be here."),
        "somebody_left": _("Somebody has left or come"),
        "scan_anyway": _("Scan cards here"),
    }


def _keep() -> dict[str, str]:
    return {
        "keep_back": _("Keep with me"),
        "keep_hint": _("The receiving teacher sees it in about a minute."),
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


def _browsers() -> dict[str, str]:
    return {
        "camera_denied": _(
            "The camera is not allowed here. Allow it in the browser's settings, or use another way below."
        ),
        "camera_none": _("No camera found. Use another way below."),
        "camera_busy": _("The camera does not answer. Close other apps that use it and open this page again."),
        "camera_no_decoder": _("This browser cannot read codes. Call by hand or use another browser."),
        "help_wechat_iphone": _(
            "WeChat on the iPhone may forget records. Tap ··· above, open in Safari, add to the home screen."
        ),
        "help_wechat": _("WeChat does not give the camera here. Tap ··· at the top right and open in the browser."),
        "help_plain_http": _(
            "Without a secure address (https) the camera stays off. A picture of the card, seat numbers and names work."
        ),
        "help_old_browser": _(
            "Too old for the camera. Use Chrome, Edge or the phone's own browser; seat numbers work here."
        ),
        "help_no_store": _("This browser keeps nothing after closing. Keep the page open until all is sent."),
        "help_no_offline": _("This browser opens the page only with a network. Leave the page open."),
    }


def _kiosk() -> dict[str, str]:
    return {
        "kiosk_title": _("Greeting tablet"),
        "kiosk_explain": _("Children hold up their cards and are greeted by name. There is nothing for them to press."),
        "kiosk_set_pin": _("Set four digits that end it"),
        "kiosk_start": _("Start"),
        "kiosk_hint": _("Hold your card up to the camera"),
        "kiosk_leave": _("End the greeting"),
        "kiosk_pin": _("Four digits"),
        "kiosk_wrong_pin": _("Not these four digits."),
        "kiosk_stay": _("Go on"),
        "kiosk_forgot": _("Forgot it? Sign in again"),
        "kiosk_forgot_offline": _("That needs the network. Try again when it is back."),
        "hello": _("Hello, {name}!"),
        "hello_guest": _("Welcome!"),
        "tell_teacher": _("Please tell the teacher"),
    }
