import os
import socket

import pytest

from dev.ports import HOST, chosen_port, is_answering, require_free
from dev.talk import Problem


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_usual_port_is_8000():
    assert chosen_port(None) == chosen_port("") == 8000
    assert chosen_port("8001") == 8001


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 00", "８０００"])
def test_a_nonsense_port_is_refused_with_an_example(text):
    with pytest.raises(Problem, match="PORT=8001 make run"):
        chosen_port(text)


def test_a_busy_port_names_its_holder_and_the_way_out(busy_port):
    with pytest.raises(Problem) as caught:
        require_free(busy_port)

    assert f"Port {busy_port} on 127.0.0.1 is already used by process {os.getpid()} (" in str(caught.value)
    assert f"PORT={busy_port + 1} make run" in str(caught.value)


def test_a_free_port_is_fine():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        free = probe.getsockname()[1]
    require_free(free)
    assert not is_answering(free)


def test_listening_is_not_yet_answering(busy_port):
    assert not is_answering(busy_port)
