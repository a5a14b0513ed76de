from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import Permission
from conferences.models import Conference
from dialogue_tracker.vietnamese import nfc
from notices.short_code import new_code
from notices.workflow import FIXED, NUMBERED, OPEN, State
from units.permissions import access_of

TEXTS = (
    "title",
    "issuer",
    "parent_body",
    "place",
    "opening",
    "lead_in",
    "closing",
    "authority_of",
    "signer_title",
    "signer_name",
    "recipients",
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """Drafts are read by those who read everything; what is issued by everybody with a role in a unit."""
        access = access_of(user)
        if access.reads_all:
            return self
        reads = access.at_all(Permission.READ_OWN) or access.at_all(Permission.READ_ALL)
        return self.issued() if reads else self.none()

    def issued(self) -> Self:
        """Those with a number, the voided ones too."""
        return self.filter(state__in=NUMBERED)

    def kept(self) -> Self:
        return self.exclude(state=State.DISCARDED)


class Notice(models.Model):
    """A notice of a conference: the conclusion notice itself, or one that corrects or replaces an issued one.

    From its submission on, `content` is what it says (`notices.document`, as JSON). Once issued, a trigger
    lets nothing change but the state, and that only to voided.
    """

    class Form(models.TextChoices):
        STATE = "state", _("State document (Decree 30/2020)")
        PARTY = "party", _("Party document")

    class Answers(models.TextChoices):
        BY_NUMBER = "", _("in the text, from six answers on as an annex")
        TEXT = "text", _("in the text")
        ANNEX = "annex", _("as a table in an annex")

    class Authority(models.TextChoices):
        IN_PERSON = "", _("in person")
        ON_BEHALF_OF = "TM.", _("TM. (on behalf of the collective)")
        ACTING = "Q.", _("Q. (acting head)")
        DEPUTY = "KT.", _("KT. (deputy for the head)")
        BY_ORDER = "TL.", _("TL. (by order)")
        AUTHORISED = "TUQ.", _("TUQ. (by authorisation)")
        PARTY_ON_BEHALF_OF = "T/M", _("T/M (on behalf of the committee)")
        PARTY_DEPUTY = "K/T", _("K/T (deputy for the head)")
        PARTY_BY_ORDER = "T/L", _("T/L (by order)")

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="notices")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    form = models.CharField(_("form"), max_length=5, choices=Form.choices, default=Form.STATE)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", editable=False
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", editable=False
    )
    code = models.CharField(
        _("verification code"), max_length=12, unique=True, default=new_code, editable=False
    )
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)

    title = models.CharField(_("subject"), max_length=700)
    issuer = models.CharField(
        _("issuing body"), max_length=200, blank=True, help_text=_("Empty: who held the conference.")
    )
    parent_body = models.CharField(
        _("body above it"), max_length=200, blank=True, help_text=_("Printed above the issuing body, if any.")
    )
    symbol = models.CharField(_("symbol"), max_length=30, default="TB-BCT")
    term = models.CharField(
        _("term of the Party committee"),
        max_length=9,
        blank=True,
        help_text=_("As in 2025-2030. Party documents are numbered by term."),
    )
    place = models.CharField(pgettext_lazy("document", "place"), max_length=100, default="Hà Nội")
    opening = models.TextField(_("opening"), help_text=_("One paragraph a line."))
    lead_in = models.TextField(
        _("sentence before the tasks"), blank=True, help_text=_("One paragraph a line.")
    )
    answers_as = models.CharField(
        _("answers to the recommendations"), max_length=5, choices=Answers.choices, blank=True
    )
    with_carried_over = models.BooleanField(
        _("annex of the tasks carried over from earlier conferences"), default=False
    )
    closing = models.TextField(_("closing sentence"), help_text=_("The end mark “./.” is put by the form."))
    authority = models.CharField(_("signing authority"), max_length=5, choices=Authority.choices, blank=True)
    authority_of = models.CharField(
        _("in whose place"),
        max_length=150,
        blank=True,
        help_text=_("After TM., KT., TL. or TUQ., for example: Bộ trưởng."),
    )
    signer_title = models.CharField(_("title of the signer"), max_length=150)
    signer_name = models.CharField(_("name of the signer"), max_length=150, blank=True)
    recipients = models.TextField(_("recipients"), help_text=_("One a line; the units with work are added."))
    drafted_by_unit = models.CharField(_("drafting unit, short"), max_length=30, default="VP")
    drafter_mark = models.CharField(
        _("drafter's mark and number of copies"), max_length=30, blank=True, help_text=_("As in PL.(300).")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("conclusion notice")
        verbose_name_plural = _("conclusion notices")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__in=["", "Q."]) | ~Q(authority_of=""),
                name="notices_notice_authority_names_whom",
                violation_error_message=_("Say in whose place the notice is signed, for example Bộ trưởng."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(replaces__isnull=True),
                name="notices_notice_corrects_or_replaces",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FIXED) | Q(content__isnull=False),
                name="notices_notice_fixed_has_content",
            ),
            models.UniqueConstraint(
                fields=["conference", "form"],
                condition=Q(state__in=OPEN),
                name="notices_notice_one_open",
                violation_error_message=_("Another notice of this conference is still on its way."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        for field in TEXTS:
            setattr(self, field, nfc(getattr(self, field)))
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("notices:detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_issued(self) -> bool:
        """Has a number; a voided one keeps it."""
        return self.state in NUMBERED

    @property
    def is_voided(self) -> bool:
        return self.state == State.VOIDED
