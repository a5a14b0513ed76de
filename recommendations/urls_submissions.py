from django.urls import path

from recommendations import views_submissions as unit
from recommendations import views_submissions_office as office

app_name = "submissions"

urlpatterns = [
    path("submissions/", unit.mine, name="mine"),
    path("submissions/new/", unit.create, name="create"),
    path("submissions/send/", unit.send_many, name="send_many"),
    path("submissions/ready/", unit.ready, name="ready"),
    path("submissions/<int:pk>/", unit.detail, name="detail"),
    path("submissions/<int:pk>/edit/", unit.update, name="update"),
    path("submissions/<int:pk>/move/", unit.move, name="move"),
    path("submissions/<int:pk>/take-over/", office.take, name="take"),
    path("submissions/<int:pk>/<str:verb>/", unit.change, name="change"),
    path("conferences/<int:pk>/submissions/", office.of_conference, name="of_conference"),
    path("conferences/<int:pk>/submissions/take-over/", office.take_many, name="take_many"),
    path("conferences/<int:pk>/submissions/remind/", office.remind, name="remind"),
    path("conferences/<int:pk>/submissions/waiting/", office.waiting, name="waiting"),
]
