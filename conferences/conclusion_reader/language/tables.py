"""The titles of columns in tables of tasks."""

from conferences.conclusion_reader.patterns import entries

NUMBER, CONTENT, LEAD, SUPPORT, DUE, OTHER = "number", "content", "lead", "support", "due", "other"
# In this order: what an earlier one takes, a later one does not see.
TITLES: dict[str, tuple[str, ...]] = {
    NUMBER: entries(r"stt\.? | tt\.? | số tt | số thứ tự"),
    SUPPORT: entries(r"(?:các )?(?:đơn vị|cơ quan)? ?phối hợp(?: thực hiện)?"),
    DUE: entries(
        r"(?:thời (?:hạn|gian)|hạn|tiến độ)(?: (?:hoàn thành|thực hiện|xong|báo cáo|trình|ban hành|gửi)){0,3}"
    ),
    LEAD: entries(r"""
        (?:đơn vị|cơ quan|bộ phận)? ?(?:chủ trì|đầu mối)(?:(?:,| /|/)? ?(?:tham mưu|thực hiện|báo cáo)){0,2}
        (?:đơn vị|cơ quan|bộ phận|phân công)(?: thực hiện| được giao)?
    """),
    CONTENT: entries(r"""
        (?:tên |nội dung )?(?:các )?(?:nhiệm vụ|công việc|việc|kiến nghị|nội dung)(?: [^.;:|]{1,50})?
    """),
    OTHER: entries(r"(?:sản phẩm|kết quả|ghi chú|căn cứ|lãnh đạo|người|cấp|hình thức|văn bản)[^.;:|]{0,50}"),
}
