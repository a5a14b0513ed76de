from django.urls import path

from notices import views, views_actions, views_files, views_reports, views_verify, views_word

app_name = "notices"

urlpatterns = [
    path("conferences/<int:conference_pk>/notice/", views.of_conference, name="of_conference"),
    path("conferences/<int:conference_pk>/notice/prepare/", views.prepare, name="prepare"),
    path("conferences/<int:conference_pk>/reports/", views_reports.of_conference, name="reports"),
    path("conferences/<int:conference_pk>/reports/make/", views_reports.make, name="make_report"),
    path("reports/<int:pk>/", views_reports.report, name="report"),
    path("reports/<int:pk>/cancel/", views_reports.cancel, name="cancel_report"),
    path("reports/<int:pk>/download/", views_reports.download, name="download_report"),
    # notices/
    path("notices/", views.index, name="list"),
    path("notices/register/", views.register, name="register"),
    path("notices/<int:pk>/", views.detail, name="detail"),
    path("notices/<int:pk>/edit/", views.update, name="update"),
    path("notices/<int:pk>/comment/", views_actions.comment, name="comment"),
    path("notices/<int:pk>/correct/", views_actions.correct, name="correct"),
    path("notices/<int:pk>/replace/", views_actions.replace, name="replace"),
    path("notices/<int:pk>/do/<str:verb>/", views_actions.change, name="change"),
    path("notices/<int:pk>/word/", views_word.word, name="word"),
    # The PDFs
    path("notices/<int:pk>/pdf/", views_files.render_pdf, name="render"),
    path("notices/<int:pk>/sign/", views_files.sign, name="sign"),
    path("notices/<int:pk>/signed/", views_files.signed, name="signed"),
    path("notices/<int:pk>/original/<str:sha256>/", views_files.original, name="original"),
    path("notices/<int:pk>/original/<str:sha256>/view/", views_files.original_view, name="original_view"),
    path("notices/renderings/<int:pk>/", views_files.rendering, name="rendering"),
    path("notices/renderings/<int:pk>/cancel/", views_files.cancel, name="cancel"),
    path("notices/renderings/<int:pk>/download/", views_files.download, name="download"),
    path("notices/renderings/<int:pk>/view/", views_files.preview, name="preview"),
    # Public
    path("verify/", views_verify.verify_form, name="verify_form"),
    path("verify/<str:code>/", views_verify.verify, name="verify"),
]
