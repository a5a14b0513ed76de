"""The access matrix in words: what each role may do. The manual, the admin and the tests read this table.

*Holding* a role is a row (`units.Membership`): a role held at the ministry itself counts for every unit.
"""

from dataclasses import dataclass
from enum import StrEnum, auto

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ_ALL = auto()
    READ_OWN = auto()
    MANAGE_CONFERENCES = auto()
    LOG_RECOMMENDATIONS = auto()
    HANDLE_SUBMISSIONS = auto()
    DRAFT_SUBMISSION = auto()
    SEND_SUBMISSION = auto()
    ASSIGN = auto()
    CONFIRM = auto()
    WITHDRAW = auto()
    DRAFT_UPDATE = auto()
    REPORT = auto()
    REQUEST_EXTENSION = auto()
    ACCEPT = auto()
    JUDGE_ANSWER = auto()
    DIRECT = auto()
    READ_DASHBOARD = auto()
    PREPARE_NOTICE = auto()
    APPROVE_NOTICE = auto()
    ISSUE_NOTICE = auto()
    READ_REMINDERS = auto()
    APPOINT = auto()
    MANAGE_REGISTER = auto()


class Role(TextChoices):
    OFFICE = "office", _("Office staff")
    UNIT_HEAD = "unit_head", _("Unit head")
    UNIT_OFFICER = "unit_officer", _("Unit officer")
    LEADERSHIP = "leadership", _("Ministry leadership")
    OBSERVER = "observer", _("Observer")
    ADMINISTRATOR = "administrator", _("Administrator")


@dataclass(frozen=True)
class RoleDescription:
    role: Role
    description: str | Promise
    permissions: frozenset[Permission]


MATRIX: dict[str, RoleDescription] = {
    row.role: row
    for row in (
        RoleDescription(
            Role.OFFICE,
            _(
                "Takes over what units send beforehand, logs recommendations, enters the conclusion, "
                "assigns, confirms results, prepares and issues the notice."
            ),
            frozenset(
                {
                    Permission.READ_ALL,
                    Permission.MANAGE_CONFERENCES,
                    Permission.LOG_RECOMMENDATIONS,
                    Permission.HANDLE_SUBMISSIONS,
                    Permission.ASSIGN,
                    Permission.CONFIRM,
                    Permission.WITHDRAW,
                    Permission.READ_DASHBOARD,
                    Permission.PREPARE_NOTICE,
                    Permission.ISSUE_NOTICE,
                    Permission.READ_REMINDERS,
                    Permission.APPOINT,
                }
            ),
        ),
        RoleDescription(
            Role.UNIT_HEAD,
            _(
                "Sees what the unit owes and raised, accepts or declines work, reports progress and results, "
                "sends recommendations before a conference."
            ),
            frozenset(
                {
                    Permission.READ_OWN,
                    Permission.ACCEPT,
                    Permission.DRAFT_UPDATE,
                    Permission.REPORT,
                    Permission.REQUEST_EXTENSION,
                    Permission.JUDGE_ANSWER,
                    Permission.DRAFT_SUBMISSION,
                    Permission.SEND_SUBMISSION,
                    Permission.APPOINT,
                }
            ),
        ),
        RoleDescription(
            Role.UNIT_OFFICER,
            _(
                "Sees what the unit owes and raised; drafts progress, results and recommendations, which the "
                "head sends."
            ),
            frozenset({Permission.READ_OWN, Permission.DRAFT_UPDATE, Permission.DRAFT_SUBMISSION}),
        ),
        RoleDescription(
            Role.LEADERSHIP,
            _("Reads everything, sees at one look what is late and where, directs, and approves the notice."),
            frozenset(
                {
                    Permission.READ_ALL,
                    Permission.READ_DASHBOARD,
                    Permission.DIRECT,
                    Permission.APPROVE_NOTICE,
                }
            ),
        ),
        RoleDescription(
            Role.OBSERVER,
            _("Reads everything and changes nothing."),
            frozenset({Permission.READ_ALL, Permission.READ_DASHBOARD}),
        ),
        RoleDescription(
            Role.ADMINISTRATOR,
            _(
                "Keeps people, roles, units, themes and reminder rules in the administration site, and "
                "reorganises units."
            ),
            frozenset({Permission.MANAGE_REGISTER, Permission.APPOINT}),
        ),
    )
}


def permissions_of(role: str) -> frozenset[Permission]:
    return MATRIX[role].permissions


def roles_with(permission: Permission) -> tuple[str, ...]:
    return tuple(role for role, row in MATRIX.items() if permission in row.permissions)
