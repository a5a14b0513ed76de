from django.urls import path

from units import views, views_roles

app_name = "units"

urlpatterns = [
    path("", views.unit_list, name="list"),
    path("export/", views.export, name="export"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/roles/", views_roles.roles, name="roles"),
    path("roles/<int:pk>/end/", views_roles.end, name="role_end"),
]
