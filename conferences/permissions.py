"""Who may change a conference, and who may read more of it than what concerns their own unit."""

from accounts.models import User
from accounts.roles import Permission
from conferences.models import Conference
from units.permissions import access_of


def may_manage(user: User, conference: Conference) -> bool:
    return access_of(user).at(Permission.MANAGE_CONFERENCES, conference.host_id)


def may_create(user: User) -> bool:
    return access_of(user).at_all(Permission.MANAGE_CONFERENCES)


def may_read_conclusion(user: User, conference: Conference) -> bool:
    """Until the notice is issued, the text and the proposals are for those who read everything."""
    return access_of(user).reads_all or may_manage(user, conference)
