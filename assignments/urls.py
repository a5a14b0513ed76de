from django.urls import path

from assignments import (
    views,
    views_actions,
    views_bulk,
    views_carry_over,
    views_corrections,
    views_dashboard,
    views_evidence,
    views_extensions,
    views_feed,
    views_reminders,
    views_reorganisation,
    views_transfers,
    views_unit,
    views_updates,
)
from assignments.urls_calendar import urlpatterns as calendar_patterns

app_name = "assignments"

urlpatterns = [
    path("dashboard/", views_dashboard.dashboard, name="dashboard"),
    path("my-unit/", views_unit.my_unit, name="my_unit"),
    path("my-unit/accept/", views_unit.accept_new, name="accept_new"),
    path("conferences/<int:conference_pk>/accept-tasks/", views_actions.accept_tasks, name="accept_tasks"),
    path("conferences/<int:conference_pk>/carry-over/", views_carry_over.carry_over_page, name="carry_over"),
    path(
        "conferences/<int:conference_pk>/carry-over/chosen/",
        views_carry_over.carry_over_chosen,
        name="carry_over_chosen",
    ),
    path("carry-overs/<int:pk>/undo/", views_carry_over.undo_carry_over, name="carry_over_undo"),
    path("conferences/tasks/<int:pk>/correct/", views_corrections.correct, name="correct_task"),
    path("assignments/", views.assignment_list, name="list"),
    path("assignments/export/", views_bulk.export, name="export"),
    path("assignments/bulk/<str:act>/", views_bulk.bulk, name="bulk"),
    path("assignments/bulk/results/<int:pk>/", views_bulk.result, name="bulk_result"),
    path("assignments/evidence/<int:pk>/", views_evidence.evidence, name="evidence"),
    path("assignments/evidence/<int:pk>/view/", views_evidence.view, name="evidence_view"),
    path("assignments/evidence/<int:pk>/inline/", views_evidence.inline, name="evidence_inline"),
    path("assignments/evidence/<int:pk>/remove/", views_evidence.remove, name="evidence_remove"),
    path("assignments/<int:pk>/", views.detail, name="detail"),
    path("assignments/<int:pk>/update/", views_updates.update, name="update"),
    # The verb "report" has a page of its own, which is shared with those who draft it.
    path("assignments/<int:pk>/report/", views_updates.report, name="report"),
    path("assignments/<int:pk>/result/", views_updates.result, name="result"),
    path("assignments/<int:pk>/evidence/", views_evidence.add, name="evidence_add"),
    path("assignments/<int:pk>/extension/", views_extensions.ask, name="extension_ask"),
    path("assignments/<int:pk>/deadline/", views_extensions.deadline, name="deadline"),
    path("assignments/<int:pk>/<str:verb>/", views_actions.change, name="change"),
    # extensions/
    path("extensions/", views_extensions.docket, name="extensions"),
    path("extensions/<int:pk>/", views_extensions.decide, name="extension_decide"),
    path("extensions/<int:pk>/withdraw/", views_extensions.withdraw, name="extension_withdraw"),
    # Units in time
    path("reorganisations/", views_reorganisation.reorganisations, name="reorganisations"),
    path("reorganisations/new/<str:kind>/", views_reorganisation.create, name="reorganise"),
    path("reorganisations/<int:pk>/", views_reorganisation.reorganisation, name="reorganisation"),
    path(
        "reorganisations/<int:pk>/call-off/",
        views_reorganisation.reorganisation_call_off,
        name="reorganisation_call_off",
    ),
    path("transfers/<int:pk>/", views_transfers.transfer, name="transfer"),
    path("transfers/<int:pk>/apply/", views_transfers.transfer_apply, name="transfer_apply"),
    path("transfers/<int:pk>/take-back/", views_transfers.transfer_take_back, name="transfer_take_back"),
    path("transfers/<int:pk>/print/", views_transfers.transfer_print, name="transfer_print"),
    path("orphans/", views_transfers.orphan_list, name="orphans"),
    path("orphans/transfer/", views_transfers.orphan_transfer, name="orphan_transfer"),
    # feeds/
    path("feeds/", views_feed.feeds, name="feeds"),
    path("feeds/<int:pk>/renew/", views_feed.renew_link, name="feed_renew"),
    path("feeds/<int:pk>/remove/", views_feed.remove_link, name="feed_remove"),
    path("feeds/<int:pk>-<str:secret>.ics", views_feed.feed, name="feed"),
    # reminders/
    *calendar_patterns,
    path("reminders/", views_reminders.reminder_list, name="reminders"),
    path("reminders/run/", views_reminders.run_now, name="reminders_run"),
    path("reminders/stop/", views_reminders.stop_reminders, name="reminders_stop"),
    path("reminders/stops/<int:pk>/lift/", views_reminders.lift_stop, name="reminders_lift"),
    path("reminders/mails/retry/", views_reminders.retry_all_mails, name="reminders_retry_all"),
    path("reminders/mails/<int:pk>/retry/", views_reminders.retry_mail, name="reminders_retry"),
]
