"""How deadlines are written. Named groups: d, m, y, q (quarter), half (of a year), this (year)."""

from conferences.conclusion_reader.patterns import entries

# --- Parts ------------------------------------------------------------------------------------------------

# What turns a date into a deadline: "trước ngày", "chậm nhất là đến hết".
LIMITS = entries(r"""
    (?:muộn nhất|chậm nhất|không muộn hơn|không chậm hơn|không quá|hạn chót|hạn cuối|thời hạn|thời gian)(?: hoàn thành)?(?: (?:là|vào|đến|trong|trước|xong)){0,3}(?: hết)? ?:?
    (?:xong |kết thúc )?trước(?: hết)? | đến hết | (?:xong |hoàn thành |ngay )?trong | hết
    (?:xong |hoàn thành )?vào | hoàn thành(?: xong)?(?: đến)? | xong | đến(?= ngày| \d| cuối năm) | đến trước
    cho đến hết | kết thúc | hạn(?: hoàn thành)? ?:?
""")  # noqa: E501
# A day by which something had been reached, when it is over: "đến ngày 31/10 mới có 9 đơn vị".
STATE_IF_PAST = ("đến",)
CLOCK = r"(?:\d{1,2} ?(?:h|giờ|:) ?(?:\d{2})?(?: ?phút)?,? ?(?:ngày )?)"
DAY = r"(?P<d>\d{1,2}) ?(?:/|-|\.|(?: ?tháng )) ?(?P<m>\d{1,2})(?: ?(?:/|-|\.|(?:,? ?năm )) ?(?P<y>\d{4}))?"
# "tháng 11 và tháng 12", "quý III, IV": the last one counts.
MONTH = r"(?:\d{1,2}(?:,| và| -|-) ?(?:tháng )?)?(?P<m>\d{1,2})"
QUARTER = r"(?:(?:iv|iii|ii|i|[1-4])(?:,| và| -|-) ?(?:quý )?)?(?P<q>iv|iii|ii|i|[1-4])"
YEAR_AFTER = r"(?: ?(?:/|-|\.|,? ?năm |, ?) ?(?P<y>\d{4})| (?P<this>năm nay|này|tới|sau))?"
# "trong tháng này", "tháng sau", "quý này"
THIS = r"(?P<this>này|nay|tới|sau)"
NEXT = ("tới", "sau")
PART_OF = r"(?:(?:đầu|giữa|cuối|nửa đầu|nửa cuối|tuần (?:đầu|cuối)|tuần (?:thứ )?\w+) )"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
WEEKDAY_BEFORE = rf"(?:{_WEEKDAY},? (?=ngày|\d))?"
_EVERY = r"(?:hằng|hàng|mỗi)"
_PERIOD = r"(?:ngày|tuần|tháng|quý|năm|06 tháng|6 tháng|nửa năm)"
_DAYS = r"(?:các )?ngày \d{1,2}(?:/\d{1,2})?(?:(?:,| và)(?: ngày)? \d{1,2}){0,3}"
_FROM = r"(?:ngày )?\d{1,2}(?:(?:/| tháng )\d{1,2})?(?:(?:/| năm )\d{4})?"

# Every form has one of these in it.
TRACES = entries(r"""
    \d | hằng | hàng | mỗi | định kỳ | thường xuyên | năm nay | cuối năm | hết năm | quý | kỳ họp
    (?:tháng|quý|tuần) (?:này|nay|tới|sau)
    phiên họp | đại hội | hội nghị | khi có | khi cần | tết | mùa | khai giảng | năm học | kỳ thi
""")

# --- Forms ------------------------------------------------------------------------------------------------

RECURRING = (
    rf"(?:(?:chậm nhất|trước|vào|định kỳ|trong)(?: là| vào)?,? ){{0,3}}{CLOCK}?"
    rf"(?:{_WEEKDAY}|{_DAYS}|ngày cuối(?: cùng)?|tuần (?:đầu|cuối)|(?<=\d) ?|(?<=h) ?) ?"
    rf"(?:của )?{_EVERY} {_PERIOD}",
    r"(?:trước|vào|trong) (?:cuối |đầu )?(?:tháng \d{1,2}|quý (?:iv|iii|ii|i|[1-4])) (?:hằng|hàng) năm",
    rf"(?:định kỳ,? )?{_EVERY} (?:ngày|tuần|tháng|quý|năm)"
    rf"(?:(?:,| và|, hoặc| hoặc) (?:{_EVERY} )?(?:ngày|tuần|tháng|quý|năm)(?! \d)){{0,3}}",
    r"định kỳ (?:\(?\d{1,2} ?(?:ngày|tuần|tháng|năm)(?:/lần| (?:một|1|01) lần)?\)?|tháng|quý|tuần|năm)",
    r"\d{1,2} (?:ngày|tuần|tháng|năm) (?:một|1|01) lần|\d{1,2} (?:ngày|tuần|tháng|năm)/lần",
    r"(?:mỗi|một|1|01) (?:tuần|tháng|quý|năm) (?:một|1|01|hai|2|02) lần",
    r"(?:(?:chậm nhất|trước|vào) ){1,2}ngày \d{1,2} (?:của )?tháng "
    r"(?:(?:cuối|đầu)(?: của)?(?: mỗi)? quý|kế tiếp|tiếp theo)",
)
# Every one of them has one of these in it.
RECURRING_NEEDS = (
    "hằng",
    "hàng",
    "mỗi",
    "định kỳ",
    "lần",
    "tháng cuối",
    "tháng đầu",
    "tháng kế",
    "tháng tiếp",
)
RANGES = (
    rf"từ nay (?:cho )?đến (?:hết )?(?:ngày )?{DAY}",
    r"từ nay (?:cho )?đến (?:(?:hết|cuối) ){1,2}(?:tháng )?(?P<m>\d{1,2})(?:/| năm )(?P<y>\d{4})",
    rf"từ nay (?:cho )?đến (?:(?:hết|cuối) ){{0,2}}quý {QUARTER}(?:/| năm )(?P<y>\d{{4}})",
    r"từ nay (?:cho )?đến (?:(?:hết|cuối) ){0,2}năm (?P<y>\d{4})",
    r"từ nay (?:cho )?đến (?:(?:hết|cuối) ){1,2}(?P<this>năm nay|năm)",
    rf"từ {_FROM} (?:cho )?đến (?:hết )?(?:ngày )?{DAY}",
    rf"trong tuần (?:từ )?{_FROM} đến (?:ngày )?{DAY}",
    r"từ tháng \d{1,2}(?:/\d{4})? đến (?:hết )?tháng (?P<m>\d{1,2})(?:/| năm )(?P<y>\d{4})",
)
HALF_YEARS = (r"trong (?:06|6|sáu) tháng (?P<half>đầu|cuối) (?:của )?năm(?: (?P<y>\d{4})| (?P<this>nay))?",)
# No calendar day follows from these.
DURATIONS = (
    r"trong (?:thời gian|thời hạn|vòng)(?: không quá| tối đa| chậm nhất)? "
    r"\(?\d{1,3}\)? (?:giờ|ngày làm việc|ngày|tuần|tháng|năm)(?: làm việc)?",
    r"trong \d{1,3} (?:ngày làm việc|(?:ngày|tuần|tháng) tới)",
    r"(?:chậm nhất|không quá|tối đa)(?: là| trong| sau)? \d{1,3} (?:ngày|tuần|tháng)(?: làm việc)?"
    r"(?= (?:kể từ|từ|sau|tính từ))",
    r"sau \d{1,3} (?:ngày làm việc|ngày|tuần|tháng) kể từ",
)
DURATION_NEEDS = (
    *("thời gian", "thời hạn", "vòng", "làm việc", " tới", "chậm nhất", "không quá", "tối đa", "kể từ"),
)
# Weeks: which day of it, a person has to say.
WEEKS = (r"(?:trong|vào|ngay trong) (?:đầu |cuối |giữa )?tuần (?:này|tới|sau)",)
EVENTS = (
    r"thời (?:hạn|gian)[^:.;]{0,20}: ?khi (?:có|cần) [^.;,)]{1,40}",
    r"(?:trước|kịp(?: thời)? (?:báo cáo|trình)[^.;]{0,40}? tại|tại|trong|trước khi khai mạc) (?:các )?"
    r"(?:kỳ họp|phiên họp|hội nghị trung ương|đại hội)(?: lần)? (?:thứ )?\w+"
    r"(?: (?:của )?quốc hội(?: khóa [ivxlc]+)?|,? (?:quốc hội )?khóa [ivxlc]+)?",
    r"trước (?:dịp )?tết(?: nguyên đán| dương lịch)?(?: năm \d{4})?",
    r"trước mùa (?:mưa bão|mưa, bão|mưa lũ|lũ|khô|vụ)(?: năm \d{4})?",
    r"trước (?:khi )?(?:khai giảng|năm học mới|kỳ thi)",
)
EVENT_WORDS = (
    *("kỳ họp", "phiên họp", "hội nghị", "đại hội", "tết", "mùa", "khai giảng", "năm học", "kỳ thi", "khi c"),
)
ONGOING = entries(r"""
    (?:là )?nhiệm vụ thường xuyên
    thời (?:gian|hạn)(?: thực hiện| hoàn thành)? ?: ?thường xuyên
    \(thường xuyên\) | thường xuyên, liên tục(?=\)|$)
""")

# --- What is no deadline ----------------------------------------------------------------------------------

# A habit that only describes the noun before it: "kế hoạch hằng năm".
NOUNS_WITH_HABITS = entries(r"""
    kế hoạch | dự toán | trung hạn và | trung hạn, | ngân sách | bình quân | báo cáo thường niên | hội nghị
    đối thoại | năm năm và | 0?5 năm và | thông lệ | tăng trưởng | sản lượng | nhu cầu
    chương trình công tác | chương trình | thường xuyên | kinh phí | chi phí
""")
# An event is a deadline where something is brought before it, not where something was decided at it.
EVENT_NEEDS = entries("báo cáo | trình | kịp | hoàn thành | thông qua | xong | trước | thời hạn | thời gian")
EVENT_NOT_AFTER = entries(r"""
    được được thông qua | đã thông qua | đã được quốc hội | đã được | phát biểu | kết luận
""")
# Right before a date: it tells when something was, or from when it holds.
NOT_AFTER = entries(r"""
    tính(?: đến)? | kể từ | có hiệu lực(?: thi hành)?(?: từ| kể từ)? | áp dụng(?: từ)? | vận hành | sinh
    đã (?:được )?\w+(?: \w+){0,2} | tăng trưởng[^,;.]{0,25} | tháng | diễn ra | như | so với | tổng kết
    kế hoạch | thực hiện được | (?:cho|của|với) (?:các |những )?(?:dự án|công trình|nhiệm vụ|đề án)
    không có khả năng \w+(?: \w+){0,3}
""")
# … these where no word like "trước" begins the phrase: "Kỳ họp thứ 9 (đầu tháng 2)".
FREE_NOT_AFTER = entries(r"(?:kỳ họp|phiên họp|hội nghị)[^.;,()]{0,30} \(")
# … these only where the day is past or none is named: "nhiệm vụ được giao trong năm 2025", but not
# "… được ban hành trước ngày 25/6/2025" in May.
NOT_AFTER_IF_PAST = entries(r"""
    ban hành | phát sinh
    được (?:giao|ban hành|phê duyệt|cấp|ký|thông qua|xử lý|thành lập|xử lý xong|giải quyết)
""")
# Right after it: "trong năm 2025 và chuyển sang năm 2026", "trong tháng 10 vừa qua".
NOT_BEFORE = entries(r"""
    và chuyển sang | và (?:các|những) năm | và giai đoạn | vừa qua | qua | đã | đến nay | trở lại | so với
    đạt | tăng | giảm
""")
