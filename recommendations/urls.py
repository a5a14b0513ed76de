from django.urls import path

from recommendations import views, views_exports, views_imports, views_live, views_similar

app_name = "recommendations"

urlpatterns = [
    path("", views.recommendation_list, name="list"),
    path("new/", views_live.create, name="create"),
    path("live/worker.js", views_live.worker, name="live_worker"),
    path("live/<int:pk>/", views_live.page, name="live"),
    path("live/<int:pk>/board/", views_live.board, name="live_board"),
    path("live/<int:pk>/draft/", views_live.draft, name="live_draft"),
    path("live/<int:pk>/entries/", views_live.entries, name="live_entries"),
    path("live/<int:pk>/move/", views_live.move, name="live_move"),
    path("live/<int:pk>/withdraw/", views_live.withdraw, name="live_withdraw"),
    path("assign/", views.assign_many, name="assign_many"),
    path("similar/", views_similar.look_up, name="similar"),
    path("similar/groups/<int:conference_pk>/", views_similar.groups, name="similar_groups"),
    path("export/", views_exports.export, name="export"),
    path("imports/", views_imports.import_list, name="imports"),
    path("imports/new/", views_imports.import_new, name="import_new"),
    path("imports/template/<slug:kind>/", views_imports.import_template, name="import_template"),
    path("imports/<int:pk>/", views_imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/apply/", views_imports.import_apply, name="import_apply"),
    path("imports/<int:pk>/check/", views_imports.import_check, name="import_check"),
    path("imports/<int:pk>/cancel/", views_imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/file/", views_imports.import_file, name="import_file"),
    path("imports/<int:pk>/faults/", views_imports.import_faults, name="import_faults"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.update, name="update"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/similar/", views_similar.similar_to, name="similar_to"),
    path("repeats/<int:pk>/undo/", views_similar.undo, name="repeats_undo"),
]
