"""Whether an issued notice still stands: current, corrected, replaced or voided. Computed, never stored."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from notices.models import Notice
from notices.workflow import State


class Standing(StrEnum):
    CURRENT = "current"
    CORRECTED = "corrected"
    REPLACED = "replaced"
    VOIDED = "voided"


LABELS: dict[Standing, str | Promise] = {
    Standing.CURRENT: pgettext_lazy("notice", "In force"),
    Standing.CORRECTED: pgettext_lazy("notice", "Corrected"),
    Standing.REPLACED: pgettext_lazy("notice", "Replaced"),
    Standing.VOIDED: pgettext_lazy("notice", "Voided"),
}
TONES = {
    Standing.CURRENT: "green",
    Standing.CORRECTED: "ochre",
    Standing.REPLACED: "orange",
    Standing.VOIDED: "red",
}
ICONS = {
    Standing.CURRENT: "shield-check",
    Standing.CORRECTED: "pencil",
    Standing.REPLACED: "repeat",
    Standing.VOIDED: "ban",
}


@dataclass(frozen=True)
class Stand:
    """`by`: the issued notices that correct or replace it."""

    standing: Standing
    by: tuple[Notice, ...] = ()

    @property
    def label(self) -> str | Promise:
        return LABELS[self.standing]

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def icon(self) -> str:
        return ICONS[self.standing]


def stand_of(notice: Notice) -> Stand:
    if notice.state == State.VOIDED:
        return Stand(Standing.VOIDED)
    if replaced := _issued(notice, "replacements"):
        return Stand(Standing.REPLACED, replaced)
    if corrected := _issued(notice, "corrections"):
        return Stand(Standing.CORRECTED, corrected)
    return Stand(Standing.CURRENT)


def _issued(notice: Notice, relation: str) -> tuple[Notice, ...]:
    """Read from what was prefetched, where a list shows many."""
    found = [other for other in getattr(notice, relation).all() if other.state == State.ISSUED]
    return tuple(sorted(found, key=lambda other: other.pk))


PREFETCH = ("replacements__issuance", "corrections__issuance")
