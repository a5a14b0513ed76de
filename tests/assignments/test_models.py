def test_cast(
    assignment,
    client_of,
    office,
    second_office,
    head_a,
    officer_a,
    head_b,
    leader,
    observer,
    administrator,
    office_unit,
):
    assert assignment.state == "assigned"
    assert client_of(head_a).session["_auth_user_id"] == str(head_a.pk)
