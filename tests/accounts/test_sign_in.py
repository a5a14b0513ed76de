"""Signing in and being locked out, the account page, and the two languages."""

import pytest
from django.conf import settings as project_settings
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.roles import MATRIX, Permission, Role, permissions_of, roles_with

PASSWORD = "password-in-tests"


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def sign_in(browser, username, password=PASSWORD, **more):
    return browser.post("/sign-in/", {"username": username, "password": password, **more})


@pytest.mark.parametrize(
    ("person", "home"),
    [
        ("office", "/conferences/"),
        ("leader", "/dashboard/"),
        ("observer", "/dashboard/"),
        ("head_a", "/my-unit/"),
        ("officer_a", "/my-unit/"),
        ("administrator", "/units/"),
        ("stranger", "/units/"),
    ],
)
def test_everybody_lands_where_their_work_is(browser, request, person, home):
    user = request.getfixturevalue(person)
    assert sign_in(browser, user.username).url == "/"
    assert browser.get("/").url == home


def test_a_wrong_password_is_said_without_telling_which_part_is_wrong(browser, office):
    for username, password in ((office.username, "wrong"), ("nobody", PASSWORD)):
        answer = sign_in(browser, username, password)
        assert answer.status_code == 200
        assert "The name or the password is not right." in answer.text


def test_after_many_wrong_passwords_the_name_is_locked_even_for_the_right_one(browser, office):
    for _ in range(project_settings.AXES_FAILURE_LIMIT):
        locked = sign_in(browser, office.username, "wrong")
    assert locked.status_code == 429
    assert "Sign-in paused" in locked.text
    assert sign_in(browser, office.username).status_code == 429


def test_another_person_at_the_same_address_may_still_sign_in(browser, office, leader):
    for _ in range(project_settings.AXES_FAILURE_LIMIT):
        sign_in(browser, office.username, "wrong")
    assert sign_in(browser, leader.username).status_code == 302


def test_who_may_not_sign_in(browser, office):
    User.objects.filter(pk=office.pk).update(is_active=False)
    assert sign_in(browser, office.username).status_code == 200


def test_back_to_the_page_that_was_asked_for_but_never_to_another_site(browser, office):
    assert browser.get("/units/").url == "/sign-in/?next=/units/"
    assert sign_in(browser, office.username, next="/units/").url == "/units/"
    assert sign_in(Client(), office.username, next="https://elsewhere.example/").url == "/"


def test_signing_out_needs_a_post(client_of, office):
    client = client_of(office)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/units/").status_code == 302


# --- My account ---------------------------------------------------------------------------------------------------
def test_address_and_language_of_mails(client_of, head_a):
    answer = client_of(head_a).post(
        "/my-account/", {"email": "moi@example.test", "language": "vi"}, follow=True
    )
    assert "Your settings are saved." in answer.text
    head_a.refresh_from_db()
    assert (head_a.email, head_a.language) == ("moi@example.test", "vi")


def test_a_bad_address_is_refused(client_of, head_a):
    answer = client_of(head_a).post("/my-account/", {"email": "not an address", "language": "vi"})
    assert answer.status_code == 200
    head_a.refresh_from_db()
    assert head_a.email == "head_a@example.test"


def test_nobody_makes_themselves_an_administrator(client_of, head_a):
    form = {"email": "", "language": "vi", "is_superuser": "on", "is_staff": "on", "username": "root"}
    client_of(head_a).post("/my-account/", form)
    head_a.refresh_from_db()
    assert (head_a.is_superuser, head_a.is_staff, head_a.username) == (False, False, "head_a")


def change_password(client, new, again=None, old=PASSWORD):
    form = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post("/my-account/password/", form, follow=True)


def test_change_password(client_of, head_a):
    answer = change_password(client_of(head_a), "mot-mat-khau-dai")
    assert "Your password is changed." in answer.text
    head_a.refresh_from_db()
    assert head_a.check_password("mot-mat-khau-dai")


@pytest.mark.parametrize(
    ("new", "again", "old"),
    [("short", None, PASSWORD), ("mot-mat-khau-dai", "khac", PASSWORD), ("mot-mat-khau-dai", None, "x")],
)
def test_passwords_that_are_refused(client_of, head_a, new, again, old):
    change_password(client_of(head_a), new, again, old)
    head_a.refresh_from_db()
    assert head_a.check_password(PASSWORD)


# --- Language -----------------------------------------------------------------------------------------------------
def test_vietnamese_unless_the_person_or_the_browser_says_otherwise(office):
    translation.deactivate()
    assert '<html lang="vi">' in Client().get("/sign-in/").text


def test_who_comes_from_another_page_is_told_why(browser, db):
    told = "You have to be signed in for that page."
    assert told in browser.get("/my-unit/", follow=True).text
    assert told not in browser.get("/", follow=True).text
    assert told not in browser.get("/sign-in/").text


def test_the_language_is_switched_and_kept(browser, office):
    sign_in(browser, office.username)
    browser.post("/language/", {"language": "vi", "next": "/units/"})
    assert '<html lang="vi">' in browser.get("/units/").text
    browser.post("/language/", {"language": "en", "next": "/units/"})
    assert '<html lang="en">' in browser.get("/units/").text


# --- Names and roles ----------------------------------------------------------------------------------------------
def test_people_are_sorted_by_the_last_word_of_their_name(db):
    for index, name in enumerate(("Nguyễn Văn Ước", "Trần Thị Ân", "Đỗ Văn An", "Bùi Thị An")):
        User.objects.create_user(f"person{index}", full_name=name)
    names = list(User.objects.values_list("full_name", flat=True))
    assert names == ["Bùi Thị An", "Đỗ Văn An", "Trần Thị Ân", "Nguyễn Văn Ước"]


def test_every_role_is_described_and_every_permission_is_held_by_some_role():
    assert set(MATRIX) == set(Role)
    assert all(str(row.description) for row in MATRIX.values())
    assert {permission for role in Role for permission in permissions_of(role)} == set(Permission)


def test_who_confirms_does_not_report():
    assert not set(roles_with(Permission.CONFIRM)) & set(roles_with(Permission.REPORT))


def test_observers_only_read():
    assert permissions_of(Role.OBSERVER) == {Permission.READ_ALL, Permission.READ_DASHBOARD}
