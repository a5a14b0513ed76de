"""Which unit an old list means: the one of that time, and for what is still open the one that goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.models import Conference
from dialogue_tracker.vietnamese import search_key
from recommendations.imports.names import Names, Unknown, units_on
from recommendations.imports.rows import told
from units.models import Unit
from units.succession import Lineage

EVERYBODY = frozenset({"all units", "tat ca cac don vi", "tat ca don vi", "cac don vi", "toan bo cac don vi"})


@dataclass(frozen=True)
class Lead:
    """`came_from`: who had it then, where another one goes on."""

    unit: Unit
    came_from: Unit | None = None


class PastUnits:
    """One register for each day, however many rows."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.lineage = Lineage.on(self.today)
        self.current = units_on(None)
        self._of_day: dict[date, Names[Unit]] = {}
        self._heirs: dict[int, Unit] = {}

    def of(self, conference: Conference) -> Names[Unit]:
        day = conference.register_day
        if day not in self._of_day:
            self._of_day[day] = units_on(day, conference)
        return self._of_day[day]

    def several(self, conference: Conference, text: str) -> list[Unit]:
        return self.of(conference).find_all(text)

    def leads(self, conference: Conference, text: str, *, is_open: bool) -> list[Lead]:
        """Raises Unknown. Of open work each unit is one of today, found by its name of then or of now."""
        if is_everybody(text):
            units: Iterable[Unit] = Unit.objects.all_of(conference.host, conference.register_day)
        else:
            units = self._named(conference, text, is_open=is_open)
        return [self._lead(unit) if is_open else Lead(unit) for unit in units]

    def _named(self, conference: Conference, text: str, *, is_open: bool) -> list[Unit]:
        try:
            return self.several(conference, text)
        except Unknown:
            if not is_open:
                raise
            try:
                return self.current.find_all(text)
            except Unknown:
                pass
            raise

    def _lead(self, unit: Unit) -> Lead:
        if unit.valid_to is None or unit.valid_to >= self.today:
            return Lead(unit)
        heir = self.lineage.heir(unit.pk)
        if heir == unit.pk:
            raise Unknown(self._nobody_goes_on(unit))
        if heir not in self._heirs:
            self._heirs[heir] = Unit.objects.get(pk=heir)
        return Lead(self._heirs[heir], came_from=unit)

    def _nobody_goes_on(self, unit: Unit) -> str:
        names = [str(one) for one in Unit.objects.filter(pk__in=self.lineage.successors(unit.pk))]
        values = {"unit": unit.name, "day": unit.valid_to and unit.valid_to.strftime("%d/%m/%Y")}
        sentence = _(
            "This is still open, and “%(unit)s” ended on %(day)s. Name the unit that goes on with it."
        )
        between = _("Its work went to %(names)s.") % {"names": told(names)} if names else ""
        return f"{sentence % values} {between}".strip()


def is_everybody(text: str) -> bool:
    return search_key(text) in EVERYBODY
