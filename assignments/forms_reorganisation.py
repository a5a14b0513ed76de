"""What an administrator says of a reorganisation; each kind asks only for what it needs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from dialogue_tracker.forms import VietnameseDateField
from units.models import Membership, Reorganisation, Unit
from units.reorganisation import Destination, Move, NewUnit, Plan, people_of, problems, proposal

Kind = Reorganisation.Kind
NEW_UNITS_OF_A_SPLIT = 4
UNIT_KINDS = [choice for choice in Unit.Kind.choices if choice[0] != Unit.Kind.MINISTRY]


class UnitsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


@dataclass(frozen=True)
class Section:
    """A part of the page: fields of the whole width, then short ones beside each other."""

    legend: str
    fields: list[forms.BoundField]
    short: list[forms.BoundField]


class ReorganisationForm(forms.Form):
    """The base: when, by which document; each kind adds the units."""

    kind: Kind

    effective_on = VietnameseDateField(
        label=gettext_lazy("Effective from"),
        help_text=gettext_lazy("The first day of the new order: in the past, today or in the future."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=200,
        help_text=gettext_lazy("As in: Nghị định 40/2025/NĐ-CP."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(parent__isnull=False, valid_to=None)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = units

    def sections(self) -> Iterator[Section]:
        yield from self.unit_sections()
        legend = _("When and by which document")
        yield Section(legend, [self["effective_on"], self["legal_basis"], self["note"]], [])

    def unit_sections(self) -> Iterator[Section]:
        raise NotImplementedError

    def new_unit_section(self, legend: str, prefix: str = "") -> Section:
        short = [self[f"{prefix}{part}"] for part in ("abbreviation", "code", "unit_kind")]
        return Section(legend, [self[f"{prefix}name"]], short)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            plan = self.plan()
            for sentence in problems(plan):
                self.add_error(None, sentence)
        return data

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(
            kind=self.kind,
            effective_on=data["effective_on"],
            legal_basis=data["legal_basis"],
            predecessors=tuple(self.predecessors()),
            destinations=tuple(self.destinations()),
            note=data["note"],
        )

    def predecessors(self) -> list[Unit]:
        return [self.cleaned_data["unit"]]

    def destinations(self) -> Iterator[Destination]:
        raise NotImplementedError

    def new_unit(self, prefix: str = "") -> NewUnit:
        data = self.cleaned_data
        name, abbreviation, code, kind = (
            data[f"{prefix}{part}"].strip() for part in ("name", "abbreviation", "code", "unit_kind")
        )
        return NewUnit(name, abbreviation, code, kind)


def unit_field(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        queryset=Unit.objects.none(), label=label, widget=forms.Select(attrs={"data-combobox": ""})
    )


def new_unit_fields(prefix: str = "", *, required: bool) -> dict[str, forms.Field]:
    return {
        f"{prefix}name": forms.CharField(
            label=gettext_lazy("Name of the new unit"), max_length=200, required=required
        ),
        f"{prefix}abbreviation": forms.CharField(
            label=gettext_lazy("Abbreviation"), max_length=20, required=False
        ),
        f"{prefix}code": forms.CharField(
            label=gettext_lazy("Code in document symbols"),
            max_length=20,
            required=False,
            help_text=gettext_lazy("As in 6785/BCT-ĐCK: ĐCK."),
        ),
        f"{prefix}unit_kind": forms.ChoiceField(
            label=gettext_lazy("Kind"), choices=[("", gettext_lazy("as before")), *UNIT_KINDS], required=False
        ),
    }


class RenameForm(ReorganisationForm):
    kind = Kind.RENAME
    unit = unit_field(gettext_lazy("Unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= new_unit_fields(required=True)

    def unit_sections(self) -> Iterator[Section]:
        yield Section(_("Before"), [self["unit"]], [])
        yield self.new_unit_section(_("After"))

    def destinations(self) -> Iterator[Destination]:
        yield Destination(self.new_unit())


class MergeForm(ReorganisationForm):
    kind = Kind.MERGE
    units = UnitsField(queryset=Unit.objects.none(), label=gettext_lazy("Units that end"))
    into = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Into the existing unit"),
        required=False,
        widget=forms.Select(attrs={"data-combobox": "", "data-empty": gettext_lazy("a new unit")}),
        help_text=gettext_lazy("Empty: a new unit, described below."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= new_unit_fields(required=False)

    def unit_sections(self) -> Iterator[Section]:
        yield Section(_("Before"), [self["units"]], [])
        after = self.new_unit_section(_("After"))
        yield replace(after, fields=[self["into"], *after.fields])

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("into") and not self.cleaned_data.get("name"):
            self.add_error("name", _("Name the new unit, or choose an existing one."))
        if self.cleaned_data.get("into") and self.cleaned_data.get("name"):
            self.add_error("name", _("Either an existing unit or a new one. Leave one of both empty."))
        return super().clean()

    def predecessors(self) -> list[Unit]:
        return list(self.cleaned_data["units"])

    def destinations(self) -> Iterator[Destination]:
        yield Destination(self.cleaned_data["into"] or self.new_unit())


class MainField(forms.ChoiceField):
    def __init__(self, choices: list[tuple[str, Any]]) -> None:
        super().__init__(
            label=gettext_lazy("Main successor"),
            required=False,
            choices=[("", gettext_lazy("none: finished work is counted under the old name")), *choices],
            help_text=gettext_lazy("Finished work counts with it in statistics read as of today."),
        )


class SplitForm(ReorganisationForm):
    kind = Kind.SPLIT
    unit = unit_field(gettext_lazy("Unit that ends"))
    existing = UnitsField(
        queryset=Unit.objects.none(), label=gettext_lazy("Existing units that take a part"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefixes = [f"new{number}_" for number in range(1, NEW_UNITS_OF_A_SPLIT + 1)]
        for prefix in self.prefixes:
            self.fields |= new_unit_fields(prefix, required=False)
        first = [
            (prefix, _("New unit %(number)d") % {"number": n}) for n, prefix in enumerate(self.prefixes, 1)
        ]
        existing = [(str(unit.pk), unit.name) for unit in self.fields["existing"].queryset]  # type: ignore[attr-defined]
        self.fields["main"] = MainField([*first, *existing])

    def unit_sections(self) -> Iterator[Section]:
        yield Section(_("Before"), [self["unit"]], [])
        for number, prefix in enumerate(self.prefixes, start=1):
            yield self.new_unit_section(_("New unit %(number)d") % {"number": number}, prefix)
        yield Section(_("After"), [self["existing"], self["main"]], [])

    def destinations(self) -> Iterator[Destination]:
        main = self.cleaned_data["main"]
        for prefix in self.prefixes:
            if self.cleaned_data[f"{prefix}name"]:
                yield Destination(self.new_unit(prefix), is_main=prefix == main)
        for unit in self.cleaned_data["existing"]:
            yield Destination(unit, is_main=str(unit.pk) == main)


class DissolveForm(ReorganisationForm):
    kind = Kind.DISSOLVE
    unit = unit_field(gettext_lazy("Unit that ends"))
    into = UnitsField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Units that its work goes to"),
        required=False,
        help_text=gettext_lazy("Several: the office chooses for each piece of work."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["into"].queryset  # type: ignore[attr-defined]
        self.fields["main"] = MainField([(str(unit.pk), unit.name) for unit in units])

    def unit_sections(self) -> Iterator[Section]:
        yield Section(_("Before"), [self["unit"]], [])
        yield Section(_("After"), [self["into"], self["main"]], [])

    def destinations(self) -> Iterator[Destination]:
        for unit in self.cleaned_data["into"]:
            yield Destination(unit, is_main=str(unit.pk) == self.cleaned_data["main"])


FORMS: dict[str, type[ReorganisationForm]] = {
    form.kind: form for form in (RenameForm, MergeForm, SplitForm, DissolveForm)
}


class PeopleForm(forms.Form):
    """Where everybody of the units that end goes, as proposed; `no role` ends the role with the unit."""

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data)
        self.rows = people_of(plan)
        proposed = proposal(plan, self.rows)
        places = [(place.key, place.unit.name) for place in plan.destinations]
        for row in self.rows:
            move = proposed[row.pk]
            self.fields[f"person-{row.pk}"] = forms.ChoiceField(
                label=f"{row.user} · {row.post} · {row.unit.short}",
                required=False,
                initial=code(move),
                choices=[("", _("the role ends with the unit")), *_choices_for(row, places)],
            )

    def moves(self) -> dict[int, Move | None]:
        return {row.pk: _move(self.cleaned_data[f"person-{row.pk}"]) for row in self.rows}


def _choices_for(row: Membership, places: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    roles = dict.fromkeys((row.role, Role.UNIT_HEAD, Role.UNIT_OFFICER))
    for key, name in places:
        for role in roles:
            yield f"{role}@{key}", f"{Role(role).label} · {name}"


def code(move: Move | None) -> str:
    return f"{move.role}@{move.key}" if move else ""


def _move(chosen: str) -> Move | None:
    role, _at, key = chosen.partition("@")
    return Move(key, role) if role else None
