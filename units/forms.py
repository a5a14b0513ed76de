from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_tracker.forms import VietnameseDateField


class RegisterForm(forms.Form):
    """Which units, as the ministry was on which day."""

    q = forms.CharField(label=_("Name, abbreviation, code or former spelling"), required=False)
    on = VietnameseDateField(label=_("As of"), required=False)
