"""What the administration site may do to roles and units, and what only the pages with a history may."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.roles import Role
from tests.conftest import SINCE
from units.models import RoleChange, Unit, UnitAlias, UnitSuccession

ONESELF = "Nobody gives a role to oneself. Ask the office or the administrator."


def role_of(user, unit, role=Role.OFFICE, **changes):
    filled = {
        "user": user.pk,
        "unit": unit.pk,
        "role": role,
        "capacity": "regular",
        "valid_from": "01/01/2026",
    }
    return filled | changes


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_gives_oneself_a_role(client_of, administrator, ministry, unit_a, is_superuser):
    if not is_superuser:
        administrator.is_superuser = False
        administrator.save()
        administrator.user_permissions.set(Permission.objects.filter(content_type__app_label="units"))
    client, own = client_of(administrator), administrator.memberships.get()
    add = reverse("admin:units_membership_add")
    change = reverse("admin:units_membership_change", args=[own.pk])
    for path, unit in ((add, ministry), (add, unit_a), (change, ministry)):
        page = client.post(path, role_of(administrator, unit))
        assert ONESELF in page.text
    assert administrator.memberships.get().role == Role.ADMINISTRATOR
    assert not RoleChange.objects.exists()


def test_no_row_becomes_one_s_own_or_somebody_else_s(client_of, administrator, head_a, stranger, unit_a):
    client = client_of(administrator)
    of_head, own = head_a.memberships.get(), administrator.memberships.get()
    for row, person in ((of_head, administrator), (own, stranger)):
        path = reverse("admin:units_membership_change", args=[row.pk])
        assert ONESELF in client.post(path, role_of(person, unit_a)).text
    assert not RoleChange.objects.exists()


def test_roles_of_others_are_given_and_changed_with_an_entry(client_of, administrator, stranger, unit_a):
    client = client_of(administrator)
    given = role_of(stranger, unit_a, Role.UNIT_OFFICER)
    assert client.post(reverse("admin:units_membership_add"), given).status_code == 302
    row = stranger.memberships.get()
    path = reverse("admin:units_membership_change", args=[row.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, given | {"role": Role.UNIT_HEAD}).status_code == 302
    assert (
        client.post(reverse("admin:units_membership_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 302
    )
    assert not stranger.memberships.exists()
    entries = RoleChange.objects.order_by("pk").values_list("verb", "by", "person")
    assert list(entries) == [
        (verb, administrator.pk, stranger.pk) for verb in ("appointed", "changed", "removed")
    ]


# --- Units --------------------------------------------------------------------------------------------------------
def inlines(**aliases):
    counts = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    counts |= {"successions-TOTAL_FORMS": 0, "successions-INITIAL_FORMS": 0}
    return counts | {f"aliases-{name}": value for name, value in aliases.items()}


def test_what_a_reorganisation_changes_is_only_read(client_of, administrator, unit_a, unit_b, ministry):
    client = client_of(administrator)
    path = reverse("admin:units_unit_change", args=[unit_a.pk])
    page = client.get(path).text
    for name in ("name", "parent", "valid_from", "valid_to"):
        assert f'name="{name}"' not in page
    forged = {"name": "Tên khác", "parent": unit_b.pk, "valid_from": "01/01/2025", "valid_to": "31/12/2025"}
    kept = {"abbreviation": "CHC", "code": "CHC", "kind": unit_a.kind, "position": 7}
    aliases = inlines(**{"TOTAL_FORMS": 1, "0-unit": unit_a.pk, "0-name": "Cục HC"})
    assert client.post(path, forged | kept | aliases).status_code == 302
    unit = Unit.objects.get(pk=unit_a.pk)
    assert (unit.name, unit.parent, unit.valid_from, unit.valid_to) == ("Cục Hóa chất", ministry, SINCE, None)
    assert (unit.abbreviation, unit.position) == ("CHC", 7)
    assert UnitAlias.objects.get(unit=unit).name == "Cục HC"


def test_a_new_unit_is_added(client_of, administrator, ministry):
    new = {
        "name": "Cục mới",
        "kind": "agency",
        "parent": ministry.pk,
        "position": 1,
        "valid_from": "01/12/2026",
    }
    response = client_of(administrator).post(reverse("admin:units_unit_add"), new | inlines())
    assert response.status_code == 302
    assert Unit.objects.get(name="Cục mới").parent == ministry


def test_units_are_not_deleted_and_successions_not_written(client_of, administrator, unit_a, unit_b):
    client = client_of(administrator)
    succession = UnitSuccession.objects.create(
        predecessor=unit_a, successor=unit_b, effective_on=SINCE, kind=UnitSuccession.Kind.MERGE
    )
    assert (
        client.post(reverse("admin:units_unit_delete", args=[unit_b.pk]), {"post": "yes"}).status_code == 403
    )
    chosen = {"action": "delete_selected", "_selected_action": [unit_b.pk], "post": "yes"}
    client.post(reverse("admin:units_unit_changelist"), chosen)
    assert Unit.objects.filter(pk=unit_b.pk).exists()
    assert client.get(reverse("admin:units_unitsuccession_add")).status_code == 403
    for action in ("change", "delete"):
        path = reverse(f"admin:units_unitsuccession_{action}", args=[succession.pk])
        assert client.post(path, {"post": "yes"}).status_code == 403
    forged = {"successions-TOTAL_FORMS": 1, "successions-INITIAL_FORMS": 1, "successions-0-id": succession.pk}
    forged |= {"successions-0-predecessor": unit_a.pk, "successions-0-DELETE": "on"}
    kept = {"abbreviation": "HC", "code": "HC", "kind": unit_a.kind, "position": 1}
    client.post(reverse("admin:units_unit_change", args=[unit_a.pk]), inlines() | forged | kept)
    assert UnitSuccession.objects.filter(pk=succession.pk).exists()
    assert unit_b.name in client.get(reverse("admin:units_unit_change", args=[unit_a.pk])).text
