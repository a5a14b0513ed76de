"""Notices in our own words for the tests of the PDF: the ministry's units, invented events, people only by role."""

from dataclasses import replace
from datetime import date

from notices.document import Annex, Column, NoticeAnswer, NoticeDocument, NoticeTask, Signer

OPENING = (
    "Ngày 14 tháng 8 năm 2026, tại trụ sở Bộ Công Thương, Bộ trưởng đã chủ trì Hội nghị đối thoại giữa lãnh đạo Bộ và "
    "lãnh đạo các đơn vị thuộc Bộ năm 2026 với chủ đề “Rõ việc, rõ hạn, rõ người chịu trách nhiệm”. Tham dự Hội nghị có "
    "các Thứ trưởng, đại diện Công đoàn Bộ và thủ trưởng các đơn vị thuộc Bộ.",
    "Sau khi nghe báo cáo của Văn phòng Bộ về kết quả thực hiện kết luận của Hội nghị năm trước và ý kiến phát biểu của "
    "các đơn vị, Bộ trưởng đã kết luận như sau:",
)
ASSESSMENTS = (
    "Các đơn vị đã chuẩn bị nghiêm túc, phát biểu thẳng thắn; phần lớn nhiệm vụ của kỳ trước hoàn thành đúng hạn, nhiều "
    "kiến nghị về điều kiện làm việc, chuyển đổi số và đào tạo đã được giải quyết dứt điểm.",
    "Việc phối hợp giữa các vụ, cục trong xây dựng văn bản quy phạm pháp luật tiến bộ rõ rệt; số hồ sơ phải lấy ý kiến "
    "nhiều lần giảm gần một nửa so với cùng kỳ năm 2025.",
)
LIMITATIONS = (
    "Một số nhiệm vụ chậm tiến độ do chưa xác định rõ đơn vị chủ trì; việc cập nhật kết quả lên hệ thống còn chưa "
    "thường xuyên, có trường hợp báo cáo không kèm tài liệu minh chứng.",
)
TASK_TEXTS = (
    "Rà soát toàn bộ quy chế làm việc, quy trình xử lý công việc của đơn vị sau sắp xếp, bảo đảm mỗi công việc chỉ giao "
    "một đầu mối chủ trì, có thời hạn và sản phẩm cụ thể.",
    "Xây dựng kế hoạch đào tạo lại cho công chức chuyển vị trí việc làm, ưu tiên kỹ năng phân tích dữ liệu, soạn thảo "
    "văn bản và tiếp công dân.",
    "Hoàn thiện kho dữ liệu dùng chung của Bộ, kết nối với cơ sở dữ liệu của các cục quản lý chuyên ngành; công bố danh "
    "mục dữ liệu mở trên Cổng thông tin điện tử.",
)
LONG_TASK = (
    "Tổ chức thực hiện đồng bộ các giải pháp nâng cao kỷ luật, kỷ cương hành chính, trong đó tập trung:",
    "a) Công khai tiến độ giải quyết công việc của từng phòng, ban theo tuần; lấy kết quả thực hiện làm căn cứ đánh giá, "
    "xếp loại và xét khen thưởng cuối năm;",
    "b) Thủ trưởng đơn vị trực tiếp trả lời kiến nghị của công chức, viên chức, người lao động trong thời hạn 15 ngày; "
    "việc vượt thẩm quyền phải báo cáo ngay lãnh đạo Bộ phụ trách;",
    "c) Văn phòng Bộ theo dõi, đôn đốc và tổng hợp báo cáo vào ngày 25 hằng tháng.",
    "Các đơn vị chịu trách nhiệm trước lãnh đạo Bộ về tính đầy đủ, chính xác của số liệu do mình cập nhật.",
)
WORK = (
    ("Vụ Tổ chức cán bộ", "Văn phòng Bộ", "trước ngày 31/10/2026"),
    ("Văn phòng Bộ", "Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp", "quý IV/2026"),
    ("Cục Thương mại điện tử và Kinh tế số", "các đơn vị thuộc Bộ", "trong năm 2027"),
    ("Các đơn vị thuộc Bộ", "", ""),
)
RECOMMENDATION = (
    "Đề nghị lãnh đạo Bộ xem xét bổ sung kinh phí sửa chữa phòng họp trực tuyến và thay thế thiết bị đã hết khấu hao, "
    "bảo đảm phục vụ các cuộc họp với địa phương."
)
ANSWER = (
    "Lãnh đạo Bộ đồng ý về chủ trương. Văn phòng Bộ rà soát hiện trạng, lập danh mục ưu tiên và trình phương án bố trí "
    "kinh phí trong dự toán năm 2027; trước mắt điều chuyển thiết bị còn sử dụng tốt giữa các đơn vị."
)
UNITS = (
    "Vụ Pháp chế",
    "Cục Công nghiệp",
    "Cục Điện lực",
    "Viện Nghiên cứu Chiến lược, Chính sách Công Thương",
)


def task(position: int) -> NoticeTask:
    lead, support, due = WORK[position % len(WORK)]
    texts = LONG_TASK if position % 4 == 3 else (TASK_TEXTS[position % len(TASK_TEXTS)],)
    return NoticeTask(label=f"{position + 1}.", paragraphs=texts, lead=lead, support=support, due=due)


def answer(position: int) -> NoticeAnswer:
    return NoticeAnswer(
        raised_by=UNITS[position % len(UNITS)],
        recommendation=RECOMMENDATION,
        answer="\n".join([ANSWER] * (2 if position % 10 == 9 else 1)),
        lead=WORK[position % 3][0],
        due="31/12/2026",
    )


def short_notice() -> NoticeDocument:
    """A draft on one page: no number, no date, one task."""
    return NoticeDocument(
        issuer="Bộ Công Thương",
        symbol="TB-BCT",
        place="Hà Nội",
        year=2026,
        subject="Kết luận của Bộ trưởng tại Hội nghị đối thoại năm 2026",
        opening=OPENING[1:],
        tasks_lead_in=("Yêu cầu thủ trưởng các đơn vị tập trung thực hiện nhiệm vụ sau:",),
        tasks=(task(0),),
        closing="Văn phòng Bộ thông báo để các đơn vị biết, thực hiện",
        recipients=("Lãnh đạo Bộ (để b/c)", "Các đơn vị thuộc Bộ"),
        drafted_by="VP",
        signer=Signer(authority="TL.", of="Bộ trưởng", title="Chánh Văn phòng"),
    )


def long_notice(*, tasks: int = 10, answers: int = 40) -> NoticeDocument:
    """An issued notice with every part, names that must wrap and two annexes."""
    return NoticeDocument(
        parent="Bộ Công Thương",
        issuer="Viện Nghiên cứu Chiến lược, Chính sách Công Thương",
        symbol="TB-VNCCLCS",
        place="Thành phố Hồ Chí Minh",
        year=2026,
        number=5,
        issued_on=date(2026, 1, 5),
        draft=False,
        subject="Kết luận của Bộ trưởng tại Hội nghị đối thoại giữa lãnh đạo Bộ và lãnh đạo các đơn vị thuộc Bộ năm 2026 "
        "với chủ đề “Rõ việc, rõ hạn, rõ người chịu trách nhiệm”",
        opening=OPENING,
        assessments=ASSESSMENTS,
        limitations=LIMITATIONS,
        tasks_lead_in=("Để thực hiện tốt nhiệm vụ trong thời gian tới, Bộ trưởng yêu cầu:",),
        tasks=tuple(task(position) for position in range(tasks)),
        answers=tuple(answer(position) for position in range(answers)),
        annexes=(
            Annex(
                title="Nhiệm vụ của kỳ trước chuyển sang",
                columns=(
                    Column(title="STT", share=14, centred=True),
                    Column(title="Nhiệm vụ", share=150),
                    Column(title="Đơn vị chủ trì", share=60),
                    Column(title="Thời hạn", share=30, centred=True),
                ),
                rows=tuple((str(n + 1), TASK_TEXTS[n], WORK[n][0], "30/6/2026") for n in range(3)),
            ),
        ),
        closing="Viện thông báo để các đơn vị biết, phối hợp thực hiện./.",
        recipients=(
            "Bộ trưởng, các Thứ trưởng (để b/c)",
            "Ban Thường vụ Đảng ủy Bộ (để b/c)",
            "Các vụ, cục, đơn vị sự nghiệp thuộc Bộ",
            "Công đoàn Bộ",
            "Cổng thông tin điện tử Bộ",
        ),
        drafted_by="HCTH (03b)",
        signer=Signer(
            authority="KT.", of="Viện trưởng", title="Phó Viện trưởng", name="(Họ và tên người ký)"
        ),
    )


def every_mark(document: NoticeDocument) -> NoticeDocument:
    """With what a notice rarely carries: urgency, circulation, grounds, address, drafter, and the check code."""
    return replace(
        document,
        urgency="very_urgent",
        circulation="internal",
        grounds=("Căn cứ Quy chế làm việc của Bộ", "Căn cứ Kế hoạch tổ chức Hội nghị đối thoại năm 2026;"),
        address=("Địa chỉ: Hà Nội; điện thoại: (024) 0000 0000; thư điện tử: vanphong@example.test.",),
        drafter_mark="PL.(300)",
        verification_code="K7MP-3XQ2-WAB9",
        verification_url="https://example.test/verify/K7MP3XQ2WAB9/",
    )


def of_the_party(document: NoticeDocument) -> NoticeDocument:
    """The same data as a notice of the Party committee."""
    return replace(
        document,
        form="party",
        parent="Đảng bộ Chính phủ",
        issuer="Ban Thường vụ\nĐảng ủy Bộ Công Thương",
        symbol="TB/ĐUB",
        place="Hà Nội",
        signer=Signer(authority="T/M", of="Ban Thường vụ", title="Phó Bí thư", name=document.signer.name),
    )
