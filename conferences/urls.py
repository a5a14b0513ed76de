from django.urls import path

from conferences import views, views_comparison, views_conclusion, views_pieces, views_review, views_tasks

app_name = "conferences"

urlpatterns = [
    path("", views.conference_list, name="list"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.update, name="update"),
    path("<int:pk>/attendance/", views.attendance, name="attendance"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/tasks/", views.tasks, name="tasks"),
    path("<int:pk>/tasks/new/", views_tasks.create, name="task_create"),
    path("<int:pk>/conclusion/", views_review.review, name="review"),
    path("<int:pk>/conclusion/read/", views_conclusion.read, name="read_conclusion"),
    path("<int:pk>/conclusion/summary/", views_conclusion.summary, name="summary"),
    path("<int:pk>/conclusion/texts/<int:source>/", views_comparison.compare, name="compare"),
    path("<int:pk>/conclusion/texts/<int:source>/convert/", views_comparison.convert, name="convert"),
    path("<int:pk>/conclusion/texts/<int:source>/drop/", views_comparison.drop, name="drop_text"),
    path("<int:pk>/conclusion/texts/<int:source>/file/", views_conclusion.source_file, name="source_file"),
    path("tasks/<int:pk>/edit/", views_tasks.update, name="task_update"),
    path("<int:pk>/conclusion/make/", views_pieces.make, name="task_make"),
    path("<int:pk>/conclusion/undo/", views_pieces.undo_last, name="review_undo"),
    path("tasks/<int:pk>/unit/", views_pieces.unit, name="task_unit"),
    path("tasks/<int:pk>/due/", views_pieces.due, name="task_due"),
    path("tasks/<int:pk>/join/", views_pieces.join, name="task_join"),
    path("tasks/<int:pk>/cut/", views_pieces.cut, name="task_cut"),
    path("tasks/<int:pk>/move/", views_pieces.move, name="task_move"),
    path("tasks/<int:pk>/split/", views_tasks.split, name="task_split"),
    path("tasks/<int:pk>/dismiss/", views_tasks.dismiss, name="task_dismiss"),
    path("tasks/<int:pk>/restore/", views_tasks.restore, name="task_restore"),
]
