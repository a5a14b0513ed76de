"""The state form of a notice: Nghị định 30/2020/NĐ-CP, Phụ lục I, as one table of settings.

`rule` names the point of Phụ lục I, Phần I ("II.1.a" = Mục II, khoản 1, điểm a) or of the samples in Mục V.
"""

from datetime import date

from notices.layout import Component, Form, Length

BLANK = "\u00a0" * 8  # room to fill in by hand

STATE = Form(
    top=Length(20, 20, 25),  # I.3
    bottom=Length(20, 20, 25),
    left=Length(30, 30, 35),
    right=Length(15, 15, 20),
    indent=12.7,  # II.6.e: 1 or 1.27 cm
    paragraph_gap=6,  # II.6.e: at least 6pt
    line_height=1.25,  # II.6.e: single to 1.5
    head_left=0.4,  # IV: cells 2 and 3 left, 1 and 4 right
    foot_left=0.45,  # IV: cell 9b left, 7 right
    short_line=0.4,  # II.2.b, II.5.b: 1/3 to 1/2 of the text
    line_weight=0.75,
    signature_room=32,
    components={
        "nation": Component(size=13, least=12, most=13, bold=True, capitals=True, rule="II.1.a"),
        "motto": Component(size=14, least=13, most=14, bold=True, rule="II.1.b"),
        "parent": Component(size=13, least=12, most=13, capitals=True, rule="II.2.b"),
        "issuer": Component(size=13, least=12, most=13, bold=True, capitals=True, rule="II.2.b"),
        "number": Component(size=13, least=13, most=13, rule="II.3.c"),
        "place": Component(size=13, least=13, most=14, italic=True, rule="II.4.c"),
        "kind": Component(size=14, least=13, most=14, bold=True, capitals=True, rule="II.5.b"),
        "subject": Component(size=14, least=13, most=14, bold=True, rule="II.5.b"),
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
        "asked": Component(size=14, least=13, most=14, italic=True, align="justify", rule="II.6.e"),
        "authority": Component(size=14, least=13, most=14, bold=True, capitals=True, rule="II.7.đ"),
        "signer": Component(size=14, least=13, most=14, bold=True, rule="II.7.đ"),
        "recipients_word": Component(
            size=12,
            least=12,
            most=12,
            bold=True,
            italic=True,
            align="left",
            rule="II.9.d",
        ),
        "recipients": Component(size=11, least=11, most=11, align="left", rule="II.9.d"),
        "annex_word": Component(size=14, least=14, most=14, bold=True, rule="III.1.b"),
        "annex_title": Component(size=14, least=13, most=14, bold=True, capitals=True, rule="III.1.b"),
        "annex_source": Component(size=14, least=13, most=14, italic=True, rule="III.1.c"),
        "column": Component(size=12, least=11, most=14, bold=True, rule="practice"),
        "cell": Component(size=12, least=11, most=14, align="left", rule="practice"),
        "page_number": Component(size=14, least=13, most=14, rule="I.7"),
        "draft": Component(size=13, least=13, most=14, bold=True, capitals=True, rule="practice"),
    },
    words={
        "nation": "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "kind": "Thông báo",
        "draft": "Dự thảo",
        "recipients": "Nơi nhận:",
        "filing": "Lưu:",
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
    },
    number_pattern="{number}/{symbol}",
    end_mark="./.",
)

# The Vietnamese alphabet without ă, â, ê, ô, ơ, ư, as official texts count their points (II.6.đ).
POINTS = "abcdđeghiklmnopqrstuvxy"
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_text(number: int | None) -> str:
    """ "05", "12", or room to write (II.3.c: a number below 10 takes a leading 0)."""
    return BLANK if number is None else f"{number:02d}"


def date_text(on: date | None, *, year: int) -> str:
    """ "ngày 05 tháng 01 năm 2026", "ngày 21 tháng 7 năm 2026" (II.4.b: day < 10 and month < 3 take a 0)."""
    if on is None:
        return f"ngày{BLANK}tháng{BLANK}năm {year}"
    month = f"{on.month:02d}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def point(position: int) -> str:
    """The letter of a point, counted from 1: a, b, c, d, đ, e, g, …; after y: aa, ab, …"""
    rounds, letter = divmod(position - 1, len(POINTS))
    return (POINTS[rounds - 1] if rounds else "") + POINTS[letter]


def roman(number: int) -> str:
    for value, numeral in ROMAN:
        if number >= value:
            return numeral + roman(number - value)
    return ""
