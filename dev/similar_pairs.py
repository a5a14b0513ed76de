"""Matters as one unit raised them, and as another one says the same; for the quality of the look-up."""

PAIRS = (
    (
        "Đề nghị sửa nhà ăn và bố trí chỗ nghỉ trưa cho người lao động ở xa.",
        "Mong cải thiện bữa ăn trưa ở nhà ăn của Bộ và có phòng nghỉ trưa cho công chức trẻ nhà xa.",
    ),
    (
        "Đề nghị dùng chung một tài khoản cho các phần mềm nghiệp vụ; hiện mỗi người phải nhớ năm mật khẩu.",
        "Kiến nghị có cơ chế đăng nhập một lần, cán bộ khỏi phải nhớ nhiều mật khẩu của từng phần mềm.",
    ),
    (
        "Đề nghị bổ sung xe chuyên dụng để chở tang vật là gỗ lậu từ vùng sâu về kho.",
        "Lực lượng không có xe chở tang vật gỗ lậu, phải thuê xe ngoài rất tốn; xin được trang bị.",
    ),
    (
        "Đề nghị hướng dẫn cách tính thuế tự vệ đối với phôi thép nhập từ khu phi thuế quan.",
        "Cách tính thuế tự vệ phôi thép mua của doanh nghiệp trong khu phi thuế quan chưa rõ, cần hướng dẫn.",
    ),
    (
        "Cần quy định rõ trách nhiệm bảo trì thang máy chung cư sau khi hết hạn bảo hành.",
        "Thang máy ở các chung cư cũ hết bảo hành không ai bảo trì, đề nghị quy định trách nhiệm.",
    ),
    (
        "Đề nghị cho phép thanh toán chi phí gửi xe hai bánh của khách đến bộ phận một cửa.",
        "Khách đến bộ phận một cửa phải trả tiền gửi xe hai bánh, đề nghị Bộ chi trả khoản này.",
    ),
    (
        "Kiến nghị gia hạn chứng chỉ hành nghề đấu giá cho viên chức các trung tâm sáp nhập.",
        "Viên chức trung tâm sáp nhập có chứng chỉ hành nghề đấu giá sắp hết hạn; mong được gia hạn.",
    ),
    (
        "Đề nghị lắp trạm sạc xe điện trong khuôn viên trụ sở 54 Hai Bà Trưng.",
        "Nhiều cán bộ đi xe điện nhưng trụ sở chưa có trạm sạc, đề nghị bố trí vài trụ sạc trong khuôn viên.",
    ),
    (
        "Đề nghị tăng mức hỗ trợ thuê nhà công vụ cho cán bộ biệt phái ra hải đảo.",
        "Cán bộ biệt phái ra hải đảo thuê nhà rất đắt, mức hỗ trợ nhà công vụ hiện nay quá thấp.",
    ),
    (
        "Đề nghị xây dựng ngân hàng câu hỏi thi tuyển viên chức kiểm định dùng thống nhất.",
        "Thi tuyển viên chức kiểm định mỗi nơi ra một đề; nên có ngân hàng câu hỏi chung.",
    ),
    (
        "Kiến nghị miễn phí kiểm dịch đối với hàng mẫu gốm sứ dự triển lãm.",
        "Hàng mẫu gốm sứ mang đi triển lãm vẫn bị thu phí kiểm dịch, đề nghị xem xét miễn.",
    ),
    (
        "Đề nghị ban hành định mức tiêu hao điện cho ngành nuôi tôm công nghệ cao.",
        "Nuôi tôm công nghệ cao dùng nhiều điện nhưng chưa có định mức tiêu hao để áp giá bán.",
    ),
    (
        "Đề nghị có bảo hiểm nghề nghiệp cho kiểm soát viên khi bị kiện do thu giữ nhầm hàng.",
        "Kiểm soát viên thu giữ nhầm hàng thì bị kiện và tự bồi thường; mong có bảo hiểm nghề nghiệp.",
    ),
    (
        "Đề nghị mở lớp ngoại ngữ chuyên ngành hạt nhân cho kỹ sư trẻ.",
        "Kỹ sư trẻ làm hạt nhân yếu ngoại ngữ chuyên ngành; đề nghị Bộ tổ chức lớp học.",
    ),
    (
        "Đề nghị bỏ yêu cầu nộp bản sao công chứng bằng lái khi đăng ký đại lý phân bón.",
        "Đăng ký đại lý phân bón mà phải nộp bằng lái công chứng là không cần thiết.",
    ),
    (
        "Kiến nghị thống nhất mẫu biển hiệu của đội quản lý địa bàn sau khi chuyển về tỉnh.",
        "Sau khi về tỉnh, mỗi đội quản lý địa bàn treo một kiểu biển hiệu; cần mẫu thống nhất.",
    ),
    (
        "Đề nghị thuê luật sư nước ngoài thường trực cho vụ kiện pin năng lượng mặt trời tại Ấn Độ.",
        "Vụ kiện pin mặt trời ở Ấn Độ kéo dài, cần luật sư nước ngoài theo thường xuyên.",
    ),
    (
        "Đề nghị giảm số báo cáo tuần về hàng tồn kho muối ăn mà các sở phải gửi.",
        "Các sở phải gửi báo cáo tồn kho muối ăn hằng tuần; đề nghị chuyển sang hằng quý.",
    ),
    (
        "Kiến nghị cấp áo phao và bộ đàm cho tổ kiểm tra chợ nổi trên sông.",
        "Tổ kiểm tra chợ nổi chưa có áo phao, bộ đàm, đi sông rất nguy hiểm.",
    ),
    (
        "Đề nghị số hóa bản đồ quy hoạch mỏ đá vôi trắng và công khai trên mạng.",
        "Bản đồ quy hoạch đá vôi trắng chỉ có bản giấy; mong công khai bản số để tra cứu.",
    ),
    (
        "Đề nghị tính thời gian đi biển vào thâm niên của thanh tra dầu khí ngoài khơi.",
        "Thanh tra dầu khí ngoài khơi chưa được tính thâm niên cho những ngày đi biển.",
    ),
    (
        "Kiến nghị hỗ trợ bao bì thân thiện môi trường cho gạo hữu cơ xuất sang Nhật Bản.",
        "Gạo hữu cơ bán sang Nhật Bản đòi bao bì thân thiện môi trường, hợp tác xã cần được hỗ trợ.",
    ),
    (
        "Đề nghị phân định ai kiểm tra cân ở trạm thu mua mía nguyên liệu.",
        "Cân tại các trạm thu mua mía không cơ quan nào nhận kiểm tra; đề nghị phân định rõ.",
    ),
    (
        "Đề nghị lùi thời điểm áp dụng nhãn năng lượng đối với quạt trần sản xuất trong nước.",
        "Doanh nghiệp quạt trần trong nước chưa kịp dán nhãn năng lượng, xin lùi thời điểm áp dụng.",
    ),
)
# Nothing in the texts is about these.
NOTHING_ALIKE = (
    "Đề nghị trùng tu bia đá và mái đình làng cổ theo nguyên mẫu thế kỷ mười bảy.",
    "Học sinh tiểu học cần thêm sân bóng rổ và giáo viên dạy đàn tranh.",
    "Xin giống lúa chịu mặn và thuốc trị rầy nâu trước vụ hè thu.",
    "Kiến nghị mở tuyến xe buýt đêm nối bệnh viện với ký túc xá sinh viên.",
)
COMMON_ONLY = (
    "Đề nghị Bộ xem xét, quan tâm chỉ đạo các đơn vị tháo gỡ khó khăn, vướng mắc trong thời gian tới.",
    "chưa có văn bản trả lời",
    "hồ sơ doanh nghiệp báo cáo",
)
