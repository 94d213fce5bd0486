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
}
"""Of this slice; an action of another slice is shown by its code."""

SLICES = {
    "identity": _("Signing in"),
    "accounts": _("Accounts"),
    "cards": _("Cards"),
    "people": _("People"),
    "import": _("Import"),
    "plan": _("Plan"),
    "checkin": _("Roll call"),
}
