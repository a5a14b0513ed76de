"""How deadlines are written: data to extend, no logic.

Patterns are matched against folded text (see `words`). Named groups tell what was found: d, m, y (day, month, year),
q (quarter), and `before` where the named time itself is too late ("trước tháng 10").
"""

# "trước ngày", "chậm nhất là đến hết", "xong trước 17h00 ngày": what turns a date into a deadline.
LIMITS = (
    r"(?:muộn nhất|chậm nhất|không muộn hơn|không chậm hơn|không quá|hạn chót|hạn cuối|thời hạn|thời gian)(?: hoàn thành)?(?: là| vào| đến| trong| trước| xong)*(?: hết)? ?:?",
    r"(?:xong |kết thúc )?trước(?: hết)?", r"đến hết", r"(?:xong |hoàn thành |ngay )?trong", r"hết", r"(?:xong |hoàn thành )?vào",
    r"hoàn thành(?: xong)?(?: đến)?", r"xong", r"đến(?= ngày)", r"đến trước", r"cho đến hết", r"kết thúc", r"hạn",
)  # fmt: skip
CLOCK = r"(?:\d{1,2} ?(?:h|giờ|:) ?(?:\d{2})?(?: ?phút)?,? ?(?:ngày )?)"
DAY = r"(?P<d>\d{1,2}) ?(?:/|-|\.|(?: ?tháng )) ?(?P<m>\d{1,2})(?: ?(?:/|-|\.|(?:,? ?năm )) ?(?P<y>\d{4}))?"
YEAR_AFTER = r"(?: ?(?:/|-|\.|,? ?năm |, ?) ?(?P<y>\d{4})| (?P<this>năm nay|này|tới|sau))?"
ROMAN_QUARTER = r"(?P<q>iv|iii|ii|i|[1-4])"
PARTS = r"(?:(?:đầu|giữa|cuối|nửa đầu|nửa cuối|tuần (?:đầu|cuối)|tuần (?:thứ )?\w+) )"
WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
EVERY = r"(?:hằng|hàng|mỗi)"
PERIOD = r"(?:ngày|tuần|tháng|quý|năm|06 tháng|6 tháng|nửa năm)"

RECURRING = (
    rf"(?:(?:chậm nhất|trước|vào|định kỳ|trong)(?: là| vào)?,? )*{CLOCK}?(?:{WEEKDAY}|ngày \d{{1,2}}(?:/\d{{1,2}})?|ngày cuối(?: cùng)?|tuần (?:đầu|cuối)) (?:của )?{EVERY} {PERIOD}",
    rf"(?:định kỳ,? )?{EVERY} (?:ngày|tuần|tháng|quý|năm)(?:(?:,| và|, hoặc| hoặc) (?:{EVERY} )?(?:ngày|tuần|tháng|quý|năm)(?! \d))*",
    r"định kỳ (?:\(?\d{1,2} ?(?:ngày|tuần|tháng|năm)(?:/lần| một lần| 1 lần| 01 lần)?\)?|(?:tháng|quý|tuần|năm|nửa năm))",
    r"\d{1,2} (?:ngày|tuần|tháng|năm) (?:một|1|01) lần|\d{1,2} (?:ngày|tuần|tháng|năm)/lần|(?:mỗi|một|1|01) (?:tuần|tháng|quý|năm) (?:một|1|01|hai|2|02) lần",
    r"(?:chậm nhất |trước )+ngày \d{1,2} (?:của )?tháng (?:cuối|đầu)(?: của)?(?: mỗi)? quý",
    r"(?:chậm nhất |trước )+(?:ngày )?\d{1,2}/\d{1,2} hằng năm",
)  # fmt: skip
# A habit that only describes the noun before it is no deadline: "kế hoạch hằng năm".
RECURRING_NOT_AFTER = (
    r"kế hoạch", r"dự toán", r"trung hạn và", r"trung hạn,", r"ngân sách", r"bình quân", r"báo cáo thường niên", r"hội nghị", r"đối thoại",
    r"năm năm và", r"5 năm và", r"05 năm và", r"thông lệ", r"nuôi tôm", r"tăng trưởng", r"sản lượng", r"nhu cầu", r"chương trình công tác", r"chương trình",
)  # fmt: skip

RANGES = (
    rf"từ nay (?:cho )?đến (?:hết )?(?:ngày )?{DAY}",
    r"từ nay (?:cho )?đến (?:hết |cuối )+(?:tháng )?(?P<m>\d{1,2})(?:/| năm )(?P<y>\d{4})",
    rf"từ nay (?:cho )?đến (?:hết |cuối )*quý {ROMAN_QUARTER}(?:/| năm )(?P<y>\d{{4}})",
    r"từ nay (?:cho )?đến (?:hết |cuối )*năm (?P<y>\d{4})",
    r"từ nay (?:cho )?đến (?:hết |cuối )+(?P<this>năm|năm nay)",
    rf"từ (?:ngày )?\d{{1,2}}(?:(?:/| tháng )\d{{1,2}})?(?:(?:/| năm )\d{{4}})? (?:cho )?đến (?:hết )?(?:ngày )?{DAY}",
    rf"trong tuần (?:từ )?(?:ngày )?\d{{1,2}}(?:(?:/| tháng )\d{{1,2}})?(?:(?:/| năm )\d{{4}})? đến (?:ngày )?{DAY}",
    r"từ tháng \d{1,2}(?:/\d{4})? đến (?:hết )?tháng (?P<m>\d{1,2})(?:/| năm )(?P<y>\d{4})",
)  # fmt: skip
# No calendar day follows from these.
DURATIONS = (
    r"trong (?:thời gian|thời hạn|vòng)(?: không quá| tối đa| chậm nhất)? \(?\d{1,3}\)? (?:giờ|ngày làm việc|ngày|tuần|tháng|năm)(?: làm việc)?",
    r"trong \d{1,3} ngày làm việc",
    r"(?:chậm nhất|không quá|tối đa)(?: là| trong| sau)? \d{1,3} (?:ngày làm việc|ngày|tuần|tháng)(?: làm việc)?(?= (?:kể từ|từ|sau|tính từ))",
    r"sau \d{1,3} (?:ngày làm việc|ngày|tuần|tháng) kể từ",
)  # fmt: skip
EVENTS = (
    r"(?:trước|kịp(?: thời)? (?:báo cáo|trình)[^.;]{0,40}? tại|tại|trong|trước khi khai mạc) (?:các )?(?:kỳ họp|phiên họp|hội nghị trung ương|đại hội)(?: lần)? (?:thứ )?(?:\w+)(?: (?:của )?quốc hội(?: khóa [ivxlc]+| khoá [ivxlc]+)?|,? (?:quốc hội )?khóa [ivxlc]+)?",
    r"trước (?:dịp )?tết(?: nguyên đán| dương lịch)?(?: năm \d{4})?", r"trước mùa (?:mưa bão|mưa, bão|mưa lũ|lũ|khô|vụ)(?: năm \d{4})?",
    r"trước (?:khi )?(?:khai giảng|năm học mới|kỳ thi)",
)  # fmt: skip
# An event is a deadline where something is brought before it, not where something was decided at it.
EVENT_NEEDS = (r"báo cáo", r"trình", r"kịp", r"hoàn thành", r"thông qua", r"xong", r"trước")
EVENT_NOT_AFTER = (r"được ban hành", r"được thông qua", r"đã thông qua", r"đã ban hành", r"được quốc hội", r"đã được", r"phát biểu", r"kết luận")
ONGOING = (
    r"(?:là )?nhiệm vụ thường xuyên", r"thời (?:gian|hạn)(?: thực hiện| hoàn thành)? ?: ?thường xuyên", r"\(thường xuyên\)", r"thực hiện thường xuyên hằng ngày",
    r"thường xuyên, liên tục(?=\)|$)",
)  # fmt: skip

# Right before a date: then it tells when something was or takes effect.
NOT_AFTER = (
    r"tính(?: đến)?", r"kể từ", r"có hiệu lực(?: thi hành)?(?: từ| kể từ)?", r"áp dụng(?: từ)?", r"ban hành", r"được (?:giao|ban hành|phê duyệt|cấp|ký|thông qua|xử lý|thành lập|xử lý xong|giải quyết)", r"đã (?:được )?\w+(?: \w+){0,2}",
    r"tăng trưởng[^,;.]{0,25}", r"tháng", r"phát sinh", r"vận hành", r"sinh", r"diễn ra", r"như", r"so với", r"tổng kết", r"kế hoạch", r"thực hiện được",
)  # fmt: skip
# Right after: "trong năm 2025 và chuyển sang năm 2026", "trong tháng 10 vừa qua".
NOT_BEFORE = (r"và chuyển sang", r"vừa qua", r"qua", r"đã", r"đến nay", r"trở lại", r"so với", r"đạt", r"tăng", r"giảm")
