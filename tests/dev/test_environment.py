from dev.environment import development_environment, over, secret_key


def test_the_secret_key_is_private_and_stays_the_same(tmp_path):
    first = secret_key(tmp_path / "var")

    assert len(first) >= 50
    assert secret_key(tmp_path / "var") == first
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_an_empty_secret_key_file_is_filled(tmp_path):
    (tmp_path / "secret-key").touch()

    assert len(secret_key(tmp_path)) >= 50


def test_what_the_caller_set_wins_over_the_defaults(monkeypatch, tmp_path):
    monkeypatch.setenv("MEDIA_ROOT", "/elsewhere")
    monkeypatch.setenv("DEVELOPMENT", "")
    monkeypatch.delenv("MAILBOX_DIR")

    environment = over(development_environment(tmp_path))

    assert environment["MEDIA_ROOT"] == "/elsewhere"
    assert environment["DEVELOPMENT"] == "1"
    assert environment["MAILBOX_DIR"] == str(tmp_path / "mail")
