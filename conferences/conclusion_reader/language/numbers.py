"""Printed numbers."""

_DIGITS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

# "Thứ nhất", "Thứ tư", "Một là", "Tư là", "Thứ mười lăm".
ORDINALS: dict[str, int] = {
    **{word: value for value, word in enumerate(_DIGITS) if word},
    **{f"mười {word}": 10 + value for value, word in enumerate(_DIGITS) if word},
    **{f"hai mươi {word}": 20 + value for value, word in enumerate(_DIGITS) if word},
    **{"nhất": 1, "tư": 4, "bẩy": 7, "mười": 10, "mười tư": 14, "mười lăm": 15, "mười bẩy": 17},
    **{"hai mươi": 20, "hai mươi mốt": 21, "hai mươi tư": 24, "hai mươi lăm": 25, "ba mươi": 30},
}
# What may stand before them: "Nhiệm vụ thứ nhất", "Nhóm giải pháp thứ hai".
NUMBERED_NOUNS = (
    "nhiệm vụ",
    "nội dung",
    "vấn đề",
    "giải pháp",
    "nhóm nhiệm vụ",
    "nhóm giải pháp",
    "nhóm",
    "việc",
)
# Of "a)", "b)", "đ)"; Vietnamese lists leave out f, j, w and z.
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
ROMANS = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
)
BULLETS = "-–—•*●▪◦○■□"
