"""Where am I: the part of the main navigation that is marked, and the name over the administration site."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from conferences.models import Conference


def marked(html: str) -> list[str]:
    menu = html[html.index('class="nav-main"') :]
    return re.findall(r'<a href="([^"]+)" aria-current="page"', menu[: menu.index("</nav>")])


@pytest.mark.django_db
def test_the_page_one_is_on_is_marked(client_of, office, conference: Conference):
    for path, place in (
        (reverse("conferences:detail", args=[conference.pk]), "conferences:list"),
        (reverse("notices:of_conference", args=[conference.pk]), "conferences:list"),
        (reverse("notices:register"), "notices:list"),
    ):
        page = client_of(office).get(path)
        assert marked(page.content.decode()) == [reverse(place)]


@pytest.mark.django_db
def test_the_administrator_lands_on_the_units_and_finds_the_administration_site(client_of, administrator):
    page = client_of(administrator).get(reverse("home"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("units:list")
    assertContains(page, f'href="{reverse("admin:index")}"')


@pytest.mark.django_db
def test_the_administration_site_bears_the_name_of_the_product(client_of, administrator):
    page = client_of(administrator).get(reverse("admin:index"))
    assertContains(page, "Dialogue Tracker")
    assertContains(page, "favicon")
    assert "Django" not in re.sub(r"<!--.*?-->", "", page.content.decode())


@pytest.mark.django_db
def test_a_swapped_field_keeps_no_inline_style(client_of, office):
    """A text that has grown carries a style attribute; copying it onto its successor offends the page's CSP."""
    page = client_of(office).get(reverse("conferences:list")).content.decode()
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", page)
    assert config
    assert "style" not in json.loads(unescape(config[1]))["attributesToSettle"]
