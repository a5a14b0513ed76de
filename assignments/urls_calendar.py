"""Addresses of the calendar of working days and of the rules of reminders."""

from django.urls import path

from assignments import views_calendar, views_rules

urlpatterns = [
    path("calendar/", views_calendar.year, name="calendar"),
    path("calendar/count/", views_calendar.count, name="calendar_count"),
    path("calendar/import/", views_calendar.import_days, name="calendar_import"),
    path("calendar/export/", views_calendar.export, name="calendar_export"),
    path("calendar/<str:day>/", views_calendar.day, name="calendar_day"),
    path("reminders/rules/", views_rules.rules, name="rules"),
    path("reminders/rules/new/", views_rules.create, name="rule_create"),
    path("reminders/rules/<int:pk>/", views_rules.update, name="rule_update"),
    path("reminders/rules/<int:pk>/remove/", views_rules.remove, name="rule_remove"),
]
