import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.conferences.conclusions import FOLDER, text_of, words


def output(*arguments, **options):
    stream = StringIO()
    call_command("read_conclusion", *arguments, stdout=stream, **options)
    return stream.getvalue()


def found(name):
    text = output(FOLDER / f"{name}.txt", units=FOLDER / "units.txt", issued_on=date(2025, 11, 15), json=True)
    return json.loads(text)


def test_json_has_every_field_of_a_task():
    task = found("state-notice")["tasks"][4]
    assert task == {
        "section": "III",
        "number": "3",
        "text": task["text"],
        "lead": ["Ủy ban nhân dân tỉnh Sơn La"],
        "support": ["Bộ Xây dựng", "Ủy ban nhân dân tỉnh Lào Cai"],
        "all_units": False,
        "due": [{"phrase": "tại Kỳ họp thứ 10 của Quốc hội khóa XV", "on": None, "kind": "event"}],
        "children": [],
        "unsure": [],
    }


def test_json_loses_no_word_of_the_text():
    result = found("dialogue-conference")
    shown = " ".join(
        [f"{task['number'] or ''} {task['text']}" for task in result["tasks"]]
        + [piece["text"] for piece in result["ignored"]]
    )
    assert sorted(shown.replace(",", " ").split()) == sorted(
        text_of("dialogue-conference").replace(",", " ").split()
    )
    assert {piece["why"] for piece in result["ignored"]} >= {"caption", "assessment", "lead_in", "closing"}


def test_the_listing_is_for_people():
    listing = output(FOLDER / "by-unit.txt", units=FOLDER / "units.txt")
    assert listing.startswith("Tìm thấy 10 nhiệm vụ.")
    assert "Chủ trì: Vụ Pháp chế" in listing
    assert "(lời dẫn)" in listing


def test_without_a_register_nobody_is_named():
    result = json.loads(output(FOLDER / "by-unit.txt", json=True))
    assert [task["lead"] for task in result["tasks"]] == [[]] * len(result["tasks"])


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"", "không có chữ"), (b"\x89PNG\r\n\x1a\n\x00\x00", "không phải là văn bản")]
)
def test_a_fault_is_said_in_a_sentence(tmp_path, data, sentence):
    file = tmp_path / "ket-luan.txt"
    file.write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        output(file)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        output(tmp_path / "khong-co.txt")


def test_an_old_encoding_is_converted_on_request(tmp_path):
    file = tmp_path / "ket-luan.txt"
    file.write_bytes("Giao V¨n phßng Bé chñ tr×, phèi hîp víi c¸c ®¬n vÞ rµ so¸t quy chÕ.".encode("latin-1"))
    with pytest.raises(CommandError, match="bảng mã tiếng Việt cũ"):
        output(file)
    listing = words(output(file, convert=True))
    assert "Giao Văn phòng Bộ chủ trì, phối hợp với các đơn vị rà soát quy chế." in listing


def test_it_runs_where_nothing_is_configured():
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "read_conclusion", FOLDER / "by-unit.txt"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Tìm thấy 10 nhiệm vụ.")
