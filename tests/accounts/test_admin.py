"""Rights of the administration site are given by who has all of them, and never to oneself."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User


@pytest.fixture
def keeper(stranger):
    """Keeps accounts in the administration site, without being a superuser."""
    stranger.is_staff = True
    stranger.save()
    stranger.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    return stranger


def fields_of(person, **changes):
    kept = {"username": person.username, "full_name": person.full_name, "language": "vi", "is_active": "on"}
    return kept | changes


def save(client, person, **changes):
    path = reverse("admin:accounts_user_change", args=[person.pk])
    return client.post(path, fields_of(person, **changes))


def test_who_keeps_accounts_gives_no_rights(client_of, keeper, officer_a):
    group = Group.objects.create(name="Mọi quyền")
    client = client_of(keeper)
    forged = {"is_staff": "on", "is_superuser": "on", "groups": group.pk, "user_permissions": 1}
    for person in (keeper, officer_a):
        given = set(person.user_permissions.all())
        was_staff = person.is_staff
        page = client.get(reverse("admin:accounts_user_change", args=[person.pk])).text
        for name in forged:
            assert f'name="{name}"' not in page
        assert save(client, person, full_name="Tên mới", **forged).status_code == 302
        saved = User.objects.get(pk=person.pk)
        assert (saved.full_name, saved.is_staff, saved.is_superuser) == ("Tên mới", was_staff, False)
        assert not saved.groups.exists()
        assert set(saved.user_permissions.all()) == given


def test_nor_takes_over_the_account_of_a_superuser(client_of, keeper, administrator):
    client = client_of(keeper)
    assert save(client, administrator, email="keeper@example.test").status_code == 403
    path = reverse("admin:auth_user_password_change", args=[administrator.pk])
    new = {"password1": "mat-khau-moi-2026", "password2": "mat-khau-moi-2026", "usable_password": "true"}
    assert client.post(path, new).status_code == 403
    path = reverse("admin:accounts_user_delete", args=[administrator.pk])
    assert client.post(path, {"post": "yes"}).status_code == 403


def test_a_superuser_gives_rights_to_others(client_of, administrator, officer_a):
    assert save(client_of(administrator), officer_a, is_staff="on").status_code == 302
    assert User.objects.get(pk=officer_a.pk).is_staff
