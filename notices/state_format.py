"""The state format of a notice: Nghị định 30/2020/NĐ-CP, Phụ lục I, as one table of settings.

`rule` names the point of Phụ lục I, Phần I ("II.1.a" = Mục II, khoản 1, điểm a) or of the samples in Mục V.
"""

from notices.layout import Component, Format, Length

STATE = Format(
    name="state",
    top=Length(20, 20, 25),  # I.3
    bottom=Length(20, 20, 25),
    left=Length(30, 30, 35),
    right=Length(15, 15, 20),
    mirrored=False,
    page_number_top=7.5,  # I.7: in the top margin
    indent=Length(12.7, 10, 12.7),  # II.6.e: 1 or 1.27 cm
    paragraph_gap=6,  # II.6.e: at least 6pt
    line_step=Length(17.5, 16.1, 24.2),  # II.6.e: single (1.15 of the size) to 1.5 lines
    head_left=0.4,  # IV: cells 2 and 3 left, 1 and 4 right
    foot_left=0.45,  # IV: cell 9b left, 7 right
    line_weight=0.75,
    signature_room=32,
    components={
        "nation": Component(cell="1", size=13, least=12, most=13, bold=True, capitals=True, rule="II.1.a"),
        "motto": Component(cell="1", size=14, least=13, most=14, bold=True, line=1, rule="II.1.b"),
        "parent": Component(cell="2", size=13, least=12, most=13, capitals=True, rule="II.2.b"),
        "issuer": Component(
            cell="2", size=13, least=12, most=13, bold=True, capitals=True, line=0.4, rule="II.2.b"
        ),
        "number": Component(cell="3", size=13, least=13, most=13, rule="II.3.c"),
        "place": Component(cell="4", size=13, least=13, most=14, italic=True, rule="II.4.c"),
        "kind": Component(cell="5a", size=14, least=13, most=14, bold=True, capitals=True, rule="II.5.b"),
        "subject": Component(cell="5a", size=14, least=13, most=14, bold=True, line=0.4, rule="II.5.b"),
        "body": Component(size=14, least=13, most=14, align="justify", rule="II.6.e"),
        "section": Component(
            size=14,
            least=13,
            most=14,
            bold=True,
            capitals=True,
            align="justify",
            rule="V.6.b",
        ),
        "clause": Component(size=14, least=13, most=14, bold=True, align="justify", rule="II.6.đ"),
        "ground": Component(size=14, least=13, most=14, italic=True, align="justify", rule="II.6.a"),
        "asked": Component(size=14, least=13, most=14, italic=True, align="justify", rule="II.6.e"),
        "authority": Component(
            cell="7a", size=14, least=13, most=14, bold=True, capitals=True, rule="II.7.đ"
        ),
        "post": Component(cell="7a", size=14, least=13, most=14, bold=True, capitals=True, rule="II.7.đ"),
        "signer": Component(cell="7b", size=14, least=13, most=14, bold=True, rule="II.7.đ"),
        "recipients_word": Component(
            cell="9b",
            size=12,
            least=12,
            most=12,
            bold=True,
            italic=True,
            align="left",
            rule="II.9.d",
        ),
        "recipients": Component(cell="9b", size=11, least=11, most=11, align="left", rule="II.9.d"),
        "drafter": Component(cell="12", size=11, least=11, most=11, align="left", rule="III.3"),
        "address": Component(cell="13", size=11, least=11, most=12, align="left", rule="III.4"),
        "urgency": Component(
            cell="10b", size=13, least=13, most=14, bold=True, capitals=True, rule="III.2.b"
        ),
        "circulation": Component(
            cell="11", size=13, least=13, most=14, bold=True, capitals=True, rule="III.2.c"
        ),
        "verification": Component(cell="", size=9, least=8, most=10, align="left", rule="practice"),
        "annex_word": Component(cell="", size=14, least=14, most=14, bold=True, rule="III.1.b"),
        "annex_title": Component(
            cell="", size=14, least=13, most=14, bold=True, capitals=True, rule="III.1.b"
        ),
        "annex_source": Component(cell="", size=14, least=13, most=14, italic=True, rule="III.1.c"),
        "column": Component(cell="", size=12, least=11, most=14, bold=True, rule="practice"),
        "cell": Component(cell="", size=12, least=11, most=14, align="left", rule="practice"),
        "page_number": Component(cell="", size=14, least=13, most=14, rule="I.7"),
        "draft": Component(cell="", size=13, least=13, most=14, bold=True, capitals=True, rule="practice"),
    },
    words={
        "nation": "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "kind": "Thông báo",
        "draft": "Dự thảo",
        "recipients": "Nơi nhận:",
        "number": "Số:",
        "annex": "Phụ lục",
        "annex_source": "(Kèm theo Thông báo số {number} {date} của {issuer})",
        "annex_enclosed": "{annex} kèm theo Thông báo này: {title}.",
        "answers_in_annex": "Nội dung trả lời {count} kiến nghị, đề xuất của các đơn vị được nêu tại {annex} "
        "kèm theo Thông báo này.",
        "lead": "Chủ trì",
        "support": "phối hợp",
        "due": "thời hạn",
        "recommendation": "Kiến nghị",
        "recommendations_of": "Kiến nghị của {unit}",
        "answer": "Trả lời",
        "verification": "Mã tra cứu: {code}",
        "verification_hint": "Kiểm tra tính nguyên vẹn và hiệu lực tại {url}",
        "qr": "Mã QR dẫn đến trang kiểm tra thông báo: {url}",
    },
    authorities={
        "": "",
        "TM.": "TM.",
        "Q.": "Q.",
        "KT.": "KT.",
        "TL.": "TL.",
        "TUQ.": "TUQ.",
        "T/M": "TM.",
        "K/T": "KT.",
        "T/L": "TL.",
    },  # II.7.b
    circulations={"internal": "Lưu hành nội bộ", "return": "Xem xong trả lại"},
    urgencies={"urgent": "Khẩn", "very_urgent": "Thượng khẩn", "immediate": "Hỏa tốc"},
    urgency_widths={"urgent": 20, "very_urgent": 40, "immediate": 30},  # III.2.b, all 8 mm high
    number_pattern="{number}/{symbol}",
    section_pattern="{numeral}. {title}",
    clause_pattern="{number}. {title}",
    cited_date="long",
    filing="Lưu: VT, {unit}",
    end_mark="./.",
)
