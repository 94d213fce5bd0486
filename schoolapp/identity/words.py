"""Words for roles and for what stands in the trail."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.identity.policy import Role

ROLES = {
    Role.GUARDIAN: _("Guardian"),
    Role.TEACHER: _("Teacher"),
    Role.HOMEROOM: _("Homeroom teacher"),
    Role.LEADER: _("Duty leader"),
    Role.OFFICE: _("Service office"),
}

ACTIONS = {
    "identity.sign_in": _("signed in"),
    "identity.sign_out": _("signed out"),
    "identity.revoke_login": _("ended a login of their own"),
    "identity.change_password": _("changed their password"),
    "identity.set_up": _("set the school up"),
    "accounts.create": _("gave a login"),
    "accounts.reset_password": _("gave a new one-time password"),
    "accounts.disable": _("locked an account"),
    "accounts.enable": _("unlocked an account"),
    "accounts.grant": _("gave a role"),
    "accounts.end_role": _("ended a role"),
    "cards.issue": _("made a card"),
    "cards.print": _("printed cards"),
    "cards.revoke": _("took a card out of use"),
    "people.add_student": _("added a child"),
    "people.move_student": _("moved a child to another homeroom"),
    "people.set_participation": _("changed who takes part"),
    "people.student_left": _("entered that a child left the school"),
    "import.apply": _("imported a list"),
    "import.add": _("added by an import"),
    "import.change": _("changed by an import"),
    "plan.keep_in_step": _("lessons made from the timetable"),
    "plan.substitute": _("entered a substitute"),
    "plan.room": _("entered another room"),
    "plan.cancelled": _("cancelled a lesson"),
    "plan.merged": _("merged two classes"),
    "plan.withdraw_change": _("withdrew a change of the day"),
    "plan.grant_leave": _("entered a leave"),
    "plan.withdraw_leave": _("withdrew a leave"),
    "checkin.submit": _("submitted a roll"),
    "checkin.undo": _("took a record of the roll back"),
    "checkin.keep": _("kept a child back"),
    "checkin.keep_end": _("let a kept child go"),
    "checkin.found": _("marked a child as found"),
    "checkin.choose_keep": _("kept a child of another class"),
    "checkin.choose_send": _("sent a child to its class"),
    "works.file": _("filed a work"),
    "works.change": _("changed a work"),
    "works.approve": _("approved a work"),
    "works.send_back": _("sent a work back"),
    "works.take_down": _("took a work down"),
    "works.hand_in": _("handed a mended work in again"),
    "works.undo": _("took a decision about a work back"),
    "works.report": _("reported a work"),
    "works.keep_reported": _("left a reported work as it was"),
    "works.word_shown": _("showed kind words"),
    "works.word_hidden": _("hid kind words"),
}
"""What the office reads in the trail; a test holds that no recorded action is missing."""

SLICES = {
    "identity": _("Signing in"),
    "accounts": _("Accounts"),
    "cards": _("Cards"),
    "people": _("People"),
    "import": _("Import"),
    "plan": _("Plan"),
    "checkin": _("Roll call"),
    "works": _("Works"),
}
