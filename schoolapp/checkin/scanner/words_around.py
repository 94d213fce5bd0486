"""What the scanner says of browsers that lack something, and at the door."""

from __future__ import annotations

from schoolapp.i18n import _


def browser_words() -> dict[str, str]:
    """What a browser lacks, and what to do about it."""
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
        "help_wechat_android": _(
            "Cleaning WeChat's cache removes lists and unsent records. Tap ··· above, open in the browser, add it."
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


def kiosk_words() -> dict[str, str]:
    """The greeting tablet at the door."""
    return {
        "kiosk_title": _("Greeting tablet"),
        "kiosk_explain": _("Children hold up their cards and are greeted by name. There is nothing for them to press."),
        "kiosk_way_out": _("To end it, press the bar at the top for two seconds and enter the four digits."),
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
