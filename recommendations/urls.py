from django.urls import path

from recommendations import views, views_links

app_name = "recommendations"

urlpatterns = [
    path("", views.recommendation_list, name="list"),
    path("new/", views.create, name="create"),
    path("assign/", views.assign_many, name="assign_many"),
    path("earlier/", views_links.earlier, name="earlier"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.update, name="update"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/repeats/", views_links.repeats, name="repeats"),
    path("repeats/<int:pk>/undo/", views_links.undo, name="repeats_undo"),
]
