from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_tracker.vietnamese import name_sort_key, nfc


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(username, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Names are kept whole: family name first, sorted by the last word."""

    username = models.CharField(
        _("sign-in name"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Somebody already uses this sign-in name. Choose another one.")},
    )
    full_name = models.CharField(_("full name"), max_length=150)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    email = models.EmailField(_("mail address"), blank=True)
    language = models.CharField(
        _("language of mails"),
        max_length=2,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration site"), default=False)
    date_joined = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, **kwargs: object) -> None:
        self.full_name = nfc(self.full_name)
        self.sort_key = name_sort_key(self.full_name)
        super().save(**kwargs)  # type: ignore[arg-type]
