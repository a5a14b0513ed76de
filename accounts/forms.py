from django import forms

from accounts.models import User


class MyAccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "language")
