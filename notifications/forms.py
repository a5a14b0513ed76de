from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.kinds import TABLE, How, Kind
from notifications.models import MailSettings

# Outside of these nobody is at work.
DIGEST_HOURS = [(hour, f"{hour:02d}:00") for hour in range(7, 18)]
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
CLOCK = [(moment.isoformat(), f"{moment:%H:%M}") for moment in QUARTERS]


def a_time(value: str) -> time:
    return time.fromisoformat(value)


class MailSettingsForm(forms.ModelForm):
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily digest"),
        choices=DIGEST_HOURS,
        coerce=int,
        help_text=_("On working days only. It comes when there is something to tell."),
    )
    quiet_from = forms.TypedChoiceField(label=_("No mails from"), choices=CLOCK, coerce=a_time)
    quiet_until = forms.TypedChoiceField(
        label=_("No mails until"),
        choices=CLOCK,
        coerce=a_time,
        help_text=_("Mails of these hours wait until they end. The same time twice: mails come at any hour."),
    )

    class Meta:
        model = MailSettings
        fields = ("digest_hour", "quiet_from", "quiet_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind] = forms.ChoiceField(
                label=kind.label,
                choices=How.choices,
                initial=self.instance.how(kind),
                widget=forms.RadioSelect,
            )

    def kind_rows(self) -> list[forms.BoundField]:
        return [self[kind] for kind in Kind]

    def save(self, commit: bool = True) -> MailSettings:
        """Only what differs from the defaults is kept: who chose nothing follows new defaults."""
        chosen = {kind.value: self.cleaned_data[kind] for kind in Kind}
        self.instance.choices = {kind: how for kind, how in chosen.items() if how != TABLE[kind].how}
        saved: MailSettings = super().save(commit)
        return saved
