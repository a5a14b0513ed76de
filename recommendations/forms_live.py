"""What a live page sends: an ordinary form without a script, else entries as JSON, as they were typed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms import model_to_dict
from django.utils import timezone

from accounts.models import User
from conferences.models import Conference
from recommendations.actions_live import Entry
from recommendations.forms import WordingForm
from recommendations.models import Recommendation

# Nobody logged anything with this program before; a clock that says so is wrong.
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class LogForm(WordingForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, conference=conference, **kwargs)
        self.fields["text"].widget.attrs["data-live-text"] = ""
        # The next one of the same speaker: straight to the text.
        first = "text" if self.initial.get("raised_by") else "raised_by"
        if not self.is_bound:
            self.fields[first].widget.attrs["autofocus"] = True


class MomentField(forms.FloatField):
    """Milliseconds since 1970, as browsers count; what cannot be one is now."""

    def clean(self, value: Any) -> datetime:
        try:
            moment = datetime.fromtimestamp(float(value) / 1000, tz=UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            return timezone.now()
        return moment if moment > FIRST_MOMENT else timezone.now()


class EntryForm(WordingForm):
    """One entry of a live page. What it does not name stays as it was logged."""

    key = forms.UUIDField()
    revision = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    seen = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    speech_at = MomentField()
    said_at = MomentField()

    def __init__(self, sent: object, *, conference: Conference, by: User) -> None:
        data = as_typed(sent)
        known = logged_with(data.get("key", ""), by)
        if known:
            stored = model_to_dict(known, WordingForm.Meta.fields)
            data = {name: "" if value is None else str(value) for name, value in stored.items()} | data
        super().__init__(data, instance=known, conference=conference)

    def entry_with(self, **alike: Any) -> Entry:
        names = ("key", "speech_at", "said_at")
        return Entry(
            **{name: self.cleaned_data[name] for name in names},
            revision=self.cleaned_data["revision"] or 0,
            seen=self.cleaned_data["seen"] or 0,
            raised=self.raised,
            **alike,
        )

    @property
    def sentence(self) -> str:
        """Everything that is wrong, with the names of the fields."""
        return " ".join(
            f"{self.fields[name].label}: {text}" if name in WordingForm.Meta.fields else str(text)
            for name, texts in self.errors.items()
            for text in texts
        )


def logged_with(key: str, by: User) -> Recommendation | None:
    try:
        return Recommendation.objects.filter(created_by=by, client_key=UUID(key)).first()
    except ValueError:
        return None


def as_typed(sent: object) -> dict[str, str]:
    """The fields as a form would have sent them, whatever stands in the JSON."""
    pairs = sent.items() if isinstance(sent, dict) else ()
    return {str(name): storable(str(value)) for name, value in pairs if isinstance(value, str | int | float)}


def draft_values(sent: object) -> dict[str, str]:
    names = (*WordingForm.Meta.fields, "key", "speech_at", "said_at")
    return {name: text for name, text in as_typed(sent).items() if name in names}


def storable(text: str) -> str:
    """Without what PostgreSQL cannot keep: NUL, and halves of letters as a cut text leaves them."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")
