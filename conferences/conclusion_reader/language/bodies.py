"""Who speaks, who is charged, and what the words around a body make of it."""

from conferences.conclusion_reader.patterns import entries

# --- Who speaks -------------------------------------------------------------------------------------------

# Somebody whose word at such a conference is an order.
CHAIRS = entries(r"""
    (?:quyền |phó )?thủ tướng(?: chính phủ)? | (?:quyền )?bộ trưởng | thứ trưởng | tổng bí thư
    (?:phó )?chủ tịch (?:nước|quốc hội|ủy ban nhân dân|ubnd|hội nghị) | bí thư | phó bí thư | lãnh đạo bộ
    ban cán sự(?: đảng)? | ban thường vụ | đồng chí chủ trì | chủ trì hội nghị | người chủ trì
    thường trực chính phủ | bộ chính trị | ban bí thư | người đứng đầu (?:chính phủ|ngành|bộ)
""")
# What the chair does when charging somebody.
CHARGES = entries(r"""
    giao nhiệm vụ(?: cho)? | giao trách nhiệm(?: cho)? | giao(?: cho)? | yêu cầu | đề nghị | phân công
    chỉ đạo | lưu ý | nhắc nhở | quán triệt
""")
# Of these, what somebody who was charged may do to others: an order only where a chair stands before it.
CHAIR_ONLY_CHARGES = ("chỉ đạo", "lưu ý", "nhắc nhở", "quán triệt")
# What orders begin with where no chair is named.
BARE_ORDERS = entries(r"""
    giao nhiệm vụ(?: cho)? | giao trách nhiệm(?: cho)? | giao(?: cho)? | yêu cầu | đề nghị | phân công
""")
BARE_CHARGES = (*BARE_ORDERS, "đối với")
SAYINGS = entries(r"""
    nêu rõ | nêu | nhấn mạnh | cho rằng | cho biết | khẳng định | chỉ rõ | chỉ ra | đánh giá | ghi nhận
    biểu dương | nhận định | kêu gọi | bày tỏ | tin tưởng | mong muốn | mong | cảm ơn | phát biểu | đưa ra
    đề cập | thống nhất | đồng ý | hoan nghênh | thông tin | chia sẻ | kết luận | định hướng | đặt ra
    gợi ý | tán thành | chúc mừng | có ý kiến
""")

# --- Names of bodies --------------------------------------------------------------------------------------

# The words a body's name begins with; also the type word printed once before a list of bare names.
BODY_TYPES = entries(r"""
    tổng cục | cục | chi cục | vụ | viện | văn phòng | thanh tra | ủy ban nhân dân | ubnd | ủy ban
    hội đồng nhân dân | hội đồng | ban chỉ đạo | ban quản lý | ban cán sự đảng | ban | bộ | sở | trường
    học viện | đại học | trung tâm | tạp chí | báo | nhà xuất bản | cổng thông tin | đảng ủy | tỉnh ủy
    thành ủy | công đoàn | đoàn thanh niên | tổng liên đoàn | liên đoàn | mặt trận tổ quốc | hội | hiệp hội
    tập đoàn | tổng công ty | công ty | ngân hàng | tổ công tác | tỉnh | thành phố | bảo hiểm xã hội
    tòa án | viện kiểm sát | kiểm toán nhà nước | cơ quan | đơn vị
""")
COMMITTEES = ("ủy ban nhân dân", "ubnd")
PLACES = ("tỉnh", "thành phố")
LIST_OPENERS = ("các",)
# Titles that stand before a body's name: the head stands for the body.
HEADS = entries(r"""
    (?:các )?đồng chí | đ/c | thủ trưởng | lãnh đạo | tập thể lãnh đạo | người đứng đầu | đại diện
    quyền bộ trưởng | bộ trưởng, chủ nhiệm | bộ trưởng | thứ trưởng | chủ nhiệm
    chủ tịch hội đồng thành viên | chủ tịch | phó chủ tịch | (?:tổng )?giám đốc | (?:tổng )?cục trưởng
    vụ trưởng | viện trưởng | hiệu trưởng | chánh | trưởng | thống đốc | tổng biên tập | bí thư | tổng
""")
# "Đảng ủy Bộ X" is not "Bộ X": after these a name belongs to a body that the register may not know.
OWNERS = (
    "đảng ủy",
    "thanh tra",
    "công đoàn",
    "đoàn thanh niên",
    "cán sự",
    "thứ trưởng",
    "thuộc",
    "trực thuộc",
)
# A name that ends with one of these may be a part of a longer one: "Văn phòng Bộ Y tế".
OWN_TYPES = ("bộ", "tỉnh")
# "Tỉnh" with a capital is a province, but not in "Tỉnh ủy", "Tỉnh đoàn".
NAME_GOES_ON = ("ủy", "đoàn", "đội", "lộ", "trưởng", "hội")

# Everybody at once.
EVERYBODY = entries(r"""
    (?:các|từng|mỗi|mọi|tất cả các|toàn thể các) (?:bộ|ban),? ngành(?:,? (?:và )?(?:các )?(?:địa phương|cơ quan(?: trung ương| ngang bộ)?|cấp)){0,6}
    (?:các )?(?:đồng chí )?bộ trưởng, thủ trưởng (?:các )?(?:cơ quan ngang bộ|cơ quan, đơn vị)(?:, (?:thủ trưởng )?(?:các )?cơ quan thuộc chính phủ)?
    các bộ, (?:các )?(?:cơ quan ngang bộ|cơ quan|địa phương|ban, ngành)(?:, (?:các )?(?:cơ quan thuộc chính phủ|cơ quan, tổ chức ở trung ương|địa phương|đơn vị)){0,6}(?: và (?:các )?(?:địa phương|đơn vị))?
    (?:các|từng|mỗi|mọi|tất cả các|toàn thể các) (?:cơ quan, |tổ chức, ){0,6}đơn vị(?:, địa phương|, cá nhân|, tổ chức|, doanh nghiệp){0,6}
    (?:các|từng|mỗi|mọi|tất cả các) (?:cấp,? )?(?:ngành, )?(?:các )?địa phương(?:, (?:các )?(?:cơ quan|đơn vị|bộ, ngành)){0,6}
    (?:các|từng|mỗi) cấp ủy(?:,? (?:các )?(?:tổ chức đảng|chính quyền|lãnh đạo (?:các )?đơn vị|cấp ủy, tổ chức đảng|cơ quan chức năng|đơn vị)){0,6}
    cấp ủy(?:, tổ chức đảng)?(?:,| và) (?:tập thể )?(?:chính quyền|lãnh đạo (?:các )?(?:đơn vị|cơ quan))
    (?:các|từng|mỗi|mọi) (?:cơ quan(?! (?:báo|thông tin|truyền thông))|chủ thể|cục, vụ|vụ, cục)(?:, (?:đơn vị|tổ chức)){0,6}
    các cấp ủy | cấp ủy(?= ) | thủ trưởng (?:các )?(?:cơ quan, )?đơn vị
    người đứng đầu (?:các )?(?:cấp ủy|cơ quan|đơn vị)(?:, (?:cơ quan|đơn vị|địa phương)){0,6}
    lãnh đạo (?:các )?(?:vụ, cục|cục, vụ|đơn vị|cơ quan, đơn vị)(?:, (?:tổng cục|đơn vị)){0,6}
    (?:mỗi|từng|toàn thể|các) (?:cán bộ|công chức|đảng viên)(?:, (?:đảng viên|công chức|viên chức|người lao động)){0,6}
    các (?:chi bộ|đảng bộ|tổ chức đảng|đảng ủy)(?:,? (?:và )?(?:chi bộ|đảng bộ|tổ chức đảng|đảng ủy)){0,4} trực thuộc
    (?:toàn|cả) (?:ngành|bộ|đảng bộ|hệ thống) | địa phương nào | đơn vị nào | chúng ta
    (?:chủ tịch )?(?:ủy ban nhân dân|ubnd) (?:các )?(?:tỉnh, thành phố|tỉnh/thành phố|cấp tỉnh, cấp xã|các cấp)(?: trực thuộc trung ương)?
""")  # noqa: E501
# These only with a verb right behind them: "Ủy ban nhân dân các tỉnh A, B" are some.
EVERYBODY_WHO_ACTS = entries(r"(?:chủ tịch )?(?:ủy ban nhân dân|ubnd) các (?:tỉnh|địa phương|cấp)")
# … and what may follow.
BELONGING = entries(r"(?:trực )?thuộc(?:,? (?:và )?trực thuộc)? (?:bộ|ngành|cơ quan)")
# In the line above a list they are addressed after these: "6 nhóm nhiệm vụ với các địa phương:".
ADDRESSING = entries(r"""
    (?:nhiệm vụ|giải pháp|nội dung|công việc|yêu cầu)[^.;:]{0,40} (?:đối với|với|cho|của|tới)
""")
# Bodies nobody could put into a register: recorded neither as lead nor as support.
ANONYMOUS = entries(r"""
    (?:(?:các|những) (?:bộ|sở|ban|ngành|viện|trường|vụ|cục|hiệp hội|doanh nghiệp)|(?:(?:các|những) )?(?:cơ quan|đơn vị|địa phương|tổ chức))(?:,? (?:và )?(?:các )?(?:bộ|ban|ngành|cơ quan|đơn vị|địa phương|tổ chức|cá nhân|doanh nghiệp|hiệp hội|sở)){0,6}(?: (?:có|hữu))? (?:liên quan|quan|chức năng)
    (?:các )?cấp có thẩm quyền
    (?:các )?(?:nhà thầu|chủ đầu tư|doanh nghiệp|hiệp hội|ngân hàng)
""")  # noqa: E501

# Between those and the names of some of them.
SUCH_AS = entries("như | gồm | gồm có | bao gồm")

# --- What the words around a body make of it --------------------------------------------------------------

# Right before it: it coordinates. "phối hợp X", "phối hợp chặt chẽ với X", "phối hợp, hướng dẫn X".
COORDINATION = entries(r"""
    (?:phối hợp|kết hợp|phối kết hợp|phối(?= với))(?:,? (?:chặt chẽ|thường xuyên|chủ động|hiệu quả|đồng bộ|hướng dẫn|cùng|tốt|tích cực)){0,6}(?:,? (?:với|cùng với|cùng))?
    (?:phối hợp|kết hợp) [^,.;:]{1,25} (?:với|cùng với|cùng) | cùng với | cùng
    (?:đơn vị|cơ quan) phối hợp ?: | phối hợp ?: | (?:có|với) sự phối hợp của
""")  # noqa: E501
# Right after it: it is charged. Orders (orders.IMPERATIVES) count, too.
DUTIES = entries(r"""
    cần | phải | có trách nhiệm | chịu trách nhiệm | chủ trì | làm đầu mối | là đầu mối | phối hợp | giao
    chỉ | là cơ quan (?:đầu mối|chủ trì|thường trực) | theo chức năng | theo thẩm quyền | theo nhiệm vụ
    căn cứ | trên cơ sở | trong phạm vi | cùng với | cùng
    có (?:văn bản|kế hoạch|giải pháp|phương án|biện pháp|báo cáo)
    với vai trò | với chức năng | trước ngày | trong tháng | trong quý | sau khi | kịp thời | tự | được giao
    thống nhất(?! (?:cao|với|nhận định|đánh giá)) | không được | không để | đặc biệt là | nhất là
    trước hết là
""")
# Right after it at the head of a sentence: the sentence only tells.
TELLING = entries(r"""
    (?:cũng |vẫn |đều |hiện |vừa |mới |sau sắp xếp ){0,6}(?:đã|đang|còn(?! lại)|vẫn)(?! được giao)
    chưa | luôn | là(?! (?:đầu mối|cơ quan)) | được(?! giao) | cho biết | cho rằng
    (?:xin )?thông báo (?:kết luận|để) | báo cáo tại | phát biểu | nêu | cũng như | có quy mô | có vai trò
    có nhiều | có đồng chí | cam kết
""")
# Right after a body among everybody: it leads. "các đơn vị, trong đó Cục A là đầu mối".
LEADING = entries(r"""
    chủ trì
    (?:là|làm) (?:cơ quan |đơn vị )?(?:đầu mối|chủ trì|thường trực)
""")
# After telling what was not done: "các đơn vị chưa báo cáo khẩn trương báo cáo".
DUTIES_AT_LAST = entries("cần | phải | có trách nhiệm | khẩn trương | nghiêm túc | tập trung")
# What the body behind them does beside the one that leads.
HELPING = entries(r"\(?phối hợp(?! (?:chặt chẽ )?(?:với|cùng))")
# After what happened before, only these tell.
TELLING_LATER = entries("đã | đang | chưa | còn(?! lại) | vẫn | vừa")
# What labels before a colon say about the bodies behind it.
LEAD_LABELS = ("chủ trì", "thực hiện", "đầu mối", "chịu trách nhiệm")
SUPPORT_LABELS = ("phối hợp",)
OTHER_LABELS = ("nơi nhận", "kính gửi", "báo cáo", "thành phần", "tham dự", "gồm", "như")
