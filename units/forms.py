from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from dialogue_tracker.forms import VietnameseDateField
from units.actions import (
    Appointment,
    appoints_anybody,
    others_with_the_head_s_rights,
    refusal_of_appointment,
)
from units.models import Membership, Unit

HEAD, OFFICER = "head", "officer"
Capacity = Membership.Capacity
# What one may be in a unit: role and capacity.
POSTS: dict[str, tuple[Role, Capacity]] = {
    HEAD: (Role.UNIT_HEAD, Capacity.REGULAR),
    Capacity.ACTING: (Role.UNIT_HEAD, Capacity.ACTING),
    Capacity.DEPUTY: (Role.UNIT_HEAD, Capacity.DEPUTY),
    OFFICER: (Role.UNIT_OFFICER, Capacity.REGULAR),
}
POST_CHOICES = [
    (HEAD, Role.UNIT_HEAD.label),
    *((value, Capacity(value).label) for value in (Capacity.ACTING, Capacity.DEPUTY)),
    (OFFICER, Role.UNIT_OFFICER.label),
]
KEEP, END = "keep", "end"


class RegisterForm(forms.Form):
    """Which units, as the ministry was on which day."""

    q = forms.CharField(label=gettext_lazy("Name, abbreviation, code or former spelling"), required=False)
    on = VietnameseDateField(label=gettext_lazy("As of"), required=False)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} ({obj.username})"


class AppointForm(forms.Form):
    """Somebody becomes head, acting head, deputy or officer of a unit for a period."""

    person = PersonField(
        queryset=User.objects.none(),
        label=gettext_lazy("Person"),
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    post = forms.ChoiceField(choices=POST_CHOICES, label=gettext_lazy("As"), initial=Capacity.ACTING)
    title = forms.CharField(
        label=gettext_lazy("Title of the post"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("As it is written in documents: Quyền Vụ trưởng, Phó Vụ trưởng phụ trách."),
    )
    valid_from = VietnameseDateField(label=gettext_lazy("First day"))
    valid_to = VietnameseDateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: without an end.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Decision or reason"),
        max_length=300,
        help_text=gettext_lazy("Number and date of the decision, or why somebody stands in."),
    )
    others = forms.ChoiceField(
        label=gettext_lazy("The others with the head's rights in this time"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (KEEP, gettext_lazy("keep them: both may act")),
            (END, gettext_lazy("lose them the day before")),
        ],
    )

    def __init__(self, *args: Any, unit: Unit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.user = unit, user
        people = User.objects.filter(is_active=True).exclude(pk=user.pk)
        self.overlapping: list[Membership] = []
        if not appoints_anybody(user):
            here = Membership.objects.valid_on(timezone.localdate()).filter(unit=unit)
            people = people.filter(pk__in=here.values("user"))
            stand_in = {Capacity.ACTING, Capacity.DEPUTY}
            self.fields["post"].choices = [  # type: ignore[attr-defined]
                choice for choice in POST_CHOICES if choice[0] in stand_in
            ]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["valid_to"] and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("The last day must not lie before the first day."))
            return data
        wanted = data["appointment"] = self._appointment(data)
        for name, sentence in refusal_of_appointment(wanted, by=self.user).items():
            self.add_error(name, sentence)
        self.overlapping = others_with_the_head_s_rights(wanted)
        if self.overlapping and not data["others"]:
            self.add_error("others", _("Say what is to become of the people listed here."))
        return data

    def _appointment(self, data: dict[str, Any]) -> Appointment:
        role, capacity = POSTS[data["post"]]
        return Appointment(
            person=data["person"],
            unit=self.unit,
            role=role,
            capacity=capacity,
            title=data["title"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            reason=data["reason"],
            end_others=data["others"] == END,
        )


class EndRoleForm(forms.Form):
    last_day = VietnameseDateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The person may act until the end of this day."),
    )
    reason = forms.CharField(label=gettext_lazy("Decision or reason"), max_length=300)
