"""The Party format of a notice, as one table of settings.

After Hướng dẫn 05-HD/VPTW of 2026 as clerks of Party offices describe it (`rule` "HD 05"); where they are
silent, after the diagram of Hướng dẫn 36-HD/VPTW of 2018 ("HD 36"). Neither text itself was at hand.
"practice" is our choice.
"""

from notices.layout import Component, Format, Length

PARTY = Format(
    name="party",
    top=Length(20, 20, 20),
    bottom=Length(20, 20, 20),
    left=Length(30, 30, 30),
    right=Length(15, 15, 15),
    mirrored=False,  # for printing on both sides of the sheet
    page_number_top=10,
    indent=Length(10, 10, 10),
    paragraph_gap=6,  # at least 6pt
    line_step=Length(19, 18, 22),  # exactly
    head_left=0.45,
    foot_left=0.45,
    line_weight=0.75,
    signature_room=32,
    components={
        "nation": Component(
            cell="1", size=15, least=15, most=15, bold=True, capitals=True, line=1, rule="HD 05"
        ),
        "parent": Component(cell="2", size=14, least=14, most=14, capitals=True, rule="HD 05"),
        "issuer": Component(
            cell="2", size=14, least=14, most=14, bold=True, capitals=True, mark="*", rule="HD 05"
        ),
        "issuer_mark": Component(cell="2", size=14, least=14, most=14, rule="HD 05"),
        "number": Component(cell="3", size=14, least=14, most=14, rule="HD 05"),
        "place": Component(cell="4", size=14, least=14, most=14, italic=True, rule="HD 05"),
        "kind": Component(cell="5a", size=16, least=15, most=16, bold=True, capitals=True, rule="HD 05"),
        "subject": Component(cell="5a", size=15, least=14, most=15, bold=True, mark="-----", rule="HD 05"),
        "subject_mark": Component(cell="5a", size=14, least=14, most=15, rule="HD 05"),
        "body": Component(size=14, least=14, most=15, align="justify", rule="HD 05"),
        "section": Component(
            size=14, least=14, most=15, bold=True, capitals=True, align="justify", rule="HD 05"
        ),
        "clause": Component(size=14, least=14, most=15, bold=True, align="justify", rule="HD 05"),
        "ground": Component(size=14, least=14, most=15, align="justify", rule="HD 05"),
        "asked": Component(size=14, least=14, most=15, italic=True, align="justify", rule="practice"),
        "authority": Component(cell="7a", size=14, least=14, most=14, bold=True, capitals=True, rule="HD 05"),
        "post": Component(cell="7a", size=14, least=14, most=14, capitals=True, rule="HD 05"),
        "signer": Component(cell="7b", size=14, least=14, most=14, bold=True, rule="HD 05"),
        "recipients_word": Component(
            cell="9b", size=14, least=14, most=14, underlined=True, align="left", rule="HD 05"
        ),
        "recipients": Component(cell="9b", size=12, least=12, most=12, align="left", rule="HD 05"),
        "drafter": Component(cell="12", size=11, least=11, most=12, align="left", rule="HD 36"),
        "address": Component(cell="13", size=11, least=11, most=12, align="left", rule="HD 36"),
        "urgency": Component(cell="10b", size=13, least=13, most=14, bold=True, capitals=True, rule="HD 36"),
        "circulation": Component(
            cell="11a", size=13, least=13, most=14, bold=True, capitals=True, rule="HD 36"
        ),
        "draft": Component(cell="11b", size=13, least=13, most=14, bold=True, capitals=True, rule="HD 36"),
        "verification": Component(cell="", size=9, least=8, most=10, align="left", rule="practice"),
        "annex_word": Component(cell="", size=14, least=14, most=15, bold=True, rule="practice"),
        "annex_title": Component(
            cell="", size=14, least=14, most=15, bold=True, capitals=True, rule="practice"
        ),
        "annex_source": Component(cell="", size=14, least=14, most=14, italic=True, rule="practice"),
        "column": Component(cell="", size=12, least=11, most=14, bold=True, rule="practice"),
        "cell": Component(cell="", size=12, least=11, most=14, align="left", rule="practice"),
        "page_number": Component(cell="", size=14, least=14, most=14, rule="HD 05"),
    },
    words={
        "nation": "Đảng Cộng sản Việt Nam",
        "kind": "Thông báo",
        "draft": "Dự thảo",
        "recipients": "Nơi nhận:",
        "number": "Số",
        "annex": "Phụ lục",
        "annex_source": "(Kèm theo Thông báo số {number}, {date} của {issuer})",
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
    # There is no T/U: who signs by authorisation has no place in this format.
    authorities={
        "": "",
        "TM.": "T/M",
        "Q.": "Q.",
        "KT.": "K/T",
        "TL.": "T/L",
        "TUQ.": "",
        "T/M": "T/M",
        "K/T": "K/T",
        "T/L": "T/L",
    },
    circulations={"internal": "Lưu hành nội bộ", "return": "Xem xong trả lại"},
    urgencies={"urgent": "Khẩn", "very_urgent": "Thượng khẩn", "immediate": "Hỏa tốc"},
    urgency_widths={"urgent": 20, "very_urgent": 40, "immediate": 30},
    number_pattern="{number}-{symbol}",
    section_pattern="{numeral}- {title}",
    clause_pattern="{number}. {title}",
    cited_date="short",
    filing="Lưu Văn phòng Đảng ủy",
    end_mark=".",
)
