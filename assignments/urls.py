from django.urls import path

from assignments import views_reminders

app_name = "assignments"

urlpatterns = [
    # reminders/
    path("reminders/", views_reminders.reminder_list, name="reminders"),
    path("reminders/run/", views_reminders.run_now, name="reminders_run"),
    path("reminders/mails/retry/", views_reminders.retry_all_mails, name="reminders_retry_all"),
    path("reminders/mails/<int:pk>/retry/", views_reminders.retry_mail, name="reminders_retry"),
]
