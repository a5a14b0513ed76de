from django import forms
from django.utils.translation import gettext_lazy as _


class StopForm(forms.Form):
    reason = forms.CharField(
        label=_("Why are the reminders stopped?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees the work reads it beside the cancelled reminder."),
    )
