"""The words a new notice starts with, in the Vietnamese of official documents; the office may change all.

Not translated: the notice is a Vietnamese document, whatever the language of the page it is made on.
"""

from conferences.models import Conference
from dialogue_tracker.vietnamese import compare_key
from notices.compose import COLLECTIVE
from notices.models import Notice
from notices.numerals import date_text
from units.models import Unit

# As many units are named as stay readable in one sentence.
MOST_NAMED = 6
OFFICE = "Văn phòng Bộ"
PARTY_BRANCH, GOVERNMENT_COMMITTEE = "Đảng bộ", "Đảng bộ Chính phủ"
HEADS = {
    Unit.Kind.DEPARTMENT: "Vụ trưởng",
    Unit.Kind.AGENCY: "Cục trưởng",
    Unit.Kind.GENERAL_DEPARTMENT: "Tổng cục trưởng",
    Unit.Kind.COMMISSION: "Chủ tịch",
    Unit.Kind.INSPECTORATE: "Chánh Thanh tra",
    Unit.Kind.OFFICE: "Chánh Văn phòng",
    Unit.Kind.INSTITUTE: "Viện trưởng",
    Unit.Kind.PRESS: "Tổng Biên tập",
    Unit.Kind.SCHOOL: "Hiệu trưởng",
    Unit.Kind.PARTY: "Bí thư",
    Unit.Kind.UNION: "Chủ tịch",
}


def first_draft(conference: Conference, form: str = Notice.Form.STATE) -> dict[str, str]:
    """The fields of a new `Notice`, but its form."""
    if form == Notice.Form.PARTY:
        return party_draft(conference)
    host = conference.host
    at_ministry = host.parent is None
    symbol = f"TB-{host.code or host.abbreviation}".rstrip("-")
    return {
        "title": f"Kết luận của {chair_of(conference)} tại {event_of(conference)}",
        "symbol": symbol,
        "opening": f"{held_sentence(conference)}\n{heard_sentence(conference)}",
        "lead_in": lead_in_sentence(conference),
        **(signed_by_the_office() if at_ministry else signed_by_the_head(host)),
    }


def party_draft(conference: Conference) -> dict[str, str]:
    """Of the Party committee at the host, which concludes together with the host's leadership."""
    host = conference.host
    committee = f"Đảng ủy {host.name}"
    at_ministry = host.parent is None
    leaders = f"{COLLECTIVE} Đảng ủy, lãnh đạo {'Bộ' if at_ministry else host.name}"
    return {
        "issuer": f"{COLLECTIVE} {committee}",
        "parent_body": GOVERNMENT_COMMITTEE if at_ministry else "",
        "title": f"Kết luận của {leaders} tại {event_of(conference)}",
        "symbol": "TB/ĐUB" if at_ministry else "TB/ĐU",
        "opening": f"{held_sentence(conference)}\n{heard_sentence(conference, leaders)}",
        "lead_in": lead_in_sentence(conference, leaders),
        "closing": f"{COLLECTIVE} {committee} thông báo để các đơn vị biết, thực hiện.",
        "authority": Notice.Authority.PARTY_ON_BEHALF_OF,
        "authority_of": COLLECTIVE,
        "signer_title": "Bí thư",
        "recipients": f"Các đồng chí Ủy viên Ban Chấp hành {PARTY_BRANCH} {host.name}",
        "drafted_by_unit": "VPĐU",
    }


def signed_by_the_office() -> dict[str, str]:
    return {
        "closing": f"{OFFICE} thông báo để các đơn vị biết, thực hiện.",
        "authority": Notice.Authority.BY_ORDER,
        "authority_of": "Bộ trưởng",
        "signer_title": "Chánh Văn phòng",
        "recipients": "Lãnh đạo Bộ (để b/c)",
        "drafted_by_unit": "VP",
    }


def signed_by_the_head(host: Unit) -> dict[str, str]:
    return {
        "closing": f"{host.name} thông báo để các tập thể, cá nhân liên quan biết, thực hiện.",
        "authority": Notice.Authority.IN_PERSON,
        "signer_title": HEADS.get(Unit.Kind(host.kind), "Thủ trưởng đơn vị"),
        "recipients": f"Lãnh đạo {host.name} (để b/c)",
        "drafted_by_unit": host.code or host.abbreviation,
    }


def chair_of(conference: Conference) -> str:
    """Title and name; where the name is the title again, it is said once."""
    title, name = conference.chair_title.strip(), conference.chair_name.strip()
    if compare_key(name) in compare_key(title):
        return title
    return name if compare_key(title) in compare_key(name) else f"{title} {name}"


def event_of(conference: Conference) -> str:
    title = conference.title.strip().rstrip(".")
    return title if compare_key(title).startswith("hội nghị") else f"Hội nghị “{title}”"


def held_sentence(conference: Conference) -> str:
    day = date_text(conference.held_on, year=conference.held_on.year)
    theme = f" với chủ đề “{conference.theme.strip()}”" if conference.theme.strip() else ""
    chaired = f"{chair_of(conference)} đã chủ trì {event_of(conference)}{theme}"
    sentence = f"{day[0].upper()}{day[1:]}, tại {conference.place.strip()}, {chaired}."
    attended = attended_sentence([row.unit.name for row in conference.attendances.select_related("unit")])
    return f"{sentence} {attended}".rstrip()


def attended_sentence(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) > MOST_NAMED:
        return f"Tham dự Hội nghị có đại diện lãnh đạo {len(names):02d} cơ quan, đơn vị."
    return f"Tham dự Hội nghị có đại diện lãnh đạo: {'; '.join(names)}."


def heard_sentence(conference: Conference, who: str = "") -> str:
    speakers = (
        "cán bộ, công chức, viên chức và người lao động"
        if conference.kind != Conference.Kind.LEADERSHIP
        else "đại diện lãnh đạo các đơn vị"
    )
    heard = f"Sau khi nghe ý kiến phát biểu, kiến nghị, đề xuất của {speakers}"
    return f"{heard}, {who or chair_of(conference)} kết luận như sau:"


def lead_in_sentence(conference: Conference, who: str = "") -> str:
    asked = (
        "Thủ trưởng các đơn vị"
        if conference.host.parent is None
        else f"các tập thể, cá nhân thuộc {conference.host.name}"
    )
    chair = who or conference.chair_title.strip() or chair_of(conference)
    return f"{chair} yêu cầu {asked} tập trung thực hiện các nhiệm vụ sau:"
