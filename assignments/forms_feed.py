from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.requests import Request
from units.models import Unit
from units.permissions import access_of


class LinkForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=_("Deadlines of"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All the work you may see"),
        widget=forms.Select(attrs={"data-combobox": ""}),
    )

    def __init__(self, data: QueryDict | None = None, *, request: Request) -> None:
        super().__init__(data)
        access = access_of(request.user)
        units = Unit.objects.filter(valid_to__isnull=True)
        field = cast(forms.ModelChoiceField, self.fields["unit"])
        field.queryset = units if access.reads_all else units.filter(pk__in=access.readable_units)
