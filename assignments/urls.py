from django.urls import path

from assignments import (
    views,
    views_actions,
    views_dashboard,
    views_extensions,
    views_reminders,
    views_unit,
    views_updates,
)

app_name = "assignments"

urlpatterns = [
    path("dashboard/", views_dashboard.dashboard, name="dashboard"),
    path("my-unit/", views_unit.my_unit, name="my_unit"),
    path("my-unit/accept/", views_unit.accept_new, name="accept_new"),
    path("conferences/<int:conference_pk>/accept-tasks/", views_actions.accept_tasks, name="accept_tasks"),
    path("assignments/", views.assignment_list, name="list"),
    path("assignments/evidence/<int:pk>/", views_updates.evidence, name="evidence"),
    path("assignments/<int:pk>/", views.detail, name="detail"),
    path("assignments/<int:pk>/update/", views_updates.update, name="update"),
    path("assignments/<int:pk>/deadline/", views_extensions.deadline, name="deadline"),
    path("assignments/<int:pk>/<str:verb>/", views_actions.change, name="change"),
    # reminders/
    path("reminders/", views_reminders.reminder_list, name="reminders"),
    path("reminders/run/", views_reminders.run_now, name="reminders_run"),
    path("reminders/mails/retry/", views_reminders.retry_all_mails, name="reminders_retry_all"),
    path("reminders/mails/<int:pk>/retry/", views_reminders.retry_mail, name="reminders_retry"),
]
