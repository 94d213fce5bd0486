"""What a notice says and where it leads, by its kind. A slice that tells something adds its kind here."""

from __future__ import annotations

from dataclasses import dataclass

from schoolapp.i18n import _


@dataclass(frozen=True)
class Wording:
    """`text` may hold {child}; `link` may hold {student} and {work}; empty: nothing to open."""

    text: str
    link: str = ""


KINDS: dict[str, Wording] = {
    "guardian_joined": Wording(_("Somebody joined the family of {child} and waits for you."), "/families"),
    "guardian_confirmed": Wording(_("The homeroom teacher has confirmed you. You see {child} now."), "/home"),
    "work_approved": Wording(_("A new work of {child} can be seen."), "/portfolio?child={student}&work={work}"),
    "kind_word": Wording(
        _("Somebody wrote kind words to a work of {child}."), "/portfolio?child={student}&work={work}"
    ),
    "work_returned": Wording(_("A work came back to you, with a reason."), "/works?work={work}"),
    "work_taken_down": Wording(_("A work of yours was taken down."), "/works?work={work}"),
    "report_taken_down": Wording(_("The work that you reported was taken down. Thank you.")),
    "report_kept": Wording(_("The work that you reported was looked at and stays.")),
    "recall": Wording(_("A work that you sent on may no longer be shown. Please take it back."), "/recalls"),
    "consents_to_check": Wording(
        _("The access of somebody in {child}'s family has ended. Please look again at what you agree to."), "/consents"
    ),
}
_UNKNOWN = Wording(_("There is something new about {child}."))


def wording(kind: str) -> Wording:
    """A kind that nobody has words for still says that there is something."""
    return KINDS.get(kind, _UNKNOWN)
