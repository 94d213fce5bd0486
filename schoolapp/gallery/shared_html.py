"""The page behind a link, made on the server: it needs no JavaScript, and previews find everything in it."""

from __future__ import annotations

from schoolapp.gallery.sharing import Shared
from schoolapp.i18n import _
from schoolapp.ui.printing import render


def shared_page(found: Shared, token: str, origin: str) -> str:
    """The HTML. `origin`: https://school.example, for the addresses that previews need whole."""
    work = found.work
    by = " ".join([work.homeroom, *work.by]).strip()
    title = work.title or work.course or _("A work from our school")
    about = " · ".join(part for part in (work.medium, by) if part)
    return render(
        "gallery/shared.html",
        title=title,
        back="/gallery",
        found=found,
        work=work,
        by=by,
        about=about,
        preview=work.remark or about,
        address=f"{origin}/w/{token}",
        token=token,
    )


def gone_page() -> str:
    """For a link that leads nowhere any more; it does not say why."""
    return render("gallery/gone.html", title=_("This work is not shown here any more"), back="/gallery")
