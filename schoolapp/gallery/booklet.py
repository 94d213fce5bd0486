"""A child's works as a booklet on A4: a cover, then one work a page, two where both are wide."""

from __future__ import annotations

from schoolapp.gallery.portfolio import Portfolio
from schoolapp.gallery.service import Shown
from schoolapp.i18n import _
from schoolapp.ui.printing import render

_WIDE = 1.15
"""Width by height from which two works fit below each other."""


def booklet_sheets(portfolio: Portfolio) -> str:
    """The printable page."""
    works = [(term.name, work) for term in portfolio.terms for work in term.works]
    first, last = (works[0][0], works[-1][0]) if works else ("", "")
    span = first if first == last else f"{first} – {last}"
    return render(
        "gallery/booklet.html",
        title=_title(span),
        back=f"/portfolio?child={portfolio.student_id}",
        portfolio=portfolio,
        span=span,
        cover=_cover([work for _term, work in works]),
        pages=pages_of(works),
    )


def _title(span: str) -> str:
    """Without the child's name: it stays in the lists of windows and pages of a phone that others use, too."""
    return _(" · ").join(part for part in (_("Booklet of works"), span) if part)


def _cover(works: list[Shown]) -> Shown | None:
    """The newest work with a remark, else the newest."""
    return next((work for work in reversed(works) if work.remark), works[-1] if works else None)


def pages_of(works: list[tuple[str, Shown]]) -> list[list[tuple[str, Shown]]]:
    """Works by page, in their order: neighbours that are both wide share one."""
    pages: list[list[tuple[str, Shown]]] = []
    for item in works:
        is_wide = item[1].width >= _WIDE * item[1].height
        before = pages[-1] if pages else []
        if is_wide and len(before) == 1 and before[0][1].width >= _WIDE * before[0][1].height:
            before.append(item)
        else:
            pages.append([item])
    return pages
