from dialogue_tracker import checks


def test_this_machine_has_what_it_needs():
    assert checks.document_fonts(None) == []
    assert not [message for message in checks.document_libraries(None) if message.id.endswith("W001")]


def test_missing_library_is_a_warning_with_the_line_to_run(monkeypatch):
    monkeypatch.setattr(checks, "NEEDED", (("libpango-none", "libpango-none.so.0"),))
    (message,) = checks.document_libraries(None)
    assert "libpango-none" in message.msg
    assert "apt-get install libpango-1.0-0" in message.hint
    assert not message.is_serious()


def test_slow_machine_is_told(monkeypatch):
    monkeypatch.setattr(checks, "QUICK", (("libharfbuzz-none", "libharfbuzz-none.so.0"),))
    (message,) = checks.document_libraries(None)
    assert "three times" in message.msg


def test_missing_font_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "FOLDER", tmp_path)
    (message,) = checks.document_fonts(None)
    assert "Tinos_400Regular.ttf" in message.msg
    assert message.is_serious()
