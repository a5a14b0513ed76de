from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from dialogue_tracker import gallery, health, mailbox, navigation

admin.site.site_header = admin.site.site_title = _("Dialogue Tracker")
admin.site.index_title = _("Administration")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", navigation.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("assignments.urls")),
    path("conferences/", include("conferences.urls")),
    path("recommendations/", include("recommendations.urls")),
    path("", include("recommendations.urls_submissions")),
    path("", include("notices.urls")),
    path("units/", include("units.urls")),
    path("notifications/", include("notifications.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

if settings.DEVELOPMENT:
    urlpatterns += [
        path("components/", gallery.components, name="components"),
        path("mailbox/", mailbox.mailbox, name="mailbox"),
        path("mailbox/<str:name>/", mailbox.mail, name="mail"),
        path("mailbox/<str:name>/html/", mailbox.mail_html, name="mail_html"),
    ]
