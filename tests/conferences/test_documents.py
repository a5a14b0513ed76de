import io
import struct
import unicodedata
import zipfile

import docx
import pydyf
import pytest
from pypdf import PdfReader, PdfWriter

from conferences import documents
from conferences.documents import DocumentError, check_pasted, extract
from conferences.docx_text import LIMITS, docx_text
from conferences.legacy_encodings import TCVN3, VNI, convert, recognise_text

CONCLUSION = (
    "THÔNG BÁO\nKết luận của Bộ trưởng tại Hội nghị đối thoại\n"
    "1. Giao Văn phòng Bộ chủ trì, phối hợp với các đơn vị rà soát quy chế, báo cáo trước ngày 15/8/2025.\n"
    "2. Các đơn vị tiếp tục thực hiện nhiệm vụ được giao; Ủy ban hướng dẫn thủ tục, kỹ thuật, bảo đảm tiến độ.\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def code_of(data, name="ket-luan.txt"):
    with pytest.raises(DocumentError) as caught:
        extract(name, data)
    assert documents.SENTENCES[caught.value.code].endswith(".")
    return caught.value.code


def stored_as(encoding, text):
    """The bytes of an old file: what `convert` does, backwards."""
    if encoding == "windows-1258":
        tones = {
            "\u0300": b"\xcc",
            "\u0309": b"\xd2",
            "\u0303": b"\xde",
            "\u0301": b"\xec",
            "\u0323": b"\xf2",
        }
        return b"".join(_windows_1258(character, tones) for character in text)
    table = TCVN3 if encoding == "tcvn3" else VNI
    back = {shown: stored for stored, shown in sorted(table.items(), reverse=True)}
    return "".join(back.get(character, character) for character in text).encode("latin-1")


def _windows_1258(character, tones):
    parts = unicodedata.normalize("NFD", character)
    tone = b"".join(tones[part] for part in parts if part in tones)
    letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    return letter.encode("cp1258") + tone


class TestPlainText:
    @pytest.mark.parametrize(
        ("encoding", "named"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
        ],
    )
    def test_every_form_of_unicode_is_read(self, encoding, named):
        extracted = extract("ket-luan.txt", CONCLUSION.encode(encoding))
        assert (extracted.text, extracted.kind, extracted.encoding) == (CONCLUSION, "txt", named)

    def test_content_decides_and_not_the_name(self):
        assert extract("ket-luan.pdf", CONCLUSION.encode()).kind == "txt"

    @pytest.mark.parametrize("data", [b"", b"  \r\n\t", "\ufeff \n".encode("utf-8")])
    def test_an_empty_file_is_said(self, data):
        assert code_of(data) == documents.EMPTY

    def test_five_megabytes_are_too_large(self):
        assert code_of(b"Rao so\n" * (5_000_000 // 7 + 1)) == documents.TOO_LARGE

    @pytest.mark.parametrize(
        "data",
        [
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
            b"\xff\xd8\xff\xe0" + bytes(range(255, -1, -1)) * 20,
            b"MZ\x90\x00" + b"\x00\x01\x02" * 500,
        ],
    )
    def test_a_binary_file_is_said(self, data):
        assert code_of(data) == documents.BINARY

    @pytest.mark.parametrize("head", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 ", b"Rar!\x1a\x07"])
    def test_another_kind_of_document_is_said(self, head):
        assert code_of(head + b"text " * 50) == documents.UNKNOWN_TYPE


class TestLegacyEncodings:
    @pytest.mark.parametrize("encoding", ["tcvn3", "vni", "windows-1258"])
    def test_an_old_file_is_offered_converted(self, encoding):
        data = stored_as(encoding, CONCLUSION.replace("Ủ", "ủ") if encoding == "tcvn3" else CONCLUSION)
        with pytest.raises(DocumentError) as caught:
            extract("ket-luan.txt", data)
        assert caught.value.code == documents.LEGACY_ENCODING
        assert caught.value.offer.encoding == encoding
        assert "phối hợp với các đơn vị rà soát quy chế" in caught.value.offer.text

    @pytest.mark.parametrize("encoding", ["tcvn3", "vni", "windows-1258"])
    def test_the_offer_can_be_taken(self, encoding):
        extracted = extract("ket-luan.txt", stored_as(encoding, CONCLUSION.lower()), convert=True)
        assert extracted.converted
        assert extracted.encoding == encoding
        assert extracted.text == CONCLUSION.lower()

    @pytest.mark.parametrize(
        ("encoding", "shown", "read"),
        [
            ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
            ("tcvn3", "Thñ t\u00adíng ChÝnh phñ", "Thủ tướng Chính phủ"),
            ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
            ("vni", "THUÛ TÖÔÙNG CHÍNH PHUÛ", "THUỶ TƯỚNG CHÍNH PHỦ".replace("THUỶ", "THỦ")),
        ],
    )
    def test_the_tables_are_right(self, encoding, shown, read):
        assert convert(shown, encoding) == read

    def test_pasted_text_in_an_old_font_is_noticed(self):
        pasted = "Giao V¨n phßng Bé chñ tr×, phèi hîp víi c¸c ®¬n vÞ rµ so¸t quy chÕ, b¸o c¸o tr\u00adíc ngµy 15/8."
        offer = check_pasted(pasted)
        assert offer is not None
        assert (offer.encoding, offer.text[:36]) == ("tcvn3", "Giao Văn phòng Bộ chủ trì, phối hợp ")

    def test_typing_without_marked_letters_is_noticed(self):
        pasted = "Giao Va(n pho`ng Bo^. chu? tri`, pho^'i ho+.p vo+'i ca'c ddo+n vi. ra` soa't, ba'o ca'o.\nThu? tu+o+'ng."
        offer = check_pasted(pasted)
        assert offer is not None
        assert offer.encoding == "viqr"
        assert offer.text == (
            "Giao Văn phòng Bộ chủ trì, phối hợp với các đơn vị rà soát, báo cáo.\nThủ tướng."
        )

    def test_lines_that_are_unicode_already_stay(self):
        mixed = "Giao V¨n phßng Bé chñ tr×, phèi hîp víi c¸c ®¬n vÞ rµ so¸t.\nVụ Pháp chế góp ý; số « 12 ».\n"
        offer = check_pasted(mixed)
        assert offer is not None
        assert offer.text.endswith("Vụ Pháp chế góp ý; số « 12 ».\n")
        assert "chủ trì, phối hợp với các đơn vị" in offer.text

    @pytest.mark.parametrize(
        "text",
        [
            CONCLUSION,
            "He doesn't reply. We go. Do they? Yes.",
            "Plain English text about nothing.",
            "1 2 3",
            "Düsseldorf, Ærø, ¶",
        ],
    )
    def test_other_text_is_left_alone(self, text):
        assert recognise_text(text) is None
        assert check_pasted(text) is None

    @pytest.mark.parametrize("text", ["", " \n"])
    def test_pasting_nothing_is_said(self, text):
        with pytest.raises(DocumentError, match="không có chữ"):
            check_pasted(text)


def word_file(*paragraphs, style=None):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph, style=style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def made_of(body, **parts):
    """A .docx of hand-made parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def xml(inner, root="document"):
    return f'<w:{root} xmlns:w="{WORD}">{inner}</w:{root}>'


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(list_id):
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>'


def two_lists():
    """Two lists of one kind; the second begins anew."""
    return xml(
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>",
        "numbering",
    )


class TestWord:
    def test_paragraphs_become_lines(self):
        extracted = extract("a", word_file("Kết luận như sau:", "1. Rà soát quy chế."))
        assert (extracted.text, extracted.kind) == ("Kết luận như sau:\n1. Rà soát quy chế.\n", "docx")

    def test_numbers_that_word_prints_are_printed(self):
        assert (
            docx_text(word_file("Rà soát.", "Báo cáo.", style="List Number")) == "1. Rà soát.\n2. Báo cáo.\n"
        )
        assert docx_text(word_file("Rà soát.", style="List Bullet")) == "- Rà soát.\n"

    def test_nested_lists_count_each_level(self):
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (form, text) in enumerate(
                [
                    ("upperRoman", "%1."),
                    ("decimal", "%2."),
                    ("lowerLetter", "%3)"),
                    ("bullet", "o"),
                    ("decimal", "%2.%5."),
                ]
            )
        )
        numbering = xml(
            f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>',
            "numbering",
        )

        def item(depth):
            return paragraph("x", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>')

        body = xml("".join(item(depth) for depth in (0, 1, 2, 2, 1, 2, 3, 0, 1, 4)))
        assert docx_text(made_of(body, numbering=numbering)).split("\n")[:-1] == [
            *("I. x", "1. x", "a) x", "b) x", "2. x", "a) x", "- x", "II. x", "1. x", "1.1. x"),
        ]

    def test_deleted_text_and_field_codes_are_left_out(self):
        body = xml(
            "<w:p><w:r><w:t>Rà </w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
            "<w:r><w:instrText>PAGE</w:instrText><w:t>soát</w:t><w:tab/><w:t>ngay</w:t><w:br/><w:t>!</w:t></w:r></w:p>"
        )
        assert docx_text(made_of(body)) == "Rà soát ngay\n!\n"

    def test_what_was_moved_away_hidden_or_formatted_otherwise_before_is_left_out(self):
        body = xml(
            "<w:p><w:moveFrom><w:r><w:t>đi</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>đến</w:t></w:r></w:moveTo></w:p>"
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>"
            + paragraph("x", f"{numbered(1)}<w:pPrChange><w:pPr>{numbered(2)}</w:pPr></w:pPrChange>")
        )
        assert docx_text(made_of(body, numbering=two_lists())) == "đến\nhiện\n1. x\n"

    def test_a_list_begins_anew_where_it_says_so_and_styles_inherit(self):
        styles = xml(
            f'<w:style w:styleId="A"><w:pPr>{numbered(1)}</w:pPr></w:style>'
            '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
            "styles",
        )
        body = xml(
            paragraph("x", '<w:pStyle w:val="B"/>')
            + paragraph("x", '<w:pStyle w:val="A"/>')
            + paragraph("x", numbered(2)) * 2
        )
        text = docx_text(made_of(body, numbering=two_lists(), styles=styles))
        assert text == "1. x\n2. x\n1. x\n2. x\n"

    def test_a_table_is_a_cell_a_line(self):
        cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("7", "Rà soát quy chế.", "30/9/2026"))
        text = docx_text(made_of(xml(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")))
        assert text == "7\nRà soát quy chế.\n30/9/2026\n"

    def test_text_boxes_are_read_once(self):
        box = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:Choice><w:r><w:t>một</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>một</w:t></w:r></mc:Fallback>"
            "</mc:AlternateContent>"
        )
        assert docx_text(made_of(xml(f"<w:p>{box}</w:p>"))) == "một\n"

    def test_a_file_without_text_is_empty(self):
        assert code_of(word_file("", " ")) == documents.EMPTY

    def test_a_picture_in_an_old_font_is_offered(self):
        pasted = "Giao V¨n phßng Bé chñ tr×, phèi hîp víi c¸c ®¬n vÞ rµ so¸t quy chÕ, b¸o c¸o tr\u00adíc ngµy 15/8."
        assert code_of(word_file(pasted)) == documents.LEGACY_ENCODING
        assert extract("a", word_file(pasted), convert=True).encoding == "tcvn3"

    def test_a_damaged_file_is_said(self):
        data = word_file("Kết luận như sau:")
        assert code_of(data[: len(data) // 2]) in (documents.BROKEN_FILE, documents.UNKNOWN_TYPE)
        assert code_of(made_of("<w:document")) == documents.BROKEN_FILE

    def test_another_archive_is_said(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("readme.txt", "text")
        assert code_of(stream.getvalue()) == documents.UNKNOWN_TYPE


class TestBombs:
    def test_a_part_that_unpacks_to_far_too_much(self):
        assert code_of(made_of(xml(" " * 80_000_000))) == documents.ZIP_BOMB

    def test_a_part_that_is_far_too_dense(self):
        assert code_of(made_of(xml(" " * 20_000_000))) == documents.ZIP_BOMB

    def test_too_many_entries(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", xml(""))
            for number in range(LIMITS.entries + 1):
                archive.writestr(f"word/{number}", "")
        assert code_of(stream.getvalue()) == documents.ZIP_BOMB

    def test_entities_that_grow(self):
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        body = f'<!DOCTYPE w [<!ENTITY e0 "x">{entities}]><w:document xmlns:w="{WORD}">&e8;</w:document>'
        assert code_of(made_of(body)) == documents.ZIP_BOMB

    def test_an_entity_that_reads_a_file(self):
        body = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{WORD}">&e;</w:document>'
        assert code_of(made_of(body)) == documents.ZIP_BOMB

    def test_a_size_that_the_archive_lies_about(self):
        data = bytearray(made_of(xml(paragraph("x") + " " * 70_000_000)))
        for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            struct.pack_into("<I", data, data.index(signature) + offset, 500)
        assert code_of(bytes(data)) in (documents.ZIP_BOMB, documents.BROKEN_FILE)


def pdf_file(text="", pages=1):
    pdf = pydyf.PDF()
    font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type1", "Name": "/F1", "BaseFont": "/Helvetica"})
    pdf.add_object(font)
    for _ in range(pages):
        content = pydyf.Stream()
        if text:
            content.begin_text()
            content.set_font_size("F1", 12)
            content.move_text_to(20, 700)
            content.show_text_string(text)
            content.end_text()
        pdf.add_object(content)
        resources = pydyf.Dictionary({"Font": pydyf.Dictionary({"F1": font.reference})})
        pdf.add_page(
            pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": pdf.pages.reference,
                    "MediaBox": pydyf.Array([0, 0, 595, 842]),
                    "Contents": content.reference,
                    "Resources": resources,
                }
            )
        )
    stream = io.BytesIO()
    pdf.write(stream)
    return stream.getvalue()


class TestPdf:
    def test_the_text_is_read(self):
        extracted = extract("a", pdf_file("1. The office reviews the rules by 15/8/2025."))
        assert extracted.kind == "pdf"
        assert "1. The office reviews the rules by 15/8/2025." in extracted.text

    def test_running_heads_and_page_numbers_do_not_cut_sentences(self):
        pages = [
            f"BỘ CÔNG THƯƠNG\n{n}\n{n}. Giao Cục Hóa chất rà soát quy chuẩn số {n}, trình\n"
            for n in range(1, 5)
        ]
        pages = [
            f"{page}Bộ trưởng trước ngày 30/9/2026 theo quy định số {n}.\nTrang {n}/4"
            for n, page in enumerate(pages)
        ]
        kept = documents.without_running_lines(pages)
        assert kept[1] == (
            "2\n2. Giao Cục Hóa chất rà soát quy chuẩn số 2, trình\nBộ trưởng trước ngày 30/9/2026 theo quy định số 1."
        )

    def test_pictures_alone_are_said(self):
        assert code_of(pdf_file()) == documents.PDF_WITHOUT_TEXT

    def test_a_password_is_said(self):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file("A text that nobody may read."))))
        writer.encrypt("secret", algorithm="AES-256")
        stream = io.BytesIO()
        writer.write(stream)
        assert code_of(stream.getvalue()) == documents.ENCRYPTED_PDF

    def test_a_password_that_only_forbids_changes_does_not_matter(self):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file("A text that everybody may read."))))
        writer.encrypt("", "owner", algorithm="AES-256")
        stream = io.BytesIO()
        writer.write(stream)
        assert "everybody" in extract("a", stream.getvalue()).text

    def test_too_many_pages_are_said(self):
        assert (
            code_of(pdf_file("One of very many pages of text.", pages=documents.MAX_PDF_PAGES + 1))
            == documents.TOO_LARGE
        )

    def test_a_damaged_file_is_said(self):
        assert code_of(b"%PDF-1.7\nnothing of a document follows here") == documents.BROKEN_FILE


def test_a_document_with_pictures_may_be_large_but_not_huge():
    assert code_of(b"%PDF-" + b"0" * documents.MAX_FILE_BYTES) == documents.TOO_LARGE


def test_a_part_whose_packing_is_damaged_is_a_broken_file():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x>" + "chữ " * 500 + "</x>")
    data = bytearray(packed.getvalue())
    data[50:60] = b"\xff" * 10  # inside the packed stream
    assert code_of(bytes(data)) == documents.BROKEN_FILE
