"""The frame around the tasks, and what line ends mean."""

from conferences.conclusion_reader.language.bodies import BODY_TYPES, CHAIRS, EVERYBODY
from conferences.conclusion_reader.patterns import entries

_TO_ALL = r"(?:để|đến|tới|tóm tắt|kết luận|ý kiến|nội dung)"
CLOSINGS = (
    rf"[^.;:]{{0,120}}?\b(?:(?:xin |trân trọng ){{1,2}}thông báo|thông báo {_TO_ALL}) [^;:]{{0,400}}?biết"
    r"(?:,| và|, và)? ?(?:để )?(?:(?:tổ chức|triển khai|phối hợp|nghiêm túc|theo dõi),? ){0,4}(?:và )?"
    r"(?:tổ chức )?(?:thực hiện|triển khai|chỉ đạo)",
    rf"[^.;:]{{0,120}}?\b(?:xin )?thông báo {_TO_ALL} [^;:]{{0,400}}? (?:thực hiện|triển khai)"
    r"[^.;:]{0,30}(?:\./)?\.?$",
    r"trên đây là (?:kết luận|ý kiến|thông báo|nội dung)",
    r"(?:(?:về|đối với) )?(?:những |các )?(?:kiến nghị|đề xuất|ý kiến)[^.]{0,250}ghi nhận",
    r"(?:yêu cầu |đề nghị )?(?:thủ trưởng |lãnh đạo |người đứng đầu )?"
    r"các (?:bộ|ban|cơ quan|đơn vị|địa phương)[^.;:]{0,120} "
    r"(?:thực hiện|triển khai|căn cứ|chấp hành)[^.;:]{0,60} "
    r"(?:thông báo|kết luận|công điện|chỉ thị)(?: kết luận)? này[^.;:]{0,60}\.",
    r"[^.;:]{0,80}\b(?:(?:xin |trân trọng ){1,2}thông báo(?:\./|\.|$)|thông báo\./)",
    r"[“\"'‘]? ?mong rằng",
)  # fmt: skip
# At the end of a paragraph that is otherwise a task.
CLOSINGS_INSIDE = (
    r"(?:thừa lệnh [^.;:]{0,60}, ?)?văn phòng [^.;:]{0,80}?\b(?:xin )?"
    rf"thông báo(?: {_TO_ALL} [^;]{{0,400}}|\./\.)$",
)  # fmt: skip
RECIPIENTS = entries(r"""
    nơi nhận ?: | nơi nhận$
""")
SOURCES = entries(r"""
    (?:\(?nguồn|theo|tác giả|tin, ảnh|bài, ảnh|tin|bài) ?: | [^.:]{0,40}\(nguồn ?: | https?://
    \(?(?:ttxvn|vgp|chinhphu\.vn)\)?$
""")
CAPTIONS = entries(r"""
    ảnh ?: | \(ảnh | ảnh minh họa | toàn cảnh | quang cảnh
""")
# Who stands below a photograph, besides the chairs.
PEOPLE = entries(r"""
    đồng chí | ông | bà | cục trưởng | vụ trưởng | chánh văn phòng | (?:các )?đại biểu
""")
# "X phát biểu tại Hội nghị": what people do below a photograph.
CAPTION_ACTS = entries(r"""
    phát biểu | chủ trì | trao đổi | báo cáo | kết luận | dự | tham dự | điều hành | nêu | đề nghị | yêu cầu
    nhấn mạnh | chỉ đạo | cho biết | thăm | làm việc | tặng | trao | khẳng định
""")
# Short lines without a full stop that belong to the task above them.
LABELS = entries(r"""
    (?:thời (?:hạn|gian)|đơn vị|cơ quan|sản phẩm|kết quả|lãnh đạo|người)(?: [^:]{0,40})?:
    (?:hoàn thành|chủ trì|phối hợp)(?: [^:]{0,40})?: | hoàn thành (?:trong|trước|chậm nhất|vào)
    \(?(?:hoàn thành|thời hạn|thời gian|chậm nhất)
""")

# --- Line ends --------------------------------------------------------------------------------------------

# Words after which a sentence cannot stop …
DANGLING = entries("""
    của | và | các | những | với | trong | cho | tại | từ | đã | là | theo | trước | do | để | thì | mà
    bằng | giữa | như | hoặc | nhằm | khi | sẽ | cần | phải | một | mỗi
""")
# … and words that need the number on the next line.
DANGLING_BEFORE_DIGITS = entries("""
    ngày | tháng | năm | số | điều | khoản | quý | đến | về | khoảng | hơn | đạt | thứ
""")
# What a line ends with above a list.
LED_IN = ("như sau:", "sau đây:", "sau:")
# What paragraphs begin with, and sentences inside them rarely.
PARAGRAPH_OPENERS = (
    *CHAIRS,
    *BODY_TYPES,
    *EVERYBODY,
    *entries(r"""
        đồng chí | giao | yêu cầu | đề nghị | đối với | để | về | ngoài ra | tuy nhiên | bên cạnh | kết thúc
        phát biểu | kết luận | trong bối cảnh | theo (?:thủ tướng|bộ trưởng|phó thủ tướng) | các đại biểu
        sau khi nghe | tại (?:hội nghị|buổi|cuộc)
    """),
)
