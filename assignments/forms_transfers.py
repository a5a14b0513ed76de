"""What the office decides on a transfer list."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assignments.models import TransferLine
from units.models import Unit


class DecisionsForm(forms.Form):
    """One select for each line of a transfer list, and one for all the rest."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, lines: list[TransferLine], units: list[Unit], version: int) -> None:
        super().__init__(data, initial={"version": version})
        self.lines = lines
        options = [("", _("Choose the unit")), *((str(unit.pk), unit.name) for unit in units)]
        self.fields["rest"] = forms.ChoiceField(label=_("All the rest to"), choices=options, required=False)
        for line in lines:
            self.fields[f"line-{line.pk}"] = forms.ChoiceField(
                label=str(line.assignment), choices=options, required=False, initial=line.decided_id or ""
            )

    def decisions(self) -> dict[int, int | None]:
        """Lines left empty go with the rest."""
        rest = self.cleaned_data["rest"]
        chosen = {line.pk: self.cleaned_data[f"line-{line.pk}"] or rest for line in self.lines}
        return {pk: int(unit) if unit else None for pk, unit in chosen.items()}
