from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("<int:conference_pk>/", views.detail, name="detail"),
    path("<int:conference_pk>/prepare/", views.prepare, name="prepare"),
    path("<int:conference_pk>/edit/", views.update, name="update"),
    path("<int:conference_pk>/pdf/", views.render_pdf, name="render"),
    # renderings/
    path("renderings/<int:pk>/", views.rendering, name="rendering"),
    path("renderings/<int:pk>/download/", views.download, name="download"),
    path("renderings/<int:pk>/view/", views.preview, name="preview"),
]
