from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from dialogue_tracker.spreadsheets import Unreadable
from dialogue_tracker.spreadsheets.container import opened
from dialogue_tracker.uploads import TooBig
from recommendations.models import Import

TOO_BIG = _("The file is larger than 20 MB. Split the workbook, or delete pictures and sheets not needed.")


class UploadForm(forms.Form):
    """What the file is, is looked at here; what it says, by a worker."""

    kind = forms.ChoiceField(
        label=_("What it holds"), choices=Import.Kind.choices, widget=forms.RadioSelect, required=True
    )
    conference = forms.ModelChoiceField(
        label=_("Dialogue conference"),
        queryset=Conference.objects.none(),
        required=False,
        help_text=_("The conference at which the recommendations were raised."),
    )
    file = forms.FileField(
        label=_("Excel workbook"),
        allow_empty_file=True,
        help_text=_("One file (.xlsx) with the headings of the template, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm"}),
    )

    def __init__(
        self,
        *args: Any,
        conferences: QuerySet[Conference],
        kinds: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["conference"]).queryset = conferences
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = kinds
        if len(kinds) == 1:
            kind.widget, kind.initial = forms.HiddenInput(), kinds[0][0]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if isinstance(file, TooBig):
            raise ValidationError(TOO_BIG)
        try:
            with opened(file.read()):
                pass
        except Unreadable as fault:
            raise ValidationError(str(fault)) from None
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == Import.Kind.RECOMMENDATIONS:
            if data.get("conference") is None and "conference" not in self.errors:
                self.add_error("conference", _("Choose the conference the recommendations belong to."))
        elif data.get("kind"):
            data["conference"] = None
        return data
