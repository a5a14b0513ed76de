"""Whatever stands in the query of an address, the answer is a page or a refusal, never a broken program."""

from itertools import cycle

import pytest
from django.urls import reverse

from tests.assignments.builders import make_recommendation

FILTERED = {
    "units:list": ("q", "on"),
    "notifications:list": ("page", "show"),
    "conferences:list": ("q", "year", "kind", "page"),
    "assignments:list": (
        "q", "conference", "unit", "kind", "state", "timing", "pile", "due_from", "due_to", "sort", "page", "all",
    ),
    "assignments:dashboard": ("conference", "kind"),
    "assignments:my_unit": ("unit",),
    "assignments:reminders": ("q", "outcome", "recipient", "unit", "since", "until", "on", "assignment", "group", "page"),
    "recommendations:list": (
        "q", "conference", "raised_by", "lead", "theme", "state", "timing", "outcome", "sort", "page",
    ),
    "recommendations:create": ("conference",),
    "recommendations:live": ("raised_by", "speaker", "earlier", "same_as"),
    "recommendations:assign_many": ("pick",),
    "conferences:task_create": ("start", "end"),
    "accounts:sign_in": ("next",),
}  # fmt: skip
VALUES = (
    "", "0", "-1", "abc", "none", "1,2", "1.5", "1e99", "9e99", "0x10", "9" * 20, "-" + "9" * 20, "9" * 5000,
    "٣", "²", "\x00", "a\x00b", "\x1b[31m", "\u202e", "%", "_", "\\", "'", "\"><script>alert(1)</script>", "..",
    "//evil.example", "0001-01-01", "31/12/9999", "29/2/2025", "99/99/9999", "KN0000-001", "KN9999-99999",
    "KN2026-CB-\\-001", "ộ" * 2000, "a b " * 150, "unit__name", "-due_on,due_on", "last",
)  # fmt: skip


@pytest.mark.parametrize("page", FILTERED)
def test_no_query_breaks_a_page(page, conference, conclusion, assignment, unit_a, office, head_a, client_of):
    make_recommendation(conference, unit_a, by=office)
    path = reverse(
        page, args=[conference.pk] if page.startswith(("conferences:task", "recommendations:live")) else []
    )
    # Who reads all, and who reads what is theirs, in turns: a value is read before anybody's rows are looked for.
    clients = cycle((client_of(office), client_of(head_a), client_of(office)))
    for value in VALUES:
        query = dict.fromkeys(FILTERED[page], value)
        response = next(clients).get(path, query, headers={"HX-Request": "true"})
        assert response.status_code in (200, 302, 403, 404), value[:40]


@pytest.mark.parametrize(
    "page", ["units:detail", "assignments:detail", "conferences:detail", "notices:detail"]
)
def test_no_number_in_an_address_breaks_a_page(page, office, client_of):
    prefix = reverse(page, args=[0])
    for number in ("0", "9" * 20, "9" * 5000):
        response = client_of(office).get(prefix.replace("/0/", f"/{number}/"))
        assert response.status_code == 404, number[:40]
