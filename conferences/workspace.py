"""What every page of a conference's workspace shows: its head and its tabs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import Request
from conferences.models import Conference
from conferences.permissions import may_manage
from conferences.progress import Counts, counts_of
from units.permissions import access_of

# Key, label, icon, address, count.
Tab = tuple[str, str, str, str, int | None]


def workspace(request: Request, conference: Conference, active: str) -> dict[str, Any]:
    reads_all = access_of(request.user).reads_all
    counts = counts_of([conference])[conference.pk] if reads_all else Counts()
    rows = _tabs(conference, counts) if reads_all else _own_tabs(conference)
    return {
        "conference": conference,
        "reads_all": reads_all,
        "may_manage": may_manage(request.user, conference),
        "counts": counts,
        "tabs": [
            {"label": label, "url": url, "icon": icon, "count": count, "active": key == active}
            for key, label, icon, url, count in rows
        ],
    }


def _tabs(conference: Conference, counts: Counts) -> list[Tab]:
    pk = conference.pk
    query = f"?conference={pk}"
    return [
        ("overview", _("Overview"), "messages", reverse("conferences:detail", args=[pk]), None),
        (
            "recommendations",
            _("Recommendations"),
            "bulb",
            reverse("recommendations:list") + query,
            counts.logged,
        ),
        *_submissions_tab(conference),
        (
            "conclusion",
            _("Conclusion"),
            "gavel",
            reverse("conferences:review", args=[pk]),
            counts.proposed or None,
        ),
        ("tasks", _("Tasks"), "list-check", reverse("conferences:tasks", args=[pk]), counts.accepted),
        ("notice", _("Notice"), "file-text", reverse("notices:of_conference", args=[pk]), None),
        (
            "dashboard",
            _("Dashboard"),
            "layout-dashboard",
            reverse("assignments:dashboard") + query,
            None,
        ),
        ("reports", _("Reports"), "file-description", reverse("notices:reports", args=[pk]), None),
    ]


def _submissions_tab(conference: Conference) -> list[Tab]:
    """Where the office takes what units send beforehand, or took it; counted is what waits for it."""
    if conference.submissions_until is None:
        return []
    waiting = conference.submissions.filter(stage="sent").count()
    url = reverse("submissions:of_conference", args=[conference.pk])
    return [("submissions", _("Sent beforehand"), "inbox", url, waiting or None)]


def _own_tabs(conference: Conference) -> list[Tab]:
    """A unit's people: what is theirs at this conference."""
    pk = conference.pk
    return [
        ("overview", _("Overview"), "messages", reverse("conferences:detail", args=[pk]), None),
        (
            "recommendations",
            _("Our recommendations"),
            "bulb",
            reverse("recommendations:list") + f"?conference={pk}",
            None,
        ),
        ("tasks", _("Our tasks"), "list-check", reverse("conferences:tasks", args=[pk]), None),
        *_issued_tab(conference),
    ]


def _issued_tab(conference: Conference) -> list[Tab]:
    """A notice is for every unit once it is issued."""
    if not conference.notices.issued().exists():
        return []
    return [
        ("notice", _("Notice"), "file-text", reverse("notices:of_conference", args=[conference.pk]), None)
    ]
