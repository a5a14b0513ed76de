"""Who is told what about a notice: inbox lines, worded in each person's language."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.messages import everywhere
from notices.models import Notice
from notices.permissions import ON_THE_WAY
from notices.workflow import Verb, sentence_of
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from units.models import Unit
from units.permissions import holders

# Whose turn it is afterwards, or who has to know.
TOLD = {
    Verb.SUBMIT: (Permission.APPROVE_NOTICE,),
    Verb.APPROVE: (Permission.ISSUE_NOTICE,),
    Verb.RETURN: (Permission.PREPARE_NOTICE,),
    Verb.TAKE_BACK: (Permission.APPROVE_NOTICE,),
    Verb.DISCARD: (),
}


def about_change(notice: Notice, *, verb: str, by: User, text: str = "") -> None:
    if verb == Verb.VOID:
        return about_issued(notice, by=by, sentence=_voided, text=text)
    people = [user for permission in TOLD[Verb(verb)] for user in everywhere(permission)]
    return _tell(people, notice, by=by, sentence=_did(by, verb), text=text, kind=Kind.NOTICE_WAITS)


def about_comment(notice: Notice, *, by: User, text: str) -> None:
    """Those who took part so far, and the office."""
    people = [*User.objects.filter(pk__in=notice.history.values("by"))]
    people += everywhere(Permission.PREPARE_NOTICE)
    _tell(people, notice, by=by, sentence=_did(by, "comment"), text=text, kind=Kind.NOTICE_WAITS)


def about_issued(
    notice: Notice, *, by: User, sentence: Callable[[Notice], str] | None = None, text: str = ""
) -> None:
    """Each unit the notice concerns, once, and those who took part in it."""
    people = [user for unit in concerned_units(notice) for user in holders(Permission.READ_OWN, unit)]
    people += [user for permission in ON_THE_WAY for user in everywhere(permission)]
    _tell(people, notice, by=by, sentence=sentence or _issued, text=text, kind=Kind.NOTICE_ISSUED)


def concerned_units(notice: Notice) -> Iterable[Unit]:
    """Who attended, was given work or raised something, at any time until now."""
    conference = notice.conference
    return (
        Unit.objects.filter(attendances__conference=conference)
        | Unit.objects.filter(assignments__conference=conference)
        | Unit.objects.filter(supported_assignments__conference=conference)
        | Unit.objects.filter(raised_recommendations__conference=conference)
    ).distinct()


def _tell(
    people: Iterable[User],
    notice: Notice,
    *,
    by: User,
    sentence: Callable[[Notice], str],
    text: str,
    kind: Kind,
) -> None:
    def write(user: User) -> Message:
        return Message(sentence(notice), text)

    notify(
        [user for user in people if user.pk != by.pk],
        kind=kind,
        path=notice.get_absolute_url(),
        write=write,
    )


def _did(by: User, verb: str) -> Callable[[Notice], str]:
    return lambda notice: (
        _("%(who)s %(did)s: notice “%(title)s”")
        % {
            "who": by.full_name,
            "did": sentence_of(verb),
            "title": notice.title,
        }
    )


def _issued(notice: Notice) -> str:
    values = {"number": notice.issuance.number_text, "title": notice.title}
    if notice.corrects:
        return _("Notice %(number)s corrects notice %(old)s.") % {
            **values,
            "old": notice.corrects.issuance.number_text,
        }
    if notice.replaces:
        return _("Notice %(number)s replaces notice %(old)s: %(title)s") % {
            **values,
            "old": notice.replaces.issuance.number_text,
        }
    return _("Notice %(number)s is issued: %(title)s") % values


def _voided(notice: Notice) -> str:
    return _("Notice %(number)s is voided.") % {"number": notice.issuance.number_text}
