from accounts.models import User
from accounts.roles import Permission
from conferences.models import Conference
from units.permissions import access_of


def may_prepare(user: User, conference: Conference) -> bool:
    return access_of(user).at(Permission.PREPARE_NOTICE, conference.host_id)
