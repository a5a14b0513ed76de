from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default = True


class SignInGuardConfig(AxesConfig):
    """django-axes under a name people understand."""

    verbose_name = _("Attempts to sign in")


# django-axes has no Vietnamese; these are its words on the administration site, named here for our catalogue.
SIGN_IN_GUARD_WORDS = (
    _("access attempt"),
    _("access attempts"),
    _("access failure"),
    _("access failures"),
    _("access log"),
    _("access logs"),
    _("Access lock out"),
    _("Attempt Time"),
    _("Failed Logins"),
    _("Locked Out"),
    _("Logout Time"),
    _("User Agent"),
    _("IP Address"),
    _("HTTP Accept"),
    _("GET Data"),
    _("POST Data"),
    _("Form Data"),
    _("Meta Data"),
    _("Attempt Remaining"),
    _("Expires At"),
    _("Clean up expired attempts"),
)
