"""What makes a sentence an order, and what a heading or a lead-in announces."""

from conferences.conclusion_reader.patterns import entries

# What sentences that order something begin with.
IMPERATIVES = entries(r"""
    bám sát | ban hành | bàn giao | báo cáo | bảo đảm | bảo vệ | bồi dưỡng | bổ sung | bố trí | cải cách
    cải thiện | cải tiến | cắt giảm | cập nhật | chấn chỉnh | chấp hành | chăm lo | chỉ đạo | chủ động
    chủ trì | chú trọng | chuẩn bị | chuyển đổi | coi trọng | công khai | cơ cấu lại | củng cố | cung cấp
    cử | dành | duy trì | đa dạng hóa | đàm phán | đánh giá | đảm bảo | đào tạo | đầu tư | đấu thầu
    đấu tranh | đẩy mạnh | đẩy nhanh | đề cao | đề xuất | điều chỉnh | đổi mới | đối thoại | đôn đốc | đưa
    gắn | gấp rút | giải ngân | giải quyết | giám sát | giữ vững | gửi | gương mẫu | hình thành | hoàn chỉnh
    hoàn thành | hoàn thiện | hỗ trợ | hợp tác | huy động | hướng dẫn | kết hợp | kết nối | khai thác
    khảo sát | khẩn trương | khắc phục | khôi phục | khởi công | khuyến khích | kiểm điểm | kiểm kê
    kiểm soát | kiểm tra | kiên quyết | kiên trì | kiện toàn | kịp thời | ký kết | làm rõ | làm tốt
    làm việc | lãnh đạo(?! (?:bộ|các|đơn vị|vụ|cục))
    lắng nghe | lập | lưu ý | lựa chọn | mạnh dạn | mở rộng | mua sắm | nâng cao
    nắm bắt | nắm chắc | nghiêm túc | nghiên cứu | nghiệm thu | nhanh chóng | ổn định | phát huy
    phát triển | phân bổ | phân công | phấn đấu | phê duyệt | phòng ngừa | phòng, chống | phổ biến
    phối hợp | quan tâm | quán triệt | quản lý | quy hoạch | quyết liệt | quyết toán | rà soát | rút ngắn
    sắp xếp | siết chặt | số hóa | sớm | sử dụng | sửa đổi | tái cơ cấu | tạo | tạo điều kiện | tăng cường
    tập trung | tham mưu | thanh tra | thành lập | thay đổi | tháo gỡ | theo dõi | theo sát | thẩm định
    thí điểm | thông tin | thống kê | thu hút | thúc đẩy | thực hiện | thường xuyên | tích cực | tiếp thu
    tiếp tục | tiết kiệm | tính toán | tổ chức | tổng hợp | triển khai | trình | truyền thông | tuân thủ
    tuyên truyền | tuyệt đối | tự kiểm tra | ứng dụng | ưu tiên | vận hành | xác định | xây dựng | xem xét
    xúc tiến | xử lý | không để | không được
""")
# Of these, what is a noun as often: "Thông tin đã được công khai" orders nothing.
NOUN_LIKE = entries(r"""
    báo cáo | chỉ đạo | đánh giá | đào tạo | đầu tư | đối thoại | giám sát | hợp tác | hướng dẫn | kết nối
    kiểm tra | phát triển | quản lý | quy hoạch | thông tin | tổ chức | truyền thông | tuyên truyền
""")
MODALS = entries(r"""
    cần(?! thiết) | (?<!không )(?<!đã )phải(?! không) | có trách nhiệm | chịu trách nhiệm
""")
# Points that only agree or praise.
AGREEMENT = entries(r"""
    (?:cơ bản |về cơ bản,? |không |chưa )?(?:thống nhất|đồng ý|nhất trí|tán thành)
    đánh giá cao | ghi nhận | biểu dương | hoan nghênh | khen ngợi | chúc mừng | cảm ơn | trân trọng
    chia sẻ | thay mặt | nhiệt liệt | tuyên dương | chấp thuận | ủng hộ
""")
# A sentence that tells what is or was.
DESCRIPTION = entries(r"""
    (?:đã|đang|còn(?! lại)|vẫn còn|chưa|vẫn|luôn)(?! được giao)
    có ý nghĩa | thể hiện | là một trong | góp phần
    (?:tiếp tục |cơ bản |bước đầu |từng bước |đều )?được (?!giao)
    là (?:năm|dịp|nơi|yếu tố|cơ hội) | là nhiệm vụ (?:hết sức |rất |đặc biệt ){0,2}(?:quan trọng|cấp bách)
    đạt (?:được|kết quả)
""")
# "Thực hiện chỉ đạo của Bộ trưởng, các đơn vị đã …" tells, too.
DONE_ON_ORDER = entries("thực hiện | triển khai | chấp hành")
# Sentence openings that come before the subject: "Trên cơ sở đó, Bộ X …".
ADVERBIALS = entries(r"""
    trên cơ sở | trên tinh thần | để | nhằm | sau khi | sau | trước khi | trước mắt | trước | khi | trong
    trường hợp | tại | theo | về | căn cứ | riêng | nếu | qua | từ | bên cạnh | do | vì | tiếp thu | với
    cùng với | đến | hằng | hàng | định kỳ | ngay | song song | đối với | liên quan | nhân dịp | kết thúc
    ngoài | đồng thời | cụ thể | thay mặt | kết luận | phát biểu | tuy nhiên | mặt khác | do đó | vì vậy
    theo đó
""")
CONNECTIVES = entries(r"""
    đồng thời | ngoài ra | bên cạnh đó | cụ thể | trong đó | theo đó | mặt khác | tuy nhiên | do đó | vì vậy
    trước mắt | đặc biệt | cùng với đó | trên cơ sở đó | từ đó | thời gian tới | trong thời gian tới
    sau đó | riêng
""")
BUTS = ("tuy nhiên", "nhưng", "song")
# … of which these go on with what stands above.
CONTINUATIONS = entries(r"""
    đồng thời | cụ thể | trong đó | bên cạnh đó | trên cơ sở đó | theo đó | cùng với đó | trường hợp
""")

# … and these begin something beside it.
ADDITIONS = ("ngoài ra",)

# --- What stands below a heading or a lead-in ---------------------------------------------------------------

TASK_NOUNS = entries(r"""
    nhiệm vụ | (?<!có )giải pháp | nội dung trọng tâm | phương hướng | tổ chức thực hiện | phân công
    yêu cầu | thời gian tới | chỉ đạo | công việc | nội dung sau | kết luận | thực hiện tốt | biện pháp
    cần (?:tập trung|thực hiện|triển khai)
""")
# In headings also these: "III. VỀ CÁC KIẾN NGHỊ CỦA ĐƠN VỊ" stands above the answers.
HEADING_TASK_NOUNS = (*TASK_NOUNS, "kiến nghị", "đề xuất", "đề nghị", "ý kiến chỉ đạo")
ASSESSMENT_NOUNS = entries(r"""
    đánh giá | kết quả | tình hình | ưu điểm | thành tích | thành tựu | bối cảnh | nhận định | ý nghĩa
    thuận lợi | bài học | vai trò | ghi nhận | quan điểm | điểm sáng | điểm nổi bật
""")
LIMITATION_NOUNS = entries(r"""
    hạn chế | tồn tại | khó khăn | vướng mắc | nguyên nhân | bất cập | yếu kém | thách thức | khuyết điểm
    điểm nghẽn | nguy cơ
""")
# A paragraph among assessments that opens so tells what is still wrong.
LIMITATION_OPENINGS = entries(r"""
    (?:tuy nhiên|song|nhưng|mặc dù vậy|bên cạnh đó|bên cạnh (?:những |các )?(?:kết quả|ưu điểm|thành tích))[^.;:]{0,160}(?:còn|chưa|chậm|thiếu|hạn chế|tồn tại|bất cập|yếu kém|khuyết điểm)(?!\w)
    (?:vẫn )?còn (?:có )?(?:một số |nhiều |những )?(?:hạn chế|tồn tại|bất cập|yếu kém|khó khăn|vướng mắc)
    (?:về )?(?:các |một số |những )?(?:hạn chế|tồn tại|yếu kém|khuyết điểm)(?!\w)
""")  # noqa: E501
# In a lead-in these tell more than the nouns.
ORDERING_WORDS = ("yêu cầu", "đề nghị", "giao", "chỉ đạo", "cần", "phải")
FINDING_WORDS = ("đánh giá", "nhận định", "nêu ra", "cho thấy", "gồm các ý kiến", "ý nghĩa")
# Lists of people, papers and speeches: "Tham dự cuộc họp có:".
OTHER_LISTS = entries(r"""
    thành phần | tham dự | cùng dự | danh sách | chương trình làm việc | tài liệu | đã nghe | tham luận
""")
# A heading with one of these orders by itself: it is a point.
ORDERS_IN_HEADINGS = ("giao", "yêu cầu", "đề nghị", "chủ trì", "phối hợp", "khẩn trương")
# "kết luận như sau:": what stands below is judged point by point.
FORMULAS = entries(r"""
    (?:kết luận|chỉ đạo|có ý kiến|quyết nghị|thống nhất|yêu cầu|quyết định|nhấn mạnh)[^.;:]{0,40} (?:như sau|sau đây|(?:các |một số )?nội dung(?: sau)?)[^.;:]{0,30}:$
    kết luận ?:$ | đã chỉ đạo ?:$
""")  # noqa: E501
# … with one of these, it is the chair's conclusion: what stands above it is no task at all.
CONCLUDING_WORDS = ("kết luận", "ý kiến chỉ đạo", "quyết nghị", "đã chỉ đạo")
# What the chair's own words begin with in a report.
CONCLUDING_OPENINGS = entries("(?:phát biểu )?kết luận | kết thúc | bế mạc")
# A sentence that announces tasks without listing them in itself.
ANNOUNCEMENTS = entries(r"""
    (?:một số|các|những|\d+) (?:nhóm )?(?:nhiệm vụ|nội dung|giải pháp|công việc|vấn đề|việc)(?:,? (?:giải pháp|trọng tâm|chung|cụ thể|chủ yếu|sau đây|như sau|sau|trên|quan trọng|cấp bách|trước mắt|lớn|chính|khác)){0,6}[.:]$
""")  # noqa: E501
