"""Recommendations as units word them, as many as one likes and no two alike, and the same said otherwise.

A matter is an object of a field; fields and objects are chosen as in life, few of them often, most of them
seldom. Places and names have a long tail, as in real texts: rare tokens exist as well as common ones.
"""

from dataclasses import dataclass, replace
from random import Random

from dialogue_tracker.vietnamese import search_key

# Field -> what is wanted there. The first ones are raised most.
FIELDS: dict[str, tuple[str, ...]] = {
    "công tác cán bộ": (
        "bổ sung biên chế công chức làm công tác chuyên môn",
        "quy hoạch cán bộ trẻ vào vị trí lãnh đạo cấp phòng",
        "đề án vị trí việc làm sau khi sắp xếp tổ chức",
        "thi nâng ngạch chuyên viên chính và tương đương",
        "chế độ nghỉ hưu trước tuổi theo diện tinh giản",
        "luân chuyển công chức về chi cục vùng biên giới",
    ),
    "kinh phí hoạt động": (
        "định mức khoán chi thường xuyên của đơn vị dự toán",
        "kinh phí thuê chuyên gia tư vấn độc lập",
        "tạm ứng vốn đầu tư công cho dự án chuyển tiếp",
        "mức công tác phí khi đi kiểm tra hiện trường",
        "quyết toán nguồn hỗ trợ của đối tác phát triển",
    ),
    "thủ tục hành chính": (
        "rút gọn thành phần hồ sơ cấp phép nhập khẩu tự động",
        "cắt giảm điều kiện kinh doanh khí hóa lỏng",
        "một cửa liên thông giữa ba cơ quan thẩm định",
        "thời hạn trả lời khi lấy ý kiến bằng văn bản",
        "ủy quyền cho sở ký giấy xác nhận ưu đãi",
    ),
    "chuyển đổi số": (
        "kết nối phần mềm báo cáo với kho dữ liệu dùng chung",
        "nâng cấp máy chủ của hệ thống chứng nhận xuất xứ",
        "tài khoản đăng nhập một lần cho mọi ứng dụng nội bộ",
        "chữ ký số cá nhân trên thiết bị di động",
        "số hóa kho lưu trữ hồ sơ giấy trước năm 2010",
    ),
    "quản lý hóa chất": (
        "thiết bị đo nhanh nồng độ khí độc cho kiểm tra viên",
        "khoảng cách an toàn giữa kho tiền chất và khu dân cư",
        "tập huấn ứng phó sự cố tràn đổ axit",
        "danh mục hóa chất phải khai báo qua cổng một cửa quốc gia",
        "phân loại và ghi nhãn theo hệ thống hài hòa toàn cầu",
    ),
    "điện lực": (
        "đấu nối điện mặt trời mái nhà vào lưới trung áp",
        "giá truyền tải cho nguồn pin lưu trữ",
        "giải phóng mặt bằng hành lang đường dây siêu cao áp",
        "cơ chế mua bán điện trực tiếp với khách hàng lớn",
        "kiểm định an toàn nồi hơi của nhà máy nhiệt điện than",
    ),
    "quản lý thị trường": (
        "phương tiện vận chuyển và tiêu hủy tang vật vi phạm",
        "kinh phí giám định hàng giả nhãn hiệu nổi tiếng",
        "phối hợp với bưu chính trong kiểm tra gói hàng chuyển phát",
        "chống buôn lậu đường cát qua đường mòn lối mở",
        "trang phục mùa đông cho kiểm soát viên miền núi",
    ),
    "xúc tiến thương mại": (
        "gian hàng chung tại hội chợ thực phẩm châu Âu",
        "hỗ trợ làng nghề đăng ký mã vùng trồng",
        "kho ngoại quan tại thị trường Trung Đông",
        "bản tin giá nông sản hằng tuần cho hợp tác xã",
        "thương vụ kiêm nhiệm ở các nước châu Phi",
    ),
    "phòng vệ thương mại": (
        "chuyên gia kinh tế lượng cho điều tra vụ việc",
        "kho hồ sơ mật của các vụ việc chống bán phá giá",
        "phiên dịch trong phiên tham vấn trực tuyến",
        "cảnh báo sớm mặt hàng gỗ ván ép xuất sang Hoa Kỳ",
        "hướng dẫn kê khai chi phí cho nhà sản xuất tôn mạ",
    ),
    "công nghiệp hỗ trợ": (
        "ưu đãi tiền thuê đất cho doanh nghiệp khuôn mẫu",
        "trung tâm thử nghiệm linh kiện ô tô điện",
        "quỹ bảo lãnh tín dụng cho nhà cung ứng cấp hai",
        "tỷ lệ nội địa hóa trong gói thầu tàu điện ngầm",
        "đào tạo thợ hàn robot theo đơn đặt hàng",
    ),
    "khoáng sản và than": (
        "xuất khẩu quặng titan tồn kho sau chế biến",
        "thoát nước mỏ hầm lò trong mùa mưa bão",
        "trạm quan trắc bụi tại cảng than",
        "đóng cửa mỏ và phục hồi thảm thực vật",
    ),
    "xăng dầu": (
        "dự trữ lưu thông của thương nhân phân phối",
        "chiết khấu tối thiểu cho cửa hàng bán lẻ vùng cao",
        "hóa đơn điện tử từng lần bơm",
        "quy chuẩn bể chứa nhiên liệu sinh học",
    ),
    "thương mại điện tử": (
        "định danh người bán trên sàn xuyên biên giới",
        "xử lý quảng cáo sai sự thật khi phát trực tiếp",
        "dữ liệu giao dịch của sàn gửi cơ quan thuế",
        "hoàn tiền cho khách khi hàng giao không đúng mô tả",
    ),
    "an toàn thực phẩm": (
        "phòng kiểm nghiệm dư lượng kháng sinh trong sữa",
        "giấy chứng nhận cho cơ sở nấu rượu thủ công",
        "hậu kiểm bánh kẹo bán quanh trường học",
        "truy xuất nguồn gốc nước giải khát đóng chai",
    ),
    "đời sống người lao động": (
        "nhà ăn và chỗ nghỉ trưa tại trụ sở",
        "khám sức khỏe định kỳ cho lao động hợp đồng",
        "nhà trẻ cho con công nhân khu chế xuất",
        "bãi gửi xe máy của cơ quan",
        "phụ cấp độc hại của kiểm định viên",
    ),
    "báo chí truyền thông": (
        "người phát ngôn ở từng cục chuyên ngành",
        "phóng viên dự họp giao ban hằng tháng",
        "kho tư liệu ảnh của ngành",
        "đề án đổi mới tạp chí điện tử",
    ),
    "hội nhập quốc tế": (
        "công chức giỏi tiếng Tây Ban Nha cho đoàn đàm phán",
        "phổ biến quy tắc xuất xứ của hiệp định thế hệ mới",
        "tiền thuê nhà của cán bộ nhiệm kỳ ở nước ngoài",
        "báo cáo rà soát chính sách trước tổ chức thương mại",
    ),
    "logistics": (
        "đường gom vào bến cảng cạn",
        "kho lạnh cho vải thiều tại cửa khẩu",
        "phụ phí container rỗng của hãng tàu",
        "sàn giao dịch vận tải chiều về",
    ),
}
WISHES = (
    "sớm giải quyết việc {0}",
    "hướng dẫn thống nhất về {0}",
    "bổ sung quy định về {0}",
    "có phương án dứt điểm đối với {0}",
    "chủ trì họp liên ngành bàn về {0}",
    "ưu tiên nguồn lực cho {0}",
    "báo cáo cấp có thẩm quyền tháo gỡ {0}",
    "sửa đổi những điểm bất hợp lý liên quan đến {0}",
    "thí điểm trong hai năm nội dung {0}",
    "giao một đầu mối theo dõi {0}",
)
OPENINGS = (
    "Đề nghị Bộ xem xét, ",
    "Kiến nghị lãnh đạo Bộ quan tâm, chỉ đạo các đơn vị ",
    "Đề nghị ",
    "Kính đề nghị Bộ Công Thương ",
    "Đơn vị rất mong Bộ ",
    "Trong thời gian tới, đề nghị Bộ tiếp tục ",
)
REASONS = (
    "hồ sơ gửi từ quý trước đến nay chưa có văn bản trả lời",
    "khối lượng công việc tăng gần gấp đôi trong khi nhân sự không đổi",
    "mỗi địa phương đang hiểu và áp dụng một cách khác nhau",
    "doanh nghiệp phải đi lại nhiều lần và tốn thêm chi phí",
    "văn bản hiện hành chồng chéo với luật chuyên ngành mới ban hành",
    "kinh phí được giao chỉ đáp ứng chưa đến một nửa nhu cầu",
    "thiết bị đã hết khấu hao và thường xuyên hỏng hóc",
    "thanh tra vừa qua đã nêu tồn tại này nhưng chưa rõ trách nhiệm",
    "thời tiết cực đoan khiến tiến độ chậm so với kế hoạch năm",
    "cơ sở dữ liệu của các đơn vị chưa liên thông nên phải nhập lại thủ công",
    "người dân phản ánh nhiều qua đường dây nóng và tiếp xúc cử tri",
    "đối tác nước ngoài yêu cầu có câu trả lời chính thức trong năm nay",
)
# fmt: off
PLACES = (
    "Hà Giang", "Lai Châu", "Sơn La", "Bắc Ninh", "Hải Phòng", "Nam Định", "Thanh Hóa", "Nghệ An",
    "Quảng Trị", "Đà Nẵng", "Bình Định", "Gia Lai", "Đắk Lắk", "Lâm Đồng", "Khánh Hòa", "Tây Ninh",
    "Đồng Nai", "Bến Tre", "Cần Thơ", "An Giang", "Cà Mau", "Kiên Giang", "Lạng Sơn", "Quảng Ninh",
)
# fmt: on
# fmt: off
KINDS = (
    "cụm công nghiệp", "dự án", "chợ đầu mối", "nhà máy", "hợp tác xã", "làng nghề", "trạm biến áp",
    "cảng cạn", "cửa khẩu",
)
# fmt: on
# fmt: off
SYLLABLES = (
    "an", "ba", "bình", "cao", "châu", "chi", "cường", "dương", "đại", "đông", "đức", "giang", "hà", "hải",
    "hiệp", "hòa", "hồng", "hưng", "khánh", "kim", "lạc", "lâm", "liên", "lộc", "long", "mai", "minh", "mỹ",
    "nam", "ngọc", "nhân", "ninh", "phong", "phú", "phúc", "phước", "quang", "sa", "sơn", "tân", "tây",
    "thạch", "thái", "thanh", "thành", "thiện", "thịnh", "thọ", "thuận", "thượng", "tiên", "trà", "trung",
    "trường", "vạn", "vân", "viên", "việt", "vinh", "xuân", "yên", "bàng", "chánh", "diêm", "gò", "hóc",
    "khe", "lũng", "mộc", "ngân", "rạng",
)
# fmt: on
# Said in other words by the next one who raises it.
SYNONYMS = (
    ("bổ sung", "tăng thêm"),
    ("hướng dẫn thống nhất", "có văn bản chỉ dẫn chung"),
    ("sớm giải quyết việc", "xử lý ngay"),
    ("kinh phí", "nguồn tiền"),
    ("thiết bị", "máy móc"),
    ("hỗ trợ", "giúp"),
    ("thời hạn", "số ngày"),
    ("kết nối", "nối"),
    ("nâng cấp", "cải tạo"),
    ("rút gọn", "giảm bớt"),
    ("doanh nghiệp", "công ty"),
    ("trang phục", "quần áo"),
    ("ưu tiên nguồn lực cho", "dành nguồn lực để làm"),
    ("chủ trì họp liên ngành bàn về", "mời các bên liên quan họp về"),
)


@dataclass(frozen=True)
class Said:
    """One raising, in its parts; `text` joins them."""

    opening: str
    wish: str
    matter: str
    field: str
    example: str
    reason: str

    @property
    def text(self) -> str:
        wish = self.wish.format(self.matter)
        return f"{self.opening}{wish} trong lĩnh vực {self.field}{self.example}; {self.reason}."


def say(random: Random) -> Said:
    field, matters = list(FIELDS.items())[seldom(random, len(FIELDS))]
    return Said(
        opening=random.choice(OPENINGS),
        wish=random.choice(WISHES),
        matter=matters[seldom(random, len(matters))],
        field=field,
        example=example(random),
        reason=random.choice(REASONS),
    )


def seldom(random: Random, most: int) -> int:
    """A place below `most`, the first ones more often."""
    return int(most * random.random() ** 1.6)


def example(random: Random) -> str:
    """Somewhere and something with a name of its own; numbers as texts have them."""
    kind, place = random.choice(KINDS), random.choice(PLACES)
    name = " ".join(word.capitalize() for word in random.sample(SYLLABLES, 2))
    number = random.randrange(11, 4000)
    return random.choice(
        (
            f", như trường hợp {kind} {name} ({place})",
            f" tại {kind} {name} thuộc tỉnh {place} từ năm {random.randrange(2018, 2027)}",
            f" theo Quyết định số {number}/QĐ-BCT, nhất là ở {place}",
            f"; riêng {place} có {number} trường hợp, lớn nhất là {kind} {name}",
        )
    )


# --- The same once more -------------------------------------------------------------------------------------
def without_marks(said: Said, _random: Random) -> str:
    return search_key(said.text)


def in_another_order(said: Said, random: Random) -> str:
    parts = [part for part in (said.reason, said.example.strip(" ,;"), said.wish.format(said.matter)) if part]
    random.shuffle(parts)
    return f"{'; '.join(parts)}. Kiến nghị Bộ quan tâm lĩnh vực {said.field}.".capitalize()


def in_other_words(said: Said, random: Random) -> str:
    """Another opening, another wish, another reason and synonyms: the matter and the example stay."""
    again = replace(
        said,
        opening=random.choice(OPENINGS),
        wish=random.choice(WISHES),
        reason=random.choice(REASONS),
    ).text
    for word, other in SYNONYMS:
        again = again.replace(word, other)
    return again


def first_half(said: Said, _random: Random) -> str:
    """While it is typed: the last word is cut."""
    return said.text[: len(said.text) * 3 // 5]


def key_words(said: Said, _random: Random) -> str:
    """What somebody types who is in a hurry."""
    return f"{' '.join(said.matter.split()[:4])} {' '.join(said.example.split()[-3:])}"


AGAIN = {
    "no marks": without_marks,
    "other order": in_another_order,
    "other words": in_other_words,
    "typed so far": first_half,
    "key words": key_words,
}
