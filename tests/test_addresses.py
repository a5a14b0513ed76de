"""Who is locked out after wrong passwords depends on the address a request came from."""

import pytest
from django.test import Client

from dialogue_tracker.addresses import address_of

PROXY, PERSON, INVENTED = "172.18.0.5", "203.0.113.9", "198.51.100.1"


@pytest.mark.parametrize(
    ("proxies", "told", "found"),
    [
        (0, None, PROXY),
        (0, PERSON, PROXY),  # nobody of ours wrote it
        (1, None, PROXY),
        (1, PERSON, PERSON),
        (1, f"{INVENTED}, {PERSON}", PERSON),
        (2, f"{INVENTED}, {PERSON}, 10.0.0.1", PERSON),
        (2, PERSON, PROXY),
    ],
)
def test_only_what_our_own_proxies_tell_is_believed(rf, settings, proxies, told, found):
    settings.PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": told} if told else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR=PROXY)) == found


def test_a_stranger_cannot_lock_somebody_out_from_elsewhere(settings, office):
    settings.PROXY_COUNT = 1

    def sign_in(password, address):
        return Client(headers={"X-Forwarded-For": address}).post(
            "/sign-in/", {"username": office.username, "password": password}
        )

    codes = [sign_in("wrong", INVENTED).status_code for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert codes[-1] == 429
    assert sign_in("password-in-tests", PERSON).status_code == 302
