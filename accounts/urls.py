from django.contrib.auth import views as auth_views
from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="sign_out"),
    path("my-account/", views.my_account, name="my_account"),
    path("my-account/password/", views.ChangePassword.as_view(), name="change_password"),
]
