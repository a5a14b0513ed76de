from django.urls import path

from notifications import views, views_mail

app_name = "notifications"

urlpatterns = [
    path("", views.inbox, name="list"),
    path("read-all/", views.read_all, name="read_all"),
    path("settings/", views_mail.mail_settings, name="settings"),
    path("unsubscribe/<str:token>/", views_mail.unsubscribe_by_link, name="unsubscribe"),
    path("<int:pk>/", views.open_notification, name="open"),
    path("<int:pk>/mark/", views.mark, name="mark"),
]
