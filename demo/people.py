"""The people of the demonstration. They are named by what they do; nobody real is meant."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from demo.register import Post, Register
from units.models import Membership, Unit

# Printed by `demonstration_logins`; nobody outside the demonstration has it.
PASSWORD = "doithoai-2026"
MAIL_DOMAIN = "congthuong.example"
# Wherever the demonstration has English mails to show.
READS_ENGLISH = {"chuyenvien.ttnn"}
# Reminders must reach people without a mail address too, in their inbox.
WITHOUT_MAIL = {"chuyenvien.tcct"}

AT_THE_MINISTRY = (
    ("vanphong", "Cán bộ Văn phòng 1", Role.OFFICE),
    ("vanphong2", "Cán bộ Văn phòng 2", Role.OFFICE),
    ("lanhdao", "Lãnh đạo Bộ", Role.LEADERSHIP),
    ("quansat", "Quan sát viên (Công đoàn Bộ)", Role.OBSERVER),
    ("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class Login:
    role: str
    unit: str
    person: str
    sign_in: str
    password: str


class People:
    """Who acts for whom while the demonstration is loaded."""

    def __init__(self, register: Register) -> None:
        # Argon2 is slow on purpose; one hash serves all, which only public passwords may do.
        self.hash = make_password(PASSWORD)
        self.by_name: dict[str, User] = {}
        self.heads: dict[int, User] = {}
        self.officers: dict[int, User] = {}
        for sign_in, name, role in AT_THE_MINISTRY:
            self.add(sign_in, name, role, register.ministry)
        for post in register.posts:
            self.add_post(post)
        administrator = self.by_name["quantri"]
        administrator.is_staff = administrator.is_superuser = True
        administrator.save()

    def add(self, sign_in: str, name: str, role: Role, unit: Unit, *, until: date | None = None) -> User:
        user = User(
            username=sign_in,
            full_name=name,
            email="" if sign_in in WITHOUT_MAIL else f"{sign_in}@{MAIL_DOMAIN}",
            language="en" if sign_in in READS_ENGLISH else "vi",
            password=self.hash,
        )
        user.save()
        Membership.objects.create(
            user=user, unit=unit, role=role, valid_from=unit.valid_from, valid_to=until or unit.valid_to
        )
        self.by_name[sign_in] = user
        return user

    def add_post(self, post: Post) -> None:
        self.heads[post.unit.pk] = self.add(f"thutruong.{post.sign_in}", post.head, Role.UNIT_HEAD, post.unit)
        if post.goes_on:
            officer = f"Chuyên viên {post.unit.short}"
            self.officers[post.unit.pk] = self.add(
                f"chuyenvien.{post.sign_in}", officer, Role.UNIT_OFFICER, post.unit
            )

    def __getitem__(self, sign_in: str) -> User:
        return self.by_name[sign_in]

    def retire_heads_of_dissolved_units(self) -> None:
        for membership in Membership.objects.filter(valid_to__isnull=False).select_related("user"):
            membership.user.is_active = False
            membership.user.save(update_fields=["is_active"])


def logins() -> list[Login]:
    """Everybody of the demonstration who may sign in, the ministry's people first."""
    known: dict[str, bool] = {}
    found = []
    rows = (
        Membership.objects.filter(
            Q(user__email__endswith=f"@{MAIL_DOMAIN}") | Q(user__username__in=WITHOUT_MAIL),
            user__is_active=True,
        )
        .select_related("user", "unit")
        .order_by("unit__position", "pk")
    )
    for row in rows:
        hashed = row.user.password
        if hashed not in known:
            known[hashed] = check_password(PASSWORD, hashed)
        shown = PASSWORD if known[hashed] else "(changed since)"
        found.append(Login(row.role, row.unit.short, row.user.full_name, row.user.username, shown))
    return found
