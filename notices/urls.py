from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("conferences/<int:conference_pk>/notice/", views.of_conference, name="of_conference"),
    path("conferences/<int:conference_pk>/notice/prepare/", views.prepare, name="prepare"),
    # notices/
    path("notices/<int:pk>/", views.detail, name="detail"),
    path("notices/<int:pk>/edit/", views.update, name="update"),
    path("notices/<int:pk>/pdf/", views.render_pdf, name="render"),
    path("notices/renderings/<int:pk>/", views.rendering, name="rendering"),
    path("notices/renderings/<int:pk>/download/", views.download, name="download"),
    path("notices/renderings/<int:pk>/view/", views.preview, name="preview"),
]
