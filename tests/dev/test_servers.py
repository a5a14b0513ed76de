import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from dev import identity
from dev.folders import SHORT_PLACE, make_private
from dev.postgres_server import PostgresServer, State
from dev.redis_server import RedisServer
from dev.servers import Servers
from dev.talk import Problem
from dev.throwaway import claim, remove_leftovers


@pytest.fixture
def postgres(tmp_path):
    server = PostgresServer(tmp_path / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis(tmp_path):
    server = RedisServer(tmp_path / "redis")
    server.start()
    yield server
    server.stop()


def ask(server, sql):
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone() if cursor.description else None


def postmaster(server):
    return int((server.data / "postmaster.pid").read_text().split()[0])


def wait_until_gone(is_there):
    deadline = time.monotonic() + 10
    while is_there():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_postgres_folds_vietnamese_capitals_whatever_the_locale(monkeypatch, tmp_path):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    server = PostgresServer(tmp_path / "postgres", throwaway=True)
    server.start()
    try:
        assert ask(server, "SELECT lower('ĐƯỜNG'), 'Đề ÁN' ILIKE '%đề án%'") == ("đường", True)
    finally:
        server.stop()


def test_postgres_keeps_its_data_over_a_restart(postgres):
    ask(postgres, "CREATE TABLE kept AS SELECT 7 AS number")

    postgres.stop()

    assert postgres._state() is State.SILENT
    postgres.start()
    assert ask(postgres, "SELECT number FROM kept") == (7,)


def test_starting_a_running_server_and_stopping_a_stopped_one_do_nothing(postgres, redis):
    first = postmaster(postgres)

    postgres.start()
    redis.start()

    assert postmaster(postgres) == first
    for server in (postgres, redis):
        server.stop()
        server.stop()


def test_postgres_comes_back_after_kill_9(postgres):
    ask(postgres, "CREATE TABLE kept AS SELECT generate_series(1, 500) AS number")
    os.kill(postmaster(postgres), signal.SIGKILL)

    postgres.start()

    assert ask(postgres, "SELECT count(*) FROM kept") == (500,)


def test_postgres_is_not_misled_by_a_number_that_now_belongs_to_a_stranger(postgres):
    postgres.stop()
    (postgres.data / "postmaster.pid").write_text(f"{os.getppid()}\n{postgres.data}\n")

    postgres.start()

    assert ask(postgres, "SELECT 1") == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_user_namespaces_runs_it_as_nobody_even_in_a_closed_folder(monkeypatch, tmp_path):
    works = identity._works
    monkeypatch.setattr(identity, "_works", lambda command: command[0] != "unshare" and works(command))
    tmp_path.chmod(0o700)
    server = PostgresServer(tmp_path / "postgres", throwaway=True)

    server.start()

    assert (tmp_path / "postgres").owner() == "nobody"
    assert ask(server, "SELECT 1") == (1,)
    server.stop()


def test_an_interrupted_creation_is_begun_anew(tmp_path):
    draft = tmp_path / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    server = PostgresServer(tmp_path / "postgres", throwaway=True)

    server.start()

    assert not draft.exists()
    server.stop()


def test_data_of_another_postgres_version_is_left_alone(tmp_path):
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")

    with pytest.raises(Problem, match="made by PostgreSQL 16; now it is 18"):
        PostgresServer(data).start()


def test_redis_comes_back_after_kill_9_with_its_queue(redis):
    assert redis._ask("SET kept yes") == b"+OK\r\n"
    os.kill(redis_pid(redis), signal.SIGKILL)
    wait_until_gone(redis._answers)

    redis.start()

    assert redis._ask("GET kept") == b"$3\r\nyes\r\n"


def redis_pid(server):
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(server.socket) in (process / "cmdline").read_text():
                return int(process.name)
        except OSError:
            continue
    pytest.fail("redis-server is not running")


def test_long_and_unusual_paths_get_a_short_socket(tmp_path):
    folder = tmp_path / ("Hội nghị, đối thoại " + "x" * 90)
    servers = Servers(folder, throwaway=True)

    servers.start()

    try:
        assert servers.postgres.sockets.parent == servers.redis.socket.parent.parent == SHORT_PLACE
        assert servers.postgres.sockets.stat().st_mode & 0o777 == 0o700
        assert ask(servers.postgres, "SELECT 1") == (1,)
    finally:
        servers.stop()
    assert not servers.postgres.sockets.exists()
    assert not servers.redis.socket.parent.exists()


def test_a_folder_that_somebody_else_prepared_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Problem, match="is not a folder of this user"):
        make_private(tmp_path / "sockets")


def test_leftovers_of_a_killed_test_run_are_removed_and_living_ones_kept(tmp_path):
    killed, living = tmp_path / "test-killed", tmp_path / "test-living"
    for folder in (killed, living):
        folder.mkdir()
    servers = Servers(killed, throwaway=True)
    servers.start()
    with claim(living):
        remove_leftovers(tmp_path)

    assert not killed.exists()
    assert living.exists()
    assert not servers.redis._answers()
