"""What people write when they report, return, escalate; taken in turn, so that neighbours differ."""

PROGRESS = (
    "Đã thành lập tổ công tác, phân công từng phòng và thống nhất đề cương.",
    "Đã gửi dự thảo lấy ý kiến các đơn vị liên quan; nhận được 14/22 ý kiến trả lời.",
    "Hoàn thành khảo sát thực tế, đang tổng hợp số liệu và rà soát căn cứ pháp lý.",
    "Đã họp thống nhất với đơn vị phối hợp, chỉnh lý dự thảo lần hai.",
    "Đã tiếp thu ý kiến thẩm định, đang hoàn thiện tờ trình.",
    "Đã làm việc với ba đơn vị còn ý kiến khác nhau, cơ bản thống nhất phương án.",
    "Đã nhập dữ liệu lên hệ thống, đối chiếu với hồ sơ giấy đạt khoảng hai phần ba.",
)
NEXT_STEPS = (
    "Trình lãnh đạo đơn vị duyệt trong tuần tới.",
    "Họp với đơn vị phối hợp để chốt số liệu.",
    "",
    "Gửi lấy ý kiến lần cuối, thời hạn 05 ngày làm việc.",
)
RESULTS = (
    "Đã ban hành văn bản và triển khai đến toàn bộ các phòng; kết quả kiểm tra bước đầu tốt.",
    "Đã trình lãnh đạo Bộ báo cáo kèm phương án; lãnh đạo Bộ đồng ý cho thực hiện.",
    "Đã hoàn thành, kết quả được công bố trên cổng thông tin nội bộ để các đơn vị tra cứu.",
    "Đã tổng hợp đầy đủ danh mục, phân công người phụ trách và mốc thời gian cho từng việc.",
    "Đã thực hiện xong các nội dung; đề nghị xác nhận hoàn thành.",
)
STILL_OPEN = (
    "Chờ nghị định của Chính phủ quy định chức năng, nhiệm vụ mới.",
    "Nhiệm vụ thường xuyên, tiếp tục thực hiện trong năm tới.",
    "Đã trình dự thảo, đang lấy ý kiến các bộ, ngành.",
    "Chưa được bố trí kinh phí trong năm.",
)
EXTENSIONS = (
    "Chờ số liệu của địa phương; phần việc còn lại đã bố trí đủ người thực hiện.",
    "Đang lấy ý kiến lần hai của các bộ liên quan, dự kiến có trả lời trong tháng tới.",
)
REASONS: dict[str, tuple[str, ...]] = {
    "decline": ("Nội dung này không thuộc chức năng của đơn vị; đề nghị chuyển đơn vị khác chủ trì.",),
    "return": ("Báo cáo chưa kèm biên bản làm việc; đề nghị bổ sung tài liệu minh chứng.",),
    "escalate": ("Vượt thẩm quyền của đơn vị, liên quan định mức do bộ khác quy định.",),
    "direct": ("Đồng ý phương án hai; Văn phòng Bộ dự thảo văn bản gửi bộ liên quan trong tuần.",),
    "suspend": ("Tạm hoãn để chờ nghị định mới về tổ chức được ban hành.",),
    "withdraw": ("Đã gộp vào nhiệm vụ khác do cùng nội dung, tránh báo cáo hai lần.",),
    "reopen": ("Kiểm tra lại cho thấy còn hai phòng chưa thực hiện.",),
}


CONTESTED = "Mới tổ chức được lớp đầu cho 12 người; còn 40 công chức mới tuyển chưa được bồi dưỡng."


def taken(texts: tuple[str, ...], turn: int) -> str:
    return texts[turn % len(texts)]
