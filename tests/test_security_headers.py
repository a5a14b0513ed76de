"""The strict policy stands on every page, also on those that tell of a mistake."""

import pytest
from django.test import Client

from assignments import views


@pytest.fixture
def browser(client_of, office):
    client = client_of(office)
    client.raise_request_exception = False
    return client


def broken(*args, **kwargs):
    raise RuntimeError


@pytest.mark.parametrize(
    ("path", "extra", "code"),
    [
        ("/conferences/", {}, 200),
        ("/assignments/", {"HTTP_HX_REQUEST": "true"}, 200),
        ("/conferences/0/", {}, 404),
        ("/my-unit/", {}, 403),
        ("/assignments/", {"broken": True}, 500),
        ("/conferences/", {"HTTP_HOST": "evil.example"}, 400),
        ("/sign-in/", {}, 302),
    ],
)
def test_the_policy_is_sent(browser, monkeypatch, path, extra, code):
    if extra.pop("broken", False):
        monkeypatch.setattr(views, "filtered", broken)
    response = browser.get(path, **extra)
    assert response.status_code == code
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    response = client.post("/notifications/read-all/")
    assert response.status_code == 403
    assert "Content-Security-Policy" in response.headers


def test_health_is_told_without_https(settings, client, db):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/sign-in/").status_code == 301


@pytest.mark.parametrize(
    "url", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_page_sends_people_elsewhere(url, client, office, client_of, conference, assignment):
    signed_in = client.post(
        "/sign-in/", {"username": office.username, "password": "password-in-tests", "next": url}
    )
    language = client_of(office).post("/language/", {"language": "en", "next": url})
    taken_on = client_of(office).post(
        f"/conferences/{conference.pk}/accept-tasks/", {"all": "1", "next": url}
    )
    for response in (signed_in, language, taken_on):
        assert response.status_code == 302
        assert "evil" not in response.url
        assert "alert" not in response.url
