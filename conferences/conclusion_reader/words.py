"""The words the reader knows: data to extend, no logic.

All in folded form (`dialogue_tracker.vietnamese.fold`): lower case, NFC, the tone mark as in "hòa", "ủy". Entries of
the pattern registers are regular expressions, matched against folded text with single spaces.
"""

# --- Numbering ------------------------------------------------------------------------------------------------------

UNITS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# "Thứ nhất", "Thứ tư", "Một là", "Tư là", "Thứ mười lăm": the words and their numbers.
ORDINALS: dict[str, int] = {
    "nhất": 1, "tư": 4, "bẩy": 7, "mười": 10, "mười tư": 14, "mười lăm": 15, "mười bẩy": 17,
    "hai mươi": 20, "hai mươi mốt": 21, "hai mươi tư": 24, "hai mươi lăm": 25, "ba mươi": 30,
    **{word: value for value, word in enumerate(UNITS) if word},
    **{f"mười {word}": 10 + value for value, word in enumerate(UNITS) if word},
    **{f"hai mươi {word}": 20 + value for value, word in enumerate(UNITS) if value > 1},
}  # fmt: skip
LETTERS = "abcdđefghijklmnopqrstuvwxyz"  # of "a)", "b)"; Vietnamese lists leave out f, j, w and z
ROMANS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xviii", "xix", "xx",
)  # fmt: skip
BULLETS = "-–—•*●▪◦○■□+"

# --- Who speaks and who is charged ----------------------------------------------------------------------------------

# Somebody whose word at such a conference is an order.
CHAIRS = (
    r"(?:quyền |phó )?thủ tướng(?: chính phủ)?", r"(?:quyền )?bộ trưởng", r"thứ trưởng", r"tổng bí thư",
    r"chủ tịch (?:nước|quốc hội|ủy ban nhân dân|ubnd|hội nghị)", r"bí thư", r"phó bí thư", r"lãnh đạo bộ",
    r"ban cán sự(?: đảng)?", r"ban thường vụ", r"đồng chí chủ trì", r"chủ trì hội nghị", r"người chủ trì",
    r"thường trực chính phủ", r"bộ chính trị", r"ban bí thư",
)  # fmt: skip
# What the chair does when charging somebody.
CHARGES = (
    r"giao nhiệm vụ(?: cho)?", r"giao trách nhiệm(?: cho)?", r"giao(?: cho)?", r"yêu cầu", r"đề nghị",
    r"phân công", r"chỉ đạo", r"lưu ý", r"nhắc nhở", r"quán triệt",
)  # fmt: skip
# The same words where no chair is named: "chỉ đạo X" is then what somebody else is charged with.
BARE_CHARGES = (
    r"giao nhiệm vụ(?: cho)?", r"giao trách nhiệm(?: cho)?", r"giao(?: cho)?", r"yêu cầu", r"đề nghị",
    r"phân công", r"đối với",
)  # fmt: skip
SAYINGS = (
    r"nêu rõ", r"nêu", r"nhấn mạnh", r"cho rằng", r"cho biết", r"khẳng định", r"chỉ rõ", r"chỉ ra", r"đánh giá",
    r"ghi nhận", r"biểu dương", r"nhận định", r"kêu gọi", r"bày tỏ", r"tin tưởng", r"mong muốn", r"mong",
    r"cảm ơn", r"phát biểu", r"đưa ra", r"đề cập", r"thống nhất", r"đồng ý", r"hoan nghênh", r"thông tin",
    r"chia sẻ", r"kết luận", r"định hướng", r"đặt ra", r"gợi ý",
)  # fmt: skip
# Titles that stand before a body's name: the head stands for the body.
HEADS = (
    r"(?:các )?đồng chí", r"đ/c", r"thủ trưởng", r"lãnh đạo", r"tập thể lãnh đạo", r"người đứng đầu", r"đại diện",
    r"quyền bộ trưởng", r"bộ trưởng", r"thứ trưởng", r"bộ trưởng, chủ nhiệm", r"chủ nhiệm", r"chủ tịch",
    r"phó chủ tịch", r"(?:tổng )?giám đốc", r"(?:tổng )?cục trưởng", r"vụ trưởng", r"viện trưởng",
    r"hiệu trưởng", r"chánh", r"trưởng", r"thống đốc", r"tổng biên tập", r"bí thư", r"tổng", r"chủ tịch hội đồng thành viên",
)  # fmt: skip
PERSONS = (
    r"thứ trưởng", r"phó (?:chủ tịch|giám đốc|cục trưởng|vụ trưởng|chánh văn phòng|tổng giám đốc|trưởng ban)",
    r"trợ lý", r"thư ký",
)  # fmt: skip

# Everybody at once.
EVERYBODY = (
    r"(?:các |từng |mỗi |mọi |tất cả các |toàn thể các )(?:bộ|ban), ngành(?:,? (?:và )?(?:các )?(?:địa phương|cơ quan(?: trung ương| ngang bộ)?|cơ quan, địa phương|cấp))*",
    r"(?:các )?(?:đồng chí )?bộ trưởng, thủ trưởng (?:các )?(?:cơ quan ngang bộ|cơ quan, đơn vị)(?:, (?:thủ trưởng )?(?:các )?cơ quan thuộc chính phủ)?",
    r"các bộ, (?:các )?(?:cơ quan ngang bộ|cơ quan|địa phương|ban, ngành)(?:, (?:các )?(?:cơ quan thuộc chính phủ|cơ quan, tổ chức ở trung ương|địa phương|đơn vị))*(?: và (?:các )?(?:địa phương|đơn vị))?",
    r"(?:các |từng |mỗi |mọi |tất cả các |toàn thể các )(?:cơ quan, |tổ chức, )*đơn vị(?:, địa phương|, cá nhân|, tổ chức|, doanh nghiệp)*",
    r"(?:các |từng |mỗi |mọi |tất cả các )(?:cấp,? )?(?:ngành, )?(?:các )?địa phương(?:, (?:các )?(?:cơ quan|đơn vị|bộ, ngành))*",
    r"(?:các |từng |mỗi )(?:cấp ủy|cấp uỷ)(?:,? (?:các )?(?:tổ chức đảng|chính quyền|lãnh đạo (?:các )?đơn vị|cấp ủy, tổ chức đảng|cơ quan chức năng|đơn vị))*",
    r"cấp ủy(?:, tổ chức đảng)?(?:,| và) (?:tập thể )?(?:chính quyền|lãnh đạo (?:các )?(?:đơn vị|cơ quan))",
    r"(?:các |từng |mỗi |mọi )(?:cơ quan|chủ thể|cục, vụ|vụ, cục)(?:, (?:đơn vị|tổ chức))*",
    r"thủ trưởng (?:các )?(?:cơ quan, )?đơn vị", r"lãnh đạo (?:các )?(?:vụ, cục|cục, vụ|đơn vị|cơ quan, đơn vị)(?:, (?:tổng cục|đơn vị))*",
    r"người đứng đầu (?:các )?(?:cấp ủy|cơ quan|đơn vị)(?:, (?:cơ quan|đơn vị|địa phương))*",
    r"(?:toàn |cả )(?:ngành|bộ|đảng bộ|hệ thống)", r"(?:mỗi|từng|toàn thể|các) cán bộ(?:, (?:đảng viên|công chức|viên chức|người lao động))*",
    r"địa phương nào", r"đơn vị nào", r"chúng ta", r"các cấp ủy", r"cấp ủy(?= )",
)  # fmt: skip
# Bodies nobody could put into a register: recorded neither as lead nor as support.
ANONYMOUS = (
    r"(?:các |những )?(?:bộ|cơ quan|đơn vị|địa phương|tổ chức|sở|ban|ngành|viện|trường|vụ|cục|hiệp hội|doanh nghiệp)(?:,? (?:và )?(?:các )?(?:bộ|ban|ngành|cơ quan|đơn vị|địa phương|tổ chức|cá nhân|doanh nghiệp|hiệp hội|sở))*(?: (?:có|hữu))? (?:liên quan|quan|chức năng)",
    r"(?:các )?cấp có thẩm quyền", r"(?:các )?(?:nhà thầu|chủ đầu tư|doanh nghiệp|hiệp hội|ngân hàng)",
)  # fmt: skip
# The words a body's name begins with; also the type word printed once before a list of bare names.
BODY_TYPES = (
    r"tổng cục", r"cục", r"vụ", r"viện", r"văn phòng", r"thanh tra", r"ủy ban nhân dân", r"ubnd", r"ủy ban",
    r"hội đồng nhân dân", r"hội đồng", r"ban chỉ đạo", r"ban quản lý", r"ban cán sự đảng", r"ban", r"bộ", r"sở",
    r"trường", r"học viện", r"đại học", r"trung tâm", r"tạp chí", r"báo", r"nhà xuất bản", r"cổng thông tin",
    r"đảng ủy", r"tỉnh ủy", r"thành ủy", r"công đoàn", r"đoàn thanh niên", r"tổng liên đoàn", r"liên đoàn",
    r"mặt trận tổ quốc", r"hội", r"hiệp hội", r"tập đoàn", r"tổng công ty", r"công ty", r"ngân hàng", r"tổ công tác",
    r"tỉnh", r"thành phố", r"chi cục", r"bảo hiểm xã hội", r"tòa án", r"viện kiểm sát", r"kiểm toán nhà nước",
    r"cơ quan", r"đơn vị",
)  # fmt: skip

# --- Roles of a body in a sentence ----------------------------------------------------------------------------------

# Right before a body: it coordinates. "phối hợp X", "phối hợp chặt chẽ với X", "phối hợp, hướng dẫn X", "cùng với X".
COORDINATION = (
    r"(?:phối hợp|kết hợp|phối kết hợp)(?:,? (?:chặt chẽ|thường xuyên|chủ động|hiệu quả|đồng bộ|hướng dẫn|cùng|tốt|tích cực))*(?:,? (?:với|cùng với|cùng))?",
    r"cùng với", r"cùng", r"(?:đơn vị|cơ quan) phối hợp ?:", r"phối hợp ?:", r"có sự phối hợp của", r"với sự phối hợp của",
)  # fmt: skip
# Right after a body: it is charged (most are also what sentences without a subject begin with, see IMPERATIVES).
DUTIES = (
    r"cần", r"phải", r"có trách nhiệm", r"chịu trách nhiệm", r"chủ trì", r"làm đầu mối", r"là đầu mối",
    r"là cơ quan (?:đầu mối|chủ trì|thường trực)", r"theo chức năng", r"theo thẩm quyền", r"theo nhiệm vụ",
    r"căn cứ", r"trên cơ sở", r"trong phạm vi", r"cùng", r"cùng với", r"có (?:văn bản|kế hoạch|giải pháp|phương án|biện pháp|báo cáo)",
    r"với vai trò", r"với chức năng", r"trước ngày", r"trong tháng", r"trong quý", r"sau khi", r"kịp thời", r"tự",
    r"được giao (?:chủ trì|nhiệm vụ)", r"không được", r"không để", r"đặc biệt là", r"nhất là", r"trước hết là",
)  # fmt: skip
# Right after a body, where it stands at the head of a sentence: then the sentence only tells.
TELLING = (
    r"(?:cũng |vẫn |đều |hiện |vừa |mới |sau sắp xếp )*(?:đã|đang|còn|vẫn)(?! được giao)", r"là(?! (?:đầu mối|cơ quan))", r"được(?! giao)", r"cho biết", r"cho rằng", r"thông báo", r"xin thông báo",
    r"báo cáo tại", r"phát biểu", r"nêu", r"cũng như", r"có quy mô", r"có vai trò", r"có nhiều", r"chưa", r"luôn",
)  # fmt: skip
# Sentence openings that come before the subject: "Trên cơ sở đó, Bộ X …".
ADVERBIALS = (
    r"trên cơ sở", r"trên tinh thần", r"để", r"nhằm", r"sau khi", r"sau", r"trước khi", r"trước mắt", r"trước", r"khi", r"trong", r"trường hợp",
    r"tại", r"theo", r"về", r"căn cứ", r"riêng", r"nếu", r"qua", r"từ", r"bên cạnh", r"do", r"vì", r"tiếp thu",
    r"với", r"cùng với", r"đến", r"hằng", r"hàng", r"định kỳ", r"ngay", r"song song", r"đối với", r"liên quan", r"nhân dịp", r"kết thúc",
    r"ngoài", r"đồng thời", r"cụ thể", r"thay mặt", r"kết luận", r"phát biểu", r"tuy nhiên", r"mặt khác", r"do đó", r"vì vậy", r"theo đó",
)  # fmt: skip
CONNECTIVES = (
    r"đồng thời", r"ngoài ra", r"bên cạnh đó", r"cụ thể", r"trong đó", r"theo đó", r"mặt khác", r"tuy nhiên", r"do đó", r"vì vậy",
    r"trước mắt", r"đặc biệt", r"cùng với đó", r"trên cơ sở đó", r"từ đó", r"thời gian tới", r"trong thời gian tới", r"sau đó", r"riêng",
)  # fmt: skip

# --- What is a task and what is not ---------------------------------------------------------------------------------

# What sentences that order something begin with.
IMPERATIVES = (
    r"tiếp tục", r"khẩn trương", r"tập trung", r"chủ động", r"tích cực", r"thường xuyên", r"kịp thời", r"nghiêm túc",
    r"quyết liệt", r"kiên quyết", r"kiên trì", r"tuyệt đối", r"sớm", r"nhanh chóng", r"gấp rút", r"ưu tiên", r"bảo đảm", r"đảm bảo",
    r"tăng cường", r"đẩy mạnh", r"đẩy nhanh", r"nâng cao", r"phát huy", r"chú trọng", r"quan tâm", r"coi trọng", r"đổi mới",
    r"rà soát", r"xây dựng", r"hoàn thiện", r"hoàn thành", r"triển khai", r"tổ chức", r"thực hiện", r"nghiên cứu",
    r"đề xuất", r"tham mưu", r"phối hợp", r"chủ trì", r"báo cáo", r"tổng hợp", r"kiểm tra", r"giám sát", r"đôn đốc", r"theo dõi",
    r"hướng dẫn", r"chỉ đạo", r"lãnh đạo", r"quán triệt", r"phổ biến", r"tuyên truyền", r"chuẩn bị", r"bố trí", r"phân bổ", r"giải ngân",
    r"xử lý", r"giải quyết", r"tháo gỡ", r"khắc phục", r"cắt giảm", r"cải thiện", r"cải cách", r"sửa đổi", r"bổ sung", r"ban hành",
    r"trình", r"cập nhật", r"công khai", r"phân công", r"xác định", r"đánh giá", r"lập", r"thành lập", r"kiện toàn", r"sắp xếp",
    r"duy trì", r"phấn đấu", r"mở rộng", r"thúc đẩy", r"phát triển", r"khuyến khích", r"tạo điều kiện", r"quản lý", r"sử dụng", r"thí điểm",
    r"siết chặt", r"chấn chỉnh", r"phòng, chống", r"phòng ngừa", r"đấu tranh", r"lắng nghe", r"đối thoại", r"hợp tác", r"kết nối", r"ứng dụng",
    r"làm tốt", r"làm rõ", r"làm việc", r"lưu ý", r"giữ vững", r"không để", r"không được", r"nắm chắc", r"nắm bắt", r"bám sát", r"gắn",
    r"huy động", r"thu hút", r"lựa chọn", r"đào tạo", r"bồi dưỡng", r"chăm lo", r"cử", r"gửi", r"cung cấp", r"tiếp thu", r"thẩm định",
    r"phê duyệt", r"điều chỉnh", r"khảo sát", r"thống kê", r"kiểm soát", r"bàn giao", r"hỗ trợ", r"đầu tư", r"vận hành", r"khai thác",
    r"kết hợp", r"hình thành", r"chấp hành", r"tuân thủ", r"thay đổi", r"củng cố", r"đề cao", r"gương mẫu", r"quy định", r"tạo", r"đưa", r"khởi công",
    r"chuyển đổi", r"số hóa", r"xem xét", r"tính toán", r"đa dạng hóa", r"thông tin", r"truyền thông", r"cải tiến", r"mua sắm", r"tiết kiệm",
    r"đàm phán", r"ký kết", r"theo sát", r"rút ngắn", r"mạnh dạn", r"dành", r"khôi phục", r"ổn định", r"bảo vệ", r"tái cơ cấu", r"cơ cấu lại",
    r"thanh tra", r"kiểm kê", r"kiểm điểm", r"tự kiểm tra", r"nghiệm thu", r"quyết toán", r"đấu thầu", r"quy hoạch", r"xúc tiến", r"hoàn chỉnh",
)  # fmt: skip
MODALS = (r"cần(?! thiết)", r"(?<!không )(?<!đã )phải(?! không)", r"có trách nhiệm", r"chịu trách nhiệm")
# Points that only agree or praise.
AGREEMENT = (
    r"(?:cơ bản |về cơ bản,? )?(?:thống nhất|đồng ý|nhất trí|tán thành)", r"đánh giá cao", r"ghi nhận", r"biểu dương", r"hoan nghênh",
    r"khen ngợi", r"chúc mừng", r"cảm ơn", r"trân trọng", r"chia sẻ", r"thay mặt", r"nhiệt liệt", r"tuyên dương", r"chấp thuận", r"ủng hộ",
)  # fmt: skip
# A sentence that tells what is or was.
DESCRIPTION = (
    r"(?:đã|đang|còn|vẫn còn|chưa|vẫn|luôn)(?! được giao)", r"(?:tiếp tục |cơ bản |bước đầu |từng bước |đều )?được (?!giao)", r"có ý nghĩa", r"thể hiện", r"là một trong", r"là (?:năm|dịp|nơi|yếu tố|cơ hội)",
    r"đạt (?:được|kết quả)?", r"góp phần",
)  # fmt: skip

# Words of headings and lead-ins: what stands below them.
TASK_NOUNS = (
    r"nhiệm vụ", r"(?<!có )giải pháp", r"nội dung trọng tâm", r"phương hướng", r"tổ chức thực hiện", r"phân công", r"(?<!các )kiến nghị", r"đề xuất",
    r"yêu cầu", r"thời gian tới", r"chỉ đạo", r"công việc", r"nội dung sau", r"kết luận", r"thực hiện tốt", r"cần (?:tập trung|thực hiện|triển khai)", r"biện pháp",
)  # fmt: skip
ASSESSMENT_NOUNS = (
    r"đánh giá", r"kết quả", r"tình hình", r"ưu điểm", r"thành tích", r"thành tựu", r"bối cảnh", r"nhận định", r"ý nghĩa", r"thuận lợi",
    r"bài học", r"vai trò", r"ghi nhận", r"quan điểm", r"điểm sáng", r"điểm nổi bật", r"ý kiến",
)  # fmt: skip
LIMITATION_NOUNS = (
    r"hạn chế", r"tồn tại", r"khó khăn", r"vướng mắc", r"nguyên nhân", r"bất cập", r"yếu kém", r"thách thức", r"khuyết điểm", r"điểm nghẽn", r"nguy cơ",
)  # fmt: skip
# "kết luận như sau:": what stands below is judged point by point; what stands above is no task.
FORMULAS = (
    r"(?:kết luận|chỉ đạo|có ý kiến|ý kiến chỉ đạo|quyết nghị|thống nhất|yêu cầu|quyết định|nhấn mạnh)[^.;:]{0,40} (?:như sau|sau đây|các nội dung sau|nội dung sau|một số nội dung)[^.;:]{0,30}:$",
    r"kết luận ?:$", r"đã chỉ đạo ?:$",
)  # fmt: skip
# A sentence that announces tasks without listing them in itself.
ANNOUNCEMENTS = (
    r"(?:một số|các|những|\d+) (?:nhóm )?(?:nhiệm vụ|nội dung|giải pháp|công việc|vấn đề|việc)(?:,? (?:giải pháp|trọng tâm|chung|cụ thể|chủ yếu|trọng tâm, cụ thể|sau đây|như sau|sau|trên|quan trọng|cấp bách|trước mắt|lớn|chính|khác))*[.:]$",
)  # fmt: skip

# --- The frame around the tasks -------------------------------------------------------------------------------------

CLOSINGS = (
    r"[^.;:]{0,120}?\b(?:xin )?(?:trân trọng )?thông báo (?:để |đến |tới |tóm tắt |kết luận |ý kiến |nội dung )?[^;:]{0,400}?(?:biết|được biết)(?:,| và|, và)? ?(?:để )?(?:tổ chức |triển khai |phối hợp |nghiêm túc |theo dõi)*,? ?(?:và )?(?:tổ chức )?(?:thực hiện|triển khai|chỉ đạo)",
    r"trên đây là (?:kết luận|ý kiến|thông báo|nội dung)",
    r"(?:về|đối với) (?:những |các )?(?:kiến nghị|đề xuất|ý kiến)[^.]{0,250}ghi nhận",
    r"(?:yêu cầu |đề nghị )?(?:thủ trưởng )?(?:các )?(?:cơ quan, )?đơn vị (?:căn cứ )?(?:nội dung )?thông báo này[^.]{0,60}thực hiện",
    r"[“\"'‘]? ?mong rằng",
)  # fmt: skip
RECIPIENTS = (r"nơi nhận ?:", r"nơi nhận$", r"kính gửi ?:")
SOURCES = (r"(?:\(?nguồn|theo|tác giả|tin, ảnh|bài, ảnh|tin|bài) ?:", r"[^.:]{0,40}\(nguồn ?:", r"https?://", r"\(?(?:ttxvn|vgp|chinhphu\.vn)\)?$")
CAPTIONS = (r"ảnh ?:", r"\(ảnh", r"ảnh minh họa", r"toàn cảnh", r"quang cảnh")
# "X phát biểu tại Hội nghị": below a photograph.
CAPTION_ACTS = (
    r"(?:phát biểu|chủ trì|trao đổi|báo cáo|kết luận|dự|tham dự|điều hành|nêu|đề nghị|yêu cầu|nhấn mạnh|chỉ đạo|cho biết|thăm|làm việc|tặng|trao|khẳng định)",
)  # fmt: skip
# What paragraphs begin with, and sentences inside them rarely.
PARAGRAPH_OPENERS = (
    *(chair for chair in CHAIRS), r"đồng chí", r"giao", r"yêu cầu", r"đề nghị", r"đối với", r"để", r"về", r"ngoài ra", r"tuy nhiên", r"bên cạnh",
    r"kết thúc", r"phát biểu", r"kết luận", r"trong bối cảnh", r"theo (?:thủ tướng|bộ trưởng|phó thủ tướng)", r"các đại biểu", r"sau khi nghe", r"tại (?:hội nghị|buổi|cuộc)",
    *BODY_TYPES, *EVERYBODY,
)  # fmt: skip
# Short lines without a full stop that belong to the task above them.
LABELS = (
    r"(?:thời (?:hạn|gian)|đơn vị|cơ quan|sản phẩm|kết quả|hoàn thành|chủ trì|phối hợp|lãnh đạo|người)(?: [^:]{0,40})?:",
    r"hoàn thành (?:trong|trước|chậm nhất|vào)", r"\(?(?:hoàn thành|thời hạn|thời gian|chậm nhất)",
)  # fmt: skip

# --- Lists and names of bodies --------------------------------------------------------------------------------------

LIST_OPENERS = ("các",)
PLACES = ("tỉnh", "thành phố")
# "Đảng ủy Bộ X" is not "Bộ X": after these words a name belongs to a body that the register may not know.
OWNERS = ("đảng ủy", "thanh tra", "công đoàn", "đoàn thanh niên", "cán sự", "thứ trưởng", "thuộc", "trực thuộc")
# After "Tỉnh" these make another word of it.
NAME_GOES_ON = ("ủy", "đoàn", "đội", "lộ", "trưởng", "hội")
